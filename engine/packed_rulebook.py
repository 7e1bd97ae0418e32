"""A checked rulebook as bytes, and back: its entries are unpacked one by one, when a case first needs them."""

import io

# Of the module ``pickle`` only what is written in C is needed here; the rest takes longer to load than to unpack.
from _pickle import Pickler, Unpickler, UnpicklingError, dumps
from collections.abc import Mapping
from functools import partial

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.sections import Section, joined, parted

# The classes that entries are made of, as they were found.
Classes = dict[tuple[str, str], type]
Loaded = tuple[Rulebook | None, tuple[Diagnostic, ...]]

# What a kept rulebook is made of besides the engine's own classes.
_PLAIN = {("datetime", "date"), ("fractions", "Fraction"), ("builtins", "frozenset")}
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
    head = io.BytesIO()
    _Pickler(head, {id(named): group for group, named in groups.items()}).dump(loaded)
    return joined(
        head.getvalue(),
        {group: {name: dumps(entry, protocol=5) for name, entry in named.items()} for group, named in groups.items()},
    )


def unpacked(content: memoryview) -> Loaded | None:
    """What was packed; None for anything else."""
    classes: Classes = {}
    parts = parted(content, partial(_entry, classes=classes))
    if parts is None:
        return None
    head, sections = parts
    try:
        found = _Unpickler(io.BytesIO(head), sections, classes).load()
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


def _entry(part: memoryview, classes: Classes) -> object:
    return _Unpickler(io.BytesIO(part), {}, classes).load()


class _Pickler(Pickler):
    """Leaves out what is packed in a group by itself."""

    def __init__(self, file: io.BytesIO, groups: Mapping[int, str]) -> None:
        super().__init__(file, protocol=5)
        self._groups = groups

    def persistent_id(self, entry: object) -> str | None:
        """The group that an object is; None for all others, which are pickled."""
        return self._groups.get(id(entry))


class _Unpickler(Unpickler):
    """Makes nothing but what a rulebook is made of."""

    def __init__(self, file: io.BytesIO, sections: Mapping[str, Section[object]], classes: Classes) -> None:
        super().__init__(file)
        self._sections = sections
        self._classes = classes

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if a rulebook may hold one."""
        found = self._classes.get((module, name))
        if found is None:
            if not module.startswith(("rulecheck.engine.", "rulecheck.grammar.")) and (module, name) not in _PLAIN:
                raise UnpicklingError(f"{module}.{name}")
            found = super().find_class(module, name)
            if not isinstance(found, type):
                raise UnpicklingError(f"{module}.{name}")
            self._classes[module, name] = found
        return found

    def persistent_load(self, group: str) -> Section[object]:
        """The entries of a group that was left out."""
        return self._sections[group]
