"""All mutants of a rulebook: each a small change of one provision, or of a dated figure, and the rulebook with it.

A provision that others apply mutatis mutandis is changed in its words, and so wherever it applies.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from attrs import Factory, evolve, frozen

from rulecheck.engine.check import provision_mistakes
from rulecheck.engine.mutants import Mutant, Operator
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.values import Period, Value
from rulecheck.engine.vocabulary import DatedValue, Figure
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.mutate_derived import changes_there, places_in
from rulecheck.workbench.mutate_nodes import step_of
from rulecheck.workbench.mutate_versions import Changed, End, changes, moved

_SHOWN = 100


@frozen
class Edit:
    """What a mutant changes: provisions and figures that stand in the place of others, and provisions left out."""

    provisions: Mapping[str, Provision] = Factory(dict)
    dropped: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = Factory(dict)


@frozen
class Candidate:
    """A mutant with the change that it is; ``version`` is the index of the version whose words it changes, None where
    it changes more."""

    mutant: Mutant
    edit: Edit
    version: int | None = None


def mutated(rulebook: Rulebook, edit: Edit) -> Rulebook:
    """The rulebook with the change."""
    found = evolve(rulebook, provisions={**rulebook.provisions, **edit.provisions})
    if edit.dropped:
        found = evolve(
            found, deciders=_without(found.deciders, edit.dropped), exceptions=_without(found.exceptions, edit.dropped)
        )
    if edit.figures:
        figures = {**rulebook.vocabulary.figures, **edit.figures}
        found = evolve(found, vocabulary=evolve(rulebook.vocabulary, figures=figures))
    return found


def _without(lists: Mapping[str, tuple[str, ...]], dropped: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(id_ for id_ in ids if id_ not in dropped) for name, ids in lists.items()}


def applied_elsewhere(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """The ids of the provisions that are derived from each, or by each where it applies others mutatis mutandis."""
    found: dict[str, list[str]] = {}
    for provision in rulebook.provisions.values():
        for name in (provision.base, provision.through):
            if name:
                found.setdefault(name, []).append(provision.id)
    return {name: tuple(ids) for name, ids in found.items()}


def mutants_of(rulebook: Rulebook, provision: Provision, elsewhere: Mapping[str, tuple[str, ...]]) -> list[Candidate]:
    """The mutants of a provision that the checker has nothing against, in the order written."""
    derived = [rulebook.provisions[id_] for id_ in elsewhere.get(provision.id, ())]
    found = []
    for change in _named(_mutants(rulebook, provision, derived)):
        if not any(provision_mistakes(rulebook, p) for p in change.edit.provisions.values()):
            found.append(change)
    return found


def _mutants(rulebook: Rulebook, provision: Provision, derived: list[Provision]) -> Iterator[Candidate]:
    begun = rulebook.covers_from
    applies = provision.kind == "mutatis mutandis"
    for index, version in enumerate(provision.versions):
        own = list(changes(version, provision.kind == "exception"))
        places = list(places_in(provision, version, derived))
        in_others = [(p, i, changes_there(provision, version, p.versions[i])) for p, i in places]
        for number, change in enumerate(own):
            edited = {} if applies else {provision.id: _with(provision, index, change.version)}
            for other, place, there in in_others:
                if number < len(there):
                    edited[other.id] = _with(edited.get(other.id, other), place, there[number].version)
            # The date that chooses a version matters to cases that another version decides, too.
            alone = index if change.version.version_by == version.version_by else None
            yield _candidate(provision, version, change.operator, _words(change), Edit(edited), alone)
        for days in (1, -1):
            edit = _moved(provision, index, days, derived, begun)
            if edit is not None:
                day = (version.since + timedelta(days=days)).isoformat()
                yield _candidate(provision, version, "date", f"in force from {version.since} → {day}", edit)
            edit = _ended(provision, index, days, derived, begun)
            if edit is not None and version.until is not None:
                day = (version.until + timedelta(days=days)).isoformat()
                yield _candidate(provision, version, "date", f"in force to {version.until} → {day}", edit)
        if version.version_by is not None:
            edited = {provision.id: _with(provision, index, evolve(version, version_by=None))}
            for other, place in places:
                if other.versions[place].version_by is not None:
                    bare = evolve(other.versions[place], version_by=None)
                    edited[other.id] = _with(edited.get(other.id, other), place, bare)
            words = f"version by {to_text(version.version_by)} → none"
            yield _candidate(provision, version, "date choice dropped", words, Edit(edited))
    if provision.versions:
        yield from _whole(provision, derived)


def _whole(provision: Provision, derived: list[Provision]) -> Iterator[Candidate]:
    """The mutants of a provision that are not of one version."""
    last = provision.versions[-1]
    if provision.fulfilled is not None:
        bare = Version(last.since, None, last.promulgated, "", last.gist, last.place, when=provision.fulfilled)
        for change in changes(bare, False):
            if change.version.when is not None:
                edit = Edit({provision.id: evolve(provision, fulfilled=change.version.when)})
                yield _candidate(provision, last, change.operator, f"fulfilled: {_words(change)}", edit)
    if provision.kind == "mutatis mutandis":
        for other in derived:
            words = f"{other.base} applies here → does not"
            yield _candidate(provision, last, "reference dropped", words, _dropped(other))
        return
    sort: Operator = "exception dropped" if provision.to else "provision dropped"
    yield _candidate(provision, last, sort, "all of it → nothing", _dropped(provision, *derived))


def _dropped(*provisions: Provision) -> Edit:
    """Provisions of one kind taken away: from what they decide or except from, or, where they do neither, from those
    that say that they apply, because without a version they never do."""
    if provisions[0].to or provisions[0].decides:
        return Edit(dropped=tuple(one.id for one in provisions))
    return Edit({one.id: evolve(one, versions=()) for one in provisions})


def _moved(provision: Provision, index: int, days: int, derived: list[Provision], begun: date) -> Edit | None:
    """The version in force some days later (or earlier), and the one before it as much longer (or shorter)."""
    version = provision.versions[index]
    return _all_moved(provision, derived, version, "since", days, begun)


def _ended(provision: Provision, index: int, days: int, derived: list[Provision], begun: date) -> Edit | None:
    """The same for the end of a version that no other follows at once."""
    version = provision.versions[index]
    if version.until is None:
        return None
    follows = version.until + timedelta(days=1)
    if any(v.since == follows for v in provision.versions):
        return None
    return _all_moved(provision, derived, version, "until", days, begun)


def _all_moved(
    provision: Provision, derived: list[Provision], version: Version, which: End, days: int, begun: date
) -> Edit | None:
    day = version.since if which == "since" else version.until
    edited = {}
    for one in (provision, *derived):
        changed = moved(one.versions, day, which, days, begun)
        if changed is not None:
            edited[one.id] = evolve(one, versions=changed)
    if provision.kind == "mutatis mutandis":
        edited.pop(provision.id, None)
    return Edit(edited) if edited else None


def _with(provision: Provision, index: int, version: Version) -> Provision:
    versions = (*provision.versions[:index], version, *provision.versions[index + 1 :])
    return evolve(provision, versions=versions)


def _words(change: Changed) -> str:
    before, after = _short(change.before), "nothing" if change.after is None else _short(change.after)
    return f"{change.field}{before} → {after}"


def _short(node: s.Node | str) -> str:
    text = node if isinstance(node, str) else to_text(node)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _candidate(
    provision: Provision, version: Version, operator: Operator, words: str, edit: Edit, index: int | None = None
) -> Candidate:
    article = f"{provision.act} {provision.article}"
    mutant = Mutant(provision.id, article, version.since.isoformat(), operator, words, version.place)
    return Candidate(mutant, edit, index)


def _named(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates, those of the same words numbered."""
    seen: dict[str, int] = {}
    for one in found:
        times = seen[one.mutant.id] = seen.get(one.mutant.id, 0) + 1
        numbered = f"{one.mutant.change} ({times})" if times > 1 else one.mutant.change
        yield evolve(one, mutant=evolve(one.mutant, change=numbered))


