"""One line for a conclusion: its sentence or its label and value, with a sign, a number and the deciding paragraph."""

from collections.abc import Mapping, Sequence

from rulecheck.engine.trace import Decision, Tried
from rulecheck.engine.trace_reads import steps_of
from rulecheck.engine.types import BOOLEAN
from rulecheck.engine.values import State
from rulecheck.grammar.data_classes import frozen
from rulecheck.reports.style import Page
from rulecheck.reports.text_steps import mark_of
from rulecheck.reports.words import Speaker


def nothing_decides(decision: Decision) -> bool:
    """Whether no provision in force says anything about a conclusion."""
    return decision.state is State.NOT_APPLICABLE or (
        decision.value is False and all(t.outcome == "not in force" for t in decision.tried)
    )


def deciding(decision: Decision) -> tuple[Tried, ...]:
    """The provisions that decided: those that apply, else the exceptions that kept the others from it."""
    applying = tuple(t for t in decision.tried if t.applies is True)
    return applying or tuple(
        e for t in decision.tried if t.outcome == "excepted" for e in t.exceptions if e.applies is True
    )


def shape_of(decision: Decision) -> tuple[object, ...]:
    """What two decisions about elements of one list have in common when they differ in their values alone."""
    return (decision.conclusion, decision.state, *(_shape(tried) for tried in decision.tried))


def _shape(tried: Tried) -> tuple[object, ...]:
    steps = tuple((type(step.node), step.truth) for step in steps_of(tried))
    return (tried.provision, tried.version, tried.outcome, tried.row, steps, *(_shape(e) for e in tried.exceptions))


def sentence(speaker: Speaker, decision: Decision) -> str:
    """What was decided: the sentence of the vocabulary, or the label with the value."""
    conclusion = speaker.rulebook.vocabulary.conclusions[decision.conclusion]
    label = speaker.label(decision.address)
    if conclusion.type == BOOLEAN and isinstance(decision.value, bool):
        said = speaker.words(conclusion.yes if decision.value else conclusion.no)
        element = speaker.element(decision.address)
        if said:
            return f"{element[0]} {element[1]}: {said}" if element else said
    return f"{label}: {speaker.held(decision.address, decision.value)}"


@frozen
class Headlines:
    """Writes the lines; ``numbers`` are those of conclusions, ``questions`` the missing facts in their order."""

    page: Page
    speaker: Speaker
    numbers: Mapping[str, str]
    questions: Sequence[str]

    def title(self, decision: Decision) -> None:
        """The line above the reasons of a conclusion."""
        self.page.marked(_kind(decision), sentence(self.speaker, decision), number=f"{self.numbers[decision.address]}.")

    def provision(self, tried: Tried) -> None:
        """The line above a provision whose standing others ask for."""
        kind = self.speaker.rulebook.provisions[tried.provision].kind
        keys = (
            ("may be owed", "is owed", "is not owed") if kind == "duty" else ("may apply", "applies", "does not apply")
        )
        key = keys[0] if tried.applies == "unknown" else keys[1] if tried.applies else keys[2]
        text = f"{self.speaker.cite_id(tried.provision)} {self.speaker.phrase(key)}"
        self.page.marked(mark_of(tried.applies), text, number=f"{self.numbers[tried.provision]}.")

    def result(self, decision: Decision) -> None:
        """The line in the list of results, with the paragraph that decided."""
        text = sentence(self.speaker, decision)
        if decision.state is State.VALUE and deciding(decision):
            cites = dict.fromkeys(self.speaker.cite_id(t.provision) for t in deciding(decision))
            text += f" [{'; '.join(cites)}]"
        self.page.marked(_kind(decision), text, number=self._number(decision))

    def unsettled(self, decision: Decision) -> None:
        """The line for a conclusion that is open, with the questions that it depends on."""
        text = self.speaker.label(decision.address)
        asked = [
            self.speaker.phrase("question", number=i)
            for i, question in enumerate(self.questions, start=1)
            if question in decision.missing
        ]
        if asked:
            text += f": {self.speaker.phrase('depends on', questions=', '.join(asked))}"
        self.page.marked("open", text, number=self._number(decision))

    def nothing(self, decision: Decision) -> None:
        """The line for a conclusion of which there is nothing to say."""
        told = decision.state is State.VALUE
        text = sentence(self.speaker, decision) if told else self.speaker.label(decision.address)
        self.page.marked(_kind(decision), text)

    def _number(self, decision: Decision) -> str:
        widest = len(str(len(self.numbers)))
        return f"{self.numbers[decision.address]}.".rjust(widest + 1)


def _kind(decision: Decision) -> str:
    if decision.state is not State.VALUE:
        return "open" if decision.state is State.UNKNOWN else "none"
    if isinstance(decision.value, bool):
        return "yes" if decision.value else "no"
    return "value"
