"""What changed in the law, and for whom, as data: between two days, two rulebooks, or two revisions of one."""

from datetime import date
from typing import Literal

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.values import UNKNOWN, Value
from rulecheck.engine.vocabulary import DatedValue, Figure, Words
from rulecheck.grammar.data_classes import frozen
from rulecheck.grammar.syntax import Node

TermKind = Literal[
    "bound",
    "comparison",
    "condition",
    "condition added",
    "condition removed",
    "alternative added",
    "alternative removed",
    "options added",
    "options removed",
    "amount",
    "rate",
    "number",
    "floor",
    "cap",
    "rounding",
    "row",
    "row added",
    "row removed",
    "table",
    "left open",
    "chosen by",
    "transitional",
    "fulfilled",
    "kind",
    "bearer",
    "decides",
    "excepts",
    "punishes",
    "applies",
    "reading",
    "time in force",
    "promulgation",
    "instrument",
    "gist",
]
# An expression of the version before or after, a text of the rulebook, or a plain word.
Said = Node | Words | str | None
Event = Literal["added", "removed", "amended", "corrected"]


@frozen
class Term:
    """One change in legal terms: a limit raised, a condition added, rounding changed.

    ``about`` is what a bound bounds, what a number stands in, or whose options are meant. ``comparator`` is that of
    a bound (``≤``) as it stands after.
    """

    kind: TermKind
    before: Said = None
    after: Said = None
    about: Node | str | None = None
    comparator: str = ""


@frozen
class VersionChange:
    """A version that came, went, or says something else than before.

    ``amended``: ``after`` takes the place of ``before``, an earlier version, from its first day on. ``corrected``:
    the same version is written otherwise. ``added`` and ``removed``: there was none before, there is none after.
    """

    event: Event
    before: Version | None
    after: Version | None
    terms: tuple[Term, ...] = ()


@frozen
class ProvisionChange:
    """A provision in which something changed; ``terms`` are the changes that concern it in all its versions."""

    id: str
    event: Event
    before: Provision | None
    after: Provision | None
    versions: tuple[VersionChange, ...] = ()
    terms: tuple[Term, ...] = ()


@frozen
class FigureChange:
    """A dated figure whose value changed."""

    figure: Figure
    event: Event
    before: DatedValue | None
    after: DatedValue | None


WordKind = Literal["fact", "conclusion", "scheme", "constraint"]


@frozen
class WordChange:
    """A name of the vocabulary that came, went, or is declared otherwise; ``aspects`` say in what."""

    kind: WordKind
    name: str
    event: Event
    aspects: tuple[tuple[str, str, str], ...] = ()


@frozen
class Outcome:
    """What a case comes to: a value, or why it is refused."""

    value: Value = UNKNOWN
    refused: str = ""


@frozen
class OutcomeChange:
    """A golden case that comes to something else."""

    file: str
    case: str
    shows: str
    address: str
    before: Outcome
    after: Outcome


@frozen
class GoldenChanges:
    """What becomes of golden cases; those that stand on one side only are not compared, and counted.

    ``files`` are those that differ; ``mistakes`` what keeps cases of the state after from being read.
    """

    compared: int = 0
    changes: tuple[OutcomeChange, ...] = ()
    added: int = 0
    removed: int = 0
    files: tuple[str, ...] = ()
    mistakes: tuple[Diagnostic, ...] = ()

    @property
    def cases(self) -> int:
        """How many cases come to something else."""
        return len({(change.file, change.case) for change in self.changes})


@frozen
class ConclusionEffect:
    """How many cases come to another answer in one conclusion.

    ``gain`` and ``lose`` count where the vocabulary says which answer is better; elsewhere ``higher`` and ``lower``
    count (for yes or no: becomes yes, becomes no). ``up`` and ``down`` are the sums of the differences in the unit of
    the conclusion, days for dates; None where there is nothing to add. ``other`` counts what has no order.
    """

    conclusion: str
    better: str
    gain: int = 0
    lose: int = 0
    higher: int = 0
    lower: int = 0
    other: int = 0
    open: int = 0
    same: int = 0
    up: Value | None = None
    down: Value | None = None


@frozen
class Effect:
    """What a change does to the people of a file of cases; each is counted once.

    ``mixed`` gain in one conclusion and lose in another; ``changed`` come to another answer of which nothing says
    whether it is better; ``open`` have an answer that is not known before or after; ``refused`` cannot be decided.
    """

    people: int
    gain: int = 0
    lose: int = 0
    mixed: int = 0
    changed: int = 0
    stay: int = 0
    open: int = 0
    refused: int = 0
    conclusions: tuple[ConclusionEffect, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


@frozen
class Difference:
    """All that changed between two states of the law, named as the user named them.

    ``dated``: they are two days of one rulebook, so that each provision has one version before and one after.
    ``words`` are the names of the vocabulary that came, went, or are declared otherwise.
    """

    before: str
    after: str
    provisions: tuple[ProvisionChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    golden: GoldenChanges = GoldenChanges()
    effect: Effect | None = None
    dated: bool = False
    words: tuple["WordChange", ...] = ()

    @property
    def unannounced(self) -> bool:
        """Whether golden cases come to something else and no file of golden cases changed."""
        return bool(self.golden.changes) and not self.golden.files


Status = Literal["", "former", "in force", "coming"]


@frozen
class Moment:
    """A version of a provision, how it differs from the one before, and what it is on the day asked for.

    ``ends`` is the first day on which nothing takes its place; None where another version follows or it is in force
    to this day.
    """

    provision: Provision
    version: Version
    status: Status = ""
    former: Version | None = None
    terms: tuple[Term, ...] = ()
    ends: date | None = None


@frozen
class FigureMoment:
    """A value of a dated figure; ``ends`` is the first day for which no value is known."""

    figure: Figure
    dated: DatedValue
    status: Status = ""
    former: DatedValue | None = None
    ends: date | None = None


@frozen
class Timeline:
    """What the rule was when. With ``as_of``, what was promulgated later is left out and counted."""

    title: Words
    cited: str
    as_of: date | None
    moments: tuple[Moment, ...]
    figures: tuple[FigureMoment, ...] = ()
    left_out: int = 0
