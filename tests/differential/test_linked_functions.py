"""Functions linked for cases of one shape: right for that shape and that time of the law, and for nothing else."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from differential_runs import NEVER, same, trace_text
from hypothesis import given, settings
from hypothesis import strategies as st
from rulebooks import HERE, case, provision, rulebook, version

from rulecheck.engine.case import Case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.loader import load
from rulecheck.engine.python import compiled as compiled_module
from rulecheck.engine.python.compiled import Compiled, Decided
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN, DATE, DAYS, INTEGER, MIXED, NUMBER, ChoiceType, ListType
from rulecheck.engine.values import NONE, Elements, Period, Value
from rulecheck.engine.vocabulary import DatedValue, Figure, Scheme, Words

SEVEN = Path(__file__).resolve().parents[2] / "bench" / "seven"
LIMITS = {
    "child_age": (8, 9), "school_grade": (2, 3), "service_months": (5, 6), "insured_days": (179, 180),
    "reduced_days": (29, 30), "searched_days": (13, 14), "offers_refused": (1, 2), "leave_used": (11, 12, 13),
    "divisible": (True, False), "impeded": (False, True), "hours_before": (1, 40), "hours_after": (14, 15, 35, 36),
    "wage": (0, 499_999, 625_000, 1_875_001, Fraction(4_000_001, 2), 2**70),
}  # fmt: skip


def linking(own: Rulebook) -> Compiled:
    return Compiled(own, link_after=0)


def decided_alike(compiled: Compiled, given_case: Case, question: Question | None = None) -> Decided:
    """Decides a case, and holds the whole answer against the interpreter's."""
    asked = question or Question()
    decided = compiled.decide(given_case, asked)
    expected = decide(compiled.rulebook, given_case, asked)
    assert decided.answer() == expected
    assert expected.problems or same(decided, expected, trace_text(expected, compiled.rulebook))
    return decided


@pytest.fixture(scope="module")
def seven() -> Rulebook:
    found, _ = load(str(SEVEN / "rules"))
    assert found is not None
    return found


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_one_after_another_cases_of_any_shape_are_decided_alike(data: st.DataObject, seven: Rulebook) -> None:
    """Facts on their limits, missing, in any order; a date of the case or one of a fact as law date."""
    compiled = linking(seven)
    for _ in range(4):
        names = data.draw(st.permutations(list(LIMITS)))
        missing = data.draw(st.sets(st.sampled_from(names), max_size=2)) if data.draw(st.booleans()) else set()
        facts: dict[str, Value] = {n: data.draw(st.sampled_from(LIMITS[n])) for n in names if n not in missing}
        day = data.draw(st.sampled_from((date(2019, 12, 31), date(2020, 1, 1), date(2024, 3, 1))))
        if data.draw(st.booleans()):
            decided_alike(compiled, Case("case", {**facts, "asked_on": day}))
        else:
            decided_alike(compiled, Case("case", facts, law_date=day))
    assert compiled.decided == 4


def test_a_case_takes_the_function_of_its_shape(seven: Rulebook) -> None:
    facts: dict[str, Value] = json.loads((SEVEN / "first.json").read_text(encoding="utf-8"))["facts"]
    compiled = linking(seven)
    whole = Case("case", facts, law_date=date(2024, 3, 1))
    half = evolve(whole, facts={**facts, "wage": Fraction(5_000_001, 2)})
    for given_case in (whole, half, whole, half, evolve(whole, facts=dict(reversed(facts.items())))):
        decided_alike(compiled, given_case)
    assert compiled.linked == 5
    assert not compiled.handed


def law_changes() -> Rulebook:
    """A version that changes in 2020, a figure in July, and a transitional clause by the day of application."""
    values = (
        DatedValue(date(2019, 1, 1), date(2020, 6, 30), 3, "notice", HERE),
        DatedValue(date(2020, 7, 1), None, 5, "notice", HERE),
    )
    return rulebook(
        [
            provision(
                "(1)", version("a ≥ 1", until="2019-12-31"), version("a ≥ g", since="2020-01-01"), decides="over"
            ),
            provision(
                "(2)",
                version(value="10", until="2019-12-31", by="applied"),
                version("over", value="g", since="2020-03-01", by="applied"),
                decides="days",
            ),
        ],
        {"a": INTEGER, "applied": DATE},
        {"over": BOOLEAN, "days": NUMBER},
        figures=[Figure("g", NUMBER, Words({"en": "g"}), HERE, values)],
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([date(2019, 12, 31), date(2020, 3, 1), date(2020, 7, 1)]),
            st.integers(-1, 0),
            st.sampled_from([date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 29), date(2020, 3, 1)]),
            st.integers(0, 6),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_both_sides_of_each_change_are_decided_alike(drawn: list[tuple[date, int, date, int]]) -> None:
    compiled = linking(law_changes())
    for day, sooner, applied, a in drawn:
        decided_alike(compiled, case((day + timedelta(days=sooner)).isoformat(), a=a, applied=applied))


