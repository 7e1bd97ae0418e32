"""A small lending library whose law has one of everything that a report tells."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.loader import load
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer

LIBRARY = {
    "rulebook.yaml": """\
rulebook: library
title: {en: Law of lending}
jurisdiction: QUAY
currency: {code: XTH, unit: thaler, symbol: Th}
covers from: 2020-01-01
ranks: [act, decree]
""",
    "vocabulary/loans.yaml": """\
subject: {en: Loans}
records:
  week:
    label: {en: week, ko: 주}
    fields:
      days_late: {type: integer, label: {en: days late, ko: 연체 일수}}
facts:
  reader.born_on:
    type: date
    label: {en: the reader's date of birth, ko: 이용자의 생년월일}
    question: {en: When was the reader born?, ko: 이용자는 언제 태어났습니까?}
    proof: {en: passport, ko: 여권}
    supplied by: reader
    at least: 1900-01-01
  reader.scholar:
    type: boolean
    label: {en: whether the reader is a scholar, ko: 연구자 여부}
    question: {en: Is the reader a scholar?, ko: 이용자는 연구자입니까?}
    proof: {en: letter of a university, ko: 재직증명서}
    supplied by: reader
  loan.asked_on:
    type: date
    label: {en: day of the request, ko: 신청일}
    question: {en: When was the book asked for?, ko: 언제 신청하였습니까?}
    supplied by: reader
  loan.granted:
    type: boolean
    label: {en: whether the book was lent, ko: 대출 여부}
    question: {en: Was the book lent?, ko: 대출하였습니까?}
    supplied by: library
  book.rare:
    type: boolean
    label: {en: whether the book is rare, ko: 희귀본 여부}
    question: {en: Is the book rare?, ko: 희귀본입니까?}
    proof: {en: catalogue, ko: 목록}
    supplied by: library
  book.value:
    type: money
    label: {en: value of the book, ko: 책의 가액}
    question: {en: What is the book worth?, ko: 책의 가액은 얼마입니까?}
    at least: 0 thaler
    at most: 9,000 thaler
  book.kind:
    type: choice
    options: {atlas: {en: atlas, ko: 지도책}, novel: {en: novel, ko: 소설}}
    label: {en: kind of book, ko: 책의 종류}
    question: {en: Which kind of book is it?, ko: 어떤 책입니까?}
  weeks: {type: list of week, label: {en: weeks, ko: 대출한 주}}
conclusions:
  loan.must_be_granted:
    type: boolean
    label: {en: duty to lend, ko: 대출 의무}
    says:
      yes: {en: The library must lend the book., ko: 도서관은 책을 대출하여야 합니다.}
      no: {en: The library need not lend the book., ko: 도서관은 책을 대출하지 않을 수 있습니다.}
  loan.refusable:
    type: boolean
    label: {en: ground to refuse, ko: 거부 사유}
    says:
      yes: {en: The library has a ground to refuse., ko: 거부 사유가 있습니다.}
      no: {en: The library has no ground to refuse., ko: 거부 사유가 없습니다.}
  loan.deposit: {type: money, label: {en: deposit, ko: 보증금}}
  loan.fine: {type: money, label: {en: fine for not lending, ko: 미대출 과태료}}
  loan.late_fees: {type: money, label: {en: late fees, ko: 연체료 합계}}
  week.fee: {type: money, label: {en: fee of the week, ko: 그 주의 연체료}}
schemes:
  loans:
    title: {en: Loans, ko: 대출}
    about: [loan]
    law date: [loan.asked_on]
    decides: [loan.must_be_granted, loan.refusable, loan.deposit, loan.fine]
  fees:
    title: {en: Late fees, ko: 연체료}
    about: [weeks]
    law date: [loan.asked_on]
    decides: [loan.late_fees, week.fee]
""",
    "lending-act/act.yaml": """\
act: LA
rank: act
title: {en: Act on Lending, ko: 도서 대출에 관한 법률}
cite: {en: Lending Act, ko: 도서대출법}
""",
    "lending-act/3.yaml": """\
article: "3"
title: {en: Right to a loan, ko: 대출}
notes: [The Act does not say who lends out of hours.]
provisions:
  (1):
    kind: duty
    of: library
    decides: loan.must_be_granted
    fulfilled: loan.granted
    versions:
      - in force: 2020-01-01 to 2022-12-31
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: A book is lent to readers of fourteen or older., ko: 14세 이상에게 대출한다.}
        where: {age: age of reader.born_on on loan.asked_on}
        when: age ≥ 14
      - in force: from 2023-01-01
        promulgated: 2022-11-02
        by: Act 7
        gist: {en: A book is lent to readers of twelve or older., ko: 12세 이상에게 대출한다.}
        where: {age: age of reader.born_on on loan.asked_on}
        when: age ≥ 12
        transitional:
          cite: Act 7 Addenda Art. 2
          gist: {en: It applies to requests made from 2023 on., ko: 2023년 이후의 신청부터 적용한다.}
  (1) proviso:
    kind: exception
    to: (1)
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: The decree lists when it may be refused., ko: 시행령이 정한 경우에는 거부할 수 있다.}
        when: loan.refusable
