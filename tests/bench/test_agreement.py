"""A peer is timed only when it answers as the hand-written function does."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from agreement import Agreement, agreement, same
from measure import agreeing
from processes import ChildFailed
from seven.cases import cases
from seven.handwritten import decide
from subjects import SUBJECTS, Subject, absent, selected


@pytest.mark.parametrize("given", [7, 7.0, np.int32(7), np.float32(7)])
def test_a_number_is_the_same_in_any_type(given: object) -> None:
    assert same({"benefit": 7}, {"benefit": given})


@pytest.mark.parametrize("given", [8, 7.0001, True, "7", None, float("nan"), Decimal(8)])
def test_another_number_is_not(given: object) -> None:
    assert not same({"benefit": 7}, {"benefit": given})


@pytest.mark.parametrize("given", [False, 1, "true", None])
def test_only_a_truth_is_a_truth(given: object) -> None:
    assert same({"granted": True}, {"granted": True})
    assert not same({"granted": True}, {"granted": given})


def test_a_missing_answer_is_none_and_another_does_not_matter() -> None:
    assert not same({"months": 12}, {})
    assert same({"months": 12}, {"months": 12, "wage": 3})


def test_a_peer_that_is_wrong_on_one_limit_is_found_out() -> None:
    def off_by_one(case: dict[str, Any]) -> dict[str, Any]:
        return decide({**case, "insured_days": case["insured_days"] - 1})

    found = agreement(decide, off_by_one, cases(2000))
    assert not found.holds
    assert 0 < found.wrong < 200
    assert found.first is not None
    assert "'insured_days': 180" in found.first
    assert agreement(decide, decide, cases(2000)) == Agreement(2000, 0)


def test_nothing_compared_is_no_agreement() -> None:
    assert not agreement(decide, decide, []).holds


def test_a_peer_cannot_change_the_case_that_is_compared() -> None:
    def spoils(case: dict[str, Any]) -> dict[str, Any]:
        answers = decide(case)
        case.clear()
        return answers

    assert agreement(decide, spoils, cases(10)).holds


def test_who_disagrees_fails_or_is_absent_is_told_and_left_out() -> None:
    right = Subject("right", "right", "limit", "peers.python:Python")
    wrong = Subject("wrong", "wrong", "limit", "peers.python:Python")
    broken = Subject("broken", "broken", "limit", "peers.python:Python")
    missing = Subject("missing", "missing", "peer", "peers.python:Python", "no-such-distribution-at-all")

    def ask(_kind: str, _place: str, number: int) -> dict[str, Any]:
        said = next(answers)
        if said is None:
            raise ChildFailed("it fell over")
        return {"cases": number, "wrong": said, "first": "the case"}

    answers = iter([0, 3, None])
    kept, agreed, left_out = agreeing([right, wrong, broken, missing], ask)
    assert kept == [right]
    assert agreed == {"right": 2000, "wrong": 2000}
    assert left_out == {
        "wrong": "disagrees in 3 of 2000 cases; the case",
        "broken": "failed: it fell over",
        "missing": "no-such-distribution-at-all is not installed",
    }


def test_the_yardstick_is_always_measured() -> None:
    assert [subject.name for subject in selected(("zen",))] == ["python", "zen"]
    assert selected(()) == SUBJECTS
    with pytest.raises(ValueError, match="`zenn` is none of"):
        selected(("zenn",))


def test_a_class_that_there_is_not_is_told() -> None:
    assert absent(Subject("x", "x", "limit", "peers.python:Nothing")) is not None
    assert absent(Subject("x", "x", "limit", "peers.python:Python")) is None
