"""Instruments and parties in the language of the report, as the rulebook says them."""

from pathlib import Path

import pytest

from rulecheck.engine.cache import load_cached
from rulecheck.reports.words import Speaker

ROOT = Path(__file__).resolve().parents[2]
SAID = {
    "Act 16558": "법률 제16558호",
    "Act 16558 Addenda Art. 4": "법률 제16558호 부칙 제4조",
    "Presidential Decree 30083 Addenda Art. 2(1)": "대통령령 제30083호 부칙 제2조제1항",
    "Act 20521 Addenda Art. 5 subparagraph 2": "법률 제20521호 부칙 제5조제2호",
    "Ministry of Health and Welfare Rule 1000": "보건복지부령 제1000호",
    # What the rulebook has no words for, and what has no number, stays as it is written.
    "Treaty 5": "Treaty 5",
    "news report on a small enterprise": "news report on a small enterprise",
    "Presidential Decree 1 Addenda Arts. 2 and 3": "Presidential Decree 1 Addenda Arts. 2 and 3",
}


@pytest.fixture(scope="module")
def korean() -> Speaker:
    """Speaks Korean by the first rulebook."""
    rulebook, found = load_cached(str(ROOT / "rules" / "kr"))
    assert rulebook is not None, found
    return Speaker(rulebook, "ko")


@pytest.mark.parametrize("written", SAID)
def test_instruments(written: str, korean: Speaker) -> None:
    """With their numbers, and the articles of their addenda."""
    assert korean.instrument(written) == SAID[written]
    assert Speaker(korean.rulebook).instrument(written) == written


def test_parties(korean: Speaker) -> None:
    """Every party that supplies a fact or has a duty has a Korean name; English stays as it is."""
    rulebook = korean.rulebook
    named = {fact.supplied_by for fact in rulebook.vocabulary.facts.values()}
    named |= {provision.bearer for provision in rulebook.provisions.values()}
    assert [name for name in named - {""} if korean.party(name) == name] == []
    assert Speaker(rulebook).party("employer") == "employer"
