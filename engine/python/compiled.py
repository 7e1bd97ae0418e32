"""A rulebook made ready to decide many cases fast; the answers are those of the reference interpreter, to the byte.

``Compiled(rulebook).decide(case, question)`` gives a ``Decided``: the values of what was asked, the provisions that
gave them, and, only when it is asked for, the whole ``Answer`` with its trace. Where many cases of one shape are
decided, a function of their own decides them (``link``); others are decided chunk by chunk. What generated code does
not decide is handed to the reference interpreter, and counted in ``Compiled.handed`` by why.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from rulecheck.engine.asking import NOTHING_SPECIAL, said_by
from rulecheck.engine.calendar import CalendarRange
from rulecheck.engine.case import Case
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.python.chunks import Chunks
from rulecheck.engine.python.found import Found, Result
from rulecheck.engine.python.generated import Handed, look_at_fulfilment
from rulecheck.engine.python.linked import Group, Linked, Linker, Shape, Shapes
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Part, Question
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, NumberRange, State, Value
from rulecheck.grammar.data_classes import Factory, define

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # The function that decided the last case, most likely that for the next one as well: the question, what the case
    # asked by itself, whether it named no law date, and the group.
    Lane = tuple[Question | None, tuple[str, ...], bool, Group, Linked | None]

# A function is linked for cases of a shape once so many were decided: it takes as long as some hundred decisions.
LINK_AFTER = 1_000


# What a linked function raises where it does not decide.
LEFT_TO_CHUNKS = (Handed, KeyError, CalendarRange, NumberRange)


# Not frozen: one is made for each case, and making a frozen one takes as long as deciding.
@define(eq=False)
class Decided:
    """What a case comes to: cheap to look at; ``answer`` unfolds the trace.

    Either what generated code ``results`` in, by law date (the fields of ``Found``), or the interpreter's own
    ``reference``.
    """

    compiled: Compiled
    case: Case
    question: Question
    results: tuple[Result, ...] = ()
    reference: Answer | None = None

    @property
    def found(self) -> tuple[Found, ...]:
        """What generated code has found, by law date."""
        return tuple([Found(*result) for result in self.results])

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What keeps the case from being decided; empty as a rule."""
        return () if self.reference is None else self.reference.problems

    def values(self) -> dict[str, Value]:
        """The value of each address asked for, in the order asked."""
        if self.reference is not None:
            return {decision.address: decision.value for decision in self.reference.asked()}
        results = self.results
        if len(results) == 1:
            _, _, _, linked, slots = results[0]
            if linked is not None:
                answers: dict[str, Value] = slots[-1]
                return answers
        values: dict[str, Value] = {}
        for found in self.found:
            values.update(found.values())
        return values

    def states(self) -> dict[str, State]:
        """The state of each address asked for, in the order asked."""
        if self.reference is not None:
            return {decision.address: decision.state for decision in self.reference.asked()}
        absent = (NONE, NOT_APPLICABLE)
        return {a: State.NOT_APPLICABLE if v in absent else State.VALUE for a, v in self.values().items()}

    def deciding(self, address: str) -> tuple[str, ...]:
        """The ids of the provisions that apply and so decide an address asked for. A KeyError for any other."""
        if self.reference is not None:
            for part in self.reference.parts:
                if address in part.asked:
                    return tuple(t.provision for t in part.decision(address).tried if t.applies is True)
            raise KeyError(address)
        for found in self.found:
            if address in found.group.asked:
                return tuple(record[0] for record in found.conclusion(address)[1] if record[2] is True)
        raise KeyError(address)

    def answer(self) -> Answer:
        """The whole answer with its trace, equal to the reference interpreter's."""
        if self.reference is not None:
            return self.reference
        compiled = self.compiled
        parts = []
        for found in self.found:
            unfolding = found.unfolding(self.case.facts, compiled.rulebook, compiled.chunks)
            decisions, spoken_of = unfolding.decisions(), unfolding.spoken_of()
            parts.append(Part(found.law_date, found.group.topics, found.group.asked, decisions, spoken_of))
        header = said_by(compiled.rulebook, self.case, self.question, compiled.engine)
        return Answer(*header, parts=tuple(parts))


