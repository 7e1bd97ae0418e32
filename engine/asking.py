"""What a case asks: which conclusions, under which headings, and under the law of which day."""

import re
from collections.abc import Sequence
from datetime import date

from rulecheck.engine.case import Case
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import CaseRecord, LawDate
from rulecheck.engine.trace import Question as Question  # whoever decides asks
from rulecheck.engine.types import ListType
from rulecheck.engine.values import Elements
from rulecheck.engine.vocabulary import Scheme, Topic, Words

NOTHING_SPECIAL = Question()

# So many names that nothing decides are told.
_TOLD = 100

# Headings with the addresses asked for under them, by the day whose law decides and the fact that would tell it.
Groups = dict[tuple[LawDate, str], list[tuple[Words, tuple[str, ...]]]]


def asked_groups(rulebook: Rulebook, case: Case, question: Question) -> tuple[Groups, tuple[Diagnostic, ...]]:
    """What is asked for, by the day whose law decides it, and a diagnostic for each name that nothing decides."""
    groups: Groups = {}
    unknown: list[str] = []
    for name in question.ask or case.ask or brought_up(rulebook, case):
        scheme = rulebook.vocabulary.schemes.get(name)
        if scheme is not None:
            topics = [(scheme.title, scheme.decides)]
            topics += [(t.title, t.decides) for t in scheme.topics if _is_about(case, t)]
        else:
            scheme = rulebook.vocabulary.scheme_of(_conclusion(rulebook, name)) or _at_hand(rulebook, case)
            topics = [(scheme.title if scheme else Words(), (name,))]
            if not _addresses(rulebook, case, name):
                unknown.append(name)
                continue
        group = groups.setdefault(_law_date(case, question, scheme), [])
        for title, conclusions in topics:
            addresses = tuple(a for c in conclusions for a in _addresses(rulebook, case, c))
            if group and group[-1][0] == title:
                group[-1] = (title, (*group[-1][1], *addresses))
            else:
                group.append((title, addresses))
    found = _not_asked(rulebook, case, unknown[:_TOLD])
    if not groups and not found:
        known = ", ".join(f"`{s}`" for s in rulebook.vocabulary.schemes)
        hint = f"ask for one of {known}, or give its facts"
        found = (Diagnostic("R0511", "the facts of this case bring up no scheme", Place(case.file), "", hint),)
    return groups, found


def _at_hand(rulebook: Rulebook, case: Case) -> Scheme | None:
    """The first scheme that the facts bring up: a conclusion that no scheme lists is decided by its law date."""
    return next((rulebook.vocabulary.schemes[id_] for id_ in brought_up(rulebook, case)), None)


def brought_up(rulebook: Rulebook, case: Case) -> tuple[str, ...]:
    """The schemes that the facts of a case are about."""
    return tuple(scheme.id for scheme in rulebook.vocabulary.schemes.values() if _is_about(case, scheme))


def _is_about(case: Case, topic: Scheme | Topic) -> bool:
    return _speaks_of(case, topic.about) and (not topic.together_with or _speaks_of(case, topic.together_with))


def _speaks_of(case: Case, prefixes: tuple[str, ...]) -> bool:
    return any(name == about or name.startswith(f"{about}.") for name in case.facts for about in prefixes)


def _addresses(rulebook: Rulebook, case: Case, name: str) -> tuple[str, ...]:
    """The addresses that the name of a conclusion stands for: one, or one for each element of a list."""
    conclusion = rulebook.vocabulary.conclusions.get(name)
    if conclusion is not None and not conclusion.record:
        return (name,)
    if conclusion is not None:
        last = name.rpartition(".")[2]
        return tuple(
            f"{address}[{i}].{last}"
            for address, value in case.facts.items()
            if isinstance(value, Elements) and _record(rulebook, address) == conclusion.record
            for i in range(1, value.count + 1)
        )
    return (name,) if _conclusion(rulebook, name) and _exists(case, name) else ()


def _record(rulebook: Rulebook, list_fact: str) -> str:
    fact = rulebook.vocabulary.facts.get(list_fact)
    return fact.type.record if fact is not None and isinstance(fact.type, ListType) else ""


def _conclusion(rulebook: Rulebook, address: str) -> str:
    """The conclusion that an address names; empty when it names none."""
    element, _, last = address.rpartition(".")
    name = f"{_record(rulebook, element.rpartition('[')[0])}.{last}" if element.endswith("]") else address
    return name if name in rulebook.vocabulary.conclusions else ""


def _exists(case: Case, address: str) -> bool:
    source, _, index = address.rpartition(".")[0].rstrip("]").rpartition("[")
    given = case.facts.get(source)
    if not isinstance(given, Elements) or not re.fullmatch(r"[1-9][0-9]{0,9}", index):
        return False
    return int(index) <= given.count


def _not_asked(rulebook: Rulebook, case: Case, names: Sequence[str]) -> tuple[Diagnostic, ...]:
    """A diagnostic for each name asked for that nothing decides."""
    if not names:
        return ()
    from rulecheck.engine.entries import near

    known = (*rulebook.vocabulary.schemes, *rulebook.vocabulary.conclusions)
    places = case.places_of(f"ask {name}" for name in names)
    found: list[Diagnostic] = []
    for name, place in zip(names, places, strict=True):
        source, _, _ = name.rpartition(".")[0].partition("[")
        given = case.facts.get(source)
        if name in rulebook.vocabulary.facts:
            message, hint = f"`{name}` is a fact, and nothing decides it", "ask for a scheme or a conclusion"
        elif isinstance(given, Elements) and _conclusion(rulebook, name):
            elements = "1 element" if given.count == 1 else f"{given.count:,} elements"
            message = f"`{name}` is asked for, and `{source}` has {elements}"
            hint = "elements are counted from 1"
        else:
            message = f"`{name}` is neither a scheme nor a conclusion"
            hint = near(found, name, known) or "the schemes are shown by `rulecheck facts`"
        found.append(Diagnostic("R0508", message, place, case.text_at(place), hint))
    return tuple(found)


def _law_date(case: Case, question: Question, scheme: Scheme | None) -> tuple[LawDate, str]:
    """The law date, and the fact to ask for when there is none."""
    if question.as_of is not None:
        return LawDate(question.as_of, "asked for"), ""
    if case.law_date is not None:
        return LawDate(case.law_date, "named by the case"), ""
    facts = scheme.law_date if scheme else ()
    for name in facts:
        day = case.facts.get(name)
        if isinstance(day, date):
            return LawDate(day, name), ""
    return LawDate(None, facts[0] if facts else ""), facts[0] if facts else ""


def said_by(
    rulebook: Rulebook, case: Case, question: Question, engine: str
) -> tuple[str, str, CaseRecord, Question, str, date | None]:
    """What an answer begins with: the rulebook, what the case said, what was asked, the engine and the known date."""
    said = CaseRecord(case.title, case.digest, case.law_date, case.known_on, case.ask, case.facts)
    return rulebook.id, rulebook.digest, said, question, engine, question.known_on or case.known_on
