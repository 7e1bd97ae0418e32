"""L11: a golden case that repeats another."""

from collections.abc import Iterator

from rulecheck.workbench.lint.check import Check, Finding, Subject


def _find(subject: Subject) -> Iterator[Finding]:
    seen: dict[object, str] = {}
    for file in subject.golden:
        for golden in file.cases:
            if golden.case is None:
                continue
            expected = tuple((e.address, e.written) for e in golden.expected)
            told = (
                golden.missing,
                golden.error,
                golden.cites,
                golden.does_not_cite,
                golden.unanswered,
                golden.standings,
            )
            key = (golden.case.digest, expected, told)
            first = seen.setdefault(key, f"{golden.title}` in `{file.file}")
            if first != f"{golden.title}` in `{file.file}":
                message = f"the golden case `{golden.title}` has the facts and answers of `{first}`"
                yield Finding(
                    golden.title, message, golden.place, golden.title, "take one out, or change what it shows"
                )


CHECK = Check(
    "L11",
    "a golden case that repeats another",
    "It takes time and shows nothing. Mostly it was copied, and the fact that it is about was not changed.",
    "- case: a reader of twelve\n  facts: {age: 12}\n- case: a reader of eleven\n  facts: {age: 12}",
    "- case: a reader of twelve\n  facts: {age: 12}\n- case: a reader of eleven\n  facts: {age: 11}",
    _find,
)
