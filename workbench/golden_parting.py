"""Where an answer parts from the expected one: the first step of the trace that a reader should look at.

From the conclusion that came out otherwise the way leads down: to the provision that decided or did not, in it to
the condition that settled it, and where that condition rests on another conclusion, to what decided that one. Where
the way ends, something was read off the case, and there the analyst begins.
"""

from collections.abc import Mapping

from attrs import frozen

from rulecheck.engine.declared import declared, type_of
from rulecheck.engine.diagnostics import Place
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Amount, Answer, Decision, Read, Step, Tried
from rulecheck.engine.trace_reads import tried_for
from rulecheck.engine.types import TEXT
from rulecheck.engine.values import Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text

Parting = tuple[str, Place | None]


def parting(answer: Answer, decision: Decision, wanted: Value, rulebook: Rulebook) -> Parting:
    """The first step where a decision parts from the value wanted, in words, and where its rule stands."""
    return _Way(answer, rulebook, {decision.address}).decided(decision, wanted)


def why_not(answer: Answer, provision: str, rulebook: Rulebook) -> Parting:
    """Why a provision did not apply."""
    way = _Way(answer, rulebook, set())
    tried = way.found(provision)
    return ("it was not looked at", None) if tried is None else way.kept_out(tried)


@frozen
class _Way:
    answer: Answer
    rulebook: Rulebook
    seen: set[str]

    def found(self, provision: str) -> Tried | None:
        for part in self.answer.parts:
            for decision in part.decisions:
                for tried in tried_for(decision):
                    if tried.provision == provision:
                        return tried
            for tried in part.spoken_of:
                if tried.provision == provision:
                    return tried
        return None

    def decided(self, decision: Decision, wanted: Value) -> Parting:
        applying = [t for t in decision.tried if t.applies is True]
        open_ones = [t for t in decision.tried if t.applies == "unknown"]
        if wanted is not True and applying:
            return self.applied(applying[0])
        if applying and applying[0].amount is not None:
            return self.applied(applying[0])
        if open_ones:
            return self.kept_out(open_ones[0])
        in_force = [t for t in decision.tried if t.outcome != "not in force"]
        for tried in in_force or decision.tried:
            return self.kept_out(tried)
        return f"nothing decides `{decision.address}`", None

    def applied(self, tried: Tried) -> Parting:
        """A provision that decided, and should not have, or gave another value."""
        provision = self.rulebook.provisions[tried.provision]
        if tried.amount is not None and not isinstance(tried.amount.value, bool):
            return self.said(tried, tried.amount)
        if tried.condition is None:
            return f"{tried.provision} applies, and has no condition", provision.place
        return self.step(tried, tried.condition, f"{tried.provision} applies")

    def said(self, tried: Tried, amount: Amount) -> Parting:
        where = self.where(tried)
        shown = value_text(amount.value, type_of(amount.node, self.rulebook.vocabulary, where))
        row = "" if tried.row is None else f" by row {tried.row + 1} of its table"
        text = f"{tried.provision} says{row} `{to_text(amount.node)}`, which is {shown}"
        return text + self.told(amount.reads, where), _place(amount.node) or self.place(tried)

    def kept_out(self, tried: Tried) -> Parting:
        """A provision that did not decide, or of which it is unknown."""
        match tried.outcome:
            case "not in force":
                return f"{tried.provision} has no version in force", self.rulebook.provisions[tried.provision].place
            case "excepted":
                exception = next(e for e in tried.exceptions if e.applies is True)
                if exception.condition is None:
                    return f"{tried.provision} is excepted by {exception.provision}", self.place(exception)
                return self.step(exception, exception.condition, f"{exception.provision} excepts {tried.provision}")
        word = "is unknown" if tried.outcome == "unknown" else tried.outcome
        steps = (tried.breach, tried.condition, *tried.row_steps)
        for step in steps:
            if step is not None and step.truth is not True:
                return self.step(tried, step, f"{tried.provision} {word}")
        for exception in tried.exceptions:
            if exception.applies == "unknown":
                return self.kept_out(exception)
        return f"{tried.provision} {word}", self.place(tried)

    def step(self, tried: Tried, step: Step, lead: str) -> Parting:
        """The condition that settled it, or what that condition rests on."""
        leaf = _settling(step)
        deeper = self.below(leaf)
        if deeper is not None:
            return deeper
        where = self.where(tried)
        truth = "unknown" if leaf.truth == "unknown" else "true" if leaf.truth else "false"
        text = f"{lead}: `{to_text(leaf.node)}` is {truth}{self.told(leaf.reads, where)}"
        return text, _place(leaf.node) or self.place(tried)

    def below(self, leaf: Step) -> Parting | None:
        """The same for the conclusion or the provision that a condition rests on, unless the way came from there."""
        if isinstance(leaf.node, s.ProvisionStatus) and leaf.node.provision not in self.seen:
            self.seen.add(leaf.node.provision)
            tried = self.found(leaf.node.provision)
            if tried is not None and leaf.node.status in ("applies", "owed"):
                return self.applied(tried) if tried.applies is True else self.kept_out(tried)
        for read in leaf.reads:
            if "conclusion" not in read.role or read.address in self.seen:
                continue
            self.seen.add(read.address)
            for part in self.answer.parts:
                for decision in part.decisions:
                    if decision.address == read.address:
                        return self.decided(decision, not read.value if isinstance(read.value, bool) else True)
        return None

    def told(self, reads: tuple[Read, ...], where: Mapping[str, s.Node]) -> str:
        """What was read, in brackets."""
        shown = [f"{r.address}: {self.shown(r, where)}" for r in dict.fromkeys(reads)]
        return f" ({', '.join(shown)})" if shown else ""

    def shown(self, read: Read, where: Mapping[str, s.Node]) -> str:
        if read.role == "local" and read.address in where:
            return value_text(read.value, type_of(where[read.address], self.rulebook.vocabulary, where))
        known = declared(self.rulebook.vocabulary, read.address)
        return value_text(read.value, TEXT if known is None else known.type)

    def where(self, tried: Tried) -> Mapping[str, s.Node]:
        if tried.version is None:
            return {}
        return dict(self.rulebook.provisions[tried.provision].versions[tried.version].where)

    def place(self, tried: Tried) -> Place:
        provision = self.rulebook.provisions[tried.provision]
        return provision.place if tried.version is None else provision.versions[tried.version].place


def _settling(step: Step) -> Step:
    """The part that made a condition come out as it did: the first of those that had the last word."""
    while step.parts:
        turned = isinstance(step.node, s.Not) or (isinstance(step.node, s.Quantified) and step.node.quantifier == "no")
        wanted = step.truth if step.truth == "unknown" or not turned else not step.truth
        part = next((p for p in step.parts if p.truth == wanted), None)
        if part is None:
            break
        step = part
    return step


def _place(node: s.Node) -> Place | None:
    return node.at if isinstance(node.at, Place) else None
