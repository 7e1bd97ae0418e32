"""Why not: each change proposed turns the answer, no smaller one does, and nobody is told to be born again."""

import json
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from small_rulebook import small

from rulecheck.cli import command
from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import Case, read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.engine.values import NONE, Value
from rulecheck.workbench.golden import golden_files, load_golden
from rulecheck.workbench.nearest import MOST_CHANGES, Nearest, nearest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "in force: from 2020-01-01\n        promulgated: 2019-06-03\n        by: Act 1\n        gist: {en: It says so.}"
NAMES = {
    "p": "boolean",
    "q": "boolean",
    "n": "integer",
    "m": "integer",
    "kind": "choice of a, b, c",
    "hired_on": "date",
    "start_on": "date",
    "hours": "hours per week",
}
LIMIT = 4
INTEGERS = st.integers(-30, 30)


def book(conditions: str, exception: str = "") -> Rulebook:
    """A rulebook that grants a right under some conditions, with an exception if there is one."""
    article = 'article: "1"\ntitle: {en: Right}\nprovisions:\n  (1):\n    kind: entitlement\n    decides: right\n'
    article += f"    versions:\n      - {HEAD}\n        when: {conditions}\n"
    if exception:
        article += f"  (1) proviso:\n    kind: exception\n    to: (1)\n    versions:\n      - {HEAD}\n"
        article += f"        when: {exception}\n"
    vocabulary = "subject: {en: right}\nconclusions:\n  right: {type: boolean, label: {en: the right}}\n"
    return small(NAMES, {"act/1.yaml": article, "vocabulary/right.yaml": vocabulary})


def found(rulebook: Rulebook, facts: dict[str, object]) -> Nearest:
    """The nearest change that gives the right."""
    return nearest(rulebook, case_of(rulebook, facts), "right")


def case_of(rulebook: Rulebook, facts: dict[str, object]) -> Case:
    """The case with these facts."""
    text = json.dumps({"law date": "2024-03-01", "facts": facts})
    case, mistakes = read_case(text.encode(), "case.json", rulebook.vocabulary)
    assert case is not None, mistakes
    return case


def told(one: Nearest) -> list[tuple[str, str, str]]:
    """The changes: fact, value, and the way beyond."""
    return [(move.address, str(move.value), move.onward) for move in one.moves]


def test_the_day_on_which_service_is_complete() -> None:
    """Dates are found exactly, through spans and the calendar: six months from 31 August."""
    rulebook = book("hired_on until start_on ≥ 6 months")
    one = found(rulebook, {"hired_on": "2023-08-31", "start_on": "2024-01-15"})
    # A start 45 days later is nearer than a hiring 47 days earlier.
    assert told(one) == [("start_on", "2024-03-01", "later")]


def test_a_number_at_its_limit() -> None:
    """Strict and not: the first value on the other side."""
    assert told(found(book("n ≥ 10"), {"n": 3})) == [("n", "10", "more")]
    assert told(found(book("n > 10"), {"n": 3})) == [("n", "11", "more")]
    assert told(found(book("n 5–7"), {"n": 9})) == [("n", "7", "less")]
    assert told(found(book("n = 6"), {"n": 5})) == [("n", "6", "")]


def test_what_holds_between_two_limits_is_not_leapt_over() -> None:
    """However far away and narrow it is: a range, one value alone, a month, a part of an hour."""
    assert told(found(book("n = 6"), {"n": 0})) == [("n", "6", "")]
    assert told(found(book("n ≠ 6"), {"n": 6})) == [("n", "7", "more")]
    assert told(found(book("n 100–101"), {"n": 0})) == [("n", "100", "more")]
    assert told(found(book("100 ≤ n < 110"), {"n": 3_000_000})) == [("n", "109", "less")]
    june = book("start_on 2024-06-01–2024-06-30")
    assert told(found(june, {"start_on": "2001-01-01"})) == [("start_on", "2024-06-01", "later")]
    assert told(found(june, {"start_on": "2040-01-01"})) == [("start_on", "2024-06-30", "earlier")]


