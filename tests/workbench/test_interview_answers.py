"""What is typed is read as a case's value, with the same mistakes told."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER, MONTHS, NUMBER, TEXT, ChoiceType, ListType, Type, money
from rulecheck.engine.values import NONE, Elements, Period, Value
from rulecheck.engine.vocabulary import Fact, Vocabulary, Words
from rulecheck.workbench.interview_answers import command_of, read_answer, read_day

PLACE = Place("test")
OPTIONS = {"permanent": Words({"en": "no end", "ko": "정규직"}), "fixed": Words({"en": "fixed term"})}
CONTRACT = ChoiceType("choice", tuple(OPTIONS))
SEVERAL = ChoiceType("choices", tuple(OPTIONS), several=True)


def fact(kind: Type, optional: bool = False, at_most: Value | None = None) -> Fact:
    options = OPTIONS if isinstance(kind, ChoiceType) else {}
    return Fact("f", kind, Words({"en": "f"}), PLACE, options=options, optional=optional, at_most=at_most)


def read(text: str, asked: Fact) -> object:
    found = read_answer(text, "f", asked, Vocabulary({"f": asked}))
    return found["f"] if isinstance(found, dict) else tuple((d.code, d.message, d.hint) for d in found)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("yes", BOOLEAN, True),
        ("Y", BOOLEAN, True),
        ("예", BOOLEAN, True),
        ("아니요", BOOLEAN, False),
        (" n ", BOOLEAN, False),
        ("2024-02-29", DATE, date(2024, 2, 29)),
        ("2,400,000", money("euro"), 2_400_000),
        ("2,400,000 euro", money("euro"), 2_400_000),
        ("37.5", NUMBER, Fraction(75, 2)),
        ("1 year 2 months", MONTHS, Period(14)),
        ("1", CONTRACT, "permanent"),
        ("fixed", CONTRACT, "fixed"),
        ("Fixed Term", CONTRACT, "fixed"),
        ("정규직", CONTRACT, "permanent"),
        ("2, no end", SEVERAL, frozenset({"fixed", "permanent"})),
        ("none", SEVERAL, frozenset()),
        ("back", TEXT, "back"),
        ('"back"', TEXT, "back"),
        ("3", ListType("list", "month"), Elements("f", 3)),
        ("0", ListType("list", "month"), Elements("f", 0)),
        ("2000", ListType("list", "month"), Elements("f", 2000)),
    ],
)
def test_answers(text: str, kind: Type, value: Value) -> None:
    assert read(text, fact(kind)) == value


def test_none_says_that_an_optional_thing_does_not_exist() -> None:
    for kind in (DATE, INTEGER, CONTRACT, SEVERAL):
        assert read("none", fact(kind, optional=True)) is NONE
        assert read("없음", fact(kind, optional=True)) is NONE


@pytest.mark.parametrize(
    ("text", "asked", "code", "message", "hint"),
    [
        ("2023-02-29", fact(DATE), "R0503", "`f` is `2023-02-29`, a date that does not exist", "check the day"),
        ("ja", fact(BOOLEAN), "R0503", "`f` is `ja`, and yes or no is meant", "write `yes` or `no`; type `?`"),
        ("3", fact(CONTRACT), "R0503", "`f` is `3`, which is not one of its options", "it is one of `permanent`"),
        ("0", fact(CONTRACT), "R0503", "`f` is `0`, which is not one of its options", "it is one of"),
        ("1, x", fact(SEVERAL), "R0503", "`f` holds `x`, which is not one of its options", "name some of"),
        ("none", fact(DATE), "R0509", "`f` is `none`, and there always is one", "type `?` when it is unknown"),
        ("", fact(DATE), "R0512", "`f` is empty, which says nothing", "type `?` when it is unknown"),
        ("", fact(DATE, optional=True), "R0512", "`f` is empty", "or `none` when there is none"),
        ("6", fact(INTEGER, at_most=5), "R0504", "`f` is `6`, and must be at most 5", "check the document"),
        ("-1", fact(ListType("list", "m")), "R0503", "`f` is `-1`, and a number of elements is meant", "write"),
        ("many", fact(ListType("list", "m")), "R0503", "`f` is `many`, and a number of elements", "write digits"),
        ("2001", fact(ListType("list", "m")), "R0117", "`f` has more than 2,000 elements", "make a case of each"),
        ("9" * 60, fact(ListType("list", "m")), "R0117", "`f` has more than 2,000 elements", "make a case of each"),
    ],
)
def test_mistakes(text: str, asked: Fact, code: str, message: str, hint: str) -> None:
    found = read(text, asked)
    assert isinstance(found, tuple)
    ((its_code, its_message, its_hint),) = found
    assert its_code == code
    assert its_message.startswith(message)
    assert hint in its_hint


def test_a_word_that_is_an_option_is_no_command() -> None:
    options = {"unknown": Words({"en": "cannot be told"}), "known": Words({"en": "known"})}
    asked = Fact("f", ChoiceType("choice", tuple(options)), Words({"en": "f"}), PLACE, options=options)
    assert command_of("unknown", asked) is None
    assert command_of("unknown", None) == "not known"
    assert command_of(" Don't   know\n", asked) == "not known"
    assert command_of("known", asked) is None
    assert command_of("", asked) is None


def test_the_law_date() -> None:
    assert read_day(" 2024-03-01\n") == date(2024, 3, 1)
    found = read_day("soon")
    assert isinstance(found, tuple)
    assert [(d.code, d.message) for d in found] == [("R0510", "the day is `soon`, and a date is meant")]


@given(st.text(max_size=300), st.sampled_from([BOOLEAN, DATE, NUMBER, MONTHS, TEXT, CONTRACT, SEVERAL]))
def test_whatever_is_typed_is_a_value_or_told(text: str, kind: Type) -> None:
    command_of(text, fact(kind))
    found = read_answer(text, "f", fact(kind), Vocabulary({"f": fact(kind)}))
    assert isinstance(found, dict) or found
