"""Changes of one fact that turn one condition: from the conditions that a decision rests on, solved exactly.

A yes becomes a no, a choice another option; a number, a day or a period moves to the nearest value at which the
condition comes out otherwise. Where a condition follows from a fact through local amounts and the calendar, that value
is found by halving: the condition is judged by the interpreter itself, and never guessed at.
"""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import islice

from rulecheck.engine.calendar import FIRST_DATE, LAST_DATE
from rulecheck.engine.case import Case
from rulecheck.engine.case_facts import beyond
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.declared import declared
from rulecheck.engine.evaluate import Evaluation
from rulecheck.engine.expressions import Problem
from rulecheck.engine.nearest import Move
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Part, Step, Tried, Truth
from rulecheck.engine.trace_reads import conclusions_read, steps_of, with_exceptions
from rulecheck.engine.types import BOOLEAN, DATE, ChoiceType, PeriodType, Quantity, money
from rulecheck.engine.values import NONE, Exact, Period, Value
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import evolve, frozen
from rulecheck.workbench.nearest_values import Way, turning

# How far a fact is moved at most: a number by 2^40 units, unless its bounds are nearer; time by 2^15 days or months.
_DOUBLINGS = 40
_DOUBLINGS_OF_TIME = 15

# The values of a fact, by how far they are from the one it has.
Line = Callable[[Exact], Value]


@frozen
class Leaf:
    """A condition without parts, as it stands in a provision that a decision rests on."""

    tried: Tried
    step: Step
    scope: Scope


def leaves(rulebook: Rulebook, part: Part, address: str) -> Iterator[Leaf]:
    """Every condition that a decision rests on, through conclusions and provisions spoken of, nearest first."""
    decisions = {decision.address: decision for decision in part.decisions}
    standing: dict[str, Tried] = {tried.provision: tried for decision in part.decisions for tried in decision.tried} | {
        tried.provision: tried for tried in part.spoken_of
    }
    seen: set[str] = set()
    waiting: list[Tried] = list(decisions[address].tried)
    while waiting:
        tried = waiting.pop(0)
        key = f"{tried.provision} {tried.element}"
        if key in seen:
            continue
        seen.add(key)
        for one in with_exceptions(tried):
            for step in steps_of(one):
                if isinstance(step.node, s.ProvisionStatus) and step.node.provision in standing:
                    waiting.append(standing[step.node.provision])
            if one.version is not None:
                judged = [step for step in (one.breach, one.condition) if step is not None]
                for step in (*judged, *one.row_steps):
                    yield from (Leaf(one, *below) for below in _below(step, _scope(rulebook, one)))
        for read in conclusions_read([tried]):
            if read in decisions:
                waiting.extend(decisions[read].tried)


def _below(step: Step, scope: Scope) -> Iterator[tuple[Step, Scope]]:
    """The conditions without parts of a condition, each with the elements of lists that it speaks of."""
    node = step.node
    for number, part in enumerate(step.parts, start=1):
        if isinstance(node, s.Quantified):
            yield from _below(part, scope.with_element(node.variable, f"{node.source}[{number}]"))
        else:
            yield from _below(part, scope)
    if not step.parts:
        yield step, scope


def moves(rulebook: Rulebook, case: Case, answer: Answer, address: str) -> Iterator[Move]:
    """The changes of one fact each that turn a condition behind a decision; facts that nobody can change are left."""
    for part in answer.parts:
        if address not in {decision.address for decision in part.decisions}:
            continue
        for leaf in leaves(rulebook, part, address):
            for name in _facts_of(leaf):
                fact = declared(rulebook.vocabulary, name)
                if isinstance(fact, Fact) and not fact.fixed and name in case.facts:
                    yield from _turning(_Judge(rulebook, case, part, leaf, name, answer), fact)


def _facts_of(leaf: Leaf) -> tuple[str, ...]:
    """The facts that a condition reads, also through local amounts, by address."""
    found: dict[str, None] = {}
    waiting = [leaf.step.node]
    while waiting:
        for node in s.walk(waiting.pop()):
            if isinstance(node, s.Name) and node.role == "local" and node.name in leaf.scope.where:
                waiting.append(leaf.scope.where[node.name])
            elif isinstance(node, s.Name) and node.role == "fact":
                found[node.name] = None
            elif isinstance(node, s.Name) and node.role == "element fact":
                variable, _, last = node.name.rpartition(".")
                element = leaf.scope.elements.get(variable) or leaf.scope.elements.get("")
                if element:
                    found[f"{element}.{last}"] = None
    return tuple(found)


