"""Periods compared in SQL: months with days by the fewest and the most days that so many months have."""

from rulecheck.engine.calendar import day_bounds
from rulecheck.engine.sql import numbers, tree
from rulecheck.engine.sql.places import Place
from rulecheck.engine.sql.shapes import Lasting, NotTranslated, Number
from rulecheck.engine.sql.tree import Sql

# The days of so many months stand in the query; of more, rows are handed over.
MOST_MONTHS = 480
_FIGURES = 5


def compared(one: Lasting, comparator: str, other: Lasting, place: Place) -> Sql:
    """Whether a comparison holds; unknown where it depends on the calendar, as ``comparison.holds``."""
    if comparator in ("≥", ">"):
        return compared(other, "≤" if comparator == "≥" else "<", one, place)
    months, days = numbers.added(one.months, other.months, -1), numbers.added(one.days, other.days, -1)
    nothing = numbers.constant(0)
    if (months.low, months.high) == (0, 0):
        return numbers.compared(days, comparator, nothing)
    if (days.low, days.high) == (0, 0):
        # So many months apart have days apart, of the same sign.
        return numbers.compared(months, comparator, nothing)
    fewest, most = _bounds(months, place)
    return _ordered(numbers.added(fewest, days), numbers.added(most, days), comparator)


def _bounds(months: Number, place: Place) -> tuple[Number, Number]:
    """The fewest and the most days of a number of months."""
    if months.low == months.high:
        fewest, most = day_bounds(months.low)
        return numbers.constant(fewest), numbers.constant(most)
    if months.denominator != 1:
        raise NotTranslated("parts of months")
    place.doubt(tree.negated(tree.within(months.above, -MOST_MONTHS, MOST_MONTHS)))
    bounds = [day_bounds(number) for number in range(MOST_MONTHS + 1)]
    negative = tree.compared(months.above, "<", tree.whole(0))
    size = tree.case([(negative, tree.minus(tree.whole(0), months.above))], months.above)
    at = tree.plus(tree.times(size, tree.whole(_FIGURES)), tree.whole(1))
    least, largest = (_read([pair[which] for pair in bounds], at) for which in (0, 1))
    minus_least, minus_largest = (tree.minus(tree.whole(0), part) for part in (least, largest))
    furthest = bounds[-1][1]
    return (
        Number(tree.case([(negative, minus_largest)], least), -furthest, furthest),
        Number(tree.case([(negative, minus_least)], largest), -furthest, furthest),
    )


def _read(figures: list[int], at: Sql) -> Sql:
    """A number out of a text of numbers of five figures each; NULL beyond its end."""
    found = tree.letters("".join(f"{figure:0{_FIGURES}}" for figure in figures), at, _FIGURES)
    return tree.narrow(found)


def _ordered(low: Number, high: Number, comparator: str) -> Sql:
    """The comparison of a difference of which the least and the most are known with nothing."""
    nothing = numbers.constant(0)
    if comparator in ("<", "≤"):
        sure, maybe = numbers.compared(high, comparator, nothing), numbers.compared(low, comparator, nothing)
        return tree.case([(sure, tree.TRUE), (maybe, tree.NULL), (tree.negated(maybe), tree.FALSE)])
    sure = tree.both([numbers.compared(low, "=", nothing), numbers.compared(high, "=", nothing)])
    maybe = tree.both([numbers.compared(low, "≤", nothing), numbers.compared(high, "≥", nothing)])
    equal = tree.case([(sure, tree.TRUE), (maybe, tree.NULL), (tree.negated(maybe), tree.FALSE)])
    return equal if comparator == "=" else tree.negated(equal)
