"""The interview as a state machine: what it asks, what it never asks, and that the order of answers changes nothing."""

from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from rulebooks import case, provision, rulebook, version

from rulecheck.engine.case import Case
from rulecheck.engine.decide import decide
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER, ListType
from rulecheck.engine.values import Elements, State
from rulecheck.workbench.interview import Interview, Setting, answered, back, begin, not_known

NAMES = ("p", "q", "r", "s", "t")
BOOK = rulebook(
    [
        provision("(1)", version("p and (q or r)"), decides="first"),
        provision("(2)", version("r or not s"), decides="second"),
        provision("(3)", version("t"), to="A 1(1)"),
        provision("(4)", version("p or not p"), decides="certain"),
    ],
    dict.fromkeys(NAMES, BOOLEAN),
    dict.fromkeys(("first", "second", "certain"), BOOLEAN),
)
ASK = ("first", "second", "certain")
EVERYTHING = st.fixed_dictionaries(dict.fromkeys(NAMES, st.booleans()))


def start(book: Rulebook, known: Case, *ask: str) -> Interview:
    found = begin(Setting(book), evolve(known, ask=ask))
    assert isinstance(found, Interview), found
    return found


def after(interview: Interview, text: str) -> Interview:
    found = answered(interview, text)
    assert isinstance(found, Interview), found
    return found


def values(interview: Interview) -> dict[str, object]:
    assert interview.answer is not None
    return {d.address: d.value for d in interview.answer.asked()}


@given(EVERYTHING, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_change_the_decision(facts: dict[str, bool], order: Random) -> None:
    interview = start(BOOK, case(), *ASK)
    while interview.open:
        asked = order.choice(interview.open)
        assert asked.address not in interview.case.facts
        found = answered(interview, "yes" if facts[asked.address] else "no", asked)
        assert isinstance(found, Interview)
        interview = found
    assert interview.determined
    whole = decide(BOOK, evolve(case(), facts=facts, ask=ASK))
    assert values(interview) == {d.address: d.value for d in whole.asked()}


@settings(max_examples=12)
@given(EVERYTHING)
def test_it_asks_no_fact_that_cannot_matter(facts: dict[str, bool]) -> None:
    interview = start(BOOK, case(), *ASK)
    while (asked := interview.next) is not None:
        # By brute force: two completions that differ in this fact alone, and in the answer.
        left = [n for n in NAMES if n not in interview.case.facts and n != asked.address]
        worlds = [
            {**interview.case.facts, **{n: bool(bits >> i & 1) for i, n in enumerate(left)}}
            for bits in range(2 ** len(left))
        ]
        answers = [
            [
                [d.value for d in decide(BOOK, evolve(interview.case, facts={**w, asked.address: truth})).asked()]
                for truth in (True, False)
            ]
            for w in worlds
        ]
        assert any(yes != no for yes, no in answers)
        interview = after(interview, "yes" if facts[asked.address] else "no")


def test_the_next_question_is_the_one_that_keeps_most_open() -> None:
    interview = start(BOOK, case(), *ASK)
    assert [(a.address, a.settles) for a in interview.open][:1] == [("r", ("first", "second"))]
    assert {a.address: a.settles for a in interview.open} == {
        "r": ("first", "second"),
        "p": ("first",),
        "q": ("first",),
        "t": ("first",),
        "s": ("second",),
    }


def test_back_restores_the_state_before() -> None:
    first = start(BOOK, case(), *ASK)
    second = after(first, "yes")
    third = not_known(second)
    assert isinstance(third, Interview)
    assert back(third) == second
    assert back(second) == first
    assert back(first) is None
    assert (first.number, second.number, third.number) == (1, 2, 3)


@given(EVERYTHING, st.sets(st.sampled_from(NAMES)))
def test_what_is_not_known_is_not_asked_again(facts: dict[str, bool], unknown: set[str]) -> None:
    interview = start(BOOK, case(), *ASK)
    asked = []
    while (question := interview.next) is not None:
        asked.append(question.address)
        if question.address in unknown:
            found = not_known(interview)
        else:
            found = answered(interview, "yes" if facts[question.address] else "no")
        assert isinstance(found, Interview)
        interview = found
    assert len(asked) == len(set(asked))
    assert set(interview.case.facts) == set(asked) - unknown
    # Facts that nobody knows are exactly what keeps an answer open.
    assert interview.answer is not None
    assert set(interview.answer.missing()) <= unknown
    assert interview.determined == (not interview.answer.missing())
    for decision in interview.answer.asked():
        whole = decide(BOOK, evolve(case(), facts=facts, ask=ASK))
        if decision.state is not State.UNKNOWN:
            assert decision.value == next(d.value for d in whole.asked() if d.address == decision.address)


def test_nothing_left_to_ask() -> None:
    interview = start(BOOK, case(), "certain")
    assert interview.next is None
    assert interview.determined
    with pytest.raises(ValueError, match="nothing is left"):
        answered(interview, "yes")
    with pytest.raises(ValueError, match="nothing is left"):
        not_known(interview)


LISTS = rulebook(
    [provision("(1)", version("every month in months satisfies (month.paid = 0 or month.worked)"), decides="c")],
    {"months": ListType("list", "month"), "month.paid": INTEGER, "month.worked": BOOLEAN},
    record="month",
)


def test_a_list_is_asked_element_by_element_for_the_fields_that_matter() -> None:
    interview = start(LISTS, case(), "c")
    assert [a.address for a in interview.open] == ["months"]
    interview = after(interview, "2")
    assert interview.case.facts == {"months": Elements("months", 2)}
    assert [a.address for a in interview.open] == [
        "months[1].paid",
        "months[1].worked",
        "months[2].paid",
        "months[2].worked",
    ]
    interview = after(interview, "0")
    assert [a.address for a in interview.open] == ["months[2].paid", "months[2].worked"]
    interview = after(after(interview, "100"), "no")
    assert interview.next is None
    assert values(interview) == {"c": False}


def test_no_elements_leave_nothing_to_ask() -> None:
    interview = after(start(LISTS, case(), "c"), "none")
    assert interview.next is None
    assert values(interview) == {"c": True}


DAYS = rulebook([provision("(1)", version("d ≥ 2020-01-01"), decides="c")], {"d": DATE})


def test_without_a_law_date_the_day_itself_is_asked() -> None:
    interview = start(DAYS, case(""), "c")
    assert [a.kind for a in interview.open if not a.address] == ["law date"]
    asked = next(a for a in interview.open if a.kind == "law date")
    found = answered(interview, "2020-05-01", asked)
    assert isinstance(found, Interview)
    assert found.case.law_date is not None
    assert [a.address for a in found.open] == ["d"]
    wrong = answered(interview, "1999-05-01", asked)
    assert isinstance(wrong, tuple)
    assert [d.code for d in wrong] == ["R0513"]
