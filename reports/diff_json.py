"""What changed between two states of the law, as data."""

import json

from rulecheck.engine.changes import Difference, Effect, FigureChange, ProvisionChange, VersionChange
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook, Version
from rulecheck.engine.types import DATE, DAYS
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import DatedValue
from rulecheck.reports.diff_text import PEOPLE, DiffWords
from rulecheck.reports.vocabulary_words import word_data
from rulecheck.reports.words import Speaker


def diff_json(difference: Difference, before: Rulebook, after: Rulebook, language: str = "en") -> str:
    """The whole difference; values as case files write them, changes in words too."""
    words = DiffWords(Speaker(before, language), Speaker(after, language))
    golden = difference.golden
    data = {
        "schema": "rulecheck:diff/1",
        "before": {"name": difference.before, "rulebook": before.id, "digest": before.digest},
        "after": {"name": difference.after, "rulebook": after.id, "digest": after.digest},
        "provisions": [_provision(change, words) for change in difference.provisions],
        "figures": [_figure(change, words) for change in difference.figures],
        "vocabulary": [word_data(change) for change in difference.words],
        "golden": {
            "compared": golden.compared,
            "cases_changed": golden.cases,
            "added": golden.added,
            "removed": golden.removed,
            "files_changed": list(golden.files),
            "outcomes": [
                {
                    "file": change.file,
                    "case": change.case,
                    "shows": change.shows,
                    "conclusion": change.address,
                    "before": words.outcome(change, change.before),
                    "after": words.outcome(change, change.after),
                }
                for change in golden.changes
            ],
        },
        "effect": None if difference.effect is None else _effect(difference.effect, words),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _provision(change: ProvisionChange, words: DiffWords) -> dict[str, object]:
    return {
        "provision": change.id,
        "citation": words.cite(change),
        "event": change.event,
        "words": words.event(change),
        "changes": [
            {"kind": term.kind, "words": words.term(term, change.before, change.after)} for term in change.terms
        ],
        "versions": [_version(version, words) for version in change.versions],
    }


def _version(change: VersionChange, words: DiffWords) -> dict[str, object]:
    return {
        "event": change.event,
        "words": words.version_event(change),
        "before": _version_data(change.before, words.before),
        "after": _version_data(change.after, words.after),
        "changes": [
            {"kind": term.kind, "words": words.term(term, change.before, change.after)} for term in change.terms
        ],
    }


def _version_data(version: Version | None, speaker: Speaker) -> dict[str, object] | None:
    if version is None:
        return None
    return {
        "in_force_from": version.since.isoformat(),
        "in_force_until": version.until.isoformat() if version.until else None,
        "promulgated": version.promulgated.isoformat(),
        "by": version.by,
        "gist": " ".join(speaker.words(version.gist).split()),
    }


def _figure(change: FigureChange, words: DiffWords) -> dict[str, object]:
    def side(dated: DatedValue | None) -> dict[str, object] | None:
        if dated is None:
            return None
        return {
            "in_force_from": dated.since.isoformat(),
            "in_force_until": dated.until.isoformat() if dated.until else None,
            "value": value_text(dated.value, change.figure.type),
            "by": dated.by,
        }

    return {
        "figure": change.figure.name,
        "event": change.event,
        "words": words.figure(change),
        "before": side(change.before),
        "after": side(change.after),
    }


def _effect(effect: Effect, words: DiffWords) -> dict[str, object]:
    def amount(name: str, value: Value | None) -> str | None:
        found = words.after.declared(name)
        if value is None or found is None:
            return None
        return value_text(value, DAYS if found.type == DATE else found.type)

    return {
        "people": effect.people,
        **{key: getattr(effect, key) for key in PEOPLE},
        "conclusions": [
            {
                "conclusion": each.conclusion,
                "better": each.better or None,
                "gain": each.gain,
                "lose": each.lose,
                "higher": each.higher,
                "lower": each.lower,
                "other": each.other,
                "open": each.open,
                "same": each.same,
                "up": amount(each.conclusion, each.up),
                "down": amount(each.conclusion, each.down),
            }
            for each in effect.conclusions
        ],
    }
