"""Typical slips, named: what a syntax mistake most likely is, in an analyst's words."""

import re

_SLIPS: tuple[tuple[str, str, str, str], ...] = (
    # (pattern around the place of the mistake, kind, message, hint); the place is marked by \x00
    (
        r"\bbetween\x00?|\x00\s*between\b",
        "between",
        "`between` is not a word of the language",
        "write a range: `hours 15–35` or `15 ≤ hours ≤ 35`",
    ),
    (
        r"\d\s*\x00-\s*\d|\d-\x00\d",
        "hyphen in a range",
        "a hyphen between two numbers is a subtraction",
        "a range is written with a dash or two dots: `15–35`, `15..35`",
    ),
    (r"\x00=[<>]", "sign turned round", "the sign is turned round", "write `≤` or `<=`, `≥` or `>=`"),
    (
        r"(?:\x00==)|(?:=\x00=)",
        "double equals",
        "equality is written with one `=`",
        "write `a = b`, or `kind is option`",
    ),
    (
        r"\x00(?:&&|\|\||&|\|)",
        "sign for and/or",
        "`and` and `or` are written as words",
        "write `a and b`, or list the conditions under `all:` or `any:`",
    ),
    (r"\x00!", "sign for not", "`not` is written as a word", "write `not x`, or `a ≠ b`"),
    (
        r"\band\b[^()]*\x00or\b|\bor\b[^()]*\x00and\b",
        "and with or",
        "`and` and `or` stand side by side",
        "put parentheses around what belongs together, or list the conditions under `any:` and `all:`",
    ),
    (
        r"\x00[A-Z]\w*",
        "capital letter",
        "names are written in lower case",
        "write the fact's name as the vocabulary has it, or `Art. 19(1) applies` for a provision",
    ),
    (r"\x00'", "single quotes", "text stands in double quotes", 'write "text"'),
    (
        r"\x00[€$£¥₩]|[€$£¥₩]\x00",
        "currency sign",
        "a currency sign stands for no unit",
        "write the unit as a word after the number: `500,000 won`",
    ),
    (
        r"\x00\)",
        "parenthesis closed",
        "a parenthesis is closed that was never opened, or nothing stands before it",
        "",
    ),
)


def name_the_slip(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The kind of mistake at ``text[start:end]``, its message and a hint (which may be empty)."""
    marked = text[:start] + "\x00" + text[start:]
    for pattern, kind, message, hint in _SLIPS:
        for match in re.finditer(pattern, marked):
            if "\x00" in match.group():
                return kind, message, hint
    if start >= len(text):
        missing = text.count("(") - text.count(")")
        if missing > 0:
            return "unclosed parenthesis", "a parenthesis is not closed", "close it with `)`"
        return (
            "unfinished",
            f"the expression stops after `{_last_word(text)}`",
            "finish it, or take the last word out",
        )
    word = text[start:end].strip()
    return "unexpected", f"`{word}` is not expected here", _hint_before(text[:start])


def _last_word(text: str) -> str:
    words = text.split()
    return words[-1] if words else ""


def _hint_before(before: str) -> str:
    last = _last_word(before)
    if last in {"is", "in"}:
        return "name one of the fact's options, or `{several, of, them}`"
    if last in {"<", "≤", "=", "≠", "≥", ">", "<=", ">=", "!="}:
        return "compare with an amount, a date or a name"
    return ""
