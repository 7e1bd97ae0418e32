"""The shape of a rule file, checked against its JSON Schema: which keys there are, and what may stand under them.

The schemas also serve editors. What they say about a text (its title and its description) is what a message says.
"""

import json
import re
from collections.abc import Iterator
from collections.abc import Sequence as Path
from functools import lru_cache
from importlib.resources import files
from itertools import islice
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


def check_shape(node: Node, schema: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Diagnostic, ...]:
    """The mistakes in the shape of a file, sorted by place, at most ``limits.mistakes`` of them.

    ``schema`` names the kind of file: `article`, `vocabulary`, `rulebook`, `act`, `parameters`, `golden`.
    """
    data: Any = tree_to_data(node)
    found = (d for error in _validator(schema).iter_errors(data) for d in _diagnostics(error, node))
    # The order of errors is that of the schema and of the file, so that the first ones are always the same.
    return in_order(islice(found, limits.mistakes))


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
    schema: Any = error.schema
    instance: Any = error.instance
    wanted: Any = error.validator_value
    if "propertyNames" in error.absolute_schema_path:
        yield _bad_text(schema, instance, _place_of_key(root, [*path, instance]))
        return
    place = _place(root, path)
    match error.validator:
        case "required":
            # There is one error a missing key, and each names all the keys that there must be.
            missing = next((key for key in wanted if error.message.startswith(f"{key!r} ")), "")
            undated = [key for key in _DATING if key in wanted and key not in instance]
            if missing not in undated or not _is_dated(path):
                yield _missing_key(missing, schema, path, place)
            elif missing == undated[0]:
                yield _undated(undated, path, place)
        case "additionalProperties":
            yield from _unknown_keys(schema, instance, root, path)
        case "type":
            yield _wrong_shape(schema, instance, wanted, path, place)
        case "enum":
            yield _not_one_of(schema, instance, wanted, path, place)
        case "pattern":
            yield _bad_text(schema, instance, place)
        case "minItems" | "minProperties" | "minLength":
            hint = _hint(schema, "write what belongs there")
            yield Diagnostic("R0306", f"{_subject(path)} is empty", place, _underlined(path), hint)
        case "maxProperties":
            keys = ", ".join(f"`{shown(key)}`" for key in instance)
            hint = "give each a line of its own, beginning with `-`"
            yield Diagnostic("R0303", f"several conditions stand together: {keys}", place, "", hint)
        case _:
            message = f"{_subject(path)} does not have the shape it must have"
            yield Diagnostic("R0303", message, place, _underlined(path), _hint(schema))


def _is_dated(path: Path[str | int]) -> bool:
    """Whether a version, or a value of a figure, stands at a path."""
    return len(path) > 1 and path[-2] in ("versions", "values")


def _undated(missing: list[str], path: Path[str | int], place: Place) -> Diagnostic:
    what, hint = "value", "tell when it is in force and what set it"
    if path[-2] == "versions":
        what, hint = "version", "tell when it is in force, when it was promulgated and by what"
    *others, last = (f"`{key}`" for key in missing)
    keys = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    return Diagnostic("R0307", f"the {what} is undated: {keys} missing", place, _underlined(path), hint)


def _missing_key(missing: str, schema: Any, path: Path[str | int], place: Place) -> Diagnostic:
    described = schema.get("properties", {}).get(missing, {})
    says = described.get("description", "") if isinstance(described, dict) else ""
    hint = f"`{missing}`: {says}" if says else f"add `{missing}:`"
    return Diagnostic("R0301", f"the key `{missing}` is missing{_within(path)}", place, _underlined(path), hint)


def _unknown_keys(schema: Any, instance: Any, root: Node, path: list[str | int]) -> Iterator[Diagnostic]:
    known = tuple(schema.get("properties", {}))
    patterns = tuple(schema.get("patternProperties", {}))
    listed = ", ".join(f"`{key}`" for key in known)
    for key in instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        hint = did_you_mean(key, known)
        if not hint:
            hint = f"known keys are {listed}" if len(known) > 1 else f"{listed} stands alone"
            hint = f"write {_hint(schema)}" if patterns else hint
        place = _place_of_key(root, [*path, key])
        yield Diagnostic("R0302", f"there is no key `{shown(key)}`{_within(path)}", place, shown(key), hint)


