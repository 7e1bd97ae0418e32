"""Finds facts that close gaps of coverage: starts from the nearest golden case and changes one or two facts.

A search, not a proof: what it does not find within its budget may still exist, or the gap may be impossible to close.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction

from attrs import define, field, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.coverage import Unit
from rulecheck.engine.decide import decide
from rulecheck.engine.golden import Result
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.trace import Answer, Question, Step
from rulecheck.engine.trace_reads import tried_for
from rulecheck.engine.values import Value
from rulecheck.grammar import syntax as s
from rulecheck.workbench.coverage import Evidence
from rulecheck.workbench.coverage_boundaries import excess, links
from rulecheck.workbench.coverage_facts import (
    Change,
    Pool,
    addresses,
    facts_behind,
    in_another_time,
    in_turn,
    moved,
    pool,
    values_for,
    within_bounds,
)
from rulecheck.workbench.coverage_seen import Observation, Seen, observe
from rulecheck.workbench.coverage_sites import Site, answered, looked_at, pivotal, sites_of
from rulecheck.workbench.facts import expressions

# How many golden cases are tried as a start for a gap, and how many cases are decided from each.
MOST_STARTS = 3
MOST_DECIDED = 45


@frozen
class Closing:
    """A case that closes a gap, what it asks, and the golden case it started from."""

    unit: Unit
    case: Case
    ask: tuple[str, ...]
    start: Result


@define
class Search:
    """A search for the gaps of one rulebook; what is found for one counts when the next is looked for."""

    rulebook: Rulebook
    evidence: Evidence
    seen: Seen
    known: Pool
    by_site: dict[str, list[Result]] = field(factory=dict)
    sites: dict[str, Site] = field(factory=dict)
    budget: int = 0

    def closing(self, unit: Unit) -> Closing | None:
        """A case that closes a gap; None when none was found."""
        for start in self.starts(unit):
            self.budget = MOST_DECIDED
            case = start.case.case
            if case is None:
                continue
            ask = self.ask(unit, start)
            for changed in self.attempts(unit, case, ask):
                if self.budget <= 0:
                    break
                answer = self.decided(changed, ask)
                if answer is None:
                    continue
                shown = observe(answer, self.rulebook)
                if self.seen.would_show(unit, shown):
                    return Closing(unit, changed, self.about(unit, answer, ask), start)
        return None

    def take(self, shown: Observation) -> None:
        """Counts what a case that was found shows."""
        self.seen.add(shown, ("", "found"))

    def starts(self, unit: Unit) -> list[Result]:
        """The nearest golden cases: those that looked at the condition, else at the whole of it, at the provision,
        or at what it is an exception to."""
        provision = self.rulebook.provisions[unit.provision]
        near = [f"{unit.site}#{unit.leaf}", unit.site, f"{unit.provision}@{unit.version}", unit.provision]
        near += [provision.to, f"decides {provision.decides}"]
        if provision.punishes:
            near.append(provision.punishes)
        found: dict[int, Result] = {}
        if unit.kind == "independence":
            for result in self.by_site.get(near[0], ()):
                if len(found) < MOST_STARTS and self.pivotal(unit, result):
                    found[id(result)] = result
        for key in near:
            for result in self.by_site.get(key, ()) if key else ():
                if len(found) == MOST_STARTS:
                    return list(found.values())
                found.setdefault(id(result), result)
        return list(found.values())

    def pivotal(self, unit: Unit, result: Result) -> bool:
        """Whether a condition made the difference in a golden case, so that to turn it alone completes a pair."""
        for _, site in answered(result.answer, self.rulebook) if result.answer is not None else ():
            if site.site == unit.site:
                known = {path: step.truth for path, step in site.leaves if step.truth != "unknown"}
                if pivotal(self.sites[unit.site], known, unit.leaf):
                    return True
        return False

    def ask(self, unit: Unit, start: Result) -> tuple[str, ...]:
        """What to ask: the conclusion for which the start looked at the provision, else what the provision decides."""
        asked = tuple(e.address for e in start.case.expected)
        about = self.about(unit, start.answer, asked) if start.answer is not None else asked
        decides = self.rulebook.provisions[unit.provision].decides
        conclusion = self.rulebook.vocabulary.conclusions.get(decides)
        if about != asked or conclusion is None or conclusion.record:
            return about
        return tuple(dict.fromkeys((*asked, decides)))

    def about(self, unit: Unit, answer: Answer, ask: tuple[str, ...]) -> tuple[str, ...]:
        """The conclusion for which the provision was looked at; else what was asked."""
        for part in answer.parts:
            for decision in part.decisions:
                if any(tried.provision == unit.provision for tried in tried_for(decision)):
                    return (decision.address,)
        return ask

    def attempts(self, unit: Unit, case: Case, ask: tuple[str, ...]) -> Iterator[Case]:
        """Cases that may close the gap, the likeliest first."""
        provision = self.rulebook.provisions[unit.provision]
        yield case
        if unit.version >= 0:
            for other in self.in_time(unit, provision, case, ask):
                yield other
                if unit.kind != "version":
                    case = other
                    break
        if unit.kind == "boundary":
            yield from self.to_the_limit(unit, provision, case, ask)
        nodes = self.nodes(unit, provision)
        singles = list(self.singles(nodes, provision, case))
        for change in singles:
            yield change.made(case)
        if unit.kind == "boundary":
            for change in singles[:6]:
                yield from self.to_the_limit(unit, provision, change.made(case), ask)
        for i, one in enumerate(singles):
            for second in singles[:i]:
                if one.address != second.address:
                    yield second.made(one.made(case))

    def nodes(self, unit: Unit, provision: Provision) -> tuple[s.Node, ...]:
        """The conditions to work on: the leaf itself first, then the rest of what decides."""
        site = self.sites.get(unit.site)
        leaf = [each.node for each in site.leaves if each.path == unit.leaf] if site is not None else []
        rest = list(expressions(provision)) if site is None else [site.root]
        if provision.punishes:
            rest.append(s.ProvisionStatus(provision.punishes, "breached"))
        if provision.to:
            rest += expressions(self.rulebook.provisions[provision.to])
        return (*leaf, *rest)

    def singles(self, nodes: tuple[s.Node, ...], provision: Provision, case: Case) -> Iterator[Change]:
        """Changes of one fact each, the facts in turn."""
        each: list[Iterator[Change]] = []
        for name in facts_behind(nodes, provision, self.rulebook):
            for address in addresses(name, case, self.rulebook):
                now = case.facts.get(address)
                values = values_for(name, now, nodes, self.known, self.rulebook)
                fact = self.rulebook.vocabulary.facts[name]
                each.append(iter([Change(address, now, v) for v in values if within_bounds(v, fact)]))
        yield from in_turn(each)

    def in_time(self, unit: Unit, provision: Provision, case: Case, ask: tuple[str, ...]) -> Iterator[Case]:
        """The case in the time of the unit's version, on its first or its last day: all dates of it moved alike, or
        the law date alone. Nothing when it is decided by that version already."""
        version = provision.versions[unit.version]
        chosen = self._chosen(unit, case, ask)
        if chosen is None or chosen[0] == unit.version:
            return
        for day in (version.since, version.until):
            for dates in (True, False) if day is not None else ():
                other = in_another_time(case, day, chosen[1], dates) if day is not None else None
                reached = self._chosen(unit, other, ask) if other is not None else None
                if other is not None and reached is not None and reached[0] == unit.version:
                    yield other

    def _chosen(self, unit: Unit, case: Case, ask: tuple[str, ...]) -> tuple[int | None, date] | None:
        """The version of the provision that decides a case, and the day that chose it."""
        answer = self.decided(case, ask)
        for tried in looked_at(answer) if answer is not None else ():
            if tried.provision == unit.provision and tried.chosen_by is not None:
                return tried.version, tried.chosen_by
        return None

    def to_the_limit(self, unit: Unit, provision: Provision, case: Case, ask: tuple[str, ...]) -> Iterator[Case]:
        """The case with a fact moved until the comparison lies where it is wanted; the slope is measured."""
        site = self.sites[unit.site]
        node = next(leaf.node for leaf in site.leaves if leaf.path == unit.leaf)
        number = int(unit.key.split("/")[-2])
        link = links(node)[number]
        unit_of_it = Fraction(1, 100) if "%" in unit.text else Fraction(1)
        target = Fraction(0)
        if unit.aspect != "on":
            below = (unit.aspect == "just inside") == (link.comparator in ("<", "≤"))
            target = -unit_of_it if below else unit_of_it

        def far(of: Case) -> Fraction | None:
            answer = self.decided(of, ask)
            return None if answer is None else _far(answer, self.rulebook, unit, (link.left, link.right))

        start = far(case)
        if start is None:
            return
        for name in facts_behind((node,), provision, self.rulebook)[:6]:
            for address in addresses(name, case, self.rulebook):
                now = case.facts.get(address)
                for guess in (target - start, start - target):
                    change = self._moved(name, address, now, guess)
                    if change is None:
                        continue
                    yield change.made(case)
                    reached = far(change.made(case))
                    if reached is None or reached in (start, target):
                        continue
                    better = self._moved(name, address, now, guess * (target - start) / (reached - start))
                    if better is not None:
                        yield better.made(case)

    def _moved(self, name: str, address: str, now: Value | None, by: Fraction) -> Change | None:
        fact = self.rulebook.vocabulary.facts[name]
        by = Fraction(round(by)) if isinstance(now, date) or "whole" in str(fact.type) else by
        after = None if now is None or by == 0 else moved(now, by)
        return Change(address, now, after) if after is not None and within_bounds(after, fact) else None

    def decided(self, case: Case, ask: tuple[str, ...]) -> Answer | None:
        """The answer to a case; None when it is impossible, or when enough was tried."""
        if self.budget <= 0:
            return None
        self.budget -= 1
        answer = decide(self.rulebook, case, Question(ask))
        return None if answer.problems else answer


def search(rulebook: Rulebook, evidence: Evidence) -> Search:
    """A search that starts from the golden cases of the evidence."""
    known = pool(r.case.case for r in evidence.results if r.answer is not None and r.case.case is not None)
    found = Search(rulebook, evidence, evidence.seen, known)
    for provision in rulebook.provisions.values():
        found.sites.update({site.key: site for site in sites_of(provision)})
    for result in evidence.results:
        for key in dict.fromkeys(_keys(result.answer, rulebook)) if result.answer is not None else ():
            found.by_site.setdefault(key, []).append(result)
    return found


def _keys(answer: Answer, rulebook: Rulebook) -> Iterator[str]:
    """What an answer looked at: provisions, their versions, their sites, their leaves, the conclusions decided."""
    for tried in looked_at(answer):
        yield tried.provision
        if tried.version is not None:
            yield f"{tried.provision}@{tried.version}"
    for _, site in answered(answer, rulebook):
        yield site.site
        for path, _ in site.leaves:
            yield f"{site.site}#{path}"
    for part in answer.parts:
        for decision in part.decisions:
            yield f"decides {decision.conclusion}"


def _far(answer: Answer, rulebook: Rulebook, unit: Unit, sides: tuple[int, int]) -> Fraction | None:
    """How far the operands of a limit lay apart in an answer."""
    for _, site in answered(answer, rulebook):
        for path, step in site.leaves:
            if site.site == unit.site and path == unit.leaf:
                return _between(step, *sides)
    return None


def _between(step: Step, left: int, right: int) -> Fraction | None:
    if max(left, right) >= len(step.operands):
        return None
    return excess(step.operands[left], step.operands[right])


def closings(
    rulebook: Rulebook,
    evidence: Evidence,
    gaps: Iterable[Unit],
    kept: Callable[[Closing], Observation | None],
) -> Iterator[tuple[Unit, Closing | None]]:
    """For each gap a case that closes it, or None. Gaps that an earlier case closes as well are passed over.

    ``kept`` writes a case down, reads it back and tells what it shows; None when it cannot be written.
    """
    looking = search(rulebook, evidence)
    for unit in gaps:
        if looking.seen.shows(unit) is not None:
            continue
        found = looking.closing(unit)
        shown = kept(found) if found is not None else None
        if found is None or shown is None or not looking.seen.would_show(unit, shown):
            yield unit, None
            continue
        looking.take(shown)
        yield unit, found
