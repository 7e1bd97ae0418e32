"""The columns of a block, and what of them a case has: cells by the address of the fact."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from rulecheck.engine.calendar import FIRST_DATE, LAST_DATE
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.inputs import Input
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.workbench.columnar.blocks import NUMBER
from rulecheck.workbench.columnar.readings import Cell, Kind, Read, left_out, read, unread
from rulecheck.workbench.columnar.sql_text import all_of, any_of, is_like, is_plain, name, surely

OWN_TITLE, OWN_DAY, OWN_KNOWN = "case", "law_date", "known_on"


@frozen
class Table:
    """A block as typed columns: each with its SQL over the block's own.

    ``given`` says, for each fact that the block has a column for, whether a row gives it; ``odd`` whether a row is for
    Python; ``title`` and ``day`` are those of the case.
    """

    facts: frozenset[str]
    columns: tuple[tuple[Input, str], ...]
    given: dict[str, str]
    odd: str
    title: str
    day: str

    def said(self, wanted: Input) -> str:
        """The SQL of a typed column; NULL for one that the block does not have."""
        known = {column.name: said for column, said in self.columns}
        return known.get(wanted.name, left_out(wanted))


def table_of(schema: Any, rulebook: Rulebook) -> Table | None:
    """What columns of an Arrow schema hold. None where two of them are one fact."""
    vocabulary = rulebook.vocabulary
    cells: dict[str, Cell] = {}
    odd: list[str] = []
    if len({column.name.lower() for column in schema}) != len(schema):
        return None  # SQL does not tell them apart.
    for address, cell in _addressed(schema, vocabulary, odd):
        if address in cells:
            return None
        cells[address] = cell
    title, day = cells.pop(OWN_TITLE, None), cells.pop(OWN_DAY, None)
    if (known := cells.pop(OWN_KNOWN, None)) is not None:
        odd.append(unread(known).odd)
    reads: dict[str, Read] = {}
    for address, cell in cells.items():
        fact = vocabulary.facts.get(address)
        known_fact = fact is not None and not fact.record
        reads[address] = read(fact, cell, vocabulary, rulebook.currency.unit) if fact and known_fact else unread(cell)
    odd += [each.odd for each in reads.values()]
    facts = frozenset(address for address, each in reads.items() if each.columns)
    return Table(
        facts,
        tuple(column for each in reads.values() for column in each.columns),
        {address: f"({cell.said} IS NOT NULL)" for address, cell in cells.items()},
        any_of([*odd, *_own(title, day)]),
        "''" if title is None or title.kind != "text" else f"coalesce({title.said}, '')",
        "CAST(NULL AS DATE)" if day is None else f"TRY_CAST({day.said} AS DATE)" if day.kind == "text" else day.said,
    )


def _own(title: Cell | None, day: Cell | None) -> Iterator[str]:
    """Whether the title or the law date of a case is for Python."""
    if title is not None:
        plain = surely(any_of([f"{title.said} = ''", is_plain(title.said)])) if title.kind == "text" else "false"
        yield f"({title.said} IS NOT NULL AND NOT {plain})"
    if day is not None:
        found = f"TRY_CAST({day.said} AS DATE) BETWEEN DATE '{FIRST_DATE}' AND DATE '{LAST_DATE}'"
        fits = all_of([is_like(day.said, r"\d{4}-\d{2}-\d{2}"), found]) if day.kind == "text" else found
        plain = surely(fits) if day.kind in ("text", "day") else "false"
        yield f"({day.said} IS NOT NULL AND NOT {plain})"


def _addressed(schema: Any, vocabulary: Vocabulary, odd: list[str]) -> Iterator[tuple[str, Cell]]:
    for column in schema:
        if column.name != NUMBER:
            yield from _below(column.name, column.type, name(column.name), vocabulary, odd)


def _below(address: str, kind: Any, said: str, vocabulary: Vocabulary, odd: list[str]) -> Iterator[tuple[str, Cell]]:
    from pyarrow import types

    if not types.is_struct(kind):
        yield address, _cell(kind, said)
        return
    if address not in vocabulary.groups:
        odd.append(f"({said} IS NOT NULL)")
        return
    for field in kind:
        yield from _below(f"{address}.{field.name}", field.type, f"{said}.{name(field.name)}", vocabulary, odd)


def _cell(kind: Any, said: str) -> Cell:
    from pyarrow import types

    if types.is_list(kind) or types.is_large_list(kind):
        if types.is_struct(kind.value_type):
            fields = tuple((f.name, _cell(f.type, f"e.{name(f.name)}")) for f in kind.value_type)
            one = len({field.lower() for field, _ in fields}) == len(fields)
            return Cell(said, "records" if one else "other", fields)
        return Cell(said, "texts" if types.is_string(kind.value_type) else "other")
    if types.is_decimal(kind) or (types.is_dictionary(kind) and types.is_string(kind.value_type)):
        return Cell(f"CAST({said} AS VARCHAR)", "text")
    kinds: list[tuple[Any, Kind]] = [
        (types.is_string, "text"), (types.is_large_string, "text"), (types.is_integer, "whole"),
        (types.is_boolean, "truth"), (types.is_date32, "day"),
    ]  # fmt: skip
    return Cell(said, next((found for test, found in kinds if test(kind)), "other"))
