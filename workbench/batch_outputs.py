"""The answers of a batch as a file in the long layout: JSON lines (a row each), CSV or Parquet (a conclusion each).

What is asked can differ from row to row, and lists have as many conclusions as elements; a table of one conclusion a
line holds them all in the same columns. A value stands in it as JSON text, so that it is exact; lists are lists in
Parquet, and JSON texts in CSV.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from rulecheck.workbench.batch_wide import Wide, WideWriter

COLUMNS = ("row", "case", "conclusion", "state", "value", "by", "excepted_by", "settled", "missing", "open")
# Lines of a row group of Parquet: what is held in memory while writing.
_GROUP = 10_000

Writer = Callable[[Iterable[str], Path], None]
Flat = tuple[Any, ...]


def writer_of(path: Path, wide: Wide | None = None) -> Writer | None:
    """What writes a file, by the ending of its name; None for one that nothing writes. JSON lines are never wide."""
    if wide is not None:
        return WideWriter(wide, path.suffix) if path.suffix in (".csv", ".parquet") else None
    return {".jsonl": write_jsonl, ".csv": write_csv, ".parquet": write_parquet}.get(path.suffix)


def write_jsonl(lines: Iterable[str], path: Path) -> None:
    """The lines as they are."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def write_csv(lines: Iterable[str], path: Path) -> None:
    """A header, then a line for each conclusion."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(csv_rows_of(lines))


def csv_rows_of(lines: Iterable[str]) -> Iterator[list[object]]:
    """The cells of the lines of CSV."""
    return ([_json(v) if isinstance(v, list) else v for v in row] for row in flat_rows(lines))


def write_parquet(lines: Iterable[str], path: Path) -> None:
    """A row for each conclusion. Needs `pyarrow`."""
    import pyarrow
    from pyarrow import parquet

    schema = arrow_schema()
    rows = flat_rows(lines)
    with parquet.ParquetWriter(path, schema) as file:
        while group := list(islice(rows, _GROUP)):
            columns = [list(column) for column in zip(*group, strict=True)]
            file.write_table(pyarrow.table(columns, schema=schema))


def arrow_schema() -> Any:
    """The types of ``COLUMNS`` in Arrow and Parquet. Needs `pyarrow`."""
    import pyarrow

    chosen = pyarrow.list_(pyarrow.struct([("provision", pyarrow.string()), ("version", pyarrow.int32())]))
    names = pyarrow.list_(pyarrow.string())
    types = {"row": pyarrow.int64(), "by": chosen, "excepted_by": chosen, "settled": pyarrow.bool_()}
    types |= {"missing": names, "open": names}
    return pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in COLUMNS])


def flat_rows(lines: Iterable[str]) -> Iterator[Flat]:
    """The values of ``COLUMNS`` for each conclusion of each row."""
    for line in lines:
        row = json.loads(line)
        for address, said in row["conclusions"].items():
            by, excepted_by, missing, left_open = (
                said.get(key, []) for key in ("by", "excepted_by", "missing", "open")
            )
            head = (row["row"], row["case"], address, said["state"], _json(said["value"]))
            yield (*head, by, excepted_by, "settled" in said, missing, left_open)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
