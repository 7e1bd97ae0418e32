"""The audit of amendments: each is a dated version from its instrument, and cases stand on both sides of its day."""

from collections.abc import Iterable
from datetime import date

import pytest
from attrs import evolve
from rulebooks import HERE, case, provision, rulebook, version

from rulecheck.engine.amendments import AmendmentCounts, Amendments
from rulecheck.engine.golden import Expected, GoldenCase, Result
from rulecheck.engine.rulebook import Rulebook, Version
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER
from rulecheck.engine.vocabulary import DatedValue, Figure, Words
from rulecheck.workbench.amendments import audit_amendments, read_amendments
from rulecheck.workbench.golden import run

CAP = Figure(
    "cap",
    INTEGER,
    Words({"en": "cap"}),
    HERE,
    (
        DatedValue(date(2020, 1, 1), date(2020, 12, 31), 1, "notice 1", HERE),
        DatedValue(date(2021, 1, 1), None, 2, "notice 2", HERE),
    ),
)


def made(*versions: Version) -> Rulebook:
    """Two versions, or those given, an exception chosen by a day of its own, a figure, and a condition with a day."""
    first = versions or (version("p", until="2020-05-31"), version("p", since="2020-06-01"))
    return rulebook(
        [
            provision("(1)", *first, decides="c"),
            provision("(2)", version("p", since="2020-06-01", by="asked_on", promulgated="2020-05-01"), to="A 1(1)"),
            provision("(3)", version("", "cap + 0"), decides="n"),
            provision("(4)", version("asked_on ≥ 2020-06-01"), decides="d"),
        ],
        {"p": BOOLEAN, "asked_on": DATE},
        {"c": BOOLEAN, "n": INTEGER, "d": BOOLEAN},
        figures=[CAP],
    )


BOOK = made()
TEXT = """\
reached: {placed: 2, exercised: 2}
amendments:
  first: {cite: Act 1, in force: 2020-06-01, instruments: {Act 1: 2020-06-01}, versions: [A 1(1), A 1(4)]}
  second: {cite: Act 1, in force: 2021-01-01, instruments: {Act 1: 2020-12-01}, figures: [cap]}
  third: {cite: Act 1, in force: 2022-01-01, instruments: {Act 2: 2021-12-01}, reason: it is about sailors}
"""
Days = Iterable[tuple[str, str]]
BOTH_SIDES = (("2020-05-31", "2020-05-31"), ("2020-06-01", "2020-07-01"), ("2020-12-31",) * 2, ("2021-01-01",) * 2)


def amendments(text: str = TEXT) -> Amendments:
    found, mistakes = read_amendments(text.encode(), "amendments.yaml")
    assert not mistakes
    assert found is not None
    return found


def results(book: Rulebook, days: Days) -> list[Result]:
    made = []
    for law_date, asked_on in days:
        given = case(law_date, p=True, asked_on=date.fromisoformat(asked_on))
        expected = tuple(Expected(name, True, "", HERE) for name in ("c", "n", "d"))
        made.append(run("cases", GoldenCase("case", HERE, given, (), expected), book))
    return made


def audited(
    text: str = TEXT, days: Days = BOTH_SIDES, book: Rulebook = BOOK
) -> tuple[AmendmentCounts, list[tuple[str, str]]]:
    counts, found = audit_amendments(amendments(text), book, results(book, days))
    return counts, [(d.code, d.message) for d in found]


def test_all_placed_and_exercised() -> None:
    assert audited() == (AmendmentCounts(3, 2, 1, 2, 0), [])


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        (0, "no golden case of `first` looks at `A 1(1)` by the law of the day before, 2020-05-31"),
        (3, "no golden case of `second` looks at `cap` by the law of 2021-01-01 or after"),
        (2, "no golden case of `second` looks at `cap` by the law of the day before, 2020-12-31"),
    ],
)
def test_a_side_without_a_case_is_told(left_out: int, message: str) -> None:
    days = [day for i, day in enumerate(BOTH_SIDES) if i != left_out]
    counts, told = audited(days=days)
    assert ("R0610", message) in told
    assert counts.placed == 2
    assert counts.exercised == 1


