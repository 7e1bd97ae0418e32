"""L04: a row of a table that never decides, for an earlier one takes all its cases."""

from collections.abc import Iterator

from rulecheck.grammar.printer import to_text
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.intervals import interval
from rulecheck.workbench.lint.reach import versions_of


def _find(subject: Subject) -> Iterator[Finding]:
    for provision, version in versions_of(subject.rulebook):
        if version.table is None or version.table.match != "first":
            continue
        rows = [row for row in version.table.rows if row.when is not None]
        for index, row in enumerate(rows):
            assert row.when is not None
            own = interval(row.when)
            for number, former in enumerate(rows[:index], start=1):
                assert former.when is not None
                wider = interval(former.when)
                if former.when == row.when or (own is not None and wider is not None and wider.covers(own)):
                    message = f"row {index + 1} of the table of `{provision.id}` never decides, for row {number} does"
                    hint = "put the narrower row first, or narrow the earlier one"
                    yield Finding(provision.id, message, row.place, to_text(row.when), hint)
                    break


CHECK = Check(
    "L04",
    "a row that never decides",
    "In a table of which the first row that fits decides, a row whose cases an earlier one takes is dead.",
    "rows:\n  - {when: days ≤ 60, value: 60 days}\n  - {when: days ≤ 30, value: 30 days}",
    "rows:\n  - {when: days ≤ 30, value: 30 days}\n  - {when: days ≤ 60, value: 60 days}",
    _find,
)
