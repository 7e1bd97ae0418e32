"""What all nodes of a syntax tree have in common: a place, the parts below, and ways to go through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rulecheck.grammar.data_classes import evolve, field, frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


@frozen(kw_only=True)
class Node:
    """Anything an expression is made of. ``at`` is its place, in whatever form the parser was asked for."""

    parts: ClassVar[tuple[str, ...]] = ()
    at: Any = field(default=None, eq=False, repr=False)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in the order written."""
    for name in node.parts:
        part = getattr(node, name)
        if isinstance(part, tuple):
            yield from part
        elif part is not None:
            yield part


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order written."""
    yield node
    for child in children(node):
        yield from walk(child)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with ``change`` applied to every node, leaves first."""
    if node.parts:
        node = evolve(
            node,
            **{
                name: tuple(rebuilt(p, change) for p in part)
                if isinstance(part := getattr(node, name), tuple)
                else (None if part is None else rebuilt(part, change))
                for name in node.parts
            },
        )
    return change(node)
