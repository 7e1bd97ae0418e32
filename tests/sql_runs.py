"""Holds exact SQL against generated code (and so against the interpreter): same values, states and provisions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow
from attrs import frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.python.verdicts import Verdict, verdict_of
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.answers import verdicts
from rulecheck.engine.sql.inputs import Input
from rulecheck.engine.sql.program import HANDED, REASONS, Program, program
from rulecheck.engine.sql.rows import NUMBER, columns
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.sql.translation import LAW_DATE

TYPES = {"bigint": pyarrow.int64(), "boolean": pyarrow.bool_(), "date": pyarrow.date32(), "varchar": pyarrow.string()}


def arrow_type(column: Input) -> pyarrow.DataType:
    if column.kind == "list":
        return pyarrow.list_(pyarrow.struct([(each.name, arrow_type(each)) for each in column.fields]))
    return TYPES[column.kind]


@frozen
class ComparedSql:
    """How many verdicts SQL gave, what it handed over by why, and the cases that disagree with what each side says."""

    given: int
    handed: Counter[str]
    disagree: tuple[tuple[Case, Verdict, Verdict | None], ...]


def compared_sql(
    rulebook: Rulebook,
    asked: Sequence[str],
    cases: Sequence[Case],
    expected: Sequence[Mapping[str, Verdict]] = (),
) -> ComparedSql:
    """Asks each conclusion by itself of each case (all of which name their law date), both ways.

    ``expected`` are verdicts that the interpreter has given for each case; it is asked where they lack one.
    """
    handed: Counter[str] = Counter()
    wrong: list[tuple[Case, Verdict, Verdict | None]] = []
    given = 0
    facts = frozenset(rulebook.vocabulary.facts)
    days = [case.law_date for case in cases if case.law_date is not None]
    for name in asked:
        try:
            query = program(rulebook, (name,), facts, min(days), max(days))
        except NotTranslated as why:
            handed[f"not translated: {why}"] += len(cases)
            continue
        for number, row in answered(query, cases).items():
            if row is None or row[HANDED]:
                handed["beyond its columns" if row is None else REASONS[row[HANDED]]] += 1
                continue
            (found,) = verdicts(query, row)
            given += 1
            right = expected[number].get(name) if expected else None
            if right is None:
                answer = decide(rulebook, cases[number], Question(ask=(name,)))
                right = None if answer.problems else verdict_of(answer.asked()[0])
            if found != right:
                wrong.append((cases[number], found, right))
    return ComparedSql(given, handed, tuple(wrong))


def answered(query: Program, cases: Sequence[Case]) -> dict[int, dict[str, Any] | None]:
    """The rows of the query's answer by the number of the case; None for a case that its columns cannot hold."""
    numbered = [(i, case, case.law_date or date.min) for i, case in enumerate(cases)]
    made, beyond = columns(query, numbered)
    kinds = {NUMBER: TYPES["bigint"], LAW_DATE: TYPES["date"], **{each.name: arrow_type(each) for each in query.inputs}}
    table = pyarrow.table({name: pyarrow.array(cells, kinds[name]) for name, cells in made.items()})
    with duckdb.connect() as connection:
        connection.register("cases", table)
        # Rows keep their order: the query neither joins nor sorts.
        rows = connection.sql(query.select("duckdb")).to_arrow_table().to_pylist()
    numbers = [number for number in made[NUMBER] if isinstance(number, int)]
    found: dict[int, dict[str, Any] | None] = dict(zip(numbers, rows, strict=True))
    return {**found, **dict.fromkeys(beyond)}
