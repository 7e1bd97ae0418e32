"""The reference interpreter: what a rulebook says of a case. Slow and readable; faster paths are held to it.

Evaluation is goal-directed: a conclusion is decided by the provisions that decide it, which read facts and other
conclusions. Each conclusion, and each provision, is looked at once. A provision decides unless an exception to it
applies (prioritised default logic); exceptions have exceptions in turn. Missing facts follow Kleene's logic.
"""

from collections.abc import Callable, Iterable

from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.consult import Said, consult
from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.expressions import Expressions, Problem
from rulecheck.engine.kleene import both
from rulecheck.engine.policy import divided, gives_less
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.trace import Amount, Decision, Outcome, Read, Step, Tried, Truth
from rulecheck.engine.trace_reads import steps_of
from rulecheck.engine.types import BOOLEAN, ListType
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent, State, Value
from rulecheck.engine.version_choice import choose, scope_of
from rulecheck.engine.vocabulary import Conclusion
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, evolve, field

_STATES = {UNKNOWN: State.UNKNOWN, NOT_APPLICABLE: State.NOT_APPLICABLE, NONE: State.NOT_APPLICABLE}

_OUTCOMES: dict[Truth, Outcome] = {True: "applies", False: "does not apply", "unknown": "unknown"}


@define
class Evaluation(Expressions):
    """One evaluation of a case under the law of one day: what provisions say, and the conclusions that follow."""

    decisions: dict[str, Decision] = field(factory=dict)
    _tried: dict[tuple[str, str], Tried] = field(factory=dict)
    _status_of: dict[tuple[str, str], None] = field(factory=dict)
    _fulfilments: dict[tuple[str, str], Step] = field(factory=dict)

    def decide(self, address: str) -> Decision:
        """The decision of a conclusion: its name, or for one of a list's elements ``claim.months[2].payable``."""
        known = self.decisions.get(address)
        if known is not None:
            return known
        suppressed = self.suppressed
        name, element = self._goal(address)
        conclusion = self.rulebook.vocabulary.conclusions[name]
        tried = tuple(self._try(p, element) for p in self.rulebook.deciders.get(name, ()))
        nothing: Value = False if conclusion.type == BOOLEAN else NOT_APPLICABLE
        statute, policies = divided(self.rulebook, tried)
        value = self._outcome(address, statute, nothing)
        if policies:
            value = self._better(conclusion, address, statute, policies, value)
        state = _STATES.get(value, State.VALUE) if isinstance(value, Absent) else State.VALUE
        decision = Decision(address, name, state, value, tried)
        if self._for_good(suppressed):
            self.decisions[address] = decision
        return decision

    def _for_good(self, suppressed_before: int) -> bool:
        """Whether what was just found may be remembered: not when a problem was passed over in a mere supposition."""
        return self.suppositions == 0 or self.suppressed == suppressed_before

    def _goal(self, address: str) -> tuple[str, str]:
        """The conclusion that an address names, and the address of the element it is decided for, if any."""
        element, _, last = address.rpartition(".")
        if not element.endswith("]"):
            return address, ""
        listed = self.rulebook.vocabulary.facts[element.rpartition("[")[0]].type
        return (f"{listed.record}.{last}", element) if isinstance(listed, ListType) else (address, "")

    def _outcome(self, address: str, tried: tuple[Tried, ...], nothing: Value) -> Value:
        """The value on which the provisions that apply agree, whatever those do of which it is unknown."""
        applying = [t for t in tried if t.applies is True]
        values: list[Value] = []
        for one in applying:
            if _said(one) not in values:
                values.append(_said(one))
        known = [v for v in values if v is not UNKNOWN]
        if len(known) > 1:
            return self._conflict(address, applying)
        settled: Value = nothing if not values else values[0] if len(values) == 1 else UNKNOWN
        for one in tried:
            if one.applies == "unknown" and _said(one) != settled:
                return UNKNOWN
        return settled

    def _better(
        self, conclusion: Conclusion, address: str, statute: tuple[Tried, ...], policies: tuple[Tried, ...], due: Value
    ) -> Value:
        """What a policy gives where it applies, for it adds; a problem when that is less than the statute's due."""
        given = self._outcome(address, policies, NOT_APPLICABLE)
        if given is NOT_APPLICABLE:
            return due
        ruling = next((t for t in statute if t.applies is not False), None)
        if ruling is None:
            return given
        less = gives_less(given, due, conclusion.better)
        if less == "unknown":
            return UNKNOWN
        if less:
            policy = next(t for t in policies if t.applies is True)
            less_text, due_text = (value_text(value, conclusion.type) for value in (given, due))
            message = (
                f"`{policy.provision}` falls short of the law over `{address}`: it gives `{less_text}`, and "
                f"`{ruling.provision}` gives `{due_text}`"
            )
            hint = "a policy may add to the statute, and never take away"
            provision = self.rulebook.provisions[policy.provision]
            return self.problem_at("R0408", provision.place, message, provision.key, hint)
        return given

    def _conflict(self, address: str, applying: list[Tried]) -> Value:
        wanted = self.rulebook.vocabulary.conclusions[self._goal(address)[0]].type
        said = [f"`{t.provision}` says `{value_text(_said(t), wanted)}`" for t in applying]
        first = self.rulebook.provisions[applying[0].provision]
        message = f"provisions are in conflict over `{address}`: {' and '.join(said)}"
        hint = "make one an exception to the other, or let their conditions exclude each other"
        facts = dict.fromkeys(r.address for t in applying for r in _read_by(t) if r.role in ("fact", "element fact"))
        if facts:
            hint += f"; they read {', '.join(f'`{fact}`' for fact in facts)}"
        written = self.rulebook.provisions.get(first.through, first).key
        return self.problem_at("R0403", first.place, message, written, hint)

    def all_spoken_of(self) -> tuple[Tried, ...]:
        """The provisions whose status conditions asked for, in the order they were looked at."""
        return tuple(self.with_fulfilment(self._tried[key]) for key in self._status_of if key in self._tried)

    def spoken_of(self, step: Step) -> tuple[Tried, ...]:
        """How the provision stands whose status a step asks for; nothing for any other step."""
        if not isinstance(step.node, s.ProvisionStatus):
            return ()
        return tuple(self.with_fulfilment(t) for (id_, _), t in self._tried.items() if id_ == step.node.provision)

    def _try(self, provision_id: str, element: str) -> Tried:
        """Whether a provision applies to the case, and what it then says."""
        known = self._tried.get((provision_id, element))
        if known is not None:
            return known
        suppressed = self.suppressed
        self.spend(1)
        tried = self._look_at(self.rulebook.provisions[provision_id], element)
        if self._for_good(suppressed):
            self._tried[provision_id, element] = tried
        return tried

    def _look_at(self, provision: Provision, element: str) -> Tried:
        choice = choose(self, provision, element)
        if not isinstance(choice.version, int):
            applies: Truth = False if choice.version == "not in force" else "unknown"
            return Tried(provision.id, element, choice.version, applies, None, choice.day, choice.reads)
        version = provision.versions[choice.version]
        scope = scope_of(version, element, choice.day)
        breach = condition = None
        if provision.punishes:
            breach = self.judge(s.ProvisionStatus(provision.punishes, "breached"), scope)
        if version.when is not None and (breach is None or breach.truth is not False):
            judge = self.supposing if breach is not None and breach.truth == "unknown" else self.judge
            condition = judge(version.when, scope)
        own = both(step.truth for step in (breach, condition) if step is not None)
        exceptions: tuple[Tried, ...] = ()
        applies = own
        if own is not False:
            ids = self.rulebook.exceptions.get(provision.id, ())
            exceptions = tuple(self._supposed(own == "unknown", id_, element) for id_ in ids)
            excepted = [_takes_effect(e) for e in exceptions]
            applies = False if True in excepted else "unknown" if "unknown" in excepted else own
        said = Said() if applies is False else self._say(version, scope, applies)
        applies = False if said.nothing else applies
        return Tried(
            provision.id,
            element,
            "excepted" if applies is False and own is not False and not said.nothing else _OUTCOMES[applies],
            applies,
            choice.version,
            choice.day,
            choice.reads,
            breach,
            condition,
            exceptions,
            tuple((name, Amount(node, scope.known[name])) for name, node in version.where if name in scope.known),
            said.amount,
            said.row,
            said.row_steps,
        )

    def _supposed(self, suppose: bool, provision_id: str, element: str) -> Tried:
        if not suppose:
            return self._try(provision_id, element)
        self.suppositions += 1
        try:
            return self._try(provision_id, element)
        finally:
            self.suppositions -= 1

    def _say(self, version: Version, scope: Scope, applies: Truth) -> Said:
        """What a provision says: its value, or that of a row of its table."""
        self.suppositions += applies == "unknown"
        try:
            said = Said()
            if version.unsettled:
                said = Said(Amount(s.Text(version.unsettled.text()), UNKNOWN))
            elif version.table is not None:
                said = consult(version.table, self, scope)
            elif version.value is not None:
                said = Said(self.amount(version.value, scope))
            return said
        finally:
            self.suppositions -= applies == "unknown"

    def status(self, node: s.ProvisionStatus, scope: Scope) -> Truth:
        """Whether a provision applies (a duty: is owed), is fulfilled, or is breached: owed and not fulfilled."""
        element = scope.elements.get("", "")
        tried = self._try(node.provision, element)
        self._status_of[node.provision, element] = None
        if node.status in ("applies", "owed"):
            return tried.applies
        if tried.applies is False:
            return False
        step = self._fulfilment(node.provision, element)
        fulfilled: Truth = "unknown" if step is None else step.truth
        if node.status == "breached":
            fulfilled = "unknown" if fulfilled == "unknown" else not fulfilled
        return both((tried.applies, fulfilled))

    def _fulfilment(self, provision_id: str, element: str) -> Step | None:
        """Whether what a duty asks for was done. Looked at only when asked: it may rest on the duty being owed."""
        key = provision_id, element
        if key not in self._fulfilments:
            fulfilled = self.rulebook.provisions[provision_id].fulfilled
            if fulfilled is None:
                return None
            self._fulfilments[key] = self.judge(fulfilled, Scope({}, {"": element} if element else {}, self.law_date))
        return self._fulfilments[key]

    def with_fulfilment(self, tried: Tried) -> Tried:
        """A provision looked at, with what is known of its fulfilment."""
        step = self._fulfilments.get((tried.provision, tried.element))
        return tried if step is None else evolve(tried, fulfilled=step)

    def decide_all(self, addresses: Iterable[str]) -> None:
        """Decides conclusions one after the other."""
        for address in addresses:
            self.decide(address)

    def look_at_fulfilment(self) -> None:
        """Looks, for every duty that applies, whether it is fulfilled. What cannot be told stays unknown."""
        self.suppositions += 1
        for (id_, element), tried in tuple(self._tried.items()):
            if tried.applies is True:
                self._fulfilment(id_, element)
        self.suppositions -= 1
        for address, decision in tuple(self.decisions.items()):
            if any((t.provision, t.element) in self._fulfilments for t in decision.tried):
                looked_at = tuple(self.with_fulfilment(t) for t in decision.tried)
                self.decisions[address] = evolve(decision, tried=looked_at)


def guarded(work: Callable[[], object]) -> tuple[Diagnostic, ...]:
    """Does a piece of evaluation; gives the diagnostic of the problem that stops it, if there is one."""
    try:
        work()
    except Problem as problem:
        return (problem.diagnostic,)
    return ()


def _takes_effect(exception: Tried) -> Truth:
    """Whether an exception displaces what it excepts: it applies, or another displaces it and decides in its place."""
    effects = [exception.applies]
    effects += [_takes_effect(e) for e in exception.exceptions if e.amount is not None]
    return True if True in effects else "unknown" if "unknown" in effects else False


def _said(tried: Tried) -> Value:
    """What a provision says when it applies; one that gives no value says yes."""
    return tried.amount.value if tried.amount else True


def _read_by(tried: Tried) -> list[Read]:
    """What the conditions and the amount of a provision have read, not counting its exceptions."""
    reads = [read for step in steps_of(tried) for read in step.reads]
    return reads + list(tried.amount.reads if tried.amount else ())
