"""L08: a text that lacks one of the languages in which the rulebook speaks."""

from collections.abc import Iterator

from rulecheck.engine.diagnostics import Place
from rulecheck.engine.vocabulary import Words
from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import versions_of


def _find(subject: Subject) -> Iterator[Finding]:
    languages = subject.rulebook.title.texts
    for about, what, words, place in _texts(subject):
        lacking = [language for language in languages if not words.texts.get(language)]
        if lacking:
            listed = " and ".join(f"`{language}`" for language in lacking)
            message = f"the {what} of `{about}` is missing in {listed}"
            yield Finding(about, message, place, "", "the title of the rulebook says in which languages it speaks")


def _texts(subject: Subject) -> Iterator[tuple[str, str, Words, Place]]:
    rulebook = subject.rulebook
    for fact in rulebook.vocabulary.facts.values():
        yield fact.name, "label", fact.label, fact.place
        if fact.question:
            yield fact.name, "question", fact.question, fact.place
        if fact.proof:
            yield fact.name, "document", fact.proof, fact.place
    for conclusion in rulebook.vocabulary.conclusions.values():
        yield conclusion.name, "label", conclusion.label, conclusion.place
        for what, says in (("sentence for yes", conclusion.yes), ("sentence for no", conclusion.no)):
            if says:
                yield conclusion.name, what, says, conclusion.place
    for figure in rulebook.vocabulary.figures.values():
        yield figure.name, "label", figure.label, figure.place
    for act in rulebook.acts.values():
        yield act.id, "title", act.title, act.place
        yield act.id, "short form", act.cite, act.place
    for article in rulebook.articles.values():
        yield f"{article.act} {article.number}", "title", article.title, article.place
    for provision, version in versions_of(rulebook):
        yield provision.id, "gist", version.gist, version.place
        if version.transitional is not None:
            yield provision.id, "gist of the transitional clause", version.transitional.gist, version.place
        if version.unsettled:
            yield provision.id, "reason why it is unsettled", version.unsettled, version.place


CHECK = Check(
    "L08",
    "a text is missing in a language",
    "A report in that language would fall back on another in the middle of a sentence.",
    "title: {en: Library law, ko: 도서관법}   # the rulebook\ngist: {en: Books are lent.}",
    "gist: {en: Books are lent., ko: 책을 빌려준다.}",
    _find,
)
