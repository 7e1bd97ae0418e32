"""A new version of a provision: the one in force is copied behind itself and closed the day before.

The text is edited by the places of its lines; what is not touched stays byte for byte, comments included.
"""

import os
import re
from datetime import date, timedelta

from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.rule_files import RuleFile, read_rule_files
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.source import Mapping, Node, Scalar, Sequence
from rulecheck.workbench.scaffold import Enacted, Refused, Scaffold, Written, quoted

_ITEM = re.compile(r"( *)- +")
# What a copy has from the version before, and which the new instrument may have changed.
_TO_LOOK_AT = {
    "gist": "what the new text says",
    "where": "the new text",
    "when": "the new text",
    "value": "the new text",
    "table": "the new text",
    "unsettled": "is it still open?",
    "transitional": "the addenda of the new instrument, or nothing",
    "version by": "which day chooses the version?",
    "notes": "do they still hold?",
    "confidence": "how the new text is known",
    "equivalent": "marks of mutants: do they still hold?",
}


def new_version(directory: str, rulebook: Rulebook, id_: str, enacted: Enacted) -> Scaffold | Refused:
    """The file of the provision with a new version from a day on; refused where there is none to copy."""
    provision = rulebook.provisions.get(id_)
    if provision is None:
        return Refused(f"there is no provision `{id_}`")
    if provision.through:
        return Refused(f"`{id_}` is `{provision.base}` applied by `{provision.through}`; change one of these")
    version = _in_force(provision, enacted.since)
    if isinstance(version, Refused):
        return version
    files, _ = read_rule_files(directory)
    file = next((f for f in files if f.shown == version.place.file), None)
    path = os.path.join(directory, file.path) if file is not None else ""
    if file is None or not os.path.isfile(path):
        return Refused(f"`{id_}` stands in the rulebook that this one builds on; name that one with --rules")
    edited = _edited(file, version, enacted, path)
    if isinstance(edited, Refused):
        return edited
    return Scaffold((edited,), directory)


def _in_force(provision: Provision, day: date) -> Version | Refused:
    """The version that the new one follows on a day."""
    later = next((v for v in provision.versions if v.since >= day), None)
    if later is not None:
        return Refused(f"`{provision.id}` has a version from {later.since.isoformat()} already")
    version = provision.versions[-1]
    if version.until is not None and version.until < day:
        return Refused(
            f"`{provision.id}` is not in force on {day.isoformat()}; it ended on {version.until.isoformat()}"
        )
    return version


def _edited(file: RuleFile, version: Version, enacted: Enacted, path: str) -> Written | Refused:
    tree, _ = read_yaml(file.data, file.shown)
    text = file.data.decode("utf-8")
    lines = text.splitlines(keepends=True)
    node = None if tree is None else _at(tree, version.place.line)
    first = version.place.line - 1
    dash = _ITEM.match(lines[first])
    if node is None or dash is None or dash.end() != node.place.column - 1:
        return Refused(f"the version at {file.shown}:{first + 1} does not begin a line of its own; write it so first")
    end = _end(lines, first, dash.end())
    values = {entry.key.text: entry.value for entry in node.entries}
    copy, old = lines[first:end], lines[first:end]
    if not copy[-1].endswith("\n"):
        copy[-1] += "\n"
        old[-1] += "\n"
    still = f"{enacted.since.isoformat()} to {version.until.isoformat()}" if version.until else ""
    closed = f"{version.since.isoformat()} to {(enacted.since - timedelta(days=1)).isoformat()}"
    changes = {
        "in force": still or f"from {enacted.since.isoformat()}",
        "promulgated": enacted.promulgated.isoformat(),
        "by": quoted(enacted.by),
    }
    for key, new in changes.items():
        value = values.get(key)
        if not isinstance(value, Scalar) or not _replace(copy, value, first, new):
            return Refused(f"`{key}` at {file.shown}:{first + 1} is not written on one line; write it so first")
    in_force = values["in force"]
    if isinstance(in_force, Scalar):
        _replace(old, in_force, first, closed)
    moved = end - first
    fill_in = tuple(
        (entry.key.place.line + moved, f"{entry.key.text}: {_TO_LOOK_AT[entry.key.text]}")
        for entry in node.entries
        if entry.key.text in _TO_LOOK_AT
    )
    return Written(path, "".join((*lines[:first], *old, *copy, *lines[end:])), fill_in, is_new=False)


def _replace(lines: list[str], value: Scalar, first: int, new: str) -> bool:
    """Puts a text in the place of a value; False where the value is not plainly on one line."""
    at = value.place.line - 1 - first
    start = value.place.column - 1
    line = lines[at]
    written = line[start : start + value.place.length]
    if written.strip("\"'") != value.text:
        return False
    lines[at] = line[:start] + new + line[start + len(written) :]
    return True


def _end(lines: list[str], first: int, indent: int) -> int:
    """The line after an item of a list, counted from 0: remarks and blank lines before the next item belong to that."""
    end = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        if len(line) - len(line.lstrip(" ")) < indent:
            break
        end = number + 1
    return end


def _at(node: Node, line: int) -> Mapping | None:
    """The mapping in a list that begins on a line and says since when it is in force."""
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Mapping) and item.place.line == line and item.get("in force") is not None:
                return item
        return next((found for item in node.items if (found := _at(item, line)) is not None), None)
    if isinstance(node, Mapping):
        return next((found for e in node.entries if (found := _at(e.value, line)) is not None), None)
    return None
