"""The page on changes of the law: its rulebook is loaded, its commands are run, and they print what it shows."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.cli import command

PAGE = Path(__file__).resolve().parents[1] / "docs" / "changes.md"
TEXT = PAGE.read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n\$ rulecheck (.*)\n((?:.*\n)*?)```$", re.MULTILINE)
EXIT_CODES = (0, 0, 1, 0, 1)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the page shows. A changed copy has what is shown of it, and else what the original has."""
    shown = dict(re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
    copies = {path.replace("library/", "library-new/", 1): text for path, text in shown.items() if "-new/" not in path}
    for path, text in {**copies, **shown}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for path, text in re.findall(r"^```text\n# (\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (people,) = re.findall(r"^```json\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    (tmp_path / "people.jsonl").write_text(people, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULECHECK_CACHE_DIR", "off")
    return tmp_path


def test_every_command_is_run() -> None:
    assert [match[1].split()[0] for match in CONSOLE.finditer(TEXT)] == ["timeline", "diff", "diff", "drift", "drift"]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("number", range(len(EXIT_CODES)))
def test_what_is_shown_is_what_is_printed(number: int) -> None:
    commands = CONSOLE.findall(TEXT)
    words, shown = commands[number]
    if number and words.startswith("drift"):
        # A command on texts goes on from what the one before it has recorded.
        CliRunner().invoke(command, shlex.split(commands[number - 1][0]))
    done = CliRunner().invoke(command, shlex.split(words))
    assert (done.stdout, done.stderr) == (shown, "")
    assert done.exit_code == EXIT_CODES[number]


@pytest.mark.usefixtures("files")
def test_the_golden_cases_shown_pass() -> None:
    done = CliRunner().invoke(command, ["test", "--rules", "library"])
    assert done.stdout == "2 passed, 0 failed\n"
