"""The slips that make a file unreadable as YAML, in plain words.

PyYAML names what its grammar expected; an analyst wants to know which character of the line to change. The
slip is found from the place where the reader gave up, the place where it began what it could not finish, and
the characters that stand there. Both of PyYAML's readers agree in these, though not in their words.
"""

import re
from collections.abc import Callable

from yaml import MarkedYAMLError

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.text_file import place_in_text
from rulecheck.grammar.data_classes import frozen

# A line may have a million characters; so many of them show where it is.
_UNDERLINED = 200
_QUOTE_IT = "put the whole text in quotes"
_TOLD = {"'": "an apostrophe within the text is written twice", '"': 'a `"` within the text is written `\\"`'}
_LINE_END = re.compile(r"[\r\n]")
_NO_SPACE = re.compile(r"(?:- +)*[^\s:'\"\[{#-][^:#]*(:)(?=[^\s:])|(-)(?=[^\s-])")


@frozen
class _Slip:
    """Where and at what the reader gave up."""

    text: str
    at: int
    opened: int
    problem: str
    context: str

    def line_of(self, index: int) -> tuple[int, str]:
        """Start and text of the line around the index."""
        start = max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1
        end = _LINE_END.search(self.text, start)
        return start, self.text[start : end.start() if end else len(self.text)]

    def before(self) -> str:
        """What stands before the failure on its line."""
        start, _ = self.line_of(self.at)
        return self.text[start : self.at]


# What is wrong (code, message), from where, how many characters, and the hint.
_Finding = tuple[str, str, int, int, str]


