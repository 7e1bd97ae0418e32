"""Rows that Spark hands to a worker, decided there by the compiled query on DuckDB, and by Python where it hands over.

It is the query of `rulecheck batch`, and the same reading of cells: Spark carries both. Needs `duckdb` and `sqlglot`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.trace import Question
from rulecheck.workbench.batch_rows import Outcome, decide_row
from rulecheck.workbench.batch_sources import parquet_row
from rulecheck.workbench.columnar.blocks import NUMBER, Block
from rulecheck.workbench.columnar.decider import Decider
from rulecheck.workbench.columnar.sayings import table_list
from rulecheck.workbench.columnar.wide_parts import wide_query
from rulecheck.workbench.spark.by_python import by_python
from rulecheck.workbench.spark.outcomes import Decided, Layout


@frozen
class BySql:
    """Decides batches of a worker; ``decider`` keeps its queries from one to the next."""

    compiled: Compiled
    question: Question
    layout: Layout
    decider: Decider

    @staticmethod
    def of(compiled: Compiled, question: Question, layout: Layout) -> "BySql":
        """One with a connection of its own. Each core has a worker, so it has one thread."""
        import duckdb

        connection = duckdb.connect(config={"threads": 1})
        return BySql(
            compiled, question, layout, Decider(compiled.rulebook, question, connection, layout.wide is not None)
        )

    def decided(self, numbers: Sequence[int], cells: Any) -> Decided:
        """What rows come to, in their order; ``cells`` is a record batch, ``numbers`` those of the rows in the file."""
        found = [self._run(numbers[start:end], cells.slice(start, end - start)) for start, end in _runs(numbers)]
        return Decided.all(found, self.layout)

    def _run(self, numbers: Sequence[int], cells: Any) -> Decided:
        import pyarrow

        if NUMBER in cells.schema.names:
            return by_python(self.compiled, self.question, self.layout, numbers, cells)

        def row(number: int) -> Any:
            return parquet_row(number, cells.slice(number - numbers[0], 1))

        table = pyarrow.Table.from_batches([cells]).append_column(NUMBER, pyarrow.array(numbers, pyarrow.int64()))
        answered, left = self.decider.decide(Block(numbers[0], len(numbers), table, row))
        outcomes: list[tuple[int, Outcome]] = [
            (number, decide_row(self.compiled, row(number), self.question)) for number in left.numbers
        ]
        answers = []
        for each in answered:
            if self.layout.wide is not None:
                query = wide_query(self.layout.wide, each)
            else:
                query = f"SELECT {each.number} AS row, {table_list(each.number, each.title, each.said)} AS answers"
                query += f" FROM {each.source}"
            answers.append(self.decider.connection.sql(query).to_arrow_table())
        return Decided.of(self.layout, answers, outcomes, left.why)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches in which numbers follow one another, from and to (not with)."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield start, at
            start = at
