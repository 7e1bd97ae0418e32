"""Files that the engine keeps for itself from run to run, in a directory that is the current user's alone.

What is kept is trusted as far as its owner is: a file is taken only from a directory into which the current user alone
can write, and which that user owns, and only if nothing of it is missing or damaged.
"""

import os
import stat
import sys
from collections.abc import Callable
from zlib import crc32

# How many files of a kind are kept. Each change of a rule file leaves some behind.
_KEPT = 16
_CHECK = 4  # bytes of the checksum


def cache_directory() -> str | None:
    """Where files are kept; None where they are not."""
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


def read_kept(path: str, magic: bytes) -> memoryview | None:
    """What was kept in a file; None where there is none, or none that can be trusted and is whole."""
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
    payload = memoryview(content)[len(magic) + _CHECK :]
    whole = content.startswith(magic + _checksum(payload))
    return payload if whole else None


def keep(path: str, magic: bytes, payload: bytes) -> None:
    """Keeps something in a file, and quietly does not where that is impossible; the oldest of its kind give way.

    It is written beside its final place and then moved there, so that nobody ever reads half of it.
    """
    from tempfile import mkstemp

    place, suffix = os.path.dirname(path), os.path.splitext(path)[1]
    if not _own_directory(place, make=True):
        return
    try:
        opened, temporary = mkstemp(suffix=f"{suffix}.part", dir=place)
    except OSError:
        return
    try:
        with open(opened, "wb") as file:
            file.write(magic + _checksum(payload) + payload)
        os.replace(temporary, path)
    except OSError:
        _quietly(os.unlink, temporary)
        return
    _prune(place, suffix)


def _checksum(payload: bytes | memoryview) -> bytes:
    """Tells damage. A digest would tell no more: who can write here can reckon that too."""
    return crc32(payload).to_bytes(_CHECK, "big")


def _prune(place: str, suffix: str) -> None:
    """Removes all but the newest files; those that a broken-off run left half-written grow old as well."""
    aged: list[tuple[int, str]] = []
    try:
        with os.scandir(place) as found:
            for entry in found:
                if suffix in entry.name and entry.is_file(follow_symlinks=False):
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
