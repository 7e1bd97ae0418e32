"""Decides a case: which conclusions are asked, under the law of which day, and what the answer is."""

from datetime import date

from attrs import frozen

from rulecheck.engine.case import Case
from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.diagnostics import Diagnostic, Place, did_you_mean
from rulecheck.engine.evaluate import Evaluation, guarded
from rulecheck.engine.relevance import settle
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, LawDate, Part
from rulecheck.engine.types import ListType
from rulecheck.engine.values import Elements
from rulecheck.engine.vocabulary import Scheme
from rulecheck.grammar import syntax as s


@frozen
class Question:
    """What is asked of a case, on top of what the case says itself; empty and None leave it to the case."""

    ask: tuple[str, ...] = ()
    as_of: date | None = None
    known_on: date | None = None


def decide(rulebook: Rulebook, case: Case, question: Question = Question(), engine: str = "") -> Answer:
    """The answer to a case. It holds the problems instead when the case is impossible or the rules fail on it.

    The law date is the one asked for, else the one that the case names, else the first fact given among those that
    the scheme names for it; without any, what depends on it is unknown.
    """
    known_on = question.known_on or case.known_on
    empty = Answer(rulebook.id, rulebook.digest, case.title, case.digest, engine, known_on)
    problems = impossible(rulebook, case)
    groups, unknown = _groups(rulebook, case, question)
    problems += unknown
    parts = []
    for (law_date, fact), (schemes, asked) in groups.items() if not problems else ():
        problems += _before_coverage(rulebook, case, law_date)
        evaluation = Evaluation(rulebook, case, law_date.day, fact, known_on)
        problems += guarded(evaluation, asked) if not problems else ()
        if problems:
            break
        for address in asked:
            settle(evaluation, address)
        parts.append(
            Part(law_date, schemes, asked, tuple(evaluation.decisions.values()), evaluation.all_spoken_of())
        )
    if problems:
        return Answer(*_header(empty), problems=problems)
    return Answer(*_header(empty), parts=tuple(parts))


def _header(answer: Answer) -> tuple[str, str, str, str, str, date | None]:
    return (
        answer.rulebook,
        answer.rulebook_digest,
        answer.case_title,
        answer.case_digest,
        answer.engine,
        answer.known_on,
    )


def impossible(rulebook: Rulebook, case: Case) -> tuple[Diagnostic, ...]:
    """A diagnostic for each constraint that the facts of the case break."""
    found = []
    evaluation = Evaluation(rulebook, case, None)
    for constraint in rulebook.vocabulary.constraints:
        step = evaluation.judge(constraint.must, Scope())
        if step.truth is False:
            names = [
                n.name for n in s.walk(constraint.must) if isinstance(n, s.Name) and n.name in case.facts
            ]
            place = case.place(names[-1]) if names else Place(case.file)
            found.append(
                Diagnostic(
                    "R0502",
                    f"the case is impossible: {constraint.says.text()}",
                    place,
                    names[-1] if names else "",
                    "check " + " and ".join(f"`{n}`" for n in dict.fromkeys(names)),
                )
            )
    return tuple(found)


Groups = dict[tuple[LawDate, str], tuple[tuple[str, ...], tuple[str, ...]]]


def _groups(rulebook: Rulebook, case: Case, question: Question) -> tuple[Groups, tuple[Diagnostic, ...]]:
    """The addresses asked for, by the day whose law decides them."""
    groups: Groups = {}
    found: list[Diagnostic] = []
    for name in question.ask or case.ask or brought_up(rulebook, case):
        scheme = rulebook.vocabulary.schemes.get(name)
        addresses = _addresses(rulebook, case, scheme, name)
        if not addresses and scheme is None:
            found.append(_not_asked(rulebook, case, name))
        scheme = scheme or rulebook.vocabulary.scheme_of(_conclusion(rulebook, name))
        key = _law_date(case, question, scheme)
        schemes, asked = groups.get(key, ((), ()))
        groups[key] = (
            schemes if scheme is None or scheme.id in schemes else (*schemes, scheme.id),
            tuple(dict.fromkeys((*asked, *addresses))),
        )
    if not groups and not found:
        known = ", ".join(f"`{s}`" for s in rulebook.vocabulary.schemes)
        found.append(
            Diagnostic(
                "R0511",
                "the facts of this case bring up no scheme",
                Place(case.file),
                "",
                f"ask for one of {known}, or give its facts",
            )
        )
    return groups, tuple(found)


def brought_up(rulebook: Rulebook, case: Case) -> tuple[str, ...]:
    """The schemes that the facts of a case are about."""
    return tuple(
        scheme.id
        for scheme in rulebook.vocabulary.schemes.values()
        if any(name == about or name.startswith(f"{about}.") for name in case.facts for about in scheme.about)
    )


def _addresses(rulebook: Rulebook, case: Case, scheme: Scheme | None, name: str) -> tuple[str, ...]:
    if scheme is not None:
        return tuple(a for conclusion in scheme.decides for a in _addresses(rulebook, case, None, conclusion))
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
    return isinstance(given, Elements) and index.isdecimal() and 1 <= int(index) <= given.count


def _not_asked(rulebook: Rulebook, case: Case, name: str) -> Diagnostic:
    known = (*rulebook.vocabulary.schemes, *rulebook.vocabulary.conclusions)
    if name in rulebook.vocabulary.facts:
        return Diagnostic(
            "R0508",
            f"`{name}` is a fact, and nothing decides it",
            Place(case.file),
            name,
            "ask for a scheme or a conclusion",
        )
    return Diagnostic(
        "R0508",
        f"`{name}` is neither a scheme nor a conclusion",
        Place(case.file),
        name,
        did_you_mean(name, known) or "list them with `rulecheck facts`",
    )


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


def _before_coverage(rulebook: Rulebook, case: Case, law_date: LawDate) -> tuple[Diagnostic, ...]:
    if law_date.day is None or law_date.day >= rulebook.covers_from:
        return ()
    return (
        Diagnostic(
            "R0513",
            f"the law of {law_date.day.isoformat()} is asked for, and the rulebook holds it from "
            f"{rulebook.covers_from.isoformat()} on",
            case.place(law_date.chosen_by),
            "",
            "nothing is decided by law that the rulebook does not hold",
        ),
    )
