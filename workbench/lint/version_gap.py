"""L10: days between two versions on which neither is in force."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import own_provisions


def _find(subject: Subject) -> Iterator[Finding]:
    for provision in own_provisions(subject.rulebook):
        for former, later in pairwise(provision.versions):
            if former.until is not None and former.until + timedelta(days=1) < later.since:
                message = (
                    f"`{provision.id}` is not in force from {former.until + timedelta(days=1)} "
                    f"to {later.since - timedelta(days=1)}"
                )
                hint = "let the versions meet, or allow the gap in lint.yaml with the reason"
                yield Finding(provision.id, message, later.place, "", hint)


CHECK = Check(
    "L10",
    "a gap between versions",
    "A day without law is mostly a slip in a date. Overlapping versions are an error, which `rulecheck check` tells.",
    "- in force: 2020-01-01 to 2024-06-29\n- in force: from 2024-07-01",
    "- in force: 2020-01-01 to 2024-06-30\n- in force: from 2024-07-01",
    _find,
)
