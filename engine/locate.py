"""Where in a file the value at a path stands, for a mistake found only after places were left behind."""

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.json_scan import Scanner
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.source import Mapping, Node, Sequence
from rulecheck.engine.text_file import decode


def locate(text: bytes, file: str, path: tuple[str | int, ...], limits: Limits = DEFAULT_LIMITS) -> Place:
    """The place of the value at a path of keys and indices (from 0) in a JSON or YAML text.

    Where the path leads nowhere, the innermost value on the way to it; where the text cannot be read, its
    beginning.
    """
    decoded, _ = decode(text, file, max(limits.case_bytes, limits.rule_file_bytes))
    if decoded is None:
        return Place(file)
    if decoded.lstrip()[:1] in ("{", "["):
        # YAML may begin with a bracket as well, so that a text which is no JSON is tried as YAML.
        scanner = Scanner(decoded, file, limits, path)
        scanner.run()
        if not scanner.broken and scanner.found is not None:
            return scanner.found
    node, _ = read_yaml(text, file, limits)
    return Place(file) if node is None else _innermost(node, path).place


def _innermost(node: Node, path: tuple[str | int, ...]) -> Node:
    """The node at the path, or the last one on the way."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            inner = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            inner = node.items[step]
        if inner is None:
            break
        node = inner
    return node
