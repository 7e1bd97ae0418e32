"""Diagnostics as SARIF 2.1.0 (OASIS standard), which build servers and editors show at their places."""

import json
from collections.abc import Iterable, Mapping

from rulecheck.engine.diagnostics import Diagnostic

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning"}


def sarif(found: Iterable[Diagnostic], rules: Mapping[str, tuple[str, str]], version: str) -> str:
    """The log of one run; ``rules`` gives for each code its title and what it is good for."""
    listed = list(found)
    codes = sorted({*rules, *(d.code for d in listed)})
    driver = {
        "name": "rulecheck",
        "version": version,
        "rules": [_rule(code, *rules.get(code, (code, ""))) for code in codes],
    }
    results = [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in listed]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, title: str, why: str) -> dict[str, object]:
    rule: dict[str, object] = {"id": code, "shortDescription": {"text": title}}
    return {**rule, "fullDescription": {"text": why}} if why else rule


def _result(diagnostic: Diagnostic, index: int) -> dict[str, object]:
    place = diagnostic.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + max(1, place.length),
    }
    text = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    location = {"artifactLocation": {"uri": place.file}, "region": region}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }
