"""Mutants that are shown to change nothing: random cases try to refute the argument, and what is nearly so is not
shown."""

from datetime import date, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small_rulebook import small

from rulecheck.engine.case import Case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.values import Value
from rulecheck.workbench.mutate_rules import Candidate, mutated
from rulecheck.workbench.mutation import groups
from rulecheck.workbench.mutation_proofs import SAME_WORDS, proof

VERSION = """
      - in force: {force}
        promulgated: {promulgated}
        by: Act {number}
        gist: {{en: Books are lent.}}{by}
        when: {when}"""
WORDS = """
subject: {en: Loans}
conclusions:
  lent: {type: boolean, label: {en: lent}}
facts:
  age: {type: integer, label: {en: age}, at least: 0, at most: 120}
"""


def book(*versions: tuple[str, str, str, str]) -> Rulebook:
    """A provision with versions: in force, promulgated, what chooses the version, and the condition."""
    head = (
        'article: "1"\ntitle: {en: Loans}\nprovisions:\n  (1):\n    kind: entitlement\n    decides: lent\n    versions:'
    )
    text = head
    for number, (force, promulgated, by, when) in enumerate(versions, 1):
        chosen = f"\n        version by: {by}" if by else ""
        text += VERSION.format(force=force, promulgated=promulgated, by=chosen, when=when, number=number)
    names = {"member": "boolean", "asked_on": "date"}
    found = small(names, {"act/1.yaml": text + "\n", "vocabulary/loans.yaml": WORDS})
    return evolve(found, provisions=dict(found.provisions))


def mutants(rulebook: Rulebook) -> list[Candidate]:
    return [c for group in groups(rulebook, lambda _id, _file: True) for c in group.candidates]


def shown(rulebook: Rulebook) -> dict[str, str]:
    return {c.mutant.change: proof(rulebook, c) for c in mutants(rulebook) if proof(rulebook, c)}


def twice(by: str, when: str = "member and age ≥ 12", again: str = "") -> Rulebook:
    first = ("2020-01-01 to 2023-12-31", "2019-06-03", by, when)
    return book(first, ("from 2024-01-01", "2023-06-03", by, again or when))


SAME = {"": twice(""), "asked_on": twice("asked_on")}
DAYS = st.dates(date(2020, 1, 2), date(2026, 12, 31)) | st.sampled_from(
    [date(2024, 1, 1) + timedelta(days=n) for n in range(-2, 3)]
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    facts: dict[str, Value] = {}
    whole = st.integers(0, 120) | st.sampled_from([0, 1, 11, 12, 13, 119, 120])
    for name, values in (("member", st.booleans()), ("age", whole), ("asked_on", DAYS)):
        if draw(st.integers(0, 3)):
            facts[name] = draw(values)
    known_on = draw(st.none() | DAYS)
    return Case("", facts, law_date=draw(DAYS), known_on=known_on)


def answers(rulebook: Rulebook, case: Case) -> list[object]:
    answer = decide(rulebook, case, Question(("lent",)))
    decided = [(d.value, d.settled, d.missing) for d in answer.asked()]
    return [decided, [d.code for d in answer.problems]]


@given(st.sampled_from([*SAME.values()]), cases())
def test_no_random_case_notices_what_is_shown_to_change_nothing(rulebook: Rulebook, case: Case) -> None:
    for one in mutants(rulebook):
        if proof(rulebook, one):
            assert answers(mutated(rulebook, one.edit), case) == answers(rulebook, case), one.mutant.id


def test_a_day_between_versions_of_the_same_words_changes_nothing() -> None:
    for rulebook in SAME.values():
        told = {change: why for change, why in shown(rulebook).items() if change.startswith("in force from 2024")}
        assert set(told.values()) == {SAME_WORDS}
        assert len(told) == 2


def test_other_words_another_date_or_a_gap_between_are_not_shown() -> None:
    when = "member and age ≥ 12"
    first = ("2020-01-01 to 2023-12-31", "2019-06-03", "", when)
    other = (
        twice("", again="member and age ≥ 13"),
        book(first, ("from 2024-01-01", "2023-06-03", "asked_on", when)),
        book(("2020-01-01 to 2023-12-30", "2019-06-03", "", when), ("from 2024-01-01", "2023-06-03", "", when)),
        # Between the two promulgations the newer one alone was known.
        book(("2020-01-01 to 2023-12-31", "2023-06-03", "", when), ("from 2024-01-01", "2019-06-03", "", when)),
    )
    for rulebook in other:
        assert not any(change.startswith("in force") for change in shown(rulebook))


def test_limits_that_the_vocabulary_rules_out_are_no_mutants() -> None:
    """The checker refuses a condition that is always true, or never."""
    changes = {c.mutant.change for c in mutants(twice("", when="member and age ≥ 1"))}
    assert "age ≥ 1 → age ≥ 2" in changes
    assert "age ≥ 1 → age ≥ 0" not in changes
