"""A rulebook made ready to decide many cases fast; the answers are those of the reference interpreter, to the byte.

``Compiled(rulebook).decide(case, question)`` gives a ``Decided``: the values of what was asked, the provisions that
gave them, and, only when it is asked for, the whole ``Answer`` with its trace. What generated code does not decide is
handed to the reference interpreter, and counted in ``Compiled.handed`` by why.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from attrs import Factory, define, frozen

from rulecheck.engine.asking import NOTHING_SPECIAL, Groups, asked_groups, said_by
from rulecheck.engine.calendar import CalendarRange
from rulecheck.engine.case import Case
from rulecheck.engine.chunks import Chunks
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.generated import Handed, Run, fulfilment
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, LawDate, Part, Question
from rulecheck.engine.unfold import Unfolding
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, NumberRange, State, Value
from rulecheck.engine.vocabulary import Words

Topics = Sequence[tuple[Words, tuple[str, ...]]]
# Questions whose groups are kept: cases of one kind ask the same.
_MOST_ASKED = 2_000


@frozen
class Decided:
    """What a case comes to: cheap to look at; ``answer`` unfolds the trace.

    Either ``runs`` (the law date, its topics, and what generated code found) or the interpreter's own ``reference``.
    """

    compiled: "Compiled"
    case: Case
    question: Question
    runs: tuple[tuple[LawDate, Topics, Run], ...] = ()
    reference: Answer | None = None

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What keeps the case from being decided; empty as a rule."""
        return () if self.reference is None else self.reference.problems

    def values(self) -> dict[str, Value]:
        """The value of each address asked for, in the order asked."""
        if self.reference is not None:
            return {decision.address: decision.value for decision in self.reference.asked()}
        return {a: run.known[a][0] for _, topics, run in self.runs for _, addresses in topics for a in addresses}

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
        found = next((run.known[address][1] for _, _, run in self.runs if address in run.known), None)
        if found is None:
            raise KeyError(address)
        return tuple(record[0] for record in found if record[2] is True)

    def answer(self) -> Answer:
        """The whole answer with its trace, equal to the reference interpreter's."""
        if self.reference is not None:
            return self.reference
        compiled = self.compiled
        parts = []
        for law_date, topics, run in self.runs:
            unfolding = Unfolding(compiled.rulebook, run, compiled.chunks.plans)
            asked = tuple(dict.fromkeys(address for _, addresses in topics for address in addresses))
            parts.append(Part(law_date, tuple(topics), asked, unfolding.decisions(), unfolding.spoken_of()))
        header = said_by(compiled.rulebook, self.case, self.question, compiled.engine)
        return Answer(*header, parts=tuple(parts))


@define
class Compiled:
    """A rulebook with its generated code.

    ``decided`` counts the cases decided, ``handed`` those among them that the reference interpreter decided, by why.
    """

    rulebook: Rulebook
    engine: str = ""
    chunks: Chunks = Factory(lambda self: Chunks(self.rulebook), takes_self=True)
    decided: int = 0
    handed: Counter[str] = Factory(Counter)
    _law_dates: tuple[str, ...] = Factory(lambda self: _law_dates(self.rulebook), takes_self=True)
    _asked: dict[object, tuple[Groups, tuple[int, ...]]] = Factory(dict)

    def decide(self, case: Case, question: Question = NOTHING_SPECIAL) -> Decided:
        """Decides a case; equal in every answer to ``decide.decide(rulebook, case, question, engine)``."""
        self.decided += 1
        try:
            return self._generated(case, question)
        except Handed as why:
            self.handed[str(why)] += 1
        except (CalendarRange, NumberRange):
            self.handed["a date or a number out of range"] += 1
        # Most cases do without the interpreter.
        from rulecheck.engine.decide import decide

        return Decided(self, case, question, reference=decide(self.rulebook, case, question, self.engine))

    def _generated(self, case: Case, question: Question) -> Decided:
        facts = case.facts
        known_on = question.known_on or case.known_on
        groups, constraints = self._groups(case, question)
        run = self.chunks.run(facts, date.min, None)
        for index in constraints:
            if self.chunks.constraint(index)(run, "")[0] is False:
                raise Handed("the case is impossible")
        runs = []
        for (law_date, _), topics in groups.items():
            if law_date.day is None:
                raise Handed("no law date")
            if law_date.day < self.rulebook.covers_from:
                raise Handed("the law of the day is not held")
            run = self.chunks.run(facts, law_date.day, known_on)
            known = run.known
            for _, addresses in topics:
                for address in addresses:
                    if address not in known:
                        (run.chosen.get(address) or run.choose(run, address))(run, address)
            for _, addresses in topics:
                for address in addresses:
                    if known[address][0] is UNKNOWN:
                        raise Handed("an answer is open")
            for (id_, element), record in tuple(run.tried.items()):
                if record[2] is True:
                    fulfilment(run, id_, element)
            runs.append((law_date, topics, run))
        return Decided(self, case, question, tuple(runs))

    def _groups(self, case: Case, question: Question) -> tuple[Groups, tuple[int, ...]]:
        """What is asked under which law, and the constraints to look at; kept for cases that give the same facts."""
        facts = case.facts
        days = tuple([facts.get(name) for name in self._law_dates])
        lists = tuple([facts[name] for name in self.rulebook.vocabulary.lists if name in facts])
        key = (question.ask, question.as_of, case.ask, case.law_date, days, lists, tuple(facts))
        found = self._asked.get(key)
        if found is None:
            groups, unknown = asked_groups(self.rulebook, case, question)
            if unknown:
                raise Handed("what is asked is not known")
            rules = self.rulebook.vocabulary.constraints
            constraints = tuple(i for i, rule in enumerate(rules) if any(name in facts for name in rule.facts))
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            found = self._asked[key] = groups, constraints
        return found


def _law_dates(rulebook: Rulebook) -> tuple[str, ...]:
    """The facts that may choose a law date."""
    schemes = rulebook.vocabulary.schemes.values()
    return tuple(dict.fromkeys(name for scheme in schemes for name in scheme.law_date))
