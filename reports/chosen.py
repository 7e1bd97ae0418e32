"""What of an answer is told in full, what in a line, and in which order: the same for every format."""

from collections.abc import Mapping
from datetime import date

from rulecheck.engine.trace import Answer, Decision, LawDate, Part, Tried
from rulecheck.engine.trace_reads import conclusions_read, missing_of, spoken_of, spoken_of_alone
from rulecheck.engine.values import State
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.headlines import nothing_decides
from rulecheck.reports.words import Speaker

# Conclusions of these kinds that come out as no say only that nothing of the sort arises.
_ARISING = ("deeming", "duty", "prohibition", "penalty", "document")
# An unknown conclusion is explained in full when it is the first asked for, or when no more than these are asked; only
# then one that there is nothing to say of.
_FEW = 3


@frozen
class Chosen:
    """The conclusions asked for that are explained, those told in a line, and what the explained ones rest on.

    ``numbers`` are those under which a reader finds conclusions and provisions, ``questions`` the missing facts.
    """

    explained: tuple[Decision, ...]
    unsettled: tuple[Decision, ...]
    nothing: tuple[Decision, ...]
    behind: tuple[Decision | Tried, ...]
    numbers: Mapping[str, str]
    questions: Mapping[str, tuple[str, ...]]


def choose(speaker: Speaker, part: Part) -> Chosen:
    """What is told of what was decided under the law of one day."""
    asked = [part.decision(address) for address in part.asked]
    explained = tuple(d for i, d in enumerate(asked) if _explained(speaker, d, i == 0, len(asked)))
    unsettled = tuple(d for d in asked if d.state is State.UNKNOWN and d not in explained)
    nothing = tuple(d for d in asked if d not in explained and d not in unsettled)
    behind = _behind(speaker, part, explained)
    numbered = [*(d.address for d in (*explained, *unsettled)), *(key_of(b) for b in behind)]
    numbers = {key: str(i) for i, key in enumerate(numbered, start=1)}
    return Chosen(explained, unsettled, nothing, behind, numbers, missing_of(part))


def denied(speaker: Speaker, answer: Answer, everything: bool = False) -> tuple[str, ...]:
    """The answers that are no and explained (with ``everything`` all that are no), of which one asks why not."""
    found: list[Decision] = []
    for part in answer.parts:
        chosen = choose(speaker, part)
        found += [*chosen.explained, *(chosen.nothing if everything else ())]
    return tuple(decision.address for decision in found if decision.value is False)


def law_of(speaker: Speaker, law_date: LawDate, known_on: date | None) -> str:
    """The sentence that says by the law of which day is decided, and what chose it."""
    fixed = law_date.chosen_by in ("asked for", "named by the case")
    what = (speaker.phrase if fixed else speaker.label)(law_date.chosen_by)
    key = "law of" if law_date.day is not None else "law of no day" if what else "law of no day at all"
    text = speaker.phrase(key, day=law_date.day, what=what)
    if known_on is not None:
        text += f"; {speaker.phrase('known on', day=known_on)}"
    elif law_date.day is not None:
        text += f"; {speaker.phrase('all known')}"
    return f"{text}."


def _explained(speaker: Speaker, decision: Decision, first: bool, asked: int) -> bool:
    """Whether the reasons for an answer are given in full."""
    if nothing_decides(decision):
        return asked <= _FEW and any(t.outcome != "not in force" for t in decision.tried)
    if decision.state is State.UNKNOWN:
        return first or asked <= _FEW
    if first or decision.value is not False:
        return True
    kinds = {speaker.rulebook.provisions[t.provision].kind for t in decision.tried}
    return not kinds <= set(_ARISING) or any(t.outcome == "excepted" for t in decision.tried)


def _behind(speaker: Speaker, part: Part, explained: tuple[Decision, ...]) -> tuple[Decision | Tried, ...]:
    """What the given conclusions rest on: conclusions not asked for, and provisions that decide none."""
    alone = {tried.provision: tried for tried in spoken_of_alone(part)}
    decisions = {d.address: d for d in part.decisions}
    found: dict[str, Decision | Tried] = {}
    waiting: list[Decision | Tried] = list(explained)
    while waiting:
        one = waiting.pop(0)
        looked_at = one.tried if isinstance(one, Decision) else (one,)
        spoken = spoken_of(looked_at)
        addresses = (*conclusions_read(looked_at), *(speaker.decided_by(id_) for id_ in spoken))
        behind: list[Decision | Tried] = [decisions[a] for a in addresses if a in decisions]
        behind += [alone[id_] for id_ in spoken if id_ in alone]
        for other in behind:
            known = isinstance(other, Decision) and (other.address in part.asked or nothing_decides(other))
            if not known and key_of(other) not in found:
                found[key_of(other)] = other
                waiting.append(other)
    return tuple(found.values())


def key_of(one: Decision | Tried) -> str:
    """What a conclusion or a provision is numbered by: its address or id."""
    return one.address if isinstance(one, Decision) else one.provision
