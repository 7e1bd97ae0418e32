"""L03: a provision that no scheme leads to."""

from collections.abc import Iterator

from rulecheck.workbench.facts import provisions_of_scheme
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import own_provisions


def _find(subject: Subject) -> Iterator[Finding]:
    rulebook = subject.rulebook
    reached = {
        provision.id
        for scheme in rulebook.vocabulary.schemes.values()
        for provision in provisions_of_scheme(rulebook, scheme)
    }
    applied = {rulebook.provisions[id_].base for id_ in reached} | {rulebook.provisions[id_].through for id_ in reached}
    for provision in own_provisions(rulebook):
        asked_elsewhere = provision.decides and not any(
            provision.decides in scheme.conclusions for scheme in rulebook.vocabulary.schemes.values()
        )
        if provision.kind == "mutatis mutandis" or provision.id in reached or provision.id in applied:
            continue
        if not asked_elsewhere:
            message = f"`{provision.id}` is never reached: no scheme decides anything that rests on it"
            hint = "name in `decides` what it decides, or refer to it from a provision that is reached"
            yield Finding(provision.id, message, provision.place, provision.key, hint)


CHECK = Check(
    "L03",
    "a provision that is never reached",
    "A condition that nothing refers to decides nothing. A conclusion that is never asked is told by L01 instead.",
    "(2) weekdays:\n  kind: condition   # no other provision speaks of it",
    "(2) weekdays:\n  kind: condition\n(1):\n  when: [Art. 4(2) weekdays applies]",
    _find,
)
