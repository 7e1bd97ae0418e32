"""A batch killed outright, its processes and all, and started again: the same bytes as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from seven.cases import cases

ROWS = 5_000  # three chunks
# Killed when so many files are finished: the manifest, three for each chunk.
MOMENTS = (1, 3, 6)
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


@pytest.fixture(scope="module", params=["csv", "parquet"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("killed") / f"cases.{request.param}"
    table = pa.Table.from_pylist(many())
    if request.param == "parquet":
        pq.write_table(table, path)
        return path
    told = [",".join("" if v is None else str(v).lower() for v in row.values()) for row in table.to_pylist()]
    path.write_text("\n".join([",".join(table.column_names), *told]) + "\n", encoding="utf-8")
    return path


def start(cases: Path, out: Path) -> "subprocess.Popen[bytes]":
    words = ["batch", str(cases), "--out", str(out), "--rules", str(RULES), "--as-of", "2024-03-01", "--jobs", "2"]
    command = [sys.executable, "-m", "rulecheck", *words]
    # A session of its own, so that the workers die with it.
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def killed_at(cases: Path, out: Path, files: int) -> bool:
    """Starts the batch and kills it once there are so many finished files; False where it was done before."""
    process = start(cases, out)
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


def test_killed_again_and_again_it_ends_with_the_same_bytes(file: Path, tmp_path: Path) -> None:
    ending = "jsonl" if file.suffix == ".csv" else "parquet"
    whole, out = tmp_path / "whole" / f"whole.{ending}", tmp_path / "killed" / f"killed.{ending}"
    whole.parent.mkdir()
    out.parent.mkdir()
    assert start(file, whole).wait() == 1, "some rows are rejected"

    kills = 0
    for files in MOMENTS:
        kills += killed_at(file, out, files)
        assert not out.exists(), "an answer appears whole or not at all"
    assert kills == len(MOMENTS)
    assert finished(out) >= MOMENTS[-1], "what was finished is kept"
    assert start(file, out).wait() == 1
    assert written(out) == written(whole)
    assert set(written(out)) == {f".{ending}", f".{ending}.rejected.jsonl"}
