"""Decides a case: the answer to what it asks."""

import sys
from functools import partial

from rulecheck.engine.asking import NOTHING_SPECIAL as NOTHING_SPECIAL
from rulecheck.engine.asking import Question as Question
from rulecheck.engine.asking import asked_groups, said_by
from rulecheck.engine.asking import brought_up as brought_up
from rulecheck.engine.case import Case
from rulecheck.engine.check_depth import MOST_LEVELS
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.diagnostics import Diagnostic, in_order
from rulecheck.engine.evaluate import Evaluation, guarded
from rulecheck.engine.expressions import Problem
from rulecheck.engine.relevance import settle
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, LawDate, Part

# Calls within each other. Python's own limit would stop rules that rest on some dozens of others in a row; those that
# would need more than this are refused when they are loaded.
_CALLS = 2 * MOST_LEVELS


def decide(rulebook: Rulebook, case: Case, question: Question = NOTHING_SPECIAL, engine: str = "") -> Answer:
    """The answer to a case. It holds the problems instead when the case is impossible or the rules fail on it.

    The law date is the one asked for, else the one that the case names, else the first fact given among those that
    the scheme names for it; without any, what depends on it is unknown.
    """
    if sys.getrecursionlimit() < _CALLS:
        sys.setrecursionlimit(_CALLS)
    known_on = question.known_on or case.known_on
    header = said_by(rulebook, case, question, engine)
    groups, unknown = asked_groups(rulebook, case, question)
    problems = in_order((*impossible(rulebook, case), *unknown))
    parts = []
    for (law_date, fact), topics in groups.items() if not problems else ():
        problems += _before_coverage(rulebook, case, law_date)
        evaluation = Evaluation(rulebook, case, law_date.day, fact, known_on)
        asked = tuple(dict.fromkeys(address for _, addresses in topics for address in addresses))
        problems += guarded(partial(evaluation.decide_all, asked)) if not problems else ()
        if problems:
            return Answer(*header, problems=problems)
        for address in asked:
            settle(evaluation, address)
        problems += guarded(evaluation.look_at_fulfilment)
        decisions = tuple(evaluation.decisions.values())
        parts.append(Part(law_date, tuple(topics), asked, decisions, evaluation.all_spoken_of()))
    return Answer(*header, parts=tuple(parts), problems=problems)


def impossible(rulebook: Rulebook, case: Case) -> tuple[Diagnostic, ...]:
    """A diagnostic for each constraint that the facts of the case break."""
    found: list[Diagnostic] = []
    evaluation = Evaluation(rulebook, case, None)
    for constraint in rulebook.vocabulary.constraints:
        names = [name for name in constraint.facts if name in case.facts]
        if not names:
            continue
        try:
            step = evaluation.judge(constraint.must, Scope())
        except Problem as problem:
            found.append(problem.diagnostic)
            continue
        if step.truth is False:
            place = case.place(names[-1])
            message = f"the case is impossible: {constraint.says.text()}"
            hint = "check " + " and ".join(f"`{name}`" for name in names)
            found.append(Diagnostic("R0502", message, place, case.text_at(place), hint))
    return tuple(found)


def _before_coverage(rulebook: Rulebook, case: Case, law_date: LawDate) -> tuple[Diagnostic, ...]:
    if law_date.day is None or law_date.day >= rulebook.covers_from:
        return ()
    named = law_date.chosen_by == "named by the case"
    place = case.place("law date" if named else law_date.chosen_by)
    by_fact = f"by `{law_date.chosen_by}` " if law_date.chosen_by in case.facts else ""
    message = (
        f"{by_fact}the law of {law_date.day.isoformat()} decides, and the rulebook holds the law "
        f"from {rulebook.covers_from.isoformat()} on"
    )
    hint = "nothing is decided by law that the rulebook does not hold"
    return (Diagnostic("R0513", message, place, case.text_at(place), hint),)
