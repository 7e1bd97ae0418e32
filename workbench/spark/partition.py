"""What a worker does with its share of the rows: each is decided as a batch on one machine does.

This module is loaded by workers; it needs `pyarrow`, and of Spark only where the archive of the rules lies.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_wide import Wide, wide_of
from rulecheck.workbench.spark.archive import Refused, Shipment, unpack
from rulecheck.workbench.spark.by_python import by_python
from rulecheck.workbench.spark.outcomes import Decided, Layout

# The columns that a worker is given: the number of the row in its file, from 1, and all cells of the row.
ROW, CELLS = "row", "cells"

Engine = Literal["auto", "sql", "python"]
# Fewer rows are decided before a query is written.
_FEW = 2_000
# The numbers of rows, and their cells as a record batch.
Decide = Callable[[list[int], Any], Decided]
Work = Callable[[Iterator[Any]], Iterator[Any]]


def worker(shipment: Shipment, question: Question, engine: Engine, wide: bool) -> Work:
    """A function from batches with the columns ``ROW`` and ``CELLS`` to batches of ``Layout.schema``."""

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        decide = decider(shipment, question, engine, wide)
        for batch in batches:
            cells = pyarrow.RecordBatch.from_struct_array(batch.column(CELLS))
            yield from decide(batch.column(ROW).to_pylist(), cells).told().combine_chunks().to_batches()

    return work


@lru_cache(maxsize=1)
def received(shipment: Shipment) -> Compiled:
    """The rulebook that was sent to this machine; it is read once a process. Raises ``Refused``."""
    from pyspark import SparkFiles

    return unpack(Path(SparkFiles.get(shipment.name)).read_bytes(), shipment)


@lru_cache(maxsize=1)
def decider(shipment: Shipment, question: Question, engine: Engine, wide: bool) -> Decide:
    """What decides rows in this process, and keeps what it has made ready. Raises ``Refused``."""
    compiled = received(shipment)
    layout = layout_of(compiled, question, wide)
    by_python_alone = partial(by_python, compiled, question, layout)
    if engine != "python":
        missing = lacking()
        if not missing:
            from rulecheck.workbench.spark.by_sql import BySql

            by_sql = BySql.of(compiled, question, layout).decided
            return by_sql if engine == "sql" else partial(_by_either, by_sql, by_python_alone)
        if engine == "sql":
            raise Refused(f"a worker has no {' and no '.join(missing)}; install it there, or leave out --engine sql")
    return by_python_alone


def lacking() -> list[str]:
    """What SQL needs and is not installed here."""
    return [name for name in ("duckdb", "sqlglot") if find_spec(name) is None]


def _by_either(by_sql: Decide, by_python_alone: Decide, numbers: list[int], cells: Any) -> Decided:
    return (by_python_alone if len(numbers) < _FEW else by_sql)(numbers, cells)


def layout_of(compiled: Compiled, question: Question, wide: bool) -> Layout:
    """The columns of the answers; the driver has made sure that there are some."""
    found = wide_of(compiled.rulebook, question) if wide else None
    return Layout(found if isinstance(found, Wide) else None)
