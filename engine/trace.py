"""The trace: addressed, immutable data that says how each conclusion came about. Every report is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.values import State, Value
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.syntax import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from rulecheck.grammar.signs import Role

    Truth = bool | Literal["unknown"]
    Outcome = Literal["applies", "does not apply", "excepted", "unknown", "not in force", "not held"]
else:
    Truth, Outcome = bool | str, str


@frozen
class Read:
    """A name read while a step was taken, under its address (``claim.months[2].first_day``), and what it held."""

    address: str
    role: Role
    value: Value


@frozen
class Step:
    """A condition and how it came out; ``operands`` are the values that a comparison compared."""

    node: Node
    truth: Truth
    reads: tuple[Read, ...] = ()
    operands: tuple[Value, ...] = ()
    parts: tuple[Step, ...] = ()


@frozen
class Amount:
    """An expression that gives a value, what it gave, and what it read."""

    node: Node
    value: Value
    reads: tuple[Read, ...] = ()


@frozen
class Tried:
    """A provision looked at for a conclusion, and why it decided or did not.

    ``version`` is the index of the version chosen among the provision's versions (None: none was in force, it is
    unknown which, or the rulebook does not hold it), ``chosen_by`` the day it was chosen by, or by which none was in
    force or held; ``choice`` what was read to know that day. ``row`` is the row of the table that decided.
    """

    provision: str
    element: str
    outcome: Outcome
    applies: Truth
    version: int | None = None
    chosen_by: date | None = None
    choice: tuple[Read, ...] = ()
    breach: Step | None = None
    condition: Step | None = None
    exceptions: tuple[Tried, ...] = ()
    where: tuple[tuple[str, Amount], ...] = ()
    amount: Amount | None = None
    row: int | None = None
    row_steps: tuple[Step, ...] = ()
    fulfilled: Step | None = None


@frozen
class Decision:
    """A conclusion decided: its address, state and value, and the provisions tried for it.

    ``settled`` is true when the value stands although facts are missing: no completion of the case changes it.
    ``missing`` names the relevant missing facts of an unknown conclusion, ``open_reasons`` the provisions whose
    text leaves the answer open or is not held, and the dated figures that are not known for the day.
    """

    address: str
    conclusion: str
    state: State
    value: Value
    tried: tuple[Tried, ...] = ()
    settled: bool = False
    missing: tuple[str, ...] = ()
    open_reasons: tuple[str, ...] = ()


@frozen
class LawDate:
    """The day whose law decides, and what chose it: the user, the case, or a fact by the rule of the scheme."""

    day: date | None
    chosen_by: str


@frozen
class Part:
    """What was decided under the law of one day.

    ``asked`` are the addresses asked for, in order of weight, and ``topics`` the same under their headings;
    ``decisions`` everything decided on the way, each after what it rests on; ``spoken_of`` the provisions whose
    application other provisions asked for.
    """

    law_date: LawDate
    topics: tuple[tuple[Words, tuple[str, ...]], ...]
    asked: tuple[str, ...]
    decisions: tuple[Decision, ...]
    spoken_of: tuple[Tried, ...] = ()

    def decision(self, address: str) -> Decision:
        """The decision at an address; a KeyError for one that was not reached."""
        for decision in self.decisions:
            if decision.address == address:
                return decision
        raise KeyError(address)


@frozen
class Question:
    """What is asked of a case, on top of what the case says itself; empty and None leave it to the case."""

    ask: tuple[str, ...] = ()
    as_of: date | None = None
    known_on: date | None = None


@frozen
class CaseRecord:
    """What a case said, typed: enough to decide it again, and to tell whether a trace speaks of the same case."""

    title: str
    digest: str
    law_date: date | None
    known_on: date | None
    ask: tuple[str, ...]
    facts: Mapping[str, Value]


@frozen
class Answer:
    """Everything decided for a case; with problems nothing is decided."""

    rulebook: str
    rulebook_digest: str
    case: CaseRecord
    question: Question
    engine: str
    known_on: date | None
    parts: tuple[Part, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def case_title(self) -> str:
        """The title of the case; empty when it has none."""
        return self.case.title

    @property
    def case_digest(self) -> str:
        """SHA-256 of what the case says."""
        return self.case.digest

    def asked(self) -> tuple[Decision, ...]:
        """The decisions asked for, in order of weight."""
        return tuple(part.decision(address) for part in self.parts for address in part.asked)

    def missing(self) -> dict[str, tuple[str, ...]]:
        """The relevant missing facts, each with the asked conclusions that it keeps open, most first."""
        keeps_open: dict[str, list[str]] = {}
        for decision in self.asked():
            for fact in decision.missing:
                keeps_open.setdefault(fact, []).append(decision.address)
        order = sorted(keeps_open, key=lambda fact: -len(keeps_open[fact]))
        return {fact: tuple(keeps_open[fact]) for fact in order}
