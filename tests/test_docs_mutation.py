"""The page on mutation: its rulebook is loaded, its command is run, and prints what the page shows."""

import re
import shlex
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from rulecheck.cli import command
from rulecheck.engine.mutants import Operator

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mutation.md"
TEXT = PAGE.read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n\$ rulecheck (.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in re.findall(r"^```yaml\n# (rules/library\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")


@pytest.mark.usefixtures("_files")
def test_what_is_shown_is_what_is_printed() -> None:
    ((words, shown),) = CONSOLE.findall(TEXT)
    done = CliRunner().invoke(command, shlex.split(words))
    assert (done.stdout, done.stderr) == (shown, "")
    assert done.exit_code == 0


@pytest.mark.usefixtures("_files")
def test_the_mark_that_is_shown_is_refuted_by_a_case_at_the_limit() -> None:
    (mark,) = re.findall(r"^```yaml\n# marked in (\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    article, cases = Path(mark[0]), Path("rules/library/cases/loans.cases.yaml")
    article.write_text(article.read_text(encoding="utf-8") + mark[1], encoding="utf-8")
    run = ["mutate", "--rules", "rules/library", "--no-suggest"]
    unrefuted = CliRunner().invoke(command, run)
    assert ", 1 equivalent" in unrefuted.stdout
    assert unrefuted.exit_code == 0
    case = "  - {case: twelve is enough, facts: {reader.age: 12}, expect: {loan.granted: true}}\n"
    cases.write_text(cases.read_text(encoding="utf-8") + case, encoding="utf-8")
    refuted = CliRunner().invoke(command, run)
    assert "is marked as equivalent: `twelve is enough` notices it" in refuted.stdout
    assert refuted.exit_code == 1


def test_every_sort_of_mistake_is_described() -> None:
    rows = re.findall(r"^\| ([a-z ,]+) \| ", TEXT, re.MULTILINE)
    described = {name.strip() for row in rows for name in row.split(",")}
    assert described - {"mistake"} == set(get_args(Operator))
