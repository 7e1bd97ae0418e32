"""How values compare, and what becomes of a result when an operand has no value; for both engines."""

from datetime import date
from fractions import Fraction

from rulecheck.engine import calendar
from rulecheck.engine.trace import Truth
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent, Exact, Period, Span, Value


def absent(*values: Value) -> Absent | None:
    """What stands for the result when an operand has no value: unknown before anything else."""
    found: Absent | None = None
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        if value in (NONE, NOT_APPLICABLE):
            found = NOT_APPLICABLE
    return found


def holds(a: Value, comparator: str, b: Value) -> Truth:
    """Whether ``a comparator b``; unknown when an operand is, or when the order depends on the calendar."""
    if UNKNOWN in (a, b):
        return "unknown"
    if NONE in (a, b) or NOT_APPLICABLE in (a, b):
        # What there is none of, and what follows from it, compares with nothing.
        return comparator == "≠"
    if comparator in ("≥", ">"):
        return holds(b, "≤" if comparator == "≥" else "<", a)
    low, high = _difference(a, b)
    if comparator == "<":
        return high < 0 or ("unknown" if low < 0 else False)
    if comparator == "≤":
        return high <= 0 or ("unknown" if low <= 0 else False)
    equal: Truth = low == high == 0 or ("unknown" if low <= 0 <= high else False)
    return equal if comparator == "=" or equal == "unknown" else not equal


def _difference(a: Value, b: Value) -> tuple[Exact, Exact]:
    """The least and the most that ``a`` exceeds ``b``; of what has no order, 0 for equal and 1 for different."""
    if isinstance(a, Period) and isinstance(b, Period):
        fewest, most = calendar.day_bounds(a.months - b.months)
        return fewest + a.days - b.days, most + a.days - b.days
    if isinstance(a, Span) and isinstance(b, Period):
        order: Exact = calendar.compare(a, b)
    elif isinstance(a, Period) and isinstance(b, Span):
        order = -calendar.compare(b, a)
    elif isinstance(a, date) and isinstance(b, date):
        order = (a - b).days
    elif isinstance(a, int | Fraction) and isinstance(b, int | Fraction):
        order = a - b
    else:
        order = 0 if a == b else 1
    return order, order
