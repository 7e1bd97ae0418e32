"""How the checker of traces works out provisions and conclusions: versions, exceptions, conflicts, policies.

See ``replay_conditions``: a second reading of the language, written apart from the interpreter. Where the
interpreter would stop with a problem, this gives unknown, which no genuine trace then says.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from rulecheck.engine import replay_amounts as values
from rulecheck.engine.declared import declared_name
from rulecheck.engine.replay_conditions import Conditions, Here
from rulecheck.engine.rulebook import POLICY_RANK, Provision, Table, Version
from rulecheck.engine.trace import Amount, Decision, Outcome, Read, Step, Tried, Truth
from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, State, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, evolve, field
from rulecheck.grammar.signs import Comparator

_OUTCOMES: dict[Truth, Outcome] = {True: "applies", False: "does not apply", "unknown": "unknown"}
_BETTER = {"more": ">", "later": ">", "less": "<", "earlier": "<", "": ">"}


@define
class Said:
    """What a provision says, by value or by the row of a table; ``silent`` when its open table has none."""

    amount: Amount | None = None
    row: int | None = None
    steps: tuple[Step, ...] = ()
    silent: bool = False


@define
class Replay(Conditions):
    """Works a case out again from the facts of its trace, under the law of one day.

    ``spoken_of`` are the provisions, with their elements, whose standing was asked for on the way.
    """

    _decided: dict[str, Decision] = field(factory=dict)
    _stands: dict[tuple[str, str], Tried] = field(factory=dict)
    _fulfilments: dict[tuple[str, str], Step | None] = field(factory=dict)
    spoken_of: set[tuple[str, str]] = field(factory=set)

    def conclusion(self, address: str) -> Value:
        """The value of a conclusion by the law alone, without what is known whatever the missing facts are."""
        return self.decided(address).value

    def decided(self, address: str) -> Decision:
        """A conclusion with the provisions that were to be looked at for it."""
        if address not in self._decided:
            name = declared_name(self.rulebook.vocabulary, address)
            element = address.rpartition(".")[0] if name != address else ""
            tried = tuple(self.stands(id_, element) for id_ in self.rulebook.deciders.get(name, ()))
            value = self._agreed(name, tried)
            without = {UNKNOWN: State.UNKNOWN, NONE: State.NOT_APPLICABLE, NOT_APPLICABLE: State.NOT_APPLICABLE}
            state = next((state for absent, state in without.items() if value is absent), State.VALUE)
            self._decided[address] = Decision(address, name, state, value, tried)
        return self._decided[address]

    def _agreed(self, name: str, tried: tuple[Tried, ...]) -> Value:
        conclusion = self.rulebook.vocabulary.conclusions[name]
        policies = [t for t in tried if self._is_policy(t)]
        statute = [t for t in tried if t not in policies]
        nothing: Value = False if conclusion.type == BOOLEAN else NOT_APPLICABLE
        due = _common(statute, nothing)
        given = _common(policies, NOT_APPLICABLE)
        if not policies or given is NOT_APPLICABLE:
            return due
        if all(t.applies is False for t in statute):
            return given
        if isinstance(given, bool) and isinstance(due, bool):
            wanted = conclusion.better != "no"
            return UNKNOWN if due is wanted and given is not wanted else given
        worse = values.compares(due, _BETTER.get(conclusion.better, ">"), given)
        return UNKNOWN if worse is not False else given

    def _is_policy(self, tried: Tried) -> bool:
        return self.rulebook.acts[self.rulebook.provisions[tried.provision].act].rank == POLICY_RANK

    def stands(self, provision_id: str, element: str) -> Tried:
        """How a provision stands in the case."""
        key = provision_id, element
        if key not in self._stands:
            self._stands[key] = self._looked_at(self.rulebook.provisions[provision_id], element)
        return self._stands[key]

    def _looked_at(self, provision: Provision, element: str) -> Tried:
        found, day, choice = self._in_force(provision, element)
        if not isinstance(found, int):
            truth: Truth = False if found == "not in force" else "unknown"
            return Tried(provision.id, element, found, truth, chosen_by=day, choice=choice)
        version = provision.versions[found]
        here = _here(version, element, day)
        breach = condition = None
        if provision.punishes:
            breach = self.judge(s.ProvisionStatus(provision.punishes, "breached"), here)
        if version.when is not None and (breach is None or breach.truth is not False):
            condition = self.judge(version.when, here)
        own = _both(step.truth for step in (breach, condition) if step is not None)
        ids = self.rulebook.exceptions.get(provision.id, ()) if own is not False else ()
        exceptions = tuple(self.stands(id_, element) for id_ in ids)
        effects = [effect for exception in exceptions for effect in _effects(exception)]
        excepted = True in effects
        applies: Truth = False if excepted else "unknown" if own is not False and "unknown" in effects else own
        said = self._say(version, here) if applies is not False else Said()
        applies = False if said.silent else applies
        return Tried(
            provision.id,
            element,
            "excepted" if excepted else _OUTCOMES[applies],
            applies,
            found,
            day,
            choice,
            breach,
            condition,
            exceptions,
            tuple((name, Amount(node, here.known[name])) for name, node in version.where if name in here.known),
            said.amount,
            said.row,
            said.steps,
        )

    def _in_force(self, provision: Provision, element: str) -> tuple[int | Outcome, date | None, tuple[Read, ...]]:
        """The version that applies or why none does, the day that chose, and what was read to know that day.

        Before the oldest text that the rulebook holds there was nothing if that was newly inserted, or begins after the
        rulebook does; else there was another, which is not held.
        """
        reads: list[Read] = []
        oldest = provision.versions[0]
        there_was_one = not oldest.newly_inserted and oldest.since <= self.rulebook.covers_from
        heir: date | None = None
        for index in reversed(range(len(provision.versions))):
            version = provision.versions[index]
            if self.known_on is None or version.promulgated <= self.known_on:
                begun, day, read = self._chosen_on(version, "≥", version.since, element)
                reads += read
                ends = version.until
                succeeded = ends is not None and heir == ends + timedelta(days=1)
                if begun is True and ends is not None and not succeeded:
                    lasts, _, _ = self._chosen_on(version, "≤", ends, element)
                    if lasts is False:
                        return "not in force", day, tuple(reads)
                    begun = lasts
                if begun is not False:
                    return (index, day, tuple(reads)) if begun is True else ("unknown", None, tuple(reads))
                if index == 0 and version.version_by is not None and day < oldest.since and there_was_one:
                    return "not held", day, tuple(reads)
            heir = version.since
        return "not in force", self.law_date or date.min, tuple(reads)

    def _chosen_on(
        self, version: Version, sign: Comparator, limit: date, element: str
    ) -> tuple[Truth, date, tuple[Read, ...]]:
        if version.version_by is None and self.law_date is not None:
            return values.compares(self.law_date, sign, limit), self.law_date, ()
        by = version.version_by or s.Name(self.law_date_fact or "law_date", role="fact")
        step = self.judge(s.Compare((by, s.DateLiteral(limit)), (sign,)), _here(version, element, None))
        day = step.operands[0]
        return step.truth, day if isinstance(day, date) else limit, step.reads

    def _say(self, version: Version, here: Here) -> Said:
        if version.unsettled:
            return Said(Amount(s.Text(version.unsettled.text()), UNKNOWN))
        if version.table is not None:
            return self._row(version.table, here)
        return Said(None if version.value is None else self.amount(version.value, here))

    def _row(self, table: Table, here: Here) -> Said:
        steps: list[Step] = []
        fitting: list[int] = []
        for index, row in enumerate(table.rows):
            certain = all(steps[i].truth is True for i in fitting)
            if row.when is None:
                if not fitting or not certain:
                    fitting.append(index)
                break
            step = self.judge(row.when, here)
            steps.append(step)
            if step.truth is not False:
                fitting.append(index)
                if certain and step.truth is True and table.match == "first":
                    break
        if not fitting:
            return Said(None if table.open else Amount(s.Text(""), UNKNOWN), None, tuple(steps), table.open)
        amounts = [self.amount(table.rows[i].value, here) for i in fitting]
        first = amounts[0]
        if any(amount.value != first.value for amount in amounts):
            first = evolve(first, value=UNKNOWN)
        return Said(first, fitting[0], tuple(steps))

    def standing(self, node: s.ProvisionStatus, here: Here) -> Truth:
        """Whether a provision applies, is owed, fulfilled or breached."""
        element = here.elements.get("", "")
        self.spoken_of.add((node.provision, element))
        tried = self.stands(node.provision, element)
        if node.status in ("applies", "owed") or tried.applies is False:
            return tried.applies
        step = self.fulfilment(tried)
        done: Truth = "unknown" if step is None else step.truth
        if node.status == "breached" and done != "unknown":
            done = not done
        return _both((tried.applies, done))

    def fulfilment(self, tried: Tried) -> Step | None:
        """Whether what a duty asks for was done; None where the duty does not say what fulfils it."""
        key = tried.provision, tried.element
        if key not in self._fulfilments:
            fulfilled = self.rulebook.provisions[tried.provision].fulfilled
            here = Here({}, {"": tried.element} if tried.element else {}, self.law_date)
            self._fulfilments[key] = None if fulfilled is None else self.judge(fulfilled, here)
        return self._fulfilments[key]

    def settle(self, decision: Decision) -> None:
        """What is worked out from now on may use a value that stands whatever the missing facts are."""
        self._decided[decision.address] = decision


def _here(version: Version, element: str, day: date | None) -> Here:
    return Here(dict(version.where), {"": element} if element else {}, day)


def _both(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else "unknown" if "unknown" in found else True


def _effects(exception: Tried) -> list[Truth]:
    """Whether an exception, or what stands in its place with a value of its own, displaces what it excepts."""
    found = [exception.applies]
    for nested in exception.exceptions:
        if nested.amount is not None:
            found += _effects(nested)
    return found


def _common(tried: Iterable[Tried], nothing: Value) -> Value:
    """The value of those that apply, unless one of which it is unknown would change it; unknown in a conflict."""
    looked_at = list(tried)
    found: list[Value] = []
    for one in looked_at:
        said = one.amount.value if one.amount is not None else True
        if one.applies is True and said not in found:
            found.append(said)
    value = nothing if not found else found[0] if len(found) == 1 else UNKNOWN
    doubtful = (one.amount.value if one.amount is not None else True for one in looked_at if one.applies == "unknown")
    return value if all(said == value for said in doubtful) else UNKNOWN
