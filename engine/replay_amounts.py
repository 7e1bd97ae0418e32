"""What the checker of traces works out by itself: order, arithmetic and dates of values, apart from the interpreter.

Nothing here is shared with ``engine/constructs``; the two meet only in what they must agree on. Of the calendar it
uses ``engine/calendar.py``, whose conventions are tested on their own against the Civil Act's articles.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rulecheck.engine import calendar
from rulecheck.engine.calendar import DaysOff
from rulecheck.engine.trace import Truth
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Period, Span, Value
from rulecheck.grammar import syntax as s

# Read backwards, `a > b` is `b < a`.
_TURNED = {">": "<", "≥": "≤"}


class Impossible(Exception):
    """A value that cannot be worked out: in a genuine trace it stands only where something was merely supposed."""


def gap(*values: Value) -> Value | None:
    """What a result is for want of an operand: unknown first, else not applicable; None when all have values."""
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    return NOT_APPLICABLE if any(value is NONE or value is NOT_APPLICABLE for value in values) else None


def compares(a: Value, sign: str, b: Value) -> Truth:
    """Whether ``a sign b`` holds. What there is none of differs from everything, and stands in no order."""
    without = gap(a, b)
    if without is not None:
        return "unknown" if without is UNKNOWN else sign == "≠"
    if sign in _TURNED:
        return compares(b, _TURNED[sign], a)
    signs = _signs(a, b)
    wanted = {"<": {-1}, "≤": {-1, 0}, "=": {0}, "≠": {-1, 1}}[sign]
    return True if signs <= wanted else False if signs.isdisjoint(wanted) else "unknown"


def _signs(a: Value, b: Value) -> set[int]:
    """How a may lie to b: below (−1), equal (0), above (1); more than one where the calendar decides."""
    if isinstance(a, Period) and isinstance(b, Period):
        fewest, most = calendar.day_bounds(a.months - b.months)
        low, high = fewest + a.days - b.days, most + a.days - b.days
        return {_sign(low), _sign(high)} | ({0} if low < 0 < high else set())
    if isinstance(a, Span) and isinstance(b, Period):
        return {calendar.compare(a, b)}
    if isinstance(a, Period) and isinstance(b, Span):
        return {-calendar.compare(b, a)}
    if isinstance(a, date) and isinstance(b, date):
        return {_sign(a.toordinal() - b.toordinal())}
    if isinstance(a, int | Fraction) and isinstance(b, int | Fraction):
        return {_sign(Fraction(a) - Fraction(b))}
    return {0 if a == b else 1}


def _sign(number: int | Fraction) -> int:
    return (number > 0) - (number < 0)


def plain(value: Value) -> Fraction:
    """A number, or the number of days (or months) of a period. Raises ``Impossible`` for anything else."""
    if isinstance(value, Period):
        return Fraction(value.days if value.days else value.months)
    if isinstance(value, int | Fraction):
        return Fraction(value)
    raise Impossible


def total(values: Sequence[Value], signs: Sequence[str]) -> Value:
    """The first value with the others added or taken off."""
    without = gap(*values)
    if without is not None:
        return without
    if all(isinstance(value, Period) for value in values):
        months = days = 0
        for sign, value in zip(("+", *signs), values, strict=True):
            assert isinstance(value, Period)
            months += value.months if sign == "+" else -value.months
            days += value.days if sign == "+" else -value.days
        return Period(months, days)
    return lean(sum((plain(v) if sign == "+" else -plain(v)) for sign, v in zip(("+", *signs), values, strict=True)))


def product(node: s.Product, values: Sequence[Value]) -> Value:
    """The product and quotient from left to right. Raises ``Impossible`` when something is divided by nothing."""
    without = gap(*values)
    if without is not None:
        return without
    result = values[0]
    for place, (operator, value) in enumerate(zip(node.operators, values[1:], strict=True), start=1):
        if operator == "÷":
            if plain(value) == 0:
                raise Impossible
            result = lean(plain(result) / plain(value))
            continue
        # A bare number beside a period takes it that often.
        if place == 1 and isinstance(value, Period) and _times(node.factors[0]):
            result, value = value, result
        elif not (place == 1 and isinstance(result, Period) and _times(node.factors[1])):
            result = lean(plain(result) * plain(value))
            continue
        often = int(plain(value))
        assert isinstance(result, Period)
        result = Period(result.months * often, result.days * often)
    return result


def _times(node: s.Node) -> bool:
    return isinstance(node, s.Number) and node.unit == "" and node.value.denominator == 1


def lean(number: Fraction | int) -> Value:
    """An exact number as trace and case write it: whole where it is whole."""
    whole = Fraction(number)
    return whole.numerator if whole.denominator == 1 else whole


def within(value: Value, limit: Value, beyond: str) -> Value:
    """The value, or the limit where it lies beyond (`<` below a floor, `>` above a cap)."""
    without = gap(value, limit)
    if without is not None:
        return without
    out = compares(value, beyond, limit)
    return UNKNOWN if out == "unknown" else limit if out else value


def rounded(direction: str, amount: Value, step: Value) -> Value:
    """The amount as a multiple of the step: the one below, above, or the nearest with halves upwards."""
    without = gap(amount, step)
    if without is not None:
        return without
    steps = plain(amount) / plain(step)
    floor = steps.numerator // steps.denominator
    if direction == "up" and steps != floor:
        floor += 1
    if direction == "half up" and steps - floor >= Fraction(1, 2):
        floor += 1
    return lean(floor * plain(step))


def dated(node: s.Node, values: Sequence[Value], holidays: str, days_off: DaysOff) -> Value:
    """What a construct about days gives. Raises ``Impossible`` beyond the calendar."""
    without = gap(*values)
    if without is not None:
        return without
    try:
        match node, *values:
            case s.Shifted(direction=way), Period() as period, date() as day:
                return calendar.before(day, period) if way == "before" else calendar.after(day, period)
            case s.LastDayFrom(), Period() as period, date() as day:
                return calendar.last_day(day, period)
            case s.SpanOf(inclusive=inclusive), date() as first, date() as end:
                return Span(first, end if inclusive else calendar.before(end, Period(days=1)))
            case s.Overlap(), Span() as one, Span() as other:
                return Span(max(one.first, other.first), min(one.last, other.last))
            case s.EndOf(which=which), Span() as span:
                ends = {"first": span.first, "last": span.last}
                return ends[which] if span.last >= span.first else NOT_APPLICABLE
            case s.DaysIn(), Span() as span:
                return Period(days=max(0, span.last.toordinal() - span.first.toordinal() + 1))
            case s.Age(), date() as born, date() as on:
                return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
            case s.CalendarPart(which="days in month"), date() as day:
                return Period(days=calendar.days_in_month(day))
            case s.CalendarPart(which=part), date() as day:
                return day.month if part == "month" else day.year
            case s.NextWorkingDay(), date() as day:
                return calendar.next_working_day(day, holidays, days_off)
    except calendar.CalendarRange as beyond:
        raise Impossible from beyond
    raise Impossible
