"""A date that chooses a version and lies before what the rulebook holds: both sides of each limit, and what follows."""

import json
import shutil
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rulebooks import case, provision, rulebook, version

from rulecheck.engine.decide import decide
from rulecheck.engine.loader import load
from rulecheck.engine.record import json_text
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.trace import Answer, Decision, Question, Tried
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER
from rulecheck.engine.values import UNKNOWN, State, Value
from rulecheck.engine.verify import verify
from rulecheck.reports.style import Style
from rulecheck.reports.text import text

FACTS = {"p": BOOLEAN, "d": DATE}
COVERS_FROM = date(2020, 1, 1)
LAW_NOT_HELD = Path(__file__).parents[1] / "differential" / "corpus" / "rules" / "law-not-held"


def book(*provisions: Provision, numbers: bool = False) -> Rulebook:
    return rulebook(provisions, FACTS, {"c": INTEGER if numbers else BOOLEAN}, covers_from=COVERS_FROM.isoformat())


def answered(rules: Rulebook, law_date: str = "2024-01-01", **facts: Value) -> Answer:
    answer = decide(rules, case(law_date, **facts), Question(("c",)))
    assert not answer.problems, answer.problems
    return answer


def decided(rules: Rulebook, **facts: Value) -> Decision:
    return answered(rules, **facts).asked()[0]


def looked_at(decision: Decision, id_: str = "A 1(1)") -> Tried:
    return next(t for t in decision.tried if t.provision == id_)


def of(*versions: Version) -> Rulebook:
    return book(provision("(1)", *versions, decides="c"))


@pytest.mark.parametrize("since", ["2019-03-01", "2020-01-01"])
def test_the_day_before_the_oldest_version_is_open_and_its_first_day_is_not(since: str) -> None:
    rules, first = of(version("", since=since, by="d")), date.fromisoformat(since)
    before, on = decided(rules, d=first - timedelta(days=1)), decided(rules, d=first)
    assert (on.state, on.value) == (State.VALUE, True)
    assert (before.state, before.value, before.missing, before.open_reasons) == (
        State.UNKNOWN,
        UNKNOWN,
        (),
        ("A 1(1)",),
    )
    tried = looked_at(before)
    assert (tried.outcome, tried.applies, tried.version) == ("not held", "unknown", None)
    assert tried.chosen_by == first - timedelta(days=1)


def test_what_begins_after_the_rulebook_does_was_not_there_before() -> None:
    rules = of(version("", since="2020-01-02", by="d"))
    for day in (date(2020, 1, 1), date(2019, 12, 31), date(1999, 1, 1)):
        assert decided(rules, d=day).value is False
        assert looked_at(decided(rules, d=day)).outcome == "not in force"


def test_what_was_newly_inserted_was_not_there_before() -> None:
    rules = of(version("", since="2020-01-01", by="d", newly_inserted=True))
    assert decided(rules, d=date(2020, 1, 1)).value is True
    assert decided(rules, d=date(2019, 12, 31)).value is False


def test_what_the_law_date_chooses_is_never_open_for_that() -> None:
    rules = of(version("", "", "2019-01-01", "2022-12-31"), version("p", since="2023-01-01", by="d"))
    assert decided(rules, d=date(2018, 1, 1)).value is True, "the older version is chosen by the law date"


def test_a_repealed_text_that_is_held_is_not_open() -> None:
    rules = of(version("", "", "2019-01-01", "2019-06-30", by="d"), version("", since="2021-01-01", by="d"))
    assert decided(rules, d=date(2019, 6, 30)).value is True
    assert looked_at(decided(rules, d=date(2019, 7, 1))).outcome == "not in force"
    assert looked_at(decided(rules, d=date(2018, 12, 31))).outcome == "not held"


def test_what_is_decided_anyway_stays_decided() -> None:
    other = provision("(2)", version("p"), decides="c")
    rules = book(provision("(1)", version("", by="d", since="2020-01-01"), decides="c"), other)
    assert decided(rules, p=True, d=date(2019, 12, 31)).value is True
    assert decided(rules, p=False, d=date(2019, 12, 31)).state is State.UNKNOWN


@pytest.mark.parametrize(("p", "state"), [(True, State.UNKNOWN), (False, State.VALUE)])
def test_an_exception_that_is_not_held_leaves_open_only_what_would_apply(p: bool, state: State) -> None:
    exception = provision("(1) proviso", version("", by="d", since="2020-01-01"), to="A 1(1)")
    rules = book(provision("(1)", version("p"), decides="c"), exception)
    assert decided(rules, p=p, d=date(2019, 12, 31)).state is state


