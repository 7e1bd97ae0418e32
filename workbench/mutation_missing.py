"""Ready golden case files for mutants that no case notices: the facts that would, the answer left to the analyst."""

import json
import re
from collections.abc import Iterable, Mapping

from rulecheck.engine.case import Case
from rulecheck.engine.mutants import Outcome, Suggestion
from rulecheck.engine.reading import value_text
from rulecheck.engine.values import Absent, Elements, Value
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.workbench.mutation_search import type_of_fact

# What stands where an expected answer has to be written. It is the answer to nothing, so that the file is refused
# until it is replaced.
LEFT_OPEN = "to be worked out"

_PLAIN = re.compile(r"[\w+−-]([\w .%+/()−-]*[\w.%+/()−-])?")
_ELEMENT = re.compile(r"(.+)\[(\d+)\]\.([^\[\]]+)")

# The golden cases by file and title.
Known = Mapping[tuple[str, str], Case]


def missing_cases(outcomes: Iterable[Outcome], cases: Known, vocabulary: Vocabulary) -> dict[str, str]:
    """The text of a golden case file an article, by file name. One case for all the mutants that it would notice."""
    articles: dict[str, dict[Suggestion, list[Outcome]]] = {}
    for outcome in outcomes:
        found = outcome.suggestion
        if found is not None and outcome.state == "survived":
            # What the mutant says differs from mutant to mutant, and one case notices them all.
            same = Suggestion(found.beside, found.file, found.facts, found.asks, "", "")
            articles.setdefault(outcome.mutant.article, {}).setdefault(same, []).append(outcome)
    return {
        f"missing-{re.sub('[^A-Za-z0-9-]+', '-', article)}.cases.yaml": _file(article, groups, cases, vocabulary)
        for article, groups in articles.items()
    }


def _file(article: str, groups: Mapping[Suggestion, list[Outcome]], cases: Known, vocabulary: Vocabulary) -> str:
    lines = [f"about: {{en: {_scalar(f'what no case notices yet in {article}')}}}", "cases:"]
    for number, (suggestion, outcomes) in enumerate(groups.items(), 1):
        title = f"{article} missing case {number}"
        lines += ["  # would notice:", *(f"  #   {' '.join(o.mutant.id.split())}" for o in outcomes)]
        lines += [f"  - case: {_scalar(title)}", f"    shows: {_scalar(outcomes[0].mutant.owner)}"]
        lines += _facts(suggestion, cases[suggestion.file, suggestion.beside], vocabulary)
        lines += ["    expect:", f"      {suggestion.asks}: {LEFT_OPEN}", ""]
    return "\n".join(lines)


def _facts(suggestion: Suggestion, case: Case, vocabulary: Vocabulary) -> list[str]:
    changed = dict(suggestion.facts)
    day = changed.pop("law date", case.law_date.isoformat() if case.law_date is not None else "")
    flat = {name: _written(name, value, vocabulary) for name, value in case.facts.items()}
    flat.update({name: _scalar(value) for name, value in changed.items()})
    lines = [f"    law date: {day}"] if day else []
    if case.known_on is not None:
        lines.append(f"    known on: {case.known_on.isoformat()}")
    listed: dict[str, dict[int, list[str]]] = {}
    lines.append("    facts:")
    for name, text in flat.items():
        element = _ELEMENT.fullmatch(name)
        if element is not None:
            listed.setdefault(element[1], {}).setdefault(int(element[2]), []).append(f"{element[3]}: {text}")
        elif text:
            lines.append(f"      {name}: {text}")
    for name, elements in listed.items():
        lines.append(f"      {name}:")
        lines += [f"        - {{{', '.join(fields)}}}" for fields in elements.values()]
    return lines


def _written(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """A fact as a case file writes it; nothing for a list, whose elements stand for it."""
    if isinstance(value, Elements):
        return "" if value.count else "[]"
    if isinstance(value, Absent):
        return value.value
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    kind = type_of_fact(vocabulary, name)
    return _scalar(str(value) if kind is None else value_text(value, kind))


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) or text.startswith("[") else json.dumps(text, ensure_ascii=False)
