"""The order in which the local amounts of a version can be known, and those that rest on each other in a circle."""

from collections.abc import Iterator, Mapping

from rulecheck.grammar import syntax as s


def in_order_of_need(where: Mapping[str, s.Node]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The local amounts, each after those that it rests on, and the circles there are.

    One that lies on a circle is left out of the order. There may be thousands of them: nothing here recurses.
    """
    order: list[str] = []
    circles: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in where:
        if start in done:
            continue
        path = [start]
        waiting = [_locals_in(where[start])]
        on_path = {start}
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                on_path.discard(path[-1])
                done.add(path[-1])
                order.append(path.pop())
            elif following in on_path:
                circles.append(tuple(path[path.index(following) :]))
            elif following in where and following not in done:
                path.append(following)
                on_path.add(following)
                waiting.append(_locals_in(where[following]))
    on_circles = {name for circle in circles for name in circle}
    return tuple(name for name in order if name not in on_circles), tuple(circles)


def _locals_in(node: s.Node) -> Iterator[str]:
    return (n.name for n in s.walk(node) if isinstance(n, s.Name) and n.role == "local")
