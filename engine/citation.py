"""How provisions are cited in each language, down to paragraph, subparagraph and proviso.

The key of a provision names its place in the article first; what follows in other words is the name that its editors
gave to one limb of it, and stands in brackets where a citation has it at all.
"""

import re
from collections.abc import Callable, Mapping
from re import Match

from rulecheck.engine.rulebook import Provision, Rulebook

_PLACE = re.compile(
    r"\s*(?:\((?P<paragraph>[\d-]+)\)|(?P<level>subparagraph|item) (?P<number>[\w-]+)"
    r"|(?P<part>proviso|main text|first sentence|second sentence|parenthesis))(?![\w-])"
)
_ITEMS = "가나다라마바사아자차카타파하"
_PARTS = {
    "proviso": " 단서",
    "main text": " 본문",
    "first sentence": " 전단",
    "second sentence": " 후단",
    "parenthesis": " 괄호 부분",
}


def cite(rulebook: Rulebook, provision: Provision, language: str = "en") -> str:
    """The citation with the short name of the act; of a provision applied mutatis mutandis, of the one that applies it
    and the one applied."""
    if provision.through:
        through, base = rulebook.provisions[provision.through], rulebook.provisions[provision.base]
        cited = cite_place(base.article, base.key, language)
        if base.act != provision.act:
            cited = f"{rulebook.acts[base.act].cite.text(language)} {cited}"
        return _APPLYING.get(language, _APPLYING["en"]).format(through=cite(rulebook, through, language), base=cited)
    name = rulebook.acts[provision.act].cite.text(language)
    return f"{name} {cite_place(provision.article, provision.key, language)}"


def cite_place(article: str, key: str, language: str = "en") -> str:
    """The place within an act: ``Art. 19-2(1) subparagraph 3 proviso``; key ``article`` for the whole article."""
    return _PLACES.get(language, _english)(article, "" if key == "article" else key)


def _english(article: str, key: str) -> str:
    places, limb = _split(key)
    text = f"Art. {article}"
    for place in places:
        text += place[0].strip() if place["paragraph"] else f" {place[0].strip()}"
    return f"{text} ({limb})" if limb else text


def _korean(article: str, key: str) -> str:
    text = _numbered("조", article)
    for place in _split(key)[0]:
        if place["paragraph"]:
            text += _numbered("항", place["paragraph"])
        elif place["level"] == "subparagraph":
            text += _numbered("호", place["number"])
        elif place["level"]:
            letter = ord(place["number"][0]) - ord("a")
            text += f"{_ITEMS[letter]}목" if 0 <= letter < len(_ITEMS) else f"{place['number']}목"
        else:
            text += _PARTS[place["part"]]
    return text


def _numbered(unit: str, number: str) -> str:
    main, dash, branch = number.partition("-")
    return f"제{main}{unit}의{branch}" if dash else f"제{main}{unit}"


def _split(key: str) -> tuple[list[Match[str]], str]:
    """The places that a key names, and the words after them."""
    places = []
    at = 0
    while match := _PLACE.match(key, at):
        places.append(match)
        at = match.end()
    return places, key[at:].strip()


_PLACES: Mapping[str, Callable[[str, str], str]] = {"en": _english, "ko": _korean}
_APPLYING = {"en": "{through} applying {base}", "ko": "{through}에서 준용하는 {base}"}