def _wrong_shape(schema: Any, instance: Any, wanted: Any, path: Path[str | int], place: Place) -> Diagnostic:
    allowed = wanted if isinstance(wanted, list) else [wanted]
    shapes = " or ".join(_SHAPES[shape] for shape in allowed if shape in _SHAPES)
    if instance == "":
        hint = _hint(schema, f"{shapes} is meant")
        return Diagnostic("R0306", f"{_subject(path)} is empty", place, _underlined(path), hint)
    have = "a list" if isinstance(instance, list) else "keys with values"
    if isinstance(instance, str):
        have = f"the text `{shown(instance)}`"
    message = f"{_subject(path)} must be {shapes}, and is {have}"
    hint = _hint(schema)
    if wanted == "array":
        hint = "write a list: each entry on a line of its own that begins with `-`"
    elif not path:
        hint = f"it begins with keys such as `{next(iter(schema.get('properties', {})), '')}:`"
    return Diagnostic("R0303", message, place, _underlined(path), hint)


def _not_one_of(schema: Any, instance: Any, wanted: Any, path: Path[str | int], place: Place) -> Diagnostic:
    options = [option for option in wanted if isinstance(option, str)]
    one_of = f"it is one of {', '.join(f'`{option}`' for option in options)}"
    if not isinstance(instance, str):
        have = "a list" if isinstance(instance, list) else "keys with values"
        message = f"{_subject(path)} must be a text, and is {have}"
        return Diagnostic("R0303", message, place, _underlined(path), one_of)
    if not instance:
        return Diagnostic("R0306", f"{_subject(path)} is empty", place, _underlined(path), one_of)
    hint = did_you_mean(instance, options, likeness=0.75) or one_of
    return Diagnostic("R0304", f"`{shown(instance)}` is no {_title(schema)}", place, shown(instance), hint)


def _bad_text(schema: Any, written: str, place: Place) -> Diagnostic:
    return Diagnostic("R0305", f"`{shown(written)}` is no {_title(schema)}", place, shown(written), _hint(schema))


def _title(schema: Any) -> str:
    title: str = schema.get("title", "value that may stand here")
    return title


def _hint(schema: Any, otherwise: str = "") -> str:
    hint: str = schema.get("description", "")
    return otherwise if hint in ("", "a text") else hint


def _underlined(path: Path[str | int]) -> str:
    """The last step of a path, where it is a key."""
    return str(path[-1]) if path and isinstance(path[-1], str) else ""


def _key(path: Path[str | int]) -> str:
    """The last key on a path: what a mistake at its end is called by."""
    return next((shown(step) for step in reversed(path) if isinstance(step, str)), "")


def _within(path: Path[str | int]) -> str:
    return f" in {_subject(path)}" if path else ""


def _subject(path: Path[str | int]) -> str:
    if not path:
        return "the file"
    last = path[-1]
    return f"`{shown(last)}`" if isinstance(last, str) else f"entry {last + 1} of `{_key(path)}`"


def _place(root: Node, path: Path[str | int]) -> Place:
    """The place of the value at a path: of a text itself, of a list or mapping under a key the place of the key."""
    node, place = root, _beginning(root)
    for step in path:
        if isinstance(node, Mapping):
            entry = node.entry(str(step))
            if entry is None:
                break
            node = entry.value
            place = node.place if isinstance(node, Scalar) and node.text else entry.key.place
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            place = _beginning(node)
    return place


def _beginning(node: Node) -> Place:
    """The place of a text or list, and of a mapping that of its first key."""
    first = node.entries[0].key.place if isinstance(node, Mapping) and node.entries else None
    return first or node.place


def _place_of_key(root: Node, path: Path[str | int]) -> Place:
    node = root
    for step in path[:-1]:
        if isinstance(node, Mapping):
            node = node.get(str(step)) or node
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
    entry = node.entry(str(path[-1])) if isinstance(node, Mapping) else None
    return node.place if entry is None else entry.key.place