def test_an_amount_is_open_and_not_absent() -> None:
    rules = book(provision("(1)", version("", "3", "2020-01-01", by="d"), decides="c"), numbers=True)
    assert decided(rules, d=date(2019, 12, 31)).state is State.UNKNOWN
    assert decided(rules, d=date(2020, 1, 1)).value == 3


def test_a_missing_date_is_asked_for_and_is_no_reason_of_its_own() -> None:
    decision = decided(of(version("", since="2020-01-01", by="d")))
    assert (decision.state, decision.missing, decision.open_reasons) == (State.UNKNOWN, ("d",), ())


APPLYING = """
  (9):
    kind: mutatis mutandis
    applies: [(1), (4)]
    reading: {due: again, extra: again_extra}
    versions:
      - {in force: from 2019-07-01, promulgated: 2019-03-01, by: Act 1, gist: {en: Both apply again.}}
"""
AGAIN = """conclusions:
  again: {type: boolean, label: {en: again}}
  again_extra: {type: boolean, label: {en: more again}}
"""


@pytest.mark.parametrize(("newly", "older"), [("", True), (", newly inserted: true", False)])
def test_what_is_applied_mutatis_mutandis_is_as_old_as_the_younger_of_both(
    newly: str, older: bool, tmp_path: Path
) -> None:
    folder = shutil.copytree(LAW_NOT_HELD, tmp_path / "rules")
    article, names = folder / "act" / "1.yaml", folder / "vocabulary" / "names.yaml"
    article.write_text(article.read_text() + APPLYING.replace(", by: Act 1", f", by: Act 1{newly}").strip("\n") + "\n")
    names.write_text(names.read_text().replace("conclusions:\n", AGAIN))
    rules, found = load(str(folder))
    assert rules is not None, found
    first, fourth = (next(p for p in rules.provisions.values() if p.decides == c) for c in ("again", "again_extra"))
    assert first.versions[0].since == date(2019, 7, 1)
    assert first.is_older(rules.covers_from) is older
    assert fourth.is_older(rules.covers_from) is False, "the provision applied was newly inserted itself"


@given(
    st.integers(-3, 3), st.integers(-3, 3), st.booleans(), st.one_of(st.none(), st.integers(0, 2)), st.integers(-9, 9)
)
def test_how_a_provision_stands(begins: int, length: int, newly: bool, later: int | None, chosen: int) -> None:
    """Held to the definition, with days counted from the one that the rulebook covers first."""
    since = COVERS_FROM + timedelta(days=begins)
    until = since + timedelta(days=abs(length))
    versions = [version("", "", since.isoformat(), until.isoformat(), by="d", newly_inserted=newly)]
    if later is not None:
        versions.append(version("", since=(until + timedelta(days=1 + later)).isoformat(), by="d"))
    day = COVERS_FROM + timedelta(days=chosen)
    tried = looked_at(decided(of(*versions), d=day))
    if any(v.since <= day and (v.until is None or day <= v.until) for v in versions):
        assert tried.outcome == "applies"
    elif day < since and begins <= 0 and not newly:
        assert tried.outcome == "not held"
    else:
        assert tried.outcome == "not in force"


NOT_HELD = of(version("", since="2020-01-01", by="d"))


@pytest.mark.parametrize(
    ("language", "told", "reason"),
    [
        (
            "en",
            "the law of 2019-12-31 is not held: the rulebook has this provision from 2020-01-01 on",
            "the law of 2019-12-31 is not held, and the rulebook has Act Art. 1(1) from 2020-01-01 on",
        ),
        (
            "ko",
            "2019-12-31의 법은 규칙집에 없음(이 조문은 2020-01-01부터 수록)",
            "2019-12-31의 법이 규칙집에 없어 사실로 해결할 수 없음(Act 제1조제1항은(는) 2020-01-01부터 수록)",
        ),
    ],
)
def test_it_is_told(language: str, told: str, reason: str) -> None:
    shown = text(answered(NOT_HELD, d=date(2019, 12, 31)), NOT_HELD, Style(), language)
    words = " ".join(shown.split())
    assert told in words
    assert reason in words


def test_the_trace_says_which_day_and_from_when_and_is_verified() -> None:
    written = json_text(answered(NOT_HELD, d=date(2019, 12, 31)), NOT_HELD)
    data = json.loads(written)
    schema = json.loads((files("rulecheck") / "schemas" / "trace.json").read_text(encoding="utf-8"))
    assert [e.message for e in Draft202012Validator(schema).iter_errors(data)] == []
    tried = data["parts"][0]["decisions"][0]["tried"][0]
    assert tried["outcome"] == "not held"
    assert tried["not_held"] == {"day": "2019-12-31", "held_from": "2020-01-01"}
    assert verify(data, NOT_HELD, "trace.json") == ()
    tried["not_held"]["held_from"] = "2019-12-31"
    assert verify(data, NOT_HELD, "trace.json")
