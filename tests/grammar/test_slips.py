"""Typical slips: what is said of each, which words of the text are underlined, and the hint that mends it.

The corpus stands in `slips.txt`, beside this file.
"""

import re
from pathlib import Path

import pytest
from attrs import frozen

from rulecheck.grammar import syntax as s
from rulecheck.grammar.mistake import Mistake
from rulecheck.grammar.parse import parse
from rulecheck.grammar.slip import Slip
from rulecheck.grammar.slips_clauses import CLAUSES
from rulecheck.grammar.slips_joining import END, JOINING, LEFT_OUT
from rulecheck.grammar.slips_signs import SIGNS
from rulecheck.grammar.slips_words import WORDS

CORPUS = Path(__file__).with_name("slips.txt").read_text(encoding="utf-8")
KNOWN = [*JOINING, *SIGNS, *WORDS, *CLAUSES, *LEFT_OUT, *END]
# Parts of expressions that a hint shows with blanks in them.
PARTS = {
    "where (a and b)",
    "where (a or b)",
    "rounded up to 10",
    "rounded half up to 10",
    "is fulfilled",
    "is breached",
    "( )",
}


@frozen
class Shown:
    """One entry of the corpus."""

    text: str
    underlined: str
    message: str
    hint: str


def seen(line: str) -> str:
    """A line of the corpus with its escapes undone."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), line)


def shown(block: str) -> Shown:
    text, marks, message, *hint = block.split("\n")
    underlined = text[marks.index("^") : len(marks)]
    assert set(marks.strip()) == {"^"}
    assert len(hint) <= 1
    assert all(line.startswith("hint: ") for line in hint)
    return Shown(*map(seen, (text, underlined, message, "".join(hint).removeprefix("hint: "))))


ENTRIES = [shown(block) for block in CORPUS.strip().split("\n\n") if not block.startswith("#")]


def mistake(text: str) -> Mistake:
    found = parse(text)
    assert isinstance(found, Mistake), f"`{text}` is an expression"
    return found


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.text)
def test_slip(entry: Shown) -> None:
    found = mistake(entry.text)
    assert Shown(entry.text, entry.text[found.start : found.end], found.message, found.hint) == entry


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.text)
def test_blanks_around_a_text_change_nothing_but_the_place(entry: Shown) -> None:
    alone, apart = mistake(entry.text), mistake(f" \n{entry.text}  ")
    assert (alone.message, alone.hint, alone.start + 2) == (apart.message, apart.hint, apart.start)
    assert alone.end - alone.start == apart.end - apart.start


def test_no_slip_is_shown_twice() -> None:
    texts = [entry.text for entry in ENTRIES]
    assert len(texts) == len(set(texts)) >= 150


@pytest.mark.parametrize("slip", KNOWN, ids=lambda slip: slip.kind)
def test_every_known_slip_is_shown(slip: Slip) -> None:
    said = re.compile(re.sub(r"\\\[\w+\\\]", ".+", re.escape(f"{slip.message}\n{slip.hint}")))
    assert any(said.fullmatch(f"{entry.message}\n{entry.hint}") for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.text)
def test_how_messages_are_written(entry: Shown) -> None:
    for said in (entry.message, entry.hint):
        assert said == said.strip(" .")
        assert said.count("`") % 2 == 0
        assert said[:1].islower() or said[:1] in "`" or said.startswith("in YAML")
        assert "[" not in re.sub("`[^`]*`", "", said)


@pytest.mark.parametrize("hint", sorted({entry.hint for entry in ENTRIES}))
def test_what_a_hint_tells_to_write_is_an_expression(hint: str) -> None:
    for written in re.findall("`([^`]*)`", hint):
        if " " in written and "…" not in written and written not in PARTS and not written.startswith("{"):
            assert isinstance(parse(written), s.Node), written


@pytest.mark.parametrize(
    "text",
    [
        "age ≤ 8",
        "tenure ≥ 6 months",
        "hours 15–35",
        "days ≥ 5 and months ≤ 3",
        "between ≥ 5",
        "kind is other",
        "at ≥ 5 or least ≤ 3",
        "month of start_on = 2",
        "a − b > 0",
        "documents includes permit",
        "not in_service",
        "any m in list satisfies (m.a and m.b)",
        "count of m in list where (m.a or m.b)",
        "overlap of s and t ≥ 5 days",
        "(count of m in list) ≥ 2",
        "1 if a otherwise (2, at least 3)",
        "any not in {a, b}",
        "note = \"a 'word' – (in) [brackets]; and & so on: ≦ ₩\"",
    ],
)
def test_what_only_looks_like_a_slip(text: str) -> None:
    assert isinstance(parse(text), s.Node)


def test_a_long_word_is_shortened_in_the_message() -> None:
    assert mistake("a " + "b" * 100).message == f"nothing joins `a` and `{'b' * 57}…`"
