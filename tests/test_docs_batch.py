"""The page on batches: its rulebook and cases are written, its command is run, and writes what the page shows."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.cli import command

PAGE = Path(__file__).resolve().parents[1] / "docs" / "batch.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in re.findall(r"^```yaml\n# (rules/library\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(blocks("csv")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    return tmp_path


def test_the_command_that_is_shown_writes_what_is_shown(folder: Path) -> None:
    words, _, by_sql = re.findall(r"^\$ rulecheck (.*)$", TEXT, re.MULTILINE)
    for said, told in zip((by_sql, words), reversed(blocks("text")), strict=True):
        done = CliRunner().invoke(command, shlex.split(said))
        assert (done.stdout, done.stderr) == ("", told)
        assert done.exit_code == 1
    assert (folder / "by_sql.jsonl").read_bytes() == (folder / "answers.jsonl").read_bytes()
    written = [
        (folder / name).read_text(encoding="utf-8") for name in ("answers.jsonl", "answers.jsonl.rejected.jsonl")
    ]
    assert written == blocks("jsonl")


def test_a_line_a_case_is_as_shown(folder: Path) -> None:
    _, words, _ = re.findall(r"^\$ rulecheck (.*)$", TEXT, re.MULTILINE)
    for engine in ("python", "sql"):
        CliRunner().invoke(command, [*shlex.split(words), "--engine", engine])
        assert (folder / "wide.csv").read_text(encoding="utf-8") == blocks("csv")[1]


def test_the_trace_of_a_row_can_be_verified(folder: Path) -> None:
    (words,) = re.findall(r"^`rulecheck (batch cases.csv --explain 2)`", TEXT, re.MULTILINE)
    explained = CliRunner().invoke(command, [*shlex.split(words), "--rules", "rules/library"])
    assert explained.exit_code == 0
    assert json.loads(explained.stdout)["case"]["title"] == "Bob"
    (folder / "trace.json").write_text(explained.stdout, encoding="utf-8")
    verified = CliRunner().invoke(command, ["verify", "trace.json", "--rules", "rules/library"])
    assert verified.exit_code == 0, verified.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("cases.csv", "name the file for the answers with --out, or one row with --explain"),
        ("cases.csv --out a.jsonl --explain 1", "name the file for the answers with --out, or one row with --explain"),
        ("cases.csv --explain 6", "`cases.csv` has no row 6"),
        ("cases.csv --out answers.txt", "`answers.txt` is none of .jsonl, .csv and .parquet"),
        ("cases.csv --out cases.csv", "`cases.csv` holds the cases; name another file with --out"),
        ("rules/library/rulebook.yaml --out a.csv", "`rulebook.yaml` is none of .jsonl, .csv and .parquet"),
    ],
)
def test_wrong_usage_is_told(words: str, says: str) -> None:
    done = CliRunner().invoke(command, ["batch", *shlex.split(words), "--rules", "rules/library"])
    assert done.exit_code == 2
    assert says in done.stderr
