"""Looks for the case that would notice a mutant: beside a case that looks at what is changed, with facts changed
until the law and the mutant give different answers.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, islice

from attrs import define, evolve, field

from rulecheck.engine.calendar import after, before
from rulecheck.engine.case import Case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.mutants import Outcome, Suggestion
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.engine.trace import Answer, Tried
from rulecheck.engine.trace_reads import reads_of, steps_of, tried_for, with_exceptions
from rulecheck.engine.types import BOOLEAN, DATE, ChoiceType, ListType, PeriodType, Quantity, Type
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent, Period, Value
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.grammar import syntax as s
from rulecheck.workbench.facts import expressions
from rulecheck.workbench.mutate_rules import Candidate, mutated
from rulecheck.workbench.mutation import Group, tried
from rulecheck.workbench.mutation_baseline import Baseline, Run, concerned

# How many existing cases are looked beside, and how many changes of facts are tried, for one mutant.
_CASES, _TRIALS = 6, 150
# Of how many days and periods of a case the ends are tried.
_DAYS = 4

Facts = tuple[tuple[str, Value], ...]
# What was decided: values by address; None where the case is impossible.
Answers = dict[str, Value] | None


def tried_and_searched(rulebook: Rulebook, found: Baseline, group: Group) -> Iterator[Outcome]:
    """What becomes of each mutant of a group, with a case for each that no case notices, where one is found."""
    search = Search(rulebook)
    for candidate, outcome in zip(group.candidates, tried(rulebook, found, group), strict=True):
        suggestion = None
        if outcome.state == "survived":
            suggestion = search.suggestion(candidate, concerned(rulebook, found, candidate))
        yield evolve(outcome, suggestion=suggestion)


@define
class Search:
    """A search that remembers what the law as written says of the cases it has tried."""

    rulebook: Rulebook
    _said: dict[tuple[str, str, Facts], Answers] = field(factory=dict)

    def suggestion(self, candidate: Candidate, runs: list[Run]) -> Suggestion | None:
        """The first case found near the given ones whose answer is another under the mutant."""
        changed = mutated(self.rulebook, candidate.edit)
        beside = [run for run in runs if run.case.case is not None and not run.case.error][:_CASES]
        trials = chain.from_iterable(_in_turns([self._trials(candidate, run) for run in beside]))
        for run, facts in islice(trials, _TRIALS):
            if run.case.case is None:
                continue
            case = _with(run.case.case, facts)
            asks = self._asks(candidate, run)
            said = self._answers(run, asks, facts, case)
            if said is None:
                continue
            other = _decided(decide(changed, case, Question(asks)))
            for address in self._in_order(candidate, said):
                then = UNKNOWN if other is None else other.get(address, said[address])
                if other is None or then != said[address]:
                    shown = tuple((name, self._text(name, value)) for name, value in facts)
                    conflict = "the rules fail on the case"
                    mutant = conflict if other is None else self._concluded(address, then)
                    return Suggestion(
                        run.case.title, run.file, shown, address, self._concluded(address, said[address]), mutant
                    )
        return None

    def _answers(self, run: Run, asks: tuple[str, ...], facts: Facts, case: Case) -> Answers:
        key = run.case.title, " ".join(asks), facts
        if key not in self._said:
            self._said[key] = _decided(decide(self.rulebook, case, Question(asks)))
        return self._said[key]

    def _asks(self, candidate: Candidate, run: Run) -> tuple[str, ...]:
        """The conclusions that the case is about, and those that the changed provision decides."""
        asked = [e.address for e in run.case.expected]
        asked += [name for name in self._decides(candidate) if not self.rulebook.vocabulary.conclusions[name].record]
        return tuple(dict.fromkeys(asked))

    def _decides(self, candidate: Candidate) -> tuple[str, ...]:
        ids = (*candidate.edit.provisions, *candidate.edit.dropped)
        provisions = [self._ruling(self.rulebook.provisions[id_]) for id_ in ids]
        return tuple(dict.fromkeys(p.decides for p in provisions if p.decides))

    def _ruling(self, provision: Provision) -> Provision:
        while not provision.decides and provision.to:
            provision = self.rulebook.provisions[provision.to]
        return provision

    def _in_order(self, candidate: Candidate, said: dict[str, Value]) -> list[str]:
        """The addresses decided, first those that the changed provision decides itself."""
        names = {name.rpartition(".")[2] for name in self._decides(candidate)}
        return sorted(said, key=lambda address: (address.rpartition(".")[2] not in names, address))

    def _text(self, name: str, value: Value) -> str:
        if isinstance(value, Absent):
            return value.value
        if isinstance(value, frozenset):
            return f"[{', '.join(sorted(value))}]"
        kind = type_of_fact(self.rulebook.vocabulary, name)
        return str(value) if kind is None else value_text(value, kind)

    def _concluded(self, address: str, value: Value) -> str:
        if isinstance(value, Absent):
            return value.value
        last = address.rpartition(".")[2]
        conclusions = self.rulebook.vocabulary.conclusions
        known = conclusions.get(address) or next(c for n, c in conclusions.items() if n.rpartition(".")[2] == last)
        return value_text(value, known.type)

    def _trials(self, candidate: Candidate, run: Run) -> Iterator[tuple[Run, Facts]]:
        """The case as it is, then with one fact changed that the changed provision reads, then one it rests on."""
        yield run, ()
        case = run.case.case
        if case is None:
            return
        answer = decide(self.rulebook, case, Question(self._asks(candidate, run)))
        changed = {*candidate.edit.provisions, *candidate.edit.dropped}
        looked_at = [t for t in _all_tried(answer) if t.provision in changed]
        own = {read.address: read.value for t in looked_at for read in (*t.choice, *reads_of(t))}
        facts = {
            name: case.facts.get(name, UNKNOWN)
            for name in own
            if type_of_fact(self.rulebook.vocabulary, name) is not None
        }
        near = _limits(looked_at, [self.rulebook.provisions[id_] for id_ in changed])
        ends = _ends(facts.values(), near)
        day = next((part.law_date.day for part in answer.parts), None)
        for limit in near if day is not None else ():
            if isinstance(limit, date) and candidate.mutant.operator in ("date", "date choice dropped"):
                yield run, (("law date", limit),)
        for name, value in facts.items():
            for other in self._others(name, value, [*near, *(ends if isinstance(value, date) else ())]):
                yield run, ((name, other),)
        for name, value in case.facts.items():
            if name not in facts and isinstance(value, bool | str):
                for other in self._others(name, value, []):
                    yield run, ((name, other),)

    def _others(self, name: str, value: Value, near: list[Value]) -> Iterator[Value]:
        """Other values that a fact could have: every option, the limits nearby, and a unit more and less."""
        kind = type_of_fact(self.rulebook.vocabulary, name)
        match kind:
            case ChoiceType() if kind.several:
                given = value if isinstance(value, frozenset) else frozenset[str]()
                for option in kind.options:
                    yield given ^ {option}
            case ChoiceType():
                yield from (option for option in kind.options if option != value)
            case Quantity():
                numbers = [n for n in near if isinstance(n, int | Fraction) and not isinstance(n, bool)]
                if isinstance(value, int | Fraction) and not isinstance(value, bool):
                    numbers = [value - 1, value + 1, *numbers]
                yield from (n for n in dict.fromkeys(numbers) if n >= 0 and n != value and _fits(n, kind))
            case PeriodType():
                yield from (n for n in near if isinstance(n, Period) and n != value)
            case _:
                if kind == BOOLEAN:
                    yield from (truth for truth in (True, False) if truth is not value)
                elif kind == DATE:
                    days = [n for n in near if isinstance(n, date)]
                    if isinstance(value, date):
                        days = [value + timedelta(days=1), value - timedelta(days=1), *days]
                    yield from (day for day in dict.fromkeys(days) if day != value)
        fact = self.rulebook.vocabulary.facts.get(name)
        if fact is not None and fact.optional and value is not NONE:
            yield NONE


def type_of_fact(vocabulary: Vocabulary, address: str) -> Type | None:
    """The type of the fact at an address, such as ``claim.months[2].first_day``; None where there is none."""
    facts = vocabulary.facts
    if address in facts:
        return facts[address].type
    element, _, last = address.rpartition(".")
    listed = facts.get(element.rpartition("[")[0])
    if listed is None or not isinstance(listed.type, ListType):
        return None
    field_of = facts.get(f"{listed.type.record}.{last}")
    return None if field_of is None else field_of.type


def _in_turns(iterators: list[Iterator[tuple[Run, Facts]]]) -> Iterator[list[tuple[Run, Facts]]]:
    """What the iterators give, in turns of one from each, until all are at their end."""
    left = iterators
    while left:
        turn = [(one, next(one, None)) for one in left]
        yield [item for _, item in turn if item is not None]
        left = [one for one, item in turn if item is not None]


def _fits(number: Fraction | int, kind: Quantity) -> bool:
    return not kind.whole or Fraction(number).denominator == 1


def _with(case: Case, facts: Facts) -> Case:
    """The case with facts changed; ``law date`` is the day whose law decides."""
    changed = {name: value for name, value in facts if name != "law date"}
    day = next((value for name, value in facts if name == "law date" and isinstance(value, date)), case.law_date)
    return evolve(case, facts={**case.facts, **changed}, law_date=day)


def _decided(answer: Answer) -> Answers:
    if answer.problems:
        return None
    return {d.address: d.value for part in answer.parts for d in part.decisions if d.value is not NOT_APPLICABLE}


def _all_tried(answer: Answer) -> Iterator[Tried]:
    for part in answer.parts:
        for decision in part.decisions:
            yield from tried_for(decision)
        for one in part.spoken_of:
            yield from with_exceptions(one)


def _ends(facts: Iterable[Value], near: list[Value]) -> list[Value]:
    """The days on which periods named in the text end, counted from and back from the days of the case; a day more and
    less."""
    found: list[Value] = []
    for day in [v for v in facts if isinstance(v, date)][:_DAYS]:
        for period in [n for n in near if isinstance(n, Period) and n.months >= 0 and n.days >= 0][:_DAYS]:
            for end in (after(day, period), before(day, period)):
                found += [end, end - timedelta(days=1), end + timedelta(days=1)]
    return list(dict.fromkeys(found))


def _limits(looked_at: list[Tried], provisions: list[Provision]) -> list[Value]:
    """Values near which an answer may turn: what was compared, what stands in the text, when versions begin and end;
    each with one unit more and less."""
    found: list[Value] = []
    for one in looked_at:
        for step in steps_of(one):
            found.extend(step.operands)
    for provision in provisions:
        found.extend(v for version in provision.versions for v in (version.since, version.until) if v is not None)
        for node in expressions(provision):
            for part in s.walk(node):
                match part:
                    case s.Number() | s.DateLiteral():
                        found.append(part.value)
                    case s.PeriodLiteral():
                        found.append(Period(part.months, part.days))
    nearby: list[Value] = []
    for value in dict.fromkeys(found):
        match value:
            case bool():
                continue
            case int() | Fraction():
                nearby += [value, value + 1, value - 1]
            case date():
                nearby += [value, value + timedelta(days=1), value - timedelta(days=1)]
            case Period():
                nearby += [value, value + Period(0, 1), value - Period(0, 1)]
            case _:
                continue
    return list(dict.fromkeys(nearby))
