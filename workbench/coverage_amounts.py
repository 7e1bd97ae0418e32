"""Conditions inside amounts: `a if … otherwise b`, and floors and caps, which turn where the amount meets them.

The trace holds what an amount came to, not how it turned on the way. Here the turns are judged again, by the
interpreter itself, for the provisions that a trace says applied, and only as far as the amount went.
What is asked of each element of a list (`sum of … where`) is left out.
"""

from collections.abc import Iterator

from attrs import evolve

from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.evaluate import Evaluation
from rulecheck.engine.rulebook import Version
from rulecheck.engine.trace import Step, Tried
from rulecheck.grammar import syntax as s
from rulecheck.grammar.signs import Comparator

_OF_ELEMENTS = (s.Total, s.Count, s.Quantified)


def turns(version: Version) -> tuple[s.Node, ...]:
    """The conditions on which the amounts of a version turn, each once, in the order written.

    A floor is the condition that the amount is at least that, a cap that it is at most that.
    """
    found: list[s.Node] = []
    rows = version.table.rows if version.table is not None else ()
    for node in (version.value, *(node for _, node in version.where), *(row.value for row in rows)):
        for turn in _below(node) if node is not None else ():
            if turn not in found:
                found.append(turn)
    return tuple(found)


def turned(tried: Tried, version: Version, run: Evaluation) -> Iterator[tuple[int, Step]]:
    """How the turns came out for a provision that applied, each with its number among ``turns``."""
    known = turns(version)
    if not known or tried.applies is not True or tried.amount is None:
        return
    scope = Scope(dict(version.where), {"": tried.element} if tried.element else {}, tried.chosen_by)
    done: set[str] = set()
    for turn in _reached(tried.amount.node, run, scope, done):
        if turn.node in known:
            yield known.index(turn.node), turn


def _below(node: s.Node) -> Iterator[s.Node]:
    if isinstance(node, _OF_ELEMENTS):
        return
    yield from _turns_at(node)
    for child in s.children(node):
        yield from _below(child)


def _turns_at(node: s.Node) -> Iterator[s.Node]:
    if isinstance(node, s.If):
        yield node.condition
    if isinstance(node, s.Clamp):
        for limit, comparator in _limits(node):
            yield evolve(s.Compare((node.amount, limit), (comparator,)), at=node.at)


def _limits(node: s.Clamp) -> Iterator[tuple[s.Node, Comparator]]:
    if node.floor is not None:
        yield node.floor, "≥"
    if node.cap is not None:
        yield node.cap, "≤"


def _reached(node: s.Node, run: Evaluation, scope: Scope, done: set[str]) -> Iterator[Step]:
    """The turns on the way that the amount took: of an `if` the side that was chosen, and local amounts it used."""
    if isinstance(node, _OF_ELEMENTS):
        return
    if isinstance(node, s.Name) and node.role == "local" and node.name not in done:
        done.add(node.name)
        yield from _reached(scope.where[node.name], run, scope, done)
    steps = [run.supposing(turn, scope) for turn in _turns_at(node)]
    yield from steps
    for child in s.children(node):
        if isinstance(node, s.If) and child is (node.otherwise if steps[0].truth is True else node.then):
            continue
        yield from _reached(child, run, scope, done)
