"""Text to tree. Never raises for a text: it gives a tree or the one mistake that stopped it."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from rulecheck.grammar import syntax as s
from rulecheck.grammar.build import Builder, PlaceOf
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.mistake import Mistake, Refused
from rulecheck.grammar.slips import name_the_slip

__all__ = ["Caps", "Mistake", "PlaceOf", "parse"]

# A number, a dotted name or a sign. What the printer adds to a text (commas in numbers, blanks) adds no token.
_TOKENS = re.compile(r"\d+(?:[,.]\d+)*|\w+(?:\.\w+)*|[^\w\s]")


@frozen
class Caps:
    """How long and how deep an expression may be: characters, words and signs, nested levels, digits of a number."""

    characters: int = 4_000
    tokens: int = 600
    depth: int = 60
    digits: int = 40


def parse(text: str, place_of: PlaceOf | None = None, caps: Caps | None = None) -> s.Node | Mistake:
    """The tree of an expression, or the mistake in it.

    ``place_of`` turns the offsets of a stretch of the text into the place that the node keeps; without it a node
    keeps the two offsets. The length is looked at before anything is parsed, and the depth before anything
    recurses: the parser itself keeps a stack of its own.
    """
    caps = caps or Caps()
    mistake = _too_long(text, caps)
    if mistake is not None:
        return mistake
    try:
        tree = _parser().parse(text)
        mistake = _too_deep(tree, caps)
        if mistake is not None:
            return mistake
        return Builder(place_of or (lambda start, end: (start, end)), caps.digits).transform(tree)
    except UnexpectedInput as unexpected:
        return _mistake(text, unexpected)
    except VisitError as wrong:
        if isinstance(wrong.orig_exc, Refused):
            return wrong.orig_exc.mistake
        raise


def _too_long(text: str, caps: Caps) -> Mistake | None:
    if not text.strip():
        return Mistake("empty", "the expression is empty", 0, len(text), "write a condition such as `age ≤ 8`")
    hint = "name its parts under `where`"
    if len(text) > caps.characters:
        message = f"the expression has {len(text):,} characters; {caps.characters:,} are allowed"
        return Mistake("too long", message, caps.characters, caps.characters + 1, hint)
    tokens = list(_TOKENS.finditer(text))
    if len(tokens) > caps.tokens:
        message = f"the expression has {len(tokens):,} words and signs; {caps.tokens:,} are allowed"
        return Mistake("too long", message, *tokens[caps.tokens].span(), hint)
    return None


def _too_deep(tree: Tree[Any], caps: Caps) -> Mistake | None:
    level = [tree]
    for _ in range(caps.depth):
        level = [child for parent in level for child in parent.children if isinstance(child, Tree)]
        if not level:
            return None
    message = f"the expression is nested more than {caps.depth} deep here"
    place = level[0].meta
    return Mistake("too deep", message, place.start_pos, place.end_pos, "name its parts under `where`")


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files("rulecheck.grammar").joinpath("expression.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _mistake(text: str, unexpected: UnexpectedInput) -> Mistake:
    """The mistake at the first word or sign that does not fit; at the end of the text where one is missing."""
    start = unexpected.pos_in_stream
    if start is None or (isinstance(unexpected, UnexpectedToken) and unexpected.token.type == "$END"):
        start = len(text)
    return name_the_slip(text, start)
