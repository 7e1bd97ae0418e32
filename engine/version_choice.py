"""Which version of a provision decides a case: chosen by the law date, or by a date of the case."""

from datetime import date, timedelta

from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.expressions import Expressions
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.trace import Outcome, Read, Truth
from rulecheck.engine.values import NONE, UNKNOWN, Value
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.signs import Comparator


@frozen
class Choice:
    """The version chosen, by its index, or why there is none: ``unknown`` where the day that chooses is not known.

    With that day, and what was read to know it.
    """

    version: int | Outcome
    day: date | None
    reads: tuple[Read, ...]


def choose(run: Expressions, provision: Provision, element: str) -> Choice:
    """The version that the law date chooses, or the date that its transitional clause names.

    The newest version that has begun decides. One that has ended still applies where its successor, by its own
    transitional clause, does not yet. Where the date lies before all that the rulebook holds of a provision that is
    older than the rulebook, the law of that day is not held: what it said is unknown, and no fact can tell.
    """
    reads: tuple[Read, ...] = ()
    successor_since: date | None = None
    day = run.law_date or date.min
    by: Value = day
    for index in range(len(provision.versions) - 1, -1, -1):
        version = provision.versions[index]
        if run.known_on is not None and version.promulgated > run.known_on:
            # Nobody knew yet that the version before it would end.
            successor_since = version.since
            by = NONE
            continue
        begun, by, read = _dated(run, version, "≥", version.since, element)
        day = by if isinstance(by, date) else version.since
        reads += read
        if begun is True:
            followed = version.until is not None and successor_since == version.until + timedelta(days=1)
            if version.until is None or followed:
                return Choice(index, day, reads)
            lasts, _, _ = _dated(run, version, "≤", version.until, element)
            if lasts is True:
                return Choice(index, day, reads)
            if lasts is False:
                # Repealed: what stood before it does not come back.
                return Choice("not in force", day, reads)
            begun = lasts
        if begun == "unknown":
            return Choice("unknown", None, reads)
        successor_since = version.since
    if provision.is_older(run.rulebook.covers_from):
        if isinstance(by, date):
            return Choice("not held", day, reads)
        if by is UNKNOWN:
            # It is only supposed that the date lies there.
            return Choice("unknown", None, reads)
    return Choice("not in force", day, reads)


def scope_of(version: Version, element: str, day: date | None) -> Scope:
    """The scope of a version: its local amounts, the element it is decided for, and the day that chose it."""
    return Scope(dict(version.where), {"": element} if element else {}, day)


def _dated(
    run: Expressions, version: Version, comparator: Comparator, day: date, element: str
) -> tuple[Truth, Value, tuple[Read, ...]]:
    """How the date by which a version is chosen lies to a day, that date, and what was read to know it.

    A date that is missing is a condition left open like any other: the facts of either version may matter.
    """
    if version.version_by is None and run.law_date is not None:
        return run.law_date >= day if comparator == "≥" else run.law_date <= day, run.law_date, ()
    chooses = version.version_by or s.Name(run.law_date_fact or "law_date", role="fact")
    step = run.judge(s.Compare((chooses, s.DateLiteral(day)), (comparator,)), scope_of(version, element, None))
    return step.truth, step.operands[0], step.reads
