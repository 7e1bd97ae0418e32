"""A file of cases in blocks of rows: as columns for SQL, and each row as Python reads it.

The columns of CSV and JSON lines are texts, and lists of them; what they mean is read in SQL (``readings``).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from attrs import frozen

from rulecheck.engine.types import BOOLEAN, DAYS, ChoiceType, ListType, Quantity
from rulecheck.engine.vocabulary import Fact, Vocabulary
from rulecheck.workbench.batch_sources import OWN, CsvLine, Row, Unreadable, csv_lines, csv_row, jsonl_rows, parquet_row

# The number of a row among the file's, from 1.
NUMBER = "row number"
# Of longer lines Python tells whether a case may be so long.
_LONGEST = 100_000


@frozen
class Block:
    """Rows ``first`` to ``first + count - 1``. ``table`` has the columns of those that have any, with their numbers.

    ``row`` gives a row as Python reads it, by its number.
    """

    first: int
    count: int
    table: Any
    row: Callable[[int], Row]


Blocks = Callable[[Path, Vocabulary, int], Iterator[Block]]


def blocks_of(path: Path) -> Blocks:
    """What reads a file in blocks of a number of rows, by the ending of its name. A KeyError for any other."""
    return {".jsonl": jsonl_blocks, ".csv": csv_blocks, ".parquet": parquet_blocks}[path.suffix]


def parquet_blocks(path: Path, _vocabulary: Vocabulary, size: int) -> Iterator[Block]:
    """The blocks of a Parquet file. Raises ``Unreadable`` as ``parquet_rows`` does."""
    import pyarrow
    from pyarrow import compute, parquet

    try:
        with parquet.ParquetFile(path) as file:
            first = 1
            for table in _tables(file, size):
                if NUMBER in table.column_names:
                    raise Unreadable(f"a column may not be named `{NUMBER}`")
                ones = pyarrow.repeat(pyarrow.scalar(1, pyarrow.int64()), table.num_rows)
                numbered = table.append_column(NUMBER, compute.cumulative_sum(ones, first - 1))
                yield Block(first, table.num_rows, numbered, _parquet_reader(table, first))
                first += table.num_rows
    except (pyarrow.ArrowException, OSError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def _tables(file: Any, size: int) -> Iterator[Any]:
    """Tables of so many rows: Arrow's batches may be shorter."""
    import pyarrow

    held: list[Any] = []
    rows = 0
    for batch in file.iter_batches(batch_size=size):
        held.append(batch)
        rows += batch.num_rows
        while rows >= size:
            table = pyarrow.Table.from_batches(held)
            yield table.slice(0, size)
            held, rows = table.slice(size).to_batches(), rows - size
    if rows:
        yield pyarrow.Table.from_batches(held)


def _parquet_reader(table: Any, first: int) -> Callable[[int], Row]:
    def row(number: int) -> Row:
        (batch,) = table.slice(number - first, 1).combine_chunks().to_batches()
        return parquet_row(number, batch)

    return row


def csv_blocks(path: Path, vocabulary: Vocabulary, size: int) -> Iterator[Block]:
    """The blocks of a CSV file."""
    lines = csv_lines(path)
    while held := list(islice(lines, size)):
        yield _csv_block(held, vocabulary)


def _csv_block(held: list[CsvLine], vocabulary: Vocabulary) -> Block:
    first, names = held[0].number, held[0].names
    whole = [line for line in held if len(line.cells) == len(names) and not line.wrong]
    if len(set(names)) != len(names) or NUMBER in names:
        whole = []
    given: dict[str, list[Any]] = {}
    for name, cells in zip(names, zip(*(line.cells for line in whole), strict=True), strict=bool(whole)):
        given[name] = [cell or None for cell in cells]
    odd = _listed(given, vocabulary)
    table = _table([line.number for line in whole], given, odd, vocabulary)
    return Block(first, len(held), table, lambda number: csv_row(held[number - first], vocabulary))


def _listed(given: dict[str, list[Any]], vocabulary: Vocabulary) -> set[int]:
    """Reads the cells that hold lists as JSON; the positions of those that are none."""
    odd: set[int] = set()
    for name, cells in given.items():
        fact = vocabulary.facts.get(name)
        if fact is None or not _holds_a_list(fact):
            continue
        for at, cell in enumerate(cells):
            if cell is not None:
                try:
                    cells[at] = _said(fact, _loaded(cell), vocabulary)
                except ValueError:
                    odd.add(at)
    return odd


def jsonl_blocks(path: Path, vocabulary: Vocabulary, size: int) -> Iterator[Block]:
    """The blocks of a file of JSON lines."""
    rows = jsonl_rows(path, vocabulary)
    while held := list(islice(rows, size)):
        yield _jsonl_block(held, vocabulary)


