"""Conditions of an article as lines of a text, before any case: what must hold, joined as it is written."""

from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.vocabulary import Conclusion, Fact
from rulecheck.grammar import syntax as s
from rulecheck.reports.style import Page
from rulecheck.reports.wording import Wording


def write_condition(page: Page, node: s.Node, wording: Wording, indent: int) -> None:
    """A condition; of joined ones at the top each for itself."""
    for part in node.operands if isinstance(node, s.AllOf) else (node,):
        _write(page, part, wording, indent)


def _write(page: Page, node: s.Node, wording: Wording, indent: int) -> None:
    phrase = wording.speaker.phrase
    match node:
        case s.AllOf() | s.AnyOf():
            page.marked("item", phrase("all of" if isinstance(node, s.AllOf) else "any of"), indent)
            for part in node.operands:
                _write(page, part, wording, indent + 2)
        case s.Not(operand=s.AnyOf()):
            page.marked("item", phrase("none of"), indent)
            for part in s.children(node.operand):
                _write(page, part, wording, indent + 2)
        case s.Not(operand=s.AllOf() | s.Quantified()):
            page.marked("item", phrase("not"), indent)
            _write(page, node.operand, wording, indent + 2)
        case s.Quantified():
            record = wording.record(node.source)
            page.marked("item", phrase(f"{node.quantifier} element", record=record), indent)
            write_condition(page, node.condition, wording, indent + 2)
        case _:
            page.marked("item", condition_words(node, wording), indent)


def condition_words(node: s.Node, wording: Wording) -> str:
    """One condition in words, without values."""
    wanted, inner = True, node
    while isinstance(inner, s.Not):
        wanted, inner = not wanted, inner.operand
    if isinstance(inner, s.Compare) and isinstance(inner.operands[-1], s.Truth) and inner.comparators == ("=",):
        wanted, inner = wanted is inner.operands[-1].value, inner.operands[0]
    if isinstance(inner, s.Name):
        inner = wording.behind(inner)
        if inner.role == "local" and inner.name in wording.where:
            return condition_words(wording.where[inner.name], wording)
        found = wording.speaker.declared(wording.address(inner))
        if isinstance(found, Conclusion):
            said = wording.speaker.words(found.yes if wanted else found.no)
            if said:
                return said
        if isinstance(found, Fact | Conclusion) and found.type == BOOLEAN:
            return f"{wording.label(wording.address(inner))}: {wording.speaker.phrase('yes' if wanted else 'no')}"
    return wording.text(node, "labels")