def test_a_function_is_linked_for_each_time_of_the_law_and_used_throughout_it() -> None:
    compiled = linking(law_changes())
    applied = date(2020, 5, 1)
    for day in ("2020-01-01", "2020-06-30", "2020-03-15", "2020-07-01", "2021-07-01", "2019-12-31", "2000-01-01"):
        decided_alike(compiled, case(day, a=4, applied=applied))
    (shape,) = compiled._shapes.known.values()
    times = [(found.since, found.until) for found in shape.groups[0].linked]
    assert times == [
        (date(2000, 1, 1), date(2019, 12, 31)),  # the figure of 2019 is not asked for
        (date(2020, 1, 1), date(2020, 6, 30)),
        (date(2020, 7, 1), date.max),
    ]
    assert compiled.linked == 7


def optional_things() -> Rulebook:
    """Facts of classes that their types leave open: none, fractions, periods of either kind, lists of any length."""
    return rulebook(
        [
            provision("(1)", version("n ÷ 2 ≥ 1 or b is none", value="n × 2 ÷ 3"), decides="amount"),
            provision("(2)", version("p ≥ 2 months or k is red"), decides="long"),
            provision("(3)", version("every m in items satisfies m.i ≥ 2"), decides="all"),
        ],
        {
            "n": NUMBER, "b": BOOLEAN, "p": MIXED, "k": ChoiceType("choice", ("red", "green")),
            "items": ListType("list", "item"), "item.i": INTEGER,
        },
        {"amount": NUMBER, "long": BOOLEAN, "all": BOOLEAN},
        "item",
        optional=("b", "k", "n", "p"),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((0, 2, 3, Fraction(7, 2), NONE)),
            st.sampled_from((True, NONE)),
            st.sampled_from((Period(), Period(2), Period(1), Period(0, 61), Period(0, 60), Period(1, 30), NONE)),
            st.sampled_from(("red", "green", NONE)),
            st.lists(st.integers(1, 2), max_size=5),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_what_types_leave_open_is_part_of_the_shape(
    drawn: list[tuple[Value, Value, Value, Value, list[int]]],
) -> None:
    compiled = linking(optional_things())
    for n, b, p, k, items in drawn:
        facts: dict[str, Value] = {"n": n, "b": b, "p": p, "k": k, "items": Elements("items", len(items))}
        facts |= {f"items[{i}].i": item for i, item in enumerate(items, start=1)}
        decided_alike(compiled, evolve(case(), facts=facts))


def test_another_law_date_is_noticed_though_the_same_facts_are_given() -> None:
    """Which of two facts chooses the law date depends on whether there is the first: the facts are named alike."""
    own = rulebook(
        [provision("(1)", version("a ≥ 1", until="2020-06-30"), version("a ≥ 3", since="2020-07-01"), decides="c")],
        {"a": INTEGER, "asked": DATE, "began": DATE},
        optional=("asked",),
    )
    scheme = Scheme("s", Words({"en": "s"}), HERE, ("a",), ("asked", "began"), ("c",))
    own = evolve(own, vocabulary=evolve(own.vocabulary, schemes={"s": scheme}))
    compiled = linking(own)
    early, late = date(2020, 1, 1), date(2020, 8, 1)
    for asked, expected in ((NONE, True), (late, False), (NONE, True)):
        decided = decided_alike(compiled, case("", a=2, asked=asked, began=early))
        assert decided.values() == {"c": expected}
    assert compiled.linked == 3


def test_each_scheme_is_decided_by_its_own_law_date() -> None:
    own = rulebook(
        [
            provision("(1)", version("a ≥ 1", until="2020-06-30"), version("a ≥ 3", since="2020-07-01"), decides="c"),
            provision("(2)", version("a ≥ 1", until="2020-06-30"), version("c", since="2020-07-01"), decides="d"),
        ],
        {"a": INTEGER, "one": DATE, "other": DATE},
        {"c": BOOLEAN, "d": BOOLEAN},
    )
    schemes = {
        "s": Scheme("s", Words({"en": "s"}), HERE, ("a",), ("one",), ("c",)),
        "t": Scheme("t", Words({"en": "t"}), HERE, ("a",), ("other",), ("d",)),
    }
    own = evolve(own, vocabulary=evolve(own.vocabulary, schemes=schemes))
    compiled = linking(own)
    for one, other in ((1, 8), (8, 1), (8, 8)):
        decided_alike(compiled, case("", a=2, one=date(2020, one, 1), other=date(2020, other, 1)))
    assert compiled.linked == 3


def test_questions_are_told_apart() -> None:
    compiled = linking(law_changes())
    given_case = case("2020-08-01", a=6, applied=date(2020, 5, 1))
    for question in (
        Question(("days",)),
        Question(("over",)),
        Question(("days",), as_of=date(2020, 2, 1)),
        Question(known_on=date(2020, 1, 1)),
    ):
        decided = decided_alike(compiled, given_case, question)
        assert tuple(decided.values()) == (question.ask or ("over", "days"))
    assert compiled.linked == 3  # who asks what was known on a day is answered chunk by chunk


def test_no_function_is_linked_before_a_shape_has_come_often(seven: Rulebook) -> None:
    facts = json.loads((SEVEN / "first.json").read_text(encoding="utf-8"))["facts"]
    given_case = Case("case", facts, law_date=date(2024, 3, 1))
    compiled, never = Compiled(seven, link_after=3), Compiled(seven, link_after=NEVER)
    for _ in range(5):
        decided_alike(compiled, given_case)
        decided_alike(never, given_case)
    assert compiled.linked == 2
    assert never.linked == 0
    assert compiled_module.LINK_AFTER > 100


def test_no_more_functions_are_linked_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rulecheck.engine.python.linked.MOST_LINKED", 1)
    compiled = linking(law_changes())
    for day in ("2020-08-01", "2020-02-01", "2020-08-01", "2020-02-01"):
        decided_alike(compiled, case(day, a=4, applied=date(2020, 5, 1)))
    assert compiled.linked == 2


def test_conclusions_that_rest_on_very_many_others_are_decided_chunk_by_chunk() -> None:
    """Both sides of the limit: each conclusion takes two levels."""
    for many, linked in ((20, 1), (40, 0)):
        provisions = [provision(f"({i})", version(f"c{i + 1}"), decides=f"c{i}") for i in range(many)]
        provisions.append(provision(f"({many})", version("a ≥ 1"), decides=f"c{many}"))
        own = rulebook(provisions, {"a": INTEGER}, {f"c{i}": BOOLEAN for i in range(many + 1)})
        compiled = linking(own)
        decided_alike(compiled, case(a=1), Question(("c0",)))
        assert compiled.linked == linked


def test_an_exception_that_is_never_reached_is_not_in_the_trace() -> None:
    """What a linked function works out beforehand shows only where the interpreter looks."""
    own = rulebook(
        [
            provision("(1)", version("a ≥ 5 and c"), decides="d"),
            provision("(2)", version("b"), decides="c"),
            provision("(3)", version("c"), to="A 1(1)"),
        ],
        {"a": INTEGER, "b": BOOLEAN},
        {"d": BOOLEAN, "c": BOOLEAN},
    )
    compiled = linking(own)
    decided = decided_alike(compiled, case(a=1, b=True), Question(("d",)))
    assert [decision.address for part in decided.answer().parts for decision in part.decisions] == ["d"]
    decided = decided_alike(compiled, case(a=5, b=True), Question(("d",)))
    assert [decision.address for part in decided.answer().parts for decision in part.decisions] == ["c", "d"]


def test_what_the_function_cannot_decide_is_counted_as_before(seven: Rulebook) -> None:
    facts = json.loads((SEVEN / "first.json").read_text(encoding="utf-8"))["facts"]
    compiled = linking(seven)
    without = {name: value for name, value in facts.items() if name != "leave_used"}
    decided_alike(compiled, Case("case", without, law_date=date(2024, 3, 1)))
    decided_alike(compiled, Case("case", {**facts, "hours_before": 0}, law_date=date(2024, 3, 1)))
    assert compiled.handed == {"an answer is open": 1, "something is divided by zero": 1}
    assert compiled.linked == 0


def test_days_and_months_are_kept_apart() -> None:
    own = rulebook(
        [provision("(1)", version("p + q ≥ 2 × 3 days"), decides="c")], {"p": DAYS, "q": DAYS}, {"c": BOOLEAN}
    )
    compiled = linking(own)
    for p, q, expected in ((0, 0, False), (3, 2, False), (3, 3, True), (6, 0, True)):
        assert decided_alike(compiled, case(p=Period(0, p), q=Period(0, q))).values() == {"c": expected}
    assert compiled.linked == 4


def test_what_only_elements_of_a_list_decide_is_asked_of_the_chunks() -> None:
    own = rulebook(
        [provision("(1)", version("item.i ≥ 2"), decides="item.c")],
        {"items": ListType("list", "item"), "item.i": INTEGER},
        {"item.c": BOOLEAN},
        "item",
    )
    compiled = linking(own)
    facts: dict[str, Value] = {"items": Elements("items", 2), "items[1].i": 1, "items[2].i": 2}
    decided = decided_alike(compiled, evolve(case(), facts=facts))
    assert decided.values() == {"items[1].c": False, "items[2].c": True}
    assert compiled.linked == 1
