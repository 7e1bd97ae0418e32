"""From what a file says to a typed value: a fact of a case, a bound of the vocabulary, an expected answer.

Raw values are texts (from YAML) or exact numbers, booleans and texts (from JSON). Nothing is guessed: what does not
fit its type is told, with what would.
"""

import re
from datetime import date
from fractions import Fraction

from rulecheck.engine import calendar
from rulecheck.engine.diagnostics import did_you_mean
from rulecheck.engine.text_file import shown as cut
from rulecheck.engine.types import BOOLEAN, DATE, DAYS, TEXT, ChoiceType, PeriodType, Quantity, Type, described
from rulecheck.engine.values import Exact, Period, Span, Value, exact
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.printer import number_text

# A number, or the quotient of two where the decimals never end, and its unit: `437,500/3 francs`.
_NUMBER = r"(−|-)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:/(\d{1,3}(?:,\d{3})+|\d+))?(?:\s*(%|[^\W\d_].*))?"
# Bare numbers below this are written without commas: a year is one.
_COMMAS = 10_000
# Far more than an amount with its unit needs, and too little to make a number that costs anything.
_LONGEST = 100


@frozen
class Unfit:
    """Why a raw value is none of the type: a message that ends a sentence, and a hint."""

    message: str
    hint: str


def read_value(raw: object, wanted: Type) -> Value | Unfit:
    """The value of that type that a raw value stands for, or why it stands for none."""
    if wanted == BOOLEAN:
        return _boolean(raw)
    if wanted == DATE:
        return _date(raw)
    if wanted == TEXT:
        return raw if isinstance(raw, str) else Unfit(f"is {shown(raw)}, and a text is meant", "write it in quotes")
    if isinstance(wanted, ChoiceType):
        return _choices(raw, wanted) if wanted.several else _choice(raw, wanted)
    if isinstance(wanted, PeriodType):
        return _period(raw, wanted)
    if isinstance(wanted, Quantity):
        return _quantity(raw, wanted)
    return Unfit(f"is {shown(raw)}, and {described(wanted)} is meant", "")


def shown(raw: object) -> str:
    """A raw value as a message shows it, shortened."""
    if isinstance(raw, dict):
        return "a record"
    if isinstance(raw, list):
        return "a list"
    if isinstance(raw, bool):
        return "`true`" if raw else "`false`"
    if raw is None:
        return "null"
    if isinstance(raw, int | Fraction):
        # As a case writes it: without commas, and with a hyphen for a minus.
        return f"`{number_text(Fraction(raw)).replace(',', '').replace('−', '-')}`"
    return f"`{cut(str(raw))}`" if raw else "empty"


def _boolean(raw: object) -> Value | Unfit:
    if isinstance(raw, bool):
        return raw
    known = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(raw, str) and raw.lower() in known:
        return known[raw.lower()]
    return Unfit(
        f"is {shown(raw)}, and yes or no is meant",
        "write `true` or `false`; leave the fact out when it is unknown",
    )


def _date(raw: object) -> Value | Unfit:
    if not isinstance(raw, str):
        return Unfit(f"is {shown(raw)}, and a date is meant", "write year-month-day, such as `2024-03-01`")
    day = calendar.parse_date(raw)
    if day is None:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return Unfit(f"is {shown(raw)}, a date that does not exist", "check the day and the month")
        return Unfit(f"is {shown(raw)}, and a date is meant", "write year-month-day, such as `2024-03-01`")
    if not calendar.FIRST_DATE <= day <= calendar.LAST_DATE:
        first, last = calendar.FIRST_DATE.isoformat(), calendar.LAST_DATE.isoformat()
        return Unfit(f"is {shown(raw)}, beyond the calendar", f"dates lie between {first} and {last}")
    return day


def _choice(raw: object, wanted: ChoiceType) -> Value | Unfit:
    if isinstance(raw, str) and raw in wanted.options:
        return raw
    known = ", ".join(f"`{option}`" for option in wanted.options)
    hint = (did_you_mean(raw, wanted.options) if isinstance(raw, str) else "") or f"it is one of {known}"
    return Unfit(f"is {shown(raw)}, which is not one of its options", hint)


