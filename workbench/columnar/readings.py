"""Columns of a file read as typed facts, in SQL: what is written simply. Rows with anything else are for Python.

What is read here must be what ``engine.reading`` reads. It need not be all of it: a row of which a column does not
``fit`` is read, and told of, by Python.
"""

from fractions import Fraction
from math import ceil, floor
from typing import Literal

from attrs import frozen

from rulecheck.engine.calendar import FIRST_DATE, LAST_DATE
from rulecheck.engine.sql.inputs import Input, read_fact, read_list
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.types import BOOLEAN, DATE, DAYS, TEXT, ChoiceType, ListType, PeriodType, Quantity
from rulecheck.engine.values import Period
from rulecheck.engine.vocabulary import Fact, Vocabulary
from rulecheck.workbench.columnar.sql_text import all_of, any_of, is_like, is_plain, literal, name, surely

# What the cells of a column are: texts, whole numbers, truths, dates, lists of texts, lists of records, or any other.
Kind = Literal["text", "whole", "truth", "day", "texts", "records", "other"]

_DIGITS = 15
# Of longer lists Python tells whether they are too long.
_MOST_ELEMENTS = 1_000
_SQL_TYPES = {"bigint": "BIGINT", "boolean": "BOOLEAN", "date": "DATE", "varchar": "VARCHAR"}
_PERIOD = r"(?:(\d{1,6}) years?(?: |$))?(?:(\d{1,6}) months?(?: |$))?(?:(\d{1,6}) days?)?"


@frozen
class Cell:
    """A column of a file, or a field of its records: its SQL, what it holds, and the fields of its records."""

    said: str
    kind: Kind
    fields: tuple[tuple[str, "Cell"], ...] = ()


@frozen
class Read:
    """A fact read: the SQL of each of its typed columns, and of whether the cell is for Python (never NULL).

    Of a cell that is for Python the columns may hold anything.
    """

    columns: tuple[tuple[Input, str], ...]
    odd: str


def unread(cell: Cell) -> Read:
    """A cell that only Python reads, where there is anything in it."""
    return Read((), f"({cell.said} IS NOT NULL)")


def read(fact: Fact, cell: Cell, vocabulary: Vocabulary, currency: str) -> Read:
    """How a cell is read as a fact."""
    if isinstance(fact.type, ListType):
        return _records(fact, cell, vocabulary, currency) if cell.kind == "records" else unread(cell)
    try:
        inputs = read_fact(fact, currency).inputs
    except NotTranslated:
        return unread(cell)
    parts, fits = _value(fact, inputs, cell)
    is_none = "false"
    if cell.kind == "text" and fact.optional and "none" not in fact.options:
        is_none = surely(f"{cell.said} = 'none'")
    odd = f"({cell.said} IS NOT NULL AND NOT {surely(any_of([fits, is_none]))})"
    columns = []
    for column in inputs:
        if column.part == "none":
            value = is_none
        elif is_none == "false":
            value = parts[column.part]
        else:
            value = f"CASE WHEN NOT {is_none} THEN {parts[column.part]} END"
        columns.append((column, value))
    return Read(tuple(columns), odd)


def left_out(column: Input) -> str:
    """A typed column of a fact that a file has no column for."""
    if column.part == "none":
        return "false"
    return f"CAST(NULL AS {sql_type(column)})"


def sql_type(column: Input) -> str:
    """The type of a typed column."""
    if column.kind != "list":
        return _SQL_TYPES[column.kind]
    fields = ", ".join(f"{name(field.name)} {sql_type(field)}" for field in column.fields)
    return f"STRUCT({fields})[]"


def _records(fact: Fact, cell: Cell, vocabulary: Vocabulary, currency: str) -> Read:
    assert isinstance(fact.type, ListType)
    known = [each for each in vocabulary.facts.values() if each.record == fact.type.record]
    column = read_list(fact, known, currency)
    by_name = {each.name.rpartition(".")[2]: each for each in known}
    odd, given = ["(e IS NULL)"], dict[str, str]()
    for field, below in cell.fields:
        found = read(by_name[field], below, vocabulary, currency) if field in by_name else unread(below)
        odd.append(found.odd)
        given |= {each.name: value for each, value in found.columns}
    values = [f"{name(each.name)}: {given.get(each.name, left_out(each))}" for each in column.fields]
    if not values:
        return unread(cell)
    made = f"[{{{', '.join(values)}}} for e in {cell.said}]"
    too_long = f"len({cell.said}) > {_MOST_ELEMENTS}"
    within = f"len([1 for e in {cell.said} if {any_of(odd)}]) > 0"
    value = f"CASE WHEN {cell.said} IS NOT NULL THEN {made} END"
    return Read(((column, f"CAST({value} AS {sql_type(column)})"),), surely(f"({too_long} OR {within})"))


