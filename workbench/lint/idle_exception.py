"""L09: an exception that says the same as what it excepts."""

from collections.abc import Iterator

from rulecheck.engine.rulebook import Version
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import own_provisions

_CONSTANT = (s.Number, s.PeriodLiteral, s.DateLiteral, s.Truth, s.Text)


def _find(subject: Subject) -> Iterator[Finding]:
    rulebook = subject.rulebook
    for exception in own_provisions(rulebook):
        target = rulebook.provisions.get(exception.to)
        if target is None or target.to:
            continue  # an exception to an exception brings back what that one displaced
        for version in exception.versions:
            said = _constant(version)
            beside = [v for v in target.versions if _at_once(v, version)]
            if said is not None and beside and all(_constant(v) == said for v in beside):
                message = f"the exception `{exception.id}` says the same as `{target.id}`: `{to_text(said)}`"
                yield Finding(exception.id, message, version.place, "", "take it out, or say what it changes")


def _constant(version: Version) -> s.Node | None:
    """The value of a version that is the same in every case; one without a value says nothing here."""
    return version.value if isinstance(version.value, _CONSTANT) and version.table is None else None


def _at_once(one: Version, other: Version) -> bool:
    return (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)


CHECK = Check(
    "L09",
    "an exception that changes nothing",
    "Whether it applies or not, the answer is the same. Mostly the value was copied and not changed.",
    "(1): {value: 14 days}\n(1) proviso: {kind: exception, to: (1), value: 14 days}",
    "(1) proviso: {kind: exception, to: (1), value: 7 days}",
    _find,
)
