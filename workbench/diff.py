"""Two states of the law held against each other: provisions, figures, and the golden cases decided under both."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from rulecheck.engine.changes import (
    Difference,
    Event,
    FigureChange,
    GoldenChanges,
    Outcome,
    OutcomeChange,
    ProvisionChange,
    Term,
    VersionChange,
)
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.golden import GoldenCase
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.values import NOT_APPLICABLE
from rulecheck.engine.vocabulary import DatedValue, Figure
from rulecheck.workbench.golden import golden_files
from rulecheck.workbench.golden_cases import read_golden
from rulecheck.workbench.legal_terms import header_terms, provision_terms, version_terms
from rulecheck.workbench.vocabulary_changes import vocabulary_changes

# The texts of golden case files, by their paths within the rulebook.
GoldenTexts = Mapping[str, bytes]
Dated = TypeVar("Dated", Version, DatedValue)


@frozen
class Side:
    """One state of the law: a rulebook, as of a day or as a whole, and its golden cases."""

    name: str
    rulebook: Rulebook
    golden: GoldenTexts
    as_of: date | None = None


def golden_texts(directory: str) -> GoldenTexts:
    """The golden case files of a rulebook's directory; none where it has no folder of them."""
    folder = Path(directory)
    paths = [Path(path) for path in golden_files((str(folder / "cases"),))] if (folder / "cases").is_dir() else []
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def between_days(rulebook: Rulebook, golden: GoldenTexts, first: date, second: date) -> Difference:
    """What changes in one rulebook from one day to a later one: the versions in force, the figures, the outcomes."""
    sides = (Side(first.isoformat(), rulebook, golden, first), Side(second.isoformat(), rulebook, golden, second))
    provisions = (_from_day_to_day(p, first, second) for p in rulebook.provisions.values() if not p.through)
    figures = (_figure_change(f, _on(f.values, first), _on(f.values, second)) for f in _figures(rulebook))
    return Difference(
        sides[0].name,
        sides[1].name,
        tuple(change for change in provisions if change is not None),
        tuple(change for change in figures if change is not None),
        golden_changes(*sides),
        dated=True,
    )


def between_rulebooks(before: Side, after: Side) -> Difference:
    """What changes from one state of a rulebook's files to another."""
    return Difference(
        before.name,
        after.name,
        tuple(_provisions(before.rulebook, after.rulebook)),
        tuple(_all_figures(before.rulebook, after.rulebook)),
        golden_changes(before, after),
        words=tuple(vocabulary_changes(before.rulebook.vocabulary, after.rulebook.vocabulary)),
    )


# From one day to another


def _from_day_to_day(provision: Provision, first: date, second: date) -> ProvisionChange | None:
    old, new = _on(provision.versions, first), _on(provision.versions, second)
    if old is new:
        return None
    event: Event = "amended" if old and new else "added" if new else "removed"
    terms = version_terms(old, new) if old and new else ()
    before, after = (provision if version else None for version in (old, new))
    return ProvisionChange(provision.id, event, before, after, (VersionChange(event, old, new, terms),))


def _on(versions: tuple[Dated, ...], day: date) -> Dated | None:
    return next((v for v in versions if v.since <= day and (v.until is None or day <= v.until)), None)


# From one state of the files to another


def _provisions(before: Rulebook, after: Rulebook) -> Iterator[ProvisionChange]:
    """Those of the state after in their order, then those that are gone."""
    for id_, new in after.provisions.items():
        if new.through:
            continue
        old = before.provisions.get(id_)
        if old is None:
            versions = tuple(VersionChange("added", None, version) for version in new.versions)
            yield ProvisionChange(id_, "added", None, new, versions)
            continue
        versions, terms = tuple(_versions(old, new)), provision_terms(old, new)
        if versions or terms:
            yield ProvisionChange(id_, "amended", old, new, versions, terms)
    for id_, old in before.provisions.items():
        if not old.through and id_ not in after.provisions:
            yield ProvisionChange(id_, "removed", old, None)


def _versions(before: Provision, after: Provision) -> Iterator[VersionChange]:
    """The versions that came, went, or are written otherwise. A version is known by its first day."""
    old, new = ({version.since: version for version in p.versions} for p in (before, after))
    former: Version | None = None
    for since, version in new.items():
        if since not in old:
            terms = version_terms(former, version) if former else ()
            yield VersionChange("amended" if former else "added", former, version, terms)
        else:
            said = version_terms(old[since], version)
            terms = (*said, *(term for term in _header(old[since], version, after) if term not in said))
            if terms:
                yield VersionChange("corrected", old[since], version, terms)
        former = version
    for since, version in old.items():
        if since not in new:
            yield VersionChange("removed", version, None)


