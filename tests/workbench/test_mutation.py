"""Mutation of rules: which mistakes there are, that no case that matters is left out, and what is told of them."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given, settings
from jsonschema import validate
from small_rulebook import small
from strategies import nested

from rulecheck.cli import command
from rulecheck.engine.golden import GoldenCase
from rulecheck.engine.mutants import Mutation
from rulecheck.engine.rulebook import Rulebook
from rulecheck.grammar.parse import parse
from rulecheck.grammar.printer import to_text
from rulecheck.grammar.syntax import Node, Number
from rulecheck.workbench.golden import run
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.mutate_nodes import alternatives, step_of
from rulecheck.workbench.mutate_rules import Candidate, mutated
from rulecheck.workbench.mutation import groups, mutation
from rulecheck.workbench.mutation_bench import Choice, bench, chosen_groups
from rulecheck.workbench.mutation_missing import LEFT_OPEN

ARTICLE = """
article: "1"
title: {en: Fee}
provisions:
  (1):
    kind: formula
    decides: fee
    versions:
      - in force: 2020-01-01 to 2023-12-31
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Ten won.}
        value: 10 won
      - in force: from 2024-01-01
        promulgated: 2023-06-03
        by: Act 2
        version by: 2024-01-01 if visits ≥ 5 otherwise asked_on
        gist: {en: Ten won a visit and no more than the cap in all.}
        where: {each: 5 won if age ≥ 65 otherwise 10 won}
        value: each × visits, at most 40 won
  (1) proviso:
    kind: exception
    to: (1)
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Members pay nothing.}
        when: member
        value: 0 won
  (2):
    kind: entitlement
    decides: lent
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Books are lent to members and to others of twelve or older.}
        when:
          any: [member, age ≥ 12]
  (3):
    kind: mutatis mutandis
    applies: [(2)]
    reading: {lent: shown}
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: They are shown to the same.}
"""
CONCLUSIONS = """
subject: {en: Fees}
conclusions:
  fee: {type: money, label: {en: fee}}
  lent: {type: boolean, label: {en: lent}}
  shown: {type: boolean, label: {en: shown}}
"""
CASES = """
law date: 2024-03-01
given: {member: no, age: 30, visits: 2, asked_on: 2024-03-01}
cases:
  - {case: twice, shows: EX 1(1), expect: {fee: 20 won}}
  - {case: five times, facts: {visits: 5}, expect: {fee: 40 won}}
  - {case: old, facts: {age: 65}, expect: {fee: 10 won}}
  - {case: a member, facts: {member: yes}, expect: {fee: 0 won}}
  - {case: before, law date: 2023-12-31, facts: {asked_on: 2023-12-31}, expect: {fee: 10 won}}
  - {case: asked before, facts: {asked_on: 2023-12-31, visits: 4}, expect: {fee: 10 won}}
  - {case: twelve, facts: {age: 12}, expect: {lent: true}}
  - {case: eleven, facts: {age: 11}, expect: {lent: false}}
  - {case: nothing known, facts: {member: unknown, age: unknown}, expect: {shown: unknown}, missing: [member, age]}
