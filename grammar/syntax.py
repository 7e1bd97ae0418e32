"""The syntax tree of an expression: one class a construct, immutable, with its place, which equality leaves out.

A node says what is written, not what it means: types, units and names are the engine's business.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.node import Node as Node
from rulecheck.grammar.node import children as children
from rulecheck.grammar.node import rebuilt as rebuilt
from rulecheck.grammar.node import walk as walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, Literal

    from rulecheck.grammar.signs import Comparator, Role


# Literals


@frozen
class Number(Node):
    """``0.5``, ``500,000 crowns``, ``5 hours per week``; ``percent``: written as ``80%``, and the value is 4/5."""

    value: Fraction
    unit: str = ""
    percent: bool = False


@frozen
class PeriodLiteral(Node):
    """``1 year 6 months``, ``14 days``: whole months (a year is twelve) and days (a week is seven)."""

    months: int
    days: int


@frozen
class DateLiteral(Node):
    """``2019-10-01``."""

    value: date


@frozen
class Truth(Node):
    """``true`` or ``false``."""

    value: bool


@frozen
class Text(Node):
    """``"words in quotes"``."""

    value: str


# Names and references


@frozen
class Name(Node):
    """A dotted name. The parser leaves ``role`` and ``record`` empty; the engine fills in what the name stands for."""

    name: str
    role: Role = ""
    record: str = ""


@frozen
class ProvisionStatus(Node):
    """``Art. 11(2) applies``, ``EEA Art. 19-2(1) is owed | is fulfilled | is breached``."""

    provision: str
    status: Literal["applies", "owed", "fulfilled", "breached"]


# Conditions


@frozen
class Not(Node):
    """``not x``."""

    parts: ClassVar[tuple[str, ...]] = ("operand",)
    operand: Node


@frozen
class AllOf(Node):
    """``a and b and c``; in YAML a list under ``when`` or ``all``."""

    parts: ClassVar[tuple[str, ...]] = ("operands",)
    operands: tuple[Node, ...]


@frozen
class AnyOf(Node):
    """``a or b or c``; in YAML a list under ``any``."""

    parts: ClassVar[tuple[str, ...]] = ("operands",)
    operands: tuple[Node, ...]


@frozen
class Compare(Node):
    """``a ≤ b``, and chains ``15 ≤ hours ≤ 35``: one operand more than comparators."""

    parts: ClassVar[tuple[str, ...]] = ("operands",)
    operands: tuple[Node, ...]
    comparators: tuple[Comparator, ...]


@frozen
class InRange(Node):
    """``hours 15–35``: both ends included."""

    parts: ClassVar[tuple[str, ...]] = ("subject", "low", "high")
    subject: Node
    low: Node
    high: Node


@frozen
class IsOneOf(Node):
    """``kind is a``, ``kind in {a, b}``, and their denials."""

    parts: ClassVar[tuple[str, ...]] = ("subject",)
    subject: Node
    options: tuple[str, ...]
    negated: bool = False


@frozen
class IsNone(Node):
    """``fact is none``, ``fact is not none``: whether the case says that there is no such thing."""

    parts: ClassVar[tuple[str, ...]] = ("subject",)
    subject: Node
    negated: bool = False


@frozen
class Includes(Node):
    """``documents includes {a, b}``: all of them."""

    parts: ClassVar[tuple[str, ...]] = ("subject",)
    subject: Node
    options: tuple[str, ...]


@frozen
class Quantified(Node):
    """``any month in claim.months satisfies …``; ``every`` and ``no`` likewise."""

    parts: ClassVar[tuple[str, ...]] = ("condition",)
    quantifier: Literal["any", "every", "no"]
    variable: str
    source: str
    condition: Node


# Amounts


@frozen
class Sum(Node):
    """``a + b − c``: the first term is added; ``signs`` has one sign for each further term."""

    parts: ClassVar[tuple[str, ...]] = ("terms",)
    terms: tuple[Node, ...]
    signs: tuple[Literal["+", "−"], ...]


@frozen
class Product(Node):
    """``a × b ÷ c``: ``operators`` has one for each factor after the first."""

    parts: ClassVar[tuple[str, ...]] = ("factors",)
    factors: tuple[Node, ...]
    operators: tuple[Literal["×", "÷"], ...]


@frozen
class Negative(Node):
    """``−x``."""

    parts: ClassVar[tuple[str, ...]] = ("operand",)
    operand: Node


@frozen
class Share(Node):
    """``80% of wage``."""

    parts: ClassVar[tuple[str, ...]] = ("of",)
    value: Fraction
    of: Node


@frozen
class Clamp(Node):
    """``wage, at least 500,000 crowns, at most 2,000,000 crowns``: a floor, a cap, or both."""

    parts: ClassVar[tuple[str, ...]] = ("amount", "floor", "cap")
    amount: Node
    floor: Node | None = None
    cap: Node | None = None


@frozen
class Extreme(Node):
    """``min(a, b)``, ``max(a, b)``; for dates ``earliest`` and ``latest``."""

    parts: ClassVar[tuple[str, ...]] = ("operands",)
    which: Literal["min", "max", "earliest", "latest"]
    operands: tuple[Node, ...]


@frozen
class Rounded(Node):
    """``x rounded down to 10 crowns`` (``up``, ``half up``): to a multiple of the step."""

    parts: ClassVar[tuple[str, ...]] = ("amount", "step")
    amount: Node
    direction: Literal["down", "up", "half up"]
    step: Node


@frozen
class If(Node):
    """``a if condition otherwise b``."""

    parts: ClassVar[tuple[str, ...]] = ("condition", "then", "otherwise")
    condition: Node
    then: Node
    otherwise: Node


@frozen
class Count(Node):
    """``count of month in claim.months where …``."""

    parts: ClassVar[tuple[str, ...]] = ("where",)
    variable: str
    source: str
    where: Node | None = None


@frozen
class Total(Node):
    """``sum of month.payable for month in claim.months where …``; ``largest of``, ``smallest of`` likewise."""

    parts: ClassVar[tuple[str, ...]] = ("amount", "where")
    which: Literal["sum", "largest", "smallest"]
    amount: Node
    variable: str
    source: str
    where: Node | None = None


# Dates and spans


@frozen
class Shifted(Node):
    """``30 days before D``, ``7 days after D``: the day a period ends that does not count D itself."""

    parts: ClassVar[tuple[str, ...]] = ("period", "day")
    period: Node
    direction: Literal["before", "after"]
    day: Node


@frozen
class LastDayFrom(Node):
    """``last day of 1 year from D``: the last day of a period whose first day is D."""

    parts: ClassVar[tuple[str, ...]] = ("period", "day")
    period: Node
    day: Node


@frozen
class SpanOf(Node):
    """``A to B`` (both days in it), ``A until B`` (B not in it)."""

    parts: ClassVar[tuple[str, ...]] = ("first", "end")
    first: Node
    end: Node
    inclusive: bool


@frozen
class Overlap(Node):
    """``overlap of S and T``: the days in both."""

    parts: ClassVar[tuple[str, ...]] = ("one", "other")
    one: Node
    other: Node


@frozen
class EndOf(Node):
    """``first day of S``, ``last day of S``."""

    parts: ClassVar[tuple[str, ...]] = ("span",)
    which: Literal["first", "last"]
    span: Node


@frozen
class DaysIn(Node):
    """``days in (A to B)``: how many days a span has."""

    parts: ClassVar[tuple[str, ...]] = ("span",)
    span: Node


@frozen
class Age(Node):
    """``age of child.born_on on D``: completed years."""

    parts: ClassVar[tuple[str, ...]] = ("born", "on")
    born: Node
    on: Node


@frozen
class CalendarPart(Node):
    """``days in month of D``, ``month of D``, ``year of D``."""

    parts: ClassVar[tuple[str, ...]] = ("day",)
    which: Literal["days in month", "month", "year"]
    day: Node


@frozen
class NextWorkingDay(Node):
    """``next working day on or after D``."""

    parts: ClassVar[tuple[str, ...]] = ("day",)
    day: Node
