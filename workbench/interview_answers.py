"""What somebody types in an interview: a command, or an answer, read as a case's value is and told what is wrong.

Beyond what a file may say, a choice may be picked by its number or by its words, and yes and no said in the
languages of the reports.
"""

from datetime import date
from typing import Literal

from attrs import evolve

from rulecheck.engine.case_facts import FactsReader
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.reading import Unfit, read_value, shown
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER, ChoiceType, ListType
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import Fact, Vocabulary

Command = Literal["not known", "why", "back", "help", "save", "quit"]

_COMMANDS: dict[str, Command] = {
    "?": "not known",
    "don't know": "not known",
    "dont know": "not known",
    "don’t know": "not known",
    "unknown": "not known",
    "모름": "not known",
    "why": "why",
    "왜": "why",
    "back": "back",
    "뒤로": "back",
    "help": "help",
    "도움말": "help",
    "save": "save",
    "저장": "save",
    "quit": "quit",
    "exit": "quit",
    "끝": "quit",
}
_YES = ("y", "예", "네")
_NO = ("n", "아니요", "아니오")
_NONE = ("없음",)
_PLACE = Place("answer")
_UNKNOWN = "type `?` when it is unknown"


def command_of(text: str, fact: Fact | None) -> Command | None:
    """The command that a line is; None for an answer. An option of the fact called like a command is an answer."""
    line = " ".join(text.split())
    if fact is not None and line in fact.options:
        return None
    return _COMMANDS.get(line.lower())


def read_day(text: str) -> date | tuple[Diagnostic, ...]:
    """The date typed, or what is wrong with it."""
    value = read_value(text.strip(), DATE)
    if isinstance(value, date):
        return value
    unfit = value if isinstance(value, Unfit) else Unfit("is no date", "")
    return (Diagnostic("R0510", f"the day {unfit.message}", _PLACE, text, unfit.hint),)


def read_answer(
    text: str, address: str, fact: Fact, vocabulary: Vocabulary
) -> dict[str, Value] | tuple[Diagnostic, ...]:
    """The fact that a typed answer gives, by address, or what is wrong with the answer."""
    line = text.strip()
    reader = FactsReader(line.encode(), _PLACE.file, vocabulary, DEFAULT_LIMITS)
    if isinstance(fact.type, ListType):
        count = _count(line, address)
        if isinstance(count, Diagnostic):
            return (count,)
        reader.elements(address, fact.type.record, [{}] * min(count, DEFAULT_LIMITS.elements + 1), ())
    else:
        reader.given(address, fact, _raw(line, fact), ())
    # There is no file to look places up in: what is noted stands at the answer.
    wrong = (Diagnostic(n.code, n.message, _PLACE, line, n.hint) for n in reader.noted)
    return tuple(_at_hand(diagnostic, fact) for diagnostic in wrong) or dict(reader.facts)


def _at_hand(diagnostic: Diagnostic, fact: Fact) -> Diagnostic:
    """The diagnostic with a hint for somebody who types answers instead of a file."""
    if diagnostic.code in ("R0509", "R0512"):
        return evolve(diagnostic, hint=f"{_UNKNOWN}, or `none` when there is none" if fact.optional else _UNKNOWN)
    if fact.type == BOOLEAN:
        return evolve(diagnostic, hint=f"write `yes` or `no`; {_UNKNOWN}")
    if isinstance(fact.type, ChoiceType) and fact.type.several:
        known = ", ".join(f"`{option}`" for option in fact.type.options)
        return evolve(diagnostic, hint=f"name some of {known}, with commas between them, or `none`")
    return diagnostic


def _raw(line: str, fact: Fact) -> object:
    """What a file would say for the answer."""
    if len(line) > 1 and line[0] == line[-1] == '"':
        return line[1:-1]
    none = line.lower() == "none" or line in _NONE
    if isinstance(fact.type, ChoiceType) and fact.type.several:
        if line.lower() == "none" and "none" in fact.options:
            return ["none"]
        if none:
            return "none" if fact.optional else []
        return [_option(part.strip(), fact) for part in line.split(",") if part.strip()] if line else ""
    if isinstance(fact.type, ChoiceType):
        found = _option(line, fact)
        return "none" if none and found == line else found
    if none:
        return "none"
    if fact.type == BOOLEAN and line.lower() in (*_YES, *_NO):
        return line.lower() in _YES
    return line


def _option(word: str, fact: Fact) -> str:
    """The option meant by its name, its number in the list, or its words in any language; the word itself for none."""
    if word in fact.options:
        return word
    options = list(fact.options)
    if word.isascii() and word.isdecimal() and len(word) < len(str(DEFAULT_LIMITS.elements)):
        return options[int(word) - 1] if 1 <= int(word) <= len(options) else word
    folded = word.casefold()
    named = [
        option
        for option, words in fact.options.items()
        if folded == option.casefold() or any(folded == text.casefold() for text in words.texts.values())
    ]
    return named[0] if len(named) == 1 else word


def _count(line: str, address: str) -> int | Diagnostic:
    """How many elements there are."""
    if line.lower() == "none" or line in _NONE:
        return 0
    number = read_value(line, INTEGER)
    if isinstance(number, int) and number >= 0:
        return number
    hint = number.hint if isinstance(number, Unfit) and line else "write digits, such as `3`, or `0` for none"
    message = f"`{address}` is {shown(line)}, and a number of elements is meant"
    return Diagnostic("R0503", message, _PLACE, line, hint)
