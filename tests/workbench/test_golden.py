"""Golden cases: what they take over from the head of their file, and what a failing one tells."""

from small_rulebook import small

from rulecheck.engine.golden import GoldenFile
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.values import UNKNOWN
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden

ARTICLE = """
article: "1"
title: {en: Fee}
provisions:
  (1):
    kind: formula
    decides: fee
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Ten won are paid by who is no member.}
        table:
          rows:
            - {when: member, value: 0 won}
            - {otherwise: 10 won}
"""
CONCLUSIONS = "subject: {en: Fees}\nconclusions:\n  fee: {type: money, label: {en: fee}}\n"
HEAD = "given: {member: no}\nlaw date: 2024-03-01\ncases:\n"


def book() -> Rulebook:
    return small({"member": "boolean"}, {"act/1.yaml": ARTICLE, "vocabulary/fees.yaml": CONCLUSIONS})


def golden(cases: str) -> tuple[GoldenFile, Rulebook]:
    rulebook = book()
    read = read_golden((HEAD + cases).encode(), "fees.cases.yaml", rulebook)
    assert read.mistakes == ()
    return read, rulebook


def test_a_case_has_the_facts_of_its_file_and_may_have_others() -> None:
    read, rulebook = golden(
        "  - {case: as given, expect: {fee: 10 won}}\n  - {case: another, facts: {member: yes}, expect: {fee: 0 won}}\n"
    )
    assert [run("f", case, rulebook).differences for case in read.cases] == [(), ()]


def test_a_fact_of_the_file_may_be_taken_back() -> None:
    """`unknown` is no value: the fact is missing, and asked for."""
    read, rulebook = golden(
        "  - {case: not known, facts: {member: unknown}, expect: {fee: unknown}, missing: [member]}\n"
    )
    (case,) = read.cases
    assert case.case is not None
    assert "member" not in case.case.facts
    assert case.expected[0].value is UNKNOWN
    assert run("f", case, rulebook).differences == ()


def test_a_wrong_answer_is_told_with_the_one_expected() -> None:
    read, rulebook = golden("  - {case: wrong, expect: {fee: 11 won}}\n")
    (difference,) = run("f", read.cases[0], rulebook).differences
    assert (difference.about, difference.expected, difference.actual) == ("fee", "11 won", "10 won")
