"""What a construct may ask of the checker and of the evaluation. The two implement these; constructs import neither."""

from datetime import date
from typing import Protocol

from rulecheck.engine.calendar import DaysOff
from rulecheck.engine.trace import Read, Step, Truth
from rulecheck.engine.types import Quantity, Type
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import define, field
from rulecheck.grammar.syntax import Name, Node, ProvisionStatus


class Checking(Protocol):
    """The checker, as a construct sees it."""

    @property
    def currency(self) -> Quantity:
        """The type of money in this rulebook."""
        ...

    @property
    def has_holidays(self) -> bool:
        """Whether the rulebook names a calendar of public holidays."""
        ...

    def type_of(self, node: Node) -> Type:
        """The type of an expression; ``WRONG`` when something in it was reported."""
        ...

    def condition(self, node: Node) -> Type:
        """Checks an expression that must be a condition."""
        ...

    def type_of_name(self, node: Name) -> Type:
        """The type a name is declared with."""
        ...

    def provision(self, node: ProvisionStatus) -> None:
        """Checks that a provision spoken of can have that status."""
        ...

    def element(self, variable: str, source: str, node: Node) -> "Checking":
        """A checker in which ``variable`` names an element of the list ``source``; reports a bad list at ``node``."""
        ...

    def report(self, code: str, node: Node, message: str, hint: str = "") -> Type:
        """Reports a mistake at a node; gives ``WRONG``."""
        ...


@define
class Scope:
    """What names mean at a place: the local amounts of a version, and the list elements that are spoken of.

    ``elements`` gives for a variable the address of the element that it stands for (``claim.months[2]``), and under
    the empty name that of the element for which the conclusion in hand is decided. ``day`` is the day by which the
    version was chosen.
    """

    where: dict[str, Node] = field(factory=dict)
    elements: dict[str, str] = field(factory=dict)
    day: date | None = None
    known: dict[str, Value] = field(factory=dict)

    def with_element(self, variable: str, address: str) -> "Scope":
        """The same scope with one more element. Local amounts are computed anew: they may speak of it."""
        return Scope(self.where, {**self.elements, variable: address}, self.day)


class Evaluating(Protocol):
    """An evaluation, as a construct sees it."""

    reads: list[Read]

    @property
    def holidays(self) -> str:
        """The calendar of public holidays."""
        ...

    @property
    def days_off(self) -> DaysOff:
        """The public holidays looked up when the rulebook was loaded."""
        ...

    def compute(self, node: Node, scope: Scope) -> Value:
        """The value of an expression, or what stands for none."""
        ...

    def judge(self, node: Node, scope: Scope) -> Step:
        """How a condition comes out."""
        ...

    def truth(self, node: Node, scope: Scope) -> Truth:
        """How a condition inside an amount comes out; what it reads counts as read by the amount."""
        ...

    def supposing(self, node: Node, scope: Scope) -> Step:
        """The same for a condition that may turn out not to matter: what would be a problem is unknown."""
        ...

    def read(self, name: Name, scope: Scope, may_be_absent: bool = False) -> Value:
        """The value behind a name. That nothing decides a conclusion is a problem, unless it may be so."""
        ...

    def type_of(self, node: Node, scope: Scope) -> Type:
        """The type of an expression, for what cannot be told from its value."""
        ...

    def elements_of(self, source: str) -> tuple[str, ...] | None:
        """The addresses of a list's elements; None when the list is missing."""
        ...

    def status(self, node: ProvisionStatus, scope: Scope) -> Truth:
        """Whether a provision applies, is owed, fulfilled or breached."""
        ...

    def problem(self, code: str, node: Node, message: str, hint: str = "") -> Value:
        """Stops the evaluation with a diagnostic, unless it only supposes: then the value is unknown."""
        ...
