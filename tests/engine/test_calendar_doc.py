"""The worked examples of docs/language/calendar.md: every row of every table is computed and compared."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rulecheck.engine import calendar
from rulecheck.engine.values import Period, Span

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language" / "calendar.md"
DAY = r"(\d{4}-\d{2}-\d{2})"
PERIOD = r"(\d[0-9a-z ]*)"
SPAN = rf"\({DAY} to {DAY}\)"


def rows() -> list[tuple[str, str]]:
    """The first two cells of each row below a table head."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(row[0].strip("`"), row[1]) for row in cells if row[0].startswith("`")]


def day(text: str) -> date:
    found = calendar.parse_date(text)
    assert found is not None, text
    return found


def period(text: str) -> Period:
    found = calendar.parse_period(text)
    assert found is not None, text
    return found


def span(first: str, last: str) -> Span:
    return Span(day(first), day(last))


def measured(first: str, last: str, sign: str, length: str) -> str:
    order = calendar.compare(span(first, last), period(length))
    holds = {"≥": order >= 0, "=": order == 0, ">": order > 0}[sign]
    assert calendar.at_least(span(first, last), period(length)) == (order >= 0)
    return "yes" if holds else "no"


def shared(*ends: str) -> str:
    both = calendar.overlap(span(*ends[:2]), span(*ends[2:]))
    return f"{both.first} to {both.last}"


ORDER = {-1: "shorter", 0: "equal", 1: "longer", None: "it depends"}

FORMS: dict[str, Callable[..., object]] = {
    rf"last day of {PERIOD} from {DAY}": lambda p, d: calendar.last_day(day(d), period(p)),
    rf"{PERIOD} after {DAY}": lambda p, d: calendar.after(day(d), period(p)),
    rf"{PERIOD} before {DAY}": lambda p, d: calendar.before(day(d), period(p)),
    rf"next working day on or after {DAY}": lambda d: calendar.next_working_day(day(d), "KR"),
    rf"age of {DAY} on {DAY}": lambda b, d: calendar.completed_years(day(b), day(d)),
    rf"{SPAN} ([≥=>]) {PERIOD}": measured,
    rf"days in {SPAN}": lambda a, b: span(a, b).days,
    rf"days in month of {DAY}": lambda d: calendar.days_in_month(day(d)),
    rf"overlap of {SPAN} and {SPAN}": shared,
    rf"{PERIOD} against {PERIOD}": lambda a, b: ORDER[calendar.compare_periods(period(a), period(b))],
}


def answer(expression: str) -> str:
    found = [(work, match) for form, work in FORMS.items() if (match := re.fullmatch(form, expression))]
    assert len(found) == 1, f"{expression} is read in {len(found)} ways"
    work, match = found[0]
    return str(work(*match.groups()))


@pytest.mark.parametrize(("expression", "expected"), rows())
def test_worked_example(expression: str, expected: str) -> None:
    assert answer(expression) == expected


def test_every_form_has_an_example() -> None:
    unused = [form for form in FORMS if not any(re.fullmatch(form, row) for row, _ in rows())]
    assert unused == []


def test_every_table_line_is_an_example_or_a_head() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    heads = [line for line in lines if line in ("| Expression | Answer | Why |", "|---|---|---|")]
    assert len(rows()) + len(heads) == len(lines)
