"""Hypothesis strategies for syntax trees: every kind of node, nested as the grammar allows.

The trees are those that a text can stand for; what they mean is not looked at (`true after "text"` is among them).
"""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rulecheck.grammar import syntax as s

# A machine that does other things as well is no mistake.
patient = settings(deadline=None)

_RESERVED = """
and or not is none in includes if otherwise where satisfies for of on from to until applies before after true false
"""
RESERVED = tuple(_RESERVED.split())
COMPARATORS = ("<", "≤", "=", "≠", "≥", ">")
MEASURES = ("hours", "hours per week", "hours per day", "persons")

# Words that begin a construct when something certain follows them are names elsewhere: they must not be mistaken.
_TRICKY = ["hours", "days", "age", "count", "min", "any", "no", "first", "last", "month", "year", "rounded", "at"]
words = st.one_of(st.sampled_from(_TRICKY), st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)).filter(
    lambda word: word not in RESERVED
)
any_words = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
# After a dot any word may stand, and before it as well: `leave.on`, `to.end`.
names = st.one_of(words, st.lists(any_words, min_size=2, max_size=3).map(".".join))
options = st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
units = st.one_of(
    st.just(""), st.sampled_from(MEASURES), st.from_regex(r"[a-z]{1,6}", fullmatch=True).filter(lambda w: is_unit(w))
)
decimals = st.builds(Fraction, st.integers(0, 10**9), st.sampled_from([1, 1, 1, 10, 100, 1000]))
dates = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def is_unit(word: str) -> bool:
    """Whether a word may be the unit of a currency: no word of the language, no unit of time in any spelling."""
    return word not in {*RESERVED, "hour", "hours", "person", "persons", "rounded"} and not any(
        word.rstrip("s") == unit for unit in ("year", "month", "week", "day")
    )


numbers = st.one_of(st.builds(s.Number, decimals, units), st.builds(s.Number, decimals, percent=st.just(True)))
period_literals = st.builds(s.PeriodLiteral, st.integers(0, 400), st.integers(0, 400))
date_literals = st.builds(s.DateLiteral, dates)
amounts_as_written = st.one_of(numbers, period_literals, date_literals)
texts = st.builds(s.Text, st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=8))
truths = st.builds(s.Truth, st.booleans())

_tails = ["", "(1)", "(12)", "(2) subparagraph 3", "(1) proviso", " subparagraph 2 item a", "(3) second sentence"]
provisions = st.builds(
    lambda act, number, tail: f"{act}Art. {number}{tail}",
    st.sampled_from(["", "EX ", "EX-2 ", "A "]),
    st.from_regex(r"[1-9][0-9]?(-[1-9])?", fullmatch=True),
    st.sampled_from(_tails),
)
statuses = st.builds(s.ProvisionStatus, provisions, st.sampled_from(["applies", "owed", "fulfilled", "breached"]))

LEAVES: dict[type[s.Node], SearchStrategy[s.Node]] = {
    s.Name: st.builds(s.Name, names),
    s.Number: numbers,
    s.PeriodLiteral: period_literals,
    s.DateLiteral: date_literals,
    s.Truth: truths,
    s.Text: texts,
    s.ProvisionStatus: statuses,
}


@st.composite
def leaf(draw: DrawFn) -> s.Node:
    """A node without parts; one choice among others, not seven."""
    node: s.Node = draw(st.one_of(*LEAVES.values()))
    return node


leaves = leaf()


@st.composite
def compared(draw: DrawFn, nodes: SearchStrategy[s.Node]) -> s.Node:
    """`a ≤ b < c`, with one sign fewer than operands."""
    operands = draw(st.lists(nodes, min_size=2, max_size=4))
    signs = draw(st.tuples(*(st.sampled_from(COMPARATORS) for _ in pairwise(operands))))
    return s.Compare(tuple(operands), signs)


@st.composite
def summed(draw: DrawFn, nodes: SearchStrategy[s.Node]) -> s.Node:
    """`a + b − c`."""
    terms = draw(st.lists(nodes, min_size=2, max_size=4))
    return s.Sum(tuple(terms), draw(st.tuples(*(st.sampled_from(("+", "−")) for _ in pairwise(terms)))))


