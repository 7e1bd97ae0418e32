"""What a worker does with its share of the rows: each is decided by the generated code, as a batch on one machine does.

This module is loaded by workers; it needs `pyarrow`, and of Spark only where the archive of the rules lies.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_outputs import COLUMNS, arrow_schema, flat_rows
from rulecheck.workbench.batch_rows import Outcome, decide_row
from rulecheck.workbench.batch_sources import parquet_row
from rulecheck.workbench.spark.archive import Shipment, unpack

# The columns that a worker is given: the number of the row in its file, from 1, and all cells of the row.
ROW, CELLS = "row", "cells"
_SPARK_TYPES = {
    "row": "bigint",
    "by": "array<struct<provision string, version int>>",
    "excepted_by": "array<struct<provision string, version int>>",
    "settled": "boolean",
    "missing": "array<string>",
    "open": "array<string>",
}
ANSWER = ", ".join(f"`{name}` {_SPARK_TYPES.get(name, 'string')}" for name in COLUMNS)
# What became of a row: its answers, or why it was rejected (a line of JSON).
OUTCOME = f"row bigint, answers array<struct<{ANSWER}>>, rejected string, undetermined boolean, handed string"

Work = Callable[[Iterator[Any]], Iterator[Any]]


def worker(shipment: Shipment, question: Question) -> Work:
    """A function from batches with the columns ``ROW`` and ``CELLS`` to batches of ``OUTCOME``."""

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        compiled = received(shipment)
        for batch in batches:
            yield outcomes_of(compiled, question, batch)

    return work


@lru_cache(maxsize=1)
def received(shipment: Shipment) -> Compiled:
    """The rulebook that was sent to this machine; it is read once a process. Raises ``Refused``."""
    from pyspark import SparkFiles

    return unpack(Path(SparkFiles.get(shipment.name)).read_bytes(), shipment)


def outcomes_of(compiled: Compiled, question: Question, batch: Any) -> Any:
    """The outcome of each row of a batch, in their order."""
    import pyarrow

    cells = pyarrow.RecordBatch.from_struct_array(batch.column(CELLS))
    numbers = batch.column(ROW).to_pylist()
    found = [decide_row(compiled, parquet_row(n, cells.slice(i, 1)), question) for i, n in enumerate(numbers)]
    rows = [_as_columns(number, outcome) for number, outcome in zip(numbers, found, strict=True)]
    return pyarrow.RecordBatch.from_pylist(rows, schema=_outcome_schema())


def _as_columns(number: int, outcome: Outcome) -> dict[str, Any]:
    lines = [outcome.decided] if outcome.decided else []
    return {
        "row": number,
        "answers": [dict(zip(COLUMNS, flat, strict=True)) for flat in flat_rows(lines)],
        "rejected": outcome.rejected or None,
        "undetermined": outcome.undetermined,
        "handed": outcome.handed or None,
    }


def _outcome_schema() -> Any:
    import pyarrow

    answers = pyarrow.list_(pyarrow.struct(list(arrow_schema())))
    columns = [("row", pyarrow.int64()), ("answers", answers), ("rejected", pyarrow.string())]
    return pyarrow.schema([*columns, ("undetermined", pyarrow.bool_()), ("handed", pyarrow.string())])
