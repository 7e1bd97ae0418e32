"""Which golden cases are meant: by a text, a name, a scheme, an article."""

from attrs import frozen

from rulecheck.engine.declared import declared_name
from rulecheck.engine.golden import GoldenCase
from rulecheck.engine.rulebook import Provision, Rulebook
from rulecheck.workbench.facts import provisions_of_scheme


@frozen
class Selection:
    """What a case must fulfil to be run; what is empty asks for nothing.

    ``text`` is in its file, its name or what it shows; ``name`` is its name. ``scheme`` and ``article`` are ids of the
    rulebook.
    """

    text: str = ""
    name: str = ""
    scheme: str = ""
    article: str = ""


EVERYTHING = Selection()


@frozen
class Picker:
    """A selection made ready for a rulebook: ``concluded`` are the conclusions that the scheme and article decide."""

    selection: Selection
    scheme: frozenset[str] | None
    article: frozenset[str] | None
    provisions: frozenset[str]

    def picks(self, file: str, case: GoldenCase, rulebook: Rulebook) -> bool:
        """Whether a case is meant.

        It belongs to a scheme when one of the conclusions it expects is decided there, on the way or in the end; to
        an article when it says that it shows or cites one of its provisions, or expects what one of them decides.
        """
        if self.selection.text not in f"{file} {case.title} {case.shows}":
            return False
        if self.selection.name and self.selection.name != case.title:
            return False
        asked = {declared_name(rulebook.vocabulary, e) for e in (*(x.address for x in case.expected), *case.unanswered)}
        if self.scheme is not None and not asked & self.scheme:
            return False
        if self.article is None:
            return True
        named = {*case.cites, *case.does_not_cite, case.shows, *(s.provision for s in case.standings)}
        return case.shows == self.selection.article or bool(named & self.provisions or asked & self.article)


def picker(selection: Selection, rulebook: Rulebook) -> Picker:
    """The selection made ready. The scheme and the article must be known: a KeyError for those that are not."""
    scheme = article = None
    within: tuple[Provision, ...] = ()
    if selection.scheme:
        chosen = rulebook.vocabulary.schemes[selection.scheme]
        reached = provisions_of_scheme(rulebook, chosen)
        scheme = frozenset((*chosen.conclusions, *(p.decides for p in reached if p.decides)))
    if selection.article:
        wanted = rulebook.articles[selection.article]
        within = tuple(p for p in rulebook.provisions.values() if (p.act, p.article) == (wanted.act, wanted.number))
        article = frozenset(p.decides for p in within if p.decides)
    return Picker(selection, scheme, article, frozenset(p.id for p in within))
