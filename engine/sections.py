"""Many things in one stretch of bytes, each to be taken out by itself: a decision needs few of a rulebook's entries."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Entry = TypeVar("Entry")
else:
    Entry = object

_LENGTH = 8
# What reading an index that is none may raise.
_NO_INDEX = (EOFError, TypeError, ValueError, KeyError)


def joined(head: bytes, groups: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """A head and groups of named parts as one, for ``parted``."""
    index: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {}
    parts, at = [head], len(head)
    for group, named in groups.items():
        ends = [at]
        for part in named.values():
            at += len(part)
            ends.append(at)
            parts.append(part)
        index[group] = tuple(named), tuple(ends)
    packed = marshal.dumps((len(head), index))
    return b"".join((len(packed).to_bytes(_LENGTH, "big"), packed, *parts))


class Section(Mapping[str, Entry]):
    """The parts of one group by name, each unpacked when it is first looked at."""

    def __init__(
        self, names: tuple[str, ...], ends: tuple[int, ...], body: memoryview, unpack: Callable[[memoryview], Entry]
    ) -> None:
        self._at = dict(zip(names, range(len(names)), strict=True))
        self._ends = ends
        self._body = body
        self._unpack = unpack
        self._unpacked: dict[str, Entry] = {}

    def __getitem__(self, name: str) -> Entry:
        found = self._unpacked.get(name)
        if found is None:
            found = self._unpacked[name] = self._unpack(self.part(name))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, name: object) -> bool:
        return name in self._at

    def __reduce__(self) -> tuple[type[dict[str, Entry]], tuple[dict[str, Entry]]]:
        return dict, (dict(self),)

    def part(self, name: str) -> memoryview:
        """A part as it lies there. Raises KeyError for a name that there is not."""
        at = self._at[name]
        return self._body[self._ends[at] : self._ends[at + 1]]


def parted(
    content: memoryview, unpack: Callable[[memoryview], Entry]
) -> tuple[memoryview, dict[str, Section[Entry]]] | None:
    """The head and the groups that were joined; None for anything else."""
    start = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
    body = content[start:]
    try:
        length, index = marshal.loads(content[_LENGTH:start])
        sections = {group: Section(names, ends, body, unpack) for group, (names, ends) in index.items()}
    except _NO_INDEX:
        return None
    return body[:length], sections