def test_the_day_before_is_that_very_day() -> None:
    _, told = audited(days=[("2020-05-30", "2020-05-30"), *BOTH_SIDES[1:]])
    assert [m for _, m in told if "`A 1(1)`" in m]


def test_after_means_while_the_version_is_in_force() -> None:
    """A case of a later version shows nothing of one that has ended."""
    ended = version("p", since="2020-06-01", until="2020-06-30")
    book = made(version("p", until="2020-05-31"), ended, version("p", since="2020-07-01"))
    days = [BOTH_SIDES[0], *BOTH_SIDES[2:]]
    _, told = audited(days=days, book=book)
    assert ("R0610", "no golden case of `first` looks at `A 1(1)` by the law of 2020-06-01 to 2020-06-30") in told


def test_a_version_that_another_day_chooses_is_looked_at_by_that_day() -> None:
    """The exception is chosen by the day of the request, also where it is not in force by it."""
    text = TEXT.replace("[A 1(1), A 1(4)]", "[A 1(2)]").replace("Act 1: 2020-06-01", "Act 1: 2020-05-01")
    days = [("2020-08-01", "2020-05-31"), ("2020-05-01", "2020-06-01"), *BOTH_SIDES[2:]]
    assert audited(text, days) == (AmendmentCounts(3, 2, 1, 2, 0), [])
    _, told = audited(text, [("2020-05-31", "2020-05-30"), *days[1:]])
    assert [code for code, _ in told] == ["R0610", "R0606"]


def test_law_older_than_the_rulebook_asks_for_the_later_side_alone() -> None:
    book = evolve(BOOK, covers_from=date(2020, 6, 1))
    counts, told = audited(days=BOTH_SIDES[1:], book=book)
    assert (counts.exercised, counts.later_side, told) == (2, 1, [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("in force: 2020-06-01", "in force: 2020-06-02", ["R0607", "R0607", "R0606", "R0606"]),
        ("figures: [cap]", "figures: [cop]", ["R0602", "R0606", "R0606"]),
        ("[A 1(1), A 1(4)]", "[A 1(9)]", ["R0602", "R0606", "R0606"]),
        ("in force: 2021-01-01", "in force: 2021-01-02", ["R0607", "R0606", "R0606"]),
        ("Act 1: 2020-06-01", "Act 1: 2020-05-31", ["R0608", "R0606", "R0606"]),
        ("Act 1: 2020-06-01", "Act 3: 2020-06-01", ["R0608", "R0606", "R0606"]),
        ("versions: [A", "confidence: from memory only, versions: [A", ["R0609", "R0606", "R0606"]),
        ("figures: [cap]", "confidence: from memory only, figures: [cap]", ["R0609", "R0606", "R0606"]),
        ("reason: it is about sailors", "note: to be looked at", ["R0603"]),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, expected: list[str]) -> None:
    assert old in TEXT
    _, told = audited(TEXT.replace(old, new))
    assert [code for code, _ in told] == expected


def test_an_amendment_that_reaches_back_is_shown_on_the_sides_of_that_day() -> None:
    """In force from a day on which no version begins, it is placed by the day to which it reaches back."""
    text = TEXT.replace("in force: 2020-06-01", "in force: 2020-09-01, applies from: 2020-06-01")
    assert audited(text) == (AmendmentCounts(3, 2, 1, 2, 0), [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT.replace("2022-01-01", "2022-02-30"), "R0340"),
        (TEXT.replace("Act 2: 2021-12-01", "Act 2: 2021-13-01"), "R0340"),
        (TEXT.replace("reason:", "reasons:"), "R0302"),
        ("amendments: []", "R0301"),
    ],
)
def test_a_file_that_cannot_be_read(text: str, code: str) -> None:
    found, mistakes = read_amendments(text.encode(), "amendments.yaml")
    assert found is None
    assert code in {d.code for d in mistakes}
