"""What files looked like when a rulebook was read from them, to see without reading them that none has changed.

A file that was written anew has another size, inode, or time of change. Two changes within one tick of the clock may
have the same time: so what had changed a moment ago, when it was looked at, is not stamped but read again next time.
"""

import os
import stat
from collections.abc import Iterable

# A directory with the endings of the files in it that count, or a file by itself.
Root = tuple[str, tuple[str, ...]]
Seen = dict[str, tuple[int, int, int, int]]

# Longer than the tick of any file system in use, and than clocks of a network differ as a rule.
MOMENT_NS = 2_000_000_000


def seen(roots: Iterable[Root]) -> Seen | None:
    """What the files below directories look like; None where there are links, or what cannot be looked at."""
    found: Seen = {}
    try:
        for path, endings in roots:
            status = os.stat(path)
            if not stat.S_ISDIR(status.st_mode):
                found[path] = _looks(status)
            elif not _below(path, endings, found, ("cases",)):
                return None
    except OSError:
        return None
    return found


def settled(files: Seen, now_ns: int) -> bool:
    """Whether nothing of what was seen had changed in the moment before."""
    return all(max(changed) < now_ns - MOMENT_NS for _, *changed, _ in files.values())


def _below(directory: str, endings: tuple[str, ...], found: Seen, passed_over: tuple[str, ...] = ()) -> bool:
    """Looks at what is in a directory, but for hidden things; tells whether it holds no link."""
    with os.scandir(directory) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_symlink():
                return False
            if not entry.is_dir():
                if name.endswith(endings):
                    found[entry.path] = _looks(entry.stat())
            elif name not in passed_over and not name.startswith("__") and not _below(entry.path, endings, found):
                return False
    return True


def _looks(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
