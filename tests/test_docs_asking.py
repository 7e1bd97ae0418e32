"""The page on interviews shows what the terminal shows."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from rulecheck.cli import command

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "asking.md").read_text(encoding="utf-8")


def transcript(words: list[str], lines: list[str]) -> str:
    """What a terminal shows: what the program writes, and what is typed after each prompt."""
    done = CliRunner().invoke(command, words, input="".join(f"{line}\n" for line in lines))
    shown = done.output
    for line in lines:
        shown = shown.replace("\n> ", f"\n>> {line}\n", 1)
    return shown.replace("\n>> ", "\n> ")


def without_digests(text: str) -> str:
    """The text without what every change of any rule changes."""
    return re.sub(r"\b[0-9a-f]{12}\b", "a digest", text)


def test_the_interview_is_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULECHECK_RULES", "rules/kr")
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    first, _, rest = shown.partition("\n")
    words = first.removeprefix("$ rulecheck ").split()
    typed = re.findall(r"^> (.*)$", rest, re.MULTILINE)
    assert without_digests(transcript(words, typed)) == without_digests(rest)
