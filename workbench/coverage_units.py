"""The units of law that golden cases should show, for every provision of a rulebook."""

from collections.abc import Iterator

from attrs import evolve

from rulecheck.engine.coverage import Unit, UnitKind
from rulecheck.engine.diagnostics import Place
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.coverage_boundaries import SIDES, links
from rulecheck.workbench.coverage_sites import Leaf, Site, sites_of


def units(rulebook: Rulebook) -> tuple[Unit, ...]:
    """All units, in the order of the rulebook.

    A provision that only applies others mutatis mutandis has none: those it makes have, under its own article.
    """
    return tuple(
        unit
        for provision in rulebook.provisions.values()
        if provision.kind != "mutatis mutandis"
        for unit in units_of(rulebook, provision)
    )


def units_of(rulebook: Rulebook, provision: Provision) -> Iterator[Unit]:
    """The units of a provision: what it decides, its versions and rows, its conditions and their limits."""
    by = rulebook.provisions.get(provision.through, provision)
    blank = Unit("", "decision", f"{by.act} {by.article}", provision.id, "", "", provision.place)
    if provision.to:
        text = f"exception to {provision.to}"
        yield _unit(blank, "exception", text, "applies")
        yield _unit(blank, "exception", text, "is looked at and does not apply")
    else:
        yield _unit(blank, "decision", "the provision", "decides")
        if not always(rulebook, provision):
            yield _unit(blank, "decision", "the provision", "does not decide")
    for index, version in enumerate(provision.versions):
        at = evolve(blank, place=version.place, version=index)
        yield _unit(at, "version", _span(version), f"version {index + 1} decides a case")
        for number, row in enumerate(version.table.rows if version.table is not None else (), start=1):
            text = "otherwise" if row.when is None else to_text(row.when)
            yield _unit(evolve(at, place=row.place), "row", text, f"version {index + 1}, row {number} decides a case")
    for site in sites_of(provision):
        place = provision.versions[site.version].place if site.version >= 0 else provision.place
        for leaf in site.leaves:
            yield from _of_leaf(evolve(blank, place=place, version=site.version), site, leaf)


def always(rulebook: Rulebook, provision: Provision) -> bool:
    """Whether a provision decides whenever it is in force, so that it cannot be shown not to."""
    return (
        not provision.punishes
        and provision.id not in rulebook.exceptions
        and all(v.when is None and (v.table is None or not v.table.open) for v in provision.versions)
    )


def _of_leaf(blank: Unit, site: Site, leaf: Leaf) -> Iterator[Unit]:
    place = leaf.node.at if isinstance(leaf.node.at, Place) else blank.place
    here = evolve(blank, place=place, site=site.key, leaf=leaf.path)
    text = to_text(leaf.node)
    yield _unit(here, "condition", text, "true")
    yield _unit(here, "condition", text, "false")
    if len(site.leaves) > 1:
        yield _unit(here, "independence", text, "matters on its own")
    for index, link in enumerate(links(leaf.node)):
        operands = tuple(s.children(leaf.node))
        limit = f"{to_text(operands[link.left])} {link.comparator} {to_text(operands[link.right])}"
        for side in SIDES:
            yield _unit(here, "boundary", limit, side, f"{index}")


def _unit(blank: Unit, kind: UnitKind, text: str, aspect: str, link: str = "") -> Unit:
    where = (blank.site or blank.provision, blank.leaf, kind, link, aspect)
    return evolve(blank, key="/".join(part for part in where if part), kind=kind, text=text, aspect=aspect)


def _span(version: Version) -> str:
    until = f" to {version.until.isoformat()}" if version.until is not None else ""
    return f"in force {'from ' if version.until is None else ''}{version.since.isoformat()}{until}"
