"""References to provisions as a rule file writes them, and the ids they stand for."""

import re
from collections.abc import Collection, Iterable, Sized

from rulecheck.engine.entries import MOST_HINTS, near
from rulecheck.engine.rulebook import provision_id

_ARTICLE_WORD = re.compile(r"\bArt\.\s*")
_BEFORE_PARENTHESIS = re.compile(r"(?<=[\d)])\s+(?=\()")
_WITH_ACT = re.compile(r"[A-Z][A-Z0-9-]*(?: |$)")
_BORDER = re.compile(r"[( ]")
# After how many words of a key nothing more is covered by what stands before them.
_DEEPEST = 12
# How many provisions a hint names.
_NAMED = 3


def candidates(reference: str, act: str, article: str) -> tuple[str, ...]:
    """The ids that a reference may stand for when it is written in an article of an act, the likeliest first.

    `EEA Art. 19-2(1)` and `EEA 19-2(1)` name the act, `19-2(1)` means the same act, `(1)` the same article.
    """
    text = _BEFORE_PARENTHESIS.sub("", _ARTICLE_WORD.sub("", " ".join(reference.split())))
    if _WITH_ACT.match(text):
        return (text,)
    if text[:1].isdigit():
        return (f"{act} {text}",)
    return (provision_id(act, article, text),)


def find(reference: str, act: str, article: str, ids: Collection[str]) -> str | None:
    """The id of the provision that a reference names; None where there is none."""
    return next((c for c in candidates(reference, act, article) if c in ids), None)


def by_beginning(ids: Iterable[str]) -> dict[str, list[str]]:
    """The ids under each of their beginnings: of `EEA 12(2) proviso` these are `EEA 12` and `EEA 12(2)`, and it itself.

    So a reference to a whole article or paragraph finds what it covers.
    """
    found: dict[str, list[str]] = {}
    for name in ids:
        ends = [m.start() for m in _BORDER.finditer(name, name.find(" ") + 1)][:_DEEPEST]
        for end in [*ends, len(name)]:
            found.setdefault(name[:end], []).append(name)
    return found


def nearest(reference: str, act: str, article: str, ids: Collection[str], mistakes: Sized) -> str:
    """A hint that names the provisions a dangling reference may mean."""
    if len(mistakes) >= MOST_HINTS:
        return ""
    likely = candidates(reference, act, article)[0]
    below = [i for i in ids if i.startswith((f"{likely}(", f"{likely} "))]
    if below:
        named = ", ".join(f"`{i}`" for i in below[:_NAMED])
        return f"name one of its provisions: {named}{' …' if len(below) > _NAMED else ''}"
    return near(mistakes, likely, ids)
