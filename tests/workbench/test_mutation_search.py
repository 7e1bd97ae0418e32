"""The search for missing cases: one mutant of each sort that takes more than one changed fact to be noticed."""

import pytest
from attrs import evolve
from small_rulebook import small

from rulecheck.engine.decide import Question, decide
from rulecheck.engine.diagnostics import Place
from rulecheck.engine.golden import Expected, GoldenCase, Standing
from rulecheck.engine.mutants import Suggestion
from rulecheck.engine.rulebook import Rulebook
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.golden_standing import standings_in
from rulecheck.workbench.mutate_rules import mutated
from rulecheck.workbench.mutation import groups
from rulecheck.workbench.mutation_baseline import baseline
from rulecheck.workbench.mutation_missing import missing_cases
from rulecheck.workbench.mutation_search import Search, tried_and_searched

ARTICLE = """
article: "1"
title: {en: Loans}
provisions:
  (1):
    kind: entitlement
    decides: lent
    versions:
      - in force: 2019-01-01 to 2023-12-31
        promulgated: 2018-06-03
        by: Act 1
        gist: {en: Members.}
        when: [member, not banned]
      - in force: from 2024-01-01
        promulgated: 2023-06-03
        by: Act 2
        version by: asked_on
        gist: {en: Members and anybody of sixty or older.}
        when:
          - any: [member, age ≥ 60]
          - not banned
          - last day of 3 months from joined_on ≤ asked_on
  (1) proviso:
    kind: exception
    to: (1)
    versions:
      - in force: from 2019-01-01
        promulgated: 2018-06-03
        by: Act 1
        gist: {en: Not to those who owe five books and owe them for long.}
        when: [owed > 5, long_owed]
  (2):
    kind: duty
    of: reader
    decides: card_due
    fulfilled: card_shown
    versions:
      - in force: from 2019-01-01
        promulgated: 2018-06-03
        by: Act 1
        gist: {en: A card is shown.}
        when: member
"""
WORDS = """
subject: {en: Loans}
conclusions:
  lent: {type: boolean, label: {en: lent}}
  card_due: {type: boolean, label: {en: a card is due}}
schemes:
  loans: {title: {en: Loans}, about: [member], law date: [asked_on], decides: [lent, card_due]}
"""
NAMES = {
    "member": "boolean",
    "banned": "boolean",
    "long_owed": "boolean",
    "card_shown": "boolean",
    "age": "integer",
    "owed": "integer",
    "asked_on": "date",
    "joined_on": "date",
}
CASES = """
given: {member: yes, banned: no, age: 30, owed: 0, long_owed: no, asked_on: 2025-06-01, joined_on: 2024-01-15}
cases:
  - {case: a member, facts: {card_shown: yes}, expect: {lent: true}}
  - {case: nobody, facts: {member: no}, expect: {lent: false}}
"""


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    names = {"act/1.yaml": ARTICLE, "vocabulary/loans.yaml": WORDS}
    found = small(NAMES, names)
    return evolve(found, provisions=dict(found.provisions))


def cases(rulebook: Rulebook) -> list[tuple[str, GoldenCase]]:
    found = read_golden(CASES.encode(), "loans.cases.yaml", rulebook)
    assert not found.mistakes
    return [("loans.cases.yaml", case) for case in found.cases]


HARD = (
    # All dates are moved, so that the version's first day or the day before chooses it.
    "EX 1(1), 2024-01-01: in force from 2024-01-01 → 2024-01-02",
    "EX 1(1), 2024-01-01: in force from 2024-01-01 → 2023-12-31",
    # The law date lies on one side, the day of the request on the other.
    "EX 1(1), 2024-01-01: version by asked_on → none",
    # Two facts: who is no member must be sixty.
    "EX 1(1), 2024-01-01: age ≥ 60 → age > 60",
    "EX 1(1), 2024-01-01: age ≥ 60 → nothing",
    # A limit worked out by the calendar.
    "EX 1(1), 2024-01-01: last day of 3 months from joined_on → last day of 4 months from joined_on",
    "EX 1(1), 2024-01-01: last day of 3 months from joined_on → 3 months after joined_on",
    # An exception of two conditions, neither of which holds in a golden case.
    "EX 1(1) proviso, 2019-01-01: owed > 5 → owed ≥ 5",
    "EX 1(1) proviso, 2019-01-01: long_owed → nothing",
    # Only how the duty stands is another.
    "EX 1(2), 2019-01-01: fulfilled: card_shown → not card_shown",
)


