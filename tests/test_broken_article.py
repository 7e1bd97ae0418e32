"""An article of the law deliberately broken in ten ways: each is found by the bench, and named with its paragraph."""

import shutil
from pathlib import Path

import pytest
from attrs import frozen
from click.testing import CliRunner

from rulecheck.cli import command

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = Path("equal-employment-act") / "19-2.yaml"
NAME = "EEA 19-2"


@frozen
class Break:
    """One mistake: which paragraph it is in (where that begins), what is written instead of what, and which command
    finds it with which words."""

    paragraph: str
    before: str
    after: str
    finds: tuple[str, ...]
    words: str


TEST = ("test", "--article", NAME)
BREAKS = {
    "a limit one year too high": Break("(1) child", "age ≤ 8", "age ≤ 9", TEST, "EEA 19-2(1) child"),
    "a condition left out": Break("(2)", "          - not childcare_reduced_hours.granted\n", "", TEST, "EEA 19-2(2)"),
    "an exception turned round": Break(
        "(1) proviso", "when: childcare_reduced_hours.may", "when: not childcare_reduced_hours.may", TEST, NAME
    ),
    "a version that begins a day late": Break(
        "(1) child", "in force: from 2025-02-23", "in force: from 2025-02-24", ("lint",), NAME
    ),
    "a gist in one language alone": Break(
        "(3)", "          ko: 단축 후 근로시간은 주당 15시간부터 35시간까지이다.\n", "", ("lint",), "EEA 19-2(3)"
    ),
    "a name that nothing has": Break(
        "(1)",
        "when: childcare_reduced_hours.child_within_limits",
        "when: childcare_reduced_hours.child_in",
        ("check",),
        "child_in",
    ),
    "a measure that does not fit": Break("(1) child", "age ≤ 8", "age ≤ 8 days", ("check",), "age ≤ 8 days"),
    "a condition that no case knows": Break(
        "(3)",
        "when: hours 15–35",
        "when: [hours 15–35, childcare_reduced_hours.start_on ≥ 2019-10-01]",
        ("mutate", "EEA 19-2(3)", "-k", "start_on", "--no-suggest", "--fail-under", "100"),
        "start_on ≥ 2019-10-01 → nothing",
    ),
    "a limit that no case meets": Break(
        "(3)",
        "when: hours 15–35",
        "when: [hours 15–35, childcare_reduced_hours.start_on ≥ 2019-10-01]",
        ("cover", NAME, "--fail-under", "100"),
        "start_on ≥ 2019-10-01",
    ),
    "a ceiling of hours from before the change": Break("(3)", "15–35", "15–30", TEST, "EEA 19-2(3)"),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("broken") / "rules" / "kr"
    shutil.copytree(ROOT / "rules" / "kr", target)
    return target


@pytest.mark.parametrize("name", BREAKS)
def test_the_break_is_found_and_named(book: Path, name: str) -> None:
    broken = BREAKS[name]
    file = book / ARTICLE
    whole = (ROOT / "rules" / "kr" / ARTICLE).read_text(encoding="utf-8")
    head, paragraph, rest = whole.partition(f"\n  {broken.paragraph}:\n")
    assert broken.before in rest
    file.write_text(head + paragraph + rest.replace(broken.before, broken.after, 1), encoding="utf-8")
    first, *others = broken.finds
    words = [first, str(book), *others] if first in ("check", "lint") else [first, "--rules", str(book), *others]
    if first == "test":
        words.append(str(book / "cases"))
    done = CliRunner().invoke(command, words)
    told = done.stdout + done.stderr
    assert done.exit_code in (1, 2), told
    assert broken.words in told
    assert NAME in told or "equal-employment-act/19-2.yaml:" in told
