"""Which versions of an article are shown: those in force on a day as known on another, and those that are coming."""

from collections.abc import Iterator
from datetime import date, timedelta

from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.grammar.data_classes import frozen


@frozen
class Shown:
    """A provision with its versions: all of them, or that in force on the day, and those promulgated for later."""

    provision: Provision
    versions: tuple[Version, ...]
    coming: tuple[Version, ...] = ()


def shown(rulebook: Rulebook, act: str, article: str, as_of: date | None, known_on: date | None) -> Iterator[Shown]:
    """The provisions of an article in their order. Without a day, all versions; coming is what that day knew of."""
    for provision in rulebook.provisions.values():
        if (provision.act, provision.article) != (act, article) or provision.through:
            continue
        known = [v for v in provision.versions if known_on is None or v.promulgated <= known_on]
        if as_of is None:
            yield Shown(provision, tuple(known))
            continue
        seen_from = as_of if known_on is None else known_on
        coming = tuple(v for v in known if v.since > as_of and v.promulgated <= seen_from)
        yield Shown(provision, tuple(_in_force(provision, known, as_of)), coming)


def _in_force(provision: Provision, known: list[Version], day: date) -> Iterator[Version]:
    begun = [version for version in known if version.since <= day]
    if not begun:
        return
    last = begun[-1]
    # Where nobody knew yet of the version that takes its place, nobody knew that it would end.
    follows = last.until is not None and any(
        v.since == last.until + timedelta(days=1) for v in provision.versions if v not in known
    )
    if last.until is None or day <= last.until or follows:
        yield last
