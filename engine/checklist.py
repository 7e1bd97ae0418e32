"""The checklist of a rulebook as data: every provision that the law is known to hold, and where it is encoded."""

from rulecheck.engine.amendments import AmendmentCounts
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar.data_classes import frozen


@frozen
class Entry:
    """One provision of the inventory: its citation, and the encoded provisions it became, or why it became none.

    ``restates`` tells that the entry only repeats what those provisions say with better authority.
    """

    id: str
    scheme: str
    cite: str
    place: Place
    provisions: tuple[str, ...] = ()
    restates: bool = False
    reason: str = ""
    note: str = ""


@frozen
class Checklist:
    """The inventory, the provisions encoded beyond it (each with a reason), and how far the audit has come.

    ``placed`` and ``exercised`` are the least numbers of entries that must be placed, and exercised both ways.
    ``rulebooks`` are the paths, from this rulebook's folder, of those that build on it and hold part of the inventory.
    """

    schemes: dict[str, Words]
    entries: tuple[Entry, ...]
    beyond: dict[str, str]
    placed: int
    exercised: int
    rulebooks: tuple[str, ...] = ()


@frozen
class Row:
    """The audit of one scheme: how many entries, how many placed, not decidable, exercised each way and both."""

    scheme: str
    entries: int
    placed: int
    reasons: int
    deciding: int
    not_deciding: int
    exercised: int


@frozen
class Audit:
    """What the audit found: a row a scheme, the amendments where they are listed, and everything that is wrong."""

    rows: tuple[Row, ...]
    provisions: int
    cases: int
    findings: tuple[Diagnostic, ...] = ()
    amendments: AmendmentCounts | None = None

    @property
    def total(self) -> Row:
        """All rows added up."""
        sums = [
            sum(values)
            for values in zip(
                *((r.entries, r.placed, r.reasons, r.deciding, r.not_deciding, r.exercised) for r in self.rows),
                strict=True,
            )
        ] or [0] * 6
        return Row("total", *sums)
