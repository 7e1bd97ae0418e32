"""Where in a file the value at a path stands, for a mistake found only after places were left behind."""

from collections.abc import Iterable

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.json_scan import Path, Scanner
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence
from rulecheck.engine.text_file import decode
from rulecheck.grammar.data_classes import evolve, frozen


@frozen
class Places:
    """The places of values in one file, and of the keys above them; found in one reading of it."""

    file: str
    values: dict[Path, Place]
    keys: dict[Path, Place]

    def value(self, path: Path) -> Place:
        """The place of the value at a path; where it leads nowhere, of the innermost value on the way to it."""
        for length in range(len(path), -1, -1):
            place = self.values.get(path[:length])
            if place is not None:
                return place
        return Place(self.file)

    def key(self, path: Path) -> Place:
        """The place of the key at the end of a path; of an item of a list, the place of the item."""
        return self.keys.get(path) or self.value(path)


def locate_all(text: bytes, file: str, paths: Iterable[Path], limits: Limits = DEFAULT_LIMITS) -> Places:
    """Where the values at paths of keys and indices (from 0) stand in a JSON or YAML text.

    Where the text cannot be read, all of them stand at its beginning.
    """
    wanted = frozenset(path[:length] for path in paths for length in range(len(path) + 1))
    limits = evolve(limits, rule_file_bytes=max(limits.case_bytes, limits.rule_file_bytes))
    decoded, _ = decode(text, file, limits.rule_file_bytes)
    if decoded is None:
        return Places(file, {}, {})
    if decoded.lstrip()[:1] in ("{", "["):
        # YAML may begin with a bracket as well, so that a text which is no JSON is tried as YAML.
        scanner = Scanner(decoded, file, limits, wanted)
        scanner.run()
        if not scanner.broken and scanner.places:
            return Places(file, scanner.places, scanner.keys)
    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    root, _ = read_yaml(text, file, limits)
    if root is not None:
        _note(root, (), wanted, values, keys)
    return Places(file, values, keys)


def locate(text: bytes, file: str, path: Path, limits: Limits = DEFAULT_LIMITS) -> Place:
    """The place of the value at one path."""
    return locate_all(text, file, [path], limits).value(path)


def _note(node: Node, path: Path, wanted: frozenset[Path], values: dict[Path, Place], keys: dict[Path, Place]) -> None:
    """Notes the places below a node that are wanted. A tree is no deeper than its cap."""
    if path not in wanted:
        return
    values[path] = node.place
    if isinstance(node, Mapping):
        for entry in node.entries:
            inner = (*path, entry.key.text)
            if inner in wanted:
                keys[inner] = entry.key.place
                _note(entry.value, inner, wanted, values, keys)
                if isinstance(entry.value, Scalar) and not entry.value.text:
                    values[inner] = entry.key.place  # nothing stands there
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            _note(item, (*path, index), wanted, values, keys)