def _choices(raw: object, wanted: ChoiceType) -> Value | Unfit:
    if not isinstance(raw, list):
        return Unfit(
            f"is {shown(raw)}, and a list of options is meant",
            "write `[first, second]`, or `[]` for none of them",
        )
    for item in raw:
        found = _choice(item, wanted)
        if isinstance(found, Unfit):
            return Unfit(f"holds {shown(item)}, which is not one of its options", found.hint)
    return frozenset(str(item) for item in raw)


def _period(raw: object, wanted: PeriodType) -> Value | Unfit:
    example = {"days": "`14 days`", "months": "`6 months`", "mixed": "`4 months 10 days`"}[wanted.kind]
    hint = f"write {example}"
    if wanted != DAYS and re.fullmatch(r"\d{1,6}", str(raw)):
        hint = f"write the unit: `{raw} months`" + (f", `{raw} days`" if wanted.kind == "mixed" else "")
    if wanted == DAYS and isinstance(raw, int) and not isinstance(raw, bool):
        return Period(days=raw)
    period = calendar.parse_period(raw) if isinstance(raw, str) else None
    if period is None and wanted == DAYS and isinstance(raw, str) and re.fullmatch(r"\d{1,6}", raw):
        period = Period(days=int(raw))
    if period is None:
        return Unfit(f"is {shown(raw)}, and {described(wanted)} is meant", hint)
    if (wanted.kind == "days" and period.months) or (wanted.kind == "months" and period.days):
        return Unfit(f"is {shown(raw)}, and {wanted.word} only are meant", "a month has no fixed number of days")
    return period


def _quantity(raw: object, wanted: Quantity) -> Value | Unfit:
    number: Exact
    if isinstance(raw, bool) or not isinstance(raw, int | Fraction | str):
        return Unfit(f"is {shown(raw)}, and {described(wanted)} is meant", "write a number")
    if isinstance(raw, str):
        match = re.fullmatch(_NUMBER, raw.strip())
        if match is None or len(raw) > _LONGEST or (match[4] and not int(match[4].replace(",", ""))):
            hint = "write digits, such as `3`" if wanted.whole else "write digits, such as `2,400,000` or `37.5`"
            return Unfit(f"is {shown(raw)}, and {described(wanted)} is meant", hint)
        number = Fraction((match[2] + (match[3] or "")).replace(",", ""))
        number /= int((match[4] or "1").replace(",", ""))
        unit = " ".join((match[5] or "").split())
        if unit == "%" and not wanted.dimension:
            number /= 100
        elif unit and unit != wanted.word:
            # Near words are one unit misspelt; an amount in any other must not be taken for one in this.
            hint = f"write `{number_text(number)} {wanted}`" if _near(unit, wanted) else _without_unit(wanted)
            return Unfit(f"is {shown(raw)}, and {described(wanted)} is meant", hint)
        number = -number if match[1] else number
    else:
        number = raw
    number = exact(number)
    if wanted.whole and not isinstance(number, int):
        return Unfit(f"is {shown(raw)}, and a whole number is meant", "write it without a fraction")
    return number


def _near(unit: str, wanted: Quantity) -> bool:
    return bool(did_you_mean(unit, [wanted.word])) or wanted.word.startswith(unit)


def _without_unit(wanted: Quantity) -> str:
    return f"give the amount in {wanted}" if wanted.dimension else "write it without a unit"


def value_text(value: Value, wanted: Type) -> str:
    """A value as files and reports write it, with its unit: ``437,500 francs``, ``1 year 8 months``, ``2024-03-01``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        unit = wanted.word if isinstance(wanted, Quantity) and wanted.dimension else ""
        if not unit and isinstance(value, int) and abs(value) < _COMMAS:
            return str(value).replace("-", "−")
        return f"{number_text(Fraction(value))} {unit}".strip()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return calendar.period_text(value)
    if isinstance(value, Span):
        return f"{value.first.isoformat()} to {value.last.isoformat()}"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none of them"
    return str(getattr(value, "value", value))
