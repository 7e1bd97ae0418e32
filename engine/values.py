"""The values that facts, conclusions and expressions take while a case is decided.

Booleans, text and choices are ``bool`` and ``str``; counts, rates and money (in units of the currency) are ``int``
or ``fractions.Fraction``, never a float; dates are ``datetime.date``; a set of choices is a ``frozenset``. What
Python has no value for stands here.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

from rulecheck.grammar.data_classes import frozen


class State(Enum):
    """What is known of a conclusion: a value (false is a value), or one of the two ways to have none."""

    VALUE = "value"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


class Absent(Enum):
    """Stands where a value would: the fact is missing, nothing decides it, or the case says there is none."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"
    NONE = "none"


UNKNOWN = Absent.UNKNOWN
NOT_APPLICABLE = Absent.NOT_APPLICABLE
NONE = Absent.NONE


@frozen
class Period:
    """A length of calendar time: whole months (a year is twelve) and days. The two never convert.

    Either part may be negative in the course of a calculation (20 months less 10 days).
    """

    months: int = 0
    days: int = 0

    def __add__(self, other: Period) -> Period:
        return Period(self.months + other.months, self.days + other.days)

    def __sub__(self, other: Period) -> Period:
        return Period(self.months - other.months, self.days - other.days)

    def __neg__(self) -> Period:
        return Period(-self.months, -self.days)

    def times(self, factor: int) -> Period:
        """The period taken ``factor`` times. Raises ``NumberRange``."""
        return Period(int(exact(self.months * factor)), int(exact(self.days * factor)))


@frozen
class Span:
    """The days from ``first`` to ``last``, both included. Empty when ``last`` lies before ``first``."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return max(0, (self.last - self.first).days + 1)


Exact = int | Fraction


@frozen
class Elements:
    """A list fact: how many elements it has, under which name the case gives them."""

    name: str
    count: int


Value = bool | int | Fraction | str | date | Period | Span | frozenset[str] | Elements | Absent


class NumberRange(ValueError):
    """A number worked out has more digits than anything real is measured with."""


# Some 1,200 digits. Squaring a number a few dozen times would make one that no memory holds.
MOST_BITS = 4_000


def exact(number: Exact) -> Exact:
    """The same number, as an ``int`` where it is whole. Raises ``NumberRange``."""
    if isinstance(number, Fraction):
        if number.denominator == 1:
            number = number.numerator
        elif number.denominator.bit_length() > MOST_BITS:
            raise NumberRange
    if number.numerator.bit_length() > MOST_BITS:
        raise NumberRange
    return number


def number(value: Value) -> Exact:
    """A value that a check has found to be a number; days count as their number."""
    if isinstance(value, Period):
        return value.days or value.months
    if isinstance(value, int | Fraction):
        return value
    raise TypeError(f"not a number: {value!r}")


def added(one: Value, other: Value, sign: int = 1) -> Value:
    """The exact sum of two numbers or two periods (the difference with sign −1)."""
    if isinstance(one, Period) and isinstance(other, Period):
        return one + other.times(sign)
    return exact(number(one) + sign * number(other))
