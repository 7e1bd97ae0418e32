"""Batches decided by SQL and Python together: the bytes of those decided by Python alone."""

from pathlib import Path

import pytest
from attrs import evolve
from batch_files import (
    ENDINGS,
    WRITE,
    batch,
    conclusions_in_sql,
    contents,
    quiet,
    row,
    write_csv,
    write_jsonl,
    write_parquet,
)
from click.testing import CliRunner
from generated_rulebooks import random_case, random_rulebook

from rulecheck.cli import command
from rulecheck.engine.trace import Question
from rulecheck.workbench import batch_run
from rulecheck.workbench.batch_run import row_of
from rulecheck.workbench.batch_sources import parquet_rows
from rulecheck.workbench.columnar import run as columnar


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
