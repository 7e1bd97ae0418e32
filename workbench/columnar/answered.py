"""Rows of one profile that SQL decided: how they are joined, and what is said of each conclusion."""

from collections import Counter
from typing import Any

from attrs import evolve, frozen

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql.program import HANDED, REASONS, Program
from rulecheck.workbench.columnar.blocks import NUMBER
from rulecheck.workbench.columnar.found import TITLE
from rulecheck.workbench.columnar.sayings import Said, said_of, word_table
from rulecheck.workbench.columnar.sql_text import name
from rulecheck.workbench.columnar.wide_texts import text_of


@frozen
class Asked:
    """What is asked under the law of one day: the table of the query's rows, the traces of those that it decided, and
    how many it hands over."""

    table: str
    program: Program
    traces: tuple[tuple[int, ...], ...]
    handed: int


@frozen
class Answered:
    """Rows that SQL decided: the source (``FROM`` …), what it says of each conclusion, how many.

    They come ``in_order`` where nothing is joined to them.
    """

    source: str
    said: tuple[Said, ...]
    count: int
    in_order: bool
    number: str = f"f0.{name(NUMBER)}"
    title: str = f"f0.{name(TITLE)}"


@frozen
class Unanswered:
    """The numbers of the rows that Python decides, and for how many why; rows that are none of a table have no why."""

    numbers: tuple[int, ...]
    why: Counter[str]


def answered(
    connection: Any, rulebook: Rulebook, asked: list[Asked], count: int, wide: bool
) -> tuple[Answered | None, Unanswered]:
    """What was asked of ``count`` rows, side by side; and those of which a query handed something over."""
    source, in_order = f"{asked[0].table} AS f0", len(asked) == 1
    said: dict[str, Said] = {}
    for at, each in enumerate(asked):
        if at:
            source += f" JOIN {each.table} AS f{at} USING ({name(NUMBER)})"
        told = [said_of(rulebook, each.program, i, f"f{at}", f"w{at}") for i in range(len(each.program.outputs))]
        whole = wide and _name_provisions(told, each, f"f{at}")
        if not whole:
            source += _with_words(connection, each, at)
            in_order = False
        said |= {one.address: one for one in told}
    reason = f"coalesce({', '.join(f'nullif(f{at}.{HANDED}, 0)' for at in range(len(asked)))}, 0)"
    rows: list[Any] = []
    if any(each.handed for each in asked):
        rows = connection.execute(f"SELECT f0.{name(NUMBER)}, {reason} FROM {source} WHERE {reason} <> 0").fetchall()
        source += f" WHERE {reason} = 0"
    left = Unanswered(tuple(number for number, _ in rows), Counter(REASONS[each] for _, each in rows))
    if count == len(rows):
        return None, left
    return Answered(source, tuple(said.values()), count - len(rows), in_order), left


def _name_provisions(told: list[Said], asked: Asked, found: str) -> bool:
    """Names provisions without a join, where that can be; whether it can for all."""
    texts = [text_of(asked.program, index, asked.traces, found) for index in range(len(told))]
    told[:] = [one if text is None else evolve(one, text=text) for one, text in zip(told, texts, strict=True)]
    return None not in texts


def _with_words(connection: Any, asked: Asked, at: int) -> str:
    """Makes the table of what the traces say, and joins it."""
    connection.register("words", word_table(asked.program, asked.traces))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {asked.table}_words AS SELECT * FROM words")
    connection.unregister("words")
    on = [f"f{at}.{name(word)} = w{at}.{name(word)}" for word in asked.program.words.names]
    return f" LEFT JOIN {asked.table}_words AS w{at} ON {' AND '.join(on) or 'true'}"
