"""An analyst's first change of a rule, carried out as its page says, from the command line."""

import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "analysts" / "first-change.md").read_text(encoding="utf-8")
ARTICLE = "rules/kr/equal-employment-act/19-2.yaml"


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind on the page, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the rules, as an analyst has them in her checkout."""
    shutil.copytree(str(files("rulecheck") / "rules"), tmp_path / "rules")
    return tmp_path


def rulecheck(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RULECHECK_CACHE_DIR": str(folder / "cache"), "PYTHONIOENCODING": "utf-8"}
    environment.pop("RULECHECK_RULES", None)
    command = [sys.executable, "-P", "-m", "rulecheck", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def edit(folder: Path, before: str, after: str) -> None:
    path = folder / ARTICLE
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, "the page shows what stands in the file, once"
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_wrong_figure_is_found_by_the_cases(checkout: Path) -> None:
    edit(checkout, blocks("yaml before")[0], blocks("yaml after")[0])
    shown = blocks("console")[0].split("\n", 1)
    done = rulecheck(checkout, "test", "-k", "eight until the day before")
    assert shown[0] == '$ rulecheck test -k "eight until the day before"'
    assert (done.stdout, done.stderr, done.returncode) == (shown[1], "", 1)
    everything = rulecheck(checkout, "test")
    assert everything.returncode == 1
    assert "FAILED the child is eight until the day before the ninth birthday" in everything.stdout


def test_an_amendment_is_enacted_without_touching_python(checkout: Path) -> None:
    assert rulecheck(checkout, "test").returncode == 0
    for before, after in zip(blocks("yaml before")[1:], blocks("yaml after")[1:], strict=True):
        edit(checkout, before, after)
    (cases,) = blocks("yaml cases")
    (checkout / "rules/kr/cases/act-99999.cases.yaml").write_text(cases, encoding="utf-8")
    assert blocks("console")[1].splitlines() == ["$ rulecheck check", "$ rulecheck test"]
    assert rulecheck(checkout, "check").returncode == 0
    own = rulecheck(checkout, "test", "rules/kr/cases/act-99999.cases.yaml")
    assert (own.stdout, own.returncode) == ("2 passed, 0 failed\n", 0)
    assert rulecheck(checkout, "test").returncode == 0, "the cases of other days are decided by the law of their days"
