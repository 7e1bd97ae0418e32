"""L07: the same amount of money written out three times in one version."""

from collections import Counter
from collections.abc import Iterator

from rulecheck.engine.check_cycles import expressions
from rulecheck.engine.diagnostics import Place
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import versions_of

_TIMES = 3


def _find(subject: Subject) -> Iterator[Finding]:
    unit = subject.rulebook.currency.unit
    for provision, version in versions_of(subject.rulebook):
        amounts = [
            part
            for node in expressions(version)
            for part in s.walk(node)
            if isinstance(part, s.Number) and part.unit == unit and part.value
        ]
        for amount, times in Counter(amounts).items():
            if times >= _TIMES:
                last = [other for other in amounts if other == amount][-1]
                place = last.at if isinstance(last.at, Place) else version.place
                text = to_text(amount)
                message = f"`{text}` is written {times} times in one version of `{provision.id}`"
                hint = "give it a name under `where`, or make it a dated figure in `parameters`"
                yield Finding(provision.id, message, place, text, hint)


CHECK = Check(
    "L07",
    "a number repeated instead of referred to",
    "When the amount changes, one of the places is forgotten. Two places are left alone: a floor may equal a cap.",
    "value: max(50 crowns, min(wage, 50 crowns × 2)) − 50 crowns",
    "where: {base: 50 crowns}\nvalue: max(base, min(wage, base × 2)) − base",
    _find,
)
