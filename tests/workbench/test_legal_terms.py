"""Tree against tree: each pair of versions of an invented provision in the legal terms in which it differs."""

from datetime import date
from typing import Literal

import pytest
from attrs import evolve
from rulebooks import HERE, expression, provision, rulebook, version

from rulecheck.engine.changes import Term
from rulecheck.engine.rulebook import Row, Rulebook, Table
from rulecheck.engine.types import BOOLEAN, DATE, DAYS, INTEGER, ChoiceType, ListType, Type, money
from rulecheck.engine.vocabulary import Words
from rulecheck.reports.terms_text import TermWords
from rulecheck.reports.words import Speaker
from rulecheck.workbench.legal_terms import header_terms, provision_terms, version_terms

FACTS: dict[str, Type] = {
    "born_on": DATE,
    "asked_on": DATE,
    "grade": INTEGER,
    "rest": DAYS,
    "sick": BOOLEAN,
    "poor": BOOLEAN,
    "wage": money("euro"),
    "contract": ChoiceType("choice", ("open", "fixed", "day")),
    "trips": ListType("list of trip", "trip"),
    "trip.length": INTEGER,
}
AGE = {"age": "age of born_on on asked_on"}


def built(before: dict[str, str], after: dict[str, str], amount: bool, where: dict[str, str] | None = None) -> Rulebook:
    """A rulebook whose one provision says the one thing first and then the other."""
    old = version(**before, until="2009-12-31", where=where)
    new = version(**after, since="2010-01-01", where=where)
    one = provision("", old, new, decides="c", kind="formula" if amount else "condition")
    return rulebook([one], FACTS, {"c": money("euro") if amount else BOOLEAN}, record="trip")