@frozen
class _Judge:
    """Judges a condition with another value of one fact."""

    rulebook: Rulebook
    case: Case
    part: Part
    leaf: Leaf
    name: str
    answer: Answer

    def move(self, value: Value, size: Fraction | int, onward: str = "") -> Move:
        return Move(self.name, value, Fraction(size), self.leaf.tried, self.leaf.step, onward)

    def turned(self, value: Value) -> bool:
        """Whether the condition comes out otherwise than it did; a value that it cannot have does not turn it."""
        truth = self.truth(value)
        return truth != "unknown" and truth != self.leaf.step.truth

    def truth(self, value: Value) -> Truth:
        """How the condition comes out with another value; unknown when it cannot be judged with it."""
        return self.step(value).truth

    def step(self, value: Value) -> Step:
        """The condition judged with another value; unknown, and without operands, when it cannot be."""
        case = evolve(self.case, facts={**self.case.facts, self.name: value})
        day = self.part.law_date.day
        if self.part.law_date.chosen_by == self.name and isinstance(value, date):
            day = value
        evaluation = Evaluation(self.rulebook, case, day, "", self.answer.known_on)
        scope = Scope(self.leaf.scope.where, self.leaf.scope.elements, self.leaf.scope.day)
        try:
            return evaluation.judge(self.leaf.step.node, scope)
        except Problem:
            return Step(self.leaf.step.node, "unknown")


def _turning(judge: _Judge, fact: Fact) -> Iterator[Move]:
    """The nearest values of a fact that turn the condition."""
    old = judge.case.facts[judge.name]
    if fact.type == BOOLEAN and isinstance(old, bool):
        if judge.turned(not old):
            yield judge.move(not old, 1)
    elif isinstance(fact.type, ChoiceType) and not fact.type.several:
        yield from (judge.move(option, 1) for option in fact.type.options if option != old and judge.turned(option))
    elif isinstance(fact.type, ChoiceType):
        yield from _options(judge, fact.type, old)
    elif fact.optional and old is not NONE and judge.turned(NONE):
        yield judge.move(NONE, 1)
    line = line_of(fact, old)
    if line is not None:
        yield from _along(judge, fact, line)


def _along(judge: _Judge, fact: Fact, line: Line) -> Iterator[Move]:
    """The nearest number, day or period on either side of the one that the fact has."""
    ways = ("later", "earlier") if fact.type == DATE else ("more", "less")
    in_parts = (
        isinstance(fact.type, Quantity)
        and not fact.type.whole
        and fact.type != money(judge.rulebook.currency.unit)  # no part of the smallest coin
    )

    @cache
    def step_at(move: Exact) -> Step:
        return judge.step(line(move))

    doublings = _DOUBLINGS if isinstance(fact.type, Quantity) else _DOUBLINGS_OF_TIME
    way = Way(step_at, lambda move: not any(beyond(line(move), fact)), doublings, in_parts)
    for sign in (1, -1):
        for move in islice(turning(judge.leaf.step, way, sign), 1):
            onward = ways[sign < 0] if judge.turned(line(move + sign)) else ""
            yield judge.move(line(move), -move if sign < 0 else move, onward)


def _options(judge: _Judge, kind: ChoiceType, old: Value) -> Iterator[Move]:
    """For a set of options: with those added that the condition asks for."""
    node = judge.leaf.step.node
    if isinstance(node, s.Includes) and isinstance(old, frozenset):
        wanted = old | (frozenset(node.options) & frozenset(kind.options))
        if wanted != old and judge.turned(wanted):
            yield judge.move(wanted, len(wanted - old))


def line_of(fact: Fact, old: Value) -> Line | None:
    """The values of a fact in steps from the one it has: days, whole units, days or months of a period."""
    if fact.type == DATE and isinstance(old, date):
        return lambda n: _within(old, int(n))
    if isinstance(fact.type, PeriodType) and isinstance(old, Period):
        if fact.type.kind == "months" or (old.months and not old.days):
            return lambda n: Period(old.months + int(n), old.days)
        return lambda n: Period(old.months, old.days + int(n))
    if isinstance(fact.type, Quantity) and isinstance(old, int | Fraction) and not isinstance(old, bool):
        return lambda n: old + n
    return None


def _within(day: date, days: int) -> date:
    reached = min(max(day.toordinal() + days, FIRST_DATE.toordinal()), LAST_DATE.toordinal())
    return date.fromordinal(reached)


def _scope(rulebook: Rulebook, tried: Tried) -> Scope:
    version = rulebook.provisions[tried.provision].versions[tried.version or 0]
    return Scope(dict(version.where), {"": tried.element} if tried.element else {}, tried.chosen_by)
