"""Changes in legal terms, in words: one clause a term, made from the two trees that differ."""

from rulecheck.engine.changes import Said, Term
from rulecheck.engine.declared import type_of
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.types import DATE, Quantity
from rulecheck.engine.values import Period
from rulecheck.engine.vocabulary import Words
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import evolve, frozen
from rulecheck.reports.change_phrases import change_phrase, has_change_phrase
from rulecheck.reports.text_conditions import condition_words
from rulecheck.reports.wording import Wording
from rulecheck.reports.words import Speaker

_ORDER = {"≤": "at most", "≥": "at least", "<": "less than", ">": "more than", "=": "exactly", "≠": "not exactly"}
_DATES = {"≤": "on or before", "≥": "on or after", "<": "before", ">": "after", "=": "on", "≠": "not on"}
_CONDITIONS = (
    "comparison",
    "condition",
    "condition added",
    "condition removed",
    "alternative added",
    "alternative removed",
    "fulfilled",
)
_UPPER, _LOWER = ("≤", "<"), ("≥", ">")


@frozen
class TermWords:
    """Says terms by the rulebooks before and after."""

    before: Speaker
    after: Speaker

    def phrase(self, key: str, **filled: object) -> str:
        """A fixed phrase in the language of the report."""
        return change_phrase(key, self.after.language, **filled)

    def said(self, term: Term, before: Version | Provision | None, after: Version | Provision | None) -> str:
        """The term as a clause: ``limit raised: age at most 8 years → at most 12 years``."""
        old, new = _wording(self.before, before), _wording(self.after, after)
        if term.kind == "gist" and isinstance(before, Version) and isinstance(after, Version):
            # Of a version that takes the place of another the gist is told; of one written otherwise, both are.
            if before.since != after.since:
                return self.phrase("gist alone")
        elif term.kind == "bound":
            return self._bound(term, old, new)
        if term.kind == "rounding":
            sides = [_rounding(term.before, old), _rounding(term.after, new)]
        elif term.kind in ("options added", "options removed"):
            wording, node = (new, term.after) if term.kind == "options added" else (old, term.before)
            return f"{self.phrase(term.kind)}: {_said(node, wording)}"
        else:
            condition = term.kind in _CONDITIONS
            sides = [_said(term.before, old, condition), _said(term.after, new, condition)]
        return self._pair(term, sides[0], sides[1], new if after is not None else old)

    def _pair(self, term: Term, before: str, after: str, wording: Wording) -> str:
        key: str = term.kind
        if not before or not after:
            event = f"{key} {'removed' if before else 'added'}"
            key = event if has_change_phrase(event) else key
        sides = " → ".join(side for side in (before, after) if side)
        text = f"{self.phrase(key)}: {sides}" if sides else self.phrase(key)
        if term.about is None:
            return text
        row = term.kind in ("row", "row added", "row removed")
        about = self.phrase("otherwise") if term.about == "otherwise" else _said(term.about, wording, row)
        about = about.replace("_", " ") if isinstance(term.about, str) else about
        return self.phrase("in", change=text, about=about)

    def _bound(self, term: Term, old: Wording, new: Wording) -> str:
        about = term.about if isinstance(term.about, s.Node) else None
        sides = [_literal(side, about, wording) for side, wording in ((term.before, old), (term.after, new))]
        dates = about is not None and type_of(about, new.speaker.rulebook.vocabulary, new.where) == DATE
        sign = new.speaker.phrase((_DATES if dates else _ORDER)[term.comparator])
        key = "bound"
        order = _order(term.before, term.after)
        if order and not dates and term.comparator in (*_UPPER, *_LOWER):
            key = f"{'limit' if term.comparator in _UPPER else 'minimum'} {'raised' if order > 0 else 'lowered'}"
        return f"{self.phrase(key)}: {_said(about, new)} {sign} {sides[0]} → {sign} {sides[1]}"


def _wording(speaker: Speaker, of: Version | Provision | None) -> Wording:
    return Wording(speaker, dict(of.where) if isinstance(of, Version) else {})


def _said(said: Said, wording: Wording, condition: bool = False) -> str:
    if isinstance(said, s.Node):
        # A condition may be a sentence that the vocabulary has for it; an amount is said by its label.
        return condition_words(said, wording) if condition else wording.text(said, "labels")
    if isinstance(said, Words):
        return " ".join(wording.speaker.words(said).split())
    return said or ""


def _rounding(said: Said, wording: Wording) -> str:
    """The rounding alone, without what is rounded."""
    if not isinstance(said, s.Rounded):
        return ""
    text = wording.text(evolve(said, amount=s.Name("x")), "labels")
    for lead in ("x rounded ", "x에서 "):
        text = text.removeprefix(lead)
    return text


def _literal(said: Said, about: s.Node | None, wording: Wording) -> str:
    """A bound with the unit of what it bounds; of an age, years."""
    behind = about
    while isinstance(behind, s.Name) and behind.role == "local" and behind.name in wording.where:
        behind = wording.where[behind.name]
    if isinstance(said, s.Number) and not said.unit and about is not None:
        if isinstance(behind, s.Age) and said.value.denominator == 1:
            return wording.speaker.period(Period(months=12 * said.value.numerator))
        kind = type_of(about, wording.speaker.rulebook.vocabulary, wording.where)
        if isinstance(kind, Quantity) and kind.dimension and not said.percent:
            said = evolve(said, unit=kind.word)
    return _said(said, wording)


def _order(before: Said, after: Said) -> int:
    """Above 0 where the later literal is the higher one; 0 where they have no order."""
    if isinstance(before, s.Number) and isinstance(after, s.Number):
        return 1 if after.value > before.value else -1
    if isinstance(before, s.PeriodLiteral) and isinstance(after, s.PeriodLiteral):
        months, days = after.months - before.months, after.days - before.days
        if months * days >= 0:
            return 1 if months + days > 0 else -1
    return 0
