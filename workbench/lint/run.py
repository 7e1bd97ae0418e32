"""Runs the checks over a rulebook, leaves out what its `lint.yaml` allows, and mends what can be mended safely."""

from collections.abc import Iterable

from attrs import frozen

from rulecheck.engine import entries
from rulecheck.engine.diagnostics import Diagnostic, Place, in_order
from rulecheck.engine.limits import DEFAULT_LIMITS, Limits
from rulecheck.engine.read_yaml import read_yaml
from rulecheck.engine.shape import check_shape
from rulecheck.engine.source import Mapping
from rulecheck.workbench.lint.catalogue import CHECKS
from rulecheck.workbench.lint.check import Check, Finding, Subject

# An allowance that nothing needs any more.
UNUSED = "L00"


@frozen
class Allowed:
    """What a rulebook allows: a check, about what, and the reason."""

    code: str
    about: str
    because: str
    place: Place


@frozen
class Linted:
    """The findings that are not allowed, sorted, and of each file the lines that can go."""

    found: tuple[Diagnostic, ...]
    lines_to_drop: dict[str, tuple[int, ...]]


def read_allowed(
    text: bytes, file: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[Allowed, ...], tuple[Diagnostic, ...]]:
    """The allowances in a file's text, and what is wrong with it."""
    tree, found = read_yaml(text, file, limits)
    if tree is not None and not found:
        found = check_shape(tree, "lint")
    if found or tree is None:
        return (), found
    listed = [item for item in entries.items(tree, "allow") if isinstance(item, Mapping)]
    known = {check.code for check in CHECKS}
    allowed = tuple(
        Allowed(entries.text(i, "code"), entries.text(i, "about"), entries.text(i, "because"), i.place) for i in listed
    )
    strange = tuple(
        Diagnostic(UNUSED, f"there is no check `{one.code}`", one.place, "", "the codes are L01, L02, …")
        for one in allowed
        if one.code not in known
    )
    return allowed, strange


def lint(subject: Subject, allowed: Iterable[Allowed] = (), codes: Iterable[str] = ()) -> Linted:
    """What the checks find, those of ``codes`` alone if any are named."""
    wanted = set(codes)
    chosen: list[tuple[Check, Finding]] = []
    waiting = list(allowed)
    used: set[Allowed] = set()
    for check in CHECKS:
        for finding in check.find(subject) if not wanted or check.code in wanted else ():
            permit = [one for one in waiting if one.code == check.code and one.about == finding.about]
            used.update(permit)
            if not permit:
                chosen.append((check, finding))
    unused = [
        Diagnostic(
            UNUSED,
            f"`{one.code}` is allowed for `{one.about}`, and finds nothing there",
            one.place,
            "",
            "take the allowance out",
            "warning",
        )
        for one in waiting
        if one not in used and (not wanted or one.code in wanted)
    ]
    lines: dict[str, list[int]] = {}
    for _, finding in chosen:
        if finding.drop_line:
            lines.setdefault(finding.place.file, []).append(finding.place.line)
    found = in_order((*(check.told(finding) for check, finding in chosen), *unused))
    return Linted(found, {file: tuple(sorted(set(numbers))) for file, numbers in sorted(lines.items())})


def without_lines(text: str, numbers: Iterable[int]) -> str:
    """A text with some of its lines, counted from 1, taken out."""
    drop = set(numbers)
    return "".join(line for i, line in enumerate(text.splitlines(keepends=True), start=1) if i not in drop)
