"""Mistakes in one version of a provision: in its expressions, in its table, in the days it is in force."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from attrs import evolve, frozen

from rulecheck.engine.mutants import Operator
from rulecheck.engine.rulebook import Row, Table, Version
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar import syntax as s
from rulecheck.workbench.mutate_nodes import Alternative, alternatives

End = Literal["since", "until"]


@frozen
class Changed:
    """A version with one mistake: of which sort, where (``field``, in words), what was there, and what is instead."""

    operator: Operator
    field: str
    before: s.Node | str
    after: s.Node | str | None
    version: Version


def changes(version: Version, exception: bool) -> Iterator[Changed]:
    """Every mistake in the words of a version, in the order written: their number and order rest on its shape alone."""
    for index, (name, node) in enumerate(version.where):
        for found in alternatives(node):
            where = (*version.where[:index], (name, found.whole), *version.where[index + 1 :])
            yield _of(found, f"{name}: ", evolve(version, where=where))
    if version.when is not None:
        yield from _of_condition(version, version.when, exception)
    if version.value is not None:
        for found in alternatives(version.value):
            yield _of(found, "", evolve(version, value=found.whole))
    if version.table is not None:
        for changed in _of_table(version.table):
            yield evolve(changed, version=evolve(version, table=changed.version.table))
    if version.version_by is not None:
        for found in alternatives(version.version_by):
            yield _of(found, "version by: ", evolve(version, version_by=found.whole))


def _of(found: Alternative, field: str, version: Version) -> Changed:
    return Changed(found.operator, field, found.before, found.after, version)


def _of_condition(version: Version, when: s.Node, exception: bool) -> Iterator[Changed]:
    if exception:
        yield Changed("exception turned round", "", when, s.Not(when), evolve(version, when=s.Not(when)))
    if not isinstance(when, s.AllOf):
        yield Changed("condition dropped", "", when, None, evolve(version, when=None))
    for found in alternatives(when):
        # A lone exception's denial is the same as turning it round.
        if not (exception and found.whole == s.Not(when)):
            yield _of(found, "", evolve(version, when=found.whole))


def _of_table(table: Table) -> Iterator[Changed]:
    """The mistakes in a table, each with a version that holds nothing but the table."""
    rows = table.rows
    for index, row in enumerate(rows):
        label = f"row {index + 1}"
        if index + 1 < len(rows) and rows[index + 1].value != row.value:
            below = rows[index + 1]
            swapped = (evolve(row, value=below.value), evolve(below, value=row.value))
            words = f"{label} and row {index + 2}"
            yield _rows("table", words, "swapped", table, (*rows[:index], *swapped, *rows[index + 2 :]))
        if len(rows) > 1:
            yield _rows("table", label, None, table, (*rows[:index], *rows[index + 1 :]))
        for found in alternatives(row.when) if row.when is not None else ():
            changed = evolve(row, when=found.whole)
            yield _in_row(found, f"{label}: ", table, index, changed)
        for found in alternatives(row.value):
            changed = evolve(row, value=found.whole)
            yield _in_row(found, f"{label}: ", table, index, changed)


def _rows(operator: Operator, before: str, after: str | None, table: Table, rows: tuple[Row, ...]) -> Changed:
    return Changed(operator, "", before, after, _holding(evolve(table, rows=rows)))


def _in_row(found: Alternative, field: str, table: Table, index: int, row: Row) -> Changed:
    rows = (*table.rows[:index], row, *table.rows[index + 1 :])
    return _of(found, field, _holding(evolve(table, rows=rows)))


def _holding(table: Table) -> Version:
    return Version(date.min, None, date.min, "", Words(), table.place, table=table)


def moved(
    versions: Sequence[Version], day: date | None, which: End, days: int, covered_from: date
) -> tuple[Version, ...] | None:
    """The versions with one beginning (or end) moved by some days, and the end of the version before it likewise.

    None where nothing would change: no version begins (or ends) on that day, one would be in force on no day at all, or
    it was in force already before the first day that the rulebook covers.
    """
    if day is None or not any(getattr(v, which) == day for v in versions):
        return None
    by = timedelta(days=days)
    found = []
    for version in versions:
        if which == "since" and version.since == day:
            if version.version_by is None and max(day, day + by) <= covered_from:
                return None
            version = evolve(version, since=day + by)
        elif which == "since" and version.until is not None and version.until + timedelta(days=1) == day:
            version = evolve(version, until=version.until + by)
        elif which == "until" and version.until == day:
            version = evolve(version, until=day + by)
        if version.until is not None and version.until < version.since:
            return None
        found.append(version)
    return tuple(found)
