"""The bench for golden cases: where an answer parts, which cases are meant, rewriting, watching."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_rulebook import small

from rulecheck.engine.golden import GoldenFile, Result
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.golden_selection import Selection, picker
from rulecheck.workbench.golden_update import in_ci, rewrites, rewritten, save
from rulecheck.workbench.golden_watch import changes, touched

HEAD = """    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: a rule}
"""
FEE = f"""
article: "1"
title: {{en: Fee}}
provisions:
  (1):
    kind: formula
    decides: fee
{HEAD}        table:
          rows:
            - {{when: exempt, value: 0 won}}
            - {{otherwise: 10 won}}
"""
EXEMPT = f"""
article: "2"
title: {{en: Exemption}}
provisions:
  (1):
    kind: entitlement
    decides: exempt
{HEAD}        when:
          - any: [member, age ≥ 65]
  (2):
    kind: exception
    to: (1)
{HEAD}        when: expelled
"""
CONCLUSIONS = """subject: {en: Fees}
conclusions:
  fee: {type: money, label: {en: fee}}
  exempt: {type: boolean, label: {en: exempt}}
schemes:
  fees: {title: {en: Fees}, about: [member], law date: [joined], decides: [fee]}
"""
CASES = """# by hand
given: {expelled: no}
law date: 2024-03-01
cases:
  - case: a member   # pays nothing
    shows: EX 2(1)
    facts: {member: yes, age: 30}
    expect: {exempt: yes, fee: 0 won}

  - case: nobody special
    facts: {member: no, age: 30}
    expect:
      fee: '10 won'  # the full fee
