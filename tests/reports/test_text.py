"""The letter to a worker: whole texts for the ways in which a case can come out. The footer is cut off."""

import re
from collections.abc import Callable
from datetime import date

from attrs import evolve

from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.reports.style import Style
from rulecheck.reports.text import text

Ask = Callable[..., Answer]
READER = {"reader__born_on": "2012-05-01", "loan__asked_on": "2024-05-01"}


def body(answer: Answer, library: Rulebook, style: Style, language: str = "en") -> str:
    """The text without its last paragraph, which says what it was made by."""
    return text(answer, library, style, language).rpartition("\n\n")[0]


def test_a_duty_is_owed_and_fulfilled(ask: Ask, library: Rulebook) -> None:
    """A duty is owed, no exception applies, and it is fulfilled."""
    answer = ask("loan.must_be_granted", **READER, book__rare=False, loan__granted=True)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. ✓ The library must lend the book.
   Lending Act Art. 3(1), as amended by Act 7, in force since 2023-01-01:
     A book is lent to readers of twelve or older.
     This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
     ✓ age (12) ≥ 12
       age = completed years from the reader's date of birth (2012-05-01) to day of the request
         (2024-05-01)
     Exceptions looked at, none applies:
       – Lending Act Art. 3(1) proviso: The decree lists when it may be refused.
         ✗ The library has no ground to refuse. (see 2)
     Duty of the library: fulfilled
       ✓ whether the book was lent: yes

What this rests on

2. ✗ The library has no ground to refuse.
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ✗ whether the book is rare: no"""
    assert body(answer, library, Style()) == expected


def test_refused_by_an_exception(ask: Ask, library: Rulebook) -> None:
    """An exception of the act applies, by a ground of the decree whose own proviso does not."""
    answer = ask("loan.must_be_granted", **READER, book__rare=True, reader__scholar=False)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. ✗ The library need not lend the book.
   Lending Act Art. 3(1), as amended by Act 7, in force since 2023-01-01:
     A book is lent to readers of twelve or older.
     This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
     ✓ age (12) ≥ 12
       age = completed years from the reader's date of birth (2012-05-01) to day of the request
         (2024-05-01)
     An exception applies:
       Lending Act Art. 3(1) proviso, Act 1, in force since 2020-01-01:
         The decree lists when it may be refused.
         ✓ The library has a ground to refuse. (see 2)

What this rests on

2. ✓ The library has a ground to refuse.
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ✓ whether the book is rare: yes
     Exceptions looked at, none applies:
       – Lending Decree Art. 2-2 subparagraph 1 proviso: Scholars may borrow rare books.
         ✗ whether the reader is a scholar: no"""
    assert body(answer, library, Style()) == expected


def test_an_exception_is_defeated_by_its_proviso(ask: Ask, library: Rulebook) -> None:
    """The ground of the decree would apply, but its proviso does; so the act's exception does not."""
    answer = ask("loan.must_be_granted", **READER, book__rare=True, reader__scholar=True, loan__granted=True)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. ✓ The library must lend the book.
   Lending Act Art. 3(1), as amended by Act 7, in force since 2023-01-01:
     A book is lent to readers of twelve or older.
     This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
     ✓ age (12) ≥ 12
       age = completed years from the reader's date of birth (2012-05-01) to day of the request
         (2024-05-01)
     Exceptions looked at, none applies:
       – Lending Act Art. 3(1) proviso: The decree lists when it may be refused.
         ✗ The library has no ground to refuse. (see 2)
     Duty of the library: fulfilled
       ✓ whether the book was lent: yes

What this rests on

2. ✗ The library has no ground to refuse.
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ✓ whether the book is rare: yes
     An exception applies:
       Lending Decree Art. 2-2 subparagraph 1 proviso, Decree 1, in force since 2020-01-01:
         Scholars may borrow rare books.
         ✓ whether the reader is a scholar: yes"""
    assert body(answer, library, Style()) == expected


def test_korean_in_ascii(ask: Ask, library: Rulebook) -> None:
    """The same in Korean: labels, sentences, citations and fixed words; signs in ASCII."""
    answer = ask("loan.must_be_granted", **READER, book__rare=True, reader__scholar=True, loan__granted=True)
    expected = """\