@define
class Compiled:
    """A rulebook with its generated code. Functions are linked for shapes of which more than ``link_after`` cases came.

    ``decided`` counts the cases decided, ``chunked`` those that were decided chunk by chunk, and ``handed`` those that
    the reference interpreter decided, by why. ``linked`` functions decided the others.
    """

    rulebook: Rulebook
    engine: str = ""
    chunks: Chunks = Factory(lambda self: Chunks(self.rulebook), takes_self=True)
    link_after: int = LINK_AFTER
    decided: int = 0
    chunked: int = 0
    handed: Counter[str] = Factory(Counter)
    _shapes: Shapes = Factory(lambda self: Shapes(self.rulebook), takes_self=True)
    _lane: Lane = Factory(lambda: (None, (), False, Group("", (), ()), None))
    _linker: Linker = Factory(lambda self: Linker(self.rulebook), takes_self=True)

    @property
    def linked(self) -> int:
        """How many cases linked functions decided: those of which nothing else is counted."""
        return self.decided - self.chunked - self.handed.total()

    def decide(self, case: Case, question: Question = NOTHING_SPECIAL) -> Decided:
        """Decides a case; equal in every answer to ``decide.decide(rulebook, case, question, engine)``."""
        self.decided += 1
        asked, ask, undated, group, linked = self._lane
        if (
            question is asked
            and linked is not None
            and case.ask == ask
            and (case.law_date is None) is undated
            and case.known_on is None
        ):
            facts = case.facts
            day: Any = question.as_of or case.law_date or facts.get(group.chosen_by)
            if day.__class__ is date and linked.since <= day <= linked.until:
                run = self.chunks.run(facts, day, None) if linked.runs else None
                try:
                    slots = linked.function(facts, run)
                except LEFT_TO_CHUNKS:
                    pass
                else:
                    return Decided(self, case, question, ((group, day, run, linked, slots),))
        try:
            shape = self._shapes.of(case, question)
            if shape.seen >= self.link_after:
                results = self._by_linked(shape, case, question)
                if results is not None:
                    return Decided(self, case, question, results)
            shape.seen += 1
            found = self._by_chunks(shape, case, question)
            self.chunked += 1
            return Decided(self, case, question, found)
        except Handed as why:
            self.handed[str(why)] += 1
        except (CalendarRange, NumberRange):
            self.handed["a date or a number out of range"] += 1
        # Most cases do without the interpreter.
        from rulecheck.engine.decide import decide

        return Decided(self, case, question, reference=decide(self.rulebook, case, question, self.engine))

    def _by_linked(self, shape: Shape, case: Case, question: Question) -> tuple[Result, ...] | None:
        """What linked functions find; None where one of them is wanting, or leaves the case to the chunks."""
        if question.known_on is not None or case.known_on is not None or shape.unknown:
            return None
        results = []
        for group in shape.groups:
            day = question.as_of or case.law_date or case.facts.get(group.chosen_by)
            linked = self._linker.linked(shape, group, case, day) if isinstance(day, date) else None
            result = None if linked is None else self._result(group, linked, case, question)
            if linked is None or result is None:
                return None
            results.append(result)
        if len(shape.groups) == 1 and shape.one_list and linked is not None:
            self._lane = (question, case.ask, case.law_date is None, group, linked)
        return tuple(results)

    def _result(self, group: Group, linked: Linked, case: Case, question: Question) -> Result | None:
        """What a linked function finds; None where it is not for this case, or leaves it to the chunks."""
        facts = case.facts
        day: Any = question.as_of or case.law_date or facts.get(group.chosen_by)
        if day.__class__ is not date or not linked.since <= day <= linked.until:
            return None
        run = self.chunks.run(facts, day, None) if linked.runs else None
        try:
            return group, day, run, linked, linked.function(facts, run)
        except LEFT_TO_CHUNKS:
            return None

    def _by_chunks(self, shape: Shape, case: Case, question: Question) -> tuple[Result, ...]:
        """What the chunks find. Raises ``Handed``."""
        facts = case.facts
        if shape.unknown:
            raise Handed("what is asked is not known")
        run = self.chunks.run(facts, date.min, None)
        for index in shape.constraints:
            if self.chunks.constraint(index)(run, "")[0] is False:
                raise Handed("the case is impossible")
        return tuple([self._group_by_chunks(group, case, question) for group in shape.groups])

    def _group_by_chunks(self, group: Group, case: Case, question: Question) -> Result:
        day = question.as_of or case.law_date or case.facts.get(group.chosen_by)
        if not isinstance(day, date):
            raise Handed("no law date")
        if day < self.rulebook.covers_from:
            raise Handed("the law of the day is not held")
        run = self.chunks.run(case.facts, day, question.known_on or case.known_on)
        known = run.known
        for address in group.asked:
            if address not in known:
                (run.chosen.get(address) or run.choose(run, address))(run, address)
        for address in group.asked:
            if known[address][0] is UNKNOWN:
                raise Handed("an answer is open")
        look_at_fulfilment(run)
        return group, day, run, None, ()
