"""Hostile expressions: a mistake in bounded time, never an exception; and the largest that are allowed work."""

import random
import time
import tracemalloc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import patient

from rulecheck.grammar import syntax as s
from rulecheck.grammar.parse import Caps, Mistake, parse
from rulecheck.grammar.printer import to_text

# A bound on hanging, far above what the worst takes.
SECONDS = 5
CAPS = Caps()

HOSTILE = {
    "500 not": ("not " * 500 + "a", "too deep"),
    "10,000 not": ("not " * 10_000 + "a", "too long"),
    "10,000 parentheses": ("(" * 10_000 + "a" + ")" * 10_000, "too long"),
    "290 parentheses": ("(" * 290 + "a" + ")" * 290, "too deep"),
    "parentheses never closed": ("(" * 599, None),
    "parentheses never opened": (")" * 599, None),
    "200 kB of names": ("a " * 100_000, "too long"),
    "200 kB of one name": ("a" * 200_000, "too long"),
    "200 kB of blanks": (" " * 200_000, "empty"),
    "200 kB of digits": ("9" * 200_000, "too long"),
    "3,000 digits": ("9" * 3_000, "number too long"),
    "3,000 decimals": ("0." + "9" * 3_000, "number too long"),
    "3,000 digits of a percentage": ("9" * 3_000 + "%", "number too long"),
    "seven digits of years": ("1234567 years", "number too long"),
    "long sum": ("a + " * 1_000 + "a", "too long"),
    "plus signs": ("+" * 590 + "a", "too deep"),
    "minus signs": ("−" * 590 + "a", "too deep"),
    "days in": ("days in " * 250 + "a", "too deep"),
    "month of": ("month of " * 250 + "a", "too deep"),
    "after": ("a after " * 250 + "a", "too deep"),
    "otherwise": ("a if b otherwise " * 140 + "a", "too deep"),
    "satisfies": ("any m in l satisfies " * 110 + "a", "too deep"),
    "min": ("min(a, " * 110 + "a" + ")" * 110, "too deep"),
    "quotation marks": ('"' * 3_999, None),
    "never closed": ('"' + "a" * 3_900, None),
    "provision and blanks": ("Art. 1" + " " * 3_900, None),
    "provision without an end": ("Art. 1 " + "(a " * 290, None),
    "half words": ("rounded half up " * 140, None),
    "blanks between words": ("last" + " " * 3_900 + "day", None),
    "and or": ("a and b or " * 140 + "c", None),
    "commas": ("1," * 299 + "1", None),
    "units": ("1 a " * 290 + "1", None),
    "dots": ("." * 599, None),
    "points": ("a." * 290, None),
    "lone surrogates": ("\ud800" * 590, None),
    "NUL": ("\x00" * 590, None),
    "braces": ("a in {" + "b, " * 290, None),
}