@pytest.mark.parametrize("name", HARD)
def test_a_case_is_found_that_takes_more_than_one_step(rulebook: Rulebook, name: str) -> None:
    found = baseline(rulebook, cases(rulebook))
    candidate = next(c for g in groups(rulebook, lambda _i, _f: True) for c in g.candidates if c.mutant.id == name)
    suggestion = Search(rulebook, found).suggestion(candidate)
    assert suggestion is not None
    assert suggestion.original != suggestion.mutated
    assert suggestion.sees == ("standing" if "fulfilled" in name else "expect")


def test_each_missing_case_kills_what_it_was_written_for(rulebook: Rulebook) -> None:
    """With the answers of the rules filled in; and what is written twice is written once."""
    known = cases(rulebook)
    found = baseline(rulebook, known)
    for group in groups(rulebook, lambda _i, _f: True):
        outcomes = list(tried_and_searched(rulebook, found, group))
        by_title = {(f, g.title): g.case for f, g in known if g.case is not None}
        for candidate, outcome in zip(group.candidates, outcomes, strict=True):
            if outcome.suggestion is None:
                continue
            texts = missing_cases([outcome], by_title, rulebook.vocabulary)
            (text,) = texts.values()
            written = read_golden(answered(text, outcome.suggestion).encode(), "missing.cases.yaml", rulebook)
            assert not written.mistakes
            (case,) = written.cases
            case = with_answers(rulebook, case, outcome.suggestion)
            assert run("missing.cases.yaml", case, rulebook).passed
            assert not run("missing.cases.yaml", case, mutated(rulebook, candidate.edit)).passed
        every = "\n".join(missing_cases(outcomes, by_title, rulebook.vocabulary).values())
        told = {(o.suggestion.beside, o.suggestion.facts) for o in outcomes if o.suggestion is not None}
        assert every.count("- case:") == len(told)


def answered(text: str, suggestion: Suggestion) -> str:
    """The file with an answer to its only question; what stands open otherwise is taken away."""
    return "\n".join(
        line.replace("to be worked out", "to be answered")
        for line in text.splitlines()
        if not line.strip().startswith(("standing:", f"{suggestion.provision or '?'}: to be worked out"))
    )


def with_answers(rulebook: Rulebook, case: GoldenCase, suggestion: Suggestion) -> GoldenCase:
    assert case.case is not None
    answer = decide(rulebook, case.case, Question((suggestion.asks,)))
    if suggestion.sees == "standing":
        (standing,) = standings_in(answer)[suggestion.provision]
        case = evolve(case, standings=(Standing(suggestion.provision, standing),))
    elif suggestion.sees == "cites":
        case = evolve(
            case,
            cites=(suggestion.provision,) if suggestion.original == "that it applies" else (),
            does_not_cite=(suggestion.provision,) if suggestion.original != "that it applies" else (),
        )
    text = {"expect": suggestion.original}.get(suggestion.sees)
    value = next(d.value for d in answer.asked())
    if text is not None:
        assert text == {True: "yes", False: "no"}.get(value if isinstance(value, bool) else None, "unknown")
    return evolve(case, unanswered=(), expected=(Expected(suggestion.asks, value, "", Place("missing")),))


def test_the_search_comes_to_the_same_in_every_run(rulebook: Rulebook) -> None:
    found = baseline(rulebook, cases(rulebook))
    (group, *_) = groups(rulebook, lambda _i, _f: True)
    assert list(tried_and_searched(rulebook, found, group)) == list(tried_and_searched(rulebook, found, group))