""",
    "lending-act/4.yaml": """\
article: "4"
title: {en: Deposit, ko: 보증금}
provisions:
  article:
    kind: formula
    decides: loan.deposit
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: A fifth of the value is deposited., ko: 가액의 5분의 1을 맡긴다.}
        where: {share: "20% of book.value"}
        value: share, at least 5 thaler, at most 50 thaler
  proviso:
    kind: exception
    to: article
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Scholars deposit a third of that for an atlas., ko: 연구자는 그 3분의 1을 맡긴다.}
        when: [reader.scholar, book.kind is atlas]
        value: (20% of book.value) ÷ 3
""",
    "lending-act/5.yaml": """\
article: "5"
title: {en: Late fees, ko: 연체료}
provisions:
  (1):
    kind: formula
    decides: week.fee
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: Each day costs two thaler., ko: 하루에 2탈러이다.}
        value: 2 thaler × week.days_late
  (2):
    kind: formula
    decides: loan.late_fees
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: The fees of all weeks are added., ko: 모든 주의 연체료를 더한다.}
        value: sum of w.fee for w in weeks
""",
    "lending-act/9.yaml": """\
article: "9"
title: {en: Penalty, ko: 벌칙}
provisions:
  article:
    kind: penalty
    punishes: 3(1)
    decides: loan.fine
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {en: A library that does not lend is fined., ko: 대출하지 않은 도서관에 부과한다.}
        value: 100 thaler
""",
    "lending-decree/act.yaml": """\
act: LA-D
rank: decree
title: {en: Lending Decree, ko: 도서대출법 시행령}
cite: {en: Lending Decree, ko: 도서대출법 시행령}
""",
    "lending-decree/2-2.yaml": """\
article: "2-2"
title: {en: Grounds of refusal, ko: 거부 사유}
provisions:
  subparagraph 1:
    kind: condition
    decides: loan.refusable
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-07-01
        by: Decree 1
        gist: {en: The book is rare., ko: 희귀본이다.}
        when: book.rare
  subparagraph 1 proviso:
    kind: exception
    to: subparagraph 1
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-07-01
        by: Decree 1
        gist: {en: Scholars may borrow rare books., ko: 연구자는 희귀본을 빌릴 수 있다.}
        when: reader.scholar
""",
}

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The rulebook of the library."""
    folder = tmp_path_factory.mktemp("books") / "rules" / "library"
    return loaded(folder, LIBRARY)


def loaded(folder: Path, files: Mapping[str, str]) -> Rulebook:
    """The rulebook in the given files; they must be sound."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    rulebook, found = load(str(folder))
    assert rulebook is not None, [f"{d.place.file}:{d.place.line} {d.message}" for d in found]
    return rulebook


@pytest.fixture
def ask(library: Rulebook) -> Ask:
    """Decides a case of the library: what is asked for, and the facts by name."""

    def decided(*asked: str, **facts: object) -> Answer:
        named = {name.replace("__", "."): value for name, value in facts.items()}
        text = json.dumps({"case": "A reader asks", "ask": list(asked), "facts": named})
        case, found = read_case(text.encode(), "case.json", library.vocabulary)
        assert case is not None, [d.message for d in found]
        return decide(library, case, engine="1.2.3")

    return decided
