"""From the tree that the parser makes to the syntax tree: one method an alternative of the grammar."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from lark import Token, Transformer, v_args

from rulecheck.grammar import syntax as s
from rulecheck.grammar.mistake import Mistake, Refused

PlaceOf = Callable[[int, int], Any]

_SIGNS = {"+": "+", "-": "−", "−": "−"}
_TIMES = {"×": "×", "*": "×", "÷": "÷", "/": "÷"}
_COMPARE = {"<=": "≤", ">=": "≥", "!=": "≠"}
# The units of calendar time from the largest down: months and days in each.
_CALENDAR = {"year": (12, 0), "month": (1, 0), "week": (0, 7), "day": (0, 1)}
# As many digits as a count of years or days may have in a case.
_CALENDAR_DIGITS = 6


@v_args(meta=True)
class Builder(Transformer[Token, s.Node]):
    """Builds the tree. ``digits`` is how many digits a number may have. Raises ``Refused``, wrapped by lark."""

    def __init__(self, place_of: PlaceOf, digits: int) -> None:
        super().__init__()
        self._place_of = place_of
        self._digits = digits

    def _at(self, meta: Any) -> Any:
        return self._place_of(meta.start_pos, meta.end_pos)

    def _number(self, token: Any, most: int | None = None) -> Fraction:
        digits = str(token).rstrip("%").rstrip().replace(",", "")
        most = self._digits if most is None else most
        if len(digits.replace(".", "")) > most:
            message = f"this number has more than {most} digits"
            raise Refused(Mistake("number too long", message, token.start_pos, token.end_pos))
        return Fraction(digits)

    def number(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Number(self._number(items[0]), at=self._at(meta))

    def percent(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Number(self._number(items[0]) / 100, percent=True, at=self._at(meta))

    def measure(self, meta: Any, items: list[Any]) -> s.Node:
        unit = " ".join(items[1].split())
        unit = {"hour": "hours", "person": "persons"}.get(unit, unit.replace("hour per", "hours per"))
        return s.Number(self._number(items[0]), unit, at=self._at(meta))

    def period(self, meta: Any, items: list[Any]) -> s.Node:
        months = days = 0
        allowed = tuple(_CALENDAR)
        for number, word in zip(items[::2], items[1::2], strict=True):
            unit = word.removesuffix("s")
            amount = self._number(number, _CALENDAR_DIGITS)
            if amount.denominator != 1:
                raise Refused(
                    Mistake(
                        "fraction of a calendar unit",
                        f"`{number} {word}` is no whole number of {unit}s",
                        number.start_pos,
                        word.end_pos,
                        "calendar time is counted in whole years, months, weeks and days",
                    )
                )
            if unit not in allowed:
                raise Refused(
                    Mistake(
                        "units out of order",
                        f"`{number} {word}` cannot follow here",
                        number.start_pos,
                        word.end_pos,
                        "a period goes from years down to days, each unit once: `1 year 6 months`",
                    )
                )
            allowed = allowed[allowed.index(unit) + 1 :]
            months += _CALENDAR[unit][0] * amount.numerator
            days += _CALENDAR[unit][1] * amount.numerator
        return s.PeriodLiteral(months, days, at=self._at(meta))

    def date(self, meta: Any, items: list[Any]) -> s.Node:
        try:
            return s.DateLiteral(date.fromisoformat(items[0]), at=self._at(meta))
        except ValueError:
            pass
        message, hint = f"the date `{items[0]}` does not exist", "check the day and the month"
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", items[0]):
            message = f"`{items[0]}` is not how a date is written"
            hint = "write year-month-day with two digits for month and day, such as `2024-03-01`"
        raise Refused(Mistake("no such date", message, meta.start_pos, meta.end_pos, hint))

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
        return s.Compare((items[0], self._truth(items[1])), ("=",), at=self._at(meta))

    def is_not_truth(self, meta: Any, items: list[Any]) -> s.Node:
        return s.Compare((items[0], self._truth(items[1])), ("≠",), at=self._at(meta))

    def _truth(self, token: Any) -> s.Node:
        return s.Truth(token == "true", at=self._place_of(token.start_pos, token.end_pos))

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
        return s.Share(self._number(items[0]) / 100, items[1], at=self._at(meta))

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
