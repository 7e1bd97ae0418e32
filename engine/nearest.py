"""The nearest change of facts that turns an answer, as data."""

from fractions import Fraction

from rulecheck.engine.trace import Step, Tried
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import frozen


@frozen
class Move:
    """A fact changed so that a condition turns: the provision looked at that has the condition, and the condition.

    ``onward`` tells that values beyond turn it as well: ``more`` or ``less``, for days ``later`` or ``earlier``.
    ``size`` orders the moves of one fact: days, units, days or months of a period.
    """

    address: str
    value: Value
    size: Fraction
    tried: Tried
    step: Step
    onward: str = ""


@frozen
class Nearest:
    """The changes that turn an answer, and what it then is.

    Without ``moves`` none was found: ``complete`` tells whether all that turn a condition were tried, or the search
    was cut off after ``decided`` cases.
    """

    address: str
    moves: tuple[Move, ...]
    value: Value
    complete: bool
    decided: int
