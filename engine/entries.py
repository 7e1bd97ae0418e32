"""What stands under a key of a rule file, or nothing where it is missing or has the wrong shape.

The shape of a file is checked as a whole (``shape``) and told there; whoever reads a file afterwards takes what is
there and keeps quiet about what is not, so that one mistake is told once.
"""

from collections.abc import Iterable, Sized

from rulecheck.engine.diagnostics import Place, did_you_mean
from rulecheck.engine.source import Entry, Mapping, Node, Scalar, Sequence
from rulecheck.engine.vocabulary import Words

# Looking for near names costs far more than all the rest of a mistake: it is done for the first mistakes only, and
# for names that somebody could have mistyped.
MOST_HINTS = 25
_MISTYPED = 100


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
    return words_of(value(node, key))


def words_of(node: Node | None) -> Words:
    """The text in several languages that a mapping holds."""
    found = node.entries if isinstance(node, Mapping) else ()
    return Words({e.key.text: e.value.text for e in found if isinstance(e.value, Scalar) and e.value.text})


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


def near(mistakes: Sized, word: str, known: Iterable[str]) -> str:
    """A hint that names the known words nearest to one, as long as there are not too many mistakes already."""
    if len(mistakes) >= MOST_HINTS or len(word) > _MISTYPED:
        return ""
    return did_you_mean(word, [name for name in known if len(name) <= _MISTYPED])


def beginnings(names: Iterable[str]) -> set[str]:
    """What dotted names begin with, in whole parts; the names themselves as well."""
    found: set[str] = set()
    for whole in names:
        name = whole
        while name and name not in found:
            found.add(name)
            name = name.rpartition(".")[0]
    return found
