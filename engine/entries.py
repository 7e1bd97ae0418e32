"""What stands under a key of a rule file, or nothing where it is missing or has the wrong shape.

The shape of a file is checked as a whole (``shape``) and told there; whoever reads a file afterwards takes what is
there and keeps quiet about what is not, so that one mistake is told once.
"""

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.source import Entry, Mapping, Node, Scalar, Sequence
from rulecheck.engine.vocabulary import Words


def value(node: Node | None, key: str) -> Node | None:
    """Whatever stands under a key of a mapping."""
    return node.get(key) if isinstance(node, Mapping) else None


def scalar(node: Node | None, key: str) -> Scalar | None:
    """The text under a key of a mapping, with its place."""
    found = value(node, key)
    return found if isinstance(found, Scalar) and found.text else None


def text(node: Node | None, key: str) -> str:
    """The text under a key; empty where there is none."""
    found = scalar(node, key)
    return "" if found is None else found.text


def mapping(node: Node | None, key: str) -> Mapping | None:
    """The mapping under a key."""
    found = value(node, key)
    return found if isinstance(found, Mapping) else None


def entries(node: Node | None, key: str) -> tuple[Entry, ...]:
    """The entries of the mapping under a key; none where there is no such mapping."""
    found = mapping(node, key)
    return () if found is None else found.entries


def items(node: Node | None, key: str) -> tuple[Node, ...]:
    """The items of the list under a key; none where there is no such list."""
    found = value(node, key)
    return found.items if isinstance(found, Sequence) else ()


def scalars(node: Node | None, key: str) -> tuple[Scalar, ...]:
    """The texts in the list under a key, with their places."""
    return tuple(item for item in items(node, key) if isinstance(item, Scalar) and item.text)


def texts(node: Node | None, key: str) -> tuple[str, ...]:
    """The texts in the list under a key."""
    return tuple(item.text for item in scalars(node, key))


def words(node: Node | None, key: str) -> Words:
    """The text in several languages under a key."""
    return Words({e.key.text: e.value.text for e in entries(node, key) if isinstance(e.value, Scalar) and e.value.text})


def flag(node: Node | None, key: str) -> bool:
    """Whether `true` stands under a key."""
    return text(node, key) == "true"


def key_place(node: Node | None, key: str, otherwise: Place) -> Place:
    """The place of a key of a mapping."""
    entry = node.entry(key) if isinstance(node, Mapping) else None
    return otherwise if entry is None else entry.key.place


def value_place(node: Node | None, key: str, otherwise: Place) -> Place:
    """The place of the value under a key of a mapping, where it is a text; else the place of the key."""
    found = scalar(node, key)
    return key_place(node, key, otherwise) if found is None else found.place
