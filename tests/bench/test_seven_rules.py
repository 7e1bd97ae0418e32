"""The seven rules of the bench: the rulebook and the hand-written function say the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from seven.cases import LAW_DATE, cases, columns
from seven.handwritten import decide, decide_traced

from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide as interpreted
from rulecheck.engine.loader import load
from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.rulebook import Rulebook

SEVEN = Path(__file__).resolve().parents[2] / "bench" / "seven"


def text_of(facts: dict[str, Any]) -> bytes:
    return json.dumps({"law_date": LAW_DATE, "facts": facts}).encode()


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    found, problems = load(str(SEVEN / "rules"))
    assert found is not None
    assert not problems
    return found


def test_the_rulebook_says_what_the_function_says(rulebook: Rulebook) -> None:
    compiled = Compiled(rulebook)
    for facts in cases(300, seed=7):
        case = read_case(text_of(facts), "case.json", rulebook.vocabulary)[0]
        assert case is not None
        generated = compiled.decide(case)
        assert generated.reference is None
        assert generated.values() == decide(facts)
        answer = interpreted(rulebook, case)
        assert {decision.address: decision.value for decision in answer.asked()} == decide(facts)


def test_every_answer_comes_out_in_more_than_one_way() -> None:
    answers = [decide(facts) for facts in cases(2000)]
    for name in answers[0]:
        assert len({answer[name] for answer in answers}) > 1, name


def test_a_trace_by_hand_names_what_was_read() -> None:
    facts = cases(1)[0]
    answers, trace = decide_traced(facts)
    assert answers == decide(facts)
    assert [entry["answer"] for entry in trace] == list(answers)
    assert {fact for entry in trace for fact in entry["read"]} == set(facts)


def test_columns_are_cases_of_the_same_kind() -> None:
    made = columns(500)
    rows = [dict(zip(made, row, strict=True)) for row in zip(*(c.tolist() for c in made.values()), strict=True)]
    assert set(made) == set(cases(1)[0])
    assert all(row["hours_after"] < row["hours_before"] for row in rows)
    assert len({tuple(decide(row).values()) for row in rows}) > 50
    assert {tuple(row.values()) for row in rows} == {
        tuple(row) for row in zip(*(c.tolist() for c in columns(500).values()), strict=True)
    }


def test_the_first_case_has_a_benefit() -> None:
    facts = json.loads((SEVEN / "first.json").read_text(encoding="utf-8"))["facts"]
    assert decide(facts)["benefit"] > 0
