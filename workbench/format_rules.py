"""Brings rule files into one form: signs and numbers of expressions, and blank space. Nothing else moves.

Comments, the order of keys, where lines break, parentheses and the words of the statute (`12 months` is not made a
year) are the analyst's. A file is changed only if it still says the same:
the new text is read again, and every value and every expression in it compared with the old.
"""

import re
from collections.abc import Iterator

from attrs import frozen

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence
from rulecheck.grammar import syntax as s
from rulecheck.grammar.parse import parse

# Where expressions stand in an article, and in the constraints of a vocabulary.
_EXPRESSIONS = ("when", "value", "where", "fulfilled", "version by", "must")
_GROUPS = re.compile(r"any|all|none|(any|every|no) [a-z].*")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "*": "×", "/": "÷", "-": "−"}
# Words in quotes, dates and names stay; whole numbers of five digits and more are set apart; signs get their form.
_TOKEN = re.compile(
    r"""(?P<kept>"[^"]*"|\d{4}-\d\d-\d\d|[^\W\d][\w.]*|\d[\d,]*\.\d+)"""
    r"""|(?P<number>(?<![\d,.])\d{5,}(?![\d,.]))|(?P<sign>\s*(?:<=|>=|!=|\*|/)\s*|\s+-\s+)"""
)
# Characters that end a text within braces or brackets.
_ENDS_FLOW = re.compile(r"[,\[\]{}]")


@frozen
class Formatted:
    """A file's text in one form; the mistakes that keep it from being read, and then the text as it was."""

    text: bytes
    mistakes: tuple[Diagnostic, ...] = ()


def formatted(data: bytes, file: str) -> Formatted:
    """The text in one form. Formatting it again changes nothing."""
    tree, mistakes = read_yaml(data, file)
    if tree is None or mistakes:
        return Formatted(data, mistakes)
    text = data.decode("utf-8-sig")  # places are counted from behind a byte order mark
    lines = text.split("\n")
    for scalar in sorted(_expressions(tree), key=lambda x: (x.place.line, -x.place.column)):
        _rewrite(lines, scalar)
    new = _blank_space(lines)
    again, broken = read_yaml(new.encode(), file)
    if again is None or broken or _meaning(again) != _meaning(tree):
        return Formatted(data)
    return Formatted(new.encode())


def _expressions(node: Node, key: str = "", inside: bool = False) -> Iterator[Scalar]:
    """The texts that are expressions: those under the keys that hold some, in lists, groups and local amounts."""
    if isinstance(node, Scalar):
        if inside and isinstance(parse(node.text), s.Node):
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _expressions(item, key, inside)
    else:
        for entry in node.entries:
            name = entry.key.text
            below = name in _EXPRESSIONS or (inside and (key == "where" or _GROUPS.fullmatch(name) is not None))
            yield from _expressions(entry.value, name, below)


def _rewrite(lines: list[str], scalar: Scalar) -> None:
    """Writes an expression in its one form where it stands, if it stands in one line without quotes."""
    if not scalar.plain or scalar.raw is not None:
        return
    line = lines[scalar.place.line - 1]
    start = scalar.place.column - 1
    if not line.startswith(scalar.text, start):
        return
    new = _in_form(scalar.text)
    in_braces = "{" in line[:start] or "[" in line[:start]
    if in_braces and _ENDS_FLOW.search(new):
        return
    lines[scalar.place.line - 1] = line[:start] + new + line[start + len(scalar.text) :]


def _in_form(text: str) -> str:
    """An expression with the signs of the language for their ASCII twins, and thousands set apart."""

    def token(match: re.Match[str]) -> str:
        found = match[0]
        if match["kept"]:
            return found
        if match["number"]:
            return f"{int(found):,}"
        return f" {_SIGNS[found.strip()]} "

    new = re.sub(r"  +", " ", _TOKEN.sub(token, text)).strip()
    return new if parse(new) == parse(text) else text


def _blank_space(lines: list[str]) -> str:
    """No blanks at the ends of lines, no two empty lines in a row, one line break at the end.

    Inside a block of text that keeps its line breaks nothing is changed: the comparison of meanings sees to that.
    """
    found: list[str] = []
    for line in lines:
        bare = line.rstrip(" \t\r")
        if bare or (found and found[-1]):
            found.append(bare)
    while found and not found[-1]:
        found.pop()
    return "\n".join(found) + "\n"


def _meaning(node: Node, key: str = "", inside: bool = False) -> object:
    """What a file says, whatever its form: texts as they are, expressions as trees."""
    if isinstance(node, Scalar):
        tree = parse(node.text) if inside else None
        return tree if isinstance(tree, s.Node) else node.text
    if isinstance(node, Sequence):
        return [_meaning(item, key, inside) for item in node.items]
    assert isinstance(node, Mapping)
    found = []
    for entry in node.entries:
        name = entry.key.text
        below = name in _EXPRESSIONS or (inside and (key == "where" or _GROUPS.fullmatch(name) is not None))
        found.append((name, _meaning(entry.value, name, below)))
    return found