"""
SCHEMAS = files("rulecheck") / "schemas"
NAMES = {"member": "boolean", "age": "integer", "visits": "integer", "asked_on": "date", "day": "date", "due": "days"}


def book(article: str = ARTICLE) -> Rulebook:
    return small(NAMES, {"act/1.yaml": article, "vocabulary/fees.yaml": CONCLUSIONS})


def golden(rulebook: Rulebook, text: str = CASES) -> list[tuple[str, GoldenCase]]:
    read = read_golden(text.encode(), "fees.cases.yaml", rulebook)
    assert read.mistakes == ()
    return [(read.file, case) for case in read.cases]


def tree(text: str) -> Node:
    node = parse(text)
    assert isinstance(node, Node), node
    return node


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age ≤ 8", {"age < 8", "age > 8", "age ≤ 9", "age ≤ 7"}),
        ("age > 0", {"age ≥ 0", "age ≤ 0", "age > 1"}),
        ("age = 1", {"age ≠ 1", "age = 2", "age = 0"}),
        ("a and b", {"a or b", "a", "b", "not a and b", "a and not b"}),
        ("a or not b", {"a and not b", "a", "not b", "not a or not b", "a or b"}),
        ("kind in {x, y}", {"kind not in {x, y}", "kind is x", "kind is y"}),
        ("80% of wage", {"81% of wage", "79% of wage"}),
        ("wage × 0.5", {"wage ÷ 0.5", "wage × 0.6", "wage × 0.4"}),
        ("wage, at least floor, at most cap", {"wage, at least floor", "wage, at most cap"}),
        ("min(one, other)", {"max(one, other)", "one", "other"}),
        ("one + other", {"one − other"}),
        ("30 days before day", {"31 days before day", "29 days before day", "30 days after day"}),
        ("first to last", {"first until last"}),
        ("day ≥ 2024-03-01", {"day > 2024-03-01", "day < 2024-03-01", "day ≥ 2024-03-02", "day ≥ 2024-02-29"}),
        ("leave ≥ 6 months", {"leave > 6 months", "leave < 6 months", "leave ≥ 7 months", "leave ≥ 5 months"}),
        ("a if c otherwise b", {"b if c otherwise a", "a if not c otherwise b"}),
        ("hours 15–35", {"15 < hours ≤ 35", "15 ≤ hours < 35", "not hours 15–35"}),
    ],
)
def test_the_mistakes_in_an_expression(text: str, expected: set[str]) -> None:
    found = {to_text(one.whole) for one in alternatives(tree(text))}
    wanted = {to_text(tree(one)) for one in expected}
    if "otherwise" in text:  # where a condition may stand, what is decided may be denied too
        found -= {to_text(tree("not a if c otherwise b")), to_text(tree("a if c otherwise not b"))}
        found -= {to_text(tree("(not a) if c otherwise b")), to_text(tree("a if c otherwise (not b)"))}
    if "–" in text:
        found = {one for one in found if "14" not in one and "16" not in one and "34" not in one and "36" not in one}
    assert found == wanted


@settings(max_examples=60)
@given(nested(2))
def test_every_mistake_is_another_expression(node: Node) -> None:
    found = [one.whole for one in alternatives(node)]
    assert node not in found
    assert all(found[i] != found[j] for i in range(len(found)) for j in range(i))


@pytest.mark.parametrize(
    ("written", "step"), [("12", "1"), ("0.5", "0.1"), ("0.825", "0.001"), ("80%", "1%"), ("1.5%", "0.1%")]
)
def test_a_unit_is_the_last_decimal_place(written: str, step: str) -> None:
    node, unit = tree(written), tree(step)
    assert isinstance(node, Number)
    assert isinstance(unit, Number)
    assert step_of(node.value, node.percent) == unit.value


def candidates(rulebook: Rulebook) -> Iterator[Candidate]:
    for group in groups(rulebook, lambda _id, _file: True):
        yield from group.candidates


def test_no_case_that_matters_is_left_out() -> None:
    """What is tried on the chosen cases alone comes out as on all of them."""
    rulebook = book()
    cases = golden(rulebook)
    found = {o.mutant.id: bool(o.killed_by) for o in mutation(rulebook, cases).outcomes}
    for candidate in candidates(rulebook):
        changed = mutated(rulebook, candidate.edit)
        noticed = any(not run(file, case, changed).passed for file, case in cases)
        assert found[candidate.mutant.id] == noticed, candidate.mutant.id


def test_the_survivors_are_those_that_no_case_can_notice() -> None:
    rulebook = book()
    survivors = {o.mutant.id for o in mutation(rulebook, golden(rulebook)).outcomes if not o.killed_by}
    assert "EX 1(1), 2024-01-01: each: age ≥ 65 → age > 65" not in survivors
    assert "EX 1(1), 2024-01-01: each: age ≥ 65 → age ≥ 64" in survivors
    assert "EX 1(1), 2024-01-01: in force from 2024-01-01 → 2023-12-31" not in survivors
    assert "EX 1(1), 2024-01-01: in force from 2024-01-01 → 2024-01-02" not in survivors
    # Noticed by a case that the version before decides.
    assert "EX 1(1), 2024-01-01: version by: visits ≥ 5 → visits ≥ 4" not in survivors
    assert "EX 1(1), 2024-01-01: version by: visits ≥ 5 → visits > 5" in survivors
    # No case has a member who borrows; the one that misses both facts notices that one of them no longer matters.
    assert "EX 1(2), 2020-01-01: member → nothing" not in survivors


def test_words_are_mutated_where_they_apply_mutatis_mutandis() -> None:
    rulebook = book()
    (dropped,) = [c for c in candidates(rulebook) if c.mutant.change == "age ≥ 12 → nothing"]
    assert set(dropped.edit.provisions) == {"EX 1(2)", "EX 1(3) applying 1(2)"}
    (apart,) = [c for c in candidates(rulebook) if c.mutant.operator == "reference dropped"]
    assert apart.edit.dropped == ("EX 1(3) applying 1(2)",)


def test_a_provision_that_others_refer_to_is_dropped_where_they_refer_to_it() -> None:
    condition = """
  (4):
    kind: condition
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Readers of twelve or older.}
        when: age ≥ 12
  (2) read to:
    kind: entitlement
    decides: shown
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Such readers are shown books.}
        when: Art. 1(4) applies