A reader asks
2024-05-01 현재 시행 중인 법에 따름: 신청일; 규칙집의 모든 법을 반영함.

이유

1. [yes] 도서관은 책을 대출하여야 합니다.
   도서대출법 제3조제1항 (Act 7로 개정, 2023-01-01부터 시행):
     12세 이상에게 대출한다.
     적용 근거: Act 7 Addenda Art. 2 - 2023년 이후의 신청부터 적용한다.
     [met] age (12) >= 12
       age = 이용자의 생년월일 (2012-05-01)부터 신청일 (2024-05-01)까지의 만 나이
     다음 예외에 해당하지 않습니다:
       - 도서대출법 제3조제1항 단서: 시행령이 정한 경우에는 거부할 수 있다.
         [not met] 거부 사유가 없습니다. (2번 참조)
     의무자(library)의 의무: 이행됨
       [met] 대출 여부: 예

그 전제가 되는 판단

2. [no] 거부 사유가 없습니다.
   도서대출법 시행령 제2조의2제1호 (Decree 1, 2020-01-01부터 시행):
     희귀본이다.
     [met] 희귀본 여부: 예
     다음 예외에 해당합니다:
       도서대출법 시행령 제2조의2제1호 단서 (Decree 1, 2020-01-01부터 시행):
         연구자는 희귀본을 빌릴 수 있다.
         [met] 연구자 여부: 예"""
    assert body(answer, library, Style(unicode=False), "ko") == expected


def test_questions_are_asked(ask: Ask, library: Rulebook) -> None:
    """What is missing is asked for once, with who knows it, what it settles and which paragraph asks."""
    answer = ask("loan.must_be_granted", "loan.refusable", **READER)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Result
1. ? duty to lend: not known
2. ? ground to refuse: not known

Reasons

1. ? duty to lend: not known
   Lending Act Art. 3(1), as amended by Act 7, in force since 2023-01-01:
     A book is lent to readers of twelve or older.
     This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
     ✓ age (12) ≥ 12
       age = completed years from the reader's date of birth (2012-05-01) to day of the request
         (2024-05-01)
     Exceptions that may apply:
       Lending Act Art. 3(1) proviso, Act 1, in force since 2020-01-01:
         The decree lists when it may be refused.
         ? ground to refuse: not known (see 2)

2. ? ground to refuse: not known
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ? whether the book is rare: not known
     Exceptions that may apply:
       Lending Decree Art. 2-2 subparagraph 1 proviso, Decree 1, in force since 2020-01-01:
         Scholars may borrow rare books.
         ? whether the reader is a scholar: not known

Still missing

Q1. Is the book rare?
    Ask: library; shown by: catalogue
    Needed for: duty to lend (1), 2
    Asked by: Lending Decree Art. 2-2 subparagraph 1

Q2. Is the reader a scholar?
    Ask: reader; shown by: letter of a university
    Needed for: duty to lend (1), 2
    Asked by: Lending Decree Art. 2-2 subparagraph 1 proviso"""
    assert body(answer, library, Style()) == expected