def _value(fact: Fact, inputs: tuple[Input, ...], cell: Cell) -> tuple[dict[str, str], str]:
    """The SQL of each part of a value, and whether the cell holds one."""
    kind, said = fact.type, cell.said
    if isinstance(kind, Quantity):
        return _number(fact, inputs[0].parts, cell)
    if isinstance(kind, PeriodType):
        return _period(fact, kind, cell)
    if kind == BOOLEAN and cell.kind == "truth":
        return {"value": said}, "true"
    if kind == BOOLEAN and cell.kind == "text":
        return {"value": f"(lower({said}) IN ('true', 'yes'))"}, f"(lower({said}) IN ('true', 'yes', 'false', 'no'))"
    if kind == DATE and cell.kind in ("day", "text"):
        return _day(fact, cell)
    if isinstance(kind, ChoiceType) and kind.several and cell.kind == "texts":
        options = ", ".join(map(literal, kind.options))
        known = f"len([1 for e in {said} if e IS NULL OR e NOT IN ({options})]) = 0"
        return {option: f"list_contains({said}, {literal(option)})" for option in kind.options}, known
    if isinstance(kind, ChoiceType) and not kind.several and cell.kind == "text":
        return {"value": said}, f"({said} IN ({', '.join(map(literal, kind.options))}))"
    if kind == TEXT and cell.kind == "text":
        return {"value": said}, f"({said} <> 'none' AND {is_plain(said)})"
    return {column.part: "NULL" for column in inputs}, "false"


def _number(fact: Fact, parts: int, cell: Cell) -> tuple[dict[str, str], str]:
    if cell.kind == "whole":
        fits, value = _within(cell.said, 10**_DIGITS), f"TRY_CAST({cell.said} AS BIGINT)"
        value = value if parts == 1 else f"CASE WHEN {fits} THEN {value} * {parts} END"
    elif cell.kind == "text":
        decimals = len(str(parts)) - 1
        tail = rf"(\.\d{{1,{decimals}}}0*)?" if decimals else r"(\.0+)?"
        fits = is_like(cell.said, rf"-?\d{{1,{_DIGITS}}}{tail}")
        digits = f"regexp_extract({cell.said}, '^[^.]*([.][0-9]{{1,{decimals or 1}}})?')"
        # Wider than its digits, so that no product leaves it.
        value = f"CASE WHEN {fits} THEN TRY_CAST(TRY_CAST({digits} AS DECIMAL(30, {decimals})) * {parts} AS BIGINT) END"
    else:
        return {"value": "NULL"}, "false"
    bounds = [fits]
    if fact.at_least is not None:
        bounds.append(f"{value} >= {ceil(_exact(fact.at_least) * parts)}")
    if fact.at_most is not None:
        bounds.append(f"{value} <= {floor(_exact(fact.at_most) * parts)}")
    return {"value": value}, all_of(bounds)


def _within(value: str, limit: int) -> str:
    return f"({value} > {-limit} AND {value} < {limit})"


def _exact(bound: object) -> Fraction:
    assert isinstance(bound, int | Fraction)
    return Fraction(bound)


def _period(fact: Fact, kind: PeriodType, cell: Cell) -> tuple[dict[str, str], str]:
    none = {"months": "NULL", "days": "NULL"}
    if cell.kind == "whole" and kind == DAYS:
        months = f"CASE WHEN {cell.said} IS NOT NULL THEN 0 END"
        days, fits = f"TRY_CAST({cell.said} AS BIGINT)", _within(cell.said, 10**6)
    elif cell.kind == "text":
        counts = [
            f"coalesce(TRY_CAST(regexp_extract({cell.said}, {literal(f'^{_PERIOD}$')}, {i}) AS BIGINT), 0)"
            for i in (1, 2, 3)
        ]
        months, days = f"({counts[0]} * 12 + {counts[1]})", counts[2]
        fits = f"({cell.said} <> '' AND {is_like(cell.said, _PERIOD)})"
        if kind == DAYS:
            bare = is_like(cell.said, r"\d{1,6}")
            days = f"CASE WHEN {bare} THEN TRY_CAST({cell.said} AS BIGINT) ELSE {days} END"
            fits = any_of([fits, bare])
        months, days = (f"CASE WHEN {cell.said} IS NOT NULL THEN {part} END" for part in (months, days))
    else:
        return none, "false"
    wanted = {"months": f"{days} = 0", "days": f"{months} = 0", "mixed": "true"}[kind.kind]
    bounds = [fits, wanted]
    for bound, beyond in ((fact.at_least, ">"), (fact.at_most, "<")):
        if isinstance(bound, Period):
            bounds.append(
                f"({months} {beyond} {bound.months} OR ({months} = {bound.months} AND {days} {beyond}= {bound.days}))"
            )
    return {"months": months, "days": days}, all_of(bounds)


def _day(fact: Fact, cell: Cell) -> tuple[dict[str, str], str]:
    value, fits = cell.said, []
    if cell.kind == "text":
        value = f"TRY_CAST({cell.said} AS DATE)"
        fits.append(is_like(cell.said, r"\d{4}-\d{2}-\d{2}"))
    fits += [f"{value} >= DATE '{fact.at_least or FIRST_DATE}'", f"{value} <= DATE '{fact.at_most or LAST_DATE}'"]
    fits.append(f"{value} BETWEEN DATE '{FIRST_DATE}' AND DATE '{LAST_DATE}'")
    return {"value": value}, all_of(fits)
