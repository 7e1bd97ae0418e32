"""L05: values for which a table of brackets has no row."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from rulecheck.engine.declared import type_of
from rulecheck.engine.rulebook import Row, Version
from rulecheck.engine.types import PeriodType, Quantity, Type
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.intervals import Interval, interval
from rulecheck.workbench.lint.reach import versions_of


def _find(subject: Subject) -> Iterator[Finding]:
    for provision, version in versions_of(subject.rulebook):
        for row, former in _gaps(subject, version):
            assert row.when is not None
            message = f"the table of `{provision.id}` has no row between `{to_text(former)}` and `{to_text(row.when)}`"
            hint = "let the rows meet, or add `otherwise`, or declare the table `open: true`"
            yield Finding(provision.id, message, row.place, to_text(row.when), hint)


def _gaps(subject: Subject, version: Version) -> Iterator[tuple[Row, s.Node]]:
    """The rows that do not begin where the one before ends, each with the condition of that one."""
    table = version.table
    if table is None or table.open or any(row.when is None for row in table.rows):
        return
    found: list[tuple[Interval, Row]] = []
    for row in table.rows:
        own = interval(row.when) if row.when is not None else None
        if own is None:
            return  # a row with other conditions may fill the gap
        found.append((own, row))
    if len({own.subject for own, _ in found}) != 1:
        return
    whole = _whole(subject, version)
    found.sort(key=lambda pair: (pair[0].low is not None, pair[0].low or Fraction(0)))
    for (former, before), (later, row) in pairwise(found):
        if former.leaves_gap_to(later, whole) and before.when is not None:
            yield row, before.when


def _whole(subject: Subject, version: Version) -> bool:
    """Whether the values are whole: counts and days."""
    assert version.table is not None
    condition = version.table.rows[0].when
    node = next(s.children(condition)) if condition is not None else None
    kind: Type | None = type_of(node, subject.rulebook.vocabulary, dict(version.where)) if node is not None else None
    return isinstance(kind, PeriodType) or (isinstance(kind, Quantity) and kind.whole)


CHECK = Check(
    "L05",
    "a gap in a table",
    "A case that falls between two brackets stops the decision. Brackets are told as `less than` and `at least`.",
    "rows:\n  - {when: wage ≤ 100 crowns, value: 5 crowns}\n  - {when: wage ≥ 101 crowns, value: 9 crowns}",
    "rows:\n  - {when: wage < 101 crowns, value: 5 crowns}\n  - {when: wage ≥ 101 crowns, value: 9 crowns}",
    _find,
)
