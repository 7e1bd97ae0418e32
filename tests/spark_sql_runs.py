"""Holds the compiled query on Spark against the same query on DuckDB, and both against generated Python."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow
import pyarrow.compute
from attrs import evolve, frozen
from sql_runs import TYPES, arrow_type

from rulecheck.engine.case import Case
from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.python.verdicts import verdicts_of
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.answers import verdicts
from rulecheck.engine.sql.program import HANDED, REASONS, Program, program
from rulecheck.engine.sql.rows import NUMBER, columns
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.sql.translation import LAW_DATE
from rulecheck.engine.trace import Question

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


def compared_on_spark(session: Any, rulebook: Rulebook, cases: Sequence[Case], python_each: int = 1) -> ComparedSpark:
    """Asks all conclusions that Spark's SQL can say of all cases, which name their law date and ask for nothing.

    Each row of Spark is compared with that of DuckDB, and each so many decided rows with generated Python.
    """
    days = [case.law_date for case in cases if case.law_date is not None]
    found = asked_of(rulebook, min(days), max(days))
    if found is None:
        return ComparedSpark(0, 0, Counter(), ())
    made, beyond = columns(found, [(i, case, case.law_date or date.min) for i, case in enumerate(cases)])
    kinds = {NUMBER: TYPES["bigint"], LAW_DATE: TYPES["date"], **{each.name: arrow_type(each) for each in found.inputs}}
    table = pyarrow.table({name: pyarrow.array(cells, kinds[name]) for name, cells in made.items()})
    here = on_duckdb(found, table)
    there = on_spark_sql(session, found, table).cast(here.schema)
    assert there.num_rows == here.num_rows == table.num_rows
    wrong = set()
    if not there.equals(here):
        pairs = zip(here.to_pylist(), there.to_pylist(), strict=True)
        wrong = {one[NUMBER] for one, other in pairs if one != other}
    handed = Counter(REASONS.get(reason, "") for reason in there.column(HANDED).to_pylist())
    decided = handed.pop("", 0)
    compiled, question = Compiled(rulebook), Question(ask=found.asked)
    for row in there.filter(pyarrow.compute.equal(there.column(HANDED), 0)).to_pylist()[::python_each]:
        if not _said_by_python(compiled, cases[row[NUMBER]], question, found, row):
            wrong.add(row[NUMBER])
    handed["beyond its columns"] += len(beyond)
    return ComparedSpark(len(cases), decided, +handed, tuple(cases[number] for number in sorted(wrong)))


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


def on_duckdb(query: Program, table: pyarrow.Table) -> pyarrow.Table:
    """The answer on DuckDB, by the numbers of the rows."""
    with duckdb.connect() as connection:
        connection.register("cases", table)
        return connection.sql(query.select("duckdb")).to_arrow_table().sort_by(NUMBER)


def on_spark_sql(session: Any, query: Program, table: pyarrow.Table) -> pyarrow.Table:
    """The answer on Spark, by the numbers of the rows."""
    session.createDataFrame(table).createOrReplaceTempView("cases")
    return session.sql(query.select("spark")).toArrow().sort_by(NUMBER)


def _said_by_python(compiled: Compiled, case: Case, question: Question, query: Program, row: Row) -> bool:
    decided = compiled.decide(evolve(case, ask=()), question)
    return not decided.problems and {v.address: v for v in verdicts(query, row)} == {
        v.address: v for v in verdicts_of(decided)
    }
