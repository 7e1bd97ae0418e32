"""Ready golden case files for mutants that no case notices: the facts that would, the answer left to the analyst."""

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from rulecheck.engine.case import Case
from rulecheck.engine.declared import declared_name
from rulecheck.engine.mutants import Outcome, Suggestion
from rulecheck.engine.reading import value_text
from rulecheck.engine.types import BOOLEAN, Type
from rulecheck.engine.values import Absent, Elements, Value
from rulecheck.engine.vocabulary import Vocabulary
from rulecheck.workbench.case_files import quoted

# What stands where an expected answer has to be written. It is the answer to nothing, so that the file is refused
# until it is replaced.
LEFT_OPEN = "to be worked out"

_ELEMENT = re.compile(r"(.+)\[(\d+)\]\.([^\[\]]+)")

# The golden cases by file and title.
Known = Mapping[tuple[str, str], Case]
# Where a case comes from, and the facts in which it differs.
_Key = tuple[str, str, tuple[tuple[str, str], ...]]


@define
class _Missing:
    """One case to be written: the mutants that it would notice, each with where it shows."""

    days: tuple[str, ...]
    flat: dict[str, str]
    lists: list[str]
    noticed: list[tuple[Outcome, Suggestion]] = field(factory=list)


def missing_cases(outcomes: Iterable[Outcome], cases: Known, vocabulary: Vocabulary) -> dict[str, str]:
    """The text of a golden case file an article, by file name. One case for all the mutants that it would notice."""
    articles: dict[str, dict[_Key, _Missing]] = {}
    for outcome in outcomes:
        found = outcome.suggestion
        if found is not None and outcome.state == "survived":
            key = found.file, found.beside, found.facts
            missing = articles.setdefault(outcome.mutant.article, {})
            if key not in missing:
                missing[key] = _missing(found, cases[found.file, found.beside], vocabulary)
            missing[key].noticed.append((outcome, found))
    return {
        f"missing-{re.sub('[^A-Za-z0-9-]+', '-', article)}.cases.yaml": _file(article, tuple(missing.values()))
        for article, missing in articles.items()
    }


def _file(article: str, missing: Sequence[_Missing]) -> str:
    """The file: what all cases share is given once, and each case has the facts of its own."""
    shared = dict(missing[0].flat) if len(missing) > 1 else {}
    for one in missing[1:]:
        shared = {name: text for name, text in shared.items() if one.flat.get(name) == text}
    lines = [f"about: {{en: {quoted(f'what no case notices yet in {article}')}}}"]
    if shared:
        lines += ["given:", *(f"  {name}: {text}" for name, text in shared.items())]
    lines.append("cases:")
    for number, one in enumerate(missing, 1):
        lines += ["  # would notice, if the law is as written:"]
        lines += [f"  #   {' '.join(o.mutant.id.split())} ({_where(found)})" for o, found in one.noticed]
        lines += [f"  - case: {quoted(f'{article} missing case {number}')}"]
        lines += [f"    shows: {quoted(one.noticed[0][0].mutant.owner)}", *one.days]
        own = [f"      {name}: {text}" for name, text in one.flat.items() if name not in shared]
        lines += ["    facts:" if own or one.lists else "    facts: {}", *own, *one.lists, *_expected(one), ""]
    return "\n".join(lines)


def _where(found: Suggestion) -> str:
    """Where a mutant shows, without what the law says to it."""
    if found.sees == "standing":
        return f"how {found.provision} stands"
    return found.asks if found.sees == "expect" else f"whether {found.provision} applies"


def _expected(one: _Missing) -> list[str]:
    """What is to be answered: the conclusions, how duties stand, and what applies."""
    asks = dict.fromkeys(found.asks for _, found in one.noticed)
    standing = dict.fromkeys(found.provision for _, found in one.noticed if found.sees == "standing")
    cites = dict.fromkeys(found.provision for _, found in one.noticed if found.sees == "cites")
    lines = ["    expect:", *(f"      {name}: {LEFT_OPEN}" for name in asks)]
    if standing:
        lines += ["    standing:", *(f"      {quoted(id_)}: {LEFT_OPEN}" for id_ in standing)]
    lines += [f"    # say under `cites` or `does not cite` whether it applies: {id_}" for id_ in cites]
    return lines


def _missing(suggestion: Suggestion, case: Case, vocabulary: Vocabulary) -> _Missing:
    changed = dict(suggestion.facts)
    day = changed.pop("law date", case.law_date.isoformat() if case.law_date is not None else "")
    flat = {name: _written(name, value, vocabulary) for name, value in case.facts.items()}
    flat.update({name: _scalar(name, value, vocabulary) for name, value in changed.items()})
    days = [f"    law date: {day}"] if day else []
    if case.known_on is not None:
        days.append(f"    known on: {case.known_on.isoformat()}")
    listed: dict[str, dict[int, list[str]]] = {}
    plain: dict[str, str] = {}
    for name, text in flat.items():
        element = _ELEMENT.fullmatch(name)
        if element is not None and text != "unknown":
            listed.setdefault(element[1], {}).setdefault(int(element[2]), []).append(f"{element[3]}: {text}")
        elif element is None and text and text != "unknown":
            plain[name] = text
    lists = []
    for name, elements in listed.items():
        lists.append(f"      {name}:")
        lists += [f"        - {{{', '.join(fields)}}}" for fields in elements.values()]
    return _Missing(tuple(days), plain, lists)


def _written(name: str, value: Value, vocabulary: Vocabulary) -> str:
    """A fact as a case file writes it; nothing for a list, whose elements stand for it."""
    if isinstance(value, Elements):
        return "" if value.count else "[]"
    if isinstance(value, Absent):
        return value.value
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    kind = _type_of(vocabulary, name)
    return _scalar(name, str(value) if kind is None else value_text(value, kind), vocabulary)


def _scalar(name: str, text: str, vocabulary: Vocabulary) -> str:
    if text.startswith("[") or _type_of(vocabulary, name) == BOOLEAN or text == "none":
        return text
    return quoted(text)


def _type_of(vocabulary: Vocabulary, name: str) -> Type | None:
    fact = vocabulary.facts.get(declared_name(vocabulary, name))
    return None if fact is None else fact.type
