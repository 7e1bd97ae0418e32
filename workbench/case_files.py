"""A case as the text of a file: YAML for people, JSON for programs. Reading it gives the same case again."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction

from rulecheck.engine.case import Case, is_yaml, raw_data
from rulecheck.engine.declared import declared_name
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.types import BOOLEAN, TEXT, Type
from rulecheck.engine.values import NONE, Elements, Value

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .–/()-]*")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null"}


def case_file(case: Case, rulebook: Rulebook, name: str) -> str:
    """The text of a case, for a file of that name: JSON where the name ends in ``.json``, else YAML.

    The note of the file that the case was read from is kept, comments are not.
    """
    note = _note(case)
    return _yaml(case, rulebook, note) if is_yaml(b"case:", name) else _json(case, rulebook, note)


def _note(case: Case) -> str:
    data, _ = raw_data(case.text, case.file, DEFAULT_LIMITS) if case.text else ({}, ())
    note = data.get("note") if isinstance(data, dict) else None
    return note if isinstance(note, str) else ""


def _yaml(case: Case, rulebook: Rulebook, note: str) -> str:
    lines = [f"case: {quoted(case.title)}"] if case.title else []
    lines += [f"note: {quoted(note)}"] if note else []
    lines += [f"law date: {case.law_date.isoformat()}"] if case.law_date is not None else []
    lines += [f"known on: {case.known_on.isoformat()}"] if case.known_on is not None else []
    lines += ["ask:", *(f"  - {quoted(name)}" for name in case.ask)] if case.ask else []
    facts = [f"  {line}" for line in facts_lines(case, rulebook)]
    return "\n".join([*lines, *(["facts:", *facts] if facts else ["facts: {}"])]) + "\n"


def _json(case: Case, rulebook: Rulebook, note: str) -> str:
    data: dict[str, object] = {"case": case.title} if case.title else {}
    if note:
        data["note"] = note
    if case.law_date is not None:
        data["law_date"] = case.law_date.isoformat()
    if case.known_on is not None:
        data["known_on"] = case.known_on.isoformat()
    if case.ask:
        data["ask"] = list(case.ask)
    data["facts"] = dict(_plain_facts(case, rulebook))
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain_facts(case: Case, rulebook: Rulebook) -> Iterator[tuple[str, object]]:
    for address, value in case.facts.items():
        if "[" in address:
            continue
        if isinstance(value, Elements):
            yield address, [dict(_fields(address, i, case, rulebook)) for i in range(1, value.count + 1)]
        else:
            yield address, _plain(value, _type_of(address, rulebook))


def _fields(address: str, number: int, case: Case, rulebook: Rulebook) -> Iterator[tuple[str, object]]:
    start = f"{address}[{number}]."
    for name, value in case.facts.items():
        if name.startswith(start):
            yield name.removeprefix(start), _plain(value, _type_of(name, rulebook))


def _plain(value: Value, wanted: Type) -> object:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, frozenset):
        return sorted(value)
    return "none" if value is NONE else value_text(value, wanted)


def facts_lines(case: Case, rulebook: Rulebook) -> Iterator[str]:
    """The facts of a case as lines of YAML; lists with their records below them."""
    for address, value in case.facts.items():
        if "[" in address:
            continue
        if isinstance(value, Elements):
            yield f"{address}:" if value.count else f"{address}: []"
            yield from _records(address, value, case, rulebook)
        else:
            yield f"{address}: {fact_text(address, value, rulebook)}"


def _records(address: str, elements: Elements, case: Case, rulebook: Rulebook) -> Iterator[str]:
    for number in range(1, elements.count + 1):
        start = f"{address}[{number}]."
        lead = "  - "
        for name, value in case.facts.items():
            if name.startswith(start):
                yield f"{lead}{name.removeprefix(start)}: {fact_text(name, value, rulebook)}"
                lead = "    "
        if lead == "  - ":
            yield "  - {}"


def fact_text(address: str, value: Value, rulebook: Rulebook) -> str:
    """The value of a fact as YAML writes it."""
    if value is NONE:
        return "none"
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    wanted = _type_of(address, rulebook)
    text = value_text(value, wanted)
    return text if wanted == BOOLEAN else quoted(text)


def _type_of(address: str, rulebook: Rulebook) -> Type:
    fact = rulebook.vocabulary.facts.get(declared_name(rulebook.vocabulary, address))
    return TEXT if fact is None else fact.type


def quoted(text: str) -> str:
    """A text as a scalar of YAML, in quotes where it could be taken for something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML and text == text.strip()
    return text if plain else json.dumps(text, ensure_ascii=False)
