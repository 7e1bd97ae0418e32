"""The facts as columns: which a query reads, of which type, and which values keep a row from being decided by it."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from rulecheck.engine.sql import tree
from rulecheck.engine.sql.shapes import (
    Day,
    Lasting,
    NotTranslated,
    Number,
    Option,
    Options,
    Shape,
    Valued,
    Yes,
)
from rulecheck.engine.sql.tree import Sql
from rulecheck.engine.types import BOOLEAN, DATE, TEXT, ChoiceType, PeriodType, Quantity, Type
from rulecheck.engine.values import Absent, Period, Value
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar.data_classes import frozen

# Amounts of money, other whole numbers, and other numbers up to these are computed in SQL; of the last so many parts.
MOST_MONEY = 10**10
MOST_WHOLE = 10**6
MOST_PARTS = 10**4
PARTS = 100
_MOST_DAYS = 100_000
_MOST_MONTHS = 10_000


@frozen
class Input:
    """A column: of ``fact``, of the type ``kind``; ``part`` tells what of the fact it holds.

    ``value``: the value (numbers times ``parts``, days or months as their number); ``none``: whether the case says
    that there is none; ``months`` and ``days`` of a period; the name of an option: whether it is in the set. A list
    (of the kind ``list``) is one of structs with ``fields``.
    """

    name: str
    fact: str
    kind: str
    part: str = "value"
    parts: int = 1
    fields: tuple["Input", ...] = ()


@frozen
class Read:
    """A fact as read: its columns, its value, and what hands a row over (``outside``)."""

    inputs: tuple[Input, ...]
    valued: Valued
    outside: Sql = tree.FALSE


Column = Callable[[str], Sql]


def read_fact(fact: Fact, currency: str, column: Column = tree.column) -> Read:
    """How a fact is read, by its columns. Raises ``NotTranslated`` for one that is no single value."""
    none = Input(f"{fact.name} none", fact.name, "boolean", "none")
    own, shape, outside = _shape(fact, fact.type, currency, column)
    inputs = (*own, none) if fact.optional else own
    return Read(inputs, Valued(shape, column(none.name) if fact.optional else tree.FALSE), outside)


def read_list(fact: Fact, fields: Iterable[Fact], currency: str) -> Input:
    """The column of a list: fields that are lists themselves are left out."""
    found: list[Input] = []
    for each in fields:
        try:
            found += read_fact(each, currency).inputs
        except NotTranslated:
            continue
    return Input(fact.name, fact.name, "list", fields=tuple(found))


def _shape(fact: Fact, kind: Type, currency: str, column: Column) -> tuple[tuple[Input, ...], Shape, Sql]:
    here = column(fact.name)
    if isinstance(kind, Quantity):
        money = kind.dimension == ((currency, 1),)
        parts = 1 if kind.whole or money else PARTS
        most = MOST_WHOLE if kind.whole else MOST_MONEY if money else MOST_PARTS
        low, high = _bounds(fact, most)
        number = Number(here, low * parts, high * parts, tree.whole(parts), parts)
        return (Input(fact.name, fact.name, "bigint", parts=parts),), number, _beyond(here, low * parts, high * parts)
    if isinstance(kind, PeriodType):
        return _period(fact, kind, column)
    if kind == BOOLEAN:
        return (Input(fact.name, fact.name, "boolean"),), Yes(here), tree.FALSE
    if kind == DATE:
        return (Input(fact.name, fact.name, "date"),), Day(here), tree.FALSE
    if isinstance(kind, ChoiceType) and kind.several:
        columns = tuple(Input(f"{fact.name} {name}", fact.name, "boolean", name) for name in kind.options)
        given = tuple((each.part, column(each.name)) for each in columns)
        return columns, Options(given), tree.FALSE
    if isinstance(kind, ChoiceType) or kind == TEXT:
        return (Input(fact.name, fact.name, "varchar"),), Option(here), tree.FALSE
    raise NotTranslated(f"the fact {fact.name}")


def _period(fact: Fact, kind: PeriodType, column: Column) -> tuple[tuple[Input, ...], Shape, Sql]:
    nothing = Number(tree.whole(0), 0, 0)
    numbers: dict[str, Number] = {"months": nothing, "days": nothing}
    inputs = []
    outside = []
    for part, most in (("months", _MOST_MONTHS), ("days", _MOST_DAYS)):
        if kind.kind in (part, "mixed"):
            name = fact.name if kind.kind == part else f"{fact.name} {part}"
            inputs.append(Input(name, fact.name, "bigint", part))
            numbers[part] = Number(column(name), -most, most)
            outside.append(_beyond(column(name), -most, most))
    return tuple(inputs), Lasting(**numbers), tree.either(outside)


def _bounds(fact: Fact, most: int) -> tuple[int, int]:
    """What the vocabulary allows, but not more than most."""
    low, high = _limit(fact.at_least), _limit(fact.at_most)
    least = -most if low is None else max(-most, low)
    return least, most if high is None else max(least, min(most, high))


def _limit(value: Value | None) -> int | None:
    return value.numerator if isinstance(value, int | Fraction) and value.denominator == 1 else None


def _beyond(here: Sql, low: int, high: int) -> Sql:
    return tree.negated(tree.within(here, low, high))


class Unheld(Exception):
    """A value that its column cannot hold: its row is decided otherwise."""


def cells(inputs: tuple[Input, ...], value: Value) -> tuple[object, ...]:
    """What the columns of a fact hold for a value. Raises ``Unheld``."""
    if value is Absent.NONE and all(each.part != "none" for each in inputs):
        raise Unheld
    return tuple(_cell(each, value) for each in inputs)


def _cell(column: Input, value: Value) -> object:
    absent = isinstance(value, Absent)
    if column.part == "none":
        return value is Absent.NONE
    if absent:
        return None
    if isinstance(value, Period):
        held, other = (value.months, value.days) if column.part == "months" else (value.days, value.months)
        if other and column.name == column.fact:
            raise Unheld
        return held
    if isinstance(value, frozenset):
        return column.part in value
    if isinstance(value, bool | str | date):
        return value
    if isinstance(value, int | Fraction):
        scaled = value * column.parts
        if scaled.denominator != 1 or abs(scaled.numerator) > 2**62:
            raise Unheld
        return scaled.numerator
    raise Unheld
