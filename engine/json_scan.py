"""A scanner of JSON that knows places: what is wrong with a case file, and where a value stands in one."""

import re
from collections.abc import Iterator

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.json_slips import Token, at_the_end, number_slip, string_slip, unexpected
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.text_file import UNSEEN, shown, unseen_character
from rulecheck.grammar.data_classes import define, field

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]++)
    | (?P<string>"(?:[^"\\\r\n]++|\\[^\r\n])*+"?)
    | (?P<number>[-+.]?[0-9][\w.+-]*+|-Infinity\b)
    | (?P<word>[^\W\d]\w*+)
    | (?P<sign>[][{}:,])
    | (?P<comment>//[^\r\n]*+|/\*|\#[^\r\n]*+)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_PAIR = r"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf'\\(?:{_PAIR}|u[0-9a-fA-F]{{4}}|["\\/bfnrt])')
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CLOSES = {"[": "]", "{": "}"}

Path = tuple[str | int, ...]


@define
class _Open:
    """A list or mapping that is not closed yet; ``expects`` says what comes next in it."""

    opening: Token
    expects: str
    # The path of it where something is looked for in it; else None.
    path: Path | None
    index: int = -1
    key: str = ""
    first_lines: dict[str, int] = field(factory=dict)


class _StopScanning(Exception):
    """The rest makes no sense any more, or there are too many mistakes."""


@define
class Scanner:
    """Goes through a JSON text once, and never recurses.

    After ``run``, ``mistakes`` holds what is wrong; ``broken`` tells whether the text is no JSON at all or
    exceeds a cap. Of the paths that are ``wanted`` (with each also all that lead to it) ``places`` holds the places
    of their values, and ``keys`` those of their keys.
    """

    text: str
    file: str
    limits: Limits = DEFAULT_LIMITS
    wanted: frozenset[Path] = frozenset()
    mistakes: list[Diagnostic] = field(factory=list)
    broken: bool = False
    places: dict[Path, Place] = field(factory=dict)
    keys: dict[Path, Place] = field(factory=dict)
    _open: list[_Open] = field(factory=list)
    _nodes: int = 0
    _line: int = 1
    _line_start: int = 0
    _done: bool = False

    def run(self) -> None:
        """Scan the text."""
        before: Token | None = None
        try:
            for token in self._tokens():
                self._take(token, before)
                before = token
            if self._open or not self._done:
                opening = self._open[-1].opening if self._open else None
                self._break(at_the_end(opening, self._place(len(self.text), 1)))
        except _StopScanning:
            pass

    def _tokens(self) -> Iterator[Token]:
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup or ""
            if kind != "blank":
                yield Token(kind, match[0], self._place(match.start(), len(match[0])))
            elif "\n" in match[0] or "\r" in match[0]:
                for line_end in _LINE_END.finditer(match[0]):
                    self._line += 1
                    self._line_start = match.start() + line_end.end()

    def _place(self, start: int, length: int) -> Place:
        return Place(self.file, self._line, start - self._line_start + 1, max(1, length))

    def _mistake(self, diagnostic: Diagnostic) -> None:
        self.mistakes.append(diagnostic)
        if len(self.mistakes) >= self.limits.mistakes:
            message = f"reading stopped after {len(self.mistakes)} mistakes"
            hint = "mend those reported first"
            self._break(Diagnostic("R0122", message, diagnostic.place, hint=hint))

    def _break(self, diagnostic: Diagnostic) -> None:
        self.mistakes.append(diagnostic)
        self.broken = True
        raise _StopScanning

    def _take(self, token: Token, before: Token | None) -> None:
        """Take the next token in; ``before`` is the one before it."""
        innermost = self._open[-1] if self._open else None
        expects = innermost.expects if innermost else ("end" if self._done else "value")
        closing = _CLOSES[innermost.opening.text] if innermost else ""
        if innermost and token.text == closing and expects in ("first key", "first value", "comma"):
            self._open.pop()
            self._value_done()
        elif innermost and expects == "comma" and token.text == ",":
            innermost.expects = "key" if closing == "}" else "value"
        elif innermost and expects == "colon" and token.text == ":":
            innermost.expects = "value"
        elif innermost and expects in ("key", "first key") and token.kind == "string":
            self._key(innermost, token)
        elif expects in ("value", "first value") and self._value(token):
            pass
        else:
            self._break(unexpected(token, before, expects, closing))

    def _value(self, token: Token) -> bool:
        """Take the token in as a value; False if it is none."""
        if token.text not in ("[", "{") and token.kind not in ("string", "number", "word"):
            return False
        if token.kind == "word" and token.text not in ("true", "false", "null", "NaN", "Infinity"):
            return False
        self._count(token)
        path = self._step(token)
        if token.text in _CLOSES:
            if len(self._open) >= self.limits.depth:
                message = f"lists and mappings are nested more than {self.limits.depth} levels deep"
                self._break(Diagnostic("R0116", message, token.place, token.text, "check the brackets"))
            self._open.append(_Open(token, "first value" if token.text == "[" else "first key", path))
            return True
        if token.kind == "string":
            self._string(token)
        else:
            slip = number_slip(token, self.limits)
            if slip is not None and slip.code == "R0119":
                self._break(slip)
            elif slip is not None:
                self._mistake(slip)
        self._value_done()
        return True

    def _step(self, token: Token) -> Path | None:
        """Note the place of a value that is wanted; gives its path, or None for any other."""
        path: Path = ()
        if self._open:
            parent = self._open[-1]
            parent.index += 1
            if parent.path is None:
                return None
            path = (*parent.path, parent.index if parent.opening.text == "[" else parent.key)
        if path not in self.wanted:
            return None
        self.places[path] = token.place
        return path

    def _value_done(self) -> None:
        if self._open:
            self._open[-1].expects = "comma"
        else:
            self._done = True

    def _count(self, token: Token) -> None:
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            message = f"the file has more than {self.limits.nodes:,} values"
            self._break(Diagnostic("R0117", message, token.place, hint="split it into several cases"))

    def _key(self, mapping: _Open, token: Token) -> None:
        self._count(token)
        mapping.expects = "colon"
        mapping.key = self._string(token)
        if mapping.path is not None and (path := (*mapping.path, mapping.key)) in self.wanted:
            self.keys.setdefault(path, token.place)
        first = mapping.first_lines.get(mapping.key)
        if first is None:
            mapping.first_lines[mapping.key] = token.place.line
            return
        message = f"the key `{shown(mapping.key)}` stands here twice"
        hint = f"the first one stands in line {first}"
        self._mistake(Diagnostic("R0113", message, token.place, shown(token.text), hint))

    def _string(self, token: Token) -> str:
        """The text of a string; what is wrong with it is noted."""
        slip = string_slip(token)
        if slip is not None:
            self._break(slip)
        parts, at, inside = [], 1, token.text[:-1]
        for match in _ESCAPE.finditer(inside, 1):
            parts.append(inside[at : match.start()])
            parts.append(_unescaped(match[0]))
            at = match.end()
            unseen = re.search(UNSEEN, parts[-1])
            if unseen is not None:
                self._mistake(unseen_character(unseen[0], token.place.shifted(match.start(), len(match[0]))))
        text = "".join([*parts, inside[at:]])
        if len(text) > self.limits.scalar_length:
            message = f"a text has more than {self.limits.scalar_length:,} characters"
            self._mistake(Diagnostic("R0118", message, token.place.shifted(0, 1), hint="shorten it"))
        return text


def _unescaped(escape: str) -> str:
    if escape[1] != "u":
        return _SHORT.get(escape[1], escape[1])
    units = [int(unit, 16) for unit in escape.split("\\u")[1:]]
    if len(units) == 1:
        return chr(units[0])
    return chr(0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00))
