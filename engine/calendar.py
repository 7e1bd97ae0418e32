"""How time is counted: ages, the last day of a period, limits counted backwards, days that are not worked.

The convention throughout is that of Civil Act Arts. 155 to 161. A period is counted by the calendar, never by
months of thirty days; it ends with the end of its last day, so every last day given here still belongs to it.

Days are reckoned as day numbers (``date.toordinal``), which have no end, and become dates only when handed
back. A day reached outside ``FIRST_DATE`` to ``LAST_DATE`` raises ``CalendarRange``; nothing raises
``OverflowError``, and what hands back no date raises nothing.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from rulecheck.engine.values import Period, Span
from rulecheck.grammar.data_classes import frozen

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2200, 12, 31)

# The calendar repeats after 400 years, to the day.
_CYCLE_MONTHS = 4800
_CYCLE_DAYS = 146_097

# Every month has so many days.
_IN_EVERY_MONTH = 28

_COUNT = r"[0-9]{1,6}"
_UNITS = {"year": Period(12, 0), "month": Period(1, 0), "week": Period(0, 7), "day": Period(0, 1)}
_ORDER = tuple(_UNITS)


# The public holidays of some years, by year.
DaysOff = Mapping[int, frozenset[date]]


class CalendarRange(ValueError):
    """The day reached lies outside the calendar: before ``FIRST_DATE``, after ``LAST_DATE``, or in a year
    whose public holidays are not known."""


class CalendarUnknown(ValueError):
    """No calendar of public holidays has this name."""


@frozen
class _Day:
    """A day as its month, counted from January of year 1 as 0, and its number in that month."""

    month: int
    number: int


def completed_years(born: date, on: date) -> int:
    """The age on a day, in completed years.

    The convention of Civil Act Art. 158: the day of birth counts, so a year is complete at the end of the day
    before the birthday and the age is reached as the birthday begins. Who is born on 29 February reaches it
    on 1 March in a common year, since the year then ends with the last day of February (Art. 160(3)).
    Before the birth the number is negative, rounded down: -1 throughout the year that ends with the birth.
    """
    years = on.year - born.year
    return years if (on.month, on.day) >= (born.month, born.day) else years - 1


def last_day(first: date, period: Period) -> date:
    """The last day of a period whose first day counts.

    The convention of Civil Act Art. 160(2) and (3): months end on the day before the one that corresponds to
    the first day, or on the last day of the month where none corresponds; days are added to that. No time at
    all ends on the day before ``first``. A negative number of months is counted by the same rule in the
    earlier month, and negative days are taken off after the months.

    Raises ``CalendarRange``.
    """
    if first.day <= _IN_EVERY_MONTH:
        year, month = divmod(first.year * 12 + first.month - 1 + period.months, 12)
        if FIRST_DATE.year <= year <= LAST_DATE.year:
            return _to_date(date(year, month + 1, first.day).toordinal() - 1 + period.days)
    return _to_date(_end(_split(first), period))


def after(day: date, period: Period) -> date:
    """The last day of a period that runs from ``day``, the day itself not counted.

    The convention of Civil Act Art. 157: the first day counted is the next one. From 28 February of a common
    year a month therefore ends on 31 March.

    Raises ``CalendarRange``.
    """
    return _to_date(_end(_next(_split(day)), period))


def before(day: date, period: Period) -> date:
    """The day that lies a period before ``day``.

    The convention of Civil Act Art. 157 applied backwards. Days are plainly taken off; months lead to the
    same day of the earlier month, or to its last day where none corresponds, and come off before the days.
    A limit counted backwards never moves for a holiday. A negative period leads forward by the same rule.

    Raises ``CalendarRange``.
    """
    start = _split(day)
    month = start.month - period.months
    same = _month_start(month) + start.number - 1
    return _to_date(min(same, _month_start(month + 1) - 1) - period.days)


def compare(span: Span, period: Period) -> int:
    """-1 if a span is shorter than a period counted from its first day, 0 if exactly as long, 1 if longer.

    The period ends where ``last_day`` says. An empty span is as long as no days, however far its end lies
    before its start.
    """
    empty = span.first.toordinal() - 1
    return _sign(max(span.last.toordinal(), empty) - _end(_split(span.first), period))


def at_least(span: Span, period: Period) -> bool:
    """Whether a span lasts a period counted from its first day, or longer."""
    return compare(span, period) >= 0


def compare_periods(a: Period, b: Period) -> int | None:
    """-1 if ``a`` is shorter than ``b`` from whatever day they are counted, 0 if equal, 1 if longer.

    ``None`` where it depends on the months met: a month against thirty days, but also against twenty-eight,
    which it equals or exceeds.
    """
    difference = a - b
    shortest, longest = day_bounds(difference.months)
    least, most = _sign(shortest + difference.days), _sign(longest + difference.days)
    return least if least == most else None


@lru_cache(maxsize=1024)
def day_bounds(months: int) -> tuple[int, int]:
    """The fewest and the most days that a number of months can have, over all days to count them from.

    Months without a corresponding day need no search of their own: cut short to the end of a month, they have
    no more days than the calendar months begun and no fewer than those completed.
    """
    lengths = [_month_start(start + months) - _month_start(start) for start in range(_CYCLE_MONTHS)]
    return min(lengths), max(lengths)


def overlap(a: Span, b: Span) -> Span:
    """The days that lie in both spans; empty, with its last day before its first, where there are none."""
    return Span(max(a.first, b.first), min(a.last, b.last))


def days_in_month(day: date) -> int:
    """How many days the month has in which ``day`` lies."""
    month = _split(day).month
    return _month_start(month + 1) - _month_start(month)


def next_working_day(day: date, holidays: str, known: DaysOff = MappingProxyType({})) -> date:
    """The day itself, or the next one that is neither Saturday, Sunday nor public holiday.

    The convention of Civil Act Art. 161. ``holidays`` is the country code of a calendar in the library of
    that name. Its public holidays count, substitute and single proclaimed ones among them; holidays of banks
    or of one trade do not. A holiday not yet proclaimed is not in it. ``known`` holds the holidays of years looked
    up before; those of other years are looked up in the library.

    Raises ``CalendarUnknown`` for a calendar that ``has_calendar`` denies, and ``CalendarRange`` where the
    calendar names no holidays in a year that has to be looked at.
    """
    number = day.toordinal()
    while True:
        reached = _to_date(number)
        if reached.weekday() < 5:
            off = known.get(reached.year)
            if reached not in (public_holidays(holidays, reached.year) if off is None else off):
                return reached
        number += 1


def has_calendar(holidays: str) -> bool:
    """Whether there is a calendar of public holidays under this country code."""
    from holidays import list_supported_countries

    return holidays in list_supported_countries()


def parse_date(text: str) -> date | None:
    """The date written ``2024-03-01``; nothing for any other writing, or for a day that does not exist."""
    digits = text[:4] + text[5:7] + text[8:]
    if text != f"{text[:4]}-{text[5:7]}-{text[8:]}" or len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_period(text: str) -> Period | None:
    """The period written ``1 year 6 months``, ``14 days``, ``2 weeks`` or ``20 months less 10 days``.

    Units fall from years to days, each at most once, with counts of at most six digits; a week is seven days.
    What follows ``less`` is negative. Nothing for any other writing.
    """
    words = text.split()
    less = words.index("less") if "less" in words else len(words)
    gained, lost = _parse_terms(words[:less]), _parse_terms(words[less + 1 :])
    if gained is None or lost is None or words[-1:] in ([], ["less"]):
        return None
    return gained - lost


def period_text(period: Period) -> str:
    """The period in words that ``parse_period`` reads back: ``1 year 8 months``, ``14 days``, ``0 days``.

    Negative parts follow ``less``: ``1 year 8 months less 10 days``, ``5 days less 1 month``.
    """
    gained = _terms(max(period.months, 0), max(period.days, 0))
    lost = _terms(max(-period.months, 0), max(-period.days, 0))
    if lost:
        return f"{gained} less {lost}".strip()
    return gained or "0 days"


def _parse_terms(words: list[str]) -> Period | None:
    if len(words) % 2:
        return None
    total, allowed = Period(), _ORDER
    for count, word in zip(words[::2], words[1::2], strict=True):
        unit = word.removesuffix("s")
        if unit not in allowed or not re.fullmatch(_COUNT, count):
            return None
        total += _UNITS[unit].times(int(count))
        allowed = allowed[allowed.index(unit) + 1 :]
    return total


def _terms(months: int, days: int) -> str:
    counted = ((months // 12, "year"), (months % 12, "month"), (days, "day"))
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counted if count)


def _end(first: _Day, period: Period) -> int:
    """The day number of the last day of a period whose first day counts."""
    month = first.month + period.months
    corresponding = _month_start(month) + first.number - 1
    # Where no day corresponds, the period fills the month: the day after its end begins the next one.
    return min(corresponding, _month_start(month + 1)) - 1 + period.days


def _split(day: date) -> _Day:
    return _Day((day.year - 1) * 12 + day.month - 1, day.day)


def _next(day: _Day) -> _Day:
    if _month_start(day.month) + day.number == _month_start(day.month + 1):
        return _Day(day.month + 1, 1)
    return _Day(day.month, day.number + 1)


def _month_start(month: int) -> int:
    """The day number on which a month begins."""
    cycles, place = divmod(month, _CYCLE_MONTHS)
    return date(place // 12 + 1, place % 12 + 1, 1).toordinal() + cycles * _CYCLE_DAYS


def _to_date(number: int) -> date:
    if number < FIRST_DATE.toordinal():
        raise CalendarRange(f"the day reached lies before {FIRST_DATE}")
    if number > LAST_DATE.toordinal():
        raise CalendarRange(f"the day reached lies after {LAST_DATE}")
    return date.fromordinal(number)


@lru_cache(maxsize=1024)
def public_holidays(holidays: str, year: int) -> frozenset[date]:
    """The public holidays of a year. Raises what ``next_working_day`` raises."""
    # The library is slow to load, and most cases ask for no working day.
    from holidays import country_holidays

    if not has_calendar(holidays):
        raise CalendarUnknown(f"there is no calendar of public holidays named `{holidays}`")
    found = frozenset(country_holidays(holidays, years=year))
    if not found:
        raise CalendarRange(f"the public holidays of {year} are not known")
    return found


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
