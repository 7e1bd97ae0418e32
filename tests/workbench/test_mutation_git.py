"""`mutate --git` in a real repository: the mutants of what a change touches, and no others."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.cli import command

HEADER = """
rulebook: library
title: {en: Library law}
jurisdiction: LIB
currency: {code: XTH, unit: thaler, symbol: Th}
covers from: 2020-01-01
ranks: [act]
"""
WORDS = """
subject: {en: Loans}
facts:
  age: {type: integer, label: {en: age}, at least: 0, at most: 120}
conclusions:
  lent: {type: boolean, label: {en: lent}}
  shown: {type: boolean, label: {en: shown}}
"""
ARTICLE = """
article: "{number}"
title: {{en: Loans}}
provisions:
  (1):
    kind: entitlement
    decides: {decides}
    versions:
      - in force: from 2019-01-01
        promulgated: 2018-06-03
        by: Act 1
        gist: {{en: From an age on.}}
        when: age ≥ {limit}
"""
CASES = """
law date: 2024-03-01
cases:
  - {case: twelve, facts: {age: 12}, expect: {lent: true}}
"""


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A repository with a rulebook of two articles below `books`, committed."""
    assert shutil.which("git") is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    def run(*words: str) -> None:
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *named, *words], cwd=tmp_path, check=True, capture_output=True)

    files = {
        "rulebook.yaml": HEADER,
        "vocabulary/loans.yaml": WORDS,
        "act/act.yaml": "act: LA\nrank: act\ntitle: {en: Act on Lending}\ncite: {en: Lending Act}\n",
        "act/1.yaml": ARTICLE.format(number=1, decides="lent", limit=12),
        "act/2.yaml": ARTICLE.format(number=2, decides="shown", limit=6),
        "cases/loans.cases.yaml": CASES,
    }
    for name, text in files.items():
        path = tmp_path / "books" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run("init", "-q", "-b", "main")
    run("add", "books")
    run("commit", "-q", "-m", "law")
    return run


def articles(*words: str) -> set[str]:
    done = CliRunner().invoke(command, ["mutate", "--rules", "books", "--format", "json", "--list", *words])
    assert done.exit_code == 0, done.output
    return {mutant["article"] for mutant in json.loads(done.stdout)["mutants"]}


def test_nothing_is_mutated_where_nothing_has_changed(git: Callable[..., None]) -> None:
    assert articles("--git", "HEAD") == set()
    assert articles() == {"LA 1", "LA 2"}
    del git


def test_the_changed_article_and_a_new_one_are_mutated(git: Callable[..., None], tmp_path: Path) -> None:
    changed = tmp_path / "books" / "act" / "2.yaml"
    changed.write_text(ARTICLE.format(number=2, decides="shown", limit=7), encoding="utf-8")
    assert articles("--git", "HEAD") == {"LA 2"}
    new = tmp_path / "books" / "act" / "3.yaml"
    new.write_text(ARTICLE.format(number=3, decides="lent", limit=13), encoding="utf-8")
    assert articles("--git", "HEAD") == {"LA 2", "LA 3"}
    git("add", "books")
    git("commit", "-q", "-m", "change")
    assert articles("--git", "HEAD") == set()
    assert articles("--git", "HEAD~1") == {"LA 2", "LA 3"}
    assert articles("--git", "main~1") == {"LA 2", "LA 3"}


def test_the_score_is_that_of_the_change(git: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "books" / "act" / "1.yaml").write_text(
        ARTICLE.format(number=1, decides="lent", limit=12) + "        notes: [Looked at again.]\n", encoding="utf-8"
    )
    words = ["mutate", "--rules", "books", "--format", "json", "--git", "HEAD", "--jobs", "1"]
    done = CliRunner().invoke(command, words)
    found = json.loads(done.stdout)
    assert {mutant["article"] for mutant in found["mutants"]} == {"LA 1"}
    assert found["killed"]
    assert found["survived"]
    assert CliRunner().invoke(command, [*words, "--fail-under", "100"]).exit_code == 1
    del git


@pytest.mark.parametrize("base", ["no-such-revision", "-x", "HEAD~9"])
def test_a_revision_that_there_is_not_is_a_usage_error(git: Callable[..., None], base: str) -> None:
    done = CliRunner().invoke(command, ["mutate", "--rules", "books", f"--git={base}"])
    assert done.exit_code == 2
    assert base in done.stderr
    del git
