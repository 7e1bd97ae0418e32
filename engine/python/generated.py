"""What generated code works with: the run of one case, and the functions that it calls.

Where the interpreter would meet a problem, ``Handed`` is raised, and the case is decided by the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from rulecheck.engine import calendar
from rulecheck.engine.kleene import both, truth_of
from rulecheck.engine.ordering import holds
from rulecheck.engine.policy import gives_less
from rulecheck.engine.trace import Truth
from rulecheck.engine.values import (
    NONE,
    NOT_APPLICABLE,
    UNKNOWN,
    Elements,
    Exact,
    Period,
    Span,
    Value,
    added,
    exact,
)
from rulecheck.engine.vocabulary import Figure
from rulecheck.grammar.data_classes import Factory, define

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
else:
    Any = object

# The most steps counted before the interpreter takes over, which counts exactly (``expressions.MOST_STEPS``).
MANY_STEPS = 10_000
# The bits of the largest number computed with here.
LARGE = 1_000
LARGEST = 2**LARGE
# The bits that a fact may have where what is computed of it is not watched.
FACT_BITS = 64
LARGEST_FACT = 2**FACT_BITS

Record = tuple[Any, ...]
Generated = Callable[..., Any]


class Handed(Exception):
    """The case is for the reference interpreter; the text says why."""


@define
class Run:
    """One evaluation of a case under the law of one day.

    ``known`` are the conclusions decided, each as its value and the records of the provisions tried, in order;
    ``tried`` the records of provisions that more than one thing asks for; ``chosen`` the functions of the provisions'
    versions in force on the law date, and of conclusions, by name; ``choose`` finds those not there yet.
    """

    facts: dict[str, Value]
    law_date: date
    known_on: date | None
    chosen: dict[str, Generated]
    choose: Callable[[Run, str], Generated]
    figures: dict[str, Figure]
    holidays: str
    days_off: calendar.DaysOff
    known: dict[str, tuple[Value, tuple[Record, ...]]] = Factory(dict)
    tried: dict[tuple[str, str], Record] = Factory(dict)
    spoken_of: dict[tuple[str, str], None] = Factory(dict)
    fulfilments: dict[tuple[str, str], Record] = Factory(dict)
    effort: int = 0


def conclude(run: Run, address: str) -> Value:
    """The value of a conclusion at an address, decided now."""
    decide = run.chosen.get(address) or run.choose(run, address)
    value: Value = decide(run, address)
    return value


def spend(run: Run, steps: int) -> None:
    """Counts provisions and elements looked at."""
    run.effort += steps
    if run.effort > MANY_STEPS:
        raise Handed("very many steps")


def elements(run: Run, source: str) -> tuple[str, ...] | None:
    """The addresses of a list's elements; None when the list is missing."""
    found = run.facts.get(source, UNKNOWN)
    if not isinstance(found, Elements):
        return None
    spend(run, found.count)
    return tuple([f"{source}[{i}]" for i in range(1, found.count + 1)])


def figure(run: Run, name: str, day: date) -> Value:
    """The figure in force on a day."""
    dated = run.figures[name].on(day, run.known_on)
    return UNKNOWN if dated is None else dated.value


def provision(run: Run, name: str, element: str) -> Record:
    """The record of a provision that more than one thing may ask for."""
    found = run.tried.get((name, element))
    if found is None:
        function = run.chosen.get(name) or run.choose(run, name)
        found = run.tried[name, element] = function(run, element)
    return found


def fulfilment(run: Run, name: str, element: str) -> Record | None:
    """Whether what a duty asks for was done: how it came out, and its frame; None where it asks for nothing."""
    key = f"{name} fulfilled"
    found = run.fulfilments.get((name, element))
    if found is None:
        function = run.chosen.get(key) or run.choose(run, key)
        found = function(run, element)
        if found is not None:
            run.fulfilments[name, element] = found
    return found


def look_at_fulfilment(run: Run) -> None:
    """Looks, of each provision found to apply that more than one thing may ask for, whether what it asks was done."""
    for (id_, element), record in tuple(run.tried.items()):
        if record[2] is True:
            fulfilment(run, id_, element)


