"""Checked rulebooks kept from run to run, so that a case need not wait until all rules were read and checked again.

A rulebook is kept under a key made of its files' contents, the engine's own source and the Python that runs it:
whatever changes, the key changes, and nothing kept is ever out of date. What is kept is trusted as far as its owner
is: a file is taken only from a directory into which the current user alone can write, and which that user owns.
"""

import hashlib
import importlib.util
import io
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from attrs import evolve

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.rule_files import RuleFile, digest, read_rule_files
from rulecheck.engine.rulebook import Provision, Rulebook

Loaded = tuple[Rulebook | None, tuple[Diagnostic, ...]]

_MAGIC = b"rulecheck rulebook 2\n"
_SUFFIX = ".rulebook"
# How many rulebooks are kept. Each change of a rule file leaves one behind.
_KEPT = 16
# What a kept rulebook is made of besides the engine's own classes.
_PLAIN = {("datetime", "date"), ("fractions", "Fraction"), ("builtins", "frozenset")}
# What reading a damaged or foreign pickle may raise.
_UNREADABLE = (
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)


def load_cached(directory: str, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """What ``loader.load`` gives for a directory, from the cache if it is there.

    Only rulebooks without errors are kept, with their warnings. The environment variable ``RULECHECK_CACHE_DIR``
    names the directory of the cache; ``off`` turns it off. Where the cache cannot be used, nothing is said.
    """
    rule_files, unread = read_rule_files(directory, limits)
    place = None if unread else cache_directory()
    if place is None:
        return _load(rule_files, unread, limits)
    path = os.path.join(place, _key(rule_files, limits) + _SUFFIX)
    kept = _kept(path)
    if kept is not None:
        return kept
    loaded = _load(rule_files, unread, limits)
    if loaded[0] is not None and _own_directory(place, make=True):
        _keep(loaded, path)
    return loaded


def cache_directory() -> str | None:
    """Where rulebooks are kept; None where they are not."""
    if not hasattr(os, "getuid"):
        # Nothing tells here to whom a file belongs.
        return None
    wished = os.environ.get("RULECHECK_CACHE_DIR", "")
    if wished:
        return None if wished == "off" else os.path.abspath(wished)
    caches = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(caches):
        mac = sys.platform == "darwin"
        caches = os.path.join(os.path.expanduser("~"), *(("Library", "Caches") if mac else (".cache",)))
    return os.path.join(caches, "rulecheck") if os.path.isabs(caches) else None


def _load(rule_files: Sequence[RuleFile], unread: Sequence[Diagnostic], limits: Limits) -> Loaded:
    # The loader brings the parser and the schemas with it, which a kept rulebook does not need.
    from rulecheck.engine.loader import load_files

    return load_files(rule_files, unread, limits)


def _key(rule_files: Sequence[RuleFile], limits: Limits) -> str:
    """What a rulebook depends on: its files and their shown paths, limits, engine, public holidays, the Python."""
    parts = (digest(rule_files), rule_files[0].shown, repr(limits), _engine_digest(), _holidays(), sys.version)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _holidays() -> str:
    """What tells one release of the library of holidays from another, without importing it."""
    found = importlib.util.find_spec("holidays")
    if found is None or found.origin is None:
        return ""
    status = os.stat(found.origin)
    return f"{found.origin} {status.st_size} {status.st_mtime_ns}"


@lru_cache(maxsize=1)
def _engine_digest() -> str:
    """The SHA-256 of everything that takes part in loading: the modules, the grammar, the schemas."""
    total = hashlib.sha256()
    for part in ("engine", "grammar", "schemas"):
        for name, content in _contents(files("rulecheck").joinpath(part), part):
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def _contents(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        path = f"{name}/{item.name}"
        if item.name.endswith((".py", ".lark", ".json")):
            found.append((path, item.read_bytes()))
        elif item.is_dir() and not item.name.startswith((".", "__")):
            found.extend(_contents(item, path))
    return found


def _kept(path: str) -> Loaded | None:
    """The rulebook kept in a file; None where there is none, or none that can be trusted and read."""
    if not _own_directory(os.path.dirname(path), make=False):
        return None
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(opened, "rb") as file:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode) or not _own(status):
                return None
            content = file.read()
    except OSError:
        return None
    return _unpacked(content)


class _Provisions(Mapping[str, Provision]):
    """Provisions that are unpacked one by one, when they are first looked at: a case looks at few of them."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self._packed = packed
        self._unpacked: dict[str, Provision] = {}

    def __getitem__(self, id_: str) -> Provision:
        found = self._unpacked.get(id_)
        if found is None:
            found = self._unpacked[id_] = _Unpickler(io.BytesIO(self._packed[id_])).load()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._packed


def _packed(loaded: Loaded) -> bytes:
    rulebook, diagnostics = loaded
    assert rulebook is not None
    provisions = {id_: pickle.dumps(provision, protocol=5) for id_, provision in rulebook.provisions.items()}
    payload = pickle.dumps((evolve(rulebook, provisions={}), provisions, diagnostics), protocol=5)
    return _MAGIC + hashlib.sha256(payload).digest() + payload


def _unpacked(content: bytes) -> Loaded | None:
    head = len(_MAGIC) + hashlib.sha256().digest_size
    payload = content[head:]
    if content[:head] != _MAGIC + hashlib.sha256(payload).digest():
        return None
    try:
        found = _Unpickler(io.BytesIO(payload)).load()
    except _UNREADABLE:
        return None
    match found:
        case (Rulebook() as rulebook, dict() as provisions, tuple() as diagnostics):
            return evolve(rulebook, provisions=_Provisions(provisions)), diagnostics
    return None


class _Unpickler(pickle.Unpickler):
    """Makes nothing but what a rulebook is made of."""

    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if a rulebook may hold one."""
        if not module.startswith(("rulecheck.engine.", "rulecheck.grammar.")) and (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _keep(loaded: Loaded, path: str) -> None:
    """Writes a file beside its final place and then moves it there, so that nobody ever reads half of it."""
    place = os.path.dirname(path)
    content = _packed(loaded)
    try:
        opened, temporary = tempfile.mkstemp(suffix=f"{_SUFFIX}.part", dir=place)
    except OSError:
        return
    try:
        with open(opened, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        _quietly(os.unlink, temporary)
        return
    _prune(place)


def _prune(place: str) -> None:
    """Removes all but the newest files; those that a broken-off run left half-written grow old as well."""
    aged: list[tuple[int, str]] = []
    try:
        with os.scandir(place) as found:
            for entry in found:
                if _SUFFIX in entry.name and entry.is_file(follow_symlinks=False):
                    aged.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.path))
    except OSError:
        return
    for _, path in sorted(aged)[:-_KEPT]:
        _quietly(os.unlink, path)


def _own_directory(place: str, make: bool) -> bool:
    """Whether a directory belongs to the current user, and only that user can write into it."""
    try:
        if make:
            os.makedirs(place, mode=0o700, exist_ok=True)
        status = os.stat(place, follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _own(status)


def _own(status: os.stat_result) -> bool:
    others = stat.S_IWGRP | stat.S_IWOTH
    return status.st_uid == os.getuid() and not status.st_mode & others


def _quietly(act: Callable[[str], None], path: str) -> None:
    """Does something that another run may have done already."""
    try:
        act(path)
    except OSError:
        return
