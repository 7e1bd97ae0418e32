"""A question put to many cases as one SQL query: which columns it reads, which it gives, and what they mean.

``program(rulebook, question, facts, first, last)`` gives a ``Program``; its ``select(dialect)`` is the query over a
table ``cases`` that has the columns ``inputs`` (see ``inputs.cells``) and ``law date``. A row where ``handed`` is not 0
is not decided by it: its answer is open, or there may be a problem, or a number is beyond what is computed exactly.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sql import tree
from rulecheck.engine.sql.dialects import written
from rulecheck.engine.sql.inputs import Input
from rulecheck.engine.sql.layers import Layers
from rulecheck.engine.sql.places import Book, Place
from rulecheck.engine.sql.shapes import SMALL, NotTranslated, Number, Options, Shape, Stretch, Valued, parts, unknown
from rulecheck.engine.sql.traces import TraceWords
from rulecheck.engine.sql.translation import LAW_DATE, Translation
from rulecheck.engine.sql.tree import Sql
from rulecheck.grammar.data_classes import frozen

CASES = "cases"
HANDED = "handed"
# Why a row is handed over, by the number in its column.
REASONS: Mapping[int, str] = {
    1: "no law date, or one that the query is not for",
    2: "the case may be impossible",
    3: "the rules may have a problem, or a value is beyond what is computed exactly",
    4: "an answer is open",
}


@frozen
class Output:
    """The columns of a conclusion: its value's parts, and the one that is true where nothing decides it."""

    conclusion: str
    shape: Shape
    columns: tuple[str, ...]
    none: str


@frozen
class Program:
    """The query for what is asked. ``inputs`` are its columns besides ``law date``; ``words`` the compact trace."""

    asked: tuple[str, ...]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    words: TraceWords
    query: exp.Select

    def select(self, dialect: str) -> str:
        """The query in a dialect (``duckdb``, ``spark``)."""
        return written(self.query, dialect)


def program(
    rulebook: Rulebook,
    asked: Sequence[str],
    facts: frozenset[str],
    first: date,
    last: date,
    known_on: date | None = None,
    keep: Sequence[str] = (),
) -> Program:
    """The query that decides conclusions for cases that give (some of) these facts, by the law of days in a range.

    ``keep`` are further columns of the table to hand through. Raises ``NotTranslated`` where what is asked cannot be
    said exactly in SQL.
    """
    translation = Translation(Book(rulebook, Layers()), first, last, known_on, facts)
    concluded = {name: translation.conclusion(name) for name in asked}
    whole = Place({}, translation.law_date())
    impossible = _impossible(rulebook, translation, whole)
    for found in concluded.values():
        whole.doubt(found.doubtful)
    words = TraceWords.of(rulebook, {name: found.records for name, found in concluded.items()})
    output: dict[str, Sql] = {name: tree.column(name) for name in keep}
    outputs = []
    open_: list[Sql] = []
    for index, (name, found) in enumerate(concluded.items()):
        valued = narrowed(found.valued)
        columns = {f"v{index}_{i}": part for i, part in enumerate(parts(valued.value))}
        output |= {**columns, f"n{index}": valued.none}
        outputs.append(Output(name, valued.value, tuple(columns), f"n{index}"))
        if isinstance(valued.value, Stretch | Options):
            raise NotTranslated(f"the conclusion {name}")
        open_.append(tree.both([unknown(valued.value), tree.negated(valued.none)]))
    output |= words.columns(translation.record)
    output[HANDED] = _handed(rulebook, translation, [impossible, whole.doubtful(), tree.either(open_)])
    query = translation.book.layers.select(exp.to_table(CASES), output)
    return Program(tuple(asked), tuple(translation.inputs.values()), tuple(outputs), words, query)


def narrowed(valued: Valued) -> Valued:
    """A value whose numbers fit into 64 bits; one that does not is for others to decide."""
    number = valued.value
    if isinstance(number, Number) and max(-number.low, number.high, number.most_below) > SMALL:
        above, below = tree.narrow(number.above), tree.narrow(number.below)
        return Valued(Number(above, -SMALL, SMALL, below, min(SMALL, number.most_below)), valued.none)
    return valued


def _handed(rulebook: Rulebook, translation: Translation, others: list[Sql]) -> Sql:
    day = tree.column(LAW_DATE)
    first = max(translation.first, rulebook.covers_from)
    dated = tree.known(
        tree.both([tree.compared(day, "≥", tree.day(first)), tree.compared(day, "≤", tree.day(translation.last))])
    )
    reasons = [tree.negated(dated), *others]
    return tree.cast(
        tree.case([(reason, tree.whole(i)) for i, reason in enumerate(reasons, start=1)], tree.whole(0)), "int"
    )


def _impossible(rulebook: Rulebook, translation: Translation, whole: Place) -> Sql:
    """Whether a case breaks a constraint. Those that speak of no fact given cannot be broken."""
    broken = []
    for rule in rulebook.vocabulary.constraints:
        if translation.facts.intersection(rule.facts):
            place = Place({}, translation.law_date())
            broken.append(tree.is_false(translation.judge(rule.must, place)))
            whole.doubt(place.doubtful())
    return tree.either(broken)
