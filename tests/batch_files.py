"""Cases of random rulebooks as files of each kind, and what a batch of them wrote."""

import csv
import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow
from pyarrow import parquet

from rulecheck import __version__
from rulecheck.engine.case import Case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.engine.values import Absent, Elements, Period, Value
from rulecheck.workbench.batch_outputs import writer_of
from rulecheck.workbench.batch_parts import Batch
from rulecheck.workbench.batch_sources import source_of

Row = dict[str, object]
ENDINGS = ("jsonl", "csv", "parquet")


def quiet(_rows: int) -> None:
    """Shows no progress."""


def raw(value: Value, case: Case) -> object:
    """A value as a case may write it."""
    if isinstance(value, Fraction):
        return str(value) if value.denominator not in (2, 4, 5, 10) else str(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return f"{value.months} months" if value.months else f"{value.days} days"
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Absent):
        return value.value
    if isinstance(value, Elements):
        prefix = f"{value.name}["
        elements: list[Row] = [{} for _ in range(value.count)]
        for name, below in case.facts.items():
            if name.startswith(prefix):
                number, _, field = name.removeprefix(prefix).partition("].")
                elements[int(number) - 1][field] = raw(below, case)
        return elements
    return value


def row(case: Case, number: int) -> Row:
    facts = {name: raw(value, case) for name, value in case.facts.items() if "[" not in name}
    return {"case": f'No. {number}, "so"', "law_date": str(case.law_date), **facts}


def write_jsonl(rows: list[Row], path: Path) -> None:
    lines = []
    for each in rows:
        own = {name: each[name] for name in ("case", "law_date")}
        lines.append(json.dumps({**own, "facts": {name: value for name, value in each.items() if name not in own}}))
    path.write_text("\n".join([*lines, "no case", ""]), encoding="utf-8")


def write_csv(rows: list[Row], path: Path) -> None:
    names = list(dict.fromkeys(name for each in rows for name in each))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(names)
        for each in rows:
            table.writerow([cell(each[name]) if name in each else "" for name in names])
        table.writerow(["too few"])


def cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def write_parquet(rows: list[Row], path: Path) -> None:
    columns: dict[str, pyarrow.Array] = {}
    for name in dict.fromkeys(name for each in rows for name in each):
        cells = [each.get(name) for each in rows]
        kinds = {type(each) for each in cells if each is not None}
        mixed = len(kinds) > 1
        if kinds == {list}:
            cells = [[text_fields(e) for e in each] if isinstance(each, list) else None for each in cells]
        elif list in kinds:
            cells = [each if isinstance(each, list) else None for each in cells]
        elif mixed:
            cells = [None if each is None else cell(each) for each in cells]
        columns[name] = pyarrow.array(cells)
    parquet.write_table(pyarrow.table(columns), path, row_group_size=7)


def text_fields(element: object) -> object:
    """An element whose fields of several kinds are texts all the same."""
    if not isinstance(element, dict):
        return element
    return {name: cell(value) if name in ("n", "d") else value for name, value in element.items()}


WRITE: dict[str, Callable[[list[Row], Path], None]] = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


def batch(own: Rulebook, ask: tuple[str, ...], cases: Path, out: Path) -> Batch:
    source, writer = source_of(cases), writer_of(out)
    assert source is not None
    assert writer is not None
    return Batch(own, Question(ask), __version__, cases, source, out, writer, 15)


def contents(wanted: Batch) -> object:
    """What a batch wrote: the answers, and the rejects."""
    rejects = wanted.rejects.read_bytes() if wanted.rejects.exists() else b""
    if wanted.out.suffix == ".parquet":
        table = parquet.read_table(wanted.out)
        return table.schema, table.to_pylist(), rejects
    return wanted.out.read_bytes(), rejects


def conclusions_in_sql(own: Rulebook) -> tuple[str, ...]:
    return tuple(name for name, each in own.vocabulary.conclusions.items() if not each.record)