def mutants_of_figure(figure: Figure) -> list[Candidate]:
    """The mutants of a dated figure: each value a unit more and less, and each beginning a day later and earlier."""
    found = []
    for index, dated in enumerate(figure.values):
        for value in _near(dated.value):
            values = (*figure.values[:index], evolve(dated, value=value), *figure.values[index + 1 :])
            found.append(_of_figure(figure, dated, "figure", f"{_said(dated.value)} → {_said(value)}", values))
        for days in (1, -1):
            day = dated.since + timedelta(days=days)
            values = tuple(_shifted(v, dated, days) for v in figure.values)
            found.append(_of_figure(figure, dated, "date", f"in force from {dated.since} → {day}", values))
    return list(_named(found))


def _shifted(value: DatedValue, moved_one: DatedValue, days: int) -> DatedValue:
    if value is moved_one:
        return evolve(value, since=value.since + timedelta(days=days))
    if value.until is not None and value.until + timedelta(days=1) == moved_one.since:
        return evolve(value, until=value.until + timedelta(days=days))
    return value


def _near(value: Value) -> Iterator[Value]:
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        step = step_of(Fraction(value))
        yield value + step
        yield value - step
    elif isinstance(value, Period):
        for more in (1, -1):
            yield Period(value.months, value.days + more) if value.days else Period(value.months + more, 0)


def _said(value: Value) -> str:
    if isinstance(value, Period):
        return to_text(s.PeriodLiteral(value.months, value.days))
    return to_text(s.Number(Fraction(value))) if isinstance(value, int | Fraction) else str(value)


def _of_figure(
    figure: Figure, dated: DatedValue, operator: Operator, words: str, values: tuple[DatedValue, ...]
) -> Candidate:
    mutant = Mutant(figure.name, figure.name, dated.since.isoformat(), operator, words, dated.place)
    return Candidate(mutant, Edit(figures={figure.name: evolve(figure, values=values)}))
