"""An article in plain words."""

from datetime import date

from attrs import evolve

from rulecheck.engine.rulebook import Rulebook
from rulecheck.grammar import syntax as s
from rulecheck.reports.show import show_article
from rulecheck.reports.style import Style


def test_as_in_force_on_a_day(library: Rulebook) -> None:
    """Only the versions of the day, with what excepts them, conditions in words, and the notes of the article."""
    assert (
        show_article(library, "LA", "3", date(2024, 1, 1), "en", Style())
        == """\
Lending Act Art. 3  Right to a loan
Act on Lending
As in force on 2024-01-01

Lending Act Art. 3(1) · Duty of the library
  Decides: duty to lend

  In force since 2023-01-01 (Act 7, promulgated 2022-11-02)
    A book is lent to readers of twelve or older.
    If:
      – age ≥ 12
    Then: The library must lend the book.
      age = completed years from the reader's date of birth to day of the request
    This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
  Fulfilled if:
    – whether the book was lent: yes
  Exceptions to it: Lending Act Art. 3(1) proviso

Lending Act Art. 3(1) proviso · exception
  Exception to Lending Act Art. 3(1)

  In force since 2020-01-01 (Act 1, promulgated 2019-06-03)
    The decree lists when it may be refused.
    If:
      – The library has a ground to refuse.

Notes
– The Act does not say who lends out of hours.
"""
    )


def test_all_versions(library: Rulebook) -> None:
    """Without a day each version stands with its dates."""
    shown = show_article(library, "LA", "3", None, "en", Style())
    assert "In force 2020-01-01 to 2022-12-31 (Act 1, promulgated 2019-06-03)" in shown
    assert "In force since 2023-01-01 (Act 7, promulgated 2022-11-02)" in shown


def test_what_was_not_in_force_yet_is_named(library: Rulebook) -> None:
    """A day before the first version."""
    shown = show_article(library, "LA", "3", date(2019, 1, 1), "en", Style())
    assert "Not in force on 2019-01-01: Lending Act Art. 3(1), Art. 3(1) proviso" in shown


def test_a_formula_in_korean(library: Rulebook) -> None:
    """Labels and constructs in Korean; what a scholar deposits is named as an exception."""
    shown = show_article(library, "LA", "4", None, "ko", Style())
    assert "도서대출법 제4조  보증금" in shown
    assert "share = 책의 가액의 20%" in shown
    assert "내용: share, 하한 Th5, 상한 Th50" in shown
    assert "도서대출법 제4조의 예외" in shown
    assert "책의 종류 = “지도책”" in shown


def test_a_penalty_names_what_it_punishes(library: Rulebook) -> None:
    """And what it costs."""
    shown = show_article(library, "LA", "9", None, "en", Style())
    assert "Penalty for the breach of Lending Act Art. 3(1)" in shown
    assert "Then: 100 thaler" in shown


def test_a_value_that_is_one_name_is_no_question(library: Rulebook) -> None:
    """An amount that is another amount is named by its label; only what is yes or no is told so."""
    provision = library.provisions["LA 4"]
    plain = evolve(provision.versions[0], value=s.Name("book.value", role="fact"))
    provisions = {**library.provisions, "LA 4": evolve(provision, versions=(plain,))}
    shown = show_article(evolve(library, provisions=provisions), "LA", "4", None, "en", Style())
    label = library.vocabulary.facts["book.value"].label.text()
    assert f"Then: {label}\n" in shown