def test_an_amount_is_computed(ask: Ask, library: Rulebook) -> None:
    """An amount step by step; the exception that was looked at first does not apply."""
    answer = ask("loan.deposit", **READER, book__value=200, reader__scholar=False)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. • deposit: 40 thaler
   Lending Act Art. 4, Act 1, in force since 2020-01-01:
     A fifth of the value is deposited.
     Exceptions looked at, none applies:
       – Lending Act Art. 4 proviso: Scholars deposit a third of that for an atlas.
         ✗ whether the reader is a scholar: no
     share = 20% of value of the book
       = 20% of 200 thaler
       = 40 thaler
     deposit = share, at least 5 thaler, at most 50 thaler
       = 40 thaler, at least 5 thaler, at most 50 thaler
       = 40 thaler"""
    assert body(answer, library, Style()) == expected


def test_an_exception_gives_its_own_amount(ask: Ask, library: Rulebook) -> None:
    """An exception with a value of its own; decimals that never end are a fraction."""
    answer = ask("loan.deposit", **READER, book__value=200, reader__scholar=True, book__kind="atlas")
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. • deposit: 13 1/3 thaler (≈ 13.33 thaler)
   Lending Act Art. 4 proviso, Act 1, in force since 2020-01-01:
     As an exception to Lending Act Art. 4: Scholars deposit a third of that for an atlas.
     ✓ whether the reader is a scholar: yes
     ✓ kind of book (atlas) is “atlas”
     deposit = 20% of value of the book ÷ 3
       = 20% of 200 thaler ÷ 3
       = 13 1/3 thaler (≈ 13.33 thaler)"""
    assert body(answer, library, Style()) == expected


def test_a_penalty_names_the_duty(ask: Ask, library: Rulebook) -> None:
    """A penalty names the duty that it punishes, and the duty is explained."""
    answer = ask("loan.fine", **READER, book__rare=False, loan__granted=False)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. • fine for not lending: 100 thaler
   Lending Act Art. 9, Act 1, in force since 2020-01-01:
     A library that does not lend is fined.
     Penalty for the breach of Lending Act Art. 3(1)
     ✓ Lending Act Art. 3(1) is breached (see 2)

What this rests on

2. ✓ Lending Act Art. 3(1) is owed
   Lending Act Art. 3(1), as amended by Act 7, in force since 2023-01-01:
     A book is lent to readers of twelve or older.
     This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
     ✓ age (12) ≥ 12
       age = completed years from the reader's date of birth (2012-05-01) to day of the request
         (2024-05-01)
     Exceptions looked at, none applies:
       – Lending Act Art. 3(1) proviso: The decree lists when it may be refused.
         ✗ The library has no ground to refuse. (see 3)
     Duty of the library: not fulfilled, and so breached
       ✗ whether the book was lent: no

3. ✗ The library has no ground to refuse.
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ✗ whether the book is rare: no"""
    assert body(answer, library, Style()) == expected


def test_elements_of_a_list(ask: Ask, library: Rulebook) -> None:
    """Each element of a list is decided; those that differ in their values alone are told once."""
    answer = ask("fees", **READER, weeks=[{"days_late": 3}, {"days_late": 0}])
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Result
1. • late fees: 6 thaler [Lending Act Art. 5(2)]
2. • week 1, fee of the week: 6 thaler [Lending Act Art. 5(1)]
3. • week 2, fee of the week: 0 thaler [Lending Act Art. 5(1)]

Reasons

1. • late fees: 6 thaler
   Lending Act Art. 5(2), Act 1, in force since 2020-01-01:
     The fees of all weeks are added.
     late fees = sum of fee of the week for week in weeks
       = 6 thaler + 0 thaler
       = 6 thaler

2. • week 1, fee of the week: 6 thaler
   Lending Act Art. 5(1), Act 1, in force since 2020-01-01:
     Each day costs two thaler.
     fee of the week = 2 thaler × days late
       = 2 thaler × 3
       = 6 thaler

3. • week 2, fee of the week: 0 thaler
   As for 2, with other values:
   fee of the week = 2 thaler × 0
     = 0 thaler"""
    assert body(answer, library, Style()) == expected


