"""Which missing facts matter, by the definition: a fact is relevant if some completion of the case changes the answer.

Kleene's logic alone asks too much: `a or not a` is unknown to it. So the conditions that missing facts leave open
are supposed true and false in turn, and the answers make a decision diagram. Reduced, with one order of the
conditions, it keeps a condition exactly where the answer depends on it (R. E. Bryant, Graph-Based Algorithms for
Boolean Function Manipulation, 1986). Conditions on one fact are supposed independently of each other, which can
keep a fact that does not matter, but never drop one that does, nor give an answer that a completion would change.
"""

from collections.abc import Iterator
from functools import partial
from typing import Literal

from rulecheck.engine.evaluate import Evaluation, guarded
from rulecheck.engine.trace import Read, Step, Tried
from rulecheck.engine.values import UNKNOWN, State, Value
from rulecheck.grammar.data_classes import evolve, frozen

# How many times a case is evaluated at most to settle one conclusion. A diagram that needs more is cut off, and the
# facts below the cut are taken for relevant.
MOST_EVALUATIONS = 128
# How many steps all suppositions of a case may take together; what is left over is cut off in the same way.
MOST_SUPPOSED = 200_000
MANY_CONDITIONS = 200


@frozen
class Known:
    """An answer that the suppositions made so far settle."""

    state: State
    value: str


@frozen
class Open:
    """An amount that cannot be computed, or a diagram cut off: these facts are missing, or the law leaves it open."""

    facts: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@frozen
class Supposed:
    """The answer depends on a condition, which rests on these missing facts."""

    facts: tuple[str, ...]
    if_true: "Diagram"
    if_false: "Diagram"


Diagram = Known | Open | Supposed


@frozen
class Relevance:
    """What is known of a conclusion whatever the missing facts are, and which of them it depends on.

    ``reasons`` are the provisions whose text leaves the answer open, or whose text of the day is not held, and the
    dated figures that are not known.
    """

    settled: bool
    state: State
    value: Value
    missing: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def relevance(base: Evaluation, address: str) -> Relevance:
    """The relevant missing facts of a conclusion that the evaluation left unknown, in the order met.

    ``settled`` when every completion of the case gives one and the same answer, which is then given.
    """
    search = _Search(base, address)
    # Among very many open conditions, most do not concern the conclusion at hand: those that do are met anew.
    start = base if len(base.open_conditions) <= MANY_CONDITIONS else search.evaluated({})
    diagram = search.diagram({}, start)
    if isinstance(diagram, Known):
        return Relevance(True, diagram.state, search.values[diagram.value], ())
    reasons = tuple(dict.fromkeys(reason for leaf in _leaves(diagram) for reason in leaf.reasons))
    return Relevance(False, State.UNKNOWN, UNKNOWN, tuple(dict.fromkeys(_facts(diagram))), reasons)


class _Search:
    def __init__(self, base: Evaluation, address: str) -> None:
        self._base = base
        self._address = address
        self._order: dict[str, int] = {}
        self._left = MOST_EVALUATIONS if base.supposed < MOST_SUPPOSED else 0
        self.values: dict[str, Value] = {}

    def diagram(self, assumed: dict[str, bool], evaluation: Evaluation) -> Diagram:
        decision = evaluation.decisions.get(self._address)
        if decision is None:
            # This completion meets a problem of the rules; its facts matter.
            return Open(tuple(f for step in evaluation.open_conditions.values() for f in facts_of(evaluation, step)))
        if decision.state is not State.UNKNOWN:
            key = repr(decision.value)
            self.values[key] = decision.value
            return Known(decision.state, key)
        behind = tuple(dict.fromkeys(facts_behind(evaluation, self._address)))
        conditions = {
            key: facts
            for key, step in evaluation.open_conditions.items()
            if (facts := tuple(dict.fromkeys(facts_of(evaluation, step)))) and not set(facts).isdisjoint(behind)
        }
        for key in conditions:
            self._order.setdefault(key, len(self._order))
        if not conditions or self._left <= 0:
            return Open(behind, tuple(dict.fromkeys(reasons_behind(evaluation, self._address))))
        first = min(conditions, key=self._order.__getitem__)
        branches = []
        for truth in (True, False):
            supposed = {**assumed, first: truth}
            branches.append(self.diagram(supposed, self.evaluated(supposed)))
        if branches[0] == branches[1]:
            return branches[0]
        return Supposed(conditions[first], branches[0], branches[1])

    def evaluated(self, assumed: dict[str, bool]) -> Evaluation:
        self._left -= 1
        base = self._base
        evaluation = Evaluation(base.rulebook, base.case, base.law_date, base.law_date_fact, base.known_on, assumed)
        guarded(partial(evaluation.decide, self._address))
        base.supposed += evaluation.effort
        if base.supposed >= MOST_SUPPOSED:
            self._left = 0
        return evaluation


