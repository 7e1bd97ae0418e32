"""Dates, spans and ages. How time is counted stands in ``engine/calendar.py``."""

from datetime import date

from rulecheck.engine import calendar
from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.ordering import absent
from rulecheck.engine.types import DATE, DAYS, INTEGER, SPAN, WRONG, PeriodType, Type, described
from rulecheck.engine.values import NOT_APPLICABLE, Period, Span, Value
from rulecheck.grammar import syntax as s


def _must_be(wanted: Type, node: s.Node, checking: Checking, role: str) -> None:
    found = checking.type_of(node)
    fits = found in (wanted, WRONG)
    if wanted == PERIOD:
        fits = isinstance(found, PeriodType) or found == WRONG
    if not fits:
        hint = "write a unit: `30 days`" if wanted == PERIOD and isinstance(node, s.Number) else ""
        if wanted == SPAN and found == DATE:
            hint = "a span has two ends: `(A to B)` or `(A until B)`"
        checking.report("R0204", node, f"{role} must be {described(wanted)}, and this is {described(found)}", hint)


PERIOD = PeriodType("period", "mixed")


def check_shifted(node: s.Shifted, checking: Checking) -> Type:
    """A period before or after a date."""
    _must_be(PERIOD, node.period, checking, f"what stands before `{node.direction}`")
    _must_be(DATE, node.day, checking, f"what stands after `{node.direction}`")
    return DATE


def compute_shifted(node: s.Shifted, run: Evaluating, scope: Scope) -> Value:
    """The day the period ends that does not count the day itself; backwards that many days or months earlier."""
    period, day = run.compute(node.period, scope), run.compute(node.day, scope)
    if isinstance(period, Period) and isinstance(day, date):
        return calendar.after(day, period) if node.direction == "after" else calendar.before(day, period)
    return absent(period, day) or NOT_APPLICABLE


def check_last_day_from(node: s.LastDayFrom, checking: Checking) -> Type:
    """A period from a date on."""
    _must_be(PERIOD, node.period, checking, "what stands after `last day of`")
    _must_be(DATE, node.day, checking, "what stands after `from`")
    return DATE


def compute_last_day_from(node: s.LastDayFrom, run: Evaluating, scope: Scope) -> Value:
    """The last day of the period whose first day is the date."""
    period, day = run.compute(node.period, scope), run.compute(node.day, scope)
    if isinstance(period, Period) and isinstance(day, date):
        return calendar.last_day(day, period)
    return absent(period, day) or NOT_APPLICABLE


def check_span(node: s.SpanOf, checking: Checking) -> Type:
    """Two dates."""
    word = "to" if node.inclusive else "until"
    _must_be(DATE, node.first, checking, f"what stands before `{word}`")
    _must_be(DATE, node.end, checking, f"what stands after `{word}`")
    return SPAN


def compute_span(node: s.SpanOf, run: Evaluating, scope: Scope) -> Value:
    """The days from the first date to the second, which is in it (``to``) or not (``until``)."""
    first, end = run.compute(node.first, scope), run.compute(node.end, scope)
    if isinstance(first, date) and isinstance(end, date):
        return Span(first, end if node.inclusive else calendar.before(end, Period(days=1)))
    return absent(first, end) or NOT_APPLICABLE


def check_overlap(node: s.Overlap, checking: Checking) -> Type:
    """Two spans."""
    _must_be(SPAN, node.one, checking, "what stands after `overlap of`")
    _must_be(SPAN, node.other, checking, "what stands after `and`")
    return SPAN


def compute_overlap(node: s.Overlap, run: Evaluating, scope: Scope) -> Value:
    """The days in both; an empty span where there are none."""
    one, other = run.compute(node.one, scope), run.compute(node.other, scope)
    if isinstance(one, Span) and isinstance(other, Span):
        return calendar.overlap(one, other)
    return absent(one, other) or NOT_APPLICABLE


def check_end_of(node: s.EndOf, checking: Checking) -> Type:
    """One end of a span."""
    _must_be(SPAN, node.span, checking, f"what stands after `{node.which} day of`")
    return DATE


def compute_end_of(node: s.EndOf, run: Evaluating, scope: Scope) -> Value:
    """The first or the last day; an empty span has none."""
    span = run.compute(node.span, scope)
    if isinstance(span, Span):
        return NOT_APPLICABLE if span.days == 0 else span.first if node.which == "first" else span.last
    return absent(span) or NOT_APPLICABLE


def check_days_in(node: s.DaysIn, checking: Checking) -> Type:
    """A count of days."""
    _must_be(SPAN, node.span, checking, "what stands after `days in`")
    return DAYS


def compute_days_in(node: s.DaysIn, run: Evaluating, scope: Scope) -> Value:
    """How many days the span has."""
    span = run.compute(node.span, scope)
    return Period(days=span.days) if isinstance(span, Span) else absent(span) or NOT_APPLICABLE


def check_age(node: s.Age, checking: Checking) -> Type:
    """Completed years, a whole number."""
    _must_be(DATE, node.born, checking, "what stands after `age of`")
    _must_be(DATE, node.on, checking, "what stands after `on`")
    return INTEGER


def compute_age(node: s.Age, run: Evaluating, scope: Scope) -> Value:
    """The completed years of life on a day."""
    born, on = run.compute(node.born, scope), run.compute(node.on, scope)
    if isinstance(born, date) and isinstance(on, date):
        return calendar.completed_years(born, on)
    return absent(born, on) or NOT_APPLICABLE


def check_calendar_part(node: s.CalendarPart, checking: Checking) -> Type:
    """A count of days, or the number of a month or year."""
    _must_be(DATE, node.day, checking, f"what stands after `{node.which} of`")
    return DAYS if node.which == "days in month" else INTEGER


def compute_calendar_part(node: s.CalendarPart, run: Evaluating, scope: Scope) -> Value:
    """How many days the month of the date has; its month; its year."""
    day = run.compute(node.day, scope)
    if not isinstance(day, date):
        return absent(day) or NOT_APPLICABLE
    match node.which:
        case "days in month":
            return Period(days=calendar.days_in_month(day))
        case "month":
            return day.month
        case _:
            return day.year


def check_next_working_day(node: s.NextWorkingDay, checking: Checking) -> Type:
    """A date; the rulebook must name its holidays."""
    _must_be(DATE, node.day, checking, "what stands after `on or after`")
    if not checking.has_holidays:
        checking.report(
            "R0211",
            node,
            "the rulebook names no calendar of public holidays",
            "add `holidays:` to rulebook.yaml",
        )
    return DATE


def compute_next_working_day(node: s.NextWorkingDay, run: Evaluating, scope: Scope) -> Value:
    """The day itself, or the next that is neither Saturday, Sunday nor public holiday."""
    day = run.compute(node.day, scope)
    return (
        calendar.next_working_day(day, run.holidays, run.days_off)
        if isinstance(day, date)
        else absent(day) or NOT_APPLICABLE
    )
