"""What stands for the values of the language in SQL. NULL is what is unknown, in every part of a value.

A number is a whole numerator over a denominator that is a known whole number, or, after a division, an expression
that is above nought. Its bounds are known, so that no intermediate result can leave SQL's whole numbers; what would
is not translated.
"""

from collections.abc import Callable
from math import lcm

from rulecheck.engine.sql import tree
from rulecheck.engine.sql.tree import Sql
from rulecheck.engine.types import BOOLEAN, DATE, SPAN, TEXT, ChoiceType, PeriodType, Quantity, Type
from rulecheck.grammar.data_classes import frozen

# Whole numbers of 64 bits, and of 128, with room for a sum.
SMALL = 2**62
LARGEST = 2**125
ONE = tree.whole(1)


class NotTranslated(Exception):
    """This cannot be said exactly in SQL; the text says what."""


@frozen
class Number:
    """``above`` over ``below`` (from 1 to ``most_below``), ``above`` from ``low`` to ``high``."""

    above: Sql
    low: int
    high: int
    below: Sql = ONE
    most_below: int = 1

    def __attrs_post_init__(self) -> None:
        if max(abs(self.low), abs(self.high), self.most_below) > LARGEST:
            raise NotTranslated("a number that may be too large")

    @property
    def denominator(self) -> int | None:
        """The denominator, where it is a known number."""
        return self.most_below if self.below == tree.whole(self.most_below) else None


@frozen
class Lasting:
    """A period: whole months and days, each a number over one."""

    months: Number
    days: Number


@frozen
class Day:
    """A date."""

    at: Sql


@frozen
class Stretch:
    """A span of days, from the first to the last."""

    first: Sql
    last: Sql


@frozen
class Option:
    """One of several options, or a text."""

    name: Sql


@frozen
class Options:
    """A set of options: for each whether it is in the set."""

    given: tuple[tuple[str, Sql], ...]


@frozen
class Yes:
    """Yes or no."""

    holds: Sql


Shape = Number | Lasting | Day | Stretch | Option | Options | Yes


@frozen
class Valued:
    """A value, and whether there is none of it (never NULL): a fact that the case says there is none of, or a
    conclusion that nothing decides. Where there is none, the value is NULL."""

    value: Shape
    none: Sql = tree.FALSE


def parts(value: Shape) -> tuple[Sql, ...]:
    """The expressions of a value."""
    match value:
        case Number():
            return value.above, value.below
        case Lasting():
            return value.months.above, value.days.above
        case Day():
            return (value.at,)
        case Stretch():
            return value.first, value.last
        case Option():
            return (value.name,)
        case Options():
            return tuple(holds for _, holds in value.given)
        case Yes():
            return (value.holds,)


def unknown(value: Shape) -> Sql:
    """Whether a value is unknown, taken that there is one."""
    return tree.either(tree.is_null(part) for part in parts(value))


def chosen(branches: list[tuple[Sql, Shape]]) -> Shape:
    """The value of the first branch whose condition is true; unknown where none is."""
    shapes = [shape for _, shape in branches]
    conditions = [condition for condition, _ in branches]

    def pick(values: list[Sql]) -> Sql:
        return tree.case(list(zip(conditions, values, strict=True)))

    first = shapes[0]
    if isinstance(first, Number) and all(isinstance(s, Number) for s in shapes):
        return _chosen_number(conditions, [s for s in shapes if isinstance(s, Number)])
    if isinstance(first, Lasting) and all(isinstance(s, Lasting) for s in shapes):
        lasting = [s for s in shapes if isinstance(s, Lasting)]
        return Lasting(
            _chosen_number(conditions, [s.months for s in lasting]),
            _chosen_number(conditions, [s.days for s in lasting]),
        )
    if isinstance(first, Options):
        sets = [dict(s.given) for s in shapes if isinstance(s, Options)]
        if len(sets) == len(shapes):
            return Options(tuple((name, pick([given[name] for given in sets])) for name, _ in first.given))
    if any(type(s) is not type(first) for s in shapes):
        raise NotTranslated("values of several kinds")
    columns = [pick(list(values)) for values in zip(*(parts(s) for s in shapes), strict=True)]
    match first:
        case Day():
            return Day(*columns)
        case Stretch():
            return Stretch(*columns)
        case Option():
            return Option(*columns)
        case _:
            return Yes(*columns)


def _chosen_number(conditions: list[Sql], numbers: list[Number]) -> Number:
    scales = [n.denominator for n in numbers]
    if None not in scales:
        common = lcm(*(scale for scale in scales if scale is not None))
        numbers = [scaled(n, common) for n in numbers]
    above = tree.case(list(zip(conditions, [n.above for n in numbers], strict=True)))
    below = numbers[0].below
    if any(n.below != below for n in numbers):
        below = tree.case(list(zip(conditions, [n.below for n in numbers], strict=True)))
    low, high = min(n.low for n in numbers), max(n.high for n in numbers)
    return Number(above, low, high, below, max(n.most_below for n in numbers))


def scaled(number: Number, denominator: int) -> Number:
    """The same number over a known denominator that its own divides."""
    assert number.denominator is not None
    factor = denominator // number.denominator
    if factor == 1:
        return number
    above = number.above
    if max(-number.low, number.high) * factor > SMALL:
        above = tree.cast(above, tree.WIDE)
    above = tree.times(above, tree.whole(factor))
    return Number(above, number.low * factor, number.high * factor, tree.whole(denominator), denominator)


def rebuilt(value: Shape, change: Callable[[Sql], Sql]) -> Shape:
    """The value with each of its expressions changed for one that means the same."""
    match value:
        case Number():
            below = value.below if value.denominator is not None else change(value.below)
            return Number(change(value.above), value.low, value.high, below, value.most_below)
        case Lasting():
            months, days = rebuilt(value.months, change), rebuilt(value.days, change)
            assert isinstance(months, Number)
            assert isinstance(days, Number)
            return Lasting(months, days)
        case Day():
            return Day(change(value.at))
        case Stretch():
            return Stretch(change(value.first), change(value.last))
        case Option():
            return Option(change(value.name))
        case Options():
            return Options(tuple((name, change(holds)) for name, holds in value.given))
        case Yes():
            return Yes(change(value.holds))


def nothing_known(kind: Type) -> Shape:
    """A value of a type that is unknown."""
    if isinstance(kind, Quantity):
        return Number(tree.NULL, 0, 0)
    if isinstance(kind, PeriodType):
        zero = Number(tree.whole(0), 0, 0)
        numbers = {"months": zero, "days": zero}
        for part in numbers:
            if kind.kind in (part, "mixed"):
                numbers[part] = Number(tree.NULL, 0, 0)
        return Lasting(**numbers)
    if isinstance(kind, ChoiceType) and kind.several:
        return Options(tuple((name, tree.NULL) for name in kind.options))
    if isinstance(kind, ChoiceType) or kind == TEXT:
        return Option(tree.NULL)
    if kind == BOOLEAN:
        return Yes(tree.NULL)
    if kind == DATE:
        return Day(tree.NULL)
    if kind == SPAN:
        return Stretch(tree.NULL, tree.NULL)
    raise NotTranslated(f"a {kind}")
