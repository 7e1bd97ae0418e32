"""Names a slip: what a syntax mistake most likely is, in an analyst's words. The slips known stand in two tables."""

import re

from rulecheck.grammar.characters import foreign_character
from rulecheck.grammar.mistake import Mistake
from rulecheck.grammar.slip import Slip
from rulecheck.grammar.slips_clauses import CLAUSES
from rulecheck.grammar.slips_joining import END, JOINING, LEFT_OUT
from rulecheck.grammar.slips_signs import SIGNS
from rulecheck.grammar.slips_words import WORDS

# How far around a mistake is looked; bounds the time on a long text.
_WINDOW = 400
_WORD = re.compile(r'"[^"]*"|[A-Za-z_][\w.]*\w|\d[\d,]*(?:\.\d+)?%?|<=|>=|!=|\.\.|\w+|\S')
_CLOSED = re.compile(r"\([^()]*\)")
# What stands at the end of a text that waits for more.
_WAITING = re.compile(
    r"(?:[^\w\s)}%\"]|\b(?:and|or|not|is|in|of|on|to|until|from|for|where|satisfies|if|otherwise|before|after|includes"
    r"|at least|at most))$"
)


def name_the_slip(text: str, start: int) -> Mistake:
    """The mistake in a text of which the word or sign at ``start`` does not fit; at its end, where one is missing."""
    before, after = text[max(0, start - _WINDOW) : start], text[start : start + _WINDOW]
    return (
        foreign_character(text, start)
        or _known(JOINING, text, start, _flat(before), after)
        or _known((*SIGNS, *WORDS, *CLAUSES, *LEFT_OUT) if after else (), text, start, before, after)
        or (_bracket(text, start) if after else _stopped(text, before))
        or _unexpected(text, start)
    )


def _known(slips: tuple[Slip, ...], text: str, start: int, before: str, after: str) -> Mistake | None:
    """The first slip of a table that fits."""
    trimmed = before.rstrip()
    for slip in slips:
        ahead = re.match(slip.after, after)
        behind = re.search(f"(?:{slip.before})$", trimmed)
        if ahead is not None and behind is not None:
            return _told(slip, text, start, start - len(before), behind, ahead)
    return None


def _told(slip: Slip, text: str, start: int, offset: int, behind: re.Match[str], ahead: re.Match[str]) -> Mistake:
    """What a slip says. Underlined is the group ``u`` of what stands before, if it has one, and what stands there."""
    found = {**behind.groupdict(default=""), **ahead.groupdict(default="")}
    begin, end = start, start + ahead.end()
    if found.get("u"):
        begin = offset + behind.start("u")
        end = end if ahead.end() else offset + behind.end("u")
    elif not ahead.end():
        end = _end_of_word(text, start)
    found["it"] = text[begin:end].strip()
    found["lower"] = found["it"].lower()
    message, hint = slip.message, slip.hint
    for name, words in found.items():
        shown = _short(words)
        message, hint = message.replace(f"[{name}]", shown), hint.replace(f"[{name}]", shown)
    return Mistake(slip.kind, message, begin, begin + len(text[begin:end].rstrip()), hint)


def _bracket(text: str, start: int) -> Mistake | None:
    if text[start] != ")":
        return None
    flat = _flat(text[:start])
    if "(" not in flat:
        message = "a parenthesis is closed that was never opened"
        return Mistake("parenthesis closed", message, start, start + 1, "take it out, or open it with `(`")
    hint = _hint(text[:start]) or "finish what stands before it"
    return Mistake("parenthesis closed", "the parenthesis is closed too early", start, start + 1, hint)


def _stopped(text: str, before: str) -> Mistake:
    """A mistake at the end of the text: an operator that waits for its operand, or something not closed."""
    end = len(text.rstrip())
    last = list(_WORD.finditer(text[:end], max(0, end - _WINDOW)))[-1]
    if not _WAITING.search(text[:end]):
        opened = max(_flat(text).rfind("("), text.rfind("{", text.rfind("}") + 1))
        if opened >= 0:
            name, closing = ("parenthesis", ")") if text[opened] == "(" else ("brace", "}")
            message = f"this {name} is not closed"
            return Mistake(f"{name} not closed", message, opened, opened + 1, f"close it with `{closing}`")
        known = _known(END, text, len(text), before, "")
        if known is not None:
            return known
    hint = _hint(text) or "finish it, or take the last word out"
    message = f"the expression stops after `{_short(last.group())}`"
    return Mistake("unfinished", message, last.start(), last.end(), hint)


def _unexpected(text: str, start: int) -> Mistake:
    end = _end_of_word(text, start)
    return Mistake("unexpected", f"`{_short(text[start:end])}` is not expected here", start, end, _hint(text[:start]))


def _end_of_word(text: str, start: int) -> int:
    word = _WORD.match(text, start)
    return word.end() if word else start + 1


def _short(words: str) -> str:
    shown = " ".join(words.split())
    return f"{shown[:57]}…" if len(shown) > 60 else shown


def _flat(text: str) -> str:
    """The text with every closed pair of parentheses blanked, so that what is left stands on one level."""
    while True:
        flat = _CLOSED.sub(lambda pair: "_" * len(pair.group()), text)
        if flat == text:
            return flat
        text = flat


def _hint(before: str) -> str:
    words = before.split()
    last = words[-1] if words else ""
    if last in {"is", "in", "includes"}:
        return "name one of the fact's options, or `{several, of, them}`"
    if last in {"<", "≤", "=", "≠", "≥", ">", "<=", ">=", "!="}:
        return "compare with an amount, a date or a name"
    if last in {"and", "or", "not", "if", "where", "satisfies"}:
        return f"a condition follows `{last}`, such as `age ≤ 8`"
    if last.endswith(("..", "–")):
        return "a range has two ends, `hours 15–35`; with one end only, write `hours ≥ 15` or `hours ≤ 35`"
    return ""
