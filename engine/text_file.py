"""Files and their bytes: reading at most so many of them, and making sure that they are text."""

import os
import re
import stat
import sys
from itertools import islice

from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits

# What a reader cannot see or is misled by: control characters, line ends that editors do not count (U+0085,
# U+2028, U+2029), signs that turn the direction of writing round, a byte order mark within the text, halves
# of characters.
UNSEEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
_LINE_END = r"\r\n|\r|\n"
# Among more siblings than these no nearest name is looked for.
_SIBLINGS = 1_000
# Characters of the user's own text that a message repeats.
_SHOWN = 60


def read_file(
    path: str, limits: Limits = DEFAULT_LIMITS, *, case: bool = False
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The bytes of a file, or of standard input for ``-``; None and a diagnostic where it cannot be read.

    At most ``limits.rule_file_bytes`` are read, for a ``case`` at most ``limits.case_bytes``. Pipes and
    devices are refused, as reading them may never end.
    """
    most = limits.case_bytes if case else limits.rule_file_bytes
    if path == "-":
        data = sys.stdin.buffer.read(most + 1)
    else:
        try:
            data = _bytes_of(path, most)
        except (FileNotFoundError, NotADirectoryError):
            return None, (Diagnostic("R0101", f"there is no file `{path}`", Place(path), hint=_nearest_file(path)),)
        except IsADirectoryError:
            return None, (Diagnostic("R0102", f"`{path}` is a folder", Place(path), hint="name a file in it"),)
        except _NotAFileError:
            return None, (
                Diagnostic("R0103", f"`{path}` is no ordinary file", Place(path), hint="use `-` to read from a pipe"),
            )
        except PermissionError:
            return None, (
                Diagnostic("R0103", f"`{path}` may not be read", Place(path), hint="check who may read the file"),
            )
        except (OSError, ValueError):  # a name too long, a NUL in the name, a broken disk
            return None, (Diagnostic("R0103", f"`{path}` cannot be read", Place(path)),)
    if len(data) > most:
        return None, (too_large(path, most),)
    return data, ()


class _NotAFileError(OSError):
    """The path is that of a pipe, a socket or a device."""


def _bytes_of(path: str, most: int) -> bytes:
    """At most one byte more than ``most``, so that the caller can tell."""
    _check_mode(os.stat(path).st_mode)
    # Without O_NONBLOCK, a pipe put there since the check would hold us up.
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(opened, "rb") as file:
        _check_mode(os.fstat(opened).st_mode)
        return file.read(most + 1)


def _check_mode(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    if not stat.S_ISREG(mode):
        raise _NotAFileError


def _nearest_file(path: str) -> str:
    """A hint that names files beside the path with a name like it."""
    folder, name = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            siblings = [entry.name for entry in islice(entries, _SIBLINGS + 1)]
    except OSError:
        return f"there is no folder `{folder}` either"
    return did_you_mean(name, siblings) if len(siblings) <= _SIBLINGS else ""


def too_large(file: str, most: int) -> Diagnostic:
    """The diagnostic for a file of more than ``most`` bytes."""
    return Diagnostic(
        "R0104", f"the file has more than {most:,} bytes", Place(file), hint="split it into several files"
    )


def decode(data: bytes, file: str, most: int) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of the bytes: at most ``most`` of them, UTF-8, with something in it that can be seen, all of
    it.

    A byte order mark at the start is left out, and columns count from behind it.
    """
    if len(data) > most:
        return None, (too_large(file, most),)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        sixteen = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return None, (
            Diagnostic(
                "R0105",
                "the file is written in UTF-16" if sixteen else "the file is not written in UTF-8 from here on",
                place_in_text(before, len(before), 1, file),
                hint="save the file again as UTF-8",
            ),
        )
    # What can be printed can be seen; a case in plain words needs no more.
    printable = text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    unseen = None if printable else re.search(UNSEEN, text)
    if unseen is not None:
        return None, (unseen_character(unseen[0], place_in_text(text, unseen.start(), 1, file)),)
    if not text.strip():
        return None, (Diagnostic("R0107", "the file is empty", Place(file)),)
    return text, ()


def unseen_character(character: str, place: Place) -> Diagnostic:
    """The diagnostic for a character that a reader of the file cannot see."""
    return Diagnostic(
        "R0106",
        f"the text holds the invisible character U+{ord(character):04X}",
        place,
        hint="delete it, or type the line anew",
    )


def shown(text: str) -> str:
    """User text as a message shows it: on one line, and cut if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def text_at(data: bytes, place: Place) -> str:
    """What stands at a place of a text, as a message shows it."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = re.split(_LINE_END, text, maxsplit=place.line)
    return shown(lines[place.line - 1][place.column - 1 :][: place.length]) if place.line <= len(lines) else ""


def place_in_text(text: str, start: int, length: int, file: str) -> Place:
    """The place of the characters from ``start`` on, at most to the end of their line."""
    line, line_start = 1, 0
    ends = re.compile(_LINE_END)
    for found in ends.finditer(text, 0, start):
        line, line_start = line + 1, found.end()
    line_end = ends.search(text, start)
    most = (line_end.start() if line_end else len(text)) - start
    return Place(file, line, start - line_start + 1, max(1, min(length, most)))
