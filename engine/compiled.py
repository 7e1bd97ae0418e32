"""A rulebook made ready to decide many cases fast; the answers are those of the reference interpreter, to the byte.

``Compiled(rulebook).decide(case, question)`` gives a ``Decided``: the values of what was asked, the provisions that
gave them, and, only when it is asked for, the whole ``Answer`` with its trace. What cannot be decided by generated
code is handed to the reference interpreter and counted in ``Compiled.handed``.
"""

from collections import Counter

from attrs import Factory, define, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import NOTHING_SPECIAL, decide
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Question
from rulecheck.engine.values import State, Value


@frozen
class Decided:
    """What a case comes to: cheap to look at, with the trace unfolded by ``answer``."""

    _answer: Answer

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What keeps the case from being decided; empty as a rule."""
        return self._answer.problems

    def values(self) -> dict[str, Value]:
        """The value of each address asked for, in the order asked."""
        return {decision.address: decision.value for decision in self._answer.asked()}

    def states(self) -> dict[str, State]:
        """The state of each address asked for, in the order asked."""
        return {decision.address: decision.state for decision in self._answer.asked()}

    def deciding(self, address: str) -> tuple[str, ...]:
        """The ids of the provisions that apply and so decide an address asked for."""
        found = next(d for d in self._answer.asked() if d.address == address)
        return tuple(tried.provision for tried in found.tried if tried.applies is True)

    def answer(self) -> Answer:
        """The whole answer with its trace, equal to the reference interpreter's."""
        return self._answer


@define
class Compiled:
    """A rulebook with its generated code.

    ``decided`` counts the cases decided, ``handed`` those among them that the reference interpreter decided, by why.
    """

    rulebook: Rulebook
    engine: str = ""
    decided: int = 0
    handed: Counter[str] = Factory(Counter)

    def decide(self, case: Case, question: Question = NOTHING_SPECIAL) -> Decided:
        """Decides a case; equal in every answer to ``decide.decide(rulebook, case, question, engine)``."""
        self.decided += 1
        self.handed["not generated"] += 1
        return Decided(decide(self.rulebook, case, question, self.engine))
