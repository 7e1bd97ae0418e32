"""Many cases in one file, read one after the other: JSON lines, CSV, or Parquet.

Whatever the format, a row comes out as the JSON text of a case, so that one reader judges them all. An empty cell, or
a null, is a fact left out: unknown.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any

from attrs import frozen

from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_json import read_json
from rulecheck.engine.types import ChoiceType, ListType
from rulecheck.engine.vocabulary import Vocabulary

# Columns that are the case's own; every other is a fact, by its address.
OWN = ("case", "law_date", "known_on")


@frozen
class Row:
    """A case among many: which row it is and in which line it begins (both from 1), and its text as JSON.

    ``unreadable`` says why there is no text.
    """

    number: int
    line: int
    text: bytes = b""
    unreadable: str = ""


# What columns may hold and facts may not. (A moment is a date too, so these are looked at first.)
_NO_FACTS: dict[type | UnionType, str] = {
    float: "a floating-point number",
    datetime | time | timedelta: "a time of day or a length of time",
    bytes | tuple: "neither text nor number",
}

Source = Callable[[Path, Vocabulary], Iterator[Row]]


def source_of(path: Path) -> Source | None:
    """What reads the cases of a file, by the ending of its name; None for one that nothing reads."""
    sources: dict[str, Source] = {".jsonl": jsonl_rows, ".csv": csv_rows, ".parquet": parquet_rows}
    return sources.get(path.suffix)


def jsonl_rows(path: Path, _vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS) -> Iterator[Row]:
    """A case a line. Empty lines are passed over; of a line too long for a case only so much is kept in memory."""
    with path.open("rb") as file:
        number = line = 0
        while read := file.readline(limits.case_bytes + 1):
            line += 1
            whole = len(read) <= limits.case_bytes or read.endswith(b"\n")
            text = read.strip()
            while not read.endswith(b"\n") and (read := file.readline(limits.case_bytes + 1)):
                pass
            if not whole:
                number += 1
                yield Row(number, line, unreadable=f"the line is longer than {limits.case_bytes:,} bytes")
            elif text:
                number += 1
                yield Row(number, line, text)


@frozen
class CsvLine:
    """A row of CSV: its number, the line in which it begins, the names of the columns, and its cells.

    ``wrong`` says why it has none.
    """

    number: int
    line: int
    names: list[str]
    cells: list[str]
    wrong: str = ""


def csv_rows(path: Path, vocabulary: Vocabulary) -> Iterator[Row]:
    """A case a row, in UTF-8; the first line names the facts. Lists stand in their cells as JSON."""
    return (csv_row(line, vocabulary) for line in csv_lines(path))


def csv_lines(path: Path) -> Iterator[CsvLine]:
    """The rows below the names of the columns, without those that are empty."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file)
        names: list[str] = []
        number, line = 0, 1
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as wrong:
                number += 1
                yield CsvLine(number, line, names, [], f"the row is no CSV: {wrong}")
                continue
            if not names:
                names = cells
            elif cells:
                number += 1
                yield CsvLine(number, line, names, cells)


def csv_row(given: CsvLine, vocabulary: Vocabulary) -> Row:
    """The case in a row of CSV."""
    number, line, names, cells = given.number, given.line, given.names, given.cells
    if given.wrong:
        return Row(number, line, unreadable=given.wrong)
    if len(cells) != len(names):
        return Row(number, line, unreadable=f"the row has {len(cells):,} cells, and {len(names):,} columns are named")
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return Row(number, line, unreadable=f"the column `{_shown(twice)}` is named twice")
    values = {name: _cell(name, cell, vocabulary) for name, cell in zip(names, cells, strict=True) if cell}
    return _row(number, line, values)


def _shown(name: str) -> str:
    """A name as it can be written out, whatever bytes it was read from."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _cell(name: str, cell: str, vocabulary: Vocabulary) -> object:
    """What a cell says: its text; of a list, or of several options, what the text says as JSON."""
    fact = vocabulary.facts.get(name)
    several = fact is not None and (
        isinstance(fact.type, ListType) or (isinstance(fact.type, ChoiceType) and fact.type.several)
    )
    if not several:
        return cell
    read, mistakes = read_json(cell.encode("utf-8", "surrogateescape"), name)
    return cell if mistakes or not isinstance(read, list) else read


class Unreadable(Exception):
    """A file that is not what the ending of its name says."""


def parquet_rows(path: Path, _vocabulary: Vocabulary) -> Iterator[Row]:
    """A case a row; structs are records, and lists of structs lists of records. Needs `pyarrow`.

    Raises ``Unreadable`` for a file that is not Parquet, or is damaged.
    """
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=1_000):
                for index in range(batch.num_rows):
                    number += 1
                    yield parquet_row(number, batch.slice(index, 1))
    except (ArrowException, OSError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def parquet_length(path: Path) -> int:
    """How many rows a Parquet file has; none where it is no such file."""
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            return int(file.metadata.num_rows)
    except (ArrowException, OSError):
        return 0


def parquet_row_at(path: Path, number: int) -> Row | None:
    """The row of that number, without reading the others; None where there are not so many.

    Raises ``Unreadable`` as ``parquet_rows`` does.
    """
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            before = number - 1
            for group in range(file.metadata.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                if before < rows:
                    return parquet_row(number, _row_within(file, group, before))
                before -= rows
    except (ArrowException, OSError) as wrong:
        raise Unreadable(str(wrong)) from wrong
    return None


def _row_within(file: Any, group: int, before: int) -> Any:
    """The row of a group of rows after so many others, as a batch of one."""
    for batch in file.iter_batches(batch_size=1_000, row_groups=[group]):
        if before < batch.num_rows:
            return batch.slice(before, 1)
        before -= batch.num_rows
    raise Unreadable("a group of rows has fewer than it says")


def parquet_row(number: int, one: Any) -> Row:
    """The case in a batch of one row of Arrow columns."""
    try:
        (values,) = one.to_pylist()
    except (ValueError, OverflowError) as wrong:
        return Row(number, number, unreadable=f"a value cannot be read: {wrong}")
    return _row(number, number, values)


class _Inexact(Exception):
    """A value that its column holds only nearly, or that is of no kind that facts have."""


def _row(number: int, line: int, values: Mapping[str, object]) -> Row:
    own = {name: values[name] for name in OWN if values.get(name) is not None}
    facts = {name: value for name, value in values.items() if name not in OWN and value is not None}
    try:
        data = _plain({**own, "facts": facts})
    except _Inexact as found:
        return Row(number, line, unreadable=str(found))
    text = json.dumps(data, ensure_ascii=False)
    return Row(number, line, text.encode("utf-8", "surrogateescape"))


def _plain(value: object) -> object:
    """A value of a column as JSON holds it, exact, without what is left out. Raises ``_Inexact``."""
    if isinstance(value, Mapping):
        return {str(key): _plain(below) for key, below in value.items() if below is not None}
    if isinstance(value, list):
        return [_plain(below) for below in value]
    for kinds, kind in _NO_FACTS.items():
        if isinstance(value, kinds):
            raise _Inexact(
                f"`{value}` is {kind}, and facts are exact: give a date, a whole number, a decimal or a text"
            )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    # Of an exact fraction (JSON in a cell) the text that a case may give it in.
    return value if value is None or isinstance(value, str | bool | int) else str(value)
