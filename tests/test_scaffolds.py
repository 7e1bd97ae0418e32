"""`rulecheck new`: what it writes loads, leaves the rest alone, and is told by file and line; the page shows it."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rulecheck.cli import command
from rulecheck.engine.loader import load

HERE = Path(__file__).resolve().parent
PAGE = (HERE.parent / "docs" / "analysts" / "scaffolds.md").read_text(encoding="utf-8")
ENACTED = ("--from", "2027-01-01", "--by", "Act 7", "--promulgated", "2026-12-01")


@pytest.fixture
def isle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RULECHECK_RULES", raising=False)
    shutil.copytree(HERE / "errors" / "base", tmp_path / "rules" / "isle")
    return tmp_path / "rules" / "isle"


def new(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["new", *arguments])


def codes(directory: Path) -> list[tuple[str, int]]:
    return [(d.code, d.place.line) for d in load(str(directory))[1]]


def test_the_page_shows_what_is_printed(isle: Path) -> None:
    import shlex

    examples = re.findall(r"^```console\n\$ rulecheck (.*?)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) == 4
    for line, printed in examples:
        result = CliRunner().invoke(command, shlex.split(line))
        assert (result.exit_code, result.stdout) == (0, printed)
    assert codes(isle) == []


def test_a_version_is_closed_and_copied_and_the_rest_stays(isle: Path) -> None:
    path = isle / "garden-act" / "1.yaml"
    text = path.read_text(encoding="utf-8").replace("  (2):", "  # on rents\n  (2):  # to be watched")
    path.write_text(text, encoding="utf-8")
    assert new("version", "GA 1(1)", *ENACTED).exit_code == 0
    start = text.index("      - in force")
    end = text.index("  # on rents")
    body = text[start:end]
    closed = body.replace("from 2020-01-01", "2020-01-01 to 2026-12-31")
    copied = body.replace("2020-01-01", "2027-01-01").replace("2019-06-03", "2026-12-01").replace("Act 1\n", "Act 7\n")
    assert path.read_bytes().decode() == text[:start] + closed + copied + text[end:]
    assert codes(isle) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("version", "GA 1(9)", *ENACTED), "there is no provision `GA 1(9)`"),
        (("version", "GA 1(1)", "--from", "2020-01-01", *ENACTED[2:]), "has a version from 2020-01-01 already"),
        (("version", "GA 1(1)", "--from", "2027-02-30", *ENACTED[2:]), "`2027-02-30` is not a date"),
        (("article", "GA", "1", "--title", "x", *ENACTED), "is there already; --force writes over it"),
        (("article", "GX", "1", "--title", "x", *ENACTED), "there is no act `GX`"),
        (("article", "GA", "../1", "--title", "x", *ENACTED), "is not the number of an article"),
        (("fact", "plot.area", "--type", "date"), "`plot.area` is in the vocabulary already"),
        (("fact", "plot.shed", "--type", "shed"), "the rulebook would not load with this"),
        (("fact", "barn.on", "--type", "date"), "name one with --file"),
        (("case", "garden-plots", "--on", "2027-01-01"), "there is no scheme and no provision `garden-plots`"),
        (("policy", "Ace", "--act", "ACE", "--from", "2024-01-01"), "`Ace` is no name for a rulebook"),
        (("policy", "ace", "--act", "GA", "--from", "2024-01-01"), "`GA` is an act of `isle` already"),
    ],
)
def test_what_is_refused_changes_nothing(isle: Path, arguments: tuple[str, ...], message: str) -> None:
    before = {path: path.read_bytes() for path in isle.rglob("*.yaml")}
    result = new(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert {path: path.read_bytes() for path in isle.parent.rglob("*.yaml")} == before


def test_the_day_after_the_first_is_not_refused(isle: Path) -> None:
    assert new("version", "GA 1(1)", "--from", "2020-01-02", *ENACTED[2:]).exit_code == 0
    assert "in force: 2020-01-01 to 2020-01-01\n" in (isle / "garden-act" / "1.yaml").read_text(encoding="utf-8")


def test_an_article_without_a_conclusion_fails_on_the_line_to_fill_in_alone(isle: Path) -> None:
    result = new("article", "GA", "3", "--title", "Sheds", *ENACTED)
    assert "3.yaml:6: decides: fill_in.the_conclusion" in result.stdout
    assert codes(isle) == [("R0350", 6)]


def test_a_dry_run_writes_nothing(isle: Path) -> None:
    result = new("article", "GA", "3", "--title", "Sheds", "--dry-run", *ENACTED)
    assert result.exit_code == 0
    assert 'article: "3"' in result.stdout
    assert not (isle / "garden-act" / "3.yaml").exists()


def test_a_case_is_not_yet_answered_and_an_employer_s_rulebook_loads(isle: Path) -> None:
    assert new("case", "garden-plot", "--on", "2027-01-01").exit_code == 0
    tested = CliRunner().invoke(command, ["test"])
    assert "0 passed, 0 failed, 1 not yet answered" in tested.output
    ranked = isle / "rulebook.yaml"
    ranked.write_text(ranked.read_text().replace("[act, decree]", "[act, decree, policy]"))
    assert new("policy", "ace", "--act", "ACE", "--from", "2024-01-01").exit_code == 0
    assert codes(isle.parent / "employers" / "ace") == []
