"""The audit: both directions between checklist and rulebook, and what golden cases exercise."""

from pathlib import Path

import pytest
from attrs import evolve
from rulebooks import HERE, case, provision, rulebook, version

from rulecheck.engine.checklist import Checklist
from rulecheck.engine.golden import Expected, GoldenCase, Result
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN
from rulecheck.workbench.audit import audit, read_checklist
from rulecheck.workbench.golden import run

BOOK = rulebook(
    [
        provision("(1)", version("p"), decides="c"),
        provision("(1) proviso", version("q"), to="A 1(1)"),
        provision("(2)", version(""), decides="d"),
    ],
    {"p": BOOLEAN, "q": BOOLEAN},
    {"c": BOOLEAN, "d": BOOLEAN},
)
TEXT = """\
reached: {placed: 3, exercised: 3}
schemes:
  leave: {en: Leave}
entries:
  A-1.1: {scheme: leave, cite: "Act Art. 1(1)", provisions: [A 1(1)]}
  A-1.1.proviso: {scheme: leave, cite: "Act Art. 1(1), proviso", provisions: [A 1(1) proviso]}
  A-1.2: {scheme: leave, cite: "Act Art. 1(2)", provisions: [A 1(2)]}
  A-1.3: {scheme: leave, cite: "Act Art. 1(3)", reason: delegates to a decree}
"""


def checklist(text: str = TEXT) -> Checklist:
    found, mistakes = read_checklist(text.encode(), "checklist.yaml")
    assert not mistakes
    assert found is not None
    return found


def results(book: Rulebook, *facts: dict[str, bool]) -> list[Result]:
    made = []
    for i, given in enumerate(facts):
        expected = tuple(Expected(name, value, "", HERE) for name, value in (("c", True), ("d", True)))
        golden = GoldenCase(f"case {i}", HERE, case(**given), (), expected)
        made.append(run("cases", golden, book))
    return made


BOTH_WAYS = ({"p": True, "q": False}, {"p": False, "q": False}, {"p": True, "q": True})


def codes(text: str = TEXT, book: Rulebook = BOOK, facts: tuple[dict[str, bool], ...] = BOTH_WAYS) -> list[str]:
    return [d.code for d in audit(checklist(text), book, results(book, *facts), HERE).findings]


def test_a_rulebook_that_holds_all_of_it() -> None:
    found = audit(checklist(), BOOK, results(BOOK, *BOTH_WAYS), HERE)
    assert found.findings == ()
    (row,) = found.rows
    assert (row.entries, row.placed, row.reasons, row.deciding, row.not_deciding, row.exercised) == (4, 3, 1, 3, 3, 3)
    assert found.total.placed == 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("provisions: [A 1(2)]", "provisions: [A 1(9)]", ["R0602", "R0604", "R0605", "R0606"]),
        ("provisions: [A 1(2)]", "reason: nobody knows", ["R0604", "R0606", "R0606"]),
        ("reason: delegates to a decree", "note: to be looked at", ["R0603"]),
        ("A-1.3: {scheme: leave", "A-1.3: {scheme: levae", ["R0601"]),
        ("placed: 3", "placed: 4", ["R0606"]),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, expected: list[str]) -> None:
    assert old in TEXT
    assert sorted(codes(TEXT.replace(old, new))) == expected


def test_an_entry_that_no_case_exercises_both_ways_is_a_warning() -> None:
    found = audit(checklist(TEXT.replace("exercised: 3", "exercised: 1")), BOOK, results(BOOK, BOTH_WAYS[0]), HERE)
    assert [(d.code, d.severity) for d in found.findings] == [("R0605", "warning"), ("R0605", "warning")]
    assert [d.message for d in found.findings] == [
        "no golden case shows that `A-1.1` does not decide",
        "no golden case shows that `A-1.1.proviso` decides",
    ]


def test_a_provision_without_condition_and_exception_counts_both_ways_once_it_has_decided() -> None:
    found = audit(checklist(), BOOK, results(BOOK, BOTH_WAYS[0]), HERE)
    assert "A-1.2" not in {d.underlined for d in found.findings}


def test_what_is_unknown_shows_neither() -> None:
    """A case that lacks the facts says nothing about whether a provision decides."""
    found = audit(checklist(TEXT.replace("exercised: 3", "exercised: 1")), BOOK, results(BOOK, {}), HERE)
    told = [d.message for d in found.findings if "A-1.1`" in d.message]
    assert told == ["no golden case shows that `A-1.1` decides or does not decide"]


def test_both_ways_means_one_provision_both_ways() -> None:
    """That one provision of an entry decides and another does not shows neither of them both ways."""
    text = TEXT.replace("exercised: 3", "exercised: 1").replace("[A 1(1)]", "[A 1(1), A 1(1) proviso]")
    found = audit(checklist(text), BOOK, results(BOOK, BOTH_WAYS[0]), HERE)
    assert "no golden case shows that `A-1.1` does not decide" in [d.message for d in found.findings]


def test_what_is_beyond_the_inventory_is_listed_with_a_reason() -> None:
    more = evolve(BOOK, provisions={**BOOK.provisions, "A 1(5)": evolve(BOOK.provisions["A 1(1)"], id="A 1(5)")})
    assert "R0604" in codes(book=more)
    assert "R0604" not in codes(f"{TEXT}beyond the inventory:\n  A 1(5): law of 2026\n", more)


def test_a_checklist_of_the_wrong_shape() -> None:
    found, mistakes = read_checklist(b"entries: []\n", str(Path("checklist.yaml")))
    assert found is None
    assert {d.code for d in mistakes} == {"R0301", "R0303"}
