"""Blocks of cases decided by SQL: typed columns, a query for each profile of cases, and the rows that it hands over."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from attrs import Factory, define, frozen

from rulecheck.engine.case import read_case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.program import HANDED, REASONS, Program, program
from rulecheck.engine.sql.shapes import NotTranslated
from rulecheck.engine.sql.translation import LAW_DATE
from rulecheck.engine.trace import Question
from rulecheck.workbench.columnar.blocks import NUMBER, Block
from rulecheck.workbench.columnar.cells import Table, table_of
from rulecheck.workbench.columnar.profiles import LAW_DAY, asked_by, law_date, profile
from rulecheck.workbench.columnar.sayings import Said, said_of, word_table
from rulecheck.workbench.columnar.sql_text import name

# What rows are handed to Python for, besides the reasons of the query itself.
NOT_SIMPLE = "a cell is not written simply"
NO_QUESTION = "what is asked, or its law date, is not told by the subjects alone"
TOO_MANY = "more kinds of cases than queries are kept for"
# Kinds of cases in a block, and queries kept.
_MOST_PROFILES = 200

# Facts have no such names.
_TITLE, _PROFILE, _ODD = "case title", '"case profile"', '"case is odd"'


@frozen
class Answered:
    """Rows of one profile that SQL decided: the source (``FROM`` …), what it says of each conclusion, how many."""

    source: str
    said: tuple[Said, ...]
    count: int
    number: str = f"f0.{name(NUMBER)}"
    title: str = f"f0.{name(_TITLE)}"


@frozen
class Unanswered:
    """The numbers of the rows that Python decides, and for how many why; rows that are none of a table have no why."""

    numbers: tuple[int, ...]
    why: Counter[str]


@define
class Decider:
    """Decides blocks on a connection of DuckDB; ``Program`` s are kept from block to block."""

    rulebook: Rulebook
    question: Question
    connection: Any
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
        answered: list[Answered] = []
        for place, (kind, odd, count, one) in enumerate(self._profiles()):
            if odd:
                numbers += self._numbers("typed", _ODD)
                why[NOT_SIMPLE] += count
                continue
            where = f"NOT {_ODD} AND {_PROFILE} = {kind}"
            if place >= _MOST_PROFILES:
                numbers += self._numbers("typed", where)
                why[TOO_MANY] += count
                continue
            found, left = self._decide_profile(block, table, where, place, one)
            why += left.why
            numbers += left.numbers
            if found is not None:
                answered.append(found)
        return answered, Unanswered(tuple(sorted(numbers)), +why)

    def _not_in(self, block: Block) -> Iterator[int]:
        """The rows that have no columns."""
        if block.table.num_rows < block.count:
            held = set(block.table.column(NUMBER).to_pylist())
            yield from (n for n in range(block.first, block.first + block.count) if n not in held)

    def _type(self, block: Block, table: Table) -> None:
        self.connection.register("block", block.table)
        columns = [
            name(NUMBER),
            f"{table.title} AS {name(_TITLE)}",
            f"{table.day} AS {name(LAW_DAY)}",
            f"{table.odd} AS {_ODD}",
            f"{profile(self.rulebook, table)} AS {_PROFILE}",
            *(f"{said} AS {name(column.name)}" for column, said in table.columns),
        ]
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE typed AS SELECT {', '.join(columns)} FROM block")
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
        self, block: Block, table: Table, where: str, place: int, one: int
    ) -> tuple[Answered | None, Unanswered]:
        row = block.row(one)
        case, _ = read_case(row.text, "row.json", self.rulebook.vocabulary)
        groups = () if case is None else asked_by(self.rulebook, case, self.question)
        if not groups:
            return None, self._left(where, NO_QUESTION)
        found: list[tuple[str, Program]] = []
        for at, (chosen, asked) in enumerate(groups):
            if not asked:
                continue
            day = law_date(chosen, self.question)
            query = self._program(table, asked, day, where)
            if isinstance(query, str):
                return None, self._left(where, query)
            name_ = f"found_{place}_{at}"
            self._answer(query, table, day, where, name_)
            found.append((name_, query))
        return self._joined(found) if found else (None, self._left(where, NO_QUESTION))

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
            keep = (NUMBER, _TITLE)
            made = program(self.rulebook, asked, table.facts, first, last, self.question.known_on, keep)
        except NotTranslated as why:
            made = f"not said in SQL: {why}"
        self._programs[key] = first, last, made
        return made

    def _answer(self, query: Program, table: Table, day: str, where: str, found: str) -> None:
        """Puts the query's rows into a table, and what their traces say beside it."""
        columns = [name(NUMBER), name(_TITLE), f"{day} AS {name(LAW_DATE)}"]
        known = {column.name for column, _ in table.columns}
        for column in query.inputs:
            said = name(column.name) if column.name in known else table.said(column)
            columns.append(f"{said} AS {name(column.name)}")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW cases AS SELECT {', '.join(columns)} FROM typed WHERE {where}"
        )
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {found} AS {query.select('duckdb')}")
        words = ", ".join(map(name, query.words.names))
        seen: Iterable[tuple[int, ...]] = [()]
        if words:
            seen = self._rows(f"SELECT DISTINCT {words} FROM {found} WHERE {HANDED} = 0")
        self.connection.register("words", word_table(query, seen))
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {found}_words AS SELECT * FROM words")
        self.connection.unregister("words")

    def _joined(self, found: list[tuple[str, Program]]) -> tuple[Answered | None, Unanswered]:
        source = f"{found[0][0]} AS f0"
        said: dict[str, Said] = {}
        handed = []
        for at, (table, query) in enumerate(found):
            if at:
                source += f" JOIN {table} AS f{at} USING ({name(NUMBER)})"
            on = [f"f{at}.{name(word)} = w{at}.{name(word)}" for word in query.words.names]
            source += f" LEFT JOIN {table}_words AS w{at} ON {' AND '.join(on) or 'true'}"
            handed.append(f"f{at}.{HANDED}")
            for index, output in enumerate(query.outputs):
                said[output.conclusion] = said_of(self.rulebook, query, index, f"f{at}", f"w{at}")
        reason = f"coalesce({', '.join(f'nullif({each}, 0)' for each in handed)}, 0)"
        rows = self._rows(f"SELECT f0.{name(NUMBER)}, {reason} FROM {source} WHERE {reason} <> 0")
        why = Counter(REASONS[each] for _, each in rows)
        total = self._rows(f"SELECT count(*) FROM {found[0][0]}")[0][0]
        left = Unanswered(tuple(number for number, _ in rows), why)
        if total == len(rows):
            return None, left
        return Answered(f"{source} WHERE {reason} = 0", tuple(said.values()), total - len(rows)), left
