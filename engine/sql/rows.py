"""Cases as the columns that a query reads."""

from collections.abc import Iterable, Mapping
from datetime import date

from rulecheck.engine.case import Case
from rulecheck.engine.sql.inputs import Input, Unheld, cells
from rulecheck.engine.sql.program import Program
from rulecheck.engine.sql.translation import LAW_DATE
from rulecheck.engine.values import UNKNOWN, Elements

# The number of a row among those it came with.
NUMBER = "number"


def columns(program: Program, cases: Iterable[tuple[int, Case, date]]) -> tuple[dict[str, list[object]], list[int]]:
    """The columns of numbered cases with their law dates, and the numbers of those that they cannot hold."""
    of_fact: dict[str, list[Input]] = {}
    for column in program.inputs:
        of_fact.setdefault(column.fact, []).append(column)
    made: dict[str, list[object]] = {NUMBER: [], LAW_DATE: [], **{column.name: [] for column in program.inputs}}
    beyond = []
    for number, case, day in cases:
        try:
            row = row_of(of_fact, case)
        except Unheld:
            beyond.append(number)
            continue
        made[NUMBER].append(number)
        made[LAW_DATE].append(day)
        for name, cell in row.items():
            made[name].append(cell)
    return made, beyond


def row_of(of_fact: Mapping[str, list[Input]], case: Case) -> dict[str, object]:
    """The cells of a case, for the columns of each fact. Raises ``Unheld``."""
    row: dict[str, object] = {}
    for fact, inputs in of_fact.items():
        if inputs[0].kind == "list":
            row[fact] = _elements(inputs[0], case)
            continue
        found = cells(tuple(inputs), case.facts.get(fact, UNKNOWN))
        row.update(zip((each.name for each in inputs), found, strict=True))
    return row


def _elements(column: Input, case: Case) -> list[dict[str, object]] | None:
    listed = case.facts.get(column.fact)
    if not isinstance(listed, Elements):
        if listed is not None and listed is not UNKNOWN:
            raise Unheld
        return None
    fields: dict[str, list[Input]] = {}
    for each in column.fields:
        fields.setdefault(each.fact, []).append(each)
    made: list[dict[str, object]] = []
    for i in range(1, listed.count + 1):
        element: dict[str, object] = {}
        for fact, inputs in fields.items():
            value = case.facts.get(f"{column.fact}[{i}].{fact.rpartition('.')[2]}", UNKNOWN)
            element.update(zip((each.name for each in inputs), cells(tuple(inputs), value), strict=True))
        made.append(element)
    return made
