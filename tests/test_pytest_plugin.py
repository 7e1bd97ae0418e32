"""Golden cases as pytest items, in a pytest of their own."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
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
conclusions:
  exempt: {type: boolean, label: {en: exempt}}
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
PASSES = "law date: 2024-03-01\ncases:\n  - {case: a member is exempt, facts: {member: yes}, expect: {exempt: yes}}\n"
FAILS = PASSES.replace("member: yes", "member: no")
OPEN = PASSES.replace("exempt: yes", "exempt: to be answered")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    act = tmp_path / "rules" / "act"
    act.mkdir(parents=True)
    (tmp_path / "rules" / "vocabulary").mkdir()
    (tmp_path / "rules" / "cases").mkdir()
    (tmp_path / "rules" / "rulebook.yaml").write_text(RULEBOOK, encoding="utf-8")
    (tmp_path / "rules" / "vocabulary" / "names.yaml").write_text(VOCABULARY, encoding="utf-8")
    act.joinpath("act.yaml").write_text("act: EX\nrank: act\ntitle: {en: Example}\ncite: {en: Example}\n", "utf-8")
    act.joinpath("1.yaml").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def run_pytest(folder: Path, *words: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "RULECHECK_CACHE_DIR": "off"}
    environment["PYTHONIOENCODING"] = "utf-8"
    plugin = ("-p", "rulecheck.pytest_plugin", "-p", "no:cacheprovider", "--import-mode=importlib")
    command = [sys.executable, "-P", "-m", "pytest", *plugin, *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_case_is_an_item(folder: Path) -> None:
    (folder / "rules" / "cases" / "a.cases.yaml").write_text(PASSES, encoding="utf-8")
    code, told = run_pytest(folder, "-v")
    assert code == 0
    assert "a.cases.yaml::a member is exempt PASSED" in told


def test_a_failure_is_told_as_the_command_tells_it(folder: Path) -> None:
    (folder / "rules" / "cases" / "a.cases.yaml").write_text(FAILS, encoding="utf-8")
    code, told = run_pytest(folder)
    assert code == 1
    assert "parts at  EX 1(1) does not apply: `member` is false (member: no)" in told
    assert "Traceback" not in told


def test_an_answer_to_be_given_fails(folder: Path) -> None:
    (folder / "rules" / "cases" / "a.cases.yaml").write_text(OPEN, encoding="utf-8")
    code, told = run_pytest(folder)
    assert code == 1
    assert "NOT YET ANSWERED a member is exempt" in told


def test_a_file_that_is_wrong_is_an_error_of_collection(folder: Path) -> None:
    (folder / "rules" / "cases" / "a.cases.yaml").write_text("cases: nothing\n", encoding="utf-8")
    assert run_pytest(folder)[0] == 2


def test_a_rulebook_that_is_wrong_is_an_error_of_collection(folder: Path) -> None:
    (folder / "rules" / "cases" / "a.cases.yaml").write_text(PASSES, encoding="utf-8")
    (folder / "rules" / "act" / "1.yaml").write_text(ARTICLE.replace("when: member", "when: membr"), encoding="utf-8")
    code, told = run_pytest(folder)
    assert code == 2
    assert "membr" in told


def test_the_file_of_somebody_else_is_left_alone(folder: Path) -> None:
    (folder / "other.cases.yaml").write_text("anything: [", encoding="utf-8")
    (folder / "test_one.py").write_text("def test_one():\n    assert True\n", encoding="utf-8")
    code, told = run_pytest(folder)
    assert code == 0
    assert "1 passed" in told


def test_an_option_names_the_rulebook_of_cases_outside(folder: Path) -> None:
    (folder / "a.cases.yaml").write_text(PASSES, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nrulecheck_rules = rules\n", encoding="utf-8")
    code, told = run_pytest(folder)
    assert code == 0
    assert "1 passed" in told


def test_nothing_of_the_engine_is_imported_where_there_are_no_cases(folder: Path) -> None:
    (folder / "test_one.py").write_text(
        "import sys\n\ndef test_one():\n    assert not [m for m in sys.modules if m.startswith('rulecheck.engine')]\n",
        encoding="utf-8",
    )
    assert run_pytest(folder)[0] == 0


def test_pytest_finds_it_by_itself() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    points = declared["project"]["entry-points"]["pytest11"]
    assert points == {"rulecheck": "rulecheck.pytest_plugin"}
