"""The types of facts, conclusions and expressions, with their units.

A quantity carries the units it is measured in (money in the currency, hours per week), each with an exponent, so
that a formula is checked as physicists check theirs: francs × hours per week ÷ hours per week are francs.
"""

from __future__ import annotations

from rulecheck.grammar.data_classes import frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    PeriodKind = Literal["days", "months", "mixed"]

Dimension = tuple[tuple[str, int], ...]


@frozen
class Type:
    """Any type. The simple ones are the constants below."""

    word: str

    def __str__(self) -> str:
        return self.word


BOOLEAN = Type("yes or no")
TEXT = Type("text")
DATE = Type("date")
SPAN = Type("span of days")
# The type of an expression that is wrong already: nothing more is said about it.
WRONG = Type("unknown type")


@frozen
class Quantity(Type):
    """An exact number with its unit; the empty dimension is a plain number."""

    dimension: Dimension = ()
    whole: bool = False


@frozen
class PeriodType(Type):
    """Calendar time: whole days, whole months (years too), or both at once."""

    kind: PeriodKind = "mixed"


@frozen
class ChoiceType(Type):
    """One of a closed set of options; ``several`` when a set of them may be given."""

    options: tuple[str, ...] = ()
    several: bool = False


@frozen
class ListType(Type):
    """A list of records of one shape."""

    record: str = ""


NUMBER = Quantity("number")
INTEGER = Quantity("whole number", whole=True)
DAYS = PeriodType("days", "days")
MONTHS = PeriodType("months", "months")
MIXED = PeriodType("period", "mixed")

_MEASURES: dict[str, Dimension] = {
    "hours": (("hour", 1),),
    "hours per week": (("hour", 1), ("week", -1)),
    "hours per day": (("day", -1), ("hour", 1)),
    "persons": (("person", 1),),
}
MEASURES: dict[str, Quantity] = {word: Quantity(word, dim) for word, dim in _MEASURES.items()}
PLAIN: dict[str, Type] = {
    "boolean": BOOLEAN,
    "integer": INTEGER,
    "number": NUMBER,
    "date": DATE,
    "text": TEXT,
    "days": DAYS,
    "months": MONTHS,
    "period": MIXED,
    **MEASURES,
}


def described(kind: Type) -> str:
    """A value of the type as a message calls it: ``an amount in euro``, ``a number of days``, ``yes or no``."""
    if kind == BOOLEAN:
        return "yes or no"
    if isinstance(kind, ChoiceType):
        return "a set of options" if kind.several else "a choice"
    if isinstance(kind, PeriodType) and kind.kind != "mixed":
        return f"a number of {kind.kind}"
    if isinstance(kind, Quantity) and kind.dimension:
        return f"a number of {kind}" if kind in MEASURES.values() else f"an amount in {kind}"
    return f"a {kind}"


def money(unit: str) -> Quantity:
    """The type of amounts in a currency unit."""
    return Quantity(unit, ((unit, 1),))


def quantity(dimension: Dimension) -> Quantity:
    """The quantity of a dimension, under the word it is known by."""
    for known in (NUMBER, *MEASURES.values()):
        if known.dimension == dimension:
            return known
    if len(dimension) == 1 and dimension[0][1] == 1:
        return Quantity(dimension[0][0], dimension)
    return Quantity(" × ".join(u if e == 1 else f"{u}^{e}" for u, e in dimension), dimension)


def times(one: Quantity, other: Quantity, sign: Literal[1, -1]) -> Quantity:
    """The quantity of a product (sign 1) or a quotient (sign −1)."""
    exponents = dict(one.dimension)
    for unit, exponent in other.dimension:
        exponents[unit] = exponents.get(unit, 0) + sign * exponent
    found = quantity(tuple(sorted((u, e) for u, e in exponents.items() if e)))
    return INTEGER if found == NUMBER and sign == 1 and one.whole and other.whole else found


def same(one: Type, other: Type) -> bool:
    """Whether values of the two types may be compared or added: whole numbers are numbers."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.dimension == other.dimension
    if isinstance(one, PeriodType) and isinstance(other, PeriodType):
        return one.kind == other.kind
    if isinstance(one, ChoiceType) and isinstance(other, ChoiceType):
        return one.options == other.options and one.several == other.several
    return one == other


def assignable(value: Type, to: Type) -> bool:
    """Whether a value of one type may stand where the other is declared."""
    if isinstance(value, PeriodType) and isinstance(to, PeriodType):
        return value.kind == to.kind or to.kind == "mixed"
    if isinstance(to, Quantity) and to.whole:
        return isinstance(value, Quantity) and value.dimension == to.dimension and value.whole
    return same(value, to)
