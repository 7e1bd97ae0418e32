"""Changes of a case that bring it nearer to one that tells a mutant from the law: other facts, another time."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from attrs import evolve, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.case_facts import beyond
from rulecheck.engine.evaluate import Evaluation
from rulecheck.engine.expressions import Problem
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.trace import Step, Tried
from rulecheck.engine.types import ListType, Quantity
from rulecheck.engine.values import Elements, Exact, Value
from rulecheck.grammar import syntax as s
from rulecheck.workbench.coverage_facts import (
    Change,
    Pool,
    addresses,
    facts_behind,
    in_another_time,
    in_turn,
    moved,
    values_for,
    within_bounds,
)
from rulecheck.workbench.mutation_looks import Look, scope_of
from rulecheck.workbench.mutation_targets import limits_in
from rulecheck.workbench.nearest_moves import line_of
from rulecheck.workbench.nearest_values import Way, turning

# How far a number or a day is moved to make a condition turn: two to the power of these.
_DOUBLINGS, _DOUBLINGS_OF_TIME = 24, 13
# How many limits are met, and by how many facts each.
_LIMITS, _FACTS = 6, 5
# How far the law date is put from the day that chooses a version.
_FAR = (1, -1, 40, -40, 400, -400)
# Days beside a limit that are tried where the calendar of working days matters.
_WEEK = range(-6, 7)


@frozen
class Material:
    """What changes are made of: the rulebook, and the values that facts have in golden cases."""

    rulebook: Rulebook
    known: Pool

    def facts(self, nodes: tuple[s.Node, ...], provision: Provision, case: Case) -> Iterator[Case]:
        """The case with one fact changed on which conditions rest, the facts in turn."""
        each: list[Iterator[Case]] = []
        for name in facts_behind(nodes, provision, self.rulebook):
            fact = self.rulebook.vocabulary.facts[name]
            if isinstance(fact.type, ListType):
                each.append(_lists(name, case))
                continue
            for address in addresses(name, case, self.rulebook):
                now = case.facts.get(address)
                values = values_for(name, now, nodes, self.known, self.rulebook)
                each.append(iter([Change(address, now, v).made(case) for v in values if within_bounds(v, fact)]))
        yield from in_turn(each)

    def to_limits(
        self, node: s.Node, provision: Provision, version: Version | None, look: Look, case: Case
    ) -> Iterator[Case]:
        """The case with one fact moved until a limit in an expression is met, and a step short of it."""
        nodes = list(dict.fromkeys(limits_in(node)))
        if isinstance(node, s.Quantified):
            nodes.append(node)
        local = dict(version.where) if version is not None else {}
        for name in [p.name for p in s.walk(node) if isinstance(p, s.Name) and p.role == "local" and p.name in local]:
            nodes += limits_in(local[name])
        for limit in nodes[:_LIMITS]:
            for name in facts_behind((limit,), provision, self.rulebook)[:_FACTS]:
                for address in addresses(name, case, self.rulebook)[:2]:
                    yield from self._to(limit, address, name, version, look, case)
        if any(isinstance(part, s.NextWorkingDay) for part in s.walk(node)):
            for name in facts_behind((node,), provision, self.rulebook)[:_FACTS]:
                for address in addresses(name, case, self.rulebook)[:2]:
                    now = case.facts.get(address)
                    if isinstance(now, date):
                        yield from (_changed(case, address, now + timedelta(days=by)) for by in _WEEK)

    def _to(
        self, limit: s.Node, address: str, name: str, version: Version | None, look: Look, case: Case
    ) -> Iterator[Case]:
        fact, now = self.rulebook.vocabulary.facts[name], case.facts.get(address)
        line = None if now is None else line_of(fact, now)
        if line is None:
            return
        day = look.evaluation.law_date

        @cache
        def step_at(move: Exact) -> Step:
            return _judged(self.rulebook, _changed(case, address, line(move)), day, limit, version, look.tried)

        start = step_at(0)
        if start.truth == "unknown":
            return
        numbers = isinstance(fact.type, Quantity)
        way = Way(
            step_at,
            lambda move: not any(beyond(line(move), fact)),
            _DOUBLINGS if numbers else _DOUBLINGS_OF_TIME,
            isinstance(fact.type, Quantity) and not fact.type.whole,
        )
        for sign in (1, -1):
            for move in islice(turning(start, way, sign), 2):
                for further in (0, -sign, sign):
                    if (move + further) * sign >= 0 and way.possible(move + further):
                        yield _changed(case, address, line(move + further))

    def in_time(self, days: Iterable[date], apart: bool, look: Look, case: Case) -> Iterator[Case]:
        """The case with the day that chooses the version on one of the days, or on the day before: all dates moved
        alike, or that day alone; with ``apart`` also the law date on one side of it and what else chooses the version
        on the other."""
        law_date = look.evaluation.law_date
        chosen = look.tried.chosen_by or law_date
        if law_date is None or chosen is None:
            return
        choosing = [r.address for r in look.tried.choice if isinstance(case.facts.get(r.address), date)]
        shifted: list[tuple[Case, date]] = []
        for day in days:
            for near in (day, day - timedelta(days=1)):
                for from_day in dict.fromkeys((chosen, law_date)):
                    other = in_another_time(case, near, from_day, True)
                    if other is not None:
                        shifted.append((other, near))
                        yield other
                if near >= self.rulebook.covers_from:
                    yield evolve(case, law_date=near)
                if choosing:
                    yield _all_moved(case, choosing, (near - chosen).days)
        for other, near in shifted if apart else ():
            for far in _FAR:
                if near + timedelta(days=far) >= self.rulebook.covers_from:
                    yield evolve(other, law_date=near + timedelta(days=far))
                if choosing:
                    yield evolve(_all_moved(other, choosing, far), law_date=near)


def _all_moved(case: Case, dates: list[str], by: int) -> Case:
    """The case with some of its dates moved alike."""
    facts = dict(case.facts)
    for address in dates:
        value = moved(facts[address], by)
        if value is not None:
            facts[address] = value
    return evolve(case, facts=facts)


def _judged(
    rulebook: Rulebook, case: Case, day: date | None, node: s.Node, version: Version | None, tried: Tried
) -> Step:
    evaluation = Evaluation(rulebook, case, day, "", case.known_on)
    try:
        return evaluation.judge(node, scope_of(version, tried))
    except Problem:
        return Step(node, "unknown")


def _changed(case: Case, address: str, value: Value) -> Case:
    return evolve(case, facts={**case.facts, address: value})


def _lists(name: str, case: Case) -> Iterator[Case]:
    """The case with the last element of a list once more, without it, and without any."""
    now = case.facts.get(name)
    if not isinstance(now, Elements):
        return
    last = f"{name}[{now.count}]."
    others = {a: v for a, v in case.facts.items() if not a.startswith(last)}
    if now.count:
        again = {
            f"{name}[{now.count + 1}].{a.removeprefix(last)}": v for a, v in case.facts.items() if a.startswith(last)
        }
        yield evolve(case, facts={**case.facts, name: evolve(now, count=now.count + 1), **again})
        yield evolve(case, facts={**others, name: evolve(now, count=now.count - 1)})
    if now.count > 1:
        bare = {a: v for a, v in case.facts.items() if not a.startswith(f"{name}[")}
        yield evolve(case, facts={**bare, name: evolve(now, count=0)})
