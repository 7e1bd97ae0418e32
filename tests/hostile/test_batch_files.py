"""Files of cases that are damaged, or that hold what no case can: told in one sentence, row by row where possible."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path

import pyarrow
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from rulecheck import cli_batch
from rulecheck.cli import command
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.workbench.batch_outputs import COLUMNS
from rulecheck.workbench.batch_sources import parquet_rows

RULES = str(Path(__file__).resolve().parents[2] / "rules" / "kr")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def batch(*words: str) -> Result:
    return CliRunner().invoke(command, ["batch", *words])


@pytest.mark.parametrize("contents", [b"", b"PAR1", b"PAR1 nonsense PAR1", b'{"facts": {}}'])
@pytest.mark.parametrize("wanted", [("--out", "out.jsonl"), ("--explain", "1")])
def test_a_file_that_is_no_parquet(contents: bytes, wanted: tuple[str, str]) -> None:
    Path("cases.parquet").write_bytes(contents)
    done = batch("cases.parquet", *wanted)
    assert done.exit_code == 2
    assert "`cases.parquet` cannot be read: " in done.stderr
    assert not Path("out.jsonl").exists()


def test_a_file_that_could_not_be_read_stands_in_no_way_of_the_next() -> None:
    """Nothing was finished, so nothing has to be removed by hand."""
    Path("cases.parquet").write_bytes(b"nonsense")
    Path("cases.jsonl").write_text('{"facts": {}}\n', encoding="utf-8")
    for way in ("python", "sql"):
        assert batch("cases.parquet", "--out", "out.jsonl", "--engine", way).exit_code == 2
        done = batch("cases.jsonl", "--out", "out.jsonl", "--engine", way, "--rules", RULES)
        assert (done.exit_code, "1 rejected" in done.stderr) == (1, True), done.stderr


def test_a_parquet_file_that_was_cut_in_half() -> None:
    parquet.write_table(pyarrow.table({"case": [str(n) for n in range(5_000)]}), "whole.parquet")
    whole = Path("whole.parquet").read_bytes()
    Path("cases.parquet").write_bytes(whole[: len(whole) // 2] + whole[-2_000:])
    done = batch("cases.parquet", "--out", "out.jsonl")
    assert (done.exit_code, "cannot be read" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("column", "says"),
    [
        (pyarrow.array([2**31 - 1], pyarrow.int32()).cast(pyarrow.date32()), "a value cannot be read: "),
        (pyarrow.array([datetime(2024, 3, 1)]), "`2024-03-01 00:00:00` is a time of day or a length of time"),
        (pyarrow.array([time(1)]), "`01:00:00` is a time of day or a length of time"),
        (pyarrow.array([timedelta(1)]), "`1 day, 0:00:00` is a time of day or a length of time"),
        (pyarrow.array([b"text"]), "`b'text'` is neither text nor number"),
        (pyarrow.array([float("nan")]), "`nan` is a floating-point number"),
        (pyarrow.array([[("a", 1)]], pyarrow.map_(pyarrow.string(), pyarrow.int64())), "is neither text nor number"),
        (pyarrow.array([[{"a": [1.5]}]]), "`1.5` is a floating-point number"),
    ],
)
def test_values_that_no_fact_has_are_rejected_and_the_rows_after_them_read(column: pyarrow.Array, says: str) -> None:
    good = pyarrow.nulls(1, column.type)
    parquet.write_table(pyarrow.table({"a.fact": pyarrow.chunked_array([column, good])}), "cases.parquet")
    first, second = parquet_rows(Path("cases.parquet"), Vocabulary())
    assert says in first.unreadable
    assert (second.number, second.text) == (2, b'{"facts": {}}')


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("cases.csv", b"a,b\n1,\0\n"),
        ("cases.csv", b"case,child.born_on\n\xff,2024-01-01\n"),
        ("cases.csv", b"case,child.\xff\nA,2024-01-01\n"),
        ("cases.csv", b"\xff,\xff\n1,2\n"),
        ("cases.csv", b'case\n"never closed\n'),
        ("cases.jsonl", b'{"case": "\\ud800", "facts": {}}'),
        ("cases.jsonl", b'{"facts": {"\\ud800": 1}}'),
        ("cases.jsonl", b"[" * 100_000),
        ("cases.jsonl", b'{"facts": {"child.born_on": ' + b"9" * 5_000 + b"}}"),
        ("cases.jsonl", b"\xff\xfe{}"),
        ("cases.jsonl", b"null"),
    ],
)
def test_a_row_that_is_no_case_is_rejected_with_a_reason(name: str, contents: bytes) -> None:
    Path(name).write_bytes(contents)
    done = batch(name, "--out", "out.jsonl", "--rules", RULES)
    assert done.exit_code == 1, done.stderr
    assert "; 1 rejected" in done.stderr
    (rejected,) = Path("out.jsonl.rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(reason["says"] for reason in json.loads(rejected)["reasons"])


@pytest.mark.parametrize("name", ["cases.csv", "cases.jsonl"])
def test_a_file_without_rows_is_done_at_once(name: str) -> None:
    Path(name).write_bytes(b"")
    done = batch(name, "--out", "out.csv", "--rules", RULES)
    assert (done.exit_code, done.stderr.startswith("0 rows: 0 decided")) == (0, True)
    assert Path("out.csv").read_text(encoding="utf-8").splitlines() == [",".join(COLUMNS)]


def test_a_folder_that_is_not_there_is_wrong_usage() -> None:
    Path("cases.jsonl").write_bytes(b"")
    done = batch("cases.jsonl", "--out", "nowhere/out.jsonl")
    assert (done.exit_code, "there is no folder `nowhere`" in done.stderr) == (2, True)


def test_without_pyarrow_parquet_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("cases.jsonl").write_bytes(b"")
    monkeypatch.setattr(cli_batch, "find_spec", lambda _name: None)
    done = batch("cases.jsonl", "--out", "out.parquet")
    assert (done.exit_code, 'pip install "rulecheck[batch]"' in done.stderr) == (2, True)
