"""Citations in both languages."""

import pytest

from rulecheck.engine.citation import cite_place


@pytest.mark.parametrize(
    ("article", "key", "english", "korean"),
    [
        ("3", "article", "Art. 3", "제3조"),
        ("19-2", "(1)", "Art. 19-2(1)", "제19조의2제1항"),
        ("19-2", "(1) proviso", "Art. 19-2(1) proviso", "제19조의2제1항 단서"),
        ("15-2", "subparagraph 3 proviso", "Art. 15-2 subparagraph 3 proviso", "제15조의2제3호 단서"),
        ("15-2", "subparagraph 3-2", "Art. 15-2 subparagraph 3-2", "제15조의2제3호의2"),
        ("104-4", "(2) subparagraph 2 item c", "Art. 104-4(2) subparagraph 2 item c", "제104조의4제2항제2호다목"),
        ("12", "(2) second sentence", "Art. 12(2) second sentence", "제12조제2항 후단"),
        ("12", "(2) parenthesis", "Art. 12(2) parenthesis", "제12조제2항 괄호 부분"),
        # The name of a limb is its editors', not the law's.
        ("15", "(1) in time", "Art. 15(1) (in time)", "제15조제1항"),
        ("15", "provisory rule", "Art. 15 (provisory rule)", "제15조"),
        ("15", "(1) proviso closing day", "Art. 15(1) proviso (closing day)", "제15조제1항 단서"),
    ],
)
def test_places(article: str, key: str, english: str, korean: str) -> None:
    """Paragraph, subparagraph, item, sentence and proviso, and limbs that only their editors name."""
    assert cite_place(article, key) == english
    assert cite_place(article, key, "ko") == korean
