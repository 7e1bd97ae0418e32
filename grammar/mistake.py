"""What is told about a text that is no expression."""

from rulecheck.grammar.data_classes import frozen


@frozen
class Mistake:
    """Why a text is no expression: the stretch that is wrong, what is wrong with it, and a hint.

    ``kind`` names the slip for tests and tools; ``start`` and ``end`` are offsets in the text, ``end`` not in it.
    """

    kind: str
    message: str
    start: int
    end: int
    hint: str = ""


class Refused(Exception):
    """A text that the grammar takes but that means nothing (a date that does not exist). Raised while the tree is
    built and caught by ``parse``."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake
