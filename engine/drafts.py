"""A provision as its file has it, before its references are resolved, with the places of what it refers to."""

from collections.abc import Callable, Iterator

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.rulebook import Provision, Row, Table, Version
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar.data_classes import evolve, field, frozen
from rulecheck.grammar.syntax import Node


@frozen
class Draft:
    """A provision and the places of its keys and references: `to`, `decides`, `punishes`, `applies 12(2)` …"""

    provision: Provision
    places: dict[str, Place] = field(factory=dict)

    def place(self, of: str) -> Place:
        """The place of a reference, or else of the provision."""
        return self.places.get(of, self.provision.place)


def without_amounts(provision: Provision) -> Provision:
    """The provision with its conditions alone, where it is not known of which type its amounts should be."""
    bare = (evolve(v, value=None, table=None, unsettled=Words()) for v in provision.versions)
    return evolve(provision, versions=tuple(bare))


Change = Callable[[Node], Node]


def version_nodes(version: Version) -> Iterator[Node]:
    """All expressions of a version, in the order written."""
    for _, node in version.where:
        yield node
    for single in (version.when, version.value, version.version_by):
        if single is not None:
            yield single
    for row in version.table.rows if version.table is not None else ():
        if row.when is not None:
            yield row.when
        yield row.value


def changed_version(version: Version, change: Change) -> Version:
    """The version with every expression changed."""
    return evolve(
        version,
        where=tuple((name, change(node)) for name, node in version.where),
        when=_changed(version.when, change),
        value=_changed(version.value, change),
        version_by=_changed(version.version_by, change),
        table=None if version.table is None else _changed_table(version.table, change),
    )


def changed(provision: Provision, change: Change) -> Provision:
    """The provision with every expression changed."""
    return evolve(
        provision,
        fulfilled=_changed(provision.fulfilled, change),
        versions=tuple(changed_version(version, change) for version in provision.versions),
    )


def _changed(node: Node | None, change: Change) -> Node | None:
    return None if node is None else change(node)


def _changed_table(table: Table, change: Change) -> Table:
    rows = (Row(_changed(row.when, change), change(row.value), row.place) for row in table.rows)
    return evolve(table, rows=tuple(rows))
