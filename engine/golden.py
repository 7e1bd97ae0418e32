"""Golden cases as data: what a case must come to, and how it came out."""

from rulecheck.engine.case import Case
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.trace import Answer
from rulecheck.engine.values import Value
from rulecheck.grammar.data_classes import frozen

# Stands in a golden case for an answer that nobody has worked out yet.
TO_BE_ANSWERED = "to be answered"


@frozen
class Expected:
    """What a conclusion must come to: a value, unknown, or not applicable; as written, and its place."""

    address: str
    value: Value
    written: str
    place: Place


@frozen
class Standing:
    """How a duty or prohibition must stand: ``owed``, ``fulfilled``, ``breached``, ``not owed`` or ``unknown``."""

    provision: str
    standing: str


@frozen
class GoldenCase:
    """A case and what the law says of it; ``unanswered`` are the answers that nobody has worked out yet."""

    title: str
    place: Place
    case: Case | None
    problems: tuple[Diagnostic, ...] = ()
    expected: tuple[Expected, ...] = ()
    missing: tuple[str, ...] | None = None
    error: str = ""
    cites: tuple[str, ...] = ()
    does_not_cite: tuple[str, ...] = ()
    shows: str = ""
    because: str = ""
    unanswered: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()


@frozen
class GoldenFile:
    """A file of golden cases; ``mistakes`` are those of the file itself."""

    file: str
    cases: tuple[GoldenCase, ...] = ()
    mistakes: tuple[Diagnostic, ...] = ()


@frozen
class Difference:
    """One thing in which an answer is not the expected one.

    ``parts_at`` is the first step of the trace where the two part, and ``parts_place`` where the rule stands.
    """

    about: str
    expected: str
    actual: str
    parts_at: str = ""
    parts_place: Place | None = None


@frozen
class Result:
    """A golden case as it came out; it passes when there is no difference, and no answer is still to be given."""

    file: str
    case: GoldenCase
    differences: tuple[Difference, ...]
    answer: Answer | None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences and not self.case.unanswered

    @property
    def failed(self) -> bool:
        """Whether something is not as expected."""
        return bool(self.differences)

    @property
    def to_be_answered(self) -> bool:
        """Whether nothing is wrong, and an analyst has still to say what is expected."""
        return not self.differences and bool(self.case.unanswered)
