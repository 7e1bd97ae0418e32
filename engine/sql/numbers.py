"""Exact arithmetic on whole numbers over denominators: sums, products, quotients, comparisons, rounding."""

from fractions import Fraction
from math import gcd, lcm

from rulecheck.engine.sql import tree
from rulecheck.engine.sql.shapes import SMALL, NotTranslated, Number, scaled
from rulecheck.engine.sql.tree import Sql


def wide(value: Sql, low: int, high: int) -> Sql:
    """A value about to be computed with, in a type that holds what is between these bounds."""
    return tree.cast(value, tree.WIDE) if max(-low, high) > SMALL else value


def constant(value: int | Fraction) -> Number:
    """A number of the rules."""
    above, below = value.numerator, value.denominator
    return Number(tree.whole(above), above, above, tree.whole(below), below)


def added(one: Number, other: Number, sign: int = 1) -> Number:
    """The sum, or with sign −1 the difference."""
    one, other = _over_one_denominator(one, other)
    combine = tree.plus if sign > 0 else tree.minus
    low, high = (other.low, other.high) if sign > 0 else (-other.high, -other.low)
    low, high = one.low + low, one.high + high
    return Number(combine(wide(one.above, low, high), other.above), low, high, one.below, one.most_below)


def negative(number: Number) -> Number:
    """The number with the other sign."""
    return added(constant(0), number, -1)


def multiplied(one: Number, other: Number) -> Number:
    """The product."""
    corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    below, most = _below(one.below, one.most_below, other.below, other.most_below)
    low, high = min(corners), max(corners)
    return _reduced(Number(tree.times(wide(one.above, low, high), other.above), low, high, below, most))


def reciprocal(number: Number) -> tuple[Number, Sql]:
    """One over a number, and whether the number is nought: then the quotient is worth nothing."""
    zero = tree.compared(number.above, "=", tree.whole(0))
    if number.denominator is None:
        raise NotTranslated("a quotient divided by another")
    if number.low >= 0:
        below = tree.case([(tree.negated(zero), number.above)])
        above = tree.whole(number.most_below)
        low = high = number.most_below
    else:
        sign = tree.case([(tree.compared(number.above, ">", tree.whole(0)), tree.whole(1))], tree.whole(-1))
        below = tree.case([(tree.negated(zero), tree.times(number.above, sign))])
        above = tree.times(tree.whole(number.most_below), sign)
        low, high = -number.most_below, number.most_below
    return Number(above, low, high, below, max(abs(number.low), abs(number.high), 1)), zero


def compared(one: Number, comparator: str, other: Number) -> Sql:
    """A comparison, by multiplying out."""
    one, other = _over_one_denominator(one, other)
    return tree.compared(one.above, comparator, other.above)


def rounded(number: Number, step: Number, direction: str) -> Number:
    """Rounded to multiples of a known step above nought."""
    if step.low != step.high or step.low <= 0 or step.denominator is None:
        raise NotTranslated("rounding to steps that are not a known number")
    steps = multiplied(number, constant(Fraction(step.denominator, step.low)))
    above, below, low, high = steps.above, steps.below, steps.low, steps.high
    if direction == "half up":
        low, high = 2 * low - steps.most_below, 2 * high + steps.most_below
        above = tree.plus(tree.times(wide(above, low, high), tree.whole(2)), below)
        below = tree.times(wide(below, 0, 2 * steps.most_below), tree.whole(2))
        Number(above, low, high, below, 2 * steps.most_below)
    if direction == "up":
        # -((-a) // b)
        found = tree.minus(tree.whole(0), _floor(tree.minus(tree.whole(0), above), below, -high))
        result = Number(found, min(low, 0), max(high, 0) + 1)
    else:
        result = Number(_floor(above, below, low), min(low, 0) - 1, max(high, 0))
    if direction == "half up":
        result = Number(result.above, min(low, 0) - 1, max(high, 0))
    return multiplied(result, step)


def _floor(above: Sql, below: Sql, low: int) -> Sql:
    """The quotient rounded down, for a divisor above nought."""
    if below == tree.whole(1):
        return above
    cut = tree.quotient(above, below)
    if low >= 0:
        return cut
    uneven = tree.compared(tree.rest(above, below), "<", tree.whole(0))
    return tree.case([(uneven, tree.minus(cut, tree.whole(1)))], cut)


def _over_one_denominator(one: Number, other: Number) -> tuple[Number, Number]:
    if one.denominator is not None and other.denominator is not None:
        common = lcm(one.denominator, other.denominator)
        return scaled(one, common), scaled(other, common)
    if one.below == other.below:
        return one, other
    below, most = _below(one.below, one.most_below, other.below, other.most_below)
    return _times(one, other.below, other.most_below, below, most), _times(
        other, one.below, one.most_below, below, most
    )


def _times(number: Number, factor: Sql, most: int, below: Sql, most_below: int) -> Number:
    low, high = min(number.low, number.low * most), max(number.high, number.high * most)
    return Number(tree.times(wide(number.above, low, high), factor), low, high, below, most_below)


def _below(one: Sql, most_one: int, other: Sql, most_other: int) -> tuple[Sql, int]:
    most = most_one * most_other
    known = one == tree.whole(most_one) and other == tree.whole(most_other)
    return (tree.whole(most) if known else tree.times(wide(one, 0, most), other)), most


def _reduced(number: Number) -> Number:
    """A known number in lowest terms: products of percentages would have ever larger denominators."""
    if number.denominator is None or number.low != number.high:
        return number
    shared = gcd(number.low, number.denominator)
    return constant(Fraction(number.low // shared, number.denominator // shared))
