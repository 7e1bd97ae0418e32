"""One row of a batch decided: its conclusions with the provisions that decided them, or why it was rejected."""

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from rulecheck.engine.case import read_case
from rulecheck.engine.compiled import Compiled
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.record_values import value_data
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Decision, Question, Tried
from rulecheck.engine.values import State
from rulecheck.workbench.batch_sources import Row

Data = dict[str, Any]


@frozen
class Outcome:
    """What became of a row, as a line of JSON each: ``decided``, or ``rejected`` with the reasons.

    ``undetermined`` is whether something that was asked stays unknown, ``interpreted`` whether generated code handed
    the row to the interpreter.
    """

    decided: str = ""
    rejected: str = ""
    undetermined: bool = False
    interpreted: bool = False


def decide_row(compiled: Compiled, row: Row, question: Question) -> Outcome:
    """The outcome of a row, the same as the interpreter's."""
    if row.unreadable:
        return Outcome(rejected=_line({"row": row.number, "line": row.line, "reasons": [{"says": row.unreadable}]}))
    handed = compiled.handed.total()
    answer, found = answer_of(compiled, row, question)
    if answer is None:
        reasons = [_reason(diagnostic) for diagnostic in found]
        return Outcome(rejected=_line({"row": row.number, "line": row.line, "reasons": reasons}))
    asked = answer.asked()
    undetermined = any(decision.state is State.UNKNOWN for decision in asked)
    interpreted = compiled.handed.total() > handed
    line = _line(row_data(compiled.rulebook, row.number, answer))
    return Outcome(line, undetermined=undetermined, interpreted=interpreted)


def answer_of(compiled: Compiled, row: Row, question: Question) -> tuple[Answer | None, tuple[Diagnostic, ...]]:
    """The whole answer to a readable row, with its trace; None with the reasons where it was not decided."""
    case, found = read_case(row.text, f"row {row.number}.json", compiled.rulebook.vocabulary)
    if case is None:
        return None, found
    decided = compiled.decide(case, question)
    return (None if decided.problems else decided.answer()), decided.problems


def row_data(rulebook: Rulebook, number: int, answer: Answer) -> Data:
    """A decided row as data: what was asked, each conclusion under its address."""
    conclusions = {decision.address: _decision(rulebook, decision) for decision in answer.asked()}
    return {"row": number, "case": answer.case_title, "conclusions": conclusions}


def _decision(rulebook: Rulebook, decision: Decision) -> Data:
    conclusion = rulebook.vocabulary.conclusions.get(decision.conclusion)
    wanted = None if conclusion is None else conclusion.type
    data: Data = {"state": decision.state.value, "value": value_data(decision.value, wanted)}
    data["by"] = list(dict.fromkeys(_of(decision.tried, "applies")))
    exceptions = tuple(e for tried in decision.tried if tried.outcome == "excepted" for e in tried.exceptions)
    if excepting := list(dict.fromkeys(_of(exceptions, "applies"))):
        data["excepted_by"] = excepting
    if decision.settled:
        data["settled"] = True
    if decision.missing:
        data["missing"] = list(decision.missing)
    if decision.open_reasons:
        data["open"] = list(decision.open_reasons)
    return data


def _of(tried: tuple[Tried, ...], outcome: str) -> Iterator[str]:
    return (each.provision for each in tried if each.outcome == outcome)


def _reason(diagnostic: Diagnostic) -> Data:
    """A diagnostic without its place: the text of a row of CSV or Parquet is none that anybody wrote."""
    return {"code": diagnostic.code, "says": diagnostic.message, "hint": diagnostic.hint}


def _line(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
