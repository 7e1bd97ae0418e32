"""Expressions and conditions of rule files: from texts and lists to syntax trees with places in the file."""

import re
from typing import Literal

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import Limits
from rulecheck.engine.source import Entry, Mapping, Node, Scalar
from rulecheck.grammar import syntax as s
from rulecheck.grammar.parse import Caps, Mistake, parse

_QUANTIFIED = re.compile(r"(any|every|no) ([a-z][a-z0-9_]*) in ([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)")

_QUANTIFIERS: dict[str, Literal["any", "every", "no"]] = {"any": "any", "every": "every", "no": "no"}


class Expressions:
    """Reads the expressions of a rulebook, and collects the mistakes in them."""

    def __init__(self, limits: Limits) -> None:
        self._caps = Caps(limits.expression_length, limits.expression_tokens, limits.expression_nesting, limits.digits)
        self.mistakes: list[Diagnostic] = []

    def expression(self, node: Node | None) -> s.Node | None:
        """The tree of a text; None where there is none, or a mistake in it, which is noted."""
        if not isinstance(node, Scalar) or not node.text:
            return None
        found = parse(node.text, node.place_of, self._caps)
        if isinstance(found, s.Node):
            return found
        self._note(found, node)
        return None

    def condition(self, node: Node | None) -> s.Node | None:
        """The tree of a condition: an expression, a list of which all must hold, or a group.

        What cannot be read in it is noted and left out; None where nothing is left.
        """
        if node is None or isinstance(node, Scalar):
            return self.expression(node)
        if isinstance(node, Mapping):
            groups = tuple(g for entry in node.entries if (g := self._group(entry)) is not None)
            return _joined(s.AllOf, groups, node.place)
        return _joined(s.AllOf, self._each(node), node.place)

    def _each(self, node: Node) -> tuple[s.Node, ...]:
        items = (node,) if isinstance(node, Scalar | Mapping) else node.items
        return tuple(found for item in items if (found := self.condition(item)) is not None)

    def _group(self, entry: Entry) -> s.Node | None:
        """A group of conditions under `any`, `all`, `none`, or under words such as `any month in claim.months`."""
        at = entry.key.place
        match entry.key.text:
            case "any":
                return _joined(s.AnyOf, self._each(entry.value), at)
            case "all":
                return _joined(s.AllOf, self._each(entry.value), at)
            case "none":
                inner = _joined(s.AnyOf, self._each(entry.value), at)
                return None if inner is None else s.Not(inner, at=at)
        quantified = _QUANTIFIED.fullmatch(entry.key.text)
        condition = self.condition(entry.value)
        if quantified is None or condition is None:
            return None  # the shape of the file tells of a key that is none of these
        quantifier = _QUANTIFIERS[quantified[1]]
        return s.Quantified(quantifier, quantified[2], quantified[3], condition, at=at)

    def _note(self, mistake: Mistake, node: Scalar) -> None:
        self.mistakes.append(
            Diagnostic(
                "R0201",
                mistake.message,
                node.place_of(mistake.start, mistake.end),
                node.text[mistake.start : mistake.end].strip(),
                mistake.hint,
            )
        )


def _joined(join: type[s.AllOf] | type[s.AnyOf], operands: tuple[s.Node, ...], at: Place) -> s.Node | None:
    """One condition as it is; several joined."""
    if len(operands) < 2:
        return next(iter(operands), None)
    return join(operands, at=at)


def is_name(word: str) -> bool:
    """Whether the grammar reads a word as a name, and not as one of its own words."""
    return parse(word) == s.Name(word)
