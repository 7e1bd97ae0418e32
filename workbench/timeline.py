"""What the rule was when: the versions of an article, or of all that a scheme rests on, and its dated figures."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rulecheck.engine.changes import FigureMoment, Moment, Status, Timeline
from rulecheck.engine.rulebook import Article, Provision, Rulebook, Version
from rulecheck.engine.vocabulary import DatedValue, Figure, Scheme
from rulecheck.grammar import syntax as s
from rulecheck.workbench.facts import expressions, provisions_of_scheme
from rulecheck.workbench.legal_terms import version_terms


def timeline_of_article(rulebook: Rulebook, article: Article, as_of: date | None = None) -> Timeline:
    """The versions of an article's provisions, provision by provision, each with its oldest version first."""
    inside = [p for p in rulebook.provisions.values() if (p.act, p.article) == (article.act, article.number)]
    own = [p for p in inside if not p.through]
    moments = [m for provision in own for m in _moments(provision, as_of)]
    figures = _figure_moments(rulebook, own, as_of)
    return Timeline(article.title, f"{article.act} {article.number}", as_of, *_known(moments, figures, as_of))


def timeline_of_scheme(rulebook: Rulebook, scheme: Scheme, as_of: date | None = None) -> Timeline:
    """The versions of every provision that a scheme rests on, in the order in which they came into force."""
    # A provision that is applied mutatis mutandis stands for itself, and so does the one that applies it.
    names = [n for p in provisions_of_scheme(rulebook, scheme) for n in ((p.through, p.base) if p.through else (p.id,))]
    own = [rulebook.provisions[name] for name in dict.fromkeys(names)]
    moments = sorted((m for p in own for m in _moments(p, as_of)), key=lambda m: m.version.since)
    figures = _figure_moments(rulebook, own, as_of)
    return Timeline(scheme.title, scheme.id, as_of, *_known(moments, figures, as_of))


def _moments(provision: Provision, as_of: date | None) -> Iterator[Moment]:
    former: Version | None = None
    for i, version in enumerate(provision.versions):
        later = provision.versions[i + 1] if i + 1 < len(provision.versions) else None
        terms = version_terms(former, version) if former else ()
        ends = _ends(version.until, later.since if later else None)
        yield Moment(provision, version, _status(version, as_of), former, terms, ends)
        former = version


def _ends(until: date | None, follows: date | None) -> date | None:
    """The first day after a time in force on which nothing takes its place."""
    if until is None or follows == until + timedelta(days=1):
        return None
    return until + timedelta(days=1)


def _status(dated: Version | DatedValue, as_of: date | None) -> Status:
    if as_of is None:
        return ""
    if dated.since > as_of:
        return "coming"
    return "in force" if dated.until is None or dated.until >= as_of else "former"


def _figure_moments(rulebook: Rulebook, provisions: Sequence[Provision], as_of: date | None) -> Iterator[FigureMoment]:
    """The values of the figures that the provisions name, in the order in which they are named first."""
    names = dict.fromkeys(
        part.name
        for provision in provisions
        for node in expressions(provision)
        for part in s.walk(node)
        if isinstance(part, s.Name) and part.role == "figure"
    )
    for name in names:
        figure: Figure = rulebook.vocabulary.figures[name]
        former: DatedValue | None = None
        for i, dated in enumerate(figure.values):
            later = figure.values[i + 1] if i + 1 < len(figure.values) else None
            ends = _ends(dated.until, later.since if later else None)
            yield FigureMoment(figure, dated, _status(dated, as_of), former, ends)
            former = dated


def _known(
    moments: Sequence[Moment], figures: Iterator[FigureMoment], as_of: date | None
) -> tuple[tuple[Moment, ...], tuple[FigureMoment, ...], int]:
    """What was promulgated by the day, and how much was not."""
    all_figures = tuple(figures)
    if as_of is None:
        return tuple(moments), all_figures, 0
    known = tuple(m for m in moments if m.version.promulgated <= as_of)
    told = tuple(f for f in all_figures if f.dated.promulgated is None or f.dated.promulgated <= as_of)
    return known, told, len(moments) - len(known) + len(all_figures) - len(told)
