"""Which missing facts matter: held to the definition, by trying every completion of the case."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rulebooks import case, provision, rulebook, version

from rulecheck.engine.decide import Question, decide
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.types import BOOLEAN, INTEGER
from rulecheck.engine.values import UNKNOWN, State, Value

FACTS = ("p", "q", "r", "s")


def conditions(depth: int = 2) -> st.SearchStrategy[str]:
    """Conditions over the four boolean facts."""
    leaf = st.sampled_from(FACTS)
    if depth == 0:
        return leaf
    below = conditions(depth - 1)
    return st.one_of(
        leaf,
        below.map(lambda x: f"not ({x})"),
        st.tuples(below, below).map(lambda x: f"({x[0]}) and ({x[1]})"),
        st.tuples(below, below).map(lambda x: f"({x[0]}) or ({x[1]})"),
    )


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    """A rulebook that decides ``c`` by up to two provisions, with exceptions and exceptions to those."""
    provisions: list[Provision] = []
    for i in range(draw(st.integers(1, 2))):
        key = f"({i})"
        provisions.append(provision(key, version(draw(conditions())), decides="c"))
        if draw(st.booleans()):
            provisions.append(provision(f"{key} proviso", version(draw(conditions())), to=f"A 1{key}"))
            if draw(st.booleans()):
                provisions.append(
                    provision(f"{key} proviso to it", version(draw(conditions(1))), to=f"A 1{key} proviso")
                )
    return rulebook(provisions, dict.fromkeys(FACTS, BOOLEAN))


def answers(book: Rulebook, known: dict[str, Value]) -> dict[tuple[bool, ...], Value]:
    """The answer for every completion of a case, by the values of the missing facts."""
    missing = [f for f in FACTS if f not in known]
    found = {}
    for values in product((False, True), repeat=len(missing)):
        completed = {**known, **dict(zip(missing, values, strict=True))}
        found[values] = decide(book, case(**completed), Question(("c",))).asked()[0].value
    return found


@settings(max_examples=150, deadline=None)
@given(books(), st.dictionaries(st.sampled_from(FACTS), st.booleans()))
def test_asks_for_exactly_the_facts_that_can_change_the_answer(book: Rulebook, known: dict[str, bool]) -> None:
    decision = decide(book, case(**known), Question(("c",))).asked()[0]
    all_answers = answers(book, dict(known))
    missing = [f for f in FACTS if f not in known]
    relevant = {
        fact
        for i, fact in enumerate(missing)
        for values, answer in all_answers.items()
        if all_answers[(*values[:i], not values[i], *values[i + 1 :])] != answer
    }
    if len(set(all_answers.values())) == 1:
        assert decision.state is State.VALUE
        assert decision.value == next(iter(all_answers.values()))
        assert decision.missing == ()
    else:
        assert decision.state is State.UNKNOWN
        assert set(decision.missing) == relevant


def test_an_answer_that_stands_either_way_is_given() -> None:
    book = rulebook([provision("", version("p or not p"), decides="c")], {"p": BOOLEAN})
    decision = decide(book, case(), Question(("c",))).asked()[0]
    assert (decision.value, decision.settled, decision.missing) == (True, True, ())


def test_a_fact_behind_an_amount_that_does_not_matter_is_not_asked_for() -> None:
    book = rulebook(
        [
            provision("(1)", version("p", "n + 1"), decides="amount"),
            provision("(2)", version("p is false or amount > 3", ""), decides="c"),
        ],
        {"p": BOOLEAN, "n": INTEGER},
        {"c": BOOLEAN, "amount": INTEGER},
    )
    assert decide(book, case(p=False), Question(("c",))).asked()[0].value is True
    decision = decide(book, case(p=True), Question(("c",))).asked()[0]
    assert (decision.state, decision.missing) == (State.UNKNOWN, ("n",))


def test_two_local_amounts_of_one_name_are_not_taken_for_one() -> None:
    """``age ≤ 8`` in one provision and ``age ≤ 8`` in another speak of different people."""
    book = rulebook(
        [
            provision("(1)", version("x ≤ 8", where={"x": "n + 0"}), decides="c"),
            provision("(2)", version("not x ≤ 8", where={"x": "m + 0"}), decides="c"),
        ],
        {"n": INTEGER, "m": INTEGER},
    )
    decision = decide(book, case(), Question(("c",))).asked()[0]
    assert decision.value is UNKNOWN
    assert set(decision.missing) == {"n", "m"}


@pytest.mark.parametrize(("known", "state"), [({}, State.UNKNOWN), ({"p": True}, State.VALUE)])
def test_what_is_open_in_the_law_needs_no_fact(known: dict[str, bool], state: State) -> None:
    book = rulebook(
        [
            provision("(1)", version("p"), decides="c"),
            provision("(2)", version("not p", unsettled="the text does not say"), decides="c"),
        ],
        {"p": BOOLEAN},
    )
    assert decide(book, case(**known), Question(("c",))).asked()[0].state is state
    open_case = decide(book, case(p=False), Question(("c",))).asked()[0]
    assert (open_case.state, open_case.missing, open_case.open_reasons) == (State.UNKNOWN, (), ("A 1(2)",))
