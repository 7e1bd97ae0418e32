"""Text to tree. Never raises for a text: it gives a tree or the one mistake that stopped it."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

from attrs import frozen
from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from rulecheck.grammar import syntax as s
from rulecheck.grammar.slips import name_the_slip

PlaceOf = Callable[[int, int], Any]

# Whatever can open a nested level. Counting them bounds the depth of the tree before it is built.
_OPENERS = re.compile(
    r"\(|\b(?:not|before|after|of|from|satisfies|otherwise|day on or after)\b|[-−](?=\s*[-−(\w])"
)
_TOKENS = re.compile(r"\w+|[^\w\s]")


@frozen
class Caps:
    """How long and how deep an expression may be: characters, words and signs, nested levels."""

    characters: int = 4_000
    tokens: int = 600
    depth: int = 60


@frozen
class Mistake:
    """Why a text is no expression: the stretch that is wrong, what is wrong with it, and a hint."""

    kind: str
    message: str
    start: int
    end: int
    hint: str = ""


def parse(text: str, place_of: PlaceOf | None = None, caps: Caps | None = None) -> s.Node | Mistake:
    """The tree of an expression, or the mistake in it.

    ``place_of`` turns the offsets of a stretch of the text into the place that the node keeps; without it a node
    keeps the two offsets. The caps are looked at before any tree is built.
    """
    caps = caps or Caps()
    too_much = _over(text, caps)
    if too_much is not None:
        return too_much
    try:
        tree = _parser().parse(text)
        return _Builder(place_of or (lambda start, end: (start, end))).transform(tree)
    except UnexpectedInput as unexpected:
        return _mistake(text, unexpected)
    except VisitError as wrong:
        if isinstance(wrong.orig_exc, _Refused):
            return wrong.orig_exc.mistake
        raise


def _over(text: str, caps: Caps) -> Mistake | None:
    if not text.strip():
        return Mistake(
            "empty", "the expression is empty", 0, len(text), "write a condition such as `age ≤ 8`"
        )
    if len(text) > caps.characters:
        return Mistake(
            "too long",
            f"the expression has {len(text):,} characters; {caps.characters:,} are allowed",
            0,
            1,
            "name its parts under `where`",
        )
    tokens = len(_TOKENS.findall(text))
    if tokens > caps.tokens:
        return Mistake(
            "too long",
            f"the expression has {tokens:,} words and signs; {caps.tokens:,} are allowed",
            0,
            1,
            "name its parts under `where`",
        )
    depth = len(_OPENERS.findall(text))
    if depth > caps.depth:
        return Mistake(
            "too deep",
            f"the expression is nested up to {depth} deep; {caps.depth} is the most",
            0,
            1,
            "name its parts under `where`",
        )
    return None


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files("rulecheck.grammar").joinpath("expression.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _mistake(text: str, unexpected: UnexpectedInput) -> Mistake:
    start = len(text) if unexpected.pos_in_stream is None else unexpected.pos_in_stream
    if isinstance(unexpected, UnexpectedToken) and unexpected.token.type == "$END":
        start = len(text)
    end = start + 1
    if isinstance(unexpected, UnexpectedToken) and unexpected.token.end_pos is not None and start < len(text):
        end = max(unexpected.token.end_pos, start + 1)
    elif isinstance(unexpected, UnexpectedCharacters):
        word = re.compile(r"[^\s()]+").match(text, start)
        end = word.end() if word else start + 1
    kind, message, hint = name_the_slip(text, start, min(end, len(text)))
    return Mistake(kind, message, min(start, max(len(text) - 1, 0)), max(min(end, len(text)), 1), hint)


class _Refused(Exception):
    """A text that the grammar takes but that means nothing (a date that does not exist)."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


_SIGNS = {"+": "+", "-": "−", "−": "−"}
_TIMES = {"×": "×", "*": "×", "÷": "÷", "/": "÷"}
_COMPARE = {"<=": "≤", ">=": "≥", "!=": "≠"}


