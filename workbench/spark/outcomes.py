"""What workers hand back to Spark: for each row its answers in the layout asked for, or why it was rejected."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import frozen

from rulecheck.workbench.batch_outputs import COLUMNS, arrow_schema, flat_rows
from rulecheck.workbench.batch_rows import Outcome
from rulecheck.workbench.batch_wide import Wide, rows_of, tables_of
from rulecheck.workbench.batch_wide import arrow_schema as wide_schema

NOTHING: Mapping[str, int] = MappingProxyType({})
_SPARK_TYPES = {
    "row": "bigint",
    "by": "array<struct<provision string, version int>>",
    "excepted_by": "array<struct<provision string, version int>>",
    "settled": "boolean",
    "missing": "array<string>",
    "open": "array<string>",
}
_WIDE_TYPES = {"truth": "boolean", "whole": "bigint", "day": "date", "text": "string", "texts": "array<string>"}
# Beside the answers: why a row was rejected (a line of JSON), whether something stays open, why generated Python handed
# it to the interpreter. Then whether SQL decided it; and beside the first row of many, as JSON, why SQL left how many.
_BESIDE = "rejected string, undetermined boolean, handed string, by_sql boolean, not_by_sql string"


@frozen
class Layout:
    """A row for each conclusion, or (``wide``) a row for each case."""

    wide: Wide | None

    @property
    def schema(self) -> str:
        """The columns in the words of Spark."""
        if self.wide is None:
            columns = ", ".join(f"`{name}` {_SPARK_TYPES.get(name, 'string')}" for name in COLUMNS)
            return f"row bigint, answers array<struct<{columns}>>, {_BESIDE}"
        columns = ", ".join(f"`{column.name}`: {_WIDE_TYPES[column.kind]}" for column in self.wide.columns)
        return f"row bigint, answers struct<{columns}>, {_BESIDE}"

    @property
    def arrow(self) -> Any:
        """The same as an Arrow schema."""
        import pyarrow

        if self.wide is None:
            answers = pyarrow.list_(pyarrow.struct(list(arrow_schema())))
        else:
            answers = pyarrow.struct(list(wide_schema(self.wide)))
        return pyarrow.schema(
            [
                ("row", pyarrow.int64()), ("answers", answers), ("rejected", pyarrow.string()),
                ("undetermined", pyarrow.bool_()), ("handed", pyarrow.string()), ("by_sql", pyarrow.bool_()),
                ("not_by_sql", pyarrow.string()),
            ]
        )  # fmt: skip

    def of_lines(self, lines: Sequence[str]) -> Any:
        """The answers in lines of JSON as an Arrow array; of an empty line there are none."""
        import pyarrow

        kind = self.arrow.field("answers").type
        if self.wide is None:
            rows = [[dict(zip(COLUMNS, flat, strict=True)) for flat in flat_rows([x] if x else [])] for x in lines]
            return pyarrow.array(rows, kind)
        told = iter(_structs(self.wide, rows_of(self.wide, filter(None, lines))))
        return pyarrow.array([next(told) if line else None for line in lines], kind)


def _structs(wide: Wide, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [row for table in tables_of(wide, rows) for row in table.to_pylist()]


@frozen
class Decided:
    """Rows with what they came to, as an Arrow table; and why SQL left how many of them."""

    table: Any
    why: Counter[str]

    @staticmethod
    def of(
        layout: Layout,
        answered: Iterable[Any],
        outcomes: Sequence[tuple[int, Outcome]],
        why: Mapping[str, int] = NOTHING,
    ) -> "Decided":
        """Of tables that SQL answered, and the outcomes of the other rows, by their numbers."""
        import pyarrow

        tables = [_of_sql(layout, each) for each in answered]
        columns = [
            pyarrow.array([number for number, _ in outcomes], pyarrow.int64()),
            layout.of_lines([outcome.decided for _, outcome in outcomes]),
            pyarrow.array([outcome.rejected or None for _, outcome in outcomes], pyarrow.string()),
            pyarrow.array([outcome.undetermined for _, outcome in outcomes], pyarrow.bool_()),
            pyarrow.array([outcome.handed or None for _, outcome in outcomes], pyarrow.string()),
            pyarrow.array([False] * len(outcomes), pyarrow.bool_()),
            pyarrow.nulls(len(outcomes), pyarrow.string()),
        ]
        if outcomes:
            tables.append(pyarrow.table(columns, schema=layout.arrow))
        whole = pyarrow.concat_tables(tables) if tables else layout.arrow.empty_table()
        return Decided(whole if len(tables) < 2 else whole.sort_by("row"), Counter(why))

    @staticmethod
    def all(parts: Sequence["Decided"], layout: Layout) -> "Decided":
        """Several, one after the other."""
        import pyarrow

        if not parts:
            return Decided(layout.arrow.empty_table(), Counter())
        why: Counter[str] = sum((each.why for each in parts), Counter())
        return Decided(pyarrow.concat_tables([each.table for each in parts]), why)

    def told(self) -> Any:
        """The table with the reasons beside its first row."""
        import pyarrow

        if not self.table.num_rows or not self.why:
            return self.table
        texts = [json.dumps(dict(sorted(self.why.items()))), *[None] * (self.table.num_rows - 1)]
        last = self.table.num_columns - 1
        return self.table.set_column(last, self.table.schema.field(last), pyarrow.array(texts, pyarrow.string()))


def _of_sql(layout: Layout, answered: Any) -> Any:
    import pyarrow

    count = answered.num_rows
    if layout.wide is None:
        answers = answered.column("answers").cast(layout.arrow.field("answers").type)
    else:
        cells = answered.cast(wide_schema(layout.wide)).combine_chunks()
        answers = cells.to_struct_array()
    nothing, never = pyarrow.nulls(count, pyarrow.string()), pyarrow.array([False] * count, pyarrow.bool_())
    by_sql = pyarrow.array([True] * count, pyarrow.bool_())
    columns = [answered.column("row"), answers, nothing, never, nothing, by_sql, nothing]
    return pyarrow.table(columns, schema=layout.arrow)
