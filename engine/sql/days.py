"""The calendar of ``engine.calendar`` in SQL: the last day of a period, a day before another, ages.

Each function gives the date and whether the day reached lies outside the calendar. Adding months leads to the same
day of another month, or to its last day where none corresponds, in every dialect.
"""

from datetime import date

from sqlglot import exp

from rulecheck.engine import calendar
from rulecheck.engine.calendar import FIRST_DATE, LAST_DATE, DaysOff
from rulecheck.engine.sql import tree
from rulecheck.engine.sql.shapes import Lasting, NotTranslated, Number, Stretch
from rulecheck.engine.sql.tree import Sql

# So many months or days lead no date out of what every dialect holds.
MOST = 400_000


def last_day(first: Sql, period: Lasting) -> tuple[Sql, Sql]:
    """The last day of a period whose first day counts, as ``calendar.last_day``."""
    return _inside(_end(first, period))


def after(day: Sql, period: Lasting) -> tuple[Sql, Sql]:
    """The last day of a period that runs from a day, as ``calendar.after``."""
    return _inside(_end(_days(day, tree.whole(1)), period))


def before(day: Sql, period: Lasting) -> tuple[Sql, Sql]:
    """The day that lies a period before another, as ``calendar.before``."""
    months, days = _whole(period.months), _whole(period.days)
    found = _months(day, tree.minus(tree.whole(0), months)) if period.months != _NONE else day
    if period.days != _NONE:
        found = _days(found, tree.minus(tree.whole(0), days))
    return _inside(found)


_NONE = Number(tree.whole(0), 0, 0)


def _end(first: Sql, period: Lasting) -> Sql:
    """As ``calendar._end``: the day before the one that corresponds, or the last of a month that has none."""
    months, days = _whole(period.months), _whole(period.days)
    back: Sql = tree.whole(1)
    found = first
    if period.months != _NONE:
        found = _months(first, months)
        back = tree.case([(tree.compared(exp.Day(this=found), "=", exp.Day(this=first)), tree.whole(1))], tree.whole(0))
    return _days(found, tree.minus(days, back))


def _whole(number: Number) -> Sql:
    if number.denominator != 1 or max(abs(number.low), abs(number.high)) > MOST:
        raise NotTranslated("a period that may be very long")
    return number.above


def _months(day: Sql, count: Sql) -> Sql:
    return tree.cast(exp.DateAdd(this=day, expression=_integer(count), unit=exp.var("MONTH")), "date")


def _days(day: Sql, count: Sql) -> Sql:
    return tree.cast(exp.DateAdd(this=day, expression=_integer(count), unit=exp.var("DAY")), "date")


def _integer(count: Sql) -> Sql:
    return exp.Paren(this=tree.cast(count, "int"))


def _inside(day: Sql) -> tuple[Sql, Sql]:
    outside = tree.either([
        tree.compared(day, "<", tree.day(FIRST_DATE)), tree.compared(day, ">", tree.day(LAST_DATE)),
    ])  # fmt: skip
    return day, outside


def between(first: Sql, last: Sql) -> Sql:
    """How many days the last lies after the first."""
    return exp.DateDiff(this=last, expression=first, unit=exp.var("DAY"))


def days_in(span: Stretch) -> Number:
    """How many days a span has; none where it is empty."""
    days = tree.plus(tree.cast(between(span.first, span.last), "bigint"), tree.whole(1))
    empty = tree.compared(span.last, "<", span.first)
    known = tree.negated(empty)
    return Number(tree.case([(empty, tree.whole(0)), (known, days)]), 0, 200_000)


def compared(span: Stretch, period: Lasting) -> Sql:
    """How many days a span is longer than a period counted from its first day, as ``calendar.compare``."""
    end = _end(span.first, period)
    empty = tree.compared(span.last, "<", span.first)
    last = tree.case([(empty, _days(span.first, tree.whole(-1))), (tree.negated(empty), span.last)])
    return tree.cast(between(end, last), "bigint")


def age(born: Sql, on: Sql) -> Number:
    """Completed years, as ``calendar.completed_years``."""
    early = tree.compared(_in_year(on), "<", _in_year(born))
    years = tree.minus(_year(on), _year(born))
    return Number(
        tree.case([(early, tree.minus(years, tree.whole(1))), (tree.negated(early), years)]), -400, 400
    )  # fmt: skip


def part(day: Sql, which: str) -> Number:
    """The year or the month of a day, or how many days its month has."""
    if which == "year":
        return Number(_year(day), 1, 9_999)
    if which == "month":
        return Number(tree.cast(exp.Month(this=day), "bigint"), 1, 12)
    return Number(tree.cast(exp.Day(this=exp.LastDay(this=day)), "bigint"), 28, 31)


def _year(day: Sql) -> Sql:
    return tree.cast(exp.Year(this=day), "bigint")


def _in_year(day: Sql) -> Sql:
    month, number = (tree.cast(kind(this=day), "bigint") for kind in (exp.Month, exp.Day))
    return tree.plus(tree.times(month, tree.whole(100)), number)


def next_working_day(day: Sql, holidays: str, known: DaysOff) -> tuple[Sql, Sql]:
    """The day itself or the next that is worked, as ``calendar.next_working_day``, and whether the year is another one.

    How many days each day of the known years lies before the next one worked stands in a text, a figure a day.
    """
    years = [year for year in sorted(known) if year + 1 in known]
    if not years:
        raise NotTranslated("working days without known holidays")
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    moves = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        of = date.fromordinal(number)
        moves.append((calendar.next_working_day(of, holidays, known) - of).days)
    if max(moves) > 9 or years != list(range(years[0], years[-1] + 1)):
        raise NotTranslated("holidays too long for a figure")
    at = tree.plus(between(tree.day(first), day), tree.whole(1))
    figure = tree.cast(tree.letters("".join(map(str, moves)), at), "int")
    outside = tree.negated(tree.both([
        tree.compared(day, "≥", tree.day(first)), tree.compared(day, "≤", tree.day(last)),
    ]))  # fmt: skip
    inside = tree.negated(outside)
    return tree.case([(inside, _days(day, figure))]), outside
