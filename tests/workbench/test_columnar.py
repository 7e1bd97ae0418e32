"""Batches decided by SQL and Python together: the bytes of those decided by Python alone."""

import csv
import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow
import pytest
from attrs import evolve
from click.testing import CliRunner
from generated_rulebooks import random_case, random_rulebook
from pyarrow import parquet

from rulecheck import __version__
from rulecheck.cli import command
from rulecheck.engine.case import Case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.engine.values import Absent, Elements, Period, Value
from rulecheck.workbench import batch_run
from rulecheck.workbench.batch_outputs import writer_of
from rulecheck.workbench.batch_parts import Batch
from rulecheck.workbench.batch_run import row_of
from rulecheck.workbench.batch_sources import parquet_rows, source_of
from rulecheck.workbench.columnar import run as columnar

Row = dict[str, object]
ENDINGS = ("jsonl", "csv", "parquet")


def quiet(_rows: int) -> None:
    """Shows no progress."""


def raw(value: Value, case: Case) -> object:
    """A value as a case may write it."""
    if isinstance(value, Fraction):
        return str(value) if value.denominator not in (2, 4, 5, 10) else str(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return f"{value.months} months" if value.months else f"{value.days} days"
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Absent):
        return value.value
    if isinstance(value, Elements):
        prefix = f"{value.name}["
        elements: list[Row] = [{} for _ in range(value.count)]
        for name, below in case.facts.items():
            if name.startswith(prefix):
                number, _, field = name.removeprefix(prefix).partition("].")
                elements[int(number) - 1][field] = raw(below, case)
        return elements
    return value


def row(case: Case, number: int) -> Row:
    facts = {name: raw(value, case) for name, value in case.facts.items() if "[" not in name}
    return {"case": f'No. {number}, "so"', "law_date": str(case.law_date), **facts}


def write_jsonl(rows: list[Row], path: Path) -> None:
    lines = []
    for each in rows:
        own = {name: each[name] for name in ("case", "law_date")}
        lines.append(json.dumps({**own, "facts": {name: value for name, value in each.items() if name not in own}}))
    path.write_text("\n".join([*lines, "no case", ""]), encoding="utf-8")


def write_csv(rows: list[Row], path: Path) -> None:
    names = list(dict.fromkeys(name for each in rows for name in each))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(names)
        for each in rows:
            table.writerow([cell(each[name]) if name in each else "" for name in names])
        table.writerow(["too few"])


def cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def write_parquet(rows: list[Row], path: Path) -> None:
    columns: dict[str, pyarrow.Array] = {}
    for name in dict.fromkeys(name for each in rows for name in each):
        cells = [each.get(name) for each in rows]
        kinds = {type(each) for each in cells if each is not None}
        mixed = len(kinds) > 1
        if kinds == {list}:
            cells = [[text_fields(e) for e in each] if isinstance(each, list) else None for each in cells]
        elif list in kinds:
            cells = [each if isinstance(each, list) else None for each in cells]
        elif mixed:
            cells = [None if each is None else cell(each) for each in cells]
        columns[name] = pyarrow.array(cells)
    parquet.write_table(pyarrow.table(columns), path, row_group_size=7)


def text_fields(element: object) -> object:
    """An element whose fields of several kinds are texts all the same."""
    if not isinstance(element, dict):
        return element
    return {name: cell(value) if name in ("n", "d") else value for name, value in element.items()}


WRITE: dict[str, Callable[[list[Row], Path], None]] = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


def batch(own: Rulebook, ask: tuple[str, ...], cases: Path, out: Path) -> Batch:
    source, writer = source_of(cases), writer_of(out)
    assert source is not None
    assert writer is not None
    return Batch(own, Question(ask), __version__, cases, source, out, writer, 15)


def contents(wanted: Batch) -> object:
    """What a batch wrote: the answers, and the rejects."""
    rejects = wanted.rejects.read_bytes() if wanted.rejects.exists() else b""
    if wanted.out.suffix == ".parquet":
        table = parquet.read_table(wanted.out)
        return table.schema, table.to_pylist(), rejects
    return wanted.out.read_bytes(), rejects


def conclusions_in_sql(own: Rulebook) -> tuple[str, ...]:
    return tuple(name for name, each in own.vocabulary.conclusions.items() if not each.record)


