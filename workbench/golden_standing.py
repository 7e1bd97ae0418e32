"""How duties and prohibitions stand in a golden case: owed, fulfilled, breached, or not owed at all."""

from collections.abc import Iterator

from rulecheck.engine.diagnostics import Diagnostic, did_you_mean
from rulecheck.engine.golden import Difference, Standing
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.source import Mapping, Node, Scalar
from rulecheck.engine.trace import Answer, Tried
from rulecheck.engine.trace_reads import tried_for, with_exceptions

OWING_KINDS = ("duty", "prohibition")


def read_standings(node: Node | None, rulebook: Rulebook, mistakes: list[Diagnostic]) -> tuple[Standing, ...]:
    """The standings that a golden case expects; what is wrong with them is added to ``mistakes``."""
    found = []
    for entry in node.entries if isinstance(node, Mapping) else ():
        id_, place = entry.key.text, entry.key.place
        provision = rulebook.provisions.get(id_)
        if provision is None:
            hint = did_you_mean(id_, rulebook.provisions)
            mistakes.append(Diagnostic("R0515", f"there is no provision `{id_}`", place, id_, hint))
        elif provision.kind not in OWING_KINDS:
            message = f"`{id_}` is no duty or prohibition that could be owed"
            mistakes.append(Diagnostic("R0514", message, place, id_, "whether it applies is said under `cites`"))
        elif isinstance(entry.value, Scalar):
            found.append(Standing(id_, entry.value.text))
    return tuple(found)


def compare_standings(standings: tuple[Standing, ...], answer: Answer) -> Iterator[Difference]:
    """The standings that came out otherwise. A provision looked at for several elements must stand so in each."""
    looked_at = standings_in(answer)
    for expected in standings:
        actual = looked_at.get(expected.provision, ("not looked at",))
        if actual != (expected.standing,):
            yield Difference(expected.provision, expected.standing, ", ".join(actual))


def standings_in(answer: Answer) -> dict[str, tuple[str, ...]]:
    """How each provision that was looked at stands, by its id; for several elements it may stand in several ways."""
    found: dict[str, dict[str, None]] = {}
    for tried in _looked_at(answer):
        found.setdefault(tried.provision, {})[_standing(tried)] = None
    return {id_: tuple(standings) for id_, standings in found.items()}


def _looked_at(answer: Answer) -> Iterator[Tried]:
    for part in answer.parts:
        for decision in part.decisions:
            yield from tried_for(decision)
        for tried in part.spoken_of:
            yield from with_exceptions(tried)


def _standing(tried: Tried) -> str:
    """``owed`` says that it cannot be told whether what is owed was done; a breach is known only when it was not."""
    if tried.applies is not True:
        return "unknown" if tried.applies == "unknown" else "not owed"
    if tried.fulfilled is None or tried.fulfilled.truth == "unknown":
        return "owed"
    return "fulfilled" if tried.fulfilled.truth else "breached"
