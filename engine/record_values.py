"""Values as JSON data: exact, and each telling what it is.

Booleans, whole numbers and texts (choices too) are themselves; other numbers ``{"numerator", "denominator"}``; a
quantity ``{"amount", "unit"}``; dates ISO texts; periods ``{"months", "days"}``; spans ``{"first", "last"}``; sets
sorted lists; lists of records ``{"elements"}``; what there is no value for ``{"absent"}``.
"""

from datetime import date
from fractions import Fraction

from rulecheck.engine.types import Quantity, Type
from rulecheck.engine.values import Absent, Elements, Period, Span, Value


def value_data(value: Value, wanted: Type | None = None) -> object:
    """A value as JSON data; with its unit where its type has one."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Fraction):
        exact = _number(value)
        unit = wanted.word if isinstance(wanted, Quantity) and wanted.dimension else ""
        return {"amount": exact, "unit": unit} if unit else exact
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return {"months": value.months, "days": value.days}
    if isinstance(value, Span):
        return {"first": value.first.isoformat(), "last": value.last.isoformat()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Elements):
        return {"elements": value.count}
    assert isinstance(value, Absent)
    return {"absent": value.value}


def _number(value: int | Fraction) -> object:
    if value.denominator == 1:
        return value.numerator
    return {"numerator": value.numerator, "denominator": value.denominator}
