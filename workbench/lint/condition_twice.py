"""L13: the same condition twice in one list."""

from collections.abc import Iterator

from rulecheck.engine.check_cycles import expressions
from rulecheck.engine.diagnostics import Place
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import versions_of


def _find(subject: Subject) -> Iterator[Finding]:
    for provision, version in versions_of(subject.rulebook):
        joined = [p for node in expressions(version) for p in s.walk(node) if isinstance(p, s.AllOf | s.AnyOf)]
        for node in joined:
            for index, operand in enumerate(node.operands):
                if operand in node.operands[:index] and isinstance(operand.at, Place):
                    text = to_text(operand)
                    message = f"`{text}` stands twice in one list of conditions of `{provision.id}`"
                    alone = _alone(subject, operand.at)
                    yield Finding(provision.id, message, operand.at, text, "take one of them out", alone)


def _alone(subject: Subject, place: Place) -> bool:
    """Whether a condition is all there is in its line, so that the line can go."""
    lines = subject.texts.get(place.file, "").splitlines()
    if not 1 <= place.line <= len(lines):
        return False
    line = lines[place.line - 1]
    return (
        line[: place.column - 1].strip() == "-"
        and line[place.column - 1 :].strip() == line[place.column - 1 : place.column - 1 + place.length].strip()
    )


CHECK = Check(
    "L13",
    "a condition that stands twice",
    "The second changes nothing; mostly another one was meant. `--fix` takes it out where it has a line of its own.",
    "when:\n  - age ≥ 12\n  - age ≥ 12",
    "when:\n  - age ≥ 12\n  - reader.member",
    _find,
)
