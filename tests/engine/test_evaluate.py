"""What a rulebook says of a case: exceptions, conflicts, versions in time, duties and penalties, elements, states."""

from datetime import date
from fractions import Fraction
from typing import ClassVar

import pytest
from rulebooks import HERE, case, provision, rulebook, version

from rulecheck.engine.decide import Question, decide
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Decision, Tried
from rulecheck.engine.types import BOOLEAN, DATE, DAYS, INTEGER, NUMBER, ListType, Type
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Elements, Period, State, Value
from rulecheck.engine.vocabulary import DatedValue, Figure, Words

BOOLEANS = {"p": BOOLEAN, "q": BOOLEAN, "r": BOOLEAN}


def decided(book: Rulebook, name: str = "c", law_date: str = "2020-01-01", **facts: Value) -> Decision:
    answer = decide(book, case(law_date, **facts), Question((name,)))
    assert not answer.problems, answer.problems
    return answer.parts[0].decision(name)


def problem(book: Rulebook, name: str = "c", **facts: Value) -> str:
    answer = decide(book, case(**facts), Question((name,)))
    assert len(answer.problems) == 1
    return answer.problems[0].code


def outcome(decision: Decision, provision_id: str) -> str:
    return next(t.outcome for t in decision.tried if t.provision == provision_id)


def test_nothing_grants_it() -> None:
    """A boolean that no provision decides is false, and the trace says what was tried."""
    book = rulebook([provision("", version("p"), decides="c")], BOOLEANS)
    decision = decided(book, p=False)
    assert (decision.state, decision.value, outcome(decision, "A 1")) == (State.VALUE, False, "does not apply")


def test_an_amount_that_nothing_decides_is_not_applicable() -> None:
    book = rulebook([provision("", version("p", "3"), decides="c")], BOOLEANS, {"c": INTEGER})
    assert decided(book, p=False).state is State.NOT_APPLICABLE


class TestExceptions:
    book = rulebook(
        [
            provision("(1)", version("p"), decides="c"),
            provision("(1) proviso", version("q"), to="A 1(1)"),
            provision("(1) proviso to the proviso", version("r"), to="A 1(1) proviso"),
        ],
        BOOLEANS,
    )

    @pytest.mark.parametrize(
        ("q", "r", "value", "stands"),
        [
            (False, False, True, "applies"),
            (True, False, False, "excepted"),
            (True, True, True, "applies"),
            (False, True, True, "applies"),
        ],
    )
    def test_an_exception_takes_away_and_its_own_gives_back(self, q: bool, r: bool, value: bool, stands: str) -> None:
        decision = decided(self.book, p=True, q=q, r=r)
        assert (decision.value, outcome(decision, "A 1(1)")) == (value, stands)

    def test_it_is_not_looked_at_when_the_provision_does_not_apply_anyway(self) -> None:
        decision = decided(self.book, p=False)
        assert decision.value is False
        assert decision.tried[0].exceptions == ()

    def test_an_unknown_exception_leaves_the_answer_unknown(self) -> None:
        assert decided(self.book, p=True, r=False).state is State.UNKNOWN

    def test_an_exception_that_decides_otherwise(self) -> None:
        book = rulebook(
            [
                provision("(1)", version("", "10"), decides="c"),
                provision("(1) proviso", version("p", "20"), to="A 1(1)", decides="c"),
                provision("(1) proviso to it", version("q", "30"), to="A 1(1) proviso", decides="c"),
            ],
            BOOLEANS,
            {"c": INTEGER},
        )
        assert decided(book, p=False, q=False).value == 10
        assert decided(book, p=True, q=False).value == 20
        assert decided(book, p=True, q=True).value == 30, "the last proviso displaces the first, and so the rule"

    def test_an_exception_without_a_value_to_one_with_a_value_revives_the_rule(self) -> None:
        book = rulebook(
            [
                provision("(1)", version("", "10"), decides="c"),
                provision("(1) proviso", version("p", "20"), to="A 1(1)", decides="c"),
                provision("(1) proviso to it", version("q"), to="A 1(1) proviso"),
            ],
            BOOLEANS,
            {"c": INTEGER},
        )
        assert decided(book, p=True, q=True).value == 10


