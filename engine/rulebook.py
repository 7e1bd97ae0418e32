"""A rulebook: acts, articles, provisions and their versions, as plain immutable data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.vocabulary import Vocabulary, Words
from rulecheck.grammar.data_classes import Factory, frozen
from rulecheck.grammar.syntax import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from rulecheck.engine.provision_kinds import Kind

# The rank of an employer's own rules, which add to the law.
POLICY_RANK = "policy"


@frozen
class Act:
    """A statute, decree, rule or notice: its abbreviation, rank, official names and short cite form.

    ``texts`` are the places within a corpus at which its official text lies.
    """

    id: str
    rank: str
    title: Words
    cite: Words
    place: Place
    texts: tuple[str, ...] = ()


@frozen
class ReadFrom:
    """A state of an article's official text that its versions were read from.

    ``number`` and ``promulgated`` are those of the instrument that made it so; ``digests`` tell the text of each
    paragraph by its key: ``(1)``, ``title``, or ``text`` for what stands in no paragraph.
    """

    number: str
    promulgated: date
    digests: tuple[tuple[str, str], ...]
    place: Place


@frozen
class Article:
    """An article of an act, with its title and the notes of its editors."""

    act: str
    number: str
    title: Words
    place: Place
    notes: tuple[str, ...] = ()
    read_from: tuple[ReadFrom, ...] = ()


@frozen
class Row:
    """One row of a decision table; without a condition it is the row for everything else."""

    when: Node | None
    value: Node
    place: Place


@frozen
class Table:
    """A decision table: the first row that holds decides, or the only one that may hold."""

    rows: tuple[Row, ...]
    match: Literal["first", "unique"]
    open: bool
    place: Place


@frozen
class Transitional:
    """The clause that says to which cases a version applies."""

    cite: str
    gist: Words


@frozen
class EquivalentMutant:
    """A mistake that would change no answer: what it changes, as `rulecheck mutate` says it, and the reason."""

    change: str
    because: str
    place: Place


@frozen
class Version:
    """What a provision said from a day until a day (both included; until None: to this day).

    ``confidence`` tells how its text is known where that is less than reading it; empty when it was read.
    ``newly_inserted`` tells of the oldest version that there was no provision before it.
    """

    since: date
    until: date | None
    promulgated: date
    by: str
    gist: Words
    place: Place
    where: tuple[tuple[str, Node], ...] = ()
    when: Node | None = None
    value: Node | None = None
    table: Table | None = None
    unsettled: Words = Factory(Words)
    version_by: Node | None = None
    transitional: Transitional | None = None
    notes: tuple[str, ...] = ()
    confidence: str = ""
    equivalent: tuple[EquivalentMutant, ...] = ()
    newly_inserted: bool = False


@frozen
class Provision:
    """A paragraph, subparagraph or limb that decides something, with all its versions, oldest first.

    ``to`` is the provision that an exception excepts; ``punishes`` the duty whose breach a penalty punishes;
    ``through`` the provision that applies this one mutatis mutandis, and ``base`` the one so applied.
    """

    id: str
    act: str
    article: str
    key: str
    kind: Kind
    place: Place
    versions: tuple[Version, ...]
    decides: str = ""
    bearer: str = ""
    fulfilled: Node | None = None
    to: str = ""
    punishes: str = ""
    through: str = ""
    base: str = ""
    applies: tuple[str, ...] = ()
    reading: tuple[tuple[str, str], ...] = ()

    def is_followed(self, index: int) -> bool:
        """Whether the next version begins on the day after this one ends: it may still apply, by a transitional clause
        of its successor."""
        until = self.versions[index].until
        later = self.versions[index + 1 : index + 2]
        return until is not None and bool(later) and later[0].since == until + timedelta(days=1)

    def is_older(self, covers_from: date) -> bool:
        """Whether dates of the case may choose a text older than the rulebook holds.

        So it is where such a date chooses the oldest version, and that version stood already on the first day that the
        rulebook covers. Before one that begins later, or was newly inserted, there was nothing. Nor was there where no
        version is left, as in a mutant.
        """
        if not self.versions:
            return False
        oldest = self.versions[0]
        return oldest.version_by is not None and not oldest.newly_inserted and oldest.since <= covers_from


@frozen
class Currency:
    """The currency of the rulebook: its code, the word for its unit, and its sign."""

    code: str
    unit: str
    symbol: str


@frozen
class Convention:
    """A calendar convention as a cited rule."""

    cite: str
    gist: Words


@frozen
class TextLayout:
    """How official texts are laid out: keys of their header, headings of articles, the heading of the addenda.

    In ``article`` and ``branch`` stand ``{n}`` for the number of an article and ``{m}`` for that of its branch
    (19 and 2 of 19-2).
    """

    number: str
    promulgated: str
    article: str
    branch: str
    addenda: str


@frozen
class Rulebook:
    """All of it, resolved and checked: exceptions attached, mutatis mutandis applied, names given their meaning.

    ``instruments`` and ``parties`` say how the names in rule files are said in other languages; in an instrument's, a
    ``#`` stands for its number. ``days_off`` holds the public holidays of the years that its cases most likely reach,
    so that a decision needs no calendar but the rulebook's own.
    """

    id: str
    title: Words
    currency: Currency
    holidays: str
    covers_from: date
    place: Place
    digest: str = ""
    ranks: tuple[str, ...] = ()
    conventions: dict[str, Convention] = Factory(dict)
    instruments: dict[str, Words] = Factory(dict)
    parties: dict[str, Words] = Factory(dict)
    layout: TextLayout | None = None
    days_off: dict[int, frozenset[date]] = Factory(dict)
    acts: dict[str, Act] = Factory(dict)
    articles: Mapping[str, Article] = Factory(dict)
    vocabulary: Vocabulary = Factory(Vocabulary)
    provisions: Mapping[str, Provision] = Factory(dict)
    deciders: dict[str, tuple[str, ...]] = Factory(dict)
    exceptions: dict[str, tuple[str, ...]] = Factory(dict)

    def cite(self, provision: Provision, language: str = "en") -> str:
        """The citation of a provision: short name of the act, article, paragraph and the rest of its key."""
        return f"{self.acts[provision.act].cite.text(language)} Art. {provision.article}{key_tail(provision.key)}"


def key_tail(key: str) -> str:
    """What a provision's key adds to the number of its article."""
    if key == "article":
        return ""
    return key if key.startswith("(") else f" {key}"


def provision_id(act: str, article: str, key: str) -> str:
    """The id under which a provision is cited in rule files and traces: ``EEA 19-2(1)``."""
    return f"{act} {article}{key_tail(key)}"