def _jsonl_block(held: list[Row], vocabulary: Vocabulary) -> Block:
    numbers: list[int] = []
    cases: list[dict[str, Any]] = []
    for row in held:
        try:
            cases.append(_case(row, vocabulary))
        except ValueError:
            continue
        numbers.append(row.number)
    names = dict.fromkeys(name for case in cases for name in case)
    given = {name: [case.get(name) for case in cases] for name in names}
    first = held[0].number
    return Block(first, len(held), _table(numbers, given, set(), vocabulary), lambda number: held[number - first])


class _Decimal(str):
    """A number of JSON that is not written as a whole one."""


class _OddError(ValueError):
    """This is for Python to read, or to refuse."""


def _case(row: Row, vocabulary: Vocabulary) -> dict[str, Any]:
    """The cells of a case. A ValueError for one that is not written simply."""
    if len(row.text) > _LONGEST:
        raise _OddError
    data = _loaded(row.text.decode("utf-8"))
    if not isinstance(data, dict) or not isinstance(data.get("facts"), dict):
        raise _OddError
    made: dict[str, Any] = {}
    for key, value in data.items():
        if key == "facts":
            _facts(value, "", vocabulary, made)
        elif key in OWN and isinstance(value, str) and not isinstance(value, _Decimal):
            made[key] = value
        else:
            raise _OddError
    return made


def _facts(data: Mapping[str, Any], prefix: str, vocabulary: Vocabulary, made: dict[str, Any]) -> None:
    for key, value in data.items():
        name = prefix + key
        fact = vocabulary.facts.get(name)
        if fact is not None and not fact.record and name not in made and name not in OWN:
            made[name] = _said(fact, value, vocabulary)
        elif fact is None and name in vocabulary.groups and isinstance(value, dict):
            _facts(value, f"{name}.", vocabulary, made)
        else:
            raise _OddError


def _said(fact: Fact, value: Any, vocabulary: Vocabulary) -> Any:
    """The text in which a value may stand as well, or the list of texts or records."""
    kind = fact.type
    if isinstance(kind, ListType) and isinstance(value, list):
        return [_element(kind.record, element, vocabulary) for element in value]
    if isinstance(kind, ChoiceType) and kind.several and isinstance(value, list):
        if not all(type(option) is str for option in value):
            raise _OddError
        return value
    if type(value) is str and not _holds_a_list(fact):
        return value
    if isinstance(value, bool):
        if kind == BOOLEAN:
            return "true" if value else "false"
    elif isinstance(value, _Decimal | int) and (isinstance(kind, Quantity) or (kind == DAYS and type(value) is int)):
        return str(value)
    raise _OddError


def _element(record: str, element: Any, vocabulary: Vocabulary) -> dict[str, Any]:
    if not isinstance(element, dict):
        raise _OddError
    made = {}
    for key, value in element.items():
        fact = vocabulary.facts.get(f"{record}.{key}")
        if fact is None or fact.record != record or isinstance(fact.type, ListType):
            raise _OddError
        made[key] = _said(fact, value, vocabulary)
    return made


def _holds_a_list(fact: Fact) -> bool:
    return isinstance(fact.type, ListType) or (isinstance(fact.type, ChoiceType) and fact.type.several)


def _loaded(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_once, parse_float=_Decimal, parse_constant=_never)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _OddError
    return made


def _never(_word: str) -> NoReturn:
    raise _OddError


def _table(numbers: list[int], given: dict[str, list[Any]], odd: set[int], vocabulary: Vocabulary) -> Any:
    """The cells as an Arrow table, without the rows at odd positions; without rows where a text is none of Unicode."""
    import pyarrow

    keep = [at for at in range(len(numbers)) if at not in odd]
    columns = {NUMBER: pyarrow.array([numbers[at] for at in keep], pyarrow.int64())}
    try:
        for name, cells in given.items():
            held = cells if not odd else [cells[at] for at in keep]
            columns[name] = pyarrow.array(held, _arrow_type(name, vocabulary))
    except UnicodeEncodeError:
        return pyarrow.table({NUMBER: pyarrow.array([], pyarrow.int64())})
    return pyarrow.table(columns)


def _arrow_type(name: str, vocabulary: Vocabulary) -> Any:
    import pyarrow

    fact = vocabulary.facts.get(name)
    if fact is None or fact.record or not _holds_a_list(fact):
        return pyarrow.string()
    if isinstance(fact.type, ListType):
        record = fact.type.record
        fields: Iterable[Fact] = (each for each in vocabulary.facts.values() if each.record == record)
        texts = [(f.name.rpartition(".")[2], pyarrow.list_(pyarrow.string()) if _holds_a_list(f) else pyarrow.string())
                 for f in fields]  # fmt: skip
        return pyarrow.list_(pyarrow.struct(texts))
    return pyarrow.list_(pyarrow.string())