"""
    rulebook = book(ARTICLE[: ARTICLE.index("  (3):")] + condition.lstrip("\n"))
    text = "law date: 2024-03-01\ncases:\n  - case: twelve\n    facts: {age: 12}\n    expect: {shown: true}\n"
    (dropped,) = (
        o
        for o in mutation(rulebook, golden(rulebook, text), lambda id_, _: id_ == "EX 1(4)").outcomes
        if o.mutant.operator == "provision dropped"
    )
    assert dropped.killed_by == "twelve"


def test_the_rulebook_as_it_is_stays_as_it_is() -> None:
    rulebook = book()
    before = repr(rulebook)
    mutation(rulebook, golden(rulebook))
    assert repr(rulebook) == before


def test_mutants_that_the_checker_refuses_are_not_there() -> None:
    ids = [c.mutant.change for c in candidates(book())]
    assert "each × visits → each ÷ visits" in ids
    assert not [change for change in ids if change.endswith("→ not fee")]


def test_the_result_does_not_depend_on_the_number_of_processes() -> None:
    rulebook = book()
    rulebook = evolve(rulebook, provisions=dict(rulebook.provisions))
    cases, wanted = golden(rulebook), chosen_groups(rulebook, Choice())
    results = [bench(rulebook, cases, wanted, jobs, lambda _n: None, False, False) for jobs in (1, 2, 3)]
    assert results[0] == results[1] == results[2]


@pytest.fixture
def remembering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULECHECK_CACHE_DIR", str(tmp_path))


def again(article: str, cases: str) -> Mutation:
    rulebook = book(article)
    rulebook = evolve(rulebook, provisions=dict(rulebook.provisions))
    return bench(rulebook, golden(rulebook, cases), chosen_groups(rulebook, Choice()), 1, lambda _n: None, False, True)


@pytest.mark.usefixtures("remembering")
def test_what_has_not_changed_is_not_tried_again() -> None:
    first = again(ARTICLE, CASES)
    second = again(ARTICLE, CASES)
    assert (first.remembered, second.remembered) == (0, len(first.outcomes))
    assert second.outcomes == first.outcomes
    # Nobody who borrows pays: what is lent is tried again, the fee is not.
    third = again(ARTICLE.replace("age ≥ 12", "age ≥ 13"), CASES.replace("12}", "13}").replace("11}", "12}"))
    fee = sum(o.mutant.owner.startswith("EX 1(1)") for o in third.outcomes)
    assert third.remembered == fee
    # Another expected answer: only what this case looks at is tried again.
    fourth = again(ARTICLE, CASES.replace("shown: unknown", "lent: unknown"))
    assert fourth.remembered == fee


def test_a_mark_with_a_star_speaks_of_all_that_begin_so() -> None:
    marks = (
        "        equivalent mutants:\n"
        "          - {mutant: 'version by: *', because: an example}\n"
        "          - {mutant: 'member → *', because: in no mutant of this version}\n"
    )
    rulebook = book(ARTICLE.replace("at most 40 won\n", f"at most 40 won\n{marks}"))
    found = mutation(rulebook, golden(rulebook))
    states = {o.mutant.change: o.state for o in found.outcomes if o.mutant.owner == "EX 1(1)"}
    assert states["version by: visits ≥ 5 → visits > 5"] == "equivalent"
    assert states["version by: visits ≥ 5 → visits ≥ 4"] == "killed"
    assert states["each: age ≥ 65 → age ≥ 64"] == "survived"
    assert [mark.change for mark in found.unused] == ["member → *"]


def test_a_case_that_fails_kills_nothing() -> None:
    rulebook = book()
    found = mutation(rulebook, golden(rulebook, CASES.replace("fee: 20 won", "fee: 21 won")))
    assert found.failing == ("twice",)
    assert "twice" not in {o.killed_by for o in found.outcomes}


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from small_rulebook import ACT, HEADER, vocabulary

    texts = {
        "rulebook.yaml": HEADER,
        "act/act.yaml": ACT,
        "act/1.yaml": ARTICLE,
        "vocabulary/names.yaml": vocabulary(NAMES),
        "vocabulary/fees.yaml": CONCLUSIONS + "schemes:\n  fees: {title: {en: Fees}, about: [age, member], "
        "law date: [day], decides: [fee]}\n",
        "cases/fees.cases.yaml": CASES,
    }
    for path, text in texts.items():
        (tmp_path / "book" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "book" / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    return tmp_path


def invoked(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["mutate", "--rules", "book", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout


@pytest.mark.usefixtures("written")
def test_json_has_the_shape_that_its_schema_says() -> None:
    for words, name in ((("--suggest",), "mutation"), (("--list",), "mutants")):
        _, shown = invoked(*words, "--format", "json")
        validate(json.loads(shown), json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.usefixtures("written")
def test_the_score_decides_the_exit_code() -> None:
    _, shown = invoked("--format", "json")
    data = json.loads(shown)
    killed = data["killed"] * 100 // (data["killed"] + data["survived"])
    assert invoked("--fail-under", str(killed))[0] == 0
    assert invoked("--fail-under", str(killed + 1))[0] == 1
    assert invoked("-k", "no mutant has this", "--fail-under", "0")[0] == 1


@pytest.mark.usefixtures("written")
def test_mutants_are_chosen_by_article_scheme_and_text() -> None:
    (everything, fees, two) = (invoked("--list", *words)[1] for words in ((), ("fees",), ("EX 1(2)", "-k", "nothing")))
    assert "EX 1(2)" in everything
    assert "EX 1(1)" in fees
    assert "EX 1(2)" not in fees
    assert set(two.splitlines()[:-1]) == {
        "EX 1(2), 2020-01-01: all of it → nothing  [provision dropped]",
        "EX 1(2), 2020-01-01: age ≥ 12 → nothing  [condition dropped]",
        "EX 1(2), 2020-01-01: member → nothing  [condition dropped]",
        "EX 1(2), 2020-01-01: member or age ≥ 12 → nothing  [condition dropped]",
    }
    done = CliRunner().invoke(command, ["mutate", "--rules", "book", "EX 2"])
    assert done.exit_code == 2
    assert "there is no article, provision, scheme or figure `EX 2`" in done.stderr


def test_the_missing_cases_kill_what_they_were_found_for(written: Path) -> None:
    """Once the answers are filled in: here those of the rules, which are right by definition."""
    _, before = invoked("--format", "json", "--write-missing", "missing")
    (file,) = sorted((written / "missing").iterdir())
    text = file.read_text(encoding="utf-8")
    assert CliRunner().invoke(command, ["test", "--rules", "book", str(file)]).exit_code == 2
    suggested = [m for m in json.loads(before)["mutants"] if m["suggestion"]]
    cases: dict[tuple[str, str], dict[str, str]] = {}
    for found in (m["suggestion"] for m in suggested):
        asked = cases.setdefault((found["beside"], str(found["facts"])), {})
        # A conclusion that is the same for the mutant is not told; here all show in a conclusion.
        assert found["sees"] == "expect"
        asked.setdefault(found["asks"], found["rules_say"])
    answers = [answer for asked in cases.values() for answer in asked.values()]
    assert text.count(LEFT_OPEN) == len(answers) > 3
    for answer in answers:
        text = text.replace(LEFT_OPEN, answer, 1)
    (written / "book" / "cases" / "more.cases.yaml").write_text(text, encoding="utf-8")
    _, after = invoked("--format", "json")
    states = {m["id"]: m["state"] for m in json.loads(after)["mutants"]}
    assert [states[m["id"]] for m in suggested] == ["killed"] * len(suggested)


def test_a_file_that_is_there_already_is_left_as_it_is(written: Path) -> None:
    (written / "missing").mkdir()
    mine = written / "missing" / "missing-EX-1.cases.yaml"
    mine.write_text("mine\n", encoding="utf-8")
    invoked("--write-missing", "missing")
    assert mine.read_text(encoding="utf-8") == "mine\n"