def test_a_part_of_a_unit_is_enough() -> None:
    """Half an hour is proposed where it suffices; beyond a strict limit there is no smallest part."""
    assert told(found(book("hours ≥ 15 hours per week"), {"hours": "14.5 hours per week"})) == [("hours", "15", "more")]
    assert told(found(book("hours ≤ 15 hours per week"), {"hours": "15.5 hours per week"})) == [("hours", "15", "less")]
    assert told(found(book("hours > 15 hours per week"), {"hours": "15 hours per week"})) == [("hours", "16", "more")]


BETWEEN = st.tuples(st.integers(-40, 40), st.integers(0, 6)).map(lambda ends: f"{ends[0]} ≤ n + n ≤ {sum(ends)}")


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(BETWEEN, BETWEEN.map(lambda one: f"not ({one})"), BETWEEN.map(lambda one: f"({one}) or n ≥ 18")), INTEGERS
)
def test_no_smaller_change_does(condition: str, now: int) -> None:
    """By brute force, nearest first: the number proposed is no farther than any that gives the right."""
    rulebook = book(f'"{condition}"')
    case = case_of(rulebook, {"n": now})
    if _right(rulebook, case) is not False:
        return
    one = found(rulebook, {"n": now})
    turning = [n for n in range(-60, 60) if _right(rulebook, _with(case, {"n": n})) is True]
    assert (min(abs(n - now) for n in turning) if turning else None) == (one.moves[0].size if one.moves else None)


def test_an_exception_that_falls_away() -> None:
    """What excepts is turned off by the smallest of its conditions."""
    one = found(book("p", "[q, n ≥ 2]"), {"p": True, "q": True, "n": 2})
    assert told(one) in ([("q", "False", "")], [("n", "1", "less")])


def test_conditions_behind_a_failed_one_are_found_too() -> None:
    """The second is looked at only when the first holds."""
    one = found(book("[p, n ≥ 2, kind is c]"), {"p": False, "n": 0, "kind": "a"})
    assert told(one) == [("p", "True", ""), ("n", "2", "more"), ("kind", "c", "")]


def test_what_nobody_can_change_is_left() -> None:
    """No change is proposed of a fixed fact, and it is said that there is none."""
    rulebook = book("n ≥ 10")
    fact = evolve(rulebook.vocabulary.facts["n"], fixed=True)
    fixed = evolve(rulebook, vocabulary=evolve(rulebook.vocabulary, facts={**rulebook.vocabulary.facts, "n": fact}))
    one = found(fixed, {"n": 3})
    assert (one.moves, one.complete) == ((), True)


def test_bounds_are_kept() -> None:
    """A value that the fact cannot have is no way out."""
    rulebook = book("n ≥ 10")
    fact = evolve(rulebook.vocabulary.facts["n"], at_most=9)
    bounded = evolve(rulebook, vocabulary=evolve(rulebook.vocabulary, facts={**rulebook.vocabulary.facts, "n": fact}))
    assert found(bounded, {"n": 3}).moves == ()


def test_the_search_is_bounded() -> None:
    """Cut off, it says so, and finds nothing rather than something that was not tried."""
    rulebook = book("[p, n ≥ 2, kind is c]")
    one = nearest(rulebook, case_of(rulebook, {"p": False, "n": 0, "kind": "a"}), "right", most=2)
    assert (one.moves, one.complete, one.decided) == ((), False, 2)


