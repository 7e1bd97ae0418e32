"""References to provisions as a rule file writes them, and the ids they stand for."""

import re
from collections.abc import Collection, Iterable

from rulecheck.engine.diagnostics import did_you_mean
from rulecheck.engine.rulebook import Provision, provision_id

_ARTICLE_WORD = re.compile(r"\bArt\.\s*")
_BEFORE_PARENTHESIS = re.compile(r"(?<=[\d)])\s+(?=\()")
_WITH_ACT = re.compile(r"[A-Z][A-Z0-9-]*(?: |$)")
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


def covered(reference: str, within: Provision, provisions: Iterable[Provision]) -> tuple[str, ...]:
    """The ids that a reference covers: of a whole article, of a paragraph with all below it, or of one provision."""
    prefix = candidates(reference, within.act, within.article)[0]
    return tuple(p.id for p in provisions if p.id == prefix or p.id.startswith((f"{prefix}(", f"{prefix} ")))


def nearest(reference: str, act: str, article: str, ids: Collection[str]) -> str:
    """A hint that names the provisions a dangling reference may mean."""
    likely = candidates(reference, act, article)[0]
    below = [i for i in ids if i.startswith((f"{likely}(", f"{likely} "))]
    if below:
        named = ", ".join(f"`{i}`" for i in below[:_NAMED])
        return f"name one of its provisions: {named}{' …' if len(below) > _NAMED else ''}"
    return did_you_mean(likely, ids)
