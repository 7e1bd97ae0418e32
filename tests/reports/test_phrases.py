"""The table of fixed words."""

import string

import pytest

from rulecheck.reports import phrases


def gaps(text: str) -> set[str]:
    """The names of the gaps in a phrase."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", [*phrases._PHRASES, *phrases._KINDS])
def test_both_languages_fill_the_same_gaps(key: str) -> None:
    """A gap that only one language has would fail or be lost in the other; a unit may stand behind its number."""
    english, korean = (phrases.phrase(key, language) for language in phrases.LANGUAGES)
    assert english.strip()
    assert korean.strip()
    assert gaps(korean) - {"number"} == gaps(english) - {"number"}


def test_a_missing_language_falls_back_to_english() -> None:
    """And an unknown phrase is a bug, not an empty text."""
    assert phrases.phrase("result", "fr") == "Result"
    with pytest.raises(KeyError):
        phrases.phrase("no such phrase")
