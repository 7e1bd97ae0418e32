"""Rows of a query's result as verdicts: the same that generated code and the interpreter give."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rulecheck.engine.python.unfold import state_of
from rulecheck.engine.python.verdicts import Verdict
from rulecheck.engine.sql.program import Output, Program
from rulecheck.engine.sql.shapes import Lasting, Number
from rulecheck.engine.values import NOT_APPLICABLE, Period, Value, exact


def verdicts(program: Program, row: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """The verdict on each conclusion asked for, of a row that the query decided (``handed`` is 0)."""
    words = [row[name] for name in program.words.names]
    found = []
    for output in program.outputs:
        value = value_of(output, row)
        by, excepted_by = program.words.applied(words, output.conclusion)
        found.append(Verdict(output.conclusion, output.conclusion, state_of(value), value, by, excepted_by))
    return tuple(found)


def value_of(output: Output, row: Mapping[str, Any]) -> Value:
    """The value of a conclusion in a row."""
    if row[output.none]:
        return NOT_APPLICABLE
    cells = [row[name] for name in output.columns]
    if isinstance(output.shape, Number):
        return exact(Fraction(cells[0], cells[1]))
    if isinstance(output.shape, Lasting):
        return Period(*cells)
    value: Value = cells[0]
    return value
