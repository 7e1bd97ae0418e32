"""Looks for the case that would notice a mutant: climbs from golden cases towards one in which the two differ.

For a mutant to show, its version must be chosen, what stands around the changed words must let the difference through,
and the words themselves must come out otherwise. How many of these are still missing is the distance of a case, after
B. Korel, Automated Software Test Data Generation (1990); the changes that are tried are those of the facts on which
what is missing rests. A search, not a proof: what it does not find may exist, or there may be nothing to find.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import heappop, heappush
from itertools import islice, zip_longest

from attrs import define, evolve, field, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import impossible
from rulecheck.engine.declared import declared_name
from rulecheck.engine.mutants import Outcome, Suggestion
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.values import UNKNOWN, Absent, Elements, Value
from rulecheck.grammar import syntax as s
from rulecheck.workbench.coverage_facts import facts_behind, pool
from rulecheck.workbench.facts import expressions
from rulecheck.workbench.mutate_rules import Candidate, mutated
from rulecheck.workbench.mutation import Group, tried
from rulecheck.workbench.mutation_baseline import Baseline, Run, concerned
from rulecheck.workbench.mutation_looks import Look, Looker, ruling
from rulecheck.workbench.mutation_moves import Material
from rulecheck.workbench.mutation_shown import Answers, Shown
from rulecheck.workbench.mutation_targets import Target, conjuncts, targets

# How many golden cases are started from, how often provisions are looked at, and how many answers are compared.
_NEAR, _MORE, _IN_TIME, _LOOKS, _ANSWERS = 20, 12, 14, 900, 40
# So many changes of one case are tried, and so many of those that lie nearest are gone on from.
_MOVES, _DEPTH = 160, 3
# What it counts when another version is chosen, the facts contradict each other, a condition beside stands in the way,
# an exception applies, and the changed words come out alike.
_VERSION, _IMPOSSIBLE, _BESIDE, _EXCEPTED, _ALIKE = 60, 30, 8, 5, 3


def tried_and_searched(rulebook: Rulebook, found: Baseline, group: Group) -> Iterator[Outcome]:
    """What becomes of each mutant of a group, with a case for each that no case notices, where one is found."""
    search = Search(rulebook, found)
    for candidate, outcome in zip(group.candidates, tried(rulebook, found, group), strict=True):
        suggestion = search.suggestion(candidate) if outcome.state == "survived" else None
        yield evolve(outcome, suggestion=suggestion)


@frozen
class _Start:
    """A golden case to start from, and the conclusion by which its law date is chosen."""

    run: Run
    case: Case


@frozen
class _Trial:
    """A case on the way: where it started, and how many changes were made."""

    start: _Start
    case: Case
    depth: int = 0


@define
class _Climb:
    """One search for one mutant: what differs, and what is left to spend."""

    candidate: Candidate
    changed: Rulebook
    targets: tuple[Target, ...]
    looks: int = _LOOKS
    answers: int = _ANSWERS
    fallback: Suggestion | None = None


@define
class Search:
    """A search that remembers what the law as written says of the cases it has tried, and the cases it has found."""

    rulebook: Rulebook
    baseline: Baseline
    looker: Looker = field(init=False)
    answers: Answers = field(init=False)
    material: Material = field(init=False)
    found: list[_Trial] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.looker = Looker(self.rulebook)
        self.answers = Answers(self.rulebook)
        cases = (run.case.case for run in _usable(self.baseline.runs))
        self.material = Material(self.rulebook, pool(case for case in cases if case is not None))

    def suggestion(self, candidate: Candidate) -> Suggestion | None:
        """The first case found whose answer is another under the mutant; one found for another mutant if it will do."""
        changed = mutated(self.rulebook, candidate.edit)
        differing = tuple(targets(self.rulebook, candidate.edit))
        climb = _Climb(candidate, changed, differing)
        for trial in reversed(self.found):
            told = self._told(climb, trial)
            if told is not None and _plain(told):
                return told
        climb = _Climb(candidate, changed, differing)
        for target in differing:
            climb.looks = _LOOKS // len(differing)
            told = self._climbed(climb, target)
            if told is not None:
                return told
        return climb.fallback

    def _climbed(self, climb: _Climb, target: Target) -> Suggestion | None:
        """The nearest case first, with the changes of facts that may bring it nearer."""
        waiting: list[tuple[int, int, _Trial]] = []
        seen: set[object] = set()
        count = 0
        for trial in self._first(climb, target):
            distance, told = self._tried(climb, target, trial, seen)
            if told is not None:
                return told
            if distance is not None:
                count += 1
                heappush(waiting, (distance, count, trial))
        climb.looks = _LOOKS
        while waiting and climb.looks > 0 and climb.answers > 0:
            nearest, _, trial = heappop(waiting)
            for case in islice(self._moves(target, trial), _MOVES):
                further = _Trial(trial.start, case, trial.depth + 1)
                distance, told = self._tried(climb, target, further, seen)
                if told is not None:
                    return told
                if distance is not None and distance <= nearest and further.depth < _DEPTH:
                    count += 1
                    heappush(waiting, (distance, count, further))
                if climb.looks <= 0 or climb.answers <= 0:
                    break
        return None

    def _tried(
        self, climb: _Climb, target: Target, trial: _Trial, seen: set[object]
    ) -> tuple[int | None, Suggestion | None]:
        """How far a case is from one that differs, and the suggestion if it does differ and shows it."""
        key = trial.case.law_date, frozenset(trial.case.facts.items())
        if key in seen:
            return None, None
        seen.add(key)
        nearest: int | None = None
        for look in self.looker.looks(target.provision, trial.case, self._ask(target.provision, trial.start.run)):
            climb.looks -= 1
            distance = self._distance(target, look)
            if distance < _VERSION:
                other = self.looker.beside(climb.changed, target.provision, look, not climb.candidate.edit.figures)
                dropped = target.provision.id in climb.candidate.edit.dropped
                differs = (
                    other is None or other.outcome != look.outcome or (dropped and look.tried.applies is not False)
                )
                if differs and impossible(self.rulebook, trial.case):
                    distance = _IMPOSSIBLE
                elif differs:
                    told = self._told(climb, trial) if climb.answers > 0 else None
                    if told is not None and _plain(told):
                        self.found.append(trial)
                        return None, told
                    climb.fallback = climb.fallback or told
                    distance = 0
            nearest = distance if nearest is None else min(nearest, distance)
        return nearest, None

    def _told(self, climb: _Climb, trial: _Trial) -> Suggestion | None:
        climb.answers -= 1
        own = (*climb.candidate.edit.provisions, *climb.candidate.edit.dropped)
        shown = self.answers.shown(climb.changed, trial.case, self._asks(climb, trial.start.run), own)
        return None if shown is None else self._suggestion(trial, shown)

    def _suggestion(self, trial: _Trial, shown: Shown) -> Suggestion:
        before, after = trial.start.case, trial.case
        facts = [(a, self._text(a, v)) for a, v in after.facts.items() if before.facts.get(a) != v]
        facts = [(a, text) for a, text in facts if text]
        facts += [(a, "unknown") for a in before.facts if a not in after.facts]
        if after.law_date != before.law_date and after.law_date is not None:
            facts.append(("law date", after.law_date.isoformat()))
        run = trial.start.run
        words = (shown.asks, shown.original, shown.mutated, shown.sees, shown.provision)
        return Suggestion(run.case.title, run.file, tuple(facts), *words)

    def _text(self, address: str, value: Value) -> str:
        """A value as the report shows it; nothing for a list, whose elements stand for it."""
        if isinstance(value, Elements):
            return "" if value.count else "[]"
        if isinstance(value, Absent):
            return value.value
        if isinstance(value, frozenset):
            return f"[{', '.join(sorted(value))}]"
        fact = self.rulebook.vocabulary.facts.get(declared_name(self.rulebook.vocabulary, address))
        return str(value) if fact is None else value_text(value, fact.type)

    def _distance(self, target: Target, look: Look) -> int:
        """How much is missing for the difference to come out in a case."""
        if target.version is not None and look.tried.version != target.version:
            return _VERSION
        version = self._version(target, look)
        missing = sum(look.value(node, version) is not wanted for node, wanted in target.needed)
        distance = _BESIDE * missing
        if look.tried.outcome == "excepted":
            distance += _EXCEPTED
        if target.days and not any(near(day, look.tried.chosen_by) for day in target.days):
            distance += _ALIKE
        if target.before is not None and self._alike(target, look):
            distance += _ALIKE
        return distance + 1

    def _alike(self, target: Target, look: Look) -> bool:
        before = UNKNOWN if target.before is None else look.value(target.before, self._version(target, look))
        after: Value = target.neutral
        if target.after is not None:
            after = look.value(target.after, target.changed or self._version(target, look))
        return before == after

    def _version(self, target: Target, look: Look) -> Version | None:
        index = target.version if target.version is not None else look.tried.version
        return None if index is None else target.provision.versions[index]

    def _moves(self, target: Target, trial: _Trial) -> Iterator[Case]:
        """Changes of a case that may bring it nearer: of what is missing, or else of what hides the difference."""
        looks = self.looker.looks(target.provision, trial.case, self._ask(target.provision, trial.start.run))
        if not looks:
            return
        look = min(looks, key=lambda one: self._distance(target, one))
        version = self._version(target, look)
        provision = target.provision
        beside = tuple(node for node, wanted in target.needed if look.value(node, version) is not wanted)
        for node in beside:
            yield from self.material.to_limits(node, provision, version, look, trial.case)
        if beside:
            yield from self.material.facts(beside, provision, trial.case)
        if look.tried.outcome == "excepted":
            yield from self.material.facts(self._excepting(look), provision, trial.case)
        parts = tuple(node for node in (target.before, target.after) if node is not None)
        for node in parts:
            yield from self.material.to_limits(node, provision, version, look, trial.case)
        if parts:
            yield from self.material.facts(parts, provision, trial.case)
        whole = tuple(expressions(provision))
        yield from self.material.facts((*self._hiding(provision), *whole), provision, trial.case)

    def _excepting(self, look: Look) -> tuple[s.Node, ...]:
        applying = [self.rulebook.provisions[t.provision] for t in look.tried.exceptions if t.applies is not False]
        return tuple(node for one in applying for node in expressions(one))

    def _hiding(self, provision: Provision) -> tuple[s.Node, ...]:
        """What may keep a difference from being seen: what is excepted must apply, and nothing else say the same."""
        nodes: list[s.Node] = []
        while provision.to:
            provision = self.rulebook.provisions[provision.to]
            nodes += [node for v in provision.versions[-1:] for node in conjuncts(v.when)]
            for id_ in self.rulebook.exceptions.get(provision.id, ()):
                nodes += expressions(self.rulebook.provisions[id_])
        for id_ in self.rulebook.deciders.get(provision.decides, ()):
            if id_ != provision.id:
                nodes += expressions(self.rulebook.provisions[id_])
        return tuple(nodes)

    def _first(self, climb: _Climb, target: Target) -> Iterator[_Trial]:
        """What is tried first: golden cases that look at the provision, as they are; then those that are not in the
        time of the version in its time, or on either side of the day on which the choice of the version turns."""
        starts = self._starts(climb.candidate, target)
        yield from (_Trial(start, start.case) for start in starts)
        others: list[Iterator[_Trial]] = []
        for start in starts:
            looks = self.looker.looks(target.provision, start.case, self._ask(target.provision, start.run))
            if looks and (target.days or looks[0].tried.version != target.version) and len(others) < _IN_TIME:
                others.append(self._in_time(target, looks[0], start))
        for turn in zip_longest(*others):
            yield from (trial for trial in turn if trial is not None and climb.looks > 0)

    def _in_time(self, target: Target, look: Look, start: _Start) -> Iterator[_Trial]:
        days = target.days
        if target.version is not None:
            wanted = target.provision.versions[target.version]
            days = (max(wanted.since, self.rulebook.covers_from),)
            days = days if wanted.until is None else (*days, wanted.until)
        apart = any(v.version_by is not None for v in target.provision.versions)
        for case in self.material.in_time(days, apart, look, start.case):
            yield _Trial(start, case)

    def _starts(self, candidate: Candidate, target: Target) -> list[_Start]:
        """Golden cases that look at the provision, first those for which the version decides; else those that give
        most of the facts on which it rests."""
        near = concerned(self.rulebook, self.baseline, candidate)
        more = [run for run in self.baseline.runs if target.provision.id in run.provisions and run not in near]
        runs = [*_usable(near)[:_NEAR], *_usable(more)[:_MORE]]
        if len(runs) < 4:
            runs += self._akin(target.provision)
        return [_Start(run, run.case.case) for run in runs if run.case.case is not None]

    def _akin(self, provision: Provision) -> list[Run]:
        wanted = set(facts_behind(tuple(expressions(provision)), provision, self.rulebook))

        def shared(run: Run) -> int:
            return len(wanted.intersection(run.case.case.facts)) if run.case.case is not None else 0

        return sorted(_usable(self.baseline.runs), key=shared, reverse=True)[:_MORE]

    def _ask(self, provision: Provision, run: Run) -> str:
        decides = ruling(self.rulebook.provisions, provision).decides
        return decides or next((e.address for e in run.case.expected), "")

    def _asks(self, climb: _Climb, run: Run) -> tuple[str, ...]:
        """What the changed provisions decide, and the conclusions that the case is about."""
        ids = (*climb.candidate.edit.provisions, *climb.candidate.edit.dropped)
        rulings = [ruling(self.rulebook.provisions, self.rulebook.provisions[id_]) for id_ in ids]
        asked = [p.decides for p in rulings if p.decides]
        return tuple(dict.fromkeys((*asked, *(e.address for e in run.case.expected))))


def near(day: date, chosen: date | None) -> bool:
    """Whether a version was chosen by a day or by the one before it."""
    return chosen is not None and 0 <= (day - chosen).days <= 1


def _plain(found: Suggestion) -> bool:
    """Whether a case says something that is known of a conclusion or a duty; others are told where there is none."""
    return found.sees != "cites" and found.original != UNKNOWN.value


def _usable(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if run.case.case is not None and not run.case.error]
