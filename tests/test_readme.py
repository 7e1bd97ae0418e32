"""The README shows what its commands print, and links to what exists."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SPEC = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
assert _SPEC is not None
assert _SPEC.loader is not None
refresh = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(refresh)

RUN = [(match[2], match[3]) for match in refresh.BLOCK.finditer(README)]


def test_three_cases_are_shown() -> None:
    assert [words for words, _ in RUN] == [f"examples/{name}.json" for name in ("refusable", "undetermined", "granted")]


@pytest.mark.parametrize(("words", "shown"), RUN, ids=[words for words, _ in RUN])
def test_what_is_shown_is_what_is_printed(words: str, shown: str) -> None:
    # The last line names the digests of rulebook and case, which change with every rule.
    body, _, footer = refresh.printed(words).rstrip("\n").rpartition("\n")
    assert shown.rstrip("\n").rpartition("\n")[0] == body
    assert re.fullmatch(r"Made by rulecheck [\d.]+ from the rulebook kr [0-9a-f]{12}; case [0-9a-f]{12}\.", footer)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", README))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_yaml_shown_stands_in_the_rules() -> None:
    shown = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for path, text in shown:
        article = (ROOT / path).read_text(encoding="utf-8")
        for line in text.splitlines():
            assert line in article.splitlines(), line
