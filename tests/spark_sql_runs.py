"""Holds the compiled query on Spark against the same query on DuckDB, and both against generated Python."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow
from attrs import evolve, frozen
from sql_runs import TYPES, arrow_type

from rulecheck.engine.case import Case
from rulecheck.engine.compiled import Compiled
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.answers import verdicts
from rulecheck.engine.sql.program import HANDED, REASONS, Program, program
from rulecheck.engine.sql.rows import NUMBER, columns
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.sql.translation import LAW_DATE
from rulecheck.engine.trace import Question
from rulecheck.engine.verdicts import verdicts_of

Row = dict[str, Any]


@frozen
class ComparedSpark:
    """How many rows were put to both, how many of them Spark decided, what it handed over by why, what disagrees."""

    rows: int
    generated: int
    handed: Counter[str]
    disagree: tuple[Case, ...]

    @property
    def asked(self) -> int:
        """The rows again, by the name that counts have for them."""
        return self.rows


def compared_on_spark(session: Any, rulebook: Rulebook, cases: Sequence[Case]) -> ComparedSpark:
    """Asks all conclusions that Spark's SQL can say of all cases, which name their law date and ask for nothing."""
    days = [case.law_date for case in cases if case.law_date is not None]
    found = asked_of(rulebook, min(days), max(days))
    handed: Counter[str] = Counter()
    if found is None:
        return ComparedSpark(0, 0, handed, ())
    made, beyond = columns(found, [(i, case, case.law_date or date.min) for i, case in enumerate(cases)])
    handed["beyond its columns"] += len(beyond)
    kinds = {NUMBER: TYPES["bigint"], LAW_DATE: TYPES["date"], **{each.name: arrow_type(each) for each in found.inputs}}
    table = pyarrow.table({name: pyarrow.array(cells, kinds[name]) for name, cells in made.items()})
    here, there = on_duckdb(found, table), on_spark_sql(session, found, table)
    compiled, question = Compiled(rulebook), Question(ask=found.asked)
    wrong = []
    for number, row in there.items():
        handed[REASONS.get(row[HANDED], "")] += 1
        if row != here.get(number) or (
            not row[HANDED] and not _said_by_python(compiled, cases[number], question, found, row)
        ):
            wrong.append(cases[number])
    decided = handed.pop("", 0)
    missing = [cases[number] for number in set(here) - set(there)]
    return ComparedSpark(len(cases), decided, +handed, tuple(wrong + missing))


def asked_of(rulebook: Rulebook, first: date, last: date) -> Program | None:
    """The query for all conclusions that can be said in the SQL of Spark; None where there is none."""

    def said(names: Sequence[str]) -> Program | None:
        try:
            made = program(rulebook, names, frozenset(rulebook.vocabulary.facts), first, last, keep=(NUMBER,))
            made.select("spark")
        except NotTranslated:
            return None
        return made

    names = [name for name in rulebook.vocabulary.conclusions if said([name]) is not None]
    return said(names) if names else None


def on_duckdb(query: Program, table: pyarrow.Table) -> dict[int, Row]:
    """The rows of the answer on DuckDB by their numbers."""
    with duckdb.connect() as connection:
        connection.register("cases", table)
        rows = connection.sql(query.select("duckdb")).to_arrow_table().to_pylist()
    return {row[NUMBER]: row for row in rows}


def on_spark_sql(session: Any, query: Program, table: pyarrow.Table) -> dict[int, Row]:
    """The rows of the answer on Spark by their numbers."""
    session.createDataFrame(table).createOrReplaceTempView("cases")
    rows = [row.asDict(recursive=True) for row in session.sql(query.select("spark")).collect()]
    assert len(rows) == table.num_rows
    return {row[NUMBER]: row for row in rows}


def _said_by_python(compiled: Compiled, case: Case, question: Question, query: Program, row: Row) -> bool:
    decided = compiled.decide(evolve(case, ask=()), question)
    return not decided.problems and {v.address: v for v in verdicts(query, row)} == {
        v.address: v for v in verdicts_of(decided)
    }
