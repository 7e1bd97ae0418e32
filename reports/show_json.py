"""An article as data: what `show` tells in words (`schemas/show.json`)."""

import json
from datetime import date

from rulecheck.engine.rulebook import Article, Provision, Rulebook, Version
from rulecheck.grammar.printer import to_text
from rulecheck.grammar.syntax import Node
from rulecheck.reports.shown import Shown, shown
from rulecheck.reports.words import Speaker


def show_json(
    rulebook: Rulebook, article: Article, as_of: date | None, known_on: date | None, language: str = "en"
) -> str:
    """The article as in force on a day, or with all its versions; conditions and amounts as the rule files write."""
    speaker = Speaker(rulebook, language)
    data = {
        "schema": "rulecheck:show/1",
        "article": f"{article.act} {article.number}",
        "citation": speaker.cite_article(article.act, article.number),
        "title": speaker.words(article.title),
        "as_of": _day(as_of),
        "known_on": _day(known_on),
        "provisions": [
            _provision(each, speaker) for each in shown(rulebook, article.act, article.number, as_of, known_on)
        ],
        "notes": list(article.notes),
        "read_from": [
            {"number": read.number, "promulgated": read.promulgated.isoformat()} for read in article.read_from
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _provision(each: Shown, speaker: Speaker) -> dict[str, object]:
    provision: Provision = each.provision
    return {
        "provision": provision.id,
        "citation": speaker.cite(provision),
        "kind": provision.kind,
        "decides": provision.decides or None,
        "versions": [_version(version, speaker) for version in each.versions],
        "coming": [_version(version, speaker) for version in each.coming],
        "exceptions": list(speaker.rulebook.exceptions.get(provision.id, ())),
    }


def _version(version: Version, speaker: Speaker) -> dict[str, object]:
    clause = version.transitional
    return {
        "in_force_from": version.since.isoformat(),
        "in_force_until": _day(version.until),
        "promulgated": version.promulgated.isoformat(),
        "by": version.by,
        "gist": " ".join(speaker.words(version.gist).split()),
        "when": _text(version.when),
        "value": _text(version.value),
        "unsettled": speaker.words(version.unsettled) or None,
        "transitional": {"cite": clause.cite, "gist": speaker.words(clause.gist)} if clause else None,
        "confidence": version.confidence or None,
        "newly_inserted": version.newly_inserted,
    }


def _text(node: Node | None) -> str | None:
    return None if node is None else to_text(node)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
