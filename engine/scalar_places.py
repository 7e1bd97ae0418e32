"""Where a character of a text stands in the file, when the file writes the text with quotes, escapes or
folds.

The text is spelt out once more from how it is written, this time with the origin of each character, and
compared with what the YAML reader made of it. Should the two ever differ, the place of the whole text is
given.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from rulecheck.engine.diagnostics import Place
from rulecheck.grammar.data_classes import frozen

# A character of the text and the stretch of the raw text that it comes from.
_Spelt = tuple[str, int, int]

_BREAK = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t\r\n]+")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_CODED = {"x": 2, "u": 4, "U": 8}


@frozen
class Raw:
    """How a text is written in the file, from the first quote or block sign on, and where that begins.

    ``style`` is the sign that opens it: ``'``, ``"``, ``|``, ``>``, or empty for a plain text over several
    lines.
    """

    text: str
    style: str
    line: int
    column: int


def place_in_raw(raw: Raw, text: str, start: int, end: int, whole: Place) -> Place:
    """The place of the characters ``start`` to ``end`` of the text; ``whole`` where that cannot be told."""
    origins = _origins(raw, text)
    if origins is None:
        return whole
    if start >= len(origins):
        first = origins[-1][1] if origins else len(raw.style)
        last = first + 1
    else:
        first = origins[start][0]
        last = max(first + 1, origins[min(end, len(origins)) - 1][1]) if end > start else first + 1
    lines_before = list(_BREAK.finditer(raw.text, 0, first))
    line_end = _BREAK.search(raw.text, first)
    if line_end is not None:
        last = min(last, line_end.start())
    column = first - lines_before[-1].end() + 1 if lines_before else raw.column + first
    return Place(whole.file, raw.line + len(lines_before), column, max(1, last - first))


# The places of one text are asked for together, one for each node of a formula.
@lru_cache(maxsize=4)
def _origins(raw: Raw, text: str) -> tuple[tuple[int, int], ...] | None:
    """For each character of the text, what of the raw text gives it; None if the two do not match."""
    if raw.style in ("|", ">"):
        spelt = list(_spell_block(raw, text))
        # How many line ends are kept at the end of a block is the one thing its lines do not tell.
        kept = len(text) - len(text.rstrip("\n"))
        while spelt and spelt[-1][0] == "\n":
            spelt.pop()
        spelt.extend([("\n", len(raw.text), len(raw.text))] * kept)
    else:
        spelt = list(_spell_flow(raw))
    if "".join(character for character, _, _ in spelt) != text:
        return None
    return tuple((start, end) for _, start, end in spelt)


def _spell_flow(raw: Raw) -> Iterator[_Spelt]:
    """The characters of a plain or quoted text."""
    source, at = raw.text, len(raw.style)
    stop = len(source) - at
    while at < stop:
        blanks = _BLANKS.match(source, at, stop)
        if blanks is not None:
            yield from _fold(source, at, blanks.end())
            at = blanks.end()
        elif raw.style == "'" and source.startswith("''", at):
            yield "'", at, at + 2
            at += 2
        elif raw.style == '"' and source[at] == "\\":
            continued = re.compile(r"\\(?:\r\n|\r|\n)[ \t]*").match(source, at, stop)
            if continued is not None:
                # A line end behind a backslash gives nothing, blank lines after it one line end each.
                at = continued.end()
                blanks = _BLANKS.match(source, at, stop)
                if blanks is not None:
                    for found in _BREAK.finditer(source, at, blanks.end()):
                        yield "\n", found.start(), found.end()
                    at = blanks.end()
                continue
            sign = source[at + 1 : at + 2]
            width = 2 + _CODED.get(sign, 0)
            digits = source[at + 2 : at + width]
            if sign in _CODED and re.fullmatch(r"[0-9A-Fa-f]+", digits) and int(digits, 16) <= 0x10FFFF:
                yield chr(int(digits, 16)), at, at + width
            else:
                yield _ESCAPES.get(sign, sign), at, at + 2
            at += width
        else:
            yield source[at], at, at + 1
            at += 1


def _fold(source: str, start: int, end: int) -> Iterator[_Spelt]:
    """What a run of blanks gives: itself within a line, a space for a line end, one less for several."""
    breaks = list(_BREAK.finditer(source, start, end))
    if not breaks:
        for at in range(start, end):
            yield source[at], at, at + 1
    elif len(breaks) == 1:
        yield " ", start, start + 1
    else:
        for found in breaks[1:]:
            yield "\n", found.start(), found.end()


def _spell_block(raw: Raw, text: str) -> Iterator[_Spelt]:
    """The characters of a block, ``|`` or ``>``, up to its last line that is not empty."""
    lines = _lines(raw.text)[1:]  # the first holds the sign
    first_raw = next((raw.text[a:b] for a, b in lines if raw.text[a:b].strip(" ")), "")
    first_text = next((line for line in text.split("\n") if line.strip(" ")), "")
    indent = (len(first_raw) - len(first_raw.lstrip(" "))) - (len(first_text) - len(first_text.lstrip(" ")))
    empty: list[_Spelt] = []  # empty lines since the last line with content
    last_end, last_flush = -1, False
    for line_start, end in lines:
        start = min(line_start + max(0, indent), end)
        if start == end:
            empty.append(("\n", start, start))
            continue
        flush = raw.text[start] not in " \t"
        if last_end >= 0 and not (raw.style == ">" and last_flush and flush):
            yield "\n", last_end, last_end
        elif last_end >= 0 and not empty:
            yield " ", last_end, last_end
        yield from empty
        empty = []
        for at in range(start, end):
            yield raw.text[at], at, at + 1
        last_end, last_flush = end, flush


def _lines(source: str) -> list[tuple[int, int]]:
    """Where each line starts and ends, its line end not counted."""
    lines, start = [], 0
    for found in _BREAK.finditer(source):
        lines.append((start, found.start()))
        start = found.end()
    return [*lines, (start, len(source))]
