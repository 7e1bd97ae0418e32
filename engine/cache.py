"""Checked rulebooks kept from run to run, so that a case need not wait until all rules were read and checked again.

A rulebook is kept under a key made of its files' contents, the engine's own source and the Python that runs it:
whatever changes, the key changes, and nothing kept is ever out of date. Where all these files look as they did when
the key was made, the key is taken from a stamp (``stamps``), and they are not read.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from time import time_ns

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.digests import sha256
from rulecheck.engine.kept_files import cache_directory as cache_directory
from rulecheck.engine.kept_files import keep, read_kept
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.packed_rulebook import Loaded as Loaded
from rulecheck.engine.packed_rulebook import packed, unpacked
from rulecheck.engine.python.kept_code import CodeStore
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.stamps import Root, seen, settled
from rulecheck.grammar.data_classes import frozen

TYPE_CHECKING = False

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from rulecheck.engine.rule_files import RuleFile

_MAGIC = b"rulecheck rulebook 4\n"
_STAMPED = b"rulecheck stamp 1\n"
_NO_STAMP = (EOFError, TypeError, ValueError)
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PARTS = ("engine", "grammar", "schemas")
_SOURCE = (".py", ".lark", ".json")
_RULES = (".yaml", ".yml")


@frozen
class Kept:
    """A rulebook, or none where it has errors; its diagnostics; and where its generated code is kept, if anywhere."""

    rulebook: Rulebook | None
    diagnostics: tuple[Diagnostic, ...]
    code: CodeStore | None = None


def load_kept(directory: str, limits: Limits = DEFAULT_LIMITS) -> Kept:
    """What ``loader.load`` gives for a directory, from the cache if it is there, and where its code is kept.

    Only rulebooks without errors are kept, with their warnings. The environment variable ``RULECHECK_CACHE_DIR``
    names the directory of the cache; ``off`` turns it off. Where the cache cannot be used, nothing is said.
    """
    place = cache_directory()
    began = time_ns()
    stamp = "" if place is None else os.path.join(place, f"{_whose(directory, limits)}.stamp")
    if place is not None:
        key = _stamped(stamp)
        kept = None if key is None else _kept(place, key)
        if key is not None and kept is not None:
            return Kept(*kept, _code(place, key))
    from rulecheck.engine.rule_files import base_of, read_rule_files

    rule_files, unread = read_rule_files(directory, limits)
    if place is None or unread:
        return Kept(*_load(rule_files, unread, limits))
    key = _key(rule_files, limits)
    loaded = _kept(place, key)
    if loaded is None:
        loaded = _load(rule_files, unread, limits)
        if loaded[0] is None:
            return Kept(*loaded)
        keep(os.path.join(place, f"{key}.rulebook"), _MAGIC, packed(loaded))
    base, at = base_of(directory, rule_files, limits)
    _stamp(stamp, key, directory, "" if base is None else base.text, at, began)
    return Kept(*loaded, _code(place, key))


def load_cached(directory: str, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """The same without the place of the code."""
    found = load_kept(directory, limits)
    return found.rulebook, found.diagnostics


def _load(rule_files: Sequence[RuleFile], unread: Sequence[Diagnostic], limits: Limits) -> Loaded:
    # The loader brings the parser and the schemas with it, which a kept rulebook does not need.
    from rulecheck.engine.loader import load_files

    return load_files(rule_files, unread, limits)


def _kept(place: str, key: str) -> Loaded | None:
    content = read_kept(os.path.join(place, f"{key}.rulebook"), _MAGIC)
    return None if content is None else unpacked(content)


def _code(place: str, key: str) -> CodeStore:
    return CodeStore(os.path.join(place, f"{key}.code"))


def _stamped(path: str) -> str | None:
    """The key of a stamped rulebook, if all that it was made of looks as it did."""
    content = read_kept(path, _STAMPED)
    if content is None:
        return None
    try:
        key, directory, base, at, holidays, files = marshal.loads(content)
        unchanged: bool = seen(_roots(directory, at, holidays)) == files
    except _NO_STAMP:
        return None
    if base and unchanged:
        from rulecheck.engine.rule_files import base_directory

        # A folder of that name that has come nearer would be built on instead.
        unchanged = base_directory(directory, base) == at
    return str(key) if unchanged else None


def _stamp(path: str, key: str, directory: str, base: str, at: str | None, began: int) -> None:
    """Keeps what all files look like, unless one of them may have changed since the reading of them began."""
    directory, holidays = os.path.abspath(directory), _holidays_file()
    files = seen(_roots(directory, at, holidays))
    if files is not None and settled(files, began):
        keep(path, _STAMPED, marshal.dumps((key, directory, base, at, holidays, files)))


def _roots(directory: str, base: str | None, holidays: str) -> tuple[Root, ...]:
    """Everything that a rulebook is made of: its files, those it builds on, the engine, the library of holidays."""
    rules = tuple((folder, _RULES) for folder in (directory, base) if folder)
    return (*rules, *((os.path.join(_PACKAGE, part), _SOURCE) for part in _PARTS), (holidays or _PACKAGE, ()))


def _whose(directory: str, limits: Limits) -> str:
    """Whose stamp it is: of a directory and limits, for this engine and this Python."""
    return _name(os.path.abspath(directory), repr(limits), _PACKAGE, sys.prefix, sys.version)


def _key(rule_files: Sequence[RuleFile], limits: Limits) -> str:
    """What a rulebook depends on: its files and their shown paths, limits, engine, public holidays, the Python."""
    from rulecheck.engine.rule_files import digest

    return _name(digest(rule_files), rule_files[0].shown, repr(limits), engine_digest(), _holidays(), sys.version)


def _name(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()


def _holidays() -> str:
    """What tells one release of the library of holidays from another, without importing it."""
    origin = _holidays_file()
    if not origin:
        return ""
    status = os.stat(origin)
    return f"{origin} {status.st_size} {status.st_mtime_ns}"


@lru_cache(maxsize=1)
def _holidays_file() -> str:
    from importlib.util import find_spec

    found = find_spec("holidays")
    return "" if found is None or found.origin is None else found.origin


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """The SHA-256 of everything that takes part in loading: the modules, the grammar, the schemas."""
    from importlib.resources import files

    total = sha256()
    for part in _PARTS:
        for name, content in _contents(files("rulecheck").joinpath(part), part):
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def _contents(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        path = f"{name}/{item.name}"
        if item.name.endswith(_SOURCE):
            found.append((path, item.read_bytes()))
        elif item.is_dir() and not item.name.startswith((".", "__")):
            found.extend(_contents(item, path))
    return found
