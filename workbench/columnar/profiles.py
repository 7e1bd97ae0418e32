"""Which rows ask the same under the same law: those that give facts on the same subjects.

What a case is asked, and which of its dates chooses the law, rests on nothing else of it (``decide.asked_groups``).
"""

from collections.abc import Iterable, Sequence

from rulecheck.engine.asking import asked_groups, brought_up
from rulecheck.engine.case import Case
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import LawDate, Question
from rulecheck.engine.vocabulary import Scheme, Topic, Words
from rulecheck.workbench.columnar.cells import Table
from rulecheck.workbench.columnar.sql_text import any_of, name

_WORD = 60
LAW_DAY = "case law date"


def profile(rulebook: Rulebook, table: Table) -> str:
    """SQL for a list of whole numbers, alike for rows that ask the same under the law of the same date."""
    tests = [f"({table.day} IS NOT NULL)"]
    for scheme in rulebook.vocabulary.schemes.values():
        subjects: tuple[Scheme | Topic, ...] = (scheme, *scheme.topics)
        for subject in subjects:
            tests += _spoken_of(subject, table)
        for fact in scheme.law_date:
            known = {column.name: said for column, said in table.columns if column.kind == "date"}
            if fact in known:
                tests.append(f"({known[fact]} IS NOT NULL)")
    tests = [test for test in dict.fromkeys(tests) if test != "false"]
    words = []
    for at in range(0, len(tests), _WORD):
        bits = (f"CASE WHEN {test} THEN {1 << i} ELSE 0 END" for i, test in enumerate(tests[at : at + _WORD]))
        words.append(f"CAST({' + '.join(bits)} AS BIGINT)")
    return f"[{', '.join(words)}]"


def _spoken_of(subject: Scheme | Topic, table: Table) -> Iterable[str]:
    for abouts in (subject.about, subject.together_with):
        yield any_of(
            given
            for address, given in table.given.items()
            if any(address == about or address.startswith(f"{about}.") for about in abouts)
        )


def asked_by(rulebook: Rulebook, case: Case, question: Question) -> tuple[tuple[LawDate, tuple[str, ...]], ...]:
    """What a case is asked, under the law of which day.

    Nothing where it cannot be decided, or where what is asked may depend on how many elements a list has.
    """
    if any(_of_elements(rulebook, name) for name in question.ask or brought_up(rulebook, case)):
        return ()
    groups, unknown = asked_groups(rulebook, case, question)
    if unknown or any(day.day is None for day, _ in groups):
        return ()
    return tuple((day, _addresses(topics)) for (day, _), topics in groups.items())


def _of_elements(rulebook: Rulebook, asked: str) -> bool:
    vocabulary = rulebook.vocabulary
    scheme = vocabulary.schemes.get(asked)
    decided = (asked,) if scheme is None else scheme.conclusions
    return any(name not in vocabulary.conclusions or vocabulary.conclusions[name].record for name in decided)


def _addresses(topics: Sequence[tuple[Words, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for _, addresses in topics for address in addresses))


def law_date(chosen: LawDate, question: Question) -> str:
    """SQL for the law date of rows of a profile, over their typed columns."""
    if question.as_of is not None:
        return f"DATE '{question.as_of}'"
    return name(LAW_DAY if chosen.chosen_by == "named by the case" else chosen.chosen_by)
