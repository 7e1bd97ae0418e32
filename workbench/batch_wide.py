"""The wide layout of a batch's answers: a row a case, and columns for each conclusion that may be asked.

What a column holds is fixed by its conclusion's type, before the first row is read. A number that is not whole stands
as a quotient in a column of its own, so that the column of whole numbers adds up or is seen to have gaps. Provisions
stand as text, ``LA 1(1) v2; excepted by LA 1(3) v1``: few are different, so that they take hardly any room in Parquet.
What keeps answers open, which most rows have nothing of, stands in one column for all conclusions.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.engine.types import BOOLEAN, DATE, SPAN, TEXT, ChoiceType, PeriodType, Quantity, Type

Kind = Literal["truth", "whole", "day", "text", "texts"]
Cells = tuple[Any, ...]

VALUE = "value"
# Between the provisions of a text: no name has it.
AND = "; "
EXCEPTED_BY = "excepted by "
# Rows of a row group of Parquet: what is held in memory while writing.
_GROUP = 10_000
_LARGEST = 2**63
_ARROW = {"truth": "bool_", "whole": "int64", "day": "date32", "text": "string"}


@frozen
class Column:
    """One column; of ``texts`` it holds lists of them."""

    name: str
    kind: Kind


@frozen
class Concluded:
    """The columns of one conclusion: those of its value, then what is said of it."""

    address: str
    value: tuple[Column, ...]
    told: tuple[Column, ...]


@frozen
class Wide:
    """The columns of the whole table: the number and the title of the row, its conclusions, what is open of them."""

    conclusions: tuple[Concluded, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in their order."""
        own = Column("row", "whole"), Column("case", "text")
        last = Column("open", "text")
        return (*own, *(column for each in self.conclusions for column in (*each.value, *each.told)), last)


def wide_of(rulebook: Rulebook, question: Question) -> Wide | str:
    """The columns for what a batch may ask, or why there can be none."""
    vocabulary = rulebook.vocabulary
    asked: dict[str, None] = {}
    for name in question.ask or vocabulary.conclusions:
        scheme = vocabulary.schemes.get(name)
        asked |= dict.fromkeys((name,) if scheme is None else scheme.conclusions)
    made = []
    for name in asked:
        conclusion = vocabulary.conclusions.get(name)
        if conclusion is None and "[" not in name:
            continue  # each row is told that nothing decides it
        if conclusion is None or conclusion.record:
            return _no_column(name)
        value = value_columns(name, conclusion.type)
        if not value:
            return _no_column(name)
        made.append(Concluded(name, value, _told(name)))
    return Wide(tuple(made))


def _no_column(name: str) -> str:
    return (
        f"`{name}` has a value for each element of a list, and a column of the wide layout has one a row; "
        "name with --ask what has one, or leave out --layout"
    )


def value_columns(name: str, of: Type) -> tuple[Column, ...]:
    """The columns of a value; none for a list of records, which has no value of its own."""
    if of == BOOLEAN:
        return (Column(name, "truth"),)
    if isinstance(of, Quantity):
        return Column(name, "whole"), Column(f"{name} exact", "text")
    if isinstance(of, PeriodType):
        return Column(f"{name} months", "whole"), Column(f"{name} days", "whole")
    if of == SPAN:
        return Column(f"{name} first", "day"), Column(f"{name} last", "day")
    if of == DATE:
        return (Column(name, "day"),)
    if isinstance(of, ChoiceType) or of == TEXT:
        several = isinstance(of, ChoiceType) and of.several
        return (Column(name, "texts" if several else "text"),)
    return ()


def _told(name: str) -> tuple[Column, ...]:
    return tuple(Column(f"{name} {what}", "text") for what in ("state", "by"))


def rows_of(wide: Wide, lines: Iterable[str]) -> Iterator[Cells]:
    """The cells of rows, from their lines of JSON."""
    for line in lines:
        row = json.loads(line)
        cells: list[Any] = [row["row"], row["case"]]
        for each in wide.conclusions:
            said = row["conclusions"].get(each.address)
            cells += _cells(each, said) if said else [None] * (len(each.value) + len(each.told))
        left_open = {name: _open(said) for name, said in row["conclusions"].items() if _open(said)}
        yield *cells, _json(left_open) if left_open else None


def _open(said: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: said[key] for key in ("settled", "missing", "open") if key in said}


def _cells(concluded: Concluded, said: Mapping[str, Any]) -> list[Any]:
    value = said["value"]
    absent = value.get("absent") if isinstance(value, dict) else None
    cells = [None] * len(concluded.value) if absent else _value(concluded.value, value)
    by = provisions_text(said["by"], said.get("excepted_by", ()))
    return [*cells, absent or VALUE, by]


def _value(columns: Sequence[Column], value: Any) -> list[Any]:
    kinds = tuple(column.kind for column in columns)
    if kinds == ("whole", "text"):
        return _number(value["amount"] if isinstance(value, dict) and "amount" in value else value)
    if kinds == ("whole", "whole"):
        return [value["months"], value["days"]]
    if kinds == ("day", "day"):
        return [date.fromisoformat(value["first"]), date.fromisoformat(value["last"])]
    return [date.fromisoformat(value) if kinds == ("day",) else value]


def _number(exact: Any) -> list[Any]:
    if isinstance(exact, dict):
        return [None, f"{exact['numerator']}/{exact['denominator']}"]
    return [exact, None] if -_LARGEST <= exact < _LARGEST else [None, str(exact)]


def provisions_text(by: Iterable[Mapping[str, Any]], excepted_by: Iterable[Mapping[str, Any]]) -> str:
    """Provisions that apply and exceptions that set others aside, with their versions, as columns name them."""
    found = [f"{each['provision']} v{each['version']}" for each in by]
    found += [f"{EXCEPTED_BY}{each['provision']} v{each['version']}" for each in excepted_by]
    return AND.join(found)


def arrow_schema(wide: Wide) -> Any:
    """The types of the columns in Arrow and Parquet. Needs `pyarrow`."""
    import pyarrow

    texts = pyarrow.list_(pyarrow.string())
    kinds = {column.name: column.kind for column in wide.columns}
    return pyarrow.schema([(n, texts if k == "texts" else getattr(pyarrow, _ARROW[k])()) for n, k in kinds.items()])


def tables_of(wide: Wide, rows: Iterable[Cells]) -> Iterator[Any]:
    """Rows as Arrow tables. Needs `pyarrow`."""
    import pyarrow

    schema = arrow_schema(wide)
    held = iter(rows)
    while group := list(islice(held, _GROUP)):
        yield pyarrow.table([list(column) for column in zip(*group, strict=True)], schema=schema)


def write_csv_rows(wide: Wide, rows: Iterable[Cells], path: Path) -> None:
    """A header, then a line for each row. Nothing stands for what is not there, and JSON for a list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(column.name for column in wide.columns)
        table.writerows(map(_csv_cell, row) for row in rows)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _json(value) if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@frozen
class WideWriter:
    """Writes lines of answers in the wide layout: CSV, or Parquet by the ending of the name."""

    wide: Wide
    suffix: str

    def __call__(self, lines: Iterable[str], path: Path) -> None:
        """Writes the file."""
        if self.suffix == ".csv":
            write_csv_rows(self.wide, rows_of(self.wide, lines), path)
            return
        from pyarrow import parquet

        with parquet.ParquetWriter(path, arrow_schema(self.wide)) as file:
            for table in tables_of(self.wide, rows_of(self.wide, lines)):
                file.write_table(table)
