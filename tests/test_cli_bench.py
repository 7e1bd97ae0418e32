"""`rulecheck test` and `rulecheck cover` from the command line, on a rulebook of one article."""

import json
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from rulecheck.cli import command

RULEBOOK = """rulebook: small
title: {en: A small rulebook}
jurisdiction: EX
currency: {code: EUR, unit: euro, symbol: €}
covers from: 2020-01-01
ranks: [act]
"""
VOCABULARY = """subject: {en: Names}
facts:
  member: {type: boolean, label: {en: member}, question: {en: Member?}, proof: {en: card}}
  joined: {type: date, label: {en: joined}, question: {en: When?}, proof: {en: card}}
conclusions:
  exempt: {type: boolean, label: {en: exempt}}
schemes:
  exemption: {title: {en: Exemption}, about: [member], law date: [joined], decides: [exempt]}
"""
ARTICLE = """article: "1"
title: {en: Exemption}
provisions:
  (1):
    kind: entitlement
    decides: exempt
    versions:
      - {in force: from 2020-01-01, promulgated: 2019-06-03, by: Act 1, gist: {en: Members are exempt.}, when: member}
"""
CASES = """law date: 2024-03-01
cases:
  - case: a member is exempt
    facts: {member: yes}
    expect: {exempt: yes}  # by Article 1
"""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    monkeypatch.delenv("CI", raising=False)
    texts = {
        "rulebook.yaml": RULEBOOK,
        "act/act.yaml": "act: EX\nrank: act\ntitle: {en: Example}\ncite: {en: Example}\n",
        "act/1.yaml": ARTICLE,
        "vocabulary/names.yaml": VOCABULARY,
        "cases/a.cases.yaml": CASES,
    }
    for name, text in texts.items():
        path = tmp_path / "ex" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "ex"


def rulecheck(rules: Path, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(command, (words[0], "--rules", str(rules), *words[1:]), input=given)


def edit(rules: Path, before: str, after: str) -> Path:
    path = rules / "cases" / "a.cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 0),
        (("--article", "EX 1"), 0),
        (("--scheme", "exemption"), 0),
        (("--name", "a member is exempt"), 0),
        (("--name", "nobody"), 1),
        (("-k", "nobody"), 1),
        (("--article", "EX 2"), 2),
        (("--scheme", "exemptions"), 2),
    ],
)
def test_the_exit_code_of_a_selection(rules: Path, words: tuple[str, ...], code: int) -> None:
    """None that is run is a failure; a name that there is not is a usage error."""
    assert rulecheck(rules, "test", *words).exit_code == code


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 1), ("to be answered", 1), ("perhaps", 2)])
def test_the_exit_code_of_an_answer(rules: Path, answer: str, code: int) -> None:
    edit(rules, "exempt: yes", f"exempt: {answer}")
    assert rulecheck(rules, "test").exit_code == code