@pytest.mark.parametrize(("text", "kind"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_expression(text: str, kind: str | None) -> None:
    began = time.perf_counter()
    found = parse(text)
    assert time.perf_counter() - began < SECONDS
    assert isinstance(found, Mistake)
    assert kind is None or found.kind == kind
    assert found.start < found.end <= len(text)
    assert len(found.message) + len(found.hint) < 400


def test_a_hostile_expression_takes_no_memory_to_speak_of() -> None:
    parse("a")  # the parser itself is built once
    tracemalloc.start()
    for text, _ in HOSTILE.values():
        parse(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


LARGE = {
    "not": "not " * (CAPS.depth - 1) + "a",
    "parentheses": "(" * (CAPS.depth - 1) + "a" + ")" * (CAPS.depth - 1),
    "signs": "−" * (CAPS.depth - 1) + "a",
    "sum": "a + " * 299 + "a",
    "subtractions": "a − " * 299 + "a",
    "products": "a × " * 299 + "a",
    "conditions": " and ".join(["a ≤ 1"] * 150),
    "denials": " or ".join(["kind is not a"] * 120),
    "groups": " and ".join(["(a or b)"] * 100),
    "chain": "a ≤ " * 299 + "a",
    "otherwise": "a if b otherwise " * (CAPS.depth - 2) + "a",
    "numbers": " + ".join(["1000000"] * 300),
    "dotted names": " + ".join(["a.b.c"] * 300),
    "digits": "9" * CAPS.digits,
    "options": "kind in {" + ", ".join(f"a{i}" for i in range(298)) + "}",
    "long name": "a" * CAPS.characters,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_the_largest_allowed_work(text: str) -> None:
    tree = parse(text)
    assert isinstance(tree, s.Node), tree
    assert sum(1 for _ in s.walk(tree)) >= 1
    assert s.rebuilt(tree, lambda node: node) == tree
    assert hash(tree) == hash(s.rebuilt(tree, lambda node: node))
    assert parse(to_text(tree), caps=Caps(characters=2 * CAPS.characters)) == tree


@pytest.mark.parametrize(
    ("allowed", "caps", "more"),
    [
        ("aaaa", Caps(characters=4), "aaaaa"),
        ("a + b", Caps(tokens=3), "a + b + c"),
        ("1,000,000.5 + a.b", Caps(tokens=3), "1,000,000.5 + a.b × 2"),
        ("((a))", Caps(depth=3), "(((a)))"),
        ("not not a", Caps(depth=3), "not not not a"),
        ("123.45", Caps(digits=5), "123.456"),
        ("1,000", Caps(digits=4), "10,000"),
    ],
)
def test_a_cap_lets_through_as_much_as_it_says(allowed: str, caps: Caps, more: str) -> None:
    assert isinstance(parse(allowed, caps=caps), s.Node)
    assert isinstance(parse(more, caps=caps), Mistake)


def test_what_is_too_much_is_underlined() -> None:
    long = parse("a + b + c", caps=Caps(tokens=3))
    deep = parse("a + (b + (c + d))", caps=Caps(depth=4))
    assert isinstance(long, Mistake)
    assert isinstance(deep, Mistake)
    assert (long.start, long.message) == (6, "the expression has 5 words and signs; 3 are allowed")
    assert "a + (b + (c + d))"[deep.start : deep.end] == "c + d"
    assert deep.message == "the expression is nested more than 4 deep here"


_WORDS = """
a b.c m l hours 8 15 35 1,000 0.5 80% 6 months 1 year 14 days 500 crowns 2024-03-01 2024-02-30 true false none
"text" " ( ) { } , .. – < ≤ <= = ≠ >= > + − - × * ÷ / % . : ; and or not is in includes if otherwise where satisfies
for of on from to until applies before after any every no count of sum of largest of min( max( age of last day of
first day of overlap of days in month of year of at least at most rounded down to Art. 11(2) EX owed between is breached
next working day on or after ￦ ＜ ～ 시간
"""
WORDS = (*_WORDS.split(), "\u200b", "\x00", "\ud800")


@patient
@given(st.text(max_size=200))
@example("\\")
@example("\u2028")
@example("a\x85b")
def test_no_text_raises(text: str) -> None:
    assert isinstance(parse(text), s.Node | Mistake)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from([" ", "", "\n"]))
def test_no_row_of_words_raises(words: list[str], blank: str) -> None:
    found = parse(blank.join(words))
    if isinstance(found, s.Node):
        assert parse(to_text(found)) == found
    else:
        assert found.message == found.message.strip() != ""


def test_no_damaged_expression_raises() -> None:
    """Every expression of the language, with one character deleted, doubled or replaced."""
    whole = [
        "15 hours per week ≤ hours ≤ 35 hours per week and (kind in {a, b} or not (x is none))",
        "(wage, at least 500,000 crowns, at most 2,000,000 crowns) × 5 hours ÷ hours rounded half up to 10 crowns",
        "sum of m.paid for m in claim.months where (m.days ≥ 1 year 6 months and m.kind includes a)",
        "30 days before next working day on or after last day of 1 year from d if Art. 1(2) applies otherwise e",
    ]
    chance = random.Random(0)
    for text in whole:
        assert isinstance(parse(text), s.Node)
        for i in range(len(text)):
            for put in ("", text[i] * 2, chance.choice('"().,%≤ａ')):
                assert isinstance(parse(text[:i] + put + text[i + 1 :]), s.Node | Mistake)
