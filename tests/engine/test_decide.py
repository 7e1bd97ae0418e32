"""Which schemes and topics a case brings up, and under the law of which day."""

from datetime import date

from attrs import evolve
from rulebooks import HERE, case, provision, rulebook, version

from rulecheck.engine.decide import Question, brought_up, decide
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import Scheme, Topic, Words


def book() -> Rulebook:
    """Leave with a topic, and a benefit that a wage brings up only together with leave."""
    facts = {"leave.start_on": DATE, "leave.returned": BOOLEAN, "wage": INTEGER, "other": INTEGER}
    conclusions = {"leave.due": BOOLEAN, "leave.job_kept": BOOLEAN, "benefit": INTEGER, "stray": BOOLEAN}
    provisions = [
        provision("(1)", version("leave.start_on ≥ 2020-01-01"), decides="leave.due"),
        provision("(2)", version("leave.returned"), decides="leave.job_kept"),
        provision("(3)", version("", "wage + 0", since="2020-01-01"), decides="benefit"),
        provision("(4)", version("leave.due", since="2021-01-01"), decides="stray"),
    ]
    built = rulebook(provisions, facts, conclusions)
    back = Topic(Words({"en": "Back"}), ("leave.returned",), ("leave.job_kept",))
    leave = Scheme("leave", Words({"en": "Leave"}), HERE, ("leave",), ("leave.start_on",), ("leave.due",), (back,))
    benefit = Scheme(
        "benefit", Words({"en": "Benefit"}), HERE, ("wage",), ("leave.start_on",), ("benefit",), (), ("leave",)
    )
    return evolve(built, vocabulary=evolve(built.vocabulary, schemes={"leave": leave, "benefit": benefit}))


DAY = date(2022, 3, 1)


def asked(**facts: Value) -> list[str]:
    answer = decide(book(), case("", **facts))
    assert not answer.problems, answer.problems
    return [d.address for d in answer.asked()]


def test_facts_bring_up_their_scheme_and_its_topics() -> None:
    assert asked(leave__start_on=DAY) == ["leave.due"]
    assert asked(leave__start_on=DAY, leave__returned=True) == ["leave.due", "leave.job_kept"]


def test_a_scheme_may_need_facts_of_two_kinds() -> None:
    assert brought_up(book(), case("", wage=3)) == ()
    assert asked(leave__start_on=DAY, wage=3) == ["leave.due", "benefit"]


def test_a_case_about_nothing_is_told() -> None:
    (problem,) = decide(book(), case("", other=1)).problems
    assert problem.code == "R0511"


def test_the_scheme_chooses_the_law_date_unless_somebody_names_one() -> None:
    facts = case("", leave__start_on=DAY)
    (part,) = decide(book(), facts).parts
    assert (part.law_date.day, part.law_date.chosen_by) == (DAY, "leave.start_on")
    named = evolve(facts, law_date=date(2021, 1, 1))
    assert decide(book(), named).parts[0].law_date.day == date(2021, 1, 1)
    assert decide(book(), named, Question(as_of=date(2020, 6, 1))).parts[0].law_date.day == date(2020, 6, 1)


def test_a_conclusion_of_no_scheme_is_decided_by_the_law_date_of_the_scheme_at_hand() -> None:
    decision = decide(book(), case("", leave__start_on=DAY), Question(("stray",))).asked()[0]
    assert decision.value is True


def test_law_from_before_the_rulebook_is_refused() -> None:
    (problem,) = decide(book(), case("", leave__start_on=date(1999, 12, 31))).problems
    assert problem.code == "R0513"