def terms(book: Rulebook) -> list[tuple[str, str]]:
    """The terms between the two versions: kind, and how it is said."""
    old, new = book.provisions["A 1"].versions
    words = TermWords(Speaker(book), Speaker(book))
    return [(term.kind, words.said(term, old, new)) for term in version_terms(old, new)]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("age ≤ 8", "age ≤ 12", ["limit raised: age at most 8 years → at most 12 years"]),
        ("12 ≥ age", "8 ≥ age", ["limit lowered: age at most 12 years → at most 8 years"]),
        ("rest ≥ 14 days", "rest ≥ 7 days", ["minimum lowered: rest at least 14 days → at least 7 days"]),
        ("wage < 5 euro", "wage < 7 euro", ["limit raised: wage less than 5 euro → less than 7 euro"]),
        (
            "grade 2–4",
            "grade 1–6",
            ["minimum lowered: grade at least 2 → at least 1", "limit raised: grade at most 4 → at most 6"],
        ),
        (
            "2 < grade < 4",
            "1 < grade < 6",
            ["minimum lowered: grade more than 2 → more than 1", "limit raised: grade less than 4 → less than 6"],
        ),
        (
            "asked_on ≥ 2020-01-01",
            "asked_on ≥ 2021-01-01",
            ["bound changed: asked_on on or after 2020-01-01 → on or after 2021-01-01"],
        ),
        ("age < 8", "age ≤ 8", ["comparison changed: age < 8 → age ≤ 8"]),
        ("sick", "sick and grade ≤ 2", ["condition added: grade ≤ 2"]),
        ("sick and grade ≤ 2", "sick", ["condition removed: grade ≤ 2"]),
        (
            "sick and age ≤ 8",
            "age ≤ 12 and poor",
            [
                "limit raised: age at most 8 years → at most 12 years",
                "condition removed: sick: yes",
                "condition added: poor: yes",
            ],
        ),
        ("sick", "sick or poor", ["alternative added: poor: yes"]),
        ("sick or poor", "poor", ["alternative removed: sick: yes"]),
        (
            "(sick or age ≤ 8) and poor",
            "(sick or age ≤ 9) and poor",
            ["limit raised: age at most 8 years → at most 9 years"],
        ),
        ("sick", "poor", ["condition changed: sick: yes → poor: yes"]),
        ("not sick", "sick", ["condition changed: sick: no → sick: yes"]),
        ("not (age ≤ 8)", "not (age ≤ 12)", ["condition changed: not the case: age ≤ 8 → not the case: age ≤ 12"]),
        ("contract is fixed", "contract in {fixed, day}", ["options added: contract is “day”"]),
        ("contract in {fixed, day}", "contract is day", ["options removed: contract is “fixed”"]),
        (
            "any t in trips satisfies t.length ≤ 8",
            "any t in trips satisfies t.length ≤ 9",
            ["limit raised: trip.length at most 8 → at most 9"],
        ),
        ("", "sick", ["condition added: sick: yes"]),
        ("sick", "", ["condition removed: sick: yes"]),
        ("sick and poor", "poor and sick", []),
    ],
)
def test_conditions(before: str, after: str, told: list[str]) -> None:
    where = AGE if "age" in f"{before} {after}" else None
    assert [said for _, said in terms(built({"when": before}, {"when": after}, False, where))] == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("80% of wage", "100% of wage", ["rate changed: 80% → 100%, in wage"]),
        ("5 euro", "7 euro", ["result changed: 5 euro → 7 euro"]),
        ("wage × 2", "wage × 3", ["number changed: 2 → 3, in wage × 3"]),
        ("(wage, at most 9 euro)", "(wage, at most 12 euro)", ["cap changed: 9 euro → 12 euro, in wage"]),
        ("wage", "(wage, at least 2 euro)", ["floor added: 2 euro, in wage"]),
        ("(wage, at least 2 euro)", "wage", ["floor removed: 2 euro, in wage"]),
        (
            "wage ÷ 3 rounded down to 1 euro",
            "wage ÷ 3 rounded up to 10 euro",
            ["rounding changed: down to 1 euro → up to 10 euro"],
        ),
        ("wage ÷ 3 rounded down to 1 euro", "wage ÷ 3", ["rounding removed: down to 1 euro"]),
        (
            "wage ÷ 3",
            "wage ÷ 4 rounded half up to 1 euro",
            ["number changed: 3 → 4, in wage ÷ 4", "rounding added: half up to 1 euro"],
        ),
        (
            "wage if age ≤ 8 otherwise 0 euro",
            "wage if age ≤ 9 otherwise 0 euro",
            ["limit raised: age at most 8 years → at most 9 years"],
        ),
        ("wage", "wage − 5 euro", ["result changed: wage → wage − 5 euro"]),
    ],
)
def test_amounts(before: str, after: str, told: list[str]) -> None:
    where = AGE if "age" in f"{before} {after}" else None
    assert [said for _, said in terms(built({"value": before}, {"value": after}, True, where))] == told


def test_a_local_amount_that_changes_is_told_under_its_name() -> None:
    old = version("paid ≥ 2 euro", where={"paid": "wage"}, until="2009-12-31")
    new = version("paid ≥ 2 euro", where={"paid": "wage × 2"}, since="2010-01-01")
    book = rulebook([provision("", old, new, decides="c")], FACTS, record="trip")
    assert terms(book) == [("amount", "result changed: wage → wage × 2, in paid")]


def test_a_local_amount_of_one_version_is_written_out() -> None:
    """Naming an amount changes nothing; the gist tells that there is something new all the same."""
    old = version("wage × 2 ≥ 2 euro", until="2009-12-31")
    new = version("double ≥ 2 euro", where={"double": "wage × 2"}, since="2010-01-01")
    book = rulebook([provision("", old, new, decides="c")], FACTS, record="trip")
    assert terms(book) == []


def test_what_the_law_leaves_open() -> None:
    book = built({"value": "wage"}, {"unsettled": "nobody knows"}, True)
    assert [said for _, said in terms(book)] == ["now left open by the law: nobody knows", "result removed: wage"]


