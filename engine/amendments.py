"""The amendments of the law as data: what each changed, from which day on, and where the rulebook holds it."""

from datetime import date

from rulecheck.engine.diagnostics import Place
from rulecheck.grammar.data_classes import frozen


@frozen
class Amendment:
    """One amendment: the instruments with their days of promulgation, and the provisions and figures it changed.

    ``sides`` is the day on whose two sides cases differ; it is another than the day it came into force where the
    amendment reaches back. ``confidence`` tells how its text is known where that is less than having read it.
    ``reason`` says why nothing is decided by it.
    """

    id: str
    cite: str
    in_force: date
    sides: date
    place: Place
    instruments: tuple[tuple[str, date], ...] = ()
    versions: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    transitional: str = ""
    confidence: str = ""
    reason: str = ""
    note: str = ""


@frozen
class Amendments:
    """All of them, and the least numbers that must be placed, and exercised on both sides of their days."""

    entries: tuple[Amendment, ...]
    place: Place
    placed: int
    exercised: int


@frozen
class AmendmentCounts:
    """How many amendments, how many placed, without a decision, and exercised on both sides of their days.

    ``later_side`` counts those exercised on the later side alone because the rulebook holds no older law.
    """

    amendments: int
    placed: int
    reasons: int
    exercised: int
    later_side: int
