"""The general functions of amounts in generated code: any operand may be absent, a fraction, a period, a span.

Each is what its construct computes (``constructs/``), once the operands are computed.
"""

from datetime import date
from fractions import Fraction

from rulecheck.engine import calendar
from rulecheck.engine.ordering import absent, holds
from rulecheck.engine.python.generated import Handed, Run, watched
from rulecheck.engine.values import NOT_APPLICABLE, UNKNOWN, Period, Span, Value, added, number


def total(values: tuple[Value, ...], signs: tuple[str, ...]) -> Value:
    """As ``compute_sum``."""
    missing = absent(*values)
    if missing is not None:
        return missing
    result = values[0]
    for sign, value in zip(signs, values[1:], strict=True):
        result = added(result, value, 1 if sign == "+" else -1)
    return result if isinstance(result, Period) else watched(number(result))


def product(values: tuple[Value, ...], operators: tuple[str, ...], bare_first: bool, bare_second: bool) -> Value:
    """As ``compute_product``."""
    missing = absent(*values)
    if missing is not None:
        return missing
    result = values[0]
    for i, operator in enumerate(operators, start=1):
        value = values[i]
        if operator == "÷":
            if number(value) == 0:
                raise Handed("something is divided by zero")
            result = watched(Fraction(number(result)) / number(value))
        elif i == 1 and isinstance(value, Period) and bare_first:
            result = value.times(int(number(result)))
        elif i == 1 and isinstance(result, Period) and bare_second:
            result = result.times(int(number(value)))
        else:
            result = watched(number(result) * number(value))
    return result


def negative(value: Value) -> Value:
    """As ``compute_negative``."""
    missing = absent(value)
    if missing is not None:
        return missing
    return -value if isinstance(value, Period) else -number(value)


def share(value: Value, part: Fraction) -> Value:
    """As ``compute_share``."""
    missing = absent(value)
    return missing if missing is not None else watched(part * number(value))


def kept(value: Value, limit: Value, beyond: str) -> Value:
    """The value, or the limit where it lies beyond it."""
    missing = absent(value, limit)
    if missing is not None:
        return missing
    outside = holds(value, beyond, limit)
    return UNKNOWN if outside == "unknown" else limit if outside else value


def clamp(value: Value, floor: Value | None, cap: Value | None) -> Value:
    """As ``compute_clamp``."""
    if floor is not None:
        value = kept(value, floor, "<")
    return value if cap is None else kept(value, cap, ">")


def extreme(values: tuple[Value, ...], which: str) -> Value:
    """As ``compute_extreme``."""
    beyond = ">" if which in ("min", "earliest") else "<"
    result = values[0]
    for value in values[1:]:
        result = kept(result, value, beyond)
    return result


def rounded(amount: Value, step: Value, direction: str) -> Value:
    """As ``compute_rounded``."""
    missing = absent(amount, step)
    if missing is not None:
        return missing
    steps = Fraction(number(amount)) / number(step)
    if direction == "down":
        whole = steps.numerator // steps.denominator
    elif direction == "up":
        whole = -(-steps.numerator // steps.denominator)
    else:
        whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return watched(whole * number(step))


def shifted(period: Value, day: Value, direction: str) -> Value:
    """As ``compute_shifted``."""
    if isinstance(period, Period) and isinstance(day, date):
        return calendar.after(day, period) if direction == "after" else calendar.before(day, period)
    return absent(period, day) or NOT_APPLICABLE


def last_day_from(period: Value, day: Value) -> Value:
    """As ``compute_last_day_from``."""
    if isinstance(period, Period) and isinstance(day, date):
        return calendar.last_day(day, period)
    return absent(period, day) or NOT_APPLICABLE


def span_of(first: Value, end: Value, inclusive: bool) -> Value:
    """As ``compute_span``."""
    if isinstance(first, date) and isinstance(end, date):
        return Span(first, end if inclusive else calendar.before(end, Period(days=1)))
    return absent(first, end) or NOT_APPLICABLE


def overlap_of(one: Value, other: Value) -> Value:
    """As ``compute_overlap``."""
    if isinstance(one, Span) and isinstance(other, Span):
        return calendar.overlap(one, other)
    return absent(one, other) or NOT_APPLICABLE


def end_of(span: Value, which: str) -> Value:
    """As ``compute_end_of``."""
    if isinstance(span, Span):
        return NOT_APPLICABLE if span.days == 0 else span.first if which == "first" else span.last
    return absent(span) or NOT_APPLICABLE


def days_in(span: Value) -> Value:
    """As ``compute_days_in``."""
    return Period(days=span.days) if isinstance(span, Span) else absent(span) or NOT_APPLICABLE


def age(born: Value, on: Value) -> Value:
    """As ``compute_age``."""
    if isinstance(born, date) and isinstance(on, date):
        return calendar.completed_years(born, on)
    return absent(born, on) or NOT_APPLICABLE


def calendar_part(day: Value, which: str) -> Value:
    """As ``compute_calendar_part``."""
    if not isinstance(day, date):
        return absent(day) or NOT_APPLICABLE
    if which == "days in month":
        return Period(days=calendar.days_in_month(day))
    return day.month if which == "month" else day.year


def working_day(run: Run, day: Value) -> Value:
    """As ``compute_next_working_day``."""
    if isinstance(day, date):
        return calendar.next_working_day(day, run.holidays, run.days_off)
    return absent(day) or NOT_APPLICABLE


FUNCTIONS: dict[str, object] = {
    f.__name__: f
    for f in (
        total, product, negative, share, clamp, extreme, rounded, shifted, last_day_from, span_of, overlap_of, end_of,
        days_in, age, calendar_part, working_day,
    )
}  # fmt: skip
