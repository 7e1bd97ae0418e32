"""The two engines that decide cases, with the same answers: the interpreter, and code generated from the rulebook."""

from __future__ import annotations

from rulecheck.engine.asking import NOTHING_SPECIAL
from rulecheck.engine.case import Case
from rulecheck.engine.python.chunks import Chunks
from rulecheck.engine.python.compiled import Compiled
from rulecheck.engine.python.kept_code import CodeStore
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Question
from rulecheck.grammar.data_classes import frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Choice = Literal["interpreter", "generated"]


@frozen
class Engine:
    """Decides the cases of one rulebook. ``version`` is what its answers say of the engine."""

    rulebook: Rulebook
    version: str
    compiled: Compiled | None

    def decide(self, case: Case, question: Question = NOTHING_SPECIAL) -> Answer:
        """The answer to a case, as ``decide.decide`` gives it."""
        if self.compiled is not None:
            return self.compiled.decide(case, question).answer()
        from rulecheck.engine.decide import decide

        return decide(self.rulebook, case, question, self.version)

    def save(self) -> None:
        """Keeps what was generated on the way for the next process; to be called when all is decided."""
        store = None if self.compiled is None else self.compiled.chunks.store
        if store is not None:
            store.save()


def engine_of(rulebook: Rulebook, code: CodeStore | None, version: str, choice: Choice | None = None) -> Engine:
    """The engine chosen; ``code`` is where generated code is kept.

    Without a choice, generated code where it can be kept: a single process does not repay generating it.
    """
    generated = choice == "generated" or (choice is None and code is not None)
    return Engine(rulebook, version, Compiled(rulebook, version, Chunks(rulebook, code)) if generated else None)
