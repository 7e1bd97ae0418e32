"""What a worker of Spark does with the rows that it is handed: by SQL as by Python. No Spark is needed for it."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from batch_files import conclusions_in_sql, row, write_parquet
from generated_rulebooks import random_case, random_rulebook
from pyarrow import parquet

from rulecheck import __version__
from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_wide import Wide, wide_of
from rulecheck.workbench.columnar.blocks import NUMBER
from rulecheck.workbench.spark import partition
from rulecheck.workbench.spark.archive import Refused, Shipment
from rulecheck.workbench.spark.by_python import by_python
from rulecheck.workbench.spark.by_sql import BySql
from rulecheck.workbench.spark.outcomes import Layout

SAME = ("row", "answers", "rejected", "undetermined", "handed")


def cells_of(seed: int, place: Path, count: int = 40) -> tuple[Compiled, Question, pyarrow.RecordBatch]:
    own = random_rulebook(seed)
    write_parquet([row(random_case(seed * 1000 + i, own), i) for i in range(count)], place / "cases.parquet")
    (batch,) = parquet.read_table(place / "cases.parquet").combine_chunks().to_batches()
    return Compiled(own, __version__), Question(conclusions_in_sql(own)), batch


def layout_of(compiled: Compiled, question: Question, wide: bool) -> Layout:
    found = wide_of(compiled.rulebook, question)
    assert isinstance(found, Wide)
    return Layout(found if wide else None)


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("numbers", [range(1, 41), range(101, 141), [*range(5, 20), *range(30, 55)]])
@pytest.mark.parametrize("seed", [0, 2])
def test_sql_says_what_python_says(seed: int, numbers: Sequence[int], wide: bool, tmp_path: Path) -> None:
    compiled, question, cells = cells_of(seed, tmp_path)
    layout = layout_of(compiled, question, wide)
    found = BySql.of(compiled, question, layout).decided(list(numbers), cells)
    expected = by_python(compiled, question, layout, list(numbers), cells)
    assert found.table.schema == expected.table.schema == layout.arrow
    assert found.table.select(SAME).to_pylist() == expected.table.select(SAME).to_pylist()
    rows = found.told().to_pylist()
    assert [each["row"] for each in rows] == list(numbers)
    assert sum(each["by_sql"] for each in rows) + found.why.total() == len(rows)
    assert any(each["by_sql"] for each in rows)
    assert sum(each["not_by_sql"] is not None for each in rows) == (found.why.total() > 0)
    assert expected.why == Counter()


def test_a_column_named_as_the_number_is_left_to_python(tmp_path: Path) -> None:
    compiled, question, cells = cells_of(0, tmp_path)
    table = pyarrow.Table.from_batches([cells]).append_column(NUMBER, pyarrow.array(["x", *[None] * 39]))
    (batch,) = table.combine_chunks().to_batches()
    layout = layout_of(compiled, question, wide=False)
    found = BySql.of(compiled, question, layout).decided(list(range(1, 41)), batch).table.to_pylist()
    assert "row number" in found[0]["rejected"]
    assert not any(each["by_sql"] for each in found)


def test_no_rows_come_to_nothing(tmp_path: Path) -> None:
    compiled, question, cells = cells_of(0, tmp_path)
    for wide in (False, True):
        layout = layout_of(compiled, question, wide)
        for told in (
            BySql.of(compiled, question, layout).decided([], cells.slice(0, 0)),
            by_python(compiled, question, layout, [], cells.slice(0, 0)),
        ):
            assert (told.told().num_rows, told.told().schema) == (0, layout.arrow)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Shipment, Question, Any]:
    compiled, question, cells = cells_of(2, tmp_path)
    monkeypatch.setattr(partition, "received", lambda _shipment: compiled)
    monkeypatch.setattr(partition, "_FEW", 40)
    partition.decider.cache_clear()
    return Shipment("", "", ""), question, cells


def test_few_rows_are_decided_by_python(shipped: tuple[Shipment, Question, Any]) -> None:
    shipment, question, cells = shipped
    decide = partition.decider(shipment, question, "auto", False)
    assert any(decide(list(range(1, 41)), cells).table["by_sql"].to_pylist())
    assert not any(decide(list(range(1, 40)), cells.slice(0, 39)).table["by_sql"].to_pylist())


@pytest.mark.parametrize("missing", ["duckdb", "sqlglot"])
def test_a_worker_that_has_no_sql(
    missing: str, shipped: tuple[Shipment, Question, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shipment, question, cells = shipped
    numbers = list(range(1, 41))
    by_sql = partition.decider(shipment, question, "sql", False)(numbers, cells)
    partition.decider.cache_clear()
    # As where it is not installed: neither it nor what imports it can be imported.
    monkeypatch.setitem(sys.modules, missing, None)
    needing = ("rulecheck.engine.sql", "rulecheck.workbench.columnar", "rulecheck.workbench.spark.by_sql")
    for name in [name for name in sys.modules if name.startswith(needing)]:
        monkeypatch.delitem(sys.modules, name)
    without = partition.decider(shipment, question, "auto", False)(numbers, cells)
    assert not any(without.table["by_sql"].to_pylist())
    assert without.table.select(SAME).equals(by_sql.table.select(SAME))
    with pytest.raises(Refused, match=f"a worker has no {missing}; install it there, or leave out --engine sql"):
        partition.decider(shipment, question, "sql", False)
    partition.decider.cache_clear()


def test_a_worker_hands_back_batches(shipped: tuple[Shipment, Question, Any]) -> None:
    shipment, question, cells = shipped
    given = pyarrow.RecordBatch.from_arrays(
        [
            pyarrow.array(range(1, 41), pyarrow.int64()),
            pyarrow.Table.from_batches([cells]).to_struct_array().combine_chunks(),
        ],
        [partition.ROW, partition.CELLS],
    )
    work = partition.worker(shipment, question, "sql", True)
    batches = list(work(iter([given, given])))
    assert [batch.num_rows for batch in batches] == [40, 40]
    assert batches[0].column("answers").equals(batches[1].column("answers"))
