"""The slips that make a case file unreadable as JSON, in plain words."""

import re

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import Limits
from rulecheck.engine.text_file import shown
from rulecheck.grammar.data_classes import frozen

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?")
_BAD_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|.)")
_CLOSED = re.compile(r'"(?:[^"\\]++|\\.)*+"')
_SKIPPED_IN_STRING = re.compile(r'(?:[^\\\t]++|\\u[0-9a-fA-F]{4}|\\["\\/bfnrt])*+')
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LOWER = {"true", "false", "null"}


@frozen
class Token:
    """A token of JSON: ``kind`` is string, number, word, sign, comment or other."""

    kind: str
    text: str
    place: Place


def unexpected(token: Token, before: Token | None, expects: str, closing: str) -> Diagnostic:
    """The diagnostic for a token that may not stand where it does.

    ``expects`` says what may: value, first value, key, first key, colon, comma, end; ``closing`` is the
    bracket that closes the list or mapping around it.
    """
    text, place = token.text, token.place
    if token.kind == "comment":
        return _slip("JSON has no comments", token, "delete it")
    if text.startswith("'"):
        return _slip("a text stands in double quotes in JSON, not in `'`", token, 'write `"`')
    if expects in ("value", "key") and text == closing and before is not None and before.text == ",":
        return _slip(f"a comma stands before the closing `{closing}`", before, "delete the comma")
    if text in ("]", "}") and closing and text != closing and expects not in ("colon", "value", "key"):
        return _slip(f"`{text}` stands where `{closing}` is due", token, "brackets close in the order they open in")
    if expects == "end":
        return _slip("more follows after the end of the value", token, "a case file holds one mapping in `{ }`")
    if expects == "colon":
        return _slip("a colon is missing before this", token, "between a key and its value stands `:`")
    if expects == "comma":
        return _slip("a comma is missing before this", token, "between two entries stands `,`")
    if expects in ("key", "first key"):
        if token.kind == "number":
            hint = "a number has no commas within; with its unit, or as a date, it stands in double quotes"
            return _slip("a key is missing before this number", token, hint)
        hint = f'write `"{shown(text)}"`' if token.kind == "word" else "write a key in double quotes, then `:`"
        return _slip("a key in double quotes is missing here", token, hint)
    if before is None and token.kind in ("word", "other"):
        hint = 'write `{"facts": {…}}`; a case in YAML is a file that ends in `.yaml`'
        return _slip("a case in JSON begins with `{`", token, hint)
    if token.kind == "word":
        lower = text.lower()
        hint = f"write `{lower}`" if lower in _LOWER else f'put a text in double quotes: `"{shown(text)}"`'
        return _slip(f"`{shown(text)}` is no value in JSON", token, hint)
    return Diagnostic("R0119", "a value is missing before this", place, text, "write the value")


def at_the_end(opening: Token | None, end: Place) -> Diagnostic:
    """The diagnostic for a file that ends too early; ``opening`` is the innermost bracket that is open."""
    if opening is None:
        return Diagnostic("R0119", "the file ends before there is a value", end)
    closing = "]" if opening.text == "[" else "}"
    return _slip(f"what `{opening.text}` opens here is not closed", opening, f"close it with `{closing}`")


def number_slip(token: Token, limits: Limits) -> Diagnostic | None:
    """What is wrong with a number; None if nothing is (nor with ``true``, ``false`` and ``null``)."""
    text = token.text
    if text in _LOWER:
        return None
    if text in ("NaN", "Infinity", "-Infinity"):
        return Diagnostic("R0121", f"`{text}` is no number", token.place, text, "leave out what is not known")
    match = _NUMBER.fullmatch(text)
    if match is None:
        if _DATE.fullmatch(text):
            return _slip(f"the date `{text}` stands without quotes", token, f'write `"{text}"`')
        hint = "write digits, with a point before decimals; with a unit, put it in double quotes"
        return _slip(f"`{shown(text)}` is no number in JSON", token, hint)
    whole, decimals, exponent = match[1], match[2] or "", match[3] or ""
    if len(whole) + len(decimals) > limits.digits:
        message = f"a number has more than {limits.digits} digits"
        return Diagnostic("R0120", message, token.place, shown(text), "check the number")
    if len(exponent) > limits.digits or abs(int(exponent or 0)) > limits.exponent:
        message = f"a number has an exponent beyond {limits.exponent}"
        return Diagnostic("R0120", message, token.place, shown(text), "check the number, and write it out")
    return None


def string_slip(token: Token) -> Diagnostic | None:
    """What makes a string no JSON; None if nothing does."""
    text, place = token.text, token.place
    clean = _SKIPPED_IN_STRING.match(text)
    at = clean.end() if clean else 0
    if at < len(text):
        if text[at] == "\t":
            hint = "write `\\t`, or a space"
            return Diagnostic("R0119", "a tab stands within a text", place.shifted(at, 1), hint=hint)
        bad = _BAD_ESCAPE.match(text, at)
        written = bad[0] if bad else text[at]
        hint = "a backslash within a text is written `\\\\`"
        message = f"`{written}` stands for no character"
        return Diagnostic("R0119", message, place.shifted(at, len(written)), written, hint)
    if _CLOSED.fullmatch(text) is None:
        hint = 'close it with `"`; a line end within a text is written `\\n`'
        message = "the text that begins here is not closed in its line"
        return Diagnostic("R0119", message, place.shifted(0, 1), '"', hint)
    return None


def _slip(message: str, token: Token, hint: str) -> Diagnostic:
    return Diagnostic("R0119", message, token.place, shown(token.text), hint)