def test_another_date_that_chooses() -> None:
    old, new = version("sick", until="2009-12-31"), version("sick", since="2010-01-01", by="asked_on")
    book = rulebook([provision("", old, new, decides="c")], FACTS, record="trip")
    assert terms(book) == [("chosen by", "now chosen by: asked_on")]


def test_what_surrounds_the_rule() -> None:
    old, new = version(promulgated="1999-05-01"), version(promulgated="1999-06-01", until="2010-12-31")
    assert header_terms(old, new) == (
        Term("time in force", "2000-01-01–", "2000-01-01–2010-12-31"),
        Term("promulgation", "1999-05-01", "1999-06-01"),
    )
    assert header_terms(old, old) == ()
    assert old.since == date(2000, 1, 1)


def test_the_provision_as_a_whole() -> None:
    one = provision("(1)", version(), decides="c", kind="duty", fulfilled="sick")
    other = provision("(1)", version(), decides="c", kind="prohibition", fulfilled="poor")
    assert [term.kind for term in provision_terms(one, other)] == ["kind", "fulfilled"]
    assert provision_terms(one, one) == ()


def rows(*written: tuple[str, str], match: Literal["first", "unique"] = "first") -> Table:
    listed = (Row(expression(when) if when else None, expression(value), HERE) for when, value in written)
    return Table(tuple(listed), match, False, HERE)


def test_the_rows_of_a_table() -> None:
    old_table = rows(("grade ≤ 2", "5 euro"), ("grade ≤ 4", "7 euro"), ("sick", "8 euro"), ("", "9 euro"))
    new_table = rows(("grade ≤ 2", "6 euro"), ("sick", "8 euro"), ("poor", "1 euro"), ("", "0 euro"))
    old = evolve(version(until="2009-12-31"), table=old_table)
    new = evolve(version(since="2010-01-01"), table=new_table)
    book = rulebook([provision("", old, new, decides="c", kind="formula")], FACTS, {"c": money("euro")}, record="trip")
    assert [said for _, said in terms(book)] == [
        "row of the table changed: 5 euro → 6 euro, in grade ≤ 2",
        "row of the table removed: 7 euro, in grade ≤ 4",
        "row of the table changed: 9 euro → 0 euro, in otherwise",
        "row of the table added: 1 euro, in poor: yes",
    ]


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        (rows(("sick", "2 euro"), ("poor", "1 euro")), ["table"]),
        (rows(("poor", "1 euro"), ("sick", "2 euro"), match="unique"), ["table"]),
        (rows(("poor", "1 euro"), ("sick", "2 euro")), []),
    ],
)
def test_the_order_of_a_table(after: Table, kinds: list[str]) -> None:
    before = rows(("poor", "1 euro"), ("sick", "2 euro"))
    found = version_terms(evolve(version(), table=before), evolve(version(), table=after))
    assert [term.kind for term in found] == kinds


def test_a_version_of_which_only_the_gist_is_new() -> None:
    book = built({"when": "sick"}, {"when": "sick"}, False)
    old, new = book.provisions["A 1"].versions
    new = evolve(new, gist=Words({"en": "the same in other words"}))
    (term,) = version_terms(old, new)
    words = TermWords(Speaker(book), Speaker(book))
    assert words.said(term, old, new) == "nothing that is computed changes; only the gist reads otherwise"
    told = "wording of the gist changed: gist → the same in other words"
    assert words.said(term, old, evolve(new, since=old.since)) == told


def test_words_of_another_language() -> None:
    book = built({"when": "grade ≤ 2"}, {"when": "grade ≤ 6"}, False)
    old, new = book.provisions["A 1"].versions
    words = TermWords(Speaker(book, "ko"), Speaker(book, "ko"))
    assert [words.said(t, old, new) for t in version_terms(old, new)] == ["상한을 높임: grade ≤ 2 → ≤ 6"]
    assert words.said(Term("gist", Words({"ko": "가"}), Words({"ko": "나"})), old, old) == "요지 문구 변경: 가 → 나"
