"""Golden cases that say how a duty stands: owed, fulfilled, breached, not owed."""

import pytest
from small_rulebook import small

from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden

ARTICLE = """
article: "1"
title: {en: Return of tickets}
provisions:
  (1):
    kind: duty
    of: visitor
    decides: ticket_due
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Who leaves hands in the ticket.}
        when: leaving
    fulfilled: handed_in
  (2):
    kind: formula
    decides: fee
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Ten won.}
        value: 10 won
"""
NAMES = (
    "subject: {en: Tickets}\nconclusions:\n"
    "  fee: {type: money, label: {en: fee}}\n  ticket_due: {type: boolean, label: {en: ticket due}}\n"
)
FILES = {"act/1.yaml": ARTICLE, "vocabulary/tickets.yaml": NAMES}
BOOK = small({"leaving": "boolean", "handed_in": "boolean"}, FILES)


def read(facts: str, standing: str, expect: str = "ticket_due: unknown") -> tuple[list[str], list[tuple[str, str]]]:
    """The messages about a file of one case, and what the case expected of the standing and came to."""
    text = (
        f"law date: 2024-03-01\ncases:\n  - {{case: c, facts: {{{facts}}}, expect: {{{expect}}}, standing: {standing}}}"
    )
    file = read_golden(text.encode(), "t.cases.yaml", BOOK)
    found = [d for case in file.cases for d in run("t", case, BOOK).differences]
    return [m.message for m in file.mistakes], [(d.expected, d.actual) for d in found if d.about == "EX 1(1)"]


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ("leaving: no, handed_in: no", "not owed"),
        ("leaving: yes, handed_in: no", "breached"),
        ("leaving: yes, handed_in: yes", "fulfilled"),
        ("leaving: yes", "owed"),
        ("handed_in: yes", "unknown"),
    ],
)
def test_each_standing_comes_out_and_no_other_is_taken_for_it(facts: str, standing: str) -> None:
    for expected in ("not owed", "breached", "fulfilled", "owed", "unknown"):
        differences = [] if expected == standing else [(expected, standing)]
        assert read(facts, f"{{EX 1(1): {expected}}}") == ([], differences)


def test_a_duty_that_nothing_asked_for_has_no_standing() -> None:
    assert read("leaving: yes", "{EX 1(1): owed}", "fee: 10 won") == ([], [("owed", "not looked at")])


def test_only_a_duty_that_there_is_has_a_standing() -> None:
    assert read("leaving: yes", "{EX 9(1): owed}")[0] == ["there is no provision `EX 9(1)`"]
    assert read("leaving: yes", "{EX 1(2): owed}")[0] == ["`EX 1(2)` is no duty or prohibition that could be owed"]


def test_a_standing_in_other_words_is_refused() -> None:
    (message,) = read("leaving: yes", "{EX 1(1): done}")[0]
    assert "done" in message
