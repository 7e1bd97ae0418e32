"""Blocks of cases decided by SQL: typed columns, a query for each profile of cases, and the rows that it hands over."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import Factory, define

from rulecheck.engine.case import read_case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.program import HANDED, Program, program
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.sql.translation import LAW_DATE
from rulecheck.engine.trace import Question
from rulecheck.workbench.columnar.answered import Answered, Asked, Unanswered, answered
from rulecheck.workbench.columnar.blocks import NUMBER, Block
from rulecheck.workbench.columnar.cells import Table, table_of
from rulecheck.workbench.columnar.found import TITLE, keep_found
from rulecheck.workbench.columnar.profiles import LAW_DAY, asked_by, law_date, profile
from rulecheck.workbench.columnar.sql_text import name

# What rows are handed to Python for, besides the reasons of the query itself.
NOT_SIMPLE = "a cell is not written simply"
NO_QUESTION = "what is asked, or its law date, is not told by the subjects alone"
TOO_MANY = "more kinds of cases than queries are kept for"
# Kinds of cases in a block, and queries kept.
_MOST_PROFILES = 200

# Facts have no such names.
_PROFILE, _ODD = '"case profile"', '"case is odd"'


@define
class Decider:
    """Decides blocks on a connection of DuckDB; ``Program`` s are kept from block to block."""

    rulebook: Rulebook
    question: Question
    connection: Any
    # Whether provisions are to be told as the wide layout does.
    wide: bool = False
    _programs: dict[object, tuple[date, date, Program | str]] = Factory(dict)

    def decide(self, block: Block) -> tuple[list[Answered], Unanswered]:
        """What SQL decides of a block, and what it does not."""
        why: Counter[str] = Counter()
        numbers = [*self._not_in(block)]
        table = table_of(block.table.schema, self.rulebook)
        if table is None or not block.table.num_rows:
            why[NOT_SIMPLE] += block.count
            return [], Unanswered(tuple(range(block.first, block.first + block.count)), why)
        why[NOT_SIMPLE] += len(numbers)
        self._type(block, table)
        profiles = self._profiles()
        alike = len(profiles) == 1 and not profiles[0][1]
        if not alike:
            self._keep_typed()
        decided: list[Answered] = []
        for place, (kind, odd, count, one) in enumerate(profiles):
            if odd:
                numbers += self._numbers("typed", _ODD)
                why[NOT_SIMPLE] += count
                continue
            where = "true" if alike else f"NOT {_ODD} AND {_PROFILE} = {kind}"
            if place >= _MOST_PROFILES:
                numbers += self._numbers("typed", where)
                why[TOO_MANY] += count
                continue
            found, left = self._decide_profile(block, table, where, place, one, count)
            why += left.why
            numbers += left.numbers
            if found is not None:
                decided.append(found)
        return decided, Unanswered(tuple(sorted(numbers)), +why)

    def _not_in(self, block: Block) -> Iterator[int]:
        """The rows that have no columns."""
        if block.table.num_rows < block.count:
            held = set(block.table.column(NUMBER).to_pylist())
            yield from (n for n in range(block.first, block.first + block.count) if n not in held)

    def _type(self, block: Block, table: Table) -> None:
        self.connection.register("block", block.table)
        columns = [
            name(NUMBER),
            f"{table.title} AS {name(TITLE)}",
            f"{table.day} AS {name(LAW_DAY)}",
            f"{table.odd} AS {_ODD}",
            f"{profile(self.rulebook, table)} AS {_PROFILE}",
            *(f"{said} AS {name(column.name)}" for column, said in table.columns),
        ]
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW typed AS SELECT {', '.join(columns)} FROM block")

    def _keep_typed(self) -> None:
        """Types the rows once for all."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE kept AS SELECT * FROM typed")
        self.connection.execute("CREATE OR REPLACE TEMP VIEW typed AS SELECT * FROM kept")
        self.connection.unregister("block")

    def _profiles(self) -> list[tuple[list[int], bool, int, int]]:
        """The profiles of the rows, the most frequent first, and (True) the rows that SQL does not read."""
        query = (
            f"SELECT CASE WHEN {_ODD} THEN NULL ELSE {_PROFILE} END AS kind, {_ODD}, count(*), min({name(NUMBER)}) "
            f"FROM typed GROUP BY kind, {_ODD} ORDER BY 3 DESC, 4"
        )
        return self._rows(query)

    def _rows(self, query: str) -> list[Any]:
        # All at once: a result that is not read to its end keeps the connection from other work.
        rows: list[Any] = self.connection.execute(query).fetchall()
        return rows

    def _numbers(self, source: str, where: str) -> list[int]:
        return [number for (number,) in self._rows(f"SELECT {name(NUMBER)} FROM {source} WHERE {where}")]

    def _decide_profile(
        self, block: Block, table: Table, where: str, place: int, one: int, count: int
    ) -> tuple[Answered | None, Unanswered]:
        row = block.row(one)
        case, _ = read_case(row.text, "row.json", self.rulebook.vocabulary)
        groups = () if case is None else asked_by(self.rulebook, case, self.question)
        if not groups:
            return None, self._left(where, NO_QUESTION)
        groups = tuple(each for each in groups if each[1])
        found: list[Asked] = []
        for at, (chosen, asked) in enumerate(groups):
            day = law_date(chosen, self.question)
            query = self._program(table, asked, day, where)
            if isinstance(query, str):
                return None, self._left(where, query)
            found.append(self._answer(query, table, day, where, f"found_{place}_{at}"))
        if not found:
            return None, self._left(where, NO_QUESTION)
        return answered(self.connection, self.rulebook, found, count, self.wide)

    def _left(self, where: str, why: str) -> Unanswered:
        numbers = self._numbers("typed", where)
        return Unanswered(tuple(numbers), Counter({why: len(numbers)}))

    def _program(self, table: Table, asked: tuple[str, ...], day: str, where: str) -> Program | str:
        """The query for what is asked of rows, or why there is none."""
        (span,) = self._rows(f"SELECT min({day}), max({day}) FROM typed WHERE {where}")
        first, last = (max(day, self.rulebook.covers_from) for day in span)
        key = (asked, table.facts)
        kept = self._programs.get(key)
        if kept is not None:
            if kept[0] <= first and last <= kept[1]:
                return kept[2]
            first, last = min(first, kept[0]), max(last, kept[1])
        made: Program | str
        try:
            keep = (NUMBER, TITLE)
            made = program(self.rulebook, asked, table.facts, first, last, self.question.known_on, keep)
        except NotTranslated as why:
            made = f"not said in SQL: {why}"
        self._programs[key] = first, last, made
        return made

    def _answer(self, query: Program, table: Table, day: str, where: str, found: str) -> Asked:
        """Puts the query's rows into a table, and looks at their traces."""
        columns = [name(NUMBER), name(TITLE), f"{day} AS {name(LAW_DATE)}"]
        known = {column.name for column, _ in table.columns}
        for column in query.inputs:
            said = name(column.name) if column.name in known else table.said(column)
            columns.append(f"{said} AS {name(column.name)}")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW cases AS SELECT {', '.join(columns)} FROM typed WHERE {where}"
        )
        keep_found(self.connection, query, table.title, found)
        words = "".join(f", {name(word)}" for word in query.words.names)
        rows = self._rows(f"SELECT {HANDED} <> 0, count(*){words} FROM {found} GROUP BY ALL")
        seen = sorted(tuple(each) for was_handed, _, *each in rows if not was_handed)
        return Asked(found, query, tuple(seen), sum(each[1] for each in rows if each[0]))
