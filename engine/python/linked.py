"""Cases of one shape that ask the same, and the functions linked for them.

Cases have one shape when they give the same facts, of the same classes. Linking takes some hundred times as long as
deciding a case chunk by chunk, so it waits until a shape has been seen often, and is done for so many shapes only.
"""

from collections.abc import Callable
from datetime import date

from rulecheck.engine.asking import asked_groups
from rulecheck.engine.case import Case
from rulecheck.engine.python.chunk import Made
from rulecheck.engine.python.generated import NAMES, Generated
from rulecheck.engine.python.generated_amounts import FUNCTIONS
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Question
from rulecheck.engine.values import Elements, Period
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar.data_classes import Factory, define, frozen

Topics = tuple[tuple[Words, tuple[str, ...]], ...]
# Shapes kept at once; a new rulebook of cases begins anew.
_MOST_SHAPES = 2_000
# Functions linked for one rulebook, ever: each takes some hundred kilobytes.
MOST_LINKED = 200


@frozen
class Linked:
    """One function, and the law dates for which it is right. ``runs`` tells that it asks a run.

    The last of what it gives are the answers.
    """

    made: Made
    function: Generated
    since: date
    until: date
    runs: bool


@define
class Group:
    """What is asked under the law of one day. ``chosen_by`` tells which day; empty where there is none."""

    chosen_by: str
    topics: Topics
    asked: tuple[str, ...]
    linked: list[Linked] = Factory(list)
    refused: bool = False

    def on(self, day: date) -> Linked | None:
        """The function for a law date, if there is one."""
        linked = self.linked
        if not linked:
            return None
        if len(linked) == 1:
            found = linked[0]
        else:
            from bisect import bisect_right  # a process that decides one case links nothing

            at = bisect_right(linked, day, key=_since)
            if not at:
                return None
            found = linked[at - 1]
        return found if found.since <= day <= found.until else None


@define
class Shape:
    """Cases that give the same facts, of the same classes, and ask the same; periods of days, or of months."""

    groups: tuple[Group, ...]
    constraints: tuple[int, ...]
    unknown: bool
    one_list: bool
    seen: int = 0


@define
class Shapes:
    """The shapes of the cases seen."""

    rulebook: Rulebook
    known: dict[object, Shape] = Factory(dict)

    def of(self, case: Case, question: Question) -> Shape:
        """The shape of a case."""
        facts = case.facts
        classes = tuple(map(type, facts.values()))
        key: object = (question.ask, case.ask, question.as_of is None, case.law_date is None, tuple(facts), classes)
        if Period in classes:
            key = key, tuple([_parts(value) for value in facts.values() if isinstance(value, Period)])
        if Elements in classes:
            key = key, tuple([value for value in facts.values() if isinstance(value, Elements)])
        return self.known.get(key) or self._new(key, case, question)

    def _new(self, key: object, case: Case, question: Question) -> Shape:
        rulebook = self.rulebook
        facts = case.facts
        found, unknown = asked_groups(rulebook, case, question)
        groups = []
        for (law_date, _), topics in found.items():
            asked = tuple(dict.fromkeys(address for _, addresses in topics for address in addresses))
            groups.append(Group("" if law_date.day is None else law_date.chosen_by, tuple(topics), asked))
        rules = rulebook.vocabulary.constraints
        constraints = tuple(i for i, rule in enumerate(rules) if any(name in facts for name in rule.facts))
        one_list = sum(isinstance(value, Elements) for value in facts.values()) <= 1
        if len(self.known) >= _MOST_SHAPES:
            self.known.clear()
        shape = self.known[key] = Shape(tuple(groups), constraints, bool(unknown), one_list)
        return shape


@define
class Linker:
    """Links functions, up to so many."""

    rulebook: Rulebook
    made: int = 0
    _link: Callable[..., Made] | None = None

    def linked(self, shape: Shape, group: Group, case: Case, day: date) -> Linked | None:
        """The function for a case, linked now if it is worth it."""
        found = group.on(day)
        if found is not None or group.refused or day < self.rulebook.covers_from:
            return found
        if self.made >= MOST_LINKED:
            group.refused = True
            return None
        self.made += 1
        # A group's constraints are looked at once, with the first.
        constraints = shape.constraints if group is shape.groups[0] else ()
        found = _ready(self._maker()(group.asked, constraints, case.facts, day))
        if found is None:
            group.refused = True
            return None
        group.linked.append(found)
        group.linked.sort(key=_since)
        return found

    def _maker(self) -> Callable[..., Made]:
        if self._link is None:
            from rulecheck.engine.python.generate import linker

            self._link = linker(self.rulebook)
        return self._link


def _parts(period: Period) -> tuple[bool, bool]:
    """Whether a period has days, and whether it has months."""
    return period.days != 0, period.months != 0


def _since(linked: Linked) -> date:
    return linked.since


def _ready(made: Made) -> Linked | None:
    if made.code is None:
        return None
    space: dict[str, object] = {**NAMES, **FUNCTIONS}
    exec(made.code, space)
    function = space["linked"]
    plans = made.plans
    since, until = plans["since"], plans["until"]
    assert callable(function)
    assert isinstance(since, int)
    assert isinstance(until, int)
    return Linked(made, function, date.fromordinal(since), date.fromordinal(until), bool(plans["runs"]))
