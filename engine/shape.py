"""The shape of a rule file, checked against its JSON Schema: which keys there are, and what may stand under them.

The schemas also serve editors. What they say about a text (its title and its description) is what a message says.
"""

import json
import re
from collections.abc import Iterator
from collections.abc import Sequence as Path
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean, in_order
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence, tree_to_data
from rulecheck.engine.text_file import shown

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

# Without these a version has no place in time, which is a mistake of its own.
_DATING = ("in force", "promulgated", "by")
_SHAPES = {"object": "keys with values", "array": "a list", "string": "a text"}


def check_shape(
    node: Node, schema: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Diagnostic, ...]:
    """The mistakes in the shape of a file, sorted by place, at most ``limits.mistakes`` of them.

    ``schema`` names the kind of file: `article`, `vocabulary`, `rulebook`, `act`, `parameters`, `golden`.
    """
    found: list[Diagnostic] = []
    for error in _validator(schema).iter_errors(tree_to_data(node)):
        found.extend(_diagnostics(error, node))
    return in_order(found)[: limits.mistakes]


def schema_text(schema: str) -> str:
    """The text of a schema."""
    return files("rulecheck").joinpath("schemas", f"{schema}.json").read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _validator(schema: str) -> "Validator":
    # jsonschema takes a tenth of a second to import, and a rulebook from the cache needs none of it.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema_text(schema)))


def _diagnostics(error: "ValidationError", root: Node) -> Iterator[Diagnostic]:
    path = list(error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if "propertyNames" in error.absolute_schema_path:
        yield _bad_text(schema, str(error.instance), _place_of_key(root, [*path, str(error.instance)]))
        return
    place = _place(root, path)
    match error.validator:
        case "required":
            yield from _missing_keys(error, path, place)
        case "additionalProperties":
            yield from _unknown_keys(schema, error.instance, root, path)
        case "type":
            yield _wrong_shape(schema, error, path, place)
        case "enum":
            yield _not_one_of(schema, error, path, place)
        case "pattern":
            yield _bad_text(schema, str(error.instance), place)
        case "minItems" | "minProperties" | "minLength":
            message = f"{_subject(path)} is empty"
            yield Diagnostic("R0306", message, place, _key(path), _hint(schema, "write what belongs there, or leave it out"))
        case "maxProperties":
            keys = ", ".join(f"`{shown(key)}`" for key in error.instance)
            hint = "give each a line of its own, beginning with `-`"
            yield Diagnostic("R0303", f"several conditions stand under one `-`: {keys}", place, "", hint)
        case _:
            yield Diagnostic("R0303", f"{_subject(path)} does not have the shape it must have", place, _key(path), _hint(schema, ""))


def _missing_keys(error: "ValidationError", path: Path[str | int], place: Place) -> Iterator[Diagnostic]:
    # The validator gives one error a missing key, and each names all the keys that must be there.
    missing = next((key for key in error.validator_value if error.message.startswith(f"{key!r} ")), "")
    if missing in _DATING and len(path) > 1 and path[-2] in ("versions", "values"):
        what = "version" if path[-2] == "versions" else "value"
        hint = "tell when it is in force, when it was promulgated and by what" if what == "version" else "tell when it is in force and what set it"
        yield Diagnostic("R0307", f"the {what} is undated: `{missing}` is missing", place, _key(path), hint)
        return
    of = f" in `{_key(path)}`" if _key(path) else ""
    described = (error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}).get(missing, {})
    yield Diagnostic("R0301", f"the key `{missing}` is missing{of}", place, _key(path), _meant(missing, described))


def _meant(key: str, described: object) -> str:
    says = described.get("description", "") if isinstance(described, dict) else ""
    return f"`{key}`: {says}" if says else ""


def _unknown_keys(schema: dict[str, Any], instance: Any, root: Node, path: list[str | int]) -> Iterator[Diagnostic]:
    known = tuple(schema.get("properties", {}))
    for key in instance:
        if key in known or _fits_pattern(key, schema):
            continue
        of = f" in `{_key(path)}`" if _key(path) else ""
        hint = did_you_mean(key, known) or f"known keys are {', '.join(f'`{k}`' for k in known)}"
        yield Diagnostic("R0302", f"there is no key `{shown(key)}`{of}", _place_of_key(root, [*path, key]), shown(key), hint)


def _fits_pattern(key: str, schema: dict[str, Any]) -> bool:
    return any(re.search(pattern, key) for pattern in schema.get("patternProperties", {}))


def _wrong_shape(schema: dict[str, Any], error: "ValidationError", path: Path[str | int], place: Place) -> Diagnostic:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    shapes = " or ".join(_SHAPES[shape] for shape in wanted if shape in _SHAPES)
    if error.instance == "":
        return Diagnostic("R0306", f"{_subject(path)} is empty", place, _key(path), _hint(schema, f"{shapes} is meant"))
    have = "keys with values" if isinstance(error.instance, dict) else "a list" if isinstance(error.instance, list) else f"the text `{shown(error.instance)}`"
    return Diagnostic("R0303", f"{_subject(path)} must be {shapes}, and is {have}", place, _key(path), _hint(schema, ""))


def _not_one_of(schema: dict[str, Any], error: "ValidationError", path: Path[str | int], place: Place) -> Diagnostic:
    options = [option for option in error.validator_value if isinstance(option, str)]
    if not isinstance(error.instance, str):
        return Diagnostic("R0303", f"{_subject(path)} must be a text", place, _key(path), _one_of(options))
    written = shown(error.instance)
    hint = did_you_mean(error.instance, options) or _one_of(options)
    return Diagnostic("R0304", f"`{written}` is no {_title(schema)}", place, written, hint)


def _one_of(options: list[str]) -> str:
    return f"it is one of {', '.join(f'`{option}`' for option in options)}"


def _bad_text(schema: dict[str, Any], written: str, place: Place) -> Diagnostic:
    return Diagnostic("R0305", f"`{shown(written)}` is no {_title(schema)}", place, shown(written), _hint(schema, ""))


def _title(schema: dict[str, Any]) -> str:
    title: str = schema.get("title", "value that may stand here")
    return title


def _hint(schema: dict[str, Any], otherwise: str) -> str:
    hint: str = schema.get("description", "")
    return hint or otherwise


def _key(path: Path[str | int]) -> str:
    """The last key on a path: what a mistake at its end is called by."""
    return next((shown(step) for step in reversed(path) if isinstance(step, str)), "")


def _subject(path: Path[str | int]) -> str:
    if not path:
        return "the file"
    last = path[-1]
    return f"`{shown(last)}`" if isinstance(last, str) else f"entry {last + 1} of `{_key(path)}`"


def _place(root: Node, path: Path[str | int]) -> Place:
    """The place of the value at a path: of a text itself, of a list or mapping under a key the place of the key."""
    node, place = root, root.place
    for step in path:
        if isinstance(node, Mapping):
            entry = node.entry(str(step))
            if entry is None:
                break
            node = entry.value
            place = node.place if isinstance(node, Scalar) and node.text else entry.key.place
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            place = node.place
    return place


def _place_of_key(root: Node, path: Path[str | int]) -> Place:
    node = root
    for step in path[:-1]:
        if isinstance(node, Mapping):
            node = node.get(str(step)) or node
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
    entry = node.entry(str(path[-1])) if isinstance(node, Mapping) else None
    return node.place if entry is None else entry.key.place
