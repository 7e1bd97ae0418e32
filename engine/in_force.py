"""When a version or a dated figure is in force: read from its text, and held against its neighbours."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.reading import Unfit, read_value
from rulecheck.engine.source import Scalar
from rulecheck.engine.types import DATE
from rulecheck.grammar.data_classes import frozen


@frozen
class InForce:
    """A time in force as written: from a day until a day, both included; until None: to this day."""

    since: date
    until: date | None
    text: str
    place: Place


def read_day(scalar: Scalar, start: int = 0, end: int | None = None) -> date | Diagnostic:
    """The day that a text, or a stretch of it, stands for."""
    end = len(scalar.text) if end is None else end
    written = scalar.text[start:end]
    day = read_value(written, DATE)
    if isinstance(day, date):
        return day
    place = scalar.place_of(start, end)
    unfit = day if isinstance(day, Unfit) else Unfit("is no date", "")
    return Diagnostic("R0340", f"the day {unfit.message}", place, written, unfit.hint)


def read_in_force(scalar: Scalar) -> InForce | Diagnostic | None:
    """The time that a text such as `2019-10-01 to 2025-02-22` or `from 2025-02-23` gives; None for another shape,
    of which the shape of the file tells."""
    text = scalar.text
    if text.startswith("from "):
        since = read_day(scalar, len("from "))
        return since if isinstance(since, Diagnostic) else InForce(since, None, text, scalar.place)
    first, to, _ = text.partition(" to ")
    if not to:
        return None
    since, until = read_day(scalar, 0, len(first)), read_day(scalar, len(first) + len(to))
    if isinstance(since, Diagnostic):
        return since
    if isinstance(until, Diagnostic):
        return until
    if until < since:
        message = f"the time in force `{text}` ends before it begins"
        return Diagnostic("R0341", message, scalar.place, text, "write the earlier day first")
    return InForce(since, until, text, scalar.place)


def out_of_sequence(times: Sequence[InForce], what: str) -> Iterator[Diagnostic]:
    """The mistakes in a sequence of times that must follow each other, the oldest first; gaps are allowed.

    ``what`` is what they are the times of, such as "versions of `EEA 19-2(1)`".
    """
    for former, later in pairwise(times):
        if later.since < former.since:
            message = f"{what} are not in order: `{later.text}` stands after `{former.text}`"
            yield Diagnostic("R0343", message, later.place, later.text, "put the oldest first")
    by_beginning = sorted(times, key=lambda time: time.since)
    for former, later in pairwise(by_beginning):
        if former.until is None or later.since <= former.until:
            message = f"{what} overlap: `{former.text}` and `{later.text}`"
            hint = f"the former stands in line {former.place.line}; end it on the day before the latter begins"
            yield Diagnostic("R0342", message, later.place, later.text, hint)
