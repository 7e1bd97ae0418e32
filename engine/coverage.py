"""Coverage of the law by golden cases, as data: units of law, and which case shows each."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal, get_args

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar.data_classes import Factory, frozen

UnitKind = Literal["decision", "condition", "independence", "boundary", "exception", "version", "row"]
UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)


@frozen
class Unit:
    """One thing about a provision that some golden case should show.

    ``key`` names it for good as long as the provision keeps its shape, ``site`` and ``leaf`` the condition that it is
    about (see ``workbench.coverage_sites``), ``aspect`` what is to be shown of it: ``true``, ``just outside``.
    """

    key: str
    kind: UnitKind
    article: str
    provision: str
    text: str
    aspect: str
    place: Place
    site: str = ""
    leaf: str = ""
    version: int = -1


@frozen
class Measured:
    """A unit with the file and title of the first golden case that shows it; empty where none does."""

    unit: Unit
    file: str = ""
    case: str = ""

    @property
    def shown(self) -> bool:
        """Whether some golden case shows it."""
        return bool(self.case)


@frozen
class Tally:
    """How many units there are, and how many of them are shown."""

    units: int
    shown: int

    @property
    def share(self) -> Fraction:
        """The part that is shown, from 0 to 1; of nothing everything is."""
        return Fraction(self.shown, self.units) if self.units else Fraction(1)


@frozen
class Coverage:
    """What was measured: every unit, in the order of the rulebook, and what belongs to which scheme.

    ``cases`` counts the golden cases that passed; only they show anything. ``left_out`` counts the others.
    """

    rulebook: str
    digest: str
    cases: int
    left_out: int
    measured: tuple[Measured, ...]
    schemes: Mapping[str, tuple[Words, frozenset[str]]] = Factory(dict)

    @property
    def total(self) -> Tally:
        """All units."""
        return tally(self.measured)

    @property
    def gaps(self) -> tuple[Unit, ...]:
        """The units that no golden case shows."""
        return tuple(m.unit for m in self.measured if not m.shown)

    def by_article(self) -> dict[str, tuple[Measured, ...]]:
        """The units of each article, in the order of the rulebook."""
        found: dict[str, list[Measured]] = {}
        for one in self.measured:
            found.setdefault(one.unit.article, []).append(one)
        return {article: tuple(units) for article, units in found.items()}

    def by_scheme(self) -> dict[str, tuple[Measured, ...]]:
        """The units of each scheme: those of every provision on which its conclusions may rest."""
        return {
            id_: tuple(m for m in self.measured if m.unit.provision in provisions)
            for id_, (_, provisions) in self.schemes.items()
        }


def tally(measured: Iterable[Measured]) -> Tally:
    """Counts units."""
    shown = [one.shown for one in measured]
    return Tally(len(shown), sum(shown))


def tallies(measured: Iterable[Measured]) -> dict[UnitKind, Tally]:
    """The same for each kind of unit, in the order of ``UNIT_KINDS``."""
    measured = tuple(measured)
    return {kind: tally(m for m in measured if m.unit.kind == kind) for kind in UNIT_KINDS}
