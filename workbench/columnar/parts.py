"""The part of a block: what SQL says of its rows and Python of those handed over, in the order of the rows."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import Factory, define

from rulecheck.workbench.batch_outputs import COLUMNS, arrow_schema, csv_rows_of, flat_rows
from rulecheck.workbench.batch_rows import Outcome
from rulecheck.workbench.columnar.answered import Answered
from rulecheck.workbench.columnar.sayings import csv_lines, json_line, table_rows
from rulecheck.workbench.columnar.sql_text import name

# Rows held as Python's while they are written.
_AT_ONCE = 20_000

# Writes the answers of a block: those of SQL, and the lines of JSON that Python gave by the number of the row.
PartWriter = Callable[[Any, list[Answered], Iterable[tuple[int, str]], Path], None]


def write_json_part(connection: Any, answered: list[Answered], lines: Iterable[tuple[int, str]], path: Path) -> None:
    """JSON lines."""
    queries = [_query(each, json_line(each.number, each.title, each.said)) for each in answered]
    _write_texts(connection, queries, list(lines), path)


def write_csv_part(connection: Any, answered: list[Answered], lines: Iterable[tuple[int, str]], path: Path) -> None:
    """Lines of CSV, without a header."""
    queries = [_query(each, csv_lines(each.number, each.title, each.said)) for each in answered]
    _write_texts(connection, queries, [(number, _csv_text(line)) for number, line in lines], path)


def _query(answered: Answered, text: str) -> str:
    return f"SELECT {answered.number} AS row, {text} AS text FROM {answered.source}"


def _csv_text(line: str) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(csv_rows_of([line]))
    return held.getvalue().removesuffix("\n")


def _write_texts(connection: Any, queries: list[str], others: list[tuple[int, str]], path: Path) -> None:
    import pyarrow

    columns = {
        "row": pyarrow.array([number for number, _ in others], pyarrow.int64()),
        "text": pyarrow.array([text for _, text in others], pyarrow.string()),
    }
    connection.register("others", pyarrow.table(columns))
    whole = " UNION ALL ".join([*queries, "SELECT row, text FROM others"])
    reader = connection.sql(f"SELECT text FROM ({whole}) WHERE text <> '' ORDER BY row").to_arrow_reader(_AT_ONCE)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in reader:
            texts = batch.column(0).to_pylist()
            if texts:
                file.write("\n".join(texts))
                file.write("\n")
    connection.unregister("others")


def write_parquet_part(connection: Any, answered: list[Answered], lines: Iterable[tuple[int, str]], path: Path) -> None:
    """A row for each conclusion."""
    import pyarrow
    from pyarrow import parquet

    schema = arrow_schema().append(pyarrow.field("place", pyarrow.int32()))
    rows = [(*flat, place) for _, line in lines for place, flat in enumerate(flat_rows([line]))]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in schema]
    connection.register("others", pyarrow.table(columns, schema=schema))
    names = ", ".join(map(name, COLUMNS))
    queries = [table_rows(each.number, each.title, each.said, each.source) for each in answered]
    whole = " UNION ALL ".join([*queries, "SELECT * FROM others"])
    reader = connection.sql(f"SELECT {names} FROM ({whole}) ORDER BY row, place").to_arrow_reader(_AT_ONCE)
    with parquet.ParquetWriter(path, arrow_schema()) as file:
        for batch in reader:
            file.write_table(pyarrow.Table.from_batches([batch]).cast(arrow_schema()))
    connection.unregister("others")


PART_WRITERS: dict[str, PartWriter] = {
    ".jsonl": write_json_part,
    ".csv": write_csv_part,
    ".parquet": write_parquet_part,
}


@define
class Told:
    """What Python says of the rows that SQL left, counted while their lines are written."""

    numbers: Sequence[int]
    outcomes: Iterable[Outcome]
    rejected: list[str] = Factory(list)
    decided: int = 0
    undetermined: int = 0
    handed: Counter[str] = Factory(Counter)

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of JSON of those that were decided, with their numbers."""
        for number, outcome in zip(self.numbers, self.outcomes, strict=True):
            if not outcome.decided:
                self.rejected.append(f"{outcome.rejected}\n")
                continue
            self.decided += 1
            self.undetermined += outcome.undetermined
            if outcome.handed:
                self.handed[outcome.handed] += 1
            yield number, outcome.decided

    def summary_text(self, by_sql: int, to_python: Counter[str]) -> str:
        """What became of the rows of a block, as ``batch_parts.Summary`` has it; once the lines are written."""
        said = {
            "decided": by_sql + self.decided,
            "rejected": len(self.rejected),
            "undetermined": self.undetermined,
            "handed": dict(sorted(self.handed.items())),
            "by_sql": by_sql,
            "not_by_sql": dict(sorted(to_python.items())),
        }
        return json.dumps(said)