def status(run: Run, name: str, asked: str, element: str) -> Truth:
    """Whether a provision applies, is owed, fulfilled or breached, as ``Evaluation.status``."""
    record = provision(run, name, element)
    run.spoken_of[name, element] = None
    applies: Truth = record[2]
    if asked in ("applies", "owed") or applies is False:
        return applies
    found = fulfilment(run, name, element)
    fulfilled: Truth = "unknown" if found is None else found[0]
    if asked == "breached":
        fulfilled = "unknown" if fulfilled == "unknown" else not fulfilled
    return both((applies, fulfilled))


def effect(record: Record) -> Truth:
    """Whether an exception takes effect, as ``evaluate``'s: it applies, or another displaces it and decides."""
    effects: list[Truth] = [record[2]]
    effects += [effect(nested) for nested in record[6] if nested[4] is not None]
    return True if True in effects else "unknown" if "unknown" in effects else False


def said(record: Record) -> Value:
    """What a provision says when it applies; one that gives no value says yes."""
    value: Value = record[4]
    return True if value is None else value


def combined(records: Sequence[Record], nothing: Value) -> Value:
    """The value on which the provisions that apply agree, as ``Evaluation._outcome``."""
    values: list[Value] = []
    for record in records:
        if record[2] is True and said(record) not in values:
            values.append(said(record))
    if len([v for v in values if v is not UNKNOWN]) > 1:
        raise Handed("provisions are in conflict")
    settled: Value = nothing if not values else values[0] if len(values) == 1 else UNKNOWN
    for record in records:
        if record[2] == "unknown" and said(record) != settled:
            return UNKNOWN
    return settled


def with_policies(statute: Sequence[Record], policies: Sequence[Record], nothing: Value, better: str) -> Value:
    """What a policy gives where it applies, as ``Evaluation._better``."""
    due = combined(statute, nothing)
    given = combined(policies, NOT_APPLICABLE)
    if given is NOT_APPLICABLE:
        return due
    if all(record[2] is False for record in statute):
        return given
    less = gives_less(given, due, better)
    if less == "unknown":
        return UNKNOWN
    if less:
        raise Handed("a policy falls short")
    return given


def in_range(subject: Value, low: Value, high: Value) -> Truth:
    """Whether both ends are in the range."""
    links = (holds(subject, "≥", low), holds(subject, "≤", high))
    return False if False in links else "unknown" if "unknown" in links else True


def watched(value: Exact) -> Exact:
    """The same number, exact and of bearable size."""
    found = exact(value)
    if found.numerator.bit_length() > LARGE or found.denominator.bit_length() > LARGE:
        raise Handed("a very large number")
    return found


def gathered(values: list[Value], which: str, nothing: Value) -> Value:
    """The sum of amounts, or the largest or smallest, as ``quantifiers.compute_total``."""
    if UNKNOWN in values or NOT_APPLICABLE in values:
        return UNKNOWN
    given = [v for v in values if v is not NONE]
    if which == "sum":
        result: Value = nothing if not given else Period() if isinstance(given[0], Period) else 0
        for value in given:
            result = added(result, value)
        return result
    best: Value = NONE
    for value in given:
        if best is NONE or holds(value, ">" if which == "largest" else "<", best) is True:
            best = value
    return best


NAMES: dict[str, object] = {
    "Elements": Elements,
    "Fraction": Fraction,
    "Handed": Handed,
    "LARGEST": LARGEST,
    "NONE": NONE,
    "NOT_APPLICABLE": NOT_APPLICABLE,
    "Period": Period,
    "Span": Span,
    "UNKNOWN": UNKNOWN,
    "both": both,
    "after": calendar.after,
    "before": calendar.before,
    "combined": combined,
    "completed_years": calendar.completed_years,
    "conclude": conclude,
    "date": date,
    "effect": effect,
    "elements": elements,
    "figure": figure,
    "fulfilment": fulfilment,
    "gathered": gathered,
    "holds": holds,
    "in_range": in_range,
    "last_day": calendar.last_day,
    "look_at_fulfilment": look_at_fulfilment,
    "provision": provision,
    "spend": spend,
    "status": status,
    "truth_of": truth_of,
    "with_policies": with_policies,
}
