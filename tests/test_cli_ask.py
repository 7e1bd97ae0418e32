"""`rulecheck ask` as a user meets it: what goes where, exit codes, commands, saving, and wrong use."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rulecheck.cli import command

RULES = str(files("rulecheck") / "rules" / "kr")
COUNSELLING = ("ask", "--ask", "counselling", "--as-of", "2025-03-01")


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RULECHECK_RULES", RULES)
    monkeypatch.chdir(tmp_path)


def rulecheck(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(command, words, input=typed)


def test_the_decision_goes_to_stdout_and_the_questions_to_stderr() -> None:
    done = rulecheck(*COUNSELLING, typed="no\nyes\n")
    assert done.exit_code == 0
    assert "Does the employee live in Seoul?" in done.stderr
    assert "Nothing is left to ask that matters." in done.stderr
    assert "?" not in done.stdout
    assert done.stdout.startswith("Untitled case\nBy the law in force on 2025-03-01")


def test_what_is_settled_is_not_asked() -> None:
    done = rulecheck(*COUNSELLING, typed="yes\n")
    assert done.exit_code == 0
    assert "Does the employee work in Seoul?" not in done.stderr


@pytest.mark.parametrize("typed", ["?\n?\n", "quit\n", "", "모름\n끝\n", "no\nDON'T  KNOW\n"])
def test_what_stays_open_ends_with_exit_code_3_and_what_can_be_said(typed: str) -> None:
    done = rulecheck(*COUNSELLING, typed=typed)
    assert done.exit_code == 3
    assert "Still missing" in done.stdout


def test_why_names_the_provision_with_its_gist() -> None:
    done = rulecheck(*COUNSELLING, typed="why\nyes\n")
    assert "Guidebook 2020 Art. 9 (who is served): It serves working mothers and fathers" in done.stderr
    assert "What depends on it: help of the centre's rescue team" in done.stderr
    assert "shown by: resident registration" in done.stderr


def test_back_takes_the_last_answer_back_and_help_tells_how() -> None:
    done = rulecheck(*COUNSELLING, typed="back\nhelp\nno\nback\nyes\n")
    assert done.exit_code == 0
    assert "This is the first question." in done.stderr
    assert "it is not asked again" in done.stderr
    assert "The last answer is taken back." in done.stderr


def test_a_wrong_answer_is_told_and_asked_for_again() -> None:
    done = rulecheck(*COUNSELLING, typed="maybe\n\nyes\n")
    assert done.exit_code == 0
    assert "✗ R0503: `employee.lives_in_seoul` is `maybe`, and yes or no is meant" in done.stderr
    assert "help: write `yes` or `no`; type `?` when it is unknown" in done.stderr
    assert "✗ R0512: `employee.lives_in_seoul` is empty, which says nothing" in done.stderr


def test_without_a_case_the_scheme_is_asked_for_by_number_name_or_title() -> None:
    for named in ("36", "counselling", "상담센터의 지원"):
        done = rulecheck("ask", "--as-of", "2025-03-01", "--save", f"{named}.json", typed=f"{named}\nyes\n")
        assert done.exit_code == 0, done.stderr
        assert "What is this about?" in done.stderr
        said = json.loads(Path(f"{named}.json").read_text(encoding="utf-8"))
        assert (said["ask"], said["law_date"]) == (["counselling"], "2025-03-01")
        assert said["facts"] == {"employee.lives_in_seoul": True}


def test_a_scheme_there_is_not() -> None:
    done = rulecheck("ask", typed="why\n?\ncounseling\n99\n\nquit\n")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert "no provision asks for it" in done.stderr
    assert "✗ R0511: without a scheme there is nothing to decide" in done.stderr
    assert "✗ R0508: `counseling` is no scheme\n  help: did you mean `counselling`?" in done.stderr
    assert "✗ R0508: `99` is no scheme\n  help: write a number from 1 to 39, or a name" in done.stderr
    assert "✗ R0508: no scheme is named" in done.stderr


def test_an_answer_that_makes_the_case_impossible_is_refused() -> None:
    Path("case.yaml").write_text("facts:\n  childcare_reduced_hours.start_on: 2025-03-03\n", encoding="utf-8")
    words = ("ask", "case.yaml", "--ask", "childcare_reduced_hours.latest_end_on", "--save", "case.yaml")
    done = rulecheck(*words, typed="2025-03-02\n2025-03-03\nquit\n")
    assert done.exit_code == 3
    assert "✗ R0502: the case is impossible: the reduction ends before it starts" in done.stderr
    assert "childcare_reduced_hours.end_on: 2025-03-03" in Path("case.yaml").read_text(encoding="utf-8")


def test_law_that_the_rulebook_does_not_hold_is_refused() -> None:
    done = rulecheck("ask", "--ask", "childcare_reduced_hours.latest_end_on", typed="1999-03-02\nquit\n")
    assert done.exit_code == 3
    assert "✗ R0513: by `childcare_reduced_hours.start_on` the law of 1999-03-02 decides" in done.stderr


def test_where_the_fact_that_chooses_the_law_is_not_known_another_is_asked_and_then_the_day() -> None:
    words = ("ask", "--ask", "childcare_leave_benefit.entitled")
    done = rulecheck(*words, typed="?\n?\n2025-03-02\nquit\n")
    first, second, third, fourth = re.findall(r"^Question \d+;.*\n(.*)$", done.stderr, re.MULTILINE)
    assert first.startswith("On which day is it to start?")
    assert second.startswith("On which day was the benefit claimed?")
    assert third == "On which day is the law to be applied?"
    assert "By the law in force on 2025-03-02: the day that the case names" in done.stdout
    assert fourth not in (first, second, third)


def test_korean() -> None:
    done = rulecheck(*COUNSELLING, "--lang", "ko", typed="왜\n아니요\n예\n")
    assert done.exit_code == 0
    assert "이에 달려 있는 사항:" in done.stderr
    assert "결과에 영향을 주는 질문은 더 없습니다." in done.stderr


def test_saving_in_between_at_the_end_and_going_on_from_there() -> None:
    first = rulecheck(*COUNSELLING, "--save", "said.yaml", typed="no\nsave\nquit\n")
    assert first.exit_code == 3
    assert first.stderr.count("Saved: said.yaml") == 2
    assert Path("said.yaml").read_text(encoding="utf-8") == (
        "law date: 2025-03-01\nask:\n  - counselling\nfacts:\n  employee.lives_in_seoul: no\n"
    )
    second = rulecheck("ask", "said.yaml", "--save", "said.yaml", typed="yes\n")
    assert second.exit_code == 0
    assert rulecheck("said.yaml").stdout == second.stdout
    nowhere = rulecheck(*COUNSELLING, typed="save\nyes\n")
    assert "Begin with --save FILE to have the answers saved." in nowhere.stderr


def test_the_note_of_a_case_is_kept() -> None:
    Path("case.json").write_text('{"note": "by phone", "case": "A call", "ask": "counselling", "facts": {}}')
    done = rulecheck("ask", "case.json", "--as-of", "2025-03-01", "--save", "case.json", typed="yes\n")
    assert done.exit_code == 0
    assert json.loads(Path("case.json").read_text(encoding="utf-8")) == {
        "case": "A call",
        "note": "by phone",
        "law_date": "2025-03-01",
        "ask": ["counselling"],
        "facts": {"employee.lives_in_seoul": True},
    }


def test_wrong_use() -> None:
    Path("other.yaml").write_text("facts: {}\n")
    for words, wrong in (
        (("ask", "--save", "other.yaml"), "`other.yaml` exists already"),
        (("ask", "--save", "no/where.yaml"), "there is no folder `no` to save to"),
        (("ask", "-"), "the answers come from standard input, so the case cannot; name its file"),
        (("ask", "missing.yaml"), "missing.yaml"),
        (("ask", "--ask", "nothing_of_the_sort"), "`nothing_of_the_sort` is neither a scheme nor a conclusion"),
    ):
        done = rulecheck(*words)
        assert done.exit_code == 2, words
        assert wrong in done.stderr
        assert done.stdout == ""
    assert Path("other.yaml").read_text() == "facts: {}\n"