@st.composite
def multiplied(draw: DrawFn, nodes: SearchStrategy[s.Node]) -> s.Node:
    """`a × b ÷ c`."""
    factors = draw(st.lists(nodes, min_size=2, max_size=4))
    return s.Product(tuple(factors), draw(st.tuples(*(st.sampled_from(("×", "÷")) for _ in pairwise(factors)))))


@st.composite
def clamped(draw: DrawFn, nodes: SearchStrategy[s.Node]) -> s.Node:
    """A floor, a cap, or both."""
    limits = draw(st.sampled_from(["floor", "cap", "both"]))
    return s.Clamp(
        draw(nodes),
        floor=None if limits == "cap" else draw(nodes),
        cap=None if limits == "floor" else draw(nodes),
    )


def above(nodes: SearchStrategy[s.Node]) -> dict[type[s.Node], SearchStrategy[s.Node]]:
    """For each kind of node that has parts, those one level above some nodes."""
    several = st.lists(nodes, min_size=2, max_size=3).map(tuple)
    where = st.none() | nodes
    shares = decimals.map(lambda value: value / 100)
    return {
        s.Not: st.builds(s.Not, nodes),
        s.AllOf: st.builds(s.AllOf, several),
        s.AnyOf: st.builds(s.AnyOf, several),
        s.Compare: compared(nodes),
        s.InRange: st.builds(s.InRange, nodes, amounts_as_written, amounts_as_written),
        s.IsOneOf: st.builds(s.IsOneOf, nodes, options, st.booleans()),
        s.IsNone: st.builds(s.IsNone, nodes, st.booleans()),
        s.Includes: st.builds(s.Includes, nodes, options),
        s.Quantified: st.builds(s.Quantified, st.sampled_from(["any", "every", "no"]), words, names, nodes),
        s.Sum: summed(nodes),
        s.Product: multiplied(nodes),
        s.Negative: st.builds(s.Negative, nodes),
        s.Share: st.builds(s.Share, shares, nodes),
        s.Clamp: clamped(nodes),
        s.Extreme: st.builds(s.Extreme, st.sampled_from(["min", "max", "earliest", "latest"]), several),
        s.Rounded: st.builds(s.Rounded, nodes, st.sampled_from(["down", "up", "half up"]), amounts_as_written),
        s.If: st.builds(s.If, nodes, nodes, nodes),
        s.Count: st.builds(s.Count, words, names, where),
        s.Total: st.builds(s.Total, st.sampled_from(["sum", "largest", "smallest"]), nodes, words, names, where),
        s.Shifted: st.builds(s.Shifted, nodes, st.sampled_from(["before", "after"]), nodes),
        s.LastDayFrom: st.builds(s.LastDayFrom, nodes, nodes),
        s.SpanOf: st.builds(s.SpanOf, nodes, nodes, st.booleans()),
        s.Overlap: st.builds(s.Overlap, nodes, nodes),
        s.EndOf: st.builds(s.EndOf, st.sampled_from(["first", "last"]), nodes),
        s.DaysIn: st.builds(s.DaysIn, nodes),
        s.Age: st.builds(s.Age, nodes, nodes),
        s.CalendarPart: st.builds(s.CalendarPart, st.sampled_from(["days in month", "month", "year"]), nodes),
        s.NextWorkingDay: st.builds(s.NextWorkingDay, nodes),
    }


def nested(depth: int) -> SearchStrategy[s.Node]:
    """A node with at most so many levels below it, and at least one."""
    below = st.one_of(leaves, nested(depth - 1)) if depth > 1 else leaves
    kinds = above(below)

    # A strategy of its own hides from Hypothesis how large the one is that it draws from.
    @st.composite
    def node(draw: DrawFn) -> s.Node:
        return draw(kinds[draw(st.sampled_from(list(kinds)))])

    return node()


KINDS = tuple(sorted({*LEAVES, *above(leaves)}, key=lambda kind: kind.__name__))


def of_kind(kind: type[s.Node]) -> SearchStrategy[s.Node]:
    """A node of one kind, with one or two levels below it if it has parts."""
    return {**LEAVES, **above(leaves | nested(1))}[kind]


trees: SearchStrategy[s.Node] = st.one_of(leaves, nested(1), nested(2), nested(4))
"""Any expression."""
