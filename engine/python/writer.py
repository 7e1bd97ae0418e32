"""The writing of one generated function: its lines, the slots it fills, and what its names stand for.

A *slot* is a variable that the function hands back for the trace: how a condition came out, what an operand or a
local amount was. A *frame* is the tuple of a function's slots; each element of a list that is gone through has a
frame of its own. A *plan* says, for a syntax tree, in which slots its parts stand: nested tuples, kept with the code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Any

from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.values import Elements, Period
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define


class Days(Period):
    """A period that has no months: what is known of a name, never the class of a value."""


class Months(Period):
    """A period that has no days: what is known of a name, never the class of a value."""


class Number:
    """A number, whole or a fraction: what is known of a name, never the class of a value."""


Plan = Any  # nested tuples of slot numbers, see `unfold`

# Local amounts are written out where they are read. Beyond so many nodes the reference interpreter decides instead.
MOST_NODES = 4_000
# Python reads source to a hundred levels of indentation, and twenty loops and `try` within each other.
MOST_LEVELS = 80
MOST_LOOPS = 15


class NotGenerated(Exception):
    """This is too large or too deep to be written as Python."""


@define
class Names:
    """What names mean at a place, as ``constructs.base.Scope``: for a variable the Python name of its address."""

    where: dict[str, s.Node]
    variables: dict[str, str]
    day: str
    locals: dict[str, tuple[str, int]] = Factory(dict)


@define
class Writer:
    """Lines of Python, with the slots of the frame in hand."""

    rulebook: Rulebook
    lines: list[str] = Factory(list)
    slots: list[str] = Factory(list)
    level: int = 1
    loops: int = 0
    used: int = 0
    nodes: int = 0
    constants: dict[str, str] = Factory(dict)
    # The class that the value of a name or a literal is known to have. Where nothing is known, a value may be absent
    # or of any class, and a truth may be ``"unknown"``.
    kinds: dict[str, type] = Factory(dict)
    sizes: dict[str, int] = Factory(dict)
    copies: dict[str, str] = Factory(dict)

    def kind(self, text: str) -> type | None:
        """The class of what a Python name or literal stands for, where it is known."""
        if text in ("True", "False"):
            return bool
        return int if text.isdigit() else self.kinds.get(text)

    def same_as(self, name: str, other: str) -> None:
        """Notes that a name has the value of another."""
        kind = self.kind(other)
        if kind is not None:
            self.kinds[name] = kind
        self.copies[name] = self.copies.get(other, other)

    def bits(self, text: str) -> int | None:
        """The most bits of a number, above and below the line of a fraction, where they are known."""
        text = self.copies.get(text, text)
        return int(text).bit_length() if text.isdigit() else self.sizes.get(text)

    def line(self, text: str) -> None:
        """One line at the level of indentation in hand."""
        self.lines.append(" " * self.level + text)

    @contextmanager
    def block(self, head: str, loop: bool = False) -> Iterator[None]:
        """What stands below a line that ends in a colon."""
        self.line(head)
        self.level += 1
        self.loops += loop
        if self.level > MOST_LEVELS or self.loops > MOST_LOOPS:
            raise NotGenerated
        start = len(self.lines)
        yield
        if len(self.lines) == start:
            self.line("pass")
        self.level -= 1
        self.loops -= loop

    @contextmanager
    def frame(self) -> Iterator[list[str]]:
        """A frame of its own, as for the elements of a list; its slots are known when it ends."""
        outer, self.slots = self.slots, []
        start = len(self.lines)
        yield self.slots
        if self.slots:
            self.lines.insert(start, " " * self.level + " = ".join(self.slots) + " = None")
        self.slots = outer

    def fresh(self, letter: str) -> str:
        """A name not used yet."""
        self.used += 1
        return f"{letter}{self.used}"

    def slot(self, letter: str = "t") -> tuple[str, int]:
        """A new slot: its name, and its number in the frame."""
        name = self.fresh(letter)
        self.slots.append(name)
        return name, len(self.slots) - 1

    def count(self) -> None:
        """Counts a node written. Raises ``NotGenerated`` for too many."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise NotGenerated

    def constant(self, value: object) -> str:
        """The Python expression of a constant: itself, or the name that the chunk gives it."""
        source = constant_source(value)
        if isinstance(value, bool | int | str):
            return source
        name = self.constants.setdefault(source, f"K{len(self.constants)}")
        self.kinds[name] = kind_of(value)
        return name


def kind_of(value: object) -> type:
    """The class of a value, a period's as exact as it is known."""
    if isinstance(value, Period):
        return Period if value.months and value.days else Months if value.months else Days
    return type(value)


def constant_source(value: object) -> str:
    """Python that makes a constant of a rule anew."""
    match value:
        case bool() | int() | str():
            return repr(value)
        case Fraction():
            return f"Fraction({value.numerator}, {value.denominator})"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case Period():
            return f"Period({value.months}, {value.days})"
        case Elements():
            return f"Elements({value.name!r}, {value.count})"
        case frozenset():
            return f"frozenset({tuple(sorted(value))!r})"
    raise NotGenerated
