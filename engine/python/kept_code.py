"""The generated code of a rulebook kept on disk: a process decides by what an earlier one has generated."""

import marshal
from collections.abc import Mapping
from types import CodeType

from rulecheck.engine.kept_files import keep, read_kept
from rulecheck.engine.python.chunk import Made
from rulecheck.engine.sections import joined, parted
from rulecheck.grammar.data_classes import Factory, define

# What reading a foreign chunk may raise.
_UNREADABLE = (EOFError, TypeError, ValueError)
_MAGIC = b"rulecheck code 1\n"


@define
class CodeStore:
    """The chunks kept in one file, by name. ``get`` unpacks one; ``put`` notes a new one until ``save`` writes all.

    The file belongs to one rulebook, as it was loaded, and to one engine and Python: its name says which.
    """

    path: str
    _new: dict[str, bytes] = Factory(dict)
    _kept: Mapping[str, memoryview] | None = None

    def get(self, name: str) -> Made | None:
        """The chunk of that name; None for one that is not kept."""
        if self._kept is None:
            self._kept = _read(self.path)
        part = self._kept.get(name)
        if part is None:
            return None
        try:
            found = marshal.loads(part)
        except _UNREADABLE:
            return None
        match found:
            case (CodeType() | None as code, dict() as plans):
                return Made(code, plans)
        return None

    def put(self, name: str, made: Made) -> None:
        """Notes a chunk."""
        self._new[name] = marshal.dumps((made.code, dict(made.plans)))

    def save(self) -> None:
        """Keeps what was noted, beside what other processes have kept meanwhile."""
        if self._new:
            parts = {**{name: bytes(part) for name, part in _read(self.path).items()}, **self._new}
            keep(self.path, _MAGIC, joined(b"", {"chunks": parts}))
            self._new.clear()


def _read(path: str) -> Mapping[str, memoryview]:
    content = read_kept(path, _MAGIC)
    found = None if content is None else parted(content, _as_it_is)
    return {} if found is None else found[1].get("chunks", {})


def _as_it_is(part: memoryview) -> memoryview:
    return part