def explain(error: MarkedYAMLError, text: str, file: str, innermost: Place | None) -> Diagnostic:
    """The diagnostic for an error of PyYAML in the list or mapping whose place is ``innermost``."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(text)) if mark else 0
    opened = min(error.context_mark.index, len(text)) if error.context_mark else at
    slip = _Slip(text, at, opened, error.problem or "", error.context or "")
    if "node content" in slip.problem and innermost is not None and _at_end(slip):
        opening = "a bracket that opens here is not closed"
        return Diagnostic("R0108", opening, innermost, hint="close it, or put the text in quotes")
    for rule in _RULES:
        finding = rule(slip)
        if finding is not None:
            code, message, start, length, hint = finding
            place = place_in_text(text, start, length, file)
            underlined = text[start : start + min(place.length, _UNDERLINED)].strip("\r\n")
            return Diagnostic(code, message, place, underlined, hint)
    hint = "compare the line, and the one above it, with a file that is accepted"
    place = place_in_text(text, at, 1, file)
    return Diagnostic("R0108", "from here on the file cannot be read", place, hint=hint)


def _at_end(slip: _Slip) -> bool:
    return not slip.text[slip.at :].strip() or slip.text.startswith(("---", "..."), slip.at)


def _too_deep(slip: _Slip) -> _Finding | None:
    """Releases of libyaml that stop at a thousand levels do so before the cap on depth sees the first of them."""
    if "nesting depth" not in slip.problem:
        return None
    hint = "close brackets, or give the inner part a name of its own"
    return "R0116", "lists and mappings are nested more than a thousand levels deep", slip.at, 1, hint


def _tab(slip: _Slip) -> _Finding | None:
    start, line = slip.line_of(slip.at)
    found = re.match(r" *(?:- +)*\t", line)
    if found is None or slip.at > start + found.end() or "quoted" in slip.context:
        return None
    hint = "use spaces, two for each level"
    return "R0109", "a tab stands where the line is indented", start + found.end() - 1, 1, hint


def _quote(slip: _Slip) -> _Finding | None:
    if "quoted" not in slip.context:
        return None
    quote = slip.text[slip.opened : slip.opened + 1]
    if "unexpected end" in slip.problem or "unexpected document" in slip.problem:
        hint = f"close it with `{quote}`; {_TOLD.get(quote, '')}"
        return "R0108", f"the text that begins with `{quote}` here is never closed", slip.opened, 1, hint
    backslash = slip.text.rfind("\\", slip.opened, slip.at + 1)
    if backslash < 0:
        return None
    escape = re.compile(r"\\(?:[xuU][0-9A-Fa-f]{0,8}|[^\r\n]?)").match(slip.text, backslash)
    written = escape[0] if escape else "\\"
    hint = "write the text in single quotes, where a backslash is only a backslash"
    return "R0108", f"`{written}` stands for no character", backslash, len(written), hint


def _sign_at_start(slip: _Slip) -> _Finding | None:
    """Signs that YAML keeps for itself: ``@ ` %`` always, ``* & ! | > ?`` where a value begins."""
    if "cannot start any token" in slip.problem:
        index = slip.at
    elif re.search(r"alias|anchor|scanning a tag|parsing a tag|block scalar|directive", slip.context):
        index = slip.opened
    elif "mapping keys are not allowed" in slip.problem:
        index = slip.at
    else:
        return None
    sign = slip.text[index : index + 1]
    return "R0108", f"a text without quotes cannot begin with `{sign}`", index, 1, _QUOTE_IT


def _colon(slip: _Slip) -> _Finding | None:
    if "mapping values are not allowed" not in slip.problem:
        return None
    start, _ = slip.line_of(slip.at)
    before = slip.before()
    if re.search(r":\s", before) or before.lstrip().startswith("- - "):
        return "R0108", "a second colon followed by a space stands in this line", slip.at, 1, _QUOTE_IT
    above_start, above = _line_above(slip, start)
    if re.search(r":(\s|$)", above):
        indented = start + len(before) - len(before.lstrip(" "))
        hint = "begin the line in the column of the line above; if that one's text goes on here, quote it"
        return "R0108", "this line is nested below a text", indented, slip.at - indented, hint
    return _no_colon(above_start, above)


def _line_above(slip: _Slip, start: int) -> tuple[int, str]:
    """Start and text of the nearest line above that is not empty."""
    while start > 0:
        start, line = slip.line_of(start - 2 if slip.text[start - 2 : start] == "\r\n" else start - 1)
        if line.strip() and not line.lstrip().startswith("#"):
            return start, line
    return 0, ""


def _empty_key(slip: _Slip) -> _Finding | None:
    if not slip.text.startswith(":", slip.at):
        return None
    if "node content" not in slip.problem and "parsing a block" not in slip.context:
        return None
    return "R0115", "a key is empty", slip.at, 1, "write the key before the colon"


def _key_without_colon(slip: _Slip) -> _Finding | None:
    if "simple key" not in slip.context:
        return None
    return _no_colon(*slip.line_of(slip.opened))


def _no_colon(start: int, line: str) -> _Finding:
    """The finding for a line that should be an entry or an item and is none."""
    indent = len(line) - len(line.lstrip())
    found = _NO_SPACE.match(line, indent)
    if found is not None:
        sign = found[1] or found[2]
        index = start + found.start(1 if found[1] else 2)
        name = "colon" if sign == ":" else "hyphen"
        return "R0108", f"a space is missing after the {name}", index, 1, f"write `{sign} `"
    hint = "begin it with a key, a colon and a space; or indent it more if it continues the line above"
    return "R0108", "this line is no `key: value`", start + indent, len(line.strip()), hint


def _bracket(slip: _Slip) -> _Finding | None:
    sign = slip.text[slip.opened : slip.opened + 1]
    if "parsing a flow" in slip.context and sign in ("[", "{") and "node content" not in slip.problem:
        closing = "]" if sign == "[" else "}"
        hint = f"close it with `{closing}`, check the commas, or put the text in quotes if no list is meant"
        return "R0108", f"what `{sign}` opens here is not closed by `{closing}`", slip.opened, 1, hint
    if "node content" not in slip.problem:
        return None
    sign = slip.text[slip.at : slip.at + 1]
    if "flow node" in slip.context:
        hint = "delete the comma too many, or write the value"
        return "R0108", f"a value is missing before `{sign}`", slip.at, 1, hint
    return "R0108", f"a text without quotes cannot begin with `{sign}`", slip.at, 1, _QUOTE_IT


def _hyphen(slip: _Slip) -> _Finding | None:
    if "sequence entries are not allowed" not in slip.problem:
        return None
    hint = "begin the list in the next line; or put the text in quotes if it begins with a hyphen"
    return "R0108", "a list cannot begin in the line of its key", slip.at, 1, hint


def _more_text(slip: _Slip) -> _Finding | None:
    """Text behind a closing quote or bracket: ``"a" or b``, ``[15] hours``."""
    before = slip.before().rstrip()
    if not before or before[-1] not in "'\"]}":
        return None
    _, rest = slip.line_of(slip.at)
    length = len(rest.rstrip()) - len(slip.before())
    return "R0108", f"more text follows after the closing `{before[-1]}`", slip.at, length, _QUOTE_IT


def _after_the_end(slip: _Slip) -> _Finding | None:
    """Something behind the one value of the file."""
    if "document start" not in slip.problem:
        return None
    start, line = slip.line_of(slip.at)
    if _line_above(slip, start)[1].startswith("..."):
        return "R0114", "a second document begins here", slip.at, 1, "make a file of each document"
    hint = "begin each entry in the first column, as `key: value`"
    return "R0108", "the file goes on after its one value", slip.at, max(1, len(line.rstrip())), hint


def _column(slip: _Slip) -> _Finding | None:
    """Lines that do not begin where an entry or item could."""
    if "parsing a block" not in slip.context:
        return None
    start, line = slip.line_of(slip.at)
    length = start + len(line.rstrip()) - slip.at
    list_above = slip.text.startswith("-", slip.opened)
    item = re.match(r"-(\s|$)", slip.text[slip.at : slip.at + 2]) is not None
    same_column = slip.at - start == slip.opened - slip.line_of(slip.opened)[0]
    if same_column and item != list_above:
        message = "a list item stands among entries" if item else "an entry stands among the items of a list"
        return "R0108", message, slip.at, length, "indent the list below its key"
    hint = "what belongs together begins in the same column"
    return "R0108", "this line begins in a column of its own", slip.at, length, hint


_RULES: tuple[Callable[[_Slip], _Finding | None], ...] = (
    _too_deep, _tab, _quote, _sign_at_start, _colon, _empty_key, _key_without_colon, _bracket, _hyphen, _more_text,
    _after_the_end, _column,
)  # fmt: skip
