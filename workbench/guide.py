"""A scheme explained from its rules, in the order in which a counsellor explains it: a page of Markdown."""

from collections.abc import Iterable, Iterator
from datetime import date

from rulecheck.engine.citation import cite
from rulecheck.engine.provision_kinds import Kind
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.vocabulary import Scheme
from rulecheck.workbench.facts import facts_of_scheme, provisions_of_scheme

# The sections in order: their headings by language, and the kinds of provisions that belong there.
_SECTIONS: tuple[tuple[dict[str, str], tuple[Kind, ...]], ...] = (
    ({"en": "What is due", "ko": "받을 수 있는 것"}, ("entitlement", "duty")),
    ({"en": "Conditions and limits", "ko": "요건과 한도"}, ("condition", "limit", "definition")),
    ({"en": "Amounts", "ko": "금액"}, ("formula",)),
    ({"en": "Deadlines", "ko": "기한"}, ("deadline",)),
    ({"en": "Papers", "ko": "서류"}, ("document",)),
    ({"en": "What counts as what", "ko": "간주"}, ("deeming",)),
    ({"en": "What is forbidden", "ko": "금지"}, ("prohibition",)),
    ({"en": "Penalties", "ko": "벌칙"}, ("penalty",)),
)
_WORDS = {
    "en": {
        "law": "By the law in force on {day}.",
        "except": "Except",
        "of": "duty of the {bearer}",
        "facts": "What has to be known",
        "columns": "| fact | document | who has it |",
    },
    "ko": {
        "law": "{day} 현재 시행 중인 법에 따른다.",
        "except": "예외",
        "of": "의무자: {bearer}",
        "facts": "알아야 할 사실",
        "columns": "| 사실 | 증명 서류 | 제출자 |",
    },
}


def guide(rulebook: Rulebook, scheme: Scheme, day: date, language: str = "en") -> str:
    """The page of a scheme as its law stands on a day."""
    words = _WORDS.get(language, _WORDS["en"])
    provisions = [p for p in provisions_of_scheme(rulebook, scheme) if _in_force(p, day) is not None]
    lines = [f"# {scheme.title.text(language)}", "", words["law"].format(day=day.isoformat())]
    for headings, kinds in _SECTIONS:
        found = [p for p in provisions if p.kind in kinds and not p.to]
        if found:
            lines += ["", f"## {headings.get(language, headings['en'])}", ""]
            lines += [line for p in found for line in _item(rulebook, p, day, language, 0)]
    lines += ["", f"## {words['facts']}", "", words["columns"], "|---|---|---|"]
    lines += _facts(rulebook, scheme, language)
    return "\n".join(lines) + "\n"


def _item(rulebook: Rulebook, provision: Provision, day: date, language: str, depth: int) -> Iterator[str]:
    """A provision with the exceptions to it, each indented below what it excepts."""
    version = _in_force(provision, day)
    if version is None:
        return
    words = _WORDS.get(language, _WORDS["en"])
    lead = f"{words['except']}: " if depth else ""
    cited = cite(rulebook, provision, language)
    if provision.bearer and not depth:
        cited += f"; {words['of'].format(bearer=provision.bearer)}"
    yield f"{'  ' * depth}- {lead}{' '.join(version.gist.text(language).split())} ({cited})"
    for id_ in rulebook.exceptions.get(provision.id, ()):
        yield from _item(rulebook, rulebook.provisions[id_], day, language, depth + 1)


def _facts(rulebook: Rulebook, scheme: Scheme, language: str) -> Iterable[str]:
    for need in facts_of_scheme(rulebook, scheme):
        fact = need.fact
        yield f"| {fact.label.text(language)} | {fact.proof.text(language)} | {fact.supplied_by} |"


def _in_force(provision: Provision, day: date) -> Version | None:
    return next((v for v in provision.versions if v.since <= day and (v.until is None or day <= v.until)), None)