class TestConflict:
    book = rulebook(
        [
            provision("(1)", version("p", "10"), decides="c"),
            provision("(2)", version("q", "20"), decides="c"),
            provision("(3)", version("r", "10"), decides="c"),
        ],
        BOOLEANS,
        {"c": INTEGER},
    )

    def test_two_values_without_priority(self) -> None:
        answer = decide(self.book, case(p=True, q=True, r=False), Question(("c",)))
        assert [d.code for d in answer.problems] == ["R0403"]
        assert (
            answer.problems[0].message
            == "provisions are in conflict over `c`: `A 1(1)` says `10` and `A 1(2)` says `20`"
        )
        assert answer.parts == ()

    def test_the_same_value_twice_is_none(self) -> None:
        assert decided(self.book, p=True, q=False, r=True).value == 10

    def test_one_that_only_may_apply_is_unknown_not_a_conflict(self) -> None:
        assert decided(self.book, p=True, r=False).state is State.UNKNOWN

    def test_one_that_may_apply_and_would_say_the_same_changes_nothing(self) -> None:
        assert decided(self.book, p=True, q=False).value == 10


class TestVersions:
    book = rulebook(
        [
            provision(
                "",
                version("", "8", "2000-01-01", "2025-02-22"),
                version("", "12", "2025-02-23", promulgated="2024-10-22"),
                decides="c",
            )
        ],
        {"applied_on": DATE},
        {"c": INTEGER},
    )

    @pytest.mark.parametrize(("day", "value"), [("2025-02-22", 8), ("2025-02-23", 12)])
    def test_the_law_date_chooses(self, day: str, value: int) -> None:
        assert decided(self.book, law_date=day).value == value

    def test_law_not_promulgated_yet_is_left_out_and_the_old_goes_on(self) -> None:
        asked = Question(("c",), date(2025, 3, 1), date(2024, 10, 21))
        assert decide(self.book, case(), asked).asked()[0].value == 8
        asked = Question(("c",), date(2025, 3, 1), date(2024, 10, 22))
        assert decide(self.book, case(), asked).asked()[0].value == 12

    def test_without_a_law_date_it_is_unknown(self) -> None:
        answer = decide(self.book, case(law_date="", applied_on=date(2025, 1, 1)), Question(("c",)))
        assert answer.asked()[0].state is State.UNKNOWN

    def test_a_transitional_clause_chooses_by_another_date(self) -> None:
        book = rulebook(
            [
                provision(
                    "",
                    version("", "8", "2000-01-01", "2025-02-22"),
                    version("", "12", "2025-02-23", by="applied_on"),
                    decides="c",
                )
            ],
            {"applied_on": DATE},
            {"c": INTEGER},
        )
        later = "2025-06-01"
        assert decided(book, law_date=later, applied_on=date(2025, 2, 22)).value == 8, "the old version lives on"
        assert decided(book, law_date=later, applied_on=date(2025, 2, 23)).value == 12
        decision = decided(book, law_date=later)
        assert (decision.state, decision.missing) == (State.UNKNOWN, ("applied_on",))

    def test_what_stood_before_a_repealed_version_does_not_come_back(self) -> None:
        versions = (version("", "8", "2000-01-01", "2025-02-22"), version("", "12", "2025-02-23", "2026-12-31"))
        book = rulebook([provision("", *versions, decides="c")], {"p": BOOLEAN}, {"c": INTEGER})
        assert decided(book, law_date="2026-12-31").value == 12
        assert decided(book, law_date="2027-01-01").state is State.NOT_APPLICABLE
        assert outcome(decided(book, law_date="2027-01-01"), "A 1") == "not in force"

    def test_a_repealed_provision_ends(self) -> None:
        book = rulebook([provision("", version("", "", "2000-01-01", "2020-02-27"), decides="c")], {"p": BOOLEAN})
        assert decided(book, law_date="2020-02-27").value is True
        assert decided(book, law_date="2020-02-28").value is False


