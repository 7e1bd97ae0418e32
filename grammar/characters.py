"""Signs that look like those of the language and are not: typed on another keyboard, or pasted from a document."""

import re
import unicodedata

from rulecheck.grammar.mistake import Mistake

_SIGNS = "≤≥≠–−×÷"
_LOOKALIKES = {
    "≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "≪": "<", "≫": ">",
    "—": "–", "―": "–", "‒": "–", "~": "–", "∼": "–", "〜": "–", "…": "..",
    "‐": "-", "‑": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": '"', "’": '"',
    "、": ",", "。": ".", "·": "×", "•": "×", "∗": "*", "∕": "/", "⁄": "/", "％": "%",
    "¬": "not", "∧": "and", "∨": "or", "∩": "and", "∪": "or",
}  # fmt: skip
_FULL_WIDTH = range(0xFF01, 0xFF5F)


def foreign_character(text: str, start: int) -> Mistake | None:
    """The mistake when the character at ``start`` belongs to no expression, but resembles one that does."""
    if start >= len(text) or text[start] in _SIGNS:
        return None
    character = text[start]
    if character == "." and not text[start + 1 : start + 2].isascii():
        return foreign_character(text, start + 1)  # within a name
    meant = _LOOKALIKES.get(character, "")
    if ord(character) in _FULL_WIDTH:
        # The wide forms of ASCII; a wide tilde is the wave dash of a range.
        plain = unicodedata.normalize("NFKC", character)
        meant = _LOOKALIKES.get(plain, plain)
    if meant:
        message = f"`{character}` is not a sign of the language"
        return Mistake("look-alike", message, start, start + 1, f"write `{meant}`")
    category = unicodedata.category(character)
    if category == "Sc":
        return Mistake(
            "currency sign",
            "a currency sign stands for no unit",
            start,
            start + 1,
            "write the unit of the currency as a word after the number",
        )
    if category in ("Cc", "Cf", "Co", "Cn", "Cs"):
        message = f"an invisible character (U+{ord(character):04X}) stands here"
        return Mistake("invisible character", message, start, start + 1, "delete it")
    if not character.isascii() and category[0] in "LMN":
        word = re.compile(r"\w+").match(text, start)
        end = min(word.end(), start + 40) if word else start + 1
        return Mistake(
            "foreign letters",
            f"`{text[start:end]}` is not written in the letters of the language",
            start,
            end,
            "names and units are written in the letters a to z, numbers in the digits 0 to 9",
        )
    return None
