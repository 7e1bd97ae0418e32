"""Case files: JSON, read into plain Python data with exact numbers.

The happy path is Python's own reader, held in by counts taken before it runs. Once anything is amiss, the
scanner of ``json_scan``, which knows places, says what and where.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction

from rulecheck.engine.diagnostics import Diagnostic, Place, in_order
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.text_file import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

# Escapes that may stand for an invisible character or half of one: worth a closer look, not yet a mistake.
_SUSPICIOUS = r"\\(?:[bf]|u(?:00[0189]|007[fF]|20[26]|[dD][89a-fA-F]|[fF][eEfF]))"
_NOT_BRACKETS = r"[^][{}]+"


def read_json(text: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> tuple[object | None, tuple[Diagnostic, ...]]:
    """The data of a case file, and the mistakes in it sorted by place; None as soon as there is one.

    An integer is an ``int``; a number with a point or an exponent is the ``Fraction`` that its digits say. A
    JSON ``null`` is None too: the diagnostics tell whether the file was read.
    """
    decoded, diagnostics = decode(text, file, limits.case_bytes)
    if decoded is None:
        return None, diagnostics
    if not _within(decoded, limits):
        diagnostics = _mistakes(decoded, file, limits)
        if diagnostics:
            return None, diagnostics
    try:
        return _load(decoded, limits), ()
    except (_RefusedError, ValueError):
        unknown = Diagnostic("R0119", "the file is no JSON", Place(file))
        return None, _mistakes(decoded, file, limits) or (unknown,)


class _RefusedError(Exception):
    """Python's reader would take it, and we do not."""


def _within(text: str, limits: Limits) -> bool:
    """Whether Python's reader may have the text unseen: neither deep nor large, no suspicious escape.

    Strings are blanked out first. Outside of them a backslash is an error at which that reader stops, so that
    what follows it need not be counted rightly.
    """
    parts = text.replace("\\\\", "  ").replace('\\"', "  ").split('"')
    outside = "".join(parts[::2])
    lists, mappings = outside.count("["), outside.count("{")
    if lists + mappings + outside.count(",") + outside.count(":") + 1 > limits.nodes:
        return False
    if max(map(len, parts[1::2]), default=0) > limits.scalar_length:
        return False
    if lists + mappings > limits.depth and _depth(outside) > limits.depth:
        return False
    return "\\" not in text or re.search(_SUSPICIOUS, text) is None


def _depth(outside: str) -> int:
    """How deep the brackets are nested at most."""
    depth = deepest = 0
    for bracket in re.sub(_NOT_BRACKETS, "", outside):
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _load(text: str, limits: Limits) -> object:
    """Python's reader with exact numbers; raises `_RefusedError` or ``ValueError``."""

    def exact_integer(written: str) -> int:
        if len(written.removeprefix("-")) > limits.digits:
            raise _RefusedError
        return int(written)

    def exact_decimal(written: str) -> Fraction:
        mantissa, _, exponent = written.lower().partition("e")
        whole, _, decimals = mantissa.partition(".")
        if len(whole.removeprefix("-")) + len(decimals) > limits.digits:
            raise _RefusedError
        if len(exponent) > limits.digits or abs(int(exponent or 0)) > limits.exponent:
            raise _RefusedError
        power = int(exponent or 0) - len(decimals)
        digits = int(whole + decimals)
        return Fraction(digits * 10**power) if power >= 0 else Fraction(digits, 10**-power)

    def no_constant(_: str) -> NoReturn:
        raise _RefusedError

    def each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            raise _RefusedError
        return mapping

    loaded: object = json.loads(
        text,
        parse_int=exact_integer,
        parse_float=exact_decimal,
        parse_constant=no_constant,
        object_pairs_hook=each_key_once,
    )
    return loaded


def _mistakes(text: str, file: str, limits: Limits) -> tuple[Diagnostic, ...]:
    from rulecheck.engine.json_scan import Scanner  # a case without mistakes does without it

    scanner = Scanner(text, file, limits)
    scanner.run()
    return in_order(scanner.mistakes)
