"""Kleene's three values."""

from collections.abc import Iterable

from rulecheck.engine.trace import Truth
from rulecheck.engine.values import NONE, Value


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene's and: false where one is false, else unknown where one is, else true."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth == "unknown":
            found = "unknown"
    return found


def truth_of(value: Value) -> Truth:
    """How a name that holds yes or no comes out as a condition; what there is none of does not hold."""
    if isinstance(value, bool):
        return value
    return False if value is NONE else "unknown"
