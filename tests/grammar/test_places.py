"""Each node knows where it stands: its offsets cover its own text, no more and no less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import patient, trees

from rulecheck.grammar import syntax as s
from rulecheck.grammar.parse import Caps, Mistake, parse
from rulecheck.grammar.printer import to_text

ROOMY = Caps(characters=100_000, tokens=20_000, depth=200)


def spread(text: str, blank: str) -> str:
    """The text with every blank outside quotation marks replaced, and blanks around it."""
    parts = text.split('"')
    parts[::2] = [part.replace(" ", blank) for part in parts[::2]]
    return '"'.join(parts).join((blank, blank))


@patient
@given(trees, st.sampled_from([" ", "   ", "\n  "]))
def test_the_text_of_a_node_is_that_node(tree: s.Node, blank: str) -> None:
    text = spread(to_text(tree), blank)
    found = parse(text, caps=ROOMY)
    assert isinstance(found, s.Node)
    for node in s.walk(found):
        start, end = node.at
        stretch = text[start:end]
        assert stretch == stretch.strip() != ""
        assert parse(stretch, caps=ROOMY) == node, stretch


@patient
@given(trees)
def test_parts_lie_within_and_in_the_order_written(tree: s.Node) -> None:
    found = parse(to_text(tree), caps=ROOMY)
    assert isinstance(found, s.Node)
    for node in s.walk(found):
        below = sorted(part.at for part in s.children(node))
        ends = [node.at[0], *(offset for place in below for offset in place), node.at[1]]
        assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("age ≤ 8", ["age ≤ 8", "age", "8"]),
        ("  age ≤ 8 ", ["age ≤ 8", "age", "8"]),
        ("(a + b) × c", ["(a + b) × c", "a + b", "a", "b", "c"]),
        ("((a))", ["a"]),
        ("hours 15–35", ["hours 15–35", "hours", "15", "35"]),
        ("a is true", ["a is true", "a", "true"]),
        ("not (a and b)", ["not (a and b)", "a and b", "a", "b"]),
        ("+a", ["a"]),
        ("80% of (a)", ["80% of (a)", "a"]),
        ("a if (b) otherwise c", ["a if (b) otherwise c", "b", "a", "c"]),
        ("EX Art. 1(2)  applies and x", ["EX Art. 1(2)  applies and x", "EX Art. 1(2)  applies", "x"]),
        ("1 year 6 months after d", ["1 year 6 months after d", "1 year 6 months", "d"]),
        ("wage, at least 5, at most (9)", ["wage, at least 5, at most (9)", "wage", "5", "9"]),
        (
            "sum of (m.x) for m in list where m.y",
            ["sum of (m.x) for m in list where m.y", "m.x", "m.y"],
        ),
    ],
)
def test_stretches(text: str, stretches: list[str]) -> None:
    tree = parse(text)
    assert isinstance(tree, s.Node)
    assert [text[slice(*node.at)] for node in s.walk(tree)] == stretches


def test_the_place_is_what_the_caller_makes_of_the_offsets() -> None:
    tree = parse("age ≤ 8", lambda start, end: f"{start}-{end}")
    assert isinstance(tree, s.Node)
    assert [node.at for node in s.walk(tree)] == ["0-7", "0-3", "6-7"]


def test_places_do_not_count_for_equality() -> None:
    assert parse("age ≤ 8") == parse("( age<=8 )")


@patient
@given(st.text(max_size=60))
def test_a_mistake_lies_in_the_text(text: str) -> None:
    found = parse(text)
    if isinstance(found, Mistake):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.start < found.end or not text
