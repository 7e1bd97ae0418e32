"""The plain tree that a rule file is read into: texts, lists and mappings, each with its place in the file.

No value is guessed: every scalar is the text that stands in the file, and the vocabulary gives it a type
later.
"""

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.scalar_places import Raw, place_in_raw
from rulecheck.grammar.data_classes import frozen


@frozen
class Scalar:
    """A text; an empty value is the plain text ``""``.

    ``plain`` tells that it stands without quotes and not as a block. ``raw`` is how it is written, where that
    differs from the text (quotes, escapes, folded lines, blocks). The place is that of the text with its
    quotes; for a block, that of its first line.
    """

    text: str
    place: Place
    plain: bool = True
    raw: Raw | None = None

    def place_of(self, start: int, end: int) -> Place:
        """The place in the file of the characters ``start`` up to ``end`` of the text (from 0; ``end`` not
        in).

        The length is clipped to the line on which the first of them stands, and is at least 1.
        """
        if self.raw is None:
            return self.place.shifted(start, end - start)
        return place_in_raw(self.raw, self.text, start, end, self.place)


@frozen
class Entry:
    """One ``key: value`` of a mapping."""

    key: Scalar
    value: "Node"


@frozen
class Sequence:
    """A list. Its place is that of its first character."""

    items: tuple["Node", ...]
    place: Place


@frozen
class Mapping:
    """Entries in the order of the file, each key once. Its place is that of its first character."""

    entries: tuple[Entry, ...]
    place: Place

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, or None."""
        return next((entry for entry in self.entries if entry.key.text == key), None)

    def get(self, key: str) -> "Node | None":
        """The value of that key, or None."""
        entry = self.entry(key)
        return None if entry is None else entry.value


Node = Scalar | Sequence | Mapping


def tree_to_data(node: Node) -> object:
    """The tree as plain data: ``dict``, ``list`` and ``str``, without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [tree_to_data(item) for item in node.items]
    return {entry.key.text: tree_to_data(entry.value) for entry in node.entries}
