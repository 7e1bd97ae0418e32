"""Two vocabularies held against each other: names that came, went, or are declared otherwise."""

from collections.abc import Iterator, Mapping

from rulecheck.engine.changes import WordChange, WordKind
from rulecheck.engine.reading import value_text
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import Conclusion, Fact, Scheme, Vocabulary, Words
from rulecheck.grammar.printer import to_text

_Aspects = dict[str, str]


def vocabulary_changes(before: Vocabulary, after: Vocabulary) -> Iterator[WordChange]:
    """What changed, by kinds, in the order of the vocabulary after; what is gone comes last of its kind."""
    yield from _compared("fact", _facts(before), _facts(after))
    yield from _compared("conclusion", _conclusions(before), _conclusions(after))
    yield from _compared("scheme", _schemes(before), _schemes(after))
    yield from _compared("constraint", _constraints(before), _constraints(after))


def _compared(kind: WordKind, before: Mapping[str, _Aspects], after: Mapping[str, _Aspects]) -> Iterator[WordChange]:
    for name, new in after.items():
        old = before.get(name)
        if old is None:
            yield WordChange(kind, name, "added", (("label", "", new["label"]),))
            continue
        keys = dict.fromkeys((*new, *old))
        aspects = tuple((key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key))
        if aspects:
            yield WordChange(kind, name, "amended", aspects)
    for name, old in before.items():
        if name not in after:
            yield WordChange(kind, name, "removed", (("label", old["label"], ""),))


def _facts(vocabulary: Vocabulary) -> dict[str, _Aspects]:
    return {name: _fact(fact) for name, fact in vocabulary.facts.items()}


def _fact(fact: Fact) -> _Aspects:
    found = {
        "label": fact.label.text(),
        "type": str(fact.type),
        "question": fact.question.text(),
        "proof": fact.proof.text(),
        "supplied by": fact.supplied_by,
        "at least": _bound(fact.at_least, fact),
        "at most": _bound(fact.at_most, fact),
        "optional": "yes" if fact.optional else "no",
    }
    return {**found, **_options(fact.options)}


def _bound(value: Value | None, fact: Fact) -> str:
    return "" if value is None else value_text(value, fact.type)


def _conclusions(vocabulary: Vocabulary) -> dict[str, _Aspects]:
    return {name: _conclusion(conclusion) for name, conclusion in vocabulary.conclusions.items()}


def _conclusion(conclusion: Conclusion) -> _Aspects:
    found = {
        "label": conclusion.label.text(),
        "type": str(conclusion.type),
        "says yes": conclusion.yes.text(),
        "says no": conclusion.no.text(),
        "better": conclusion.better,
    }
    return {**found, **_options(conclusion.options)}


def _options(options: Mapping[str, Words]) -> _Aspects:
    return {f"option {option}": words.text() for option, words in options.items()}


def _schemes(vocabulary: Vocabulary) -> dict[str, _Aspects]:
    return {name: _scheme(scheme) for name, scheme in vocabulary.schemes.items()}


def _scheme(scheme: Scheme) -> _Aspects:
    topics = {f"topic {topic.title.text()}": ", ".join((*topic.about, "→", *topic.decides)) for topic in scheme.topics}
    return {
        "label": scheme.title.text(),
        "about": ", ".join(scheme.about),
        "together with": ", ".join(scheme.together_with),
        "law date": ", ".join(scheme.law_date),
        "decides": ", ".join(scheme.decides),
        **topics,
    }


def _constraints(vocabulary: Vocabulary) -> dict[str, _Aspects]:
    """A constraint has no name: it is known by what must hold."""
    return {to_text(constraint.must): {"label": constraint.says.text()} for constraint in vocabulary.constraints}