def _facts(diagram: Diagram) -> Iterator[str]:
    if isinstance(diagram, Supposed):
        yield from diagram.facts
        yield from _facts(diagram.if_true)
        yield from _facts(diagram.if_false)
    elif isinstance(diagram, Open):
        yield from diagram.facts


def _leaves(diagram: Diagram) -> Iterator[Open]:
    if isinstance(diagram, Supposed):
        yield from _leaves(diagram.if_true)
        yield from _leaves(diagram.if_false)
    elif isinstance(diagram, Open):
        yield diagram


def facts_behind(evaluation: Evaluation, address: str) -> Iterator[str]:
    """The missing facts on which an unknown conclusion rests, in the order read; a fact may come twice."""
    return (name for kind, name in _behind(evaluation, address, set()) if kind == "fact")


def reasons_behind(evaluation: Evaluation, address: str) -> Iterator[str]:
    """The provisions and figures whose own silence leaves a conclusion unknown; one may come twice."""
    return (name for kind, name in _behind(evaluation, address, set()) if kind == "reason")


def facts_of(evaluation: Evaluation, step: Step) -> Iterator[str]:
    """The missing facts on which an unknown step rests, in the order read; a fact may come twice."""
    return (name for kind, name in _behind_step(evaluation, step, set()) if kind == "fact")


# A missing fact, or a provision or figure that leaves the answer open, by name.
Cause = tuple[Literal["fact", "reason"], str]
# The conclusions and provisions gone into already: what lies behind them does not change, and may be read often.
Seen = set[tuple[str, str]]


def _behind(evaluation: Evaluation, address: str, seen: Seen) -> Iterator[Cause]:
    if ("", address) in seen:
        return
    seen.add(("", address))
    decision = evaluation.decisions.get(address)
    if decision is not None and decision.state is State.UNKNOWN:
        for tried in decision.tried:
            yield from _behind_tried(evaluation, tried, seen)


def _behind_step(evaluation: Evaluation, step: Step, seen: Seen) -> Iterator[Cause]:
    if step.truth != "unknown":
        return
    yield from _behind_reads(evaluation, step.reads, seen)
    for part in step.parts:
        yield from _behind_step(evaluation, part, seen)
    for tried in evaluation.spoken_of(step):
        yield from _behind_tried(evaluation, tried, seen)
        if tried.fulfilled is not None and tried.applies is not False:
            yield from _behind_step(evaluation, tried.fulfilled, seen)


def _behind_reads(evaluation: Evaluation, reads: tuple[Read, ...], seen: Seen) -> Iterator[Cause]:
    for read in reads:
        if read.value is not UNKNOWN:
            continue
        match read.role:
            case "fact" | "element fact":
                yield "fact", read.address
            case "figure":
                yield "reason", read.address
            case "conclusion" | "element conclusion":
                yield from _behind(evaluation, read.address, seen)


def _behind_tried(evaluation: Evaluation, tried: Tried, seen: Seen) -> Iterator[Cause]:
    if tried.applies is False or (tried.provision, tried.element) in seen:
        return
    seen.add((tried.provision, tried.element))
    if tried.outcome == "not held":
        yield "reason", tried.provision
    yield from _behind_reads(evaluation, tried.choice, seen)
    for step in (tried.breach, tried.condition, *tried.row_steps):
        if step is not None:
            yield from _behind_step(evaluation, step, seen)
    for exception in tried.exceptions:
        yield from _behind_tried(evaluation, exception, seen)
    if tried.amount is not None and tried.amount.value is UNKNOWN:
        yield from _behind_reads(evaluation, tried.amount.reads, seen)
        version = evaluation.rulebook.provisions[tried.provision].versions[tried.version or 0]
        if version.unsettled:
            yield "reason", tried.provision


def settle(evaluation: Evaluation, address: str) -> None:
    """Puts into the evaluation's decision what relevance finds out about it."""
    decision = evaluation.decisions[address]
    if decision.state is State.UNKNOWN:
        found = relevance(evaluation, address)
        evaluation.decisions[address] = evolve(
            decision,
            state=found.state,
            value=found.value,
            settled=found.settled,
            missing=found.missing,
            open_reasons=found.reasons,
        )
