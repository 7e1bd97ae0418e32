"""Which facts a scheme needs: the list to work through, and the empty case."""

import re

from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.rulebook import Rulebook
from rulecheck.reports.facts_text import facts_text
from rulecheck.reports.style import Style
from rulecheck.workbench.facts import facts_of_scheme, template

ANSWERS = {
    "reader.born_on": "2012-05-01",
    "loan.asked_on": "2024-05-01",
    "book.rare": "false",
    "loan.granted": "yes",
    "book.value": "200 thaler",
    "days_late": "3",
    "reader.scholar": "no",
    "book.kind": "atlas",
}


def test_everything_that_may_be_read(library: Rulebook) -> None:
    """The law date first; then through conclusions, exceptions, duties punished and versions no longer in force."""
    needs = facts_of_scheme(library, library.vocabulary.schemes["loans"])
    assert {need.fact.name: need.asked_by for need in needs} == {
        "loan.asked_on": ("LA 3(1)",),
        "loan.granted": ("LA 3(1)",),
        "reader.born_on": ("LA 3(1)",),
        "book.rare": ("LA-D 2-2 subparagraph 1",),
        "reader.scholar": ("LA-D 2-2 subparagraph 1 proviso", "LA 4 proviso"),
        "book.value": ("LA 4", "LA 4 proviso"),
        "book.kind": ("LA 4 proviso",),
    }
    assert needs[0].fact.name == "loan.asked_on"


def test_a_list_comes_before_the_fields_of_its_records(library: Rulebook) -> None:
    """Through the sum of a conclusion that is decided for each element."""
    needs = facts_of_scheme(library, library.vocabulary.schemes["fees"])
    assert [need.fact.name for need in needs] == ["loan.asked_on", "weeks", "week.days_late"]


def test_the_list_to_work_through(library: Rulebook) -> None:
    """Question, kind of answer with bounds and options, who supplies it, document, legal basis."""
    needs = facts_of_scheme(library, library.vocabulary.schemes["loans"])
    shown = facts_text(needs, library, Style())
    assert (
        """\
reader.born_on
  When was the reader born?
  Answer: date, 1900-01-01 or later
  Ask: reader; shown by: passport
  Asked by: Lending Act Art. 3(1)
"""
        in shown
    )
    assert (
        """\
book.value
  What is the book worth?
  Answer: thaler, between 0 and 9,000 thaler
  Asked by: Lending Act Art. 4, Art. 4 proviso
"""
        in shown
    )
    assert "Answer: one of atlas (atlas), novel (novel)" in shown


def test_the_list_in_korean(library: Rulebook) -> None:
    """Questions, answers and citations."""
    needs = facts_of_scheme(library, library.vocabulary.schemes["loans"])
    shown = facts_text(needs, library, Style(), "ko")
    assert "이용자는 연구자입니까?\n  답: 예 또는 아니요" in shown
    assert "근거 조문: 도서대출법 시행령 제2조의2제1호 단서; 도서대출법 제4조 단서" in shown


def filled_in(text: str) -> str:
    """The template with every fact answered, as a clerk would: the # before the name taken away."""
    for name, answer in ANSWERS.items():
        text = re.sub(rf"^(  )#( *(?:- )?{re.escape(name)}:)$", rf"\1\2 {answer}", text, flags=re.MULTILINE)
    return re.sub(r"^(  )#(weeks:)$", r"\1\2", text, flags=re.MULTILINE)


def test_the_template_loads_when_filled_in(library: Rulebook) -> None:
    """Each scheme's template, filled in, is a case in which nothing is missing."""
    for scheme in library.vocabulary.schemes.values():
        text = filled_in(template(library, scheme))
        case, found = read_case(text.encode(), "case.yaml", library.vocabulary)
        assert found == ()
        assert case is not None
        assert case.ask == (scheme.id,)
        answer = decide(library, case)
        assert answer.problems == ()
        assert answer.missing() == {}


def test_the_template_asks_every_question(library: Rulebook) -> None:
    """Above each fact its question and what may be written; no line is too long to read."""
    text = template(library, library.vocabulary.schemes["loans"])
    assert (
        """\
  # Which kind of book is it?
  # Answer: atlas (atlas), novel (novel).
  #book.kind:
"""
        in text
    )
    assert max(map(len, text.split("\n"))) <= 100