ATOMS = ["p", "q", "not p", "n ≥ 2", "m ≤ 3", "m ≥ 3", "n ≥ m", "n + m ≥ 4", "kind is b", "kind in {b, c}"]
GROUPS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.builds(
        lambda word, parts: f" {word} ".join(f"({p})" for p in parts),
        st.sampled_from(["and", "or"]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=4,
)
DOMAINS: dict[str, list[object]] = {
    "p": [True, False],
    "q": [True, False],
    "n": list(range(LIMIT + 1)),
    "m": list(range(LIMIT + 1)),
    "kind": ["a", "b", "c"],
}


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.fixed_dictionaries({name: st.sampled_from(values) for name, values in DOMAINS.items()}))
def test_no_change_of_fewer_facts_does(conditions: str, facts: dict[str, object]) -> None:
    """By brute force over all cases of the small domains: the number of facts changed is the least."""
    rulebook = book(f'"{conditions}"' if conditions.startswith("not") else conditions)
    case = case_of(rulebook, facts)
    if _right(rulebook, case) is not False:
        return
    one = nearest(rulebook, case, "right", most=300)
    turning = [new for new in _all() if _right(rulebook, _with(case, new)) is True]
    least = min((sum(new[name] != facts[name] for name in facts) for new in turning), default=None)
    if least is None or least > MOST_CHANGES:
        assert one.moves == ()
        return
    if not one.complete:
        return  # cut off: nothing is claimed then, see test_the_search_is_bounded
    assert len(one.moves) == least
    assert _right(rulebook, _with(case, {move.address: move.value for move in one.moves})) is True


def _right(rulebook: Rulebook, case: Case) -> Value:
    return decide(rulebook, case, Question(("right",))).asked()[0].value


def _all() -> list[dict[str, object]]:
    return [dict(zip(DOMAINS, values, strict=True)) for values in product(*DOMAINS.values())]


def _with(case: Case, values: dict[str, object] | dict[str, Value]) -> Case:
    return evolve(case, facts={**case.facts, **values})


@pytest.fixture(scope="module")
def kr() -> Rulebook:
    """The first law."""
    rulebook, mistakes = load_cached(str(ROOT / "rules" / "kr"))
    assert rulebook is not None, mistakes
    return rulebook


def test_changes_of_denied_golden_cases_turn_them(kr: Rulebook) -> None:
    """One no in fifteen of all golden cases: the case so changed is decided anew and comes out otherwise."""
    files = load_golden(golden_files((str(ROOT / "rules" / "kr" / "cases"),)), kr)
    denied = [
        (golden.case, expected.address)
        for file in files
        for golden in file.cases
        for expected in golden.expected
        if golden.case is not None and expected.value is False
    ]
    turned = 0
    for case, address in denied[::15]:
        one = nearest(kr, case, address)
        for move in one.moves:
            assert not kr.vocabulary.facts.get(move.address, None) or not kr.vocabulary.facts[move.address].fixed
        if one.moves:
            turned += 1
            changed = _with(case, {move.address: move.value for move in one.moves})
            answer = decide(kr, changed, Question((address,)))
            assert (answer.problems, answer.asked()[0].value) == ((), one.value)
    assert turned > len(denied[::15]) // 2


def test_that_there_is_none_of_a_fact_with_bounds_may_turn_a_no() -> None:
    """`none` lies beyond no bound."""
    vocabulary = """subject: {en: right}
facts:
  old: {type: integer, at least: 1, at most: 9, optional: true, label: {en: old}, question: {en: Old?}, proof: {en: x}}
conclusions:
  right: {type: boolean, label: {en: the right}}
"""
    article = 'article: "1"\ntitle: {en: Right}\nprovisions:\n  (1):\n    kind: entitlement\n    decides: right\n'
    article += f"    versions:\n      - {HEAD}\n        when: old is none\n"
    own = small({"q": "boolean"}, {"act/1.yaml": article, "vocabulary/right.yaml": vocabulary})
    assert [(move.address, move.value) for move in found(own, {"old": 5}).moves] == [("old", NONE)]


def test_the_command() -> None:
    """In the text below the reasons, alone as JSON; with its schema."""
    run = CliRunner()
    case = str(ROOT / "examples" / "refusable.json")
    shown = run.invoke(command, [case]).stdout
    assert "What would change the answer" in shown
    assert "if whether the employer filed a job offer with an employment security office were no (now" in shown
    data = json.loads(run.invoke(command, [case, "--why-not", "--format", "json"]).stdout)
    schema = json.loads((ROOT / "schemas" / "why-not.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    (answer,) = data["answers"]
    assert (answer["value"], answer["turned"]) == (False, True)
    page = run.invoke(command, [case, "--format", "html", "--lang", "ko"]).stdout
    assert "결론이 달라지려면" in page
