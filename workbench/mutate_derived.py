"""The same mistake in every place where words apply: in the provisions derived by applying others mutatis mutandis."""

from collections.abc import Iterator

from attrs import evolve

from rulecheck.engine.rulebook import Provision, Version
from rulecheck.grammar import syntax as s
from rulecheck.workbench.mutate_versions import Changed, changes


def places_in(provision: Provision, version: Version, derived: list[Provision]) -> Iterator[tuple[Provision, int]]:
    """The versions, by index, that are derived from a version by applying it, or that it itself applies."""
    for other in derived:
        for index, one in enumerate(other.versions):
            if other.base == provision.id:
                # What is derived keeps the place of what is applied.
                if one.place == version.place:
                    yield other, index
            elif one.since >= version.since and (version.until is None or one.since <= version.until):
                yield other, index


def changes_there(provision: Provision, version: Version, derived: Version) -> list[Changed]:
    """The changes of a version as they come out in a version derived from it, in the same order.

    A derived version has the same words with other names; its condition may be that of the applying version and that
    of the applied one together, and its date that of the applying one.
    """
    applies = provision.kind == "mutatis mutandis"
    own, rest = _divided(version.when, derived.when, applies)
    dated = _size(version.version_by) == _size(derived.version_by)
    bare = evolve(derived, when=own, version_by=derived.version_by if dated else None)
    if applies:
        bare = evolve(bare, where=(), value=None, table=None)
    found = []
    for change in changes(bare, provision.kind == "exception"):
        changed = change.version
        version_by = changed.version_by if dated else derived.version_by
        whole = derived if applies else changed
        when = _both(changed.when, rest, applies)
        found.append(evolve(change, version=evolve(whole, when=when, version_by=version_by)))
    return found


def _divided(words: s.Node | None, derived: s.Node | None, applies: bool) -> tuple[s.Node | None, s.Node | None]:
    """The part of a derived condition that comes from the version itself, and the rest of it."""
    if words is None or derived is None:
        return None, derived
    if _size(words) == _size(derived) or not isinstance(derived, s.AllOf):
        return derived, None
    applying, applied = derived.operands[0], derived.operands[-1]
    return (applying, applied) if applies else (applied, applying)


def _both(own: s.Node | None, rest: s.Node | None, applies: bool) -> s.Node | None:
    if own is None or rest is None:
        return own or rest
    return s.AllOf((own, rest) if applies else (rest, own), at=own.at)


def _size(node: s.Node | None) -> int:
    return 0 if node is None else sum(1 for _ in s.walk(node))
