"""How one provision comes out for a case by the law as written and by a mutant of it: much less work than an answer."""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import define, field, frozen

from rulecheck.engine.asking import asked_groups
from rulecheck.engine.case import Case
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.evaluate import Evaluation
from rulecheck.engine.expressions import Problem
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.trace import Decision, Question, Tried, Truth
from rulecheck.engine.types import ListType
from rulecheck.engine.values import UNKNOWN, Elements, Value
from rulecheck.grammar import syntax as s

# A provision is looked at for so many elements of a list at most.
_ELEMENTS = 6
# So many looks are remembered.
_REMEMBERED = 4_000


@frozen
class Look:
    """A provision looked at for one element of a case (or the whole of it): how it came out, and what it says."""

    evaluation: Evaluation
    tried: Tried
    fulfilled: Truth

    @property
    def outcome(self) -> tuple[Truth, Value, Truth]:
        """Whether it applies, what it then says, and whether what it asks for was done."""
        if self.tried.applies is False:
            return False, False, False
        said = self.tried.amount.value if self.tried.amount is not None else True
        return self.tried.applies, said, self.fulfilled

    def value(self, node: s.Node, version: Version | None) -> Value:
        """The value of an expression of a version (None: of no version) for this case; unknown where it has none."""
        scope = scope_of(version, self.tried)
        try:
            return self.evaluation.amount(node, scope).value
        except Problem:
            return UNKNOWN


def scope_of(version: Version | None, tried: Tried) -> Scope:
    """What the names in a version mean for the element for which a provision was looked at."""
    where = dict(version.where) if version is not None else {}
    return Scope(where, {"": tried.element} if tried.element else {}, tried.chosen_by)


@define
class Looker:
    """Looks at provisions, and remembers what the law as written says."""

    rulebook: Rulebook
    _known: dict[tuple[str, str, date | None, frozenset[tuple[str, Value]]], tuple[Look, ...]] = field(factory=dict)

    def looks(self, provision: Provision, case: Case, ask: str) -> tuple[Look, ...]:
        """The provision as it is, for each element that it may decide; none when the case cannot be decided.

        ``ask`` is a conclusion that chooses the law date as its scheme says.
        """
        key = provision.id, ask, case.law_date, frozenset(case.facts.items())
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = tuple(self._looks(provision, case, ask))
        return self._known[key]

    def beside(self, changed: Rulebook, provision: Provision, look: Look, shared: bool) -> Look | None:
        """The same provision by a mutant of the law, or None when that fails on the case.

        With ``shared``, conclusions that the provision rests on are taken from the first look: what a provision rests
        on does not rest on it, so that they are the same.
        """
        of = look.evaluation
        known: dict[str, Decision] = dict(of.decisions) if shared else {}
        evaluation = Evaluation(changed, of.case, of.law_date, of.law_date_fact, of.known_on, decisions=known)
        return _look(evaluation, provision, look.tried.element)

    def _looks(self, provision: Provision, case: Case, ask: str) -> Iterator[Look]:
        groups, unknown = asked_groups(self.rulebook, case, Question((ask,)))
        if unknown or not groups:
            return
        law_date, fact = next(iter(groups))
        if law_date.day is not None and law_date.day < self.rulebook.covers_from:
            return
        for element in elements_of(self.rulebook, provision, case):
            evaluation = Evaluation(self.rulebook, case, law_date.day, fact, case.known_on)
            look = _look(evaluation, provision, element)
            if look is not None:
                yield look


def _look(evaluation: Evaluation, provision: Provision, element: str) -> Look | None:
    scope = Scope({}, {"": element} if element else {}, None)
    fulfilled: Truth = False
    try:
        evaluation.status(s.ProvisionStatus(provision.id, "applies"), scope)
        if provision.fulfilled is not None:
            fulfilled = evaluation.status(s.ProvisionStatus(provision.id, "fulfilled"), scope)
    except Problem:
        return None
    for tried in evaluation.all_spoken_of():
        if tried.provision == provision.id and tried.element == element:
            return Look(evaluation, tried, fulfilled)
    return None


def ruling(provisions: Mapping[str, Provision], provision: Provision) -> Provision:
    """The provision that an exception is made to, in the end; one that is no exception itself."""
    while not provision.decides and provision.to:
        provision = provisions[provision.to]
    return provision


def elements_of(rulebook: Rulebook, provision: Provision, case: Case) -> tuple[str, ...]:
    """The elements of a case's lists that a provision is looked at for; one without a name for the case itself."""
    conclusion = rulebook.vocabulary.conclusions.get(ruling(rulebook.provisions, provision).decides)
    if conclusion is None or not conclusion.record:
        return ("",)
    found: list[str] = []
    for address, value in case.facts.items():
        fact = rulebook.vocabulary.facts.get(address)
        listed = fact is not None and isinstance(fact.type, ListType) and fact.type.record == conclusion.record
        if listed and isinstance(value, Elements):
            found += [f"{address}[{i}]" for i in range(1, value.count + 1)]
    return tuple(found[:_ELEMENTS])
