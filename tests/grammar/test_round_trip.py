"""Text and tree are one thing in two forms: what is printed parses to the same tree, however it is laid out."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import KINDS, RESERVED, of_kind, patient, trees

from rulecheck.grammar import syntax as s
from rulecheck.grammar.parse import Caps, Mistake, parse
from rulecheck.grammar.printer import to_text

GRAMMAR = Path(s.__file__).with_name("expression.lark").read_text(encoding="utf-8")
# Generated trees may be larger than what a person may write.
ROOMY = Caps(characters=100_000, tokens=20_000, depth=200)
BLANKS = [" ", "  ", "\t", "\n", "\r\n", "\n    ", "\u00a0", "\u3000"]
ASCII = {"≤": "<=", "≥": ">=", "≠": "!=", "–": "..", "−": "-", "×": "*", "÷": "/"}


def parsed(text: str) -> s.Node:
    tree = parse(text, caps=ROOMY)
    assert isinstance(tree, s.Node), f"{text}: {tree}"
    return tree


def apart(text: str) -> list[str]:
    """The stretches outside quotation marks, at even places, and inside."""
    return text.split('"')


def outside_texts(text: str, change: dict[str, str]) -> str:
    """The text with signs replaced wherever they are no part of a text in quotes."""
    parts = apart(text)
    for i in range(0, len(parts), 2):
        for sign, twin in change.items():
            parts[i] = parts[i].replace(sign, twin)
    return '"'.join(parts)


@patient
@given(trees)
def test_printing_and_parsing_gives_the_same_tree(tree: s.Node) -> None:
    assert parsed(to_text(tree)) == tree


@patient
@given(trees)
def test_printing_is_a_fixed_point(tree: s.Node) -> None:
    text = to_text(tree)
    assert to_text(parsed(text)) == text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_kind_of_node_goes_round(kind: type[s.Node], data: st.DataObject) -> None:
    node = data.draw(of_kind(kind))
    assert isinstance(node, kind)
    assert parsed(to_text(node)) == node


@patient
@given(trees, st.data())
def test_white_space_means_nothing(tree: s.Node, data: st.DataObject) -> None:
    parts = apart(to_text(tree))
    for i in range(0, len(parts), 2):
        words = parts[i].split(" ")
        blanks = data.draw(st.tuples(*(st.sampled_from(BLANKS) for _ in words[1:])))
        parts[i] = "".join(word + blank for word, blank in zip(words, (*blanks, ""), strict=True))
    edges = data.draw(st.tuples(st.sampled_from(["", *BLANKS]), st.sampled_from(["", *BLANKS])))
    assert parsed('"'.join(parts).join(edges)) == tree


@patient
@given(trees)
def test_signs_have_ascii_twins(tree: s.Node) -> None:
    text = outside_texts(to_text(tree), ASCII)
    assert all(part.isascii() for part in apart(text)[::2])
    assert parsed(text) == tree


@patient
@given(trees)
def test_signs_need_no_blanks_around_them(tree: s.Node) -> None:
    tight = {f" {sign} ": sign for sign in "<≤=≠≥>+×÷"} | {", ": ",", "( ": "(", "{ ": "{"}
    parts = apart(to_text(tree))
    for i in range(0, len(parts), 2):
        for sign, twin in tight.items():
            # After a comma a number may look like thousands: there the blank stays.
            parts[i] = re.sub(re.escape(sign) + r"(?!\d)", twin, parts[i])
    assert parsed('"'.join(parts)) == tree


@patient
@given(trees)
def test_parentheses_around_the_whole_mean_nothing(tree: s.Node) -> None:
    assert parsed(f"(( {to_text(tree)} ))") == tree


def test_the_strategies_know_every_kind_of_node() -> None:
    kinds = {kind for kind in vars(s).values() if isinstance(kind, type) and issubclass(kind, s.Node)}
    assert set(KINDS) == kinds - {s.Node}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("age<=8", "age ≤ 8"),
        ("hours 15..35", "hours 15–35"),
        ("15 hours per week<=hours<=35 hours per week", "15 hours per week ≤ hours ≤ 35 hours per week"),
        ("1000000 crowns", "1,000,000 crowns"),
        ("2 weeks", "14 days"),
        ("18 months", "1 year 6 months"),
        ("kind in {permanent}", "kind is permanent"),
        ("kind not in {permanent}", "kind is not permanent"),
        ("requested = true", "requested is true"),
        ("requested != true", "requested is not true"),
        ("(a and (b))", "a and b"),
        ("(a or b) and (c)", "(a or b) and c"),
        ("not (not a)", "not not a"),
        ("+x", "x"),
        ("a-b", "a − b"),
        ("1 hours", "1 hour"),
        ("1 hours per week", "1 hour per week"),
        ("1 sharehours", "1 sharehours"),
        ("80 % of (wage)", "80% of wage"),
        ("0.50", "0.5"),
        ("documents includes {permit}", "documents includes permit"),
        ("( maximum - used ) after start_on", "(maximum − used) after start_on"),
        ("(age of a on b) after c", "(age of a on b) after c"),
        ("last day of (last day of s) from d", "last day of (last day of s) from d"),
        ("(x + 6 months) 1 month–2 months", "(x + 6 months) 1 month–2 months"),
        ("a if b otherwise (c, at least 5)", "a if b otherwise (c, at least 5)"),
        ("a if b otherwise (c if d otherwise e)", "a if b otherwise c if d otherwise e"),
        ("(any m in list satisfies m.a) and b", "(any m in list satisfies m.a) and b"),
        ("b and any m in list satisfies m.a", "b and any m in list satisfies m.a"),
        ("b and (not no m in list satisfies m.a) and c", "b and (not no m in list satisfies m.a) and c"),
        ("EX  Art.19-2(1)   is  breached", "EX Art. 19-2(1) is breached"),
        ("Art. 11(2)\n  subparagraph 2 applies", "Art. 11(2) subparagraph 2 applies"),
        ("leave.on is leave.none", "leave.on is leave.none"),
    ],
)
def test_one_spelling(text: str, canonical: str) -> None:
    tree = parsed(text)
    assert to_text(tree) == canonical
    assert parsed(canonical) == tree


@pytest.mark.parametrize("word", RESERVED)
@pytest.mark.parametrize("place", ["x in {{{}}}", "x includes {{a, {}}}", "sum of {} for m in list", "5 {}", "{} ≥ 1"])
def test_the_words_of_the_language_are_no_names(word: str, place: str) -> None:
    found = parse(place.format(word))
    if word in ("true", "false") and isinstance(found, s.Node):
        assert {node.name for node in s.walk(found) if isinstance(node, s.Name)} <= {"m"}
    else:
        assert isinstance(found, Mistake)


@pytest.mark.parametrize("word", RESERVED)
def test_they_may_be_parts_of_dotted_names(word: str) -> None:
    assert parse(f"{word}.day ≥ x.{word}") == s.Compare((s.Name(f"{word}.day"), s.Name(f"x.{word}")), ("≥",))


def test_the_grammar_excludes_its_own_words_from_names() -> None:
    lists = re.findall(r"\(\?!\(([a-z|]+)\)", GRAMMAR)
    assert [sorted(found.split("|")) for found in lists] == [sorted(RESERVED)] * 2
    keywords = re.findall(r"^_?[A-Z_]+\.2: /\(?([a-z|]+)\)?\(\?!", GRAMMAR, re.MULTILINE)
    assert sorted("|".join(keywords).split("|")) == sorted(RESERVED)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a is not true", s.Compare((s.Name("a"), s.Truth(True)), ("≠",))),
        ("−a + b", s.Sum((s.Negative(s.Name("a")), s.Name("b")), ("+",))),
        ("a − b − c", s.Sum((s.Name("a"), s.Name("b"), s.Name("c")), ("−", "−"))),
        ("not a and b", s.AllOf((s.Not(s.Name("a")), s.Name("b")))),
        ("80% of a × b", s.Product((s.Share(Fraction(4, 5), s.Name("a")), s.Name("b")), ("×",))),
        ("−6 months after d", s.Negative(s.Shifted(s.PeriodLiteral(6, 0), "after", s.Name("d")))),
        ("days in s − t", s.Sum((s.DaysIn(s.Name("s")), s.Name("t")), ("−",))),
        ("2024-03-01", s.DateLiteral(date(2024, 3, 1))),
    ],
)
def test_what_binds_first(text: str, tree: s.Node) -> None:
    assert parse(text) == tree
