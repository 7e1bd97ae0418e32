"""L01: a conclusion that no scheme decides and no rule reads."""

from collections.abc import Iterator

from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import names_read


def _find(subject: Subject) -> Iterator[Finding]:
    vocabulary = subject.rulebook.vocabulary
    asked = {name for scheme in vocabulary.schemes.values() for name in scheme.conclusions}
    read = names_read(subject.rulebook)
    for conclusion in vocabulary.conclusions.values():
        if conclusion.name not in asked and conclusion.name not in read:
            message = f"`{conclusion.name}` is decided and never asked: no scheme lists it, and no rule reads it"
            hint = "list it under `decides` of a scheme, or take it out"
            yield Finding(conclusion.name, message, conclusion.place, conclusion.name, hint)


CHECK = Check(
    "L01",
    "a conclusion that is never asked",
    "Nobody sees an answer that no scheme decides and nothing rests on. Mostly a line of the scheme was forgotten.",
    "conclusions:\n  loan.renewable: {type: boolean, …}   # in no scheme, read by no rule",
    "schemes:\n  loans: {decides: [loan.granted, loan.renewable], …}",
    _find,
)
