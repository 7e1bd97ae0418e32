"""Rows that Spark hands to a worker, decided there by generated Python."""

from collections.abc import Sequence
from typing import Any

from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_rows import decide_row
from rulecheck.workbench.batch_sources import parquet_row
from rulecheck.workbench.spark.outcomes import Decided, Layout


def by_python(compiled: Compiled, question: Question, layout: Layout, numbers: Sequence[int], cells: Any) -> Decided:
    """What rows come to by generated Python alone."""
    rows = (parquet_row(number, cells.slice(at, 1)) for at, number in enumerate(numbers))
    outcomes = [(row.number, decide_row(compiled, row, question)) for row in rows]
    return Decided.of(layout, (), outcomes)
