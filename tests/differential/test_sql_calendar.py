"""The calendar in SQL counts as ``engine.calendar`` does: every day of some years, periods of all kinds."""

from collections.abc import Callable
from datetime import date, timedelta

import duckdb
import pytest

from rulecheck.engine import calendar
from rulecheck.engine.constructs.comparison import holds
from rulecheck.engine.sql import days, numbers, periods, tree
from rulecheck.engine.sql.places import Place
from rulecheck.engine.sql.shapes import Lasting, NotTranslated, Number, Stretch
from rulecheck.engine.sql.tree import Sql
from rulecheck.engine.values import Period, Span

FIRST, COUNT = date(2019, 12, 1), 1_600
DAYS = [FIRST + timedelta(days=i) for i in range(COUNT)]
PERIODS = [Period(1), Period(3, 5), Period(0, 30), Period(-1), Period(12, -10), Period(24), Period(0, 0), Period(25, 1)]
OTHER = date(2022, 2, 28)


def of_each_day(value: Sql, number: int = COUNT) -> list[object]:
    """What an expression of the column ``day`` is for each day."""
    asked = value.sql(dialect="duckdb")
    table = f"SELECT DATE '{FIRST}' + CAST(i AS INT) AS day, i FROM range({number}) AS r(i)"
    with duckdb.connect() as connection:
        return [row[0] for row in connection.execute(f"SELECT {asked} FROM ({table}) ORDER BY i").fetchall()]


def lasting(period: Period) -> Lasting:
    return Lasting(numbers.constant(period.months), numbers.constant(period.days))


@pytest.mark.parametrize(
    ("in_sql", "expected"),
    [(days.last_day, calendar.last_day), (days.after, calendar.after), (days.before, calendar.before)],
)
@pytest.mark.parametrize("period", PERIODS)
def test_periods_lead_to_the_same_day(
    in_sql: Callable[[Sql, Lasting], tuple[Sql, Sql]], expected: Callable[[date, Period], date], period: Period
) -> None:
    reached, outside = in_sql(tree.column("day"), lasting(period))
    assert of_each_day(reached) == [expected(day, period) for day in DAYS]
    assert not any(of_each_day(outside))


def test_a_day_outside_the_calendar_is_told() -> None:
    _, outside = days.after(tree.column("day"), lasting(Period(months=12 * 178)))
    expected = [day > date(2022, 12, 31) for day in DAYS]
    assert of_each_day(outside) == expected
    for day, beyond in ((date(2022, 12, 31), False), (date(2023, 1, 1), True)):
        assert expected[DAYS.index(day)] is beyond
        if beyond:
            with pytest.raises(calendar.CalendarRange):
                calendar.after(day, Period(months=12 * 178))
        else:
            assert calendar.after(day, Period(months=12 * 178)) == calendar.LAST_DATE


def test_a_period_that_may_be_very_long_is_not_translated() -> None:
    with pytest.raises(NotTranslated, match="very long"):
        days.last_day(tree.column("day"), lasting(Period(days=400_001)))


@pytest.mark.parametrize("period", PERIODS)
def test_spans_are_longer_or_shorter_than_periods(period: Period) -> None:
    span = Stretch(tree.day(OTHER), tree.column("day"))
    signs = [(n > 0) - (n < 0) for n in of_each_day(days.compared(span, lasting(period))) if isinstance(n, int)]
    assert signs == [calendar.compare(Span(OTHER, day), period) for day in DAYS]


def test_ages_and_parts_of_days() -> None:
    born = date(2020, 2, 29)
    assert of_each_day(days.age(tree.day(born), tree.column("day")).above) == [
        calendar.completed_years(born, day) for day in DAYS
    ]
    assert of_each_day(days.part(tree.column("day"), "days in month").above) == [
        calendar.days_in_month(day) for day in DAYS
    ]
    assert of_each_day(days.days_in(Stretch(tree.day(OTHER), tree.column("day"))).above) == [
        Span(OTHER, day).days for day in DAYS
    ]


def test_working_days_are_those_of_the_holidays_known() -> None:
    known = {year: calendar.public_holidays("KR", year) for year in range(2020, 2024)}
    reached, outside = days.next_working_day(tree.column("day"), "KR", known)
    # The last year known is not asked: its last days may lead into one that is not.
    asked = [date(2020, 1, 1) <= day <= date(2022, 12, 31) for day in DAYS]
    assert of_each_day(outside) == [not inside for inside in asked]
    assert of_each_day(reached) == [
        calendar.next_working_day(day, "KR", known) if inside else None for day, inside in zip(DAYS, asked, strict=True)
    ]


@pytest.mark.parametrize("comparator", ["<", "≤", "=", "≠", "≥", ">"])
@pytest.mark.parametrize("other", PERIODS)
def test_months_are_compared_with_days_as_far_as_the_calendar_allows(comparator: str, other: Period) -> None:
    # So many months less 40 as many days less 20: the signs of both, and the limits between.
    day, place = tree.column("i"), Place({}, tree.NULL)
    months = tree.minus(tree.quotient(day, tree.whole(20)), tree.whole(40))
    thirties = tree.times(tree.minus(tree.rest(day, tree.whole(20)), tree.whole(10)), tree.whole(31))
    one = Lasting(Number(months, -40, 40), Number(thirties, -400, 400))
    found = of_each_day(periods.compared(one, comparator, lasting(other), place))
    expected = [holds(Period(i // 20 - 40, (i % 20 - 10) * 31), comparator, other) for i in range(COUNT)]
    assert found == [None if truth == "unknown" else truth for truth in expected]
    assert not any(of_each_day(place.doubtful()))
