"""Mutation of the law: puts every small mistake into a rulebook in turn and looks which golden case notices it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve, frozen

from rulecheck.engine.golden import GoldenCase
from rulecheck.engine.mutants import Mutant, Mutation, Outcome, UnusedMark
from rulecheck.engine.rulebook import EquivalentMutant, Rulebook
from rulecheck.workbench.golden import run
from rulecheck.workbench.mutate_rules import (
    Candidate,
    applied_elsewhere,
    mutants_of,
    mutants_of_figure,
    mutated,
)
from rulecheck.workbench.mutation_baseline import Baseline, Run, baseline, concerned
from rulecheck.workbench.mutation_proofs import proof

Cases = Sequence[tuple[str, GoldenCase]]


@frozen
class Group:
    """The mutants of one provision, or of one figure: tried one after the other, so that what noticed one is tried
    first on the next, and the result does not rest on who works beside whom."""

    owner: str
    candidates: tuple[Candidate, ...]
    unused: tuple[UnusedMark, ...] = ()


def groups(rulebook: Rulebook, chosen: Callable[[str, str], bool]) -> Iterator[Group]:
    """The mutants of the provisions and figures that are chosen by id and file, in the order of the document."""
    elsewhere = applied_elsewhere(rulebook)
    for provision in rulebook.provisions.values():
        if not provision.base and chosen(provision.id, provision.place.file):
            marks = [(v.since.isoformat(), mark) for v in provision.versions for mark in v.equivalent]
            yield _marked(provision.id, _proved(rulebook, mutants_of(rulebook, provision, elsewhere)), marks)
    for figure in rulebook.vocabulary.figures.values():
        if chosen(figure.name, figure.place.file):
            yield Group(figure.name, tuple(mutants_of_figure(figure)))


def _proved(rulebook: Rulebook, candidates: list[Candidate]) -> list[Candidate]:
    """The mutants, with the argument for those that are shown to change nothing."""
    shown = ((one, proof(rulebook, one)) for one in candidates)
    return [evolve(one, mutant=evolve(one.mutant, shown=why)) if why else one for one, why in shown]


def _marked(owner: str, candidates: list[Candidate], marks: list[tuple[str, EquivalentMutant]]) -> Group:
    """The mutants, with the reasons that the versions give why some are equivalent, and the marks that fit none."""
    reasons = {(version, " ".join(mark.change.split())): mark for version, mark in marks}
    found = []
    used: set[tuple[str, str]] = set()
    for one in candidates:
        key = next((key for key in reasons if _fits(one.mutant, *key)), None)
        if key is not None:
            used.add(key)
            one = evolve(one, mutant=evolve(one.mutant, because=reasons[key].because, mark=key[1]))
        found.append(one)
    unused = tuple(UnusedMark(owner, mark.change, mark.place) for key, mark in reasons.items() if key not in used)
    return Group(owner, tuple(found), unused)


def _fits(mutant: Mutant, version: str, words: str) -> bool:
    """Whether a mark speaks of a mutant; one that ends in a star, of all that begin so."""
    begins = words.endswith("*") and mutant.change.startswith(words[:-1])
    return mutant.version == version and (begins or mutant.change == words)


def tried(rulebook: Rulebook, found: Baseline, group: Group) -> Iterator[Outcome]:
    """What becomes of each mutant of a group: it is tried on the cases it could matter to until one notices it."""
    noticed: list[Run] = []
    for candidate in group.candidates:
        runs = concerned(rulebook, found, candidate)
        first = [one for one in noticed if one in runs]
        changed = mutated(rulebook, candidate.edit)
        killer = next((one for one in _in_turn(first, runs) if not run(one.file, one.case, changed).passed), None)
        if killer is not None:
            if killer in noticed:
                noticed.remove(killer)
            noticed.insert(0, killer)
        yield Outcome(candidate.mutant, "" if killer is None else killer.case.title, len(runs))


def _in_turn(first: Iterable[Run], runs: Iterable[Run]) -> Iterator[Run]:
    started = list(first)
    yield from started
    yield from (one for one in runs if one not in started)


def mutation(
    rulebook: Rulebook, cases: Cases, chosen: Callable[[str, str], bool] = lambda _id, _file: True
) -> Mutation:
    """The mutants of what is chosen, tried on the cases."""
    whole = evolve(rulebook, provisions=dict(rulebook.provisions))
    found = baseline(whole, cases)
    outcomes: list[Outcome] = []
    unused: list[UnusedMark] = []
    for group in groups(whole, chosen):
        outcomes.extend(tried(whole, found, group))
        unused.extend(group.unused)
    return summed(outcomes, unused, len(cases), found.failing)


def summed(
    outcomes: Sequence[Outcome], unused: Sequence[UnusedMark], cases: int, failing: Sequence[str], remembered: int = 0
) -> Mutation:
    """The outcomes with the marks that are wrong: they fit no mutant, or a case notices what they call equivalent."""
    refuted = [
        UnusedMark(o.mutant.owner, o.mutant.change, o.mutant.place, o.killed_by)
        for o in outcomes
        if o.killed_by and o.mutant.mark == o.mutant.change
    ]
    return Mutation(tuple(outcomes), cases, tuple(failing), (*unused, *refuted), remembered)


def listed(rulebook: Rulebook, chosen: Callable[[str, str], bool]) -> tuple[Mutant, ...]:
    """The mutants of what is chosen, untried."""
    return tuple(one.mutant for group in groups(rulebook, chosen) for one in group.candidates)
