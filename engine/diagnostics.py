"""Diagnostics are values: what is wrong, where, and what to do about it.

Nothing in the engine raises for a mistake of a user. A stage that finds mistakes returns them all, and whoever
called it shows them together. The texts are a contract, held by the corpus in ``tests/errors``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rulecheck.grammar.data_classes import field, frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Severity = Literal["error", "warning"]
else:
    Severity = str

# A name that somebody wrote, between backticks, and as much of it as a message repeats. There may be much more.
_LONG_NAME = r"`([^`]{60})[^`]{30,}`"
_MOST_CHARACTERS = 1_000
# How many names of a loop are told before the rest is passed over, and how many after.
_LOOP_HEAD, _LOOP_TAIL = 6, 2


@frozen
class Place:
    """A stretch of one line of a file. Lines and columns count from 1; columns count characters."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1

    def shifted(self, start: int, length: int) -> Place:
        """The place ``start`` characters further along the same line."""
        return Place(self.file, self.line, self.column + start, max(1, length))


def _brief(text: str) -> str:
    """The text with long names in it cut, and cut itself where it is still too long for anybody to read."""
    if len(text) > 90:
        text = re.sub(_LONG_NAME, r"`\1…`", text)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


@frozen
class Diagnostic:
    """One mistake: a code of the catalogue, a message, its place, the text underlined there, and a hint."""

    code: str
    message: str = field(converter=_brief)
    place: Place
    underlined: str = field(default="", converter=_brief)
    hint: str = field(default="", converter=_brief)
    severity: Severity = "error"

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: file, line, column, code, message."""
        return (self.place.file, self.place.line, self.place.column, self.code, self.message)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics sorted by place, each once."""
    return tuple(sorted(set(diagnostics), key=lambda d: d.order))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error (a warning alone stops nothing)."""
    return any(d.severity == "error" for d in diagnostics)


# How much less like the word than the nearest another known word may be, to be named beside it.
_NEARLY_AS_NEAR = 0.1


def did_you_mean(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """A hint that names the nearest known words, or an empty text when none is near (of at least that likeness)."""
    from difflib import SequenceMatcher, get_close_matches

    known = sorted(known)
    near = get_close_matches(word, known, n=3, cutoff=likeness)
    ratios = [SequenceMatcher(None, name, word).ratio() for name in near]
    near = [name for name, ratio in zip(near, ratios, strict=True) if ratio >= ratios[0] - _NEARLY_AS_NEAR]
    if not near:
        # A dotted name is often right in its last part only.
        tail = word.rsplit(".", 1)[-1]
        near = [name for name in known if name.rsplit(".", 1)[-1] == tail][:3]
    return f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""


def loop_shown(names: Sequence[str]) -> str:
    """A loop of names, back to the first one; of a long one the beginning and the end."""
    steps = [f"`{name}`" for name in (*names, names[0])]
    if len(steps) > _LOOP_HEAD + _LOOP_TAIL + 1:
        passed = len(steps) - _LOOP_HEAD - _LOOP_TAIL
        steps = [*steps[:_LOOP_HEAD], f"({passed:,} more)", *steps[-_LOOP_TAIL:]]
    return " → ".join(steps)
