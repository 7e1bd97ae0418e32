"""Why not: the nearest change of facts that would turn an answer, in words."""

from collections.abc import Mapping, Sequence

from rulecheck.engine.nearest import Move, Nearest
from rulecheck.engine.trace import Decision, Part
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import evolve
from rulecheck.reports.headlines import sentence
from rulecheck.reports.style import Page
from rulecheck.reports.text_steps import StepLines
from rulecheck.reports.wording import wording_of
from rulecheck.reports.words import Speaker


def write_nearest(
    page: Page, speaker: Speaker, part: Part, found: Sequence[Nearest], facts: Mapping[str, Value]
) -> None:
    """Writes for each answer what would turn it; nothing where nothing was looked for."""
    told = [one for one in found if one.address in part.asked]
    if told:
        page.heading(speaker.phrase("why not"))
    for one in told:
        decision = part.decision(one.address)
        page.gap()
        if not one.moves:
            page.marked("item", sentence(speaker, decision))
            key = "no change" if one.complete else "no change found"
            page.say(speaker.phrase(key, count=one.decided), 2)
            continue
        page.marked("item", f"{sentence(speaker, _turned(decision, one))} {speaker.phrase('would be')}")
        for move in one.moves:
            _move(page, speaker, move, facts.get(move.address))


def _turned(decision: Decision, nearest: Nearest) -> Decision:
    return evolve(decision, value=nearest.value)


def _move(page: Page, speaker: Speaker, move: Move, old: Value | None) -> None:
    """The fact with its old and new value, and the condition as it is now, with its paragraph."""
    now = "" if old is None else speaker.held(move.address, old)
    key = f"if {move.onward}" if move.onward else "if so"
    value = speaker.held(move.address, move.value)
    page.marked("item", speaker.phrase(key, label=speaker.label(move.address), value=value, now=now), 2)
    condition = StepLines(page, {}).leaf(move.step, wording_of(speaker, move.tried).of_step(move.step))
    cite = speaker.cite_id(move.tried.provision)
    page.say(speaker.phrase("now", condition=condition, cite=cite), 4, hang=2)
