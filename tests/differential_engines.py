"""The engines that are held to the interpreter, each as a function from a block of cases to what came out."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import groupby

from attrs import frozen
from differential_cases import RULES, Block, loaded
from differential_runs import Compared, Generated, compared
from sql_runs import compared_sql

from rulecheck.engine.case import Case
from rulecheck.engine.python.verdicts import Verdict

# The trace of each so many cases is compared to the byte.
BYTES_EACH = 10
# A function is linked for a shape of case when a second case of it comes.
LINK_AFTER = 1


@frozen
class Outcome:
    """How many answers were asked for, how many the engine gave, what it handed over by why, and what disagrees.

    ``cases`` is how many cases that was: SQL is asked each conclusion by itself.
    """

    asked: int
    generated: int
    handed: Counter[str]
    disagree: tuple[Case, ...]
    cases: int


def by_python(block: Block) -> dict[str, Outcome]:
    """Generated Python, linked and chunk by chunk; whole cases."""
    return {"python": _of_python(block, _compared(block))}


def by_duckdb(block: Block) -> dict[str, Outcome]:
    """Exact SQL on DuckDB; each conclusion that the case asks for, or each that the rulebook knows."""
    return {"duckdb": _of_duckdb(block, ({},) * len(block.cases))}


def by_both(block: Block) -> dict[str, Outcome]:
    """Both, held to one answer of the interpreter."""
    found = _compared(block)
    return {"python": _of_python(block, found), "duckdb": _of_duckdb(block, found.expected)}


ENGINES: Mapping[str, Callable[[Block], dict[str, Outcome]]] = {
    "both": by_both,
    "python": by_python,
    "duckdb": by_duckdb,
}


def _compared(block: Block) -> Compared:
    made = generated_code(block.source) if block.source in RULES else Generated.of(block.rulebook, LINK_AFTER)
    return compared(block.rulebook, block.cases, BYTES_EACH, made)


@lru_cache(maxsize=1)
def generated_code(source: str) -> Generated:
    """The generated code of a rulebook of this repository: made for one block, used for all."""
    return Generated.of(loaded(source), LINK_AFTER)


def _of_python(block: Block, found: Compared) -> Outcome:
    return Outcome(len(block.cases), found.generated, found.handed, found.disagree, len(block.cases))


def _of_duckdb(block: Block, expected: tuple[Mapping[str, Verdict], ...]) -> Outcome:
    conclusions = block.rulebook.vocabulary.conclusions
    outcome = Outcome(0, 0, Counter(), (), 0)
    pairs = zip(block.cases, expected, strict=True)
    for names, group in groupby(pairs, lambda pair: pair[0].ask or tuple(conclusions)):
        asked = [name for name in names if name in conclusions]
        dated = [(case, right) for case, right in group if case.law_date is not None]
        if not asked or not dated:
            continue
        cases = [case for case, _ in dated]
        found = compared_sql(block.rulebook, asked, cases, [right for _, right in dated])
        outcome = Outcome(
            outcome.asked + len(asked) * len(cases),
            outcome.generated + found.given,
            outcome.handed + found.handed,
            outcome.disagree + tuple(case for case, _, _ in found.disagree),
            outcome.cases + len(cases),
        )
    return outcome