class TestDutiesAndPenalties:
    book = rulebook(
        [
            provision("(1)", version("p"), decides="c", kind="duty", fulfilled="q"),
            provision("(9)", version("", "500"), decides="fine", kind="penalty", punishes="A 1(1)"),
        ],
        BOOLEANS,
        {"c": BOOLEAN, "fine": INTEGER},
    )

    @pytest.mark.parametrize(
        ("p", "q", "state", "value"),
        [
            (True, False, State.VALUE, 500),
            (True, True, State.NOT_APPLICABLE, NOT_APPLICABLE),
            (False, False, State.NOT_APPLICABLE, NOT_APPLICABLE),
        ],
    )
    def test_a_penalty_punishes_a_breach(self, p: bool, q: bool, state: State, value: Value) -> None:
        decision = decided(self.book, "fine", p=p, q=q)
        assert (decision.state, decision.value) == (state, value)

    def test_whether_it_was_fulfilled_may_be_unknown(self) -> None:
        decision = decided(self.book, "fine", p=True)
        assert (decision.state, decision.missing) == (State.UNKNOWN, ("q",))

    def test_a_duty_not_owed_is_not_breached_whatever_was_done(self) -> None:
        assert decided(self.book, "fine", p=False).state is State.NOT_APPLICABLE


class TestProblems:
    def test_using_what_nothing_decides(self) -> None:
        book = rulebook(
            [provision("(1)", version("p", "3"), decides="n"), provision("(2)", version("n > 2"), decides="c")],
            BOOLEANS,
            {"c": BOOLEAN, "n": INTEGER},
        )
        assert problem(book, p=False) == "R0402"
        assert decided(book, p=True).value is True

    def test_a_guard_keeps_it_from_being_used(self) -> None:
        book = rulebook(
            [
                provision("(1)", version("p", "3"), decides="n"),
                provision("(2)", version("n is not none and n > 2"), decides="c"),
            ],
            BOOLEANS,
            {"c": BOOLEAN, "n": INTEGER},
        )
        assert decided(book, p=False).value is False

    def test_a_problem_that_may_not_arise_is_unknown(self) -> None:
        book = rulebook(
            [provision("(1)", version("p", "3"), decides="n"), provision("(2)", version("q and n > 2"), decides="c")],
            BOOLEANS,
            {"c": BOOLEAN, "n": INTEGER},
        )
        decision = decided(book, p=False)
        assert (decision.state, decision.missing) == (State.UNKNOWN, ("q",))
        assert problem(book, p=False, q=True) == "R0402"

    def test_dividing_by_nothing(self) -> None:
        book = rulebook([provision("", version("", "10 ÷ n"), decides="c")], {"n": INTEGER}, {"c": NUMBER})
        assert problem(book, n=0) == "R0406"
        assert decided(book, n=4).value == Fraction(5, 2)


class TestElements:
    book = rulebook(
        [
            provision("(1)", version("trip.length ≥ 2", "trip.length × 10"), decides="trip.fare"),
            provision("(1) short", version("trip.length < 2", "5"), decides="trip.fare"),
            provision("(2)", version("", "sum of t.fare for t in trips"), decides="c"),
        ],
        {"trips": ListType("list of trip", "trip"), "trip.length": INTEGER},
        {"trip.fare": INTEGER, "c": INTEGER},
        record="trip",
    )

    def trips(self, *lengths: int) -> dict[str, Value]:
        given: dict[str, Value] = {f"trips[{i}].length": n for i, n in enumerate(lengths, start=1)}
        return {"trips": Elements("trips", len(lengths)), **given}

    def test_each_element_is_decided_by_itself(self) -> None:
        assert decided(self.book, "trips[1].fare", **self.trips(3, 1)).value == 30
        assert decided(self.book, "trips[2].fare", **self.trips(3, 1)).value == 5
        assert decided(self.book, **self.trips(3, 1)).value == 35
        assert decided(self.book, **self.trips()).value == 0

    def test_a_missing_field_is_named_by_its_element(self) -> None:
        decision = decided(self.book, trips=Elements("trips", 2), **{"trips[1].length": 3})
        assert (decision.state, decision.missing) == (State.UNKNOWN, ("trips[2].length",))

    def test_a_missing_list_is_itself_the_missing_fact(self) -> None:
        assert decided(self.book).missing == ("trips",)