def _header(before: Version, after: Version, provision: Provision) -> tuple[Term, ...]:
    """What differs around the rule; that a version ends where its successor begins need not be said."""
    terms = header_terms(before, after)
    follows = after.until and any(v.since == after.until + timedelta(days=1) for v in provision.versions)
    if before.since == after.since and follows:
        terms = tuple(term for term in terms if term.kind != "time in force")
    return terms


# Figures


def _figures(rulebook: Rulebook) -> tuple[Figure, ...]:
    return tuple(rulebook.vocabulary.figures.values())


def _all_figures(before: Rulebook, after: Rulebook) -> Iterator[FigureChange]:
    old, new = before.vocabulary.figures, after.vocabulary.figures
    for figure in (*new.values(), *(figure for name, figure in old.items() if name not in new)):
        values = tuple(
            {dated.since: dated for dated in known[figure.name].values} if figure.name in known else {}
            for known in (old, new)
        )
        for since in sorted({**values[0], **values[1]}):
            change = _figure_change(figure, values[0].get(since), values[1].get(since))
            if change is not None:
                yield change


def _figure_change(figure: Figure, before: DatedValue | None, after: DatedValue | None) -> FigureChange | None:
    if before is None or after is None:
        event: Event = "removed" if after is None else "added"
        return None if before is after else FigureChange(figure, event, before, after)
    if before.since != after.since:
        return FigureChange(figure, "amended", before, after)
    # Where a value ends is not told: a later one takes its place, or there is none yet.
    same = (before.value, before.by) == (after.value, after.by)
    return None if same else FigureChange(figure, "corrected", before, after)


# Golden cases


def golden_changes(before: Side, after: Side) -> GoldenChanges:
    """Every golden case of both sides, decided under both, by the facts that it has after.

    Where those cannot be read before, because they name facts that were not declared yet, by the facts it had before.
    """
    names = sorted({*before.golden, *after.golden})
    compared, changes, added, removed = 0, list[OutcomeChange](), 0, 0
    for file in names:
        # The cases as they stand after, read by the vocabularies of both sides.
        later = _cases(after, after, file)
        one = before.rulebook is after.rulebook
        earlier, read_before = (later, later) if one else (_cases(before, before, file), _cases(after, before, file))
        added += len(later.keys() - earlier.keys())
        removed += len(earlier.keys() - later.keys())
        for title, case in later.items():
            if title in earlier:
                compared += 1
                readable = title in read_before and not read_before[title].problems
                old = read_before[title] if readable else earlier[title]
                changes += _outcomes(file, old, case, before, after)
    files = tuple(name for name in names if before.golden.get(name) != after.golden.get(name))
    mistakes = tuple(d for file in after.golden for d in read_golden(after.golden[file], file, after.rulebook).mistakes)
    return GoldenChanges(compared, tuple(changes), added, removed, files, mistakes)


def _cases(side: Side, reader: Side, file: str) -> dict[str, GoldenCase]:
    text = side.golden.get(file)
    if text is None:
        return {}
    return {case.title: case for case in read_golden(text, file, reader.rulebook).cases}


def _outcomes(file: str, old: GoldenCase, new: GoldenCase, before: Side, after: Side) -> Iterator[OutcomeChange]:
    addresses = tuple(dict.fromkeys(e.address for e in (*new.expected, *old.expected)))
    outcomes = [_decided(golden, addresses, side) for golden, side in ((old, before), (new, after))]
    found = dict.fromkeys(address for each in reversed(outcomes) for address in each)
    for address in [address for address in found if address] or [""]:
        pair = [each.get(address, each.get("", Outcome(NOT_APPLICABLE))) for each in outcomes]
        if pair[0] != pair[1]:
            yield OutcomeChange(file, new.title, new.shows, address, pair[0], pair[1])


def _decided(golden: GoldenCase, addresses: tuple[str, ...], side: Side) -> dict[str, Outcome]:
    """What a case comes to, by address; under the empty address why it is refused."""
    known = tuple(a for a in addresses if any(e.address == a for e in golden.expected))
    if golden.case is None or golden.problems:
        return {"": Outcome(refused=" ".join(f"{d.code}: {d.message}" for d in golden.problems))}
    if not known and not golden.error:
        return {}
    answer = decide(side.rulebook, golden.case, Question(known, side.as_of))
    if answer.problems:
        return {"": Outcome(refused=" ".join(f"{d.code}: {d.message}" for d in answer.problems))}
    return {decision.address: Outcome(decision.value) for decision in answer.asked()}
