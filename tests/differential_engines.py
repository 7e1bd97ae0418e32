"""The engines that are held to the interpreter, each as a function from a block of cases to what came out."""

from collections import Counter
from itertools import groupby

from attrs import frozen
from differential_cases import Block
from differential_runs import compared
from sql_runs import compared_sql

from rulecheck.engine.case import Case

# The trace of each so many cases is compared to the byte.
BYTES_EACH = 10


@frozen
class Outcome:
    """How many answers were asked for, how many the engine gave, what it handed over by why, and what disagrees."""

    asked: int
    generated: int
    handed: Counter[str]
    disagree: tuple[Case, ...]


def by_python(block: Block) -> Outcome:
    """Generated Python; whole cases."""
    found = compared(block.rulebook, block.cases, BYTES_EACH)
    return Outcome(len(block.cases), found.generated, found.handed, found.disagree)


def by_duckdb(block: Block) -> Outcome:
    """Exact SQL on DuckDB; each conclusion that the case asks for, or each that the rulebook knows."""
    outcome = Outcome(0, 0, Counter(), ())
    for names, cases in groupby(block.cases, lambda case: case.ask or tuple(block.rulebook.vocabulary.conclusions)):
        asked = [name for name in names if name in block.rulebook.vocabulary.conclusions]
        dated = [case for case in cases if case.law_date is not None]
        if not asked or not dated:
            continue
        found = compared_sql(block.rulebook, asked, dated)
        outcome = Outcome(
            outcome.asked + len(asked) * len(dated),
            outcome.generated + found.given,
            outcome.handed + found.handed,
            outcome.disagree + tuple(case for case, _, _ in found.disagree),
        )
    return outcome


ENGINES = {"python": by_python, "duckdb": by_duckdb}