def test_weight_and_what_does_not_arise(ask: Ask, library: Rulebook) -> None:
    """Results first, then what is not settled; what does not arise comes last. ASCII, narrow."""
    answer = ask("loans", reader__born_on="2016-05-01", loan__asked_on="2022-05-01", book__value=200)
    expected = """\
A reader asks
By the law in force on 2022-05-01: day of the request; known: all that
  the rulebook holds.

Result
1. [no] The library need not lend the book.

Not settled yet
2. [?] ground to refuse: depends on Q1, Q2
3. [?] deposit: depends on Q2, Q3

Reasons

1. [no] The library need not lend the book.
   Lending Act Art. 3(1), Act 1, in force 2020-01-01 to 2022-12-31:
     A book is lent to readers of fourteen or older.
     [not met] age (6) >= 14
       age = completed years from the reader's date of birth
         (2016-05-01) to day of the request (2022-05-01)

Still missing

Q1. Is the book rare?
    Ask: library; shown by: catalogue
    Needed for: ground to refuse (2)
    Asked by: Lending Decree Art. 2-2 subparagraph 1

Q2. Is the reader a scholar?
    Ask: reader; shown by: letter of a university
    Needed for: ground to refuse (2), 3
    Asked by: Lending Decree Art. 2-2 subparagraph 1 proviso; Lending
      Act Art. 4 proviso

Q3. Which kind of book is it?
    Needed for: deposit (3)
    Asked by: Lending Act Art. 4 proviso

Does not arise
[-] fine for not lending"""
    assert body(answer, library, Style(unicode=False, width=72)) == expected


def test_nothing_to_punish(ask: Ask, library: Rulebook) -> None:
    """A duty that is fulfilled: asked alone, the penalty is explained although it does not arise."""
    answer = ask("loan.fine", **READER, book__rare=False, loan__granted=True)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. – fine for not lending: does not arise
   Lending Act Art. 9, Act 1, in force since 2020-01-01:
     A library that does not lend is fined.
     Penalty for the breach of Lending Act Art. 3(1)
     ✗ Lending Act Art. 3(1) is not breached (see 2)

What this rests on

2. ✓ Lending Act Art. 3(1) is owed
   Lending Act Art. 3(1), as amended by Act 7, in force since 2023-01-01:
     A book is lent to readers of twelve or older.
     This version applies under Act 7 Addenda Art. 2: It applies to requests made from 2023 on.
     ✓ age (12) ≥ 12
       age = completed years from the reader's date of birth (2012-05-01) to day of the request
         (2024-05-01)
     Exceptions looked at, none applies:
       – Lending Act Art. 3(1) proviso: The decree lists when it may be refused.
         ✗ The library has no ground to refuse. (see 3)
     Duty of the library: fulfilled
       ✓ whether the book was lent: yes

3. ✗ The library has no ground to refuse.
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ✗ whether the book is rare: no"""
    assert body(answer, library, Style()) == expected


def test_settled_although_facts_are_missing(ask: Ask, library: Rulebook) -> None:
    """Whether the book is rare does not matter to a scholar, and nothing is asked."""
    answer = ask("loan.refusable", **READER, reader__scholar=True)
    expected = """\
A reader asks
By the law in force on 2024-05-01: day of the request; known: all that the rulebook holds.

Reasons

1. ✗ The library has no ground to refuse.
   Lending Decree Art. 2-2 subparagraph 1, Decree 1, in force since 2020-01-01:
     The book is rare.
     ? whether the book is rare: not known
     An exception applies:
       Lending Decree Art. 2-2 subparagraph 1 proviso, Decree 1, in force since 2020-01-01:
         Scholars may borrow rare books.
         ✓ whether the reader is a scholar: yes"""
    assert body(answer, library, Style()) == expected


def test_no_law_date(ask: Ask, library: Rulebook) -> None:
    """Without the day whose law applies nothing is decided: that day is asked for, and what either version reads."""
    answer = ask("loan.must_be_granted")
    expected = """\
A reader asks
The day whose law applies is not known: day of the request.

Reasons

1. ? duty to lend: not known
   Lending Act Art. 3(1): which version applies is not known yet; it is chosen by day of the
     request

Still missing

