"""One row of a batch decided: its conclusions with the provisions that decided them, or why it was rejected."""

import json
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from rulecheck.engine.case import Case, read_case
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.python.compiled import Compiled, Decided
from rulecheck.engine.python.verdicts import Chosen, Verdict, verdicts_of
from rulecheck.engine.record_values import value_data
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Question
from rulecheck.engine.values import State
from rulecheck.workbench.batch_sources import Row

Data = dict[str, Any]


@frozen
class Outcome:
    """What became of a row, as a line of JSON each: ``decided``, or ``rejected`` with the reasons.

    ``undetermined`` is whether something that was asked stays unknown, ``handed`` why generated code handed the row to
    the interpreter (empty where it did not).
    """

    decided: str = ""
    rejected: str = ""
    undetermined: bool = False
    handed: str = ""


def decide_row(compiled: Compiled, row: Row, question: Question) -> Outcome:
    """The outcome of a row, the same as the interpreter's."""
    if row.unreadable:
        return Outcome(rejected=_line({"row": row.number, "line": row.line, "reasons": [{"says": row.unreadable}]}))
    before = compiled.handed.copy()
    case, decided, found = _decided(compiled, row, question)
    if case is None or decided is None:
        reasons = [_reason(diagnostic) for diagnostic in found]
        return Outcome(rejected=_line({"row": row.number, "line": row.line, "reasons": reasons}))
    verdicts = tuple(verdicts_of(decided))
    undetermined = any(verdict.state is State.UNKNOWN for verdict in verdicts)
    handed = next(iter(compiled.handed - before), "")
    line = _line(row_data(compiled.rulebook, row.number, case.title, verdicts))
    return Outcome(line, undetermined=undetermined, handed=handed)


def answer_of(compiled: Compiled, row: Row, question: Question) -> tuple[Answer | None, tuple[Diagnostic, ...]]:
    """The whole answer to a readable row, with its trace; None with the reasons where it was not decided."""
    _, decided, found = _decided(compiled, row, question)
    return (None if decided is None else decided.answer()), found


def _decided(
    compiled: Compiled, row: Row, question: Question
) -> tuple[Case | None, Decided | None, tuple[Diagnostic, ...]]:
    case, found = read_case(row.text, f"row {row.number}.json", compiled.rulebook.vocabulary)
    if case is None:
        return None, None, found
    decided = compiled.decide(case, question)
    return case, (None if decided.problems else decided), decided.problems


def row_data(rulebook: Rulebook, number: int, title: str, verdicts: Iterable[Verdict]) -> Data:
    """A decided row as data: what was asked, each conclusion under its address."""
    conclusions = {verdict.address: _verdict(rulebook, verdict) for verdict in verdicts}
    return {"row": number, "case": title, "conclusions": conclusions}


def _verdict(rulebook: Rulebook, verdict: Verdict) -> Data:
    conclusion = rulebook.vocabulary.conclusions.get(verdict.conclusion)
    wanted = None if conclusion is None else conclusion.type
    data: Data = {"state": verdict.state.value, "value": value_data(verdict.value, wanted)}
    data["by"] = _chosen(verdict.by)
    if verdict.excepted_by:
        data["excepted_by"] = _chosen(verdict.excepted_by)
    if verdict.settled:
        data["settled"] = True
    if verdict.missing:
        data["missing"] = list(verdict.missing)
    if verdict.open_reasons:
        data["open"] = list(verdict.open_reasons)
    return data


def _chosen(chosen: Chosen) -> list[Data]:
    """Provisions with their versions, counted from 1 in the order of the rule file."""
    return [{"provision": name, "version": version + 1} for name, version in chosen]


def _reason(diagnostic: Diagnostic) -> Data:
    """A diagnostic without its place: the text of a row of CSV or Parquet is none that anybody wrote."""
    return {"code": diagnostic.code, "says": diagnostic.message, "hint": diagnostic.hint}


def _line(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
