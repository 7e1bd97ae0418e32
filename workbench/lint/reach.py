"""What the rules read and reach, for several checks."""

from collections.abc import Iterator

from rulecheck.engine.declared import declared
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.types import ListType
from rulecheck.engine.vocabulary import Fact
from rulecheck.grammar import syntax as s
from rulecheck.workbench.facts import expressions


def own_provisions(rulebook: Rulebook) -> Iterator[Provision]:
    """The provisions that stand in a file, without those that follow from mutatis mutandis."""
    return (provision for provision in rulebook.provisions.values() if not provision.through)


def versions_of(rulebook: Rulebook) -> Iterator[tuple[Provision, Version]]:
    """Each version of each provision that stands in a file, with its provision."""
    return ((provision, version) for provision in own_provisions(rulebook) for version in provision.versions)


def names_read(rulebook: Rulebook) -> frozenset[str]:
    """The facts, conclusions and figures that any rule, constraint or scheme reads, by their declared names."""
    found: set[str] = {name for scheme in rulebook.vocabulary.schemes.values() for name in scheme.law_date}
    nodes = [node for provision in rulebook.provisions.values() for node in expressions(provision)]
    nodes += [constraint.must for constraint in rulebook.vocabulary.constraints]
    for node in nodes:
        for part in s.walk(node):
            found.update(_read(part))
    for name in tuple(found):
        fact = declared(rulebook.vocabulary, name)
        if isinstance(fact, Fact) and fact.record:
            found.update(lists_of(rulebook, fact.record))
    return frozenset(found)


def lists_of(rulebook: Rulebook, record: str) -> Iterator[str]:
    """The facts that are lists of a record."""
    for fact in rulebook.vocabulary.facts.values():
        if isinstance(fact.type, ListType) and fact.type.record == record:
            yield fact.name


def _read(part: s.Node) -> Iterator[str]:
    if isinstance(part, s.Name):
        yield f"{part.record}.{part.name.rpartition('.')[2]}" if part.record else part.name
    elif isinstance(part, s.Quantified | s.Count | s.Total):
        yield part.source