@v_args(meta=True)
class _Builder(Transformer[Token, s.Node]):
    """From lark's tree to ours: one method an alternative of the grammar."""

    def __init__(self, place_of: PlaceOf) -> None:
        super().__init__()
        self._place_of = place_of

    def _at(self, meta: Any) -> Any:
        return self._place_of(meta.start_pos, meta.end_pos)

    def number(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Number(_number(items[0]), at=self._at(meta))

    def percent(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Number(_number(items[0].rstrip("%").rstrip()) / 100, percent=True, at=self._at(meta))

    def measure(self, meta: Any, items: list[Any]) -> s.Node:
        unit = " ".join(items[1].split())
        unit = {"hour": "hours", "person": "persons"}.get(unit, unit.replace("hour per", "hours per"))
        return s.Number(_number(items[0]), unit, at=self._at(meta))

    def period(self, meta: Any, items: list[Any]) -> s.Node:
        months = days = Fraction(0)
        for number, unit in zip(items[::2], items[1::2], strict=True):
            amount = _number(number)
            if amount.denominator != 1:
                start, end = number.start_pos, unit.end_pos
                raise _Refused(
                    Mistake(
                        "fraction of a calendar unit",
                        f"`{number} {unit}` is no whole number of {unit}",
                        start,
                        end,
                        "calendar time is counted in whole years, months, weeks and days",
                    )
                )
            match unit.rstrip("s"):
                case "year":
                    months += 12 * amount
                case "month":
                    months += amount
                case "week":
                    days += 7 * amount
                case _:
                    days += amount
        return s.PeriodLiteral(int(months), int(days), at=self._at(meta))

    def date(self, meta: Any, items: list[Any]) -> s.Node:
        try:
            return s.DateLiteral(date.fromisoformat(items[0]), at=self._at(meta))
        except ValueError:
            raise _Refused(
                Mistake(
                    "no such date",
                    f"the date `{items[0]}` does not exist",
                    meta.start_pos,
                    meta.end_pos,
                    "dates are written year-month-day, such as 2024-02-29",
                )
            ) from None

    def truth(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Truth(items[0] == "true", at=self._at(meta))

    def text(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Text(items[0][1:-1], at=self._at(meta))

    def name(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Name(str(items[0]), at=self._at(meta))

    def group(self, _meta: Any, items: list[Any]) -> s.Node:
        # Parentheses leave no node: the printer puts them back where the tree needs them.
        node: s.Node = items[0]
        return node

    def applies(self, meta: Any, items: list[Any]) -> s.Node:
        return s.ProvisionStatus(_provision(items[0]), "applies", at=self._at(meta))

    def has_status(self, meta: Any, items: list[Any]) -> s.Node:
        return s.ProvisionStatus(_provision(items[0]), items[1].split()[1], at=self._at(meta))

    def not_(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Not(items[0], at=self._at(meta))

    def all_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.AllOf(tuple(items), at=self._at(meta))

    def any_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.AnyOf(tuple(items), at=self._at(meta))

    def compare(self, meta: Any, items: list[Any]) -> s.Node:
        signs: Any = tuple(_COMPARE.get(str(c), str(c)) for c in items[1::2])
        return s.Compare(tuple(items[::2]), signs, at=self._at(meta))

    def in_range(self, meta: Any, items: list[Any]) -> s.Node:
        return s.InRange(*items, at=self._at(meta))

    def is_none(self, meta: Any, items: list[Any]) -> s.Node:
        return s.IsNone(items[0], at=self._at(meta))

    def is_not_none(self, meta: Any, items: list[Any]) -> s.Node:
        return s.IsNone(items[0], negated=True, at=self._at(meta))

    def is_truth(self, meta: Any, items: list[Any]) -> s.Node:
        at = self._place_of(items[1].start_pos, items[1].end_pos)
        return s.Compare((items[0], s.Truth(items[1] == "true", at=at)), ("=",), at=self._at(meta))

    def is_one(self, meta: Any, items: list[Any]) -> s.Node:
        return s.IsOneOf(items[0], (str(items[1]),), at=self._at(meta))

    def is_not_one(self, meta: Any, items: list[Any]) -> s.Node:
        return s.IsOneOf(items[0], (str(items[1]),), negated=True, at=self._at(meta))

    def options(self, _meta: Any, items: list[Any]) -> tuple[str, ...]:
        return tuple(str(i) for i in items)

    def is_one_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.IsOneOf(items[0], items[1], at=self._at(meta))

    def is_not_one_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.IsOneOf(items[0], items[1], negated=True, at=self._at(meta))

    def includes(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Includes(items[0], items[1], at=self._at(meta))

    def includes_one(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Includes(items[0], (str(items[1]),), at=self._at(meta))

    def quantified(self, meta: Any, items: list[Any]) -> s.Node:
        quantifier: Any = str(items[0])
        return s.Quantified(quantifier, str(items[1]), str(items[2]), items[3], at=self._at(meta))

    def sum(self, meta: Any, items: list[Any]) -> s.Node:
        signs: Any = tuple(_SIGNS[sign] for sign in items[1::2])
        return s.Sum(tuple(items[::2]), signs, at=self._at(meta))

    def product(self, meta: Any, items: list[Any]) -> s.Node:
        operators: Any = tuple(_TIMES[sign] for sign in items[1::2])
        return s.Product(tuple(items[::2]), operators, at=self._at(meta))

    def signed(self, meta: Any, items: list[Any]) -> s.Node:
        operand: s.Node = items[1]
        return operand if items[0] == "+" else s.Negative(operand, at=self._at(meta))

    def percent_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Share(_number(items[0].rstrip("%").rstrip()) / 100, items[1], at=self._at(meta))

    def floor(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Clamp(items[0], floor=items[1], at=self._at(meta))

    def cap(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Clamp(items[0], cap=items[1], at=self._at(meta))

    def floor_and_cap(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Clamp(items[0], floor=items[1], cap=items[2], at=self._at(meta))

    def extreme(self, meta: Any, items: list[Any]) -> s.Node:
        which: Any = str(items[0])
        return s.Extreme(which, tuple(items[1:]), at=self._at(meta))

    def rounded(self, meta: Any, items: list[Any]) -> s.Node:
        direction: Any = " ".join(items[1].split()[1:-1])
        return s.Rounded(items[0], direction, items[2], at=self._at(meta))

    def if_otherwise(self, meta: Any, items: list[Any]) -> s.Node:
        return s.If(then=items[0], condition=items[1], otherwise=items[2], at=self._at(meta))

    def count(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Count(str(items[0]), str(items[1]), *items[2:], at=self._at(meta))

    def total(self, meta: Any, items: list[Any]) -> s.Node:
        which: Any = items[0].split()[0]
        return s.Total(which, items[1], str(items[2]), str(items[3]), *items[4:], at=self._at(meta))

    def shifted(self, meta: Any, items: list[Any]) -> s.Node:
        direction: Any = str(items[1])
        return s.Shifted(items[0], direction, items[2], at=self._at(meta))

    def last_day_from(self, meta: Any, items: list[Any]) -> s.Node:
        return s.LastDayFrom(items[0], items[1], at=self._at(meta))

    def span_to(self, meta: Any, items: list[Any]) -> s.Node:
        return s.SpanOf(items[0], items[1], inclusive=True, at=self._at(meta))

    def span_until(self, meta: Any, items: list[Any]) -> s.Node:
        return s.SpanOf(items[0], items[1], inclusive=False, at=self._at(meta))

    def overlap(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Overlap(items[0], items[1], at=self._at(meta))

    def first_day_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.EndOf("first", items[0], at=self._at(meta))

    def last_day_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.EndOf("last", items[0], at=self._at(meta))

    def days_in(self, meta: Any, items: list[Any]) -> s.Node:
        return s.DaysIn(items[0], at=self._at(meta))

    def age(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Age(items[0], items[1], at=self._at(meta))

    def days_in_month(self, meta: Any, items: list[Any]) -> s.Node:
        return s.CalendarPart("days in month", items[0], at=self._at(meta))

    def month_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.CalendarPart("month", items[0], at=self._at(meta))

    def year_of(self, meta: Any, items: list[Any]) -> s.Node:
        return s.CalendarPart("year", items[0], at=self._at(meta))

    def next_working_day(self, meta: Any, items: list[Any]) -> s.Node:
        return s.NextWorkingDay(items[0], at=self._at(meta))


def _provision(text: str) -> str:
    """A reference in one spelling: ``EEA Art. 19-2(1)``, single spaces."""
    return re.sub(r"Art\.\s*", "Art. ", " ".join(text.split()))
