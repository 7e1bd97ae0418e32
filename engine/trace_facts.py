"""The facts of a case as a trace holds them, read back into typed values: the inverse of ``record_values``."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rulecheck.engine.types import DATE, ListType, PeriodType, Quantity, Type
from rulecheck.engine.values import NONE, Elements, Period, Value


class NoValue(ValueError):
    """The data is no value of the type."""


def read_back(address: str, data: object, wanted: Type) -> Value:
    """The value that JSON data of a trace stands for. Raises ``NoValue``."""
    if isinstance(data, Mapping):
        return _mapping(address, data, wanted)
    if isinstance(data, list) and all(isinstance(option, str) for option in data):
        return frozenset(data)
    if isinstance(data, str) and wanted == DATE:
        try:
            return date.fromisoformat(data)
        except ValueError as mistake:
            raise NoValue from mistake
    if isinstance(data, bool | int | str):
        return data
    raise NoValue


def _mapping(address: str, data: Mapping[str, object], wanted: Type) -> Value:
    if data == {"absent": "none"}:
        return NONE
    if isinstance(wanted, Quantity) and isinstance(data.get("amount"), int | Mapping):
        amount = data["amount"]
        return _fraction(amount) if isinstance(amount, Mapping) else read_back(address, amount, wanted)
    if isinstance(wanted, Quantity):
        return _fraction(data)
    if isinstance(wanted, PeriodType):
        months, days = data.get("months"), data.get("days")
        if isinstance(months, int) and isinstance(days, int):
            return Period(months, days)
    if isinstance(wanted, ListType) and isinstance(data.get("elements"), int):
        count = data["elements"]
        assert isinstance(count, int)
        return Elements(address, count)
    raise NoValue


def _fraction(data: Mapping[str, object]) -> Value:
    numerator, denominator = data.get("numerator"), data.get("denominator")
    if isinstance(numerator, int) and isinstance(denominator, int) and denominator > 1:
        return Fraction(numerator, denominator)
    raise NoValue
