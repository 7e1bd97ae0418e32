"""Conditions as lines of a text: one for each, with a sign for how it came out, joined ones indented."""

from collections.abc import Mapping

from rulecheck.engine.declared import type_of
from rulecheck.engine.trace import Step, Truth
from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.values import UNKNOWN
from rulecheck.engine.vocabulary import Conclusion
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.style import Page
from rulecheck.reports.wording import Wording


def mark_of(truth: Truth) -> str:
    """The kind of sign for a truth."""
    return "open" if truth == "unknown" else "yes" if truth else "no"


@frozen
class StepLines:
    """Writes conditions on a page; ``numbers`` are those under which the reader finds conclusions explained."""

    page: Page
    numbers: Mapping[str, str]

    def write(self, step: Step, wording: Wording, indent: int) -> None:
        """A condition and its parts; of joined conditions at the top only the parts."""
        if isinstance(step.node, s.AllOf) and step.parts:
            for part in step.parts:
                self._one(part, wording, indent)
        else:
            self._one(step, wording, indent)

    def decisive(self, step: Step, wording: Wording, indent: int) -> None:
        """Only what made a condition come out as it did."""
        for leaf, spoken in _decisive(step, wording):
            self._one(leaf, spoken, indent)

    def _one(self, step: Step, wording: Wording, indent: int) -> None:
        node = step.node
        speaker = wording.speaker
        kind = mark_of(step.truth)
        if isinstance(node, s.AllOf | s.AnyOf) and len(step.parts) == 1 and step.parts[0].truth == step.truth:
            self._one(step.parts[0], wording, indent)
        elif isinstance(node, s.AllOf | s.AnyOf) and step.parts:
            key = "all of" if isinstance(node, s.AllOf) else "any of"
            self.page.marked(kind, speaker.phrase(key), indent, condition=True)
            for part in step.parts:
                self._one(part, wording, indent + 2)
        elif isinstance(node, s.Not) and isinstance(node.operand, s.AnyOf | s.AllOf | s.Quantified):
            key = "none of" if isinstance(node.operand, s.AnyOf) else "not"
            self.page.marked(kind, speaker.phrase(key), indent, condition=True)
            for part in step.parts[0].parts if key == "none of" else step.parts:
                self._one(part, wording, indent + 2)
        elif isinstance(node, s.Quantified):
            record = wording.record(node.source)
            self.page.marked(kind, speaker.phrase(f"{node.quantifier} element", record=record), indent, condition=True)
            for i, part in enumerate(step.parts, start=1):
                inner = wording.for_element(node.variable, f"{node.source}[{i}]")
                self.page.say(speaker.phrase("element number", record=record, number=i), indent + 2)
                self.write(part, inner, indent + 4)
        else:
            self.page.marked(kind, self.leaf(step, wording.of_step(step)), indent, condition=True)

    def leaf(self, step: Step, wording: Wording) -> str:
        """One condition with its facts and values, and where a conclusion that it rests on is explained."""
        inner = step
        while isinstance(inner.node, s.Not) and inner.parts:
            inner = inner.parts[0]
            wording = wording.of_step(inner)
        text = self._sentence(inner, wording) or wording.condition(step.node)
        see = [
            self.numbers[address]
            for address in dict.fromkeys(r.address for r in inner.reads if "conclusion" in r.role)
            if address in self.numbers
        ]
        if isinstance(inner.node, s.ProvisionStatus):
            provision = inner.node.provision
            found = self.numbers.get(wording.speaker.decided_by(provision)) or self.numbers.get(provision)
            see += [found] if found else []
        if see:
            text += f" {wording.speaker.phrase('see', number=', '.join(see))}"
        return text

    def _sentence(self, step: Step, wording: Wording) -> str:
        """What is the case, for a condition that is a name or the standing of a provision; else nothing."""
        node, speaker = step.node, wording.speaker
        match node:
            case s.Name() if node.role == "local":
                behind = wording.where.get(node.name)
                return wording.condition(behind) if behind is not None else ""
            case s.Name():
                return self._named(node, wording)
            case s.IsNone() if isinstance(node.subject, s.Name):
                value = wording.value_of(node.subject)
                shown = speaker.phrase("not known") if value is None else wording.shown(node.subject, value)
                return f"{wording.label(wording.address(node.subject))}: {shown}"
            case s.Includes():
                lacking = wording.lacking(node)
                missing = f" ({speaker.phrase('lacks', options=lacking)})" if lacking else ""
                return wording.condition(node) + missing
            case s.ProvisionStatus():
                return f"{speaker.cite_id(node.provision)} {_standing(node, step.truth, wording)}"
        return ""

    def _named(self, node: s.Name, wording: Wording) -> str:
        speaker, address = wording.speaker, wording.address(node)
        value = wording.held.get(address, UNKNOWN)
        found = speaker.declared(address)
        if isinstance(found, Conclusion) and isinstance(value, bool):
            said = speaker.words(found.yes if value else found.no)
            if said:
                return said
        return f"{wording.label(address)}: {wording.shown(node, value)}"


def _standing(node: s.ProvisionStatus, truth: Truth, wording: Wording) -> str:
    if truth == "unknown":
        return wording.speaker.phrase("may apply" if node.status == "applies" else f"may be {node.status}")
    if node.status == "applies":
        return wording.speaker.phrase("applies" if truth else "does not apply")
    return wording.speaker.phrase(f"is {'' if truth else 'not '}{node.status}")


def _decisive(step: Step, wording: Wording) -> list[tuple[Step, Wording]]:
    """The conditions without parts that made a condition come out as it did."""
    node = step.node
    if isinstance(node, s.AllOf | s.AnyOf) and step.parts:
        found = []
        for part in step.parts:
            if part.truth == step.truth:
                found.extend(_decisive(part, wording))
        return found
    return [(step, wording)]


def is_condition(node: s.Node, wording: Wording) -> bool:
    """Whether an expression is a condition and not an amount."""
    return type_of(node, wording.speaker.rulebook.vocabulary, wording.where) == BOOLEAN
