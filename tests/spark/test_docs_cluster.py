"""The page on many machines: its cases are written, its commands are run, and write what the page shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from spark_runs import SETTINGS, answers, rejected

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "cluster.md").read_text(encoding="utf-8")
COMMAND, SUBMITTED = re.findall(r"^\$ (.*)$", TEXT, re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(place: Path) -> Path:
    batch = (DOCS / "batch.md").read_text(encoding="utf-8")
    for path, text in re.findall(r"^```yaml\n# (rules/library\S+)\n(.*?)^```$", batch, re.MULTILINE | re.DOTALL):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8")
    (place / "make_cases.py").write_text(blocks("python")[0], encoding="utf-8")
    subprocess.run([sys.executable, "make_cases.py"], check=True)
    (place / "conf").mkdir()
    settings = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
    (place / "conf" / "spark-defaults.conf").write_text(settings, encoding="utf-8")
    return place


def called(folder: Path, command: str) -> tuple[int, str]:
    """The exit code of a command of the page, and what it wrote."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "SPARK_CONF_DIR": str(folder / "conf")}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_command_that_is_shown_writes_what_is_shown_and_so_does_the_one_that_is_submitted(folder: Path) -> None:
    code, told = called(folder, COMMAND)
    assert code == 1, told
    assert told.endswith(blocks("text")[0])
    found = answers(folder / "answers")
    assert {file: [(row["case"], row["state"], row["value"]) for row in rows] for file, rows in found.items()} == {
        "march.parquet": [("Ada", "value", "true"), ("Bob", "value", "false")],
        "april.parquet": [("Cleo", "unknown", '{"absent":"unknown"}')],
    }
    assert [row["row"] for row in rejected(folder / "answers")["april.parquet"]] == [2]
    (folder / "answers").rename(folder / "before")
    code, told = called(folder, SUBMITTED)
    assert (code, blocks("text")[0] in told) == (1, True), told
    assert answers(folder / "answers") == found


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("cases --rules rules/library", "Missing option '--out'"),
        ("cases --out answers --conf spark.ui.enabled --rules rules/library", "`spark.ui.enabled` is no setting"),
    ],
)
def test_wrong_usage_is_told(folder: Path, words: str, says: str) -> None:
    code, told = called(folder, f"rulecheck spark {words}")
    assert code == 2
    assert says in told
