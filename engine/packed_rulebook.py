"""A checked rulebook as bytes, and back: its entries are unpacked one by one, when a case first needs them."""

import io

# Of the module ``pickle`` only what is written in C is needed here; the rest takes longer to load than to unpack.
from _pickle import Pickler, Unpickler, UnpicklingError
from collections.abc import Mapping
from functools import partial
from importlib import import_module

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sections import joined, parted

# What packed objects refer to: classes by number, groups by name.
Held = Mapping[int | str, object]
Loaded = tuple[Rulebook | None, tuple[Diagnostic, ...]]

# What a kept rulebook is made of besides the engine's own classes.
_PLAIN = {("datetime", "date"), ("fractions", "Fraction"), ("builtins", "frozenset")}
# The names of the classes stand beside the groups.
_CLASSES = "classes"
# What reading a damaged or foreign pickle may raise.
_UNREADABLE = (
    UnpicklingError,
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)


def packed(loaded: Loaded) -> bytes:
    """A rulebook and its warnings as bytes."""
    rulebook, _ = loaded
    assert rulebook is not None
    groups = _groups(rulebook)
    classes: dict[type, int] = {}
    parts = {
        group: {name: _dumped(entry, {}, classes) for name, entry in named.items()} for group, named in groups.items()
    }
    head = _dumped(loaded, {id(named): group for group, named in groups.items()}, classes)
    names = {f"{cls.__module__} {cls.__qualname__}": b"" for cls in classes}
    return joined(head, {**parts, _CLASSES: names})


def unpacked(content: memoryview) -> Loaded | None:
    """What was packed; None for anything else."""
    # Filled before the first entry is unpacked.
    held: dict[int | str, object] = {}
    parts = parted(content, partial(_entry, held=held))
    if parts is None:
        return None
    head, sections = parts
    try:
        held.update(enumerate([_class(*name.split()) for name in sections.pop(_CLASSES)]))
        for group, section in sections.items():
            held[group] = section
        found = _Unpickler(io.BytesIO(head), held).load()
    except _UNREADABLE:
        return None
    match found:
        case (Rulebook() as rulebook, tuple() as diagnostics):
            return rulebook, diagnostics
    return None


def _groups(rulebook: Rulebook) -> dict[str, Mapping[str, object]]:
    """The entries of which a case needs few."""
    vocabulary = rulebook.vocabulary
    return {
        "provisions": rulebook.provisions,
        "articles": rulebook.articles,
        "facts": vocabulary.facts,
        "conclusions": vocabulary.conclusions,
    }


def _entry(part: memoryview, held: Held) -> object:
    return _Unpickler(io.BytesIO(part), held).load()


def _dumped(what: object, groups: Mapping[int, str], classes: dict[type, int]) -> bytes:
    packed = io.BytesIO()
    _Pickler(packed, groups, classes).dump(what)
    return packed.getvalue()


class _Pickler(Pickler):
    """Leaves out what is packed in a group by itself, and names classes by number: each entry would spell them out."""

    def __init__(self, file: io.BytesIO, groups: Mapping[int, str], classes: dict[type, int]) -> None:
        super().__init__(file, protocol=5)
        self._groups = groups
        self._classes = classes

    def persistent_id(self, entry: object) -> int | str | None:
        """The group or the number of the class that an object is; None for all others, which are pickled."""
        if isinstance(entry, type):
            return self._classes.setdefault(entry, len(self._classes))
        return self._groups.get(id(entry))


class _Unpickler(Unpickler):
    """Makes nothing but what a rulebook is made of."""

    def __init__(self, file: io.BytesIO, held: Held) -> None:
        super().__init__(file)
        self._held = held

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if a rulebook may hold one."""
        return _class(module, name)

    def persistent_load(self, which: int | str) -> object:
        """A class, or the entries of a group that was left out."""
        return self._held[which]


def _class(module: str, name: str) -> type:
    """The class of that name, if a rulebook may hold one. Raises what only a damaged file makes it raise."""
    if not module.startswith(("rulecheck.engine.", "rulecheck.grammar.")) and (module, name) not in _PLAIN:
        raise UnpicklingError(f"{module}.{name}")
    found = getattr(import_module(module), name)
    if not isinstance(found, type):
        raise UnpicklingError(f"{module}.{name}")
    return found
