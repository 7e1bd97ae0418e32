"""What the traces of golden cases show: the keys of the units shown, and how each site came out.

That a condition *matters on its own* takes two cases (MC/DC, modified condition/decision coverage, in the sense of
RTCA DO-178C): the condition is true in one and false in the other, the whole came out differently, and every other
condition was the same in both or, in one of them, was not looked at because it could not matter any more (unique
cause, where `and` and `or` stop as soon as the whole is settled).
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from rulecheck.engine.coverage import Unit
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer, Tried
from rulecheck.workbench.coverage_boundaries import sides
from rulecheck.workbench.coverage_sites import answered, looked_at

Vector = tuple[bool, frozenset[tuple[str, bool]]]  # how the whole came out, and the leaves known, by their paths


@frozen
class Observation:
    """What one answer shows: keys of units, and for each site how it came out."""

    keys: frozenset[str]
    vectors: tuple[tuple[str, Vector], ...]


def observe(answer: Answer, rulebook: Rulebook) -> Observation:
    """What an answer shows. What is unknown shows nothing."""
    keys = {key for tried in looked_at(answer) for key in _of_provision(tried)}
    vectors: dict[tuple[str, Vector], None] = {}
    for _, site in answered(answer, rulebook):
        known = []
        for path, step in site.leaves:
            if step.truth == "unknown":
                continue
            known.append((path, step.truth))
            here = f"{site.site}/{path}" if path else site.site
            keys.add(f"{here}/condition/{'true' if step.truth else 'false'}")
            keys.update(f"{here}/boundary/{index}/{side}" for index, side in sides(step))
        if site.truth != "unknown":
            vectors[site.site, (site.truth, frozenset(known))] = None
    return Observation(frozenset(keys), tuple(vectors))


def _of_provision(tried: Tried) -> Iterator[str]:
    if tried.applies is True:
        yield f"{tried.provision}/decision/decides"
        yield f"{tried.provision}/exception/applies"
        if tried.version is not None:
            yield f"{tried.provision}/version/version {tried.version + 1} decides a case"
            if tried.row is not None:
                yield f"{tried.provision}/row/version {tried.version + 1}, row {tried.row + 1} decides a case"
    elif tried.applies is False:
        yield f"{tried.provision}/decision/does not decide"
        if tried.version is not None:
            yield f"{tried.provision}/exception/is looked at and does not apply"


@define
class Seen:
    """What has been shown so far, each thing with the case (file and title) that showed it first."""

    by: dict[str, tuple[str, str]] = field(factory=dict)
    vectors: dict[str, dict[Vector, tuple[str, str]]] = field(factory=dict)

    def add(self, shown: Observation, case: tuple[str, str]) -> None:
        """Takes in what a case shows."""
        for key in shown.keys:
            self.by.setdefault(key, case)
        for site, vector in shown.vectors:
            self.vectors.setdefault(site, {}).setdefault(vector, case)

    def shows(self, unit: Unit) -> tuple[str, str] | None:
        """The case that shows a unit; None where none does."""
        if unit.kind != "independence":
            return self.by.get(unit.key)
        return independent(self.vectors.get(unit.site, {}), unit.leaf)

    def would_show(self, unit: Unit, shown: Observation) -> bool:
        """Whether what another case shows would close a gap."""
        if unit.kind != "independence":
            return unit.key in shown.keys
        known = dict(self.vectors.get(unit.site, {}))
        known.update({vector: ("", "new") for site, vector in shown.vectors if site == unit.site})
        return independent(known, unit.leaf) is not None


def independent(vectors: Mapping[Vector, tuple[str, str]], leaf: str) -> tuple[str, str] | None:
    """The case that completes a pair in which a leaf alone made the difference; None where there is no pair."""
    known = [(whole, dict(leaves), case) for (whole, leaves), case in vectors.items()]
    for i, (whole, leaves, case) in enumerate(known):
        for other_whole, other_leaves, _ in known[:i]:
            if whole != other_whole and _alone(leaves, other_leaves, leaf):
                return case
    return None


def _alone(one: Mapping[str, bool], other: Mapping[str, bool], leaf: str) -> bool:
    differing = [path for path in one if path in other and one[path] != other[path]]
    return differing == [leaf]


def seen(answers: Iterable[tuple[Answer, tuple[str, str]]], rulebook: Rulebook) -> Seen:
    """What answers show, each with the file and title of its case."""
    found = Seen()
    for answer, case in answers:
        found.add(observe(answer, rulebook), case)
    return found
