"""An employer's own rules: they add to the law, the better answer stands, and giving less is a diagnostic."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attrs import evolve
from rulebooks import ACT, HERE, case, expression, provision, rulebook, version

from rulecheck.engine.check import check
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.loader import load
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.types import BOOLEAN, INTEGER, Type
from rulecheck.engine.values import State, Value

FACTS: dict[str, Type] = {"p": BOOLEAN, "q": BOOLEAN, "n": INTEGER}


def with_policy(better: str, kind: Type, law: Provision, policy: Provision) -> Rulebook:
    """A rulebook whose law and policy decide the same conclusion."""
    own = evolve(policy, id=policy.id.replace("A ", "P "), act="P")
    book = rulebook([law], FACTS, {"c": kind})
    conclusion = evolve(book.vocabulary.conclusions["c"], better=better)
    book = evolve(
        book,
        acts={**book.acts, "P": evolve(ACT, id="P", rank="policy")},
        vocabulary=evolve(book.vocabulary, conclusions={"c": conclusion}),
        provisions={**book.provisions, own.id: own},
        deciders={"c": (*book.deciders["c"], own.id)} if own.decides else book.deciders,
        exceptions={own.to: (own.id,)} if own.to else {},
    )
    checked, found = check(book)
    assert not found, found
    return checked


DAYS = with_policy(
    "more",
    INTEGER,
    provision("(1)", version("p", "10"), decides="c"),
    provision("(2)", version("q", "n + 0"), decides="c"),
)


@pytest.mark.parametrize(
    ("p", "q", "n", "value"),
    [(True, False, 0, 10), (True, True, 12, 12), (True, True, 10, 10), (False, True, 3, 3)],
)
def test_the_better_answer_stands(p: bool, q: bool, n: int, value: Value) -> None:
    assert decide(DAYS, case(p=p, q=q, n=n), Question(("c",))).asked()[0].value == value


def test_a_policy_that_gives_less_is_told_and_both_are_named() -> None:
    (problem,) = decide(DAYS, case(p=True, q=True, n=9), Question(("c",))).problems
    assert problem.code == "R0408"
    assert problem.message == "`P 1(2)` falls short of the law over `c`: it gives `9`, and `A 1(1)` gives `10`"


def test_whether_it_gives_less_may_be_unknown() -> None:
    decision = decide(DAYS, case(p=True, q=True), Question(("c",))).asked()[0]
    assert (decision.state, decision.missing) == (State.UNKNOWN, ("n",))


def test_a_yes_of_a_policy_is_added_to_a_no_of_the_law() -> None:
    law, policy = provision("(1)", version("p"), decides="c"), provision("(2)", version("q"), decides="c")
    book = with_policy("yes", BOOLEAN, law, policy)
    assert decide(book, case(p=False, q=True), Question(("c",))).asked()[0].value is True
    assert decide(book, case(p=True, q=False), Question(("c",))).asked()[0].value is True
    assert decide(book, case(p=False, q=False), Question(("c",))).asked()[0].value is False


def test_a_policy_cannot_except_the_law_nor_decide_with_it_without_an_order() -> None:
    book = rulebook([provision("(1)", version("p", "10"), decides="c")], FACTS, {"c": INTEGER})
    policy = evolve(provision("(2)", version("q", "12"), decides="c", to="A 1(1)"), id="P 1(2)", act="P")
    _, found = check(
        evolve(
            book,
            acts={**book.acts, "P": evolve(ACT, id="P", rank="policy")},
            provisions={**book.provisions, policy.id: policy},
            deciders={"c": ("A 1(1)", policy.id)},
            exceptions={"A 1(1)": (policy.id,)},
        )
    )
    assert [d.code for d in found] == ["R0221", "R0222"]
    assert expression("p").at is HERE


@pytest.fixture
def workshop(ferry: dict[str, str], write_rules: Callable[[Mapping[str, str]], str]) -> Path:
    """The rulebook of an employer on the isle, beside the isle's own."""
    isle = Path(write_rules(ferry))
    folder = isle.parent / "employers" / "workshop"
    (folder / "house-rules").mkdir(parents=True)
    (folder / "rulebook.yaml").write_text("rulebook: workshop\ntitle: {en: The workshop}\nbuilds on: isle\n")
    (folder / "house-rules" / "act.yaml").write_text(
        "act: HR\nrank: policy\ntitle: {en: House rules}\ncite: {en: House rules}\n"
    )
    return folder


def test_a_rulebook_is_read_together_with_the_one_it_builds_on(workshop: Path) -> None:
    book, found = load(str(workshop))
    assert not found
    assert book is not None
    isle, _ = load(str(workshop.parents[1] / "isle"))
    assert isle is not None
    assert (book.id, book.currency, book.covers_from) == ("workshop", isle.currency, isle.covers_from)
    assert book.ranks == (*isle.ranks, "policy")
    assert set(book.provisions) == set(isle.provisions)
    assert set(book.acts) == {*isle.acts, "HR"}


def test_a_rulebook_to_build_on_that_is_not_there(workshop: Path) -> None:
    (workshop / "rulebook.yaml").write_text("rulebook: workshop\ntitle: {en: The workshop}\nbuilds on: iceland\n")
    book, found = load(str(workshop))
    assert book is None
    assert "R0318" in [d.code for d in found]
