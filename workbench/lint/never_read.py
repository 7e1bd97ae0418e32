"""L02: a fact that no rule reads."""

from collections.abc import Iterator

from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import lists_of, names_read


def _find(subject: Subject) -> Iterator[Finding]:
    read = names_read(subject.rulebook)
    for fact in subject.rulebook.vocabulary.facts.values():
        # A shape that facts take, and no list: each fact has its own copy of the field.
        shape = bool(fact.record) and not any(lists_of(subject.rulebook, fact.record))
        if fact.name not in read and not shape:
            message = f"`{fact.name}` is declared, and no rule reads it"
            yield Finding(fact.name, message, fact.place, fact.name, "take it out, or write the rule that needs it")


CHECK = Check(
    "L02",
    "a fact that is never read",
    "Somebody would be asked for a document that changes nothing.",
    "facts:\n  reader.shoe_size: {type: integer, …}   # no rule reads it",
    "facts:\n  reader.born_on: {type: date, …}   # age of reader.born_on on asked_on ≥ 12",
    _find,
)