def test_the_formats(rules: Path) -> None:
    edit(rules, "exempt: yes", "exempt: no")
    data = json.loads(rulecheck(rules, "test", "--format", "json").stdout)
    schema = json.loads((files("rulecheck") / "schemas" / "golden-results.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)
    assert data["cases"][0]["differences"][0]["place"]["line"] == 8
    assert ElementTree.fromstring(rulecheck(rules, "test", "--format", "junit").stdout).get("failures") == "1"
    assert rulecheck(rules, "test", "--format", "github").stdout.startswith("::error file=")


def test_an_update_shows_asks_and_writes(rules: Path) -> None:
    path = edit(rules, "exempt: yes", "exempt: no")
    wrong = path.read_text(encoding="utf-8")
    refused = rulecheck(rules, "test", "--update", given="n\n")
    assert refused.exit_code == 1
    assert "exempt: no -> true" in refused.stderr
    assert path.read_text(encoding="utf-8") == wrong
    assert rulecheck(rules, "test", "--update", given="y\n").exit_code == 0
    assert path.read_text(encoding="utf-8") == CASES.replace("exempt: yes", "exempt: true")
    assert rulecheck(rules, "test").exit_code == 0


def test_an_update_does_not_ask_when_told_so(rules: Path) -> None:
    path = edit(rules, "exempt: yes", "exempt: no")
    assert rulecheck(rules, "test", "--update", "--yes").exit_code == 0
    assert path.read_text(encoding="utf-8") == CASES.replace("exempt: yes", "exempt: true")


def test_an_update_is_refused_where_nobody_reads(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = edit(rules, "exempt: yes", "exempt: no")
    wrong = path.read_text(encoding="utf-8")
    monkeypatch.setenv("CI", "true")
    assert rulecheck(rules, "test", "--update", "--yes").exit_code == 2
    assert path.read_text(encoding="utf-8") == wrong


def test_an_update_leaves_what_is_to_be_answered(rules: Path) -> None:
    path = edit(rules, "exempt: yes", "exempt: to be answered")
    before = path.read_text(encoding="utf-8")
    assert rulecheck(rules, "test", "--update", "--yes").exit_code == 1
    assert path.read_text(encoding="utf-8") == before


def test_a_watch_runs_again_what_was_saved_until_it_is_stopped(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def saved_as(text: str) -> None:
        (rules / "act" / "1.yaml").write_text(text, encoding="utf-8")

    def stop() -> None:
        raise KeyboardInterrupt

    broken, turned = ARTICLE.replace("when: member", "when: membr"), ARTICLE.replace("when: member", "when: not member")
    turns = iter([lambda: saved_as(broken), lambda: saved_as(turned), stop])
    monkeypatch.setattr("time.sleep", lambda _seconds: next(turns)())
    done = rulecheck(rules, "test", "--watch")
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if "passed" in line] == [
        "1 passed, 0 failed",
        "0 passed, 1 failed",
    ]
    assert "membr" in done.stderr


@pytest.mark.parametrize(
    ("least", "code"), [("60", 0), ("60.1", 1), ("0", 0), ("100", 1), ("101", 2), ("-1", 2), ("x", 2)]
)
def test_less_than_asked_for_fails(rules: Path, least: str, code: int) -> None:
    """Three of five units: it decides, the condition is true, the version decides."""
    done = rulecheck(rules, "cover", "--fail-under", least)
    assert done.exit_code == code
    assert code == 2 or "60.0 %: 3 of 5 units, by 1 golden case\n" in done.stdout


def test_coverage_as_json_and_as_a_page(rules: Path) -> None:
    data = json.loads(rulecheck(rules, "cover", "--format", "json").stdout)
    assert data["total"] == {"units": 5, "shown": 3, "percent": "60.0"}
    assert rulecheck(rules, "cover", "--format", "html").stdout.startswith("<!DOCTYPE html>")


def test_an_article_is_asked_for_by_name(rules: Path) -> None:
    assert "`member` false" in rulecheck(rules, "cover", "EX 1").stdout
    assert rulecheck(rules, "cover", "EX 2").exit_code == 2


def test_gaps_become_cases_that_close_them_once_answered(rules: Path) -> None:
    folder = rules / "cases" / "missing"
    done = rulecheck(rules, "cover", "--write-missing", str(folder))
    assert "2 gaps: 2 are closed by 1 cases; for 0 no facts were found" in done.stderr
    (path,) = folder.iterdir()
    assert rulecheck(rules, "test").exit_code == 1
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("exempt: to be answered", "exempt: no"), encoding="utf-8")
    assert rulecheck(rules, "test").exit_code == 0
    assert rulecheck(rules, "cover", "--fail-under", "100").exit_code == 0


def test_a_file_of_cases_that_is_wrong_is_told(rules: Path) -> None:
    edit(rules, "expect: {exempt: yes}", "expect: {exemt: yes}")
    assert rulecheck(rules, "cover").exit_code == 2
