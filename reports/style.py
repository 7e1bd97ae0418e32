"""How a report looks: colour, signs or plain ASCII, and lines wrapped to a width with hanging indents."""

from rulecheck.grammar.data_classes import Factory, define, frozen

# What the signs of the language look like where only ASCII may be printed; other scripts stay as they are.
_ASCII = str.maketrans(
    {
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "×": "*",
        "÷": "/",
        "−": "-",
        "≈": "about",
        "–": "-",
        "—": "-",
        "…": "...",
        "’": "'",
        "“": '"',
        "”": '"',
        "·": "-",
        "•": "-",
        "→": "->",
    }
)
# The first wide characters of Unicode are these of Hangul; the next come after all signs that reports use.
_WIDE, _NARROW_AGAIN, _WIDE_LATER = "\u1100", "\u1160", "\u231a"
_COLOURS = {"yes": "32", "no": "31", "open": "33", "heading": "1", "faint": "2", "place": "36"}
_MARKS = {"yes": "✓", "no": "✗", "open": "?", "value": "•", "none": "–", "item": "–"}
_HEADLINE = {"yes": "[yes]", "no": "[no]", "open": "[?]", "value": "[=]", "none": "[-]", "item": "-"}
_CONDITION = {**_HEADLINE, "yes": "[met]", "no": "[not met]", "item": "-"}


@frozen
class Style:
    """Colour and signs as the terminal allows; without ``unicode`` nothing beyond ASCII but names and labels."""

    colour: bool = False
    unicode: bool = True
    width: int = 96

    def mark(self, kind: str, condition: bool = False) -> str:
        """The sign for an outcome (``yes``, ``no``, ``open``, ``value``, ``none``) or an item of a list."""
        if self.unicode:
            return _MARKS[kind]
        return (_CONDITION if condition else _HEADLINE)[kind]

    def plain(self, text: str) -> str:
        """The text as this style may print it."""
        return text if self.unicode else text.translate(_ASCII)

    def painted(self, text: str, colour: str) -> str:
        """The text in a colour (``yes``, ``no``, ``open``, ``heading``, ``faint``, ``place``), where there is any."""
        code = _COLOURS.get(colour)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text


def width_of(text: str) -> int:
    """How many columns a text takes: wide East Asian characters take two."""
    if text.isascii() or not any(
        _WIDE <= one < _NARROW_AGAIN or (one >= _WIDE_LATER and one not in "✓✗") for one in text
    ):
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, first: int, rest: int, width: int) -> list[str]:
    """The text broken at spaces into lines of at most ``width`` columns, ``first`` and ``rest`` of them taken already.

    A word that is too long for a line keeps a line to itself.
    """
    lines: list[str] = []
    line: list[str] = []
    used = first
    for word in text.split(" "):
        columns = width_of(word)
        if line and used + 1 + columns > width:
            lines.append(" ".join(line))
            line, used = [word], rest + columns
        else:
            used += columns + bool(line)
            line.append(word)
    return [*lines, " ".join(line)]


@define
class Page:
    """The lines of a report as they are written, one below the other."""

    style: Style
    lines: list[str] = Factory(list)

    def heading(self, text: str) -> None:
        """A heading after an empty line (none at the top)."""
        self.gap()
        for line in wrapped(self.style.plain(text), 0, 2, self.style.width):
            self.lines.append(self.style.painted(line, "heading"))

    def gap(self) -> None:
        """An empty line, unless there is one or the page is empty."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def say(self, text: str, indent: int = 0, colour: str = "", hang: int = 0) -> None:
        """A paragraph; ``hang`` is how much further its other lines are indented."""
        for i, line in enumerate(wrapped(self.style.plain(text), indent, indent + hang, self.style.width)):
            self.lines.append(" " * (indent + (hang if i else 0)) + self.style.painted(line, colour))

    def marked(self, kind: str, text: str, indent: int = 0, condition: bool = False, number: str = "") -> None:
        """A paragraph behind a sign, its other lines indented below its first word."""
        mark = self.style.mark(kind, condition)
        lead = f"{number} " if number else ""
        taken = indent + width_of(lead) + width_of(mark) + 1
        lines = wrapped(self.style.plain(text), taken, taken, self.style.width)
        self.lines.append(" " * indent + lead + self.style.painted(mark, kind) + f" {lines[0]}".rstrip())
        self.lines.extend(" " * taken + line for line in lines[1:])

    def text(self) -> str:
        """Everything written, ending with one line break."""
        return "\n".join(self.lines).rstrip("\n") + "\n"