@pytest.mark.parametrize("given", ENDINGS)
@pytest.mark.parametrize("seed", range(2))
def test_sql_writes_the_bytes_of_python(given: str, seed: int, tmp_path: Path) -> None:
    own = random_rulebook(seed)
    cases = tmp_path / f"cases.{given}"
    WRITE[given]([row(random_case(seed * 1000 + i, own), i) for i in range(40)], cases)
    ask = conclusions_in_sql(own)[:2]
    for ending in ENDINGS:
        by_sql = batch(own, ask, cases, tmp_path / f"sql.{ending}")
        by_python = batch(own, ask, cases, tmp_path / f"python.{ending}")
        found, expected = columnar.run(by_sql, quiet), batch_run.run(by_python, quiet)
        assert found is not None
        assert expected is not None
        assert contents(by_sql) == contents(by_python)
        assert (found.decided, found.rejected) == (expected.decided, expected.rejected)
        assert found.undetermined == expected.undetermined
        # Those rejected are told among the reasons too.
        assert found.by_sql + sum(found.not_by_sql.values()) == found.decided + found.rejected


def test_a_run_that_was_killed_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    own = random_rulebook(0)
    cases = tmp_path / "cases.jsonl"
    write_jsonl([row(random_case(i, own), i) for i in range(40)], cases)
    ask = conclusions_in_sql(own)[:2]
    whole, stopped = (batch(own, ask, cases, tmp_path / f"{name}.csv") for name in ("whole", "stopped"))
    summary = columnar.run(whole, quiet)
    seen: list[int] = []

    def kill(rows: int) -> None:
        seen.append(rows)
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            columnar.run(stopped, kill)
    # By another way parts are others, and of other rules too.
    assert batch_run.run(stopped, quiet) is None
    assert columnar.run(evolve(stopped, question=Question(("other",))), quiet) is None
    assert stopped.parts.exists()
    assert columnar.run(stopped, quiet) == summary
    assert contents(stopped) == contents(whole)
    assert not stopped.parts.exists()


def test_many_rows_that_are_handed_over_are_decided_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rulecheck.workbench.columnar.handed._TOGETHER", 3)
    own = random_rulebook(1)
    cases = tmp_path / "cases.csv"
    write_csv([row(random_case(i, own), i) for i in range(12)], cases)
    one, two = (batch(own, conclusions_in_sql(own)[:2], cases, tmp_path / f"{name}.jsonl") for name in ("one", "two"))
    assert columnar.run(one, quiet) == columnar.run(evolve(two, jobs=2, chunk=31), quiet)
    assert contents(one) == contents(two)


def test_a_row_of_parquet_is_found_without_the_others(tmp_path: Path) -> None:
    own = random_rulebook(2)
    cases = tmp_path / "cases.parquet"
    write_parquet([row(random_case(i, own), i) for i in range(20)], cases)
    expected = list(parquet_rows(cases, own.vocabulary))
    found = [row_of(cases, parquet_rows, own.vocabulary, number) for number in range(1, 22)]
    assert found == [*expected, None]


def test_columns_that_sql_does_not_tell_apart_are_for_python(tmp_path: Path) -> None:
    own = random_rulebook(0)
    cases = tmp_path / "cases.csv"
    cases.write_text("case,b1,B1,law_date\nA,true,,2020-01-01\nB,true,false,2020-01-01\n", encoding="utf-8")
    ask = conclusions_in_sql(own)[:1]
    by_sql, by_python = (batch(own, ask, cases, tmp_path / f"{name}.jsonl") for name in ("sql", "python"))
    summary = columnar.run(by_sql, quiet)
    batch_run.run(by_python, quiet)
    assert contents(by_sql) == contents(by_python)
    assert summary is not None
    assert (summary.decided, summary.rejected, summary.by_sql) == (1, 1, 0)


@pytest.mark.parametrize("lacking", ["duckdb", "sqlglot"])
def test_without_duckdb_sql_is_wrong_usage(lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rulecheck.cli_batch.find_spec", lambda name: None if name == lacking else name)
    cases = tmp_path / "cases.csv"
    cases.write_text("case\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["batch", str(cases), "--out", str(tmp_path / "x.jsonl"), "--engine", "sql"])
    assert result.exit_code == 2
    assert f"SQL needs {lacking}: pip install" in result.stderr
