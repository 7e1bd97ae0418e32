"""Finds rules that rest on each other so deeply, or local amounts so large when written out, that deciding a case by
them would take all the memory there is.

Deciding goes from a conclusion to what it rests on, and from there on. How deep that leads is known beforehand, so
that a rulebook either works for every case or is refused.
"""

from collections.abc import Mapping

from rulecheck.engine.check_cycles import Edges, Point, expressions
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.local_names import in_order_of_need
from rulecheck.engine.rulebook import Rulebook, Version
from rulecheck.grammar import syntax as s

# Levels: about as many calls as the interpreter makes within each other. A statute needs a few hundred.
MOST_LEVELS = 8_000
# Nodes of an expression in which each local amount is replaced by what it stands for.
MOST_WRITTEN_OUT = 10_000
_LEVELS_OF_A_PROVISION = 25
_LEVELS_OF_A_NODE = 5


def too_deep(rulebook: Rulebook, edges: Edges) -> list[Diagnostic]:
    """A diagnostic for each provision that is too deep or too large; ``edges`` have no loops."""
    found: list[Diagnostic] = []
    levels: dict[str, int] = {}
    for provision in rulebook.provisions.values():
        measured = [_measure(version) for version in provision.versions]
        levels[provision.id] = _LEVELS_OF_A_PROVISION + max((deep for deep, _ in measured), default=0)
        if any(size > MOST_WRITTEN_OUT for _, size in measured):
            message = f"`{provision.id}` is too large when its local names are written out"
            hint = "divide it into several provisions that each decide something"
            found.append(Diagnostic("R0224", message, provision.place, provision.key, hint))
    if not found:
        found.extend(_too_long(rulebook, edges, levels))
    return found


def _too_long(rulebook: Rulebook, edges: Edges, levels: Mapping[str, int]) -> list[Diagnostic]:
    """The first provisions on the way down that lead too deep: not those above them, for they would all be told."""
    below: dict[Point, int] = {}
    for point in _bottom_up(edges):
        own = levels.get(point[1], 0) if point[0] == "provision" else _LEVELS_OF_A_PROVISION
        below[point] = own + max((below.get(other, 0) for _, other in edges.get(point, ())), default=0)
    found = []
    for point, depth in below.items():
        deepest = max((below.get(other, 0) for _, other in edges.get(point, ())), default=0)
        provision = rulebook.provisions.get(point[1]) if point[0] == "provision" else None
        if provision is not None and depth > MOST_LEVELS >= deepest:
            message = f"`{provision.id}` rests on too many others that rest on each other in turn"
            hint = "let the conclusions rest on facts more directly"
            found.append(Diagnostic("R0223", message, provision.place, provision.key, hint))
    return found


def _bottom_up(edges: Edges) -> list[Point]:
    """All points, each after those that it rests on."""
    order: list[Point] = []
    done: set[Point] = set()
    for start in edges:
        if start in done:
            continue
        path = [start]
        waiting = [iter(edges[start])]
        done.add(start)
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                order.append(path.pop())
            elif following[1] not in done:
                done.add(following[1])
                path.append(following[1])
                waiting.append(iter(edges.get(following[1], ())))
    return order


def _measure(version: Version) -> tuple[int, int]:
    """How many levels the expressions of a version take, and how many nodes when local names are written out."""
    where = dict(version.where)
    deep: dict[str, int] = {}
    size: dict[str, int] = {}
    order, _ = in_order_of_need(where)
    for name in order:
        deep[name], size[name] = _levels(where[name], deep), _size(where[name], size)
    nodes = list(expressions(version))
    deepest = max((_levels(node, deep) for node in nodes), default=0)
    largest = max((_size(node, size) for node in nodes), default=0)
    return deepest, largest


def _levels(node: s.Node, local: Mapping[str, int]) -> int:
    """The levels of the deepest way through an expression. Its own nesting is capped where it is read."""
    if isinstance(node, s.Name):
        return _LEVELS_OF_A_NODE + local.get(node.name, 0)
    return _LEVELS_OF_A_NODE + max((_levels(part, local) for part in s.children(node)), default=0)


def _size(node: s.Node, local: Mapping[str, int]) -> int:
    return sum(local.get(n.name, 1) if isinstance(n, s.Name) else 1 for n in s.walk(node))
