"""Conditions, amounts and values in words."""

from datetime import date
from fractions import Fraction

import pytest

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import INTEGER, MEASURES, money
from rulecheck.engine.values import NONE, UNKNOWN, Period, Span, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.parse import parse
from rulecheck.reports.wording import Wording, with_value
from rulecheck.reports.words import Speaker, calendar_length

HELD: dict[str, Value] = {
    "loan.asked_on": date(2024, 5, 1),
    "reader.born_on": date(2012, 5, 1),
    "book.value": 200,
    "book.kind": "atlas",
    "book.rare": UNKNOWN,
}


def resolved(text: str) -> s.Node:
    """An expression of which every name is a fact."""
    tree = parse(text)
    assert isinstance(tree, s.Node)
    return s.rebuilt(tree, lambda n: s.Name(n.name, role="fact") if isinstance(n, s.Name) else n)


@pytest.mark.parametrize(
    ("written", "english", "korean"),
    [
        ("book.value ≤ 300 thaler", "value of the book (200 thaler) ≤ 300 thaler", "책의 가액 (Th200) ≤ Th300"),
        (
            "book.value 100..300 thaler",
            "value of the book (200 thaler) between 100 and 300 thaler",
            "책의 가액 (Th200): Th100–Th300",
        ),
        (
            "loan.asked_on ≤ 2024-06-01",
            "day of the request (2024-05-01) on or before 2024-06-01",
            "신청일 (2024-05-01) ≤ 2024-06-01",
        ),
        (
            "(reader.born_on until loan.asked_on) ≥ 6 months",
            "the reader's date of birth (2012-05-01) until day of the request (2024-05-01) at least 6 months",
            "이용자의 생년월일 (2012-05-01)부터 신청일 (2024-05-01)의 전날까지 ≥ 6개월",
        ),
        ("book.kind is not novel", "kind of book (atlas) is not “novel”", "책의 종류 (지도책) ≠ “소설”"),
        (
            "book.kind in {atlas, novel}",
            "kind of book (atlas) is “atlas” or “novel”",
            "책의 종류 (지도책) = “지도책” 또는 “소설”",
        ),
        ("book.kind is not none", "kind of book (atlas) is not none", "책의 종류 (지도책) ≠ 없음"),
        (
            "not book.value < 9 thaler",
            "not the case: value of the book (200 thaler) < 9 thaler",
            "다음이 아님: 책의 가액 (Th200) < Th9",
        ),
        (
            "30 days before loan.asked_on",
            "30 days before day of the request (2024-05-01)",
            "신청일 (2024-05-01)의 30일 전",
        ),
        (
            "min(book.value, 50 thaler)",
            "the smaller of value of the book (200 thaler) and 50 thaler",
            "책의 가액 (Th200), Th50 중 작은 것",
        ),
        ("20% of book.value", "20% of value of the book (200 thaler)", "책의 가액 (Th200)의 20%"),
        (
            "(book.value, at least 5 thaler, at most 9 thaler)",
            "value of the book (200 thaler), at least 5 thaler, at most 9 thaler",
            "책의 가액 (Th200), 하한 Th5, 상한 Th9",
        ),
        (
            "book.value rounded down to 10 thaler",
            "value of the book (200 thaler) rounded down to 10 thaler",
            "책의 가액 (Th200)에서 Th10 미만 버림",
        ),
        (
            "days in month of loan.asked_on",
            "days in month of day of the request (2024-05-01)",
            "신청일 (2024-05-01)이(가) 속한 달의 일수",
        ),
    ],
)
def test_expressions(library: Rulebook, written: str, english: str, korean: str) -> None:
    """Labels with their values; operators and constructs in each language."""
    node = resolved(written)
    assert Wording(Speaker(library), held=HELD).text(node) == english
    assert Wording(Speaker(library, "ko"), held=HELD).text(node) == korean


def test_labels_or_values_alone(library: Rulebook) -> None:
    """As written, and with the values put in; what is not known keeps its name."""
    node, wording = resolved("2 × (book.value + book.rare)"), Wording(Speaker(library), held=HELD)
    assert wording.text(node, "labels") == "2 × (value of the book + whether the book is rare)"
    assert wording.text(node, "values") == "2 × (200 thaler + whether the book is rare (not known))"


@pytest.mark.parametrize(
    ("value", "unit", "english", "korean"),
    [
        (Fraction(875000, 2), "thaler", "437,500 thaler", "Th437,500"),
        (Fraction(1, 3), "thaler", "1/3 thaler (≈ 0.33 thaler)", "Th1/3 (≈ Th0.33)"),
        (Fraction(-1000001, 3), "thaler", "−333,333 2/3 thaler (≈ −333,333.67 thaler)", None),
        (Fraction(41, 2), "hours per week", "20.5 hours per week", "주당 20.5시간"),
        (1, "hours per week", "1 hour per week", "주당 1시간"),
        (3, "", "3", "3"),
    ],
)
def test_quantities(library: Rulebook, value: Value, unit: str, english: str, korean: str | None) -> None:
    """Exact, with the unit; what never ends as a fraction with its rounded decimals."""
    wanted = MEASURES.get(unit) or (money(unit) if unit else INTEGER)
    assert Speaker(library).value(value, wanted) == english
    assert korean is None or Speaker(library, "ko").value(value, wanted) == korean


@pytest.mark.parametrize(
    ("value", "english", "korean"),
    [
        (True, "yes", "예"),
        (UNKNOWN, "not known", "알 수 없음"),
        (NONE, "none", "없음"),
        (Period(20, 1), "1 year 8 months 1 day", "1년 8개월 1일"),
        (Period(0, 1080), "1,080 days", "1,080일"),
        (Period(20, -10), "1 year 8 months −10 days", None),
        (Period(), "0 days", "0일"),
        (Span(date(2024, 8, 31), date(2025, 2, 28)), "2024-08-31 to 2025-02-28: 6 months", None),
        (Span(date(2024, 3, 2), date(2024, 3, 1)), "0 days", "0일"),
        (frozenset({"novel", "atlas"}), "atlas, novel", None),
        (frozenset[str](), "none of them", "없음"),
    ],
)
def test_values(library: Rulebook, value: Value, english: str, korean: str | None) -> None:
    """Everything that is no quantity."""
    assert Speaker(library).value(value) == english
    assert korean is None or Speaker(library, "ko").value(value) == korean


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [
        (date(2024, 1, 2), date(2024, 7, 1), Period(6, 0)),
        (date(2024, 1, 2), date(2024, 6, 30), Period(5, 29)),
        (date(2023, 8, 31), date(2024, 2, 29), Period(6, 0)),
        (date(2024, 3, 1), date(2024, 3, 1), Period(0, 1)),
        (date(2020, 2, 29), date(2021, 2, 28), Period(12, 0)),
    ],
)
def test_the_length_of_a_span(first: date, last: date, length: Period) -> None:
    """Whole months from its first day by the calendar, then days."""
    assert calendar_length(Span(first, last)) == length


def test_a_value_joins_the_brackets_of_its_label() -> None:
    """Two pairs of brackets in a row read badly."""
    assert with_value("start date (leave)", "2024-05-01") == "start date (leave, 2024-05-01)"
    assert with_value("age", "7") == "age (7)"
