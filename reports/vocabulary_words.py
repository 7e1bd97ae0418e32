"""Changes of the vocabulary in words."""

from collections.abc import Iterator

from rulecheck.engine.changes import WordChange
from rulecheck.reports.change_phrases import change_phrase
from rulecheck.reports.outline import Line


def word_lines(change: WordChange, language: str) -> Iterator[Line]:
    """A name that came, went, or is declared otherwise; then in what."""
    kind = change_phrase(f"word {change.kind}", language)
    label = change.aspects[0][2] if change.event == "added" else ""
    told = change_phrase(f"word {change.event}", language, kind=kind, name=change.name, label=label)
    yield Line("item", told)
    for what, before, after in change.aspects if change.event == "amended" else ():
        yield Line("item", change_phrase("aspect", language, what=what, before=before or "–", after=after or "–"), 1)


def word_data(change: WordChange) -> dict[str, object]:
    """The same as data."""
    return {
        "kind": change.kind,
        "name": change.name,
        "event": change.event,
        "aspects": [
            {"aspect": what, "before": before or None, "after": after or None} for what, before, after in change.aspects
        ],
    }
