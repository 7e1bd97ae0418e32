"""Wrapping, signs and colours."""

from hypothesis import given
from hypothesis import strategies as st

from rulecheck.reports.style import Page, Style, width_of, wrapped


def test_wide_characters_take_two_columns() -> None:
    """Korean words are measured as a terminal shows them."""
    assert width_of("근로자 a") == 8
    assert wrapped("근로자가 신청한 시간", 0, 0, 9) == ["근로자가", "신청한", "시간"]


@given(st.lists(st.text("ab근", min_size=1, max_size=12), min_size=1, max_size=20), st.integers(24, 60))
def test_no_line_is_too_wide_and_no_word_is_lost(words: list[str], width: int) -> None:
    """Every line fits, and the lines together are the text."""
    lines = wrapped(" ".join(words), 2, 4, width + 4)
    assert " ".join(lines) == " ".join(words)
    assert width_of(lines[0]) <= width + 2
    assert all(width_of(line) <= width for line in lines[1:])


def test_other_lines_hang_below_the_first_word() -> None:
    """Behind a sign, and behind a number and a sign."""
    page = Page(Style(width=20))
    page.marked("yes", "one two three four five", 2)
    page.marked("no", "one two three four", number="7.")
    assert page.text() == "  ✓ one two three\n    four five\n7. ✗ one two three\n     four\n"


def test_ascii_has_words_for_signs() -> None:
    """An answer is yes or no; a condition is met or not."""
    page = Page(Style(unicode=False, width=60))
    page.marked("yes", "It is so — always.")
    page.marked("no", "age ≤ 8", 2, condition=True)
    assert page.text() == "[yes] It is so - always.\n  [not met] age <= 8\n"
    assert page.text().isascii()


def test_colour_paints_the_sign_alone() -> None:
    """The text stays plain; without colour everything does."""
    page = Page(Style(colour=True))
    page.marked("no", "not so")
    assert page.text() == "\x1b[31m✗\x1b[0m not so\n"


def test_gaps_are_single() -> None:
    """No empty line at the top, never two in a row, none at the end."""
    page = Page(Style())
    page.gap()
    page.heading("One")
    page.gap()
    page.heading("Two")
    page.gap()
    assert page.text() == "One\n\nTwo\n"
