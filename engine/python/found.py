"""What generated code finds of a case under the law of one day: chunk by chunk in a run, or by one linked function."""

from __future__ import annotations

from datetime import date

from rulecheck.engine.python.chunks import Chunks
from rulecheck.engine.python.generated import Record, Run
from rulecheck.engine.python.linked import Group, Linked
from rulecheck.engine.python.unfold import Unfolding
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import LawDate
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
else:
    Any = object

# The fields of ``Found``, of which there is none unless somebody looks.
Result = tuple[Group, date, Run | None, Linked | None, tuple[Any, ...]]


@frozen
class Found:
    """What is found for a group. ``run`` has decided it, or stands beside a linked function that asked it something."""

    group: Group
    day: date
    run: Run | None
    linked: Linked | None = None
    slots: tuple[Any, ...] = ()

    @property
    def law_date(self) -> LawDate:
        """The law date, and what chose it."""
        return LawDate(self.day, self.group.chosen_by)

    def values(self) -> dict[str, Value]:
        """The value of each address asked for."""
        if self.linked is not None:
            answers: dict[str, Value] = self.slots[-1]
            return answers
        return {address: self.conclusion(address)[0] for address in self.group.asked}

    def conclusion(self, address: str) -> tuple[Value, tuple[Record, ...]]:
        """The value of an address asked for, and the records of the provisions tried."""
        if self.linked is not None:
            from rulecheck.engine.python.linked_trace import Records

            return Records(self.linked, self.slots, self.run).conclusion(address)
        assert self.run is not None
        return self.run.known[address]

    def unfolding(self, facts: dict[str, Value], rulebook: Rulebook, chunks: Chunks) -> Unfolding:
        """What unfolds the trace."""
        if self.linked is None:
            assert self.run is not None
            return Unfolding(rulebook, self.run, chunks.plans)
        from rulecheck.engine.python.linked_trace import (  # a process that decides one case links nothing
            Records,
            Replay,
        )

        run = chunks.run(facts, self.day, None)
        replay = Replay(rulebook, run, chunks.plans, Records(self.linked, self.slots, self.run))
        replay.replay(self.group.asked)
        return replay
