"""Where a mutant shows: in a conclusion, in how a duty stands, or in whether a provision applies at all."""

from collections.abc import Iterator
from typing import Literal

from attrs import define, field, frozen

from rulecheck.engine.case import Case
from rulecheck.engine.decide import Question, decide
from rulecheck.engine.reading import value_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.values import UNKNOWN, Absent, Value
from rulecheck.workbench.golden import applied_provisions
from rulecheck.workbench.golden_standing import OWING_KINDS, standings_in

# So many answers of the law as written are remembered.
_REMEMBERED = 2_000


@frozen
class Shown:
    """What a golden case would have to expect to notice a mutant, and what the law and the mutant say to that."""

    sees: Literal["expect", "standing", "cites"]
    asks: str
    provision: str
    original: str
    mutated: str


@define
class Answers:
    """The answers of the law as written, remembered."""

    rulebook: Rulebook
    _known: dict[tuple[tuple[str, ...], str, frozenset[tuple[str, Value]]], Answer] = field(factory=dict)

    def shown(self, changed: Rulebook, case: Case, asks: tuple[str, ...], own: tuple[str, ...]) -> Shown | None:
        """Where the answer to a case differs under a mutant; None where it does not, or where the case is impossible.

        ``asks`` are conclusions in the order in which they should be asked, ``own`` the provisions that differ.
        """
        answer = self._answer(case, asks)
        if answer.problems:
            return None
        other = decide(changed, case, Question(asks))
        law = {d.address: d.value for d in answer.asked()}
        mutant = {d.address: d.value for d in other.asked()}
        # What is unknown by the law as written makes a poor case, and is told only where nothing else is.
        for address in sorted(law, key=lambda a: law[a] is UNKNOWN):
            if other.problems or mutant.get(address, law[address]) != law[address]:
                told = self._alone(changed, case, address)
                if told is not None:
                    return told
        return next(self._beside_values(answer, other, asks, own), None)

    def _alone(self, changed: Rulebook, case: Case, address: str) -> Shown | None:
        """The same with one conclusion asked: the law of another day may decide it then."""
        answer, other = self._answer(case, (address,)), decide(changed, case, Question((address,)))
        if answer.problems:
            return None
        said = {d.address: d.value for d in answer.asked()}
        then = {d.address: d.value for d in other.asked()}
        if other.problems:
            said_text = self._concluded(address, said[address])
            return Shown("expect", address, "", said_text, "that the rules fail on the case")
        if said.get(address) == then.get(address):
            return None
        words = (self._concluded(address, said[address]), self._concluded(address, then[address]))
        return Shown("expect", address, "", *words)

    def _beside_values(
        self, answer: Answer, other: Answer, asks: tuple[str, ...], own: tuple[str, ...]
    ) -> Iterator[Shown]:
        """What differs though the conclusions are the same. To see it, ask for the first of them."""
        if other.problems:
            return
        before, after = standings_in(answer), standings_in(other)
        for id_ in (*own, *(i for i in before if i not in own)):
            provision = self.rulebook.provisions.get(id_)
            if provision is None or provision.kind not in OWING_KINDS:
                continue
            stood, stands = before.get(id_, ("not looked at",)), after.get(id_, ("not looked at",))
            if stood != stands and len(stood) == 1 and stood != ("not looked at",):
                yield Shown("standing", asks[0], id_, stood[0], ", ".join(stands))
        applied, applies = applied_provisions(answer), applied_provisions(other)
        differing = applied ^ applies
        for id_ in (*(i for i in own if i in differing), *sorted(differing - set(own))):
            words = ("that it applies", "that it does not")
            yield Shown("cites", asks[0], id_, *(words if id_ in applied else words[::-1]))

    def _answer(self, case: Case, asks: tuple[str, ...]) -> Answer:
        key = asks, str(case.law_date), frozenset(case.facts.items())
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = decide(self.rulebook, case, Question(asks))
        return self._known[key]

    def _concluded(self, address: str, value: Value) -> str:
        if isinstance(value, Absent):
            return value.value
        last = address.rpartition(".")[2]
        conclusions = self.rulebook.vocabulary.conclusions
        known = conclusions.get(address) or next(c for n, c in conclusions.items() if n.rpartition(".")[2] == last)
        return value_text(value, known.type)