class TestSumsOfNothing:
    facts: ClassVar[dict[str, Type]] = {
        "trips": ListType("list of trip", "trip"),
        "trip.length": INTEGER,
        "trip.wait": DAYS,
    }

    @pytest.mark.parametrize(("amount", "kind", "value"), [("length", INTEGER, 0), ("wait", DAYS, Period())])
    def test_the_sum_of_no_elements_is_of_the_type_of_the_elements(self, amount: str, kind: Type, value: Value) -> None:
        total = provision("", version("", f"sum of t.{amount} for t in trips"), decides="c")
        book = rulebook([total], self.facts, {"c": kind}, record="trip")
        assert decided(book, trips=Elements("trips", 0)).value == value

    def test_and_compares_like_any_other(self) -> None:
        total = provision("", version("(sum of t.wait for t in trips) ≤ 10 days"), decides="c")
        book = rulebook([total], self.facts, record="trip")
        assert decided(book, trips=Elements("trips", 0)).value is True


@pytest.mark.parametrize(("condition", "value"), [("n + 1 ≥ 0", False), ("n + 1 ≠ 0", True), ("not n + 1 < 5", True)])
def test_what_follows_from_nothing_compares_with_nothing(condition: str, value: bool) -> None:
    book = rulebook([provision("", version(condition), decides="c")], {"n": INTEGER})
    assert decided(book, n=NONE).value is value


class TestFigures:
    values = (
        DatedValue(date(2020, 1, 1), date(2025, 12, 31), 210, "notice 1", HERE, date(2019, 12, 1)),
        DatedValue(date(2026, 1, 1), date(2026, 12, 31), 220, "notice 2", HERE, date(2025, 12, 1)),
    )
    book = rulebook(
        [provision("", version("", "cap + 0", by="started_on"), decides="c")],
        {"started_on": DATE},
        {"c": INTEGER},
        figures=[Figure("cap", INTEGER, Words(), HERE, values)],
    )

    def test_the_day_that_chose_the_version_chooses_the_figure(self) -> None:
        assert decided(self.book, law_date="2026-06-01", started_on=date(2025, 12, 31)).value == 210
        assert decided(self.book, law_date="2025-06-01", started_on=date(2026, 1, 1)).value == 220

    def test_a_day_without_a_figure_is_unknown_with_the_reason(self) -> None:
        decision = decided(self.book, started_on=date(2027, 1, 1))
        assert (decision.state, decision.missing, decision.open_reasons) == (State.UNKNOWN, (), ("cap",))

    def test_a_figure_not_yet_promulgated_is_not_known(self) -> None:
        asked = Question(("c",), None, date(2025, 11, 30))
        assert decide(self.book, case(started_on=date(2026, 1, 1)), asked).asked()[0].state is State.UNKNOWN


def test_a_state_is_none_of_the_others() -> None:
    """An optional thing that there is none of is neither unknown nor false."""
    book = rulebook([provision("", version("n is none"), decides="c")], {"n": INTEGER})
    assert decided(book, n=NONE).value is True
    assert decided(book, n=3).value is False
    assert decided(book).value is UNKNOWN


def test_every_provision_looked_at_says_why() -> None:
    book = rulebook([provision("", version("p and q"), decides="c")], BOOLEANS)
    tried: Tried = decided(book, p=True, q=False).tried[0]
    assert tried.condition is not None
    assert [part.truth for part in tried.condition.parts] == [True, False]
    assert [read.address for part in tried.condition.parts for read in part.reads] == ["p", "q"]
