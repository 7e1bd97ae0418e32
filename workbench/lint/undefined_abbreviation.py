"""L12: an abbreviation in a gist that nothing defines."""

import re
from collections.abc import Iterator

from rulecheck.workbench.lint.check import Check, Finding, Subject
from rulecheck.workbench.lint.reach import versions_of

_CAPITALS = re.compile(r"\b[A-Z]{2,6}(?:-[A-Z]{1,4})?\b")
_ROMAN = re.compile(r"(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def _find(subject: Subject) -> Iterator[Finding]:
    rulebook = subject.rulebook
    known = {*rulebook.acts, rulebook.currency.code}
    for provision, version in versions_of(rulebook):
        gist = version.gist.text("en")
        for word in dict.fromkeys(_CAPITALS.findall(gist)):
            if word not in known and not _ROMAN.fullmatch(word) and f"({word})" not in gist:
                message = f"the gist of `{provision.id}` says `{word}`, and nothing says what that stands for"
                hint = f"write it out, or define it: `… ({word})`"
                yield Finding(provision.id, message, version.place, "", hint)


CHECK = Check(
    "L12",
    "an abbreviation that is not defined",
    "A gist is read by people who do not know the house's short forms. Those of acts and the currency are known.",
    "gist: {en: The LCC lends books.}",
    "gist: {en: The Library of the City Council (LCC) lends books.}",
    _find,
)
