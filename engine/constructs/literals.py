"""Numbers with their units, periods, dates, true and false, text: they mean what they show."""

from rulecheck.engine import calendar
from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.diagnostics import did_you_mean
from rulecheck.engine.types import (
    BOOLEAN,
    DATE,
    DAYS,
    INTEGER,
    MEASURES,
    MIXED,
    MONTHS,
    NUMBER,
    TEXT,
    Type,
)
from rulecheck.engine.values import Period, Value, exact
from rulecheck.grammar import syntax as s


def check_number(node: s.Number, checking: Checking) -> Type:
    """The unit must be a measure or the currency's; without one it is a plain number."""
    if node.percent or not node.unit:
        return NUMBER if node.percent or node.value.denominator != 1 else INTEGER
    if node.unit == checking.currency.word:
        return checking.currency
    if node.unit in MEASURES:
        return MEASURES[node.unit]
    units = [checking.currency.word, *MEASURES, "years", "months", "weeks", "days"]
    hint = did_you_mean(node.unit, units) or f"units are {', '.join(f'`{unit}`' for unit in units)}"
    return checking.report("R0205", node, f"`{node.unit}` is not a unit", hint)


def compute_number(node: s.Number, _run: Evaluating, _scope: Scope) -> Value:
    """The exact number."""
    return exact(node.value)


def check_period(node: s.PeriodLiteral, _checking: Checking) -> Type:
    """Days, months (and years), or both."""
    if node.months and node.days:
        return MIXED
    return MONTHS if node.months else DAYS


def compute_period(node: s.PeriodLiteral, _run: Evaluating, _scope: Scope) -> Value:
    """The period."""
    return Period(node.months, node.days)


def check_date(node: s.DateLiteral, checking: Checking) -> Type:
    """A date that the calendar covers."""
    if calendar.FIRST_DATE <= node.value <= calendar.LAST_DATE:
        return DATE
    first, last = calendar.FIRST_DATE.isoformat(), calendar.LAST_DATE.isoformat()
    message = f"the date `{node.value.isoformat()}` lies beyond the calendar"
    return checking.report("R0407", node, message, f"dates lie between {first} and {last}")


def compute_date(node: s.DateLiteral, _run: Evaluating, _scope: Scope) -> Value:
    """The day."""
    return node.value


def check_truth(_node: s.Truth, _checking: Checking) -> Type:
    """A condition."""
    return BOOLEAN


def compute_truth(node: s.Truth, _run: Evaluating, _scope: Scope) -> Value:
    """True or false."""
    return node.value


def check_text(_node: s.Text, _checking: Checking) -> Type:
    """A text."""
    return TEXT


def compute_text(node: s.Text, _run: Evaluating, _scope: Scope) -> Value:
    """The text."""
    return node.value