"""


@pytest.fixture
def book() -> Rulebook:
    return book_with(FEE)


def book_with(fee: str) -> Rulebook:
    names = {"member": "boolean", "expelled": "boolean", "age": "integer", "joined": "date"}
    return small(names, {"act/1.yaml": fee, "act/2.yaml": EXEMPT, "vocabulary/fees.yaml": CONCLUSIONS})


def read(text: str, book: Rulebook) -> GoldenFile:
    golden = read_golden(text.encode(), "fees.cases.yaml", book)
    assert golden.mistakes == ()
    return golden


def results(text: str, book: Rulebook) -> tuple[Result, ...]:
    return tuple(run("fees.cases.yaml", case, book) for case in read(text, book).cases)


def parts_at(facts: str, expect: str, book: Rulebook, further: str = "") -> str:
    text = f"cases:\n  - {{case: x, law date: 2024-03-01, facts: {{{facts}}}, expect: {{{expect}}}{further}}}\n"
    (result,) = results(text, book)
    (difference,) = result.differences
    return difference.parts_at


def test_it_parts_where_a_condition_was_read_off_the_case(book: Rulebook) -> None:
    """The fee rests on the exemption, and that on a condition of Article 2: there the way ends."""
    told = parts_at("member: no, age: 64, expelled: no", "exempt: yes", book)
    assert told == "EX 2(1) does not apply: `member` is false (member: no)"


def test_the_way_leads_through_an_exception(book: Rulebook) -> None:
    told = parts_at("member: yes, age: 64, expelled: yes", "exempt: yes", book)
    assert told == "EX 2(2) excepts EX 2(1): `expelled` is true (expelled: yes)"


def test_a_value_parts_at_the_row_that_gave_it(book: Rulebook) -> None:
    assert parts_at("member: no, age: 64, expelled: no", "fee: 11 won", book) == (
        "EX 1(1) says by row 2 of its table `10 won`, which is 10 won"
    )


def test_what_applied_and_should_not_parts_at_what_made_it_apply(book: Rulebook) -> None:
    told = parts_at("member: no, age: 65, expelled: no", "exempt: no", book)
    assert told == "EX 2(1) applies: `age ≥ 65` is true (age: 65)"


def test_what_is_unknown_parts_at_the_missing_fact(book: Rulebook) -> None:
    told = parts_at("member: no, expelled: no", "exempt: no", book)
    assert told == "EX 2(1) is unknown: `age ≥ 65` is unknown (age: unknown)"


def test_a_provision_that_must_be_cited_parts_where_it_did_not_apply(book: Rulebook) -> None:
    told = parts_at("member: no, age: 64, expelled: no", "exempt: no", book, ", cites: [EX 2(1)]")
    assert told == "EX 2(1) does not apply: `member` is false (member: no)"


def test_an_answer_to_be_given_is_neither_passed_nor_failed(book: Rulebook) -> None:
    (result,) = results("cases:\n  - {case: x, facts: {member: yes}, expect: {exempt: to be answered}}\n", book)
    assert (result.passed, result.failed, result.to_be_answered) == (False, False, True)
    assert result.case.unanswered == ("exempt",)


@pytest.mark.parametrize(
    ("selection", "picked"),
    [
        (Selection(), ["a member", "nobody special"]),
        (Selection(text="nobody"), ["nobody special"]),
        (Selection(text="EX 2"), ["a member"]),
        (Selection(name="a member"), ["a member"]),
        (Selection(name="a mem"), []),
        (Selection(scheme="fees"), ["a member", "nobody special"]),
        (Selection(article="EX 2"), ["a member"]),
        (Selection(article="EX 1"), ["a member", "nobody special"]),
        (Selection(article="EX 2", text="nobody"), []),
    ],
)
def test_cases_are_picked(selection: Selection, picked: list[str], book: Rulebook) -> None:
    chosen = picker(selection, book)
    golden = read(CASES, book)
    assert [c.title for c in golden.cases if chosen.picks(golden.file, c, book)] == picked


def test_an_expected_answer_is_rewritten_and_nothing_else(book: Rulebook) -> None:
    wrong = (
        CASES.replace("'10 won'", "'12 won'").replace("fee: 0 won", "fee: 3 won").replace("exempt: yes", "exempt: no")
    )
    found = rewrites(results(wrong, book), book)
    assert [(c.address, c.before, c.after) for c in found] == [
        ("exempt", "no", "true"),
        ("fee", "3 won", "0 won"),
        ("fee", "12 won", "10 won"),
    ]
    assert rewritten(wrong.encode(), found, book) == CASES.replace("exempt: yes", "exempt: true").encode()


def test_an_answer_in_braces_is_quoted_where_a_comma_would_end_it() -> None:
    dear_book = book_with(FEE.replace("10 won", '"10,000 won"'))
    text = "cases:\n  - {case: x, law date: 2024-03-01, facts: {member: no, age: 1}, expect: {fee: 1 won}}\n"
    found = rewrites(results(text, dear_book), dear_book)
    expected = text.replace("fee: 1 won", 'fee: "10,000 won"').encode()
    assert rewritten(text.encode(), found, dear_book) == expected


def test_what_cannot_be_rewritten_alone_is_left_as_it_is(book: Rulebook, tmp_path: Path) -> None:
    """The file has changed since it was read."""
    wrong = CASES.replace("'10 won'", "'12 won'")
    path = tmp_path / "fees.cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    golden = read_golden(wrong.encode(), str(path), book)
    found = rewrites([run(str(path), case, book) for case in golden.cases], book)
    assert save(found, book) == (str(path),)
    assert path.read_text(encoding="utf-8") == CASES
    path.write_text(wrong, encoding="utf-8")
    assert save(found, book) == ()
    assert path.read_text(encoding="utf-8") == CASES


def test_an_answer_to_be_given_is_never_rewritten(book: Rulebook) -> None:
    text = "cases:\n  - {case: x, facts: {member: yes, expelled: no}, expect: {exempt: to be answered}}\n"
    assert rewrites(results(text, book), book) == ()


@given(st.integers(0, 10**9))
def test_whatever_amount_was_expected_the_right_one_is_written(amount: int) -> None:
    book = book_with(FEE)
    wrong = CASES.replace("'10 won'", f"'{amount} won'")
    found = rewrites(results(wrong, book), book)
    assert len(found) == (amount != 10)
    assert rewritten(wrong.encode(), found, book) == (CASES if found else wrong).encode()


@pytest.mark.parametrize(
    ("value", "there"), [(None, False), ("", False), ("0", False), ("false", False), ("true", True), ("1", True)]
)
def test_a_build_server_is_known_by_its_environment(value: str | None, there: bool) -> None:
    assert in_ci({} if value is None else {"CI": value}) is there


def test_a_saved_file_touches_what_rests_on_it(book: Rulebook) -> None:
    both = results(
        CASES + "\n  - case: exemption alone\n    facts: {member: no, age: 1}\n    expect: {exempt: no}\n", book
    )

    def titles(path: str) -> set[str]:
        return {title for _, title in touched([path], both, [book])}

    everything = {"a member", "nobody special", "exemption alone"}
    assert titles("act/1.yaml") == {"a member", "nobody special"}
    assert titles("act/2.yaml") == everything
    assert titles("vocabulary/fees.yaml") == everything
    assert titles("fees.cases.yaml") == everything
    assert titles("other.cases.yaml") == set()


def test_a_saved_file_is_seen_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("a", encoding="utf-8")
    turns = iter([lambda: None, lambda: second.write_text("b", encoding="utf-8"), lambda: None, first.unlink])
    seen = changes([str(tmp_path)], lambda: next(turns)() and None)
    assert next(seen) == (str(second),)
    assert next(seen) == (str(first),)
