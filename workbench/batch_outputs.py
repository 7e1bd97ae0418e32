"""The answers of a batch as a file: JSON lines (a row each), CSV or Parquet (a conclusion each).

What is asked can differ from row to row, and lists have as many conclusions as elements; a table of one conclusion a
line holds them all in the same columns. Values and lists of names stand in it as JSON texts, so that they are exact.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

COLUMNS = ("row", "case", "conclusion", "state", "value", "by", "excepted_by", "settled", "missing", "open")
# Lines of a row group of Parquet: what is held in memory while writing.
_GROUP = 50_000

Writer = Callable[[Iterable[str], Path], None]
Flat = tuple[int | str | bool, ...]


def writer_of(path: Path) -> Writer | None:
    """What writes a file, by the ending of its name; None for one that nothing writes."""
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
        table.writerows(flat_rows(lines))


def write_parquet(lines: Iterable[str], path: Path) -> None:
    """A row for each conclusion. Needs `pyarrow`."""
    import pyarrow
    from pyarrow import parquet

    types = {"row": pyarrow.int64(), "settled": pyarrow.bool_()}
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in COLUMNS])
    rows = flat_rows(lines)
    with parquet.ParquetWriter(path, schema) as file:
        while group := list(islice(rows, _GROUP)):
            columns = [list(column) for column in zip(*group, strict=True)]
            file.write_table(pyarrow.table(columns, schema=schema))


def flat_rows(lines: Iterable[str]) -> Iterator[Flat]:
    """The values of ``COLUMNS`` for each conclusion of each row."""
    for line in lines:
        row = json.loads(line)
        for address, said in row["conclusions"].items():
            names = [_json(said.get(key, [])) for key in ("by", "excepted_by", "missing", "open")]
            settled = bool(said.get("settled", False))
            head = (row["row"], row["case"], address, said["state"], _json(said["value"]))
            yield (*head, names[0], names[1], settled, names[2], names[3])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
