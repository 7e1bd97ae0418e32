"""Rule files in one form: what changes, what survives, and that nothing is changed in what they say."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.cli import command
from rulecheck.workbench.format_rules import formatted

ROOT = Path(__file__).resolve().parents[2]


def in_form(text: str, file: str = "3.yaml") -> str:
    """The text in one form, which must be readable."""
    return formatted(text.encode(), file).text.decode()


HEAD = 'article: "3"   # of the act\nprovisions:\n  (1):\n    versions:\n      - '
CHANGED = {
    "when: a <= 500000 won": "when: a ≤ 500,000 won",
    "when: a>=b*2 / 3": "when: a ≥ b × 2 ÷ 3",
    "when: [a != 1, b - c = 2]": "when: [a ≠ 1, b − c = 2]",
    "value: 12 months after day   ": "value: 12 months after day",
    "where: {base: wage * 80%}": "where: {base: wage × 80%}",
    "when:\n          - any:\n              - a <= 1  # one\n              - b": "when:\n          - any:\n"
    "              - a ≤ 1  # one\n              - b",
}
# Dates, names with digits, quoted texts, parentheses, other keys, and what braces would break.
KEPT = [
    "when: day ≤ 2024-03-01",
    "when: (a) ≤ (b)",
    "value: 12345.5",
    "value: rank_10000 + 1",
    "gist: {en: it is <= 10000 * 2}",
    "when: {any: [a ≤ 10000]}",
    'when: "a <= 1"',
    "in force: from 2020-01-01",
]


@pytest.mark.parametrize("old", CHANGED)
def test_signs_and_numbers_get_their_form(old: str) -> None:
    """ASCII twins and long numbers; comments and order stay."""
    assert in_form(f"{HEAD}{old}\n") == f"{HEAD}{CHANGED[old]}\n"


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_the_analysts_stays(kept: str) -> None:
    """Nothing else is touched."""
    assert in_form(f"{HEAD}{kept}\n") == f"{HEAD}{kept}\n"


def test_blank_space_goes() -> None:
    """Blanks at the ends of lines, empty lines in a row, a missing line break at the end, carriage returns."""
    assert in_form("a: b  \r\n\n\n\n# note \nc: d") == "a: b\n\n# note\nc: d\n"


def test_a_block_that_keeps_its_lines_is_left_alone() -> None:
    """Taking blanks out of it would change what the file says."""
    text = "note: |\n  one  \n  two\n\n\n  three\n"
    assert in_form(text) == text


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    """Its mistakes are told instead."""
    for data in (b"a: [1\n", b"a: \xff\n"):
        result = formatted(data, "x.yaml")
        assert (result.text, bool(result.mistakes)) == (data, True)


@given(st.lists(st.sampled_from(["a <= 1", "b*2 > 10000", "not c", "d in {x, y}", "e 15–35", "f - g ≥ 0"]), max_size=5))
def test_formatting_twice_changes_nothing(conditions: list[str]) -> None:
    """What is in form stays so."""
    text = HEAD + "when:\n" + "".join(f"          - {condition}\n" for condition in conditions)
    once = in_form(text)
    assert in_form(once) == once


def test_the_rules_are_in_form() -> None:
    """All files of all rulebooks of this repository."""
    done = CliRunner().invoke(command, ["fmt", "--check", str(ROOT / "rules")])
    assert (done.stdout, done.exit_code) == ("", 0)


def test_the_command(tmp_path: Path) -> None:
    """It writes, or only tells, or shows the difference; a broken file is a bad file."""
    file = tmp_path / "3.yaml"
    file.write_text(f"{HEAD}when: a <= 1\n", encoding="utf-8")
    run = CliRunner()
    told = run.invoke(command, ["fmt", "--check", str(file)])
    assert (told.exit_code, told.stdout) == (1, f"{file}: not in form\n")
    shown = run.invoke(command, ["fmt", "--diff", str(tmp_path)])
    assert shown.exit_code == 1
    assert "-      - when: a <= 1\n+      - when: a ≤ 1\n" in shown.stdout
    done = run.invoke(command, ["fmt", str(file)])
    assert (done.exit_code, file.read_text(encoding="utf-8")) == (0, f"{HEAD}when: a ≤ 1\n")
    piped = run.invoke(command, ["fmt", "-"], input="when: x\n\n\n")
    assert piped.stdout == "when: x\n"
    file.write_bytes(b"\xff\xfe")
    assert run.invoke(command, ["fmt", str(file)]).exit_code == 2
    file.write_text("a: [1\n", encoding="utf-8")
    assert run.invoke(command, ["fmt", str(file)]).exit_code == 2
    assert run.invoke(command, ["fmt", str(tmp_path / "none.yaml")]).exit_code == 2