Q1. When was the book asked for?
    Ask: reader
    It says by which day's law the case is decided.
    Needed for: duty to lend (1)
    Asked by: Lending Act Art. 3(1)

Q2. When was the reader born?
    Ask: reader; shown by: passport
    Needed for: duty to lend (1)

Q3. Is the book rare?
    Ask: library; shown by: catalogue
    Needed for: duty to lend (1)

Q4. Is the reader a scholar?
    Ask: reader; shown by: letter of a university
    Needed for: duty to lend (1)"""
    assert body(answer, library, Style()) == expected


def test_each_day_of_law_has_its_part(ask: Ask, library: Rulebook) -> None:
    """Two days of law in one answer: the parts stand apart, each under its day."""
    one = ask("loan.deposit", **READER, book__value=200, reader__scholar=False)
    other = ask("loan.refusable", **{**READER, "loan__asked_on": "2021-01-01"}, book__rare=False)
    shown = text(evolve(one, parts=(*one.parts, *other.parts)), library, Style())
    header = "By the law in force on 2021-01-01: day of the request; known: all that the rulebook holds."
    assert f"\n\n{header}\n\nReasons\n\n1. ✗" in shown


def test_known_on_is_told(ask: Ask, library: Rulebook) -> None:
    """Until which day amendments were taken into account, when that was asked for."""
    answer = evolve(ask("loan.refusable", **READER, book__rare=False), known_on=date(2024, 3, 1))
    assert "By the law in force on 2024-05-01: day of the request; as known on 2024-03-01.\n" in text(
        answer, library, Style()
    )


def test_problems_stand_alone(ask: Ask, library: Rulebook) -> None:
    """Nothing is half-decided: with problems the letter tells these alone."""
    problem = Diagnostic("R0502", "the case is impossible", Place("case.json", 3, 5), "", "check `loan.asked_on`")
    answer = evolve(ask("loan.refusable", **READER, book__rare=False), parts=(), problems=(problem,))
    assert (
        body(answer, library, Style())
        == """\
A reader asks
Nothing was decided:

error R0502: the case is impossible
 --> case.json:3:5
  help: check `loan.asked_on`

1 error"""
    )


def test_the_letter_says_what_made_it(ask: Ask, library: Rulebook) -> None:
    """Engine, rulebook and case, the latter two by the head of their digests."""
    answer = ask("loan.refusable", **READER, book__rare=False)
    made_by = (
        f"Made by rulecheck 1.2.3 from the rulebook library {library.digest[:12]}; case {answer.case_digest[:12]}.\n"
    )
    assert text(answer, library, Style()).endswith(f"\n\n{made_by}")


def test_ascii_is_ascii_and_lines_fit(ask: Ask, library: Rulebook) -> None:
    """In English nothing beyond ASCII is printed, and no line is wider than asked for."""
    shown = text(ask("loans", **READER, book__value=200), library, Style(unicode=False, width=60))
    assert shown.isascii()
    assert max(map(len, shown.split("\n"))) <= 60


def test_colour_changes_no_word(ask: Ask, library: Rulebook) -> None:
    """Without its escape codes a coloured letter is the plain one."""
    answer = ask("loans", **READER, book__value=200)
    coloured = text(answer, library, Style(colour=True))
    assert "\x1b[33m?\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text(answer, library, Style())


def test_a_conclusion_of_no_scheme_asks_for_the_day_itself(library: Rulebook) -> None:
    """Where no fact chooses the law date, the day is asked for."""
    vocabulary = evolve(library.vocabulary, schemes={})
    text_of_case = b'{"facts": {"book.rare": true}, "ask": ["loan.refusable"]}'
    case, _ = read_case(text_of_case, "case.json", vocabulary)
    assert case is not None
    rulebook = evolve(library, vocabulary=vocabulary)
    shown = text(decide(rulebook, case), rulebook, Style())
    assert "The day whose law applies is not known.\n" in shown
    assert "Q1. By the law of which day is the case decided?\n" in shown
