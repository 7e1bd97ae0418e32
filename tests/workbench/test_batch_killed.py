"""A batch killed outright, its processes and all, and started again: the same bytes as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from seven.cases import cases

ROWS = 4_000  # four chunks
# Killed when so many files are finished: the manifest, three for each chunk.
MOMENTS = (1, 4, 7)
RULES = Path(__file__).resolve().parents[2] / "bench" / "seven" / "rules"


def many() -> list[dict[str, Any]]:
    """Cases of which some lack a fact and some are none: hours a week that no week has."""
    made = cases(ROWS)
    for number, case in enumerate(made):
        if number % 50 == 7:
            case["insured_days"] = None
        if number % 600 == 11:
            case["hours_before"] = 169
    return made


# A batch in chunks of a thousand rows, so that few rows make several.
SCRIPT = """
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from rulecheck.engine.cache import load_cached
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import writer_of
from rulecheck.workbench.batch_parts import Batch
from rulecheck.workbench.batch_sources import source_of
from rulecheck.workbench.batch_wide import wide_of

engine, rules, cases, out, layout = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), sys.argv[5]
rulebook, _ = load_cached(rules)
question = Question(as_of=date(2024, 3, 1))
wide = wide_of(rulebook, question) if layout == "wide" else None
batch = Batch(rulebook, question, "", cases, source_of(cases), out, writer_of(out, wide), 1_000, 2, wide)
assert import_module(engine).run(batch, lambda rows: None) is not None
"""
ENGINES = {"python": "rulecheck.workbench.batch_run", "duckdb": "rulecheck.workbench.columnar.run"}


def written_cases(path: Path) -> Path:
    table = pa.Table.from_pylist(many())
    if path.suffix == ".parquet":
        pq.write_table(table, path)
        return path
    told = [",".join("" if v is None else str(v).lower() for v in row.values()) for row in table.to_pylist()]
    path.write_text("\n".join([",".join(table.column_names), *told]) + "\n", encoding="utf-8")
    return path


Start = Callable[[Path], "subprocess.Popen[bytes]"]


def starts(engine: str, cases: Path, layout: str) -> Start:
    def start(out: Path) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", SCRIPT, ENGINES[engine], str(RULES), str(cases), str(out), layout]
        # A session of its own, so that the workers die with it.
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    return start


def killed_at(start: Start, out: Path, files: int) -> bool:
    """Starts the batch and kills it once there are so many finished files; False where it was done before."""
    process = start(out)
    while process.poll() is None and finished(out) < files:
        time.sleep(0.005)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def finished(out: Path) -> int:
    folder = out.with_name(f"{out.name}.parts")
    try:
        return sum(not name.endswith(".draft") for name in os.listdir(folder))
    except FileNotFoundError:
        return 0


def written(out: Path) -> dict[str, bytes]:
    """What a batch left: its answers, its rejected rows, nothing else."""
    return {path.name.removeprefix(out.stem): path.read_bytes() for path in out.parent.iterdir()}


@pytest.mark.parametrize(
    ("engine", "kind", "ending", "layout"),
    [
        ("python", "csv", "jsonl", "long"),
        ("duckdb", "parquet", "parquet", "long"),
        ("duckdb", "parquet", "parquet", "wide"),
    ],
)
def test_killed_again_and_again_it_ends_with_the_same_bytes(
    engine: str, kind: str, ending: str, layout: str, tmp_path: Path
) -> None:
    whole, out = tmp_path / "whole" / f"whole.{ending}", tmp_path / "killed" / f"killed.{ending}"
    whole.parent.mkdir()
    out.parent.mkdir()
    start = starts(engine, written_cases(tmp_path / f"cases.{kind}"), layout)
    assert start(whole).wait() == 0

    kills = 0
    for files in MOMENTS:
        kills += killed_at(start, out, files)
        assert not out.exists(), "an answer appears whole or not at all"
    assert kills == len(MOMENTS)
    assert finished(out) >= MOMENTS[-1], "what was finished is kept"
    assert start(out).wait() == 0
    assert written(out) == written(whole)
    assert set(written(out)) == {f".{ending}", f".{ending}.rejected.jsonl"}
