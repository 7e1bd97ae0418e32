"""Golden cases as data: what a case must come to, and how it came out."""

from attrs import frozen

from rulecheck.engine.case import Case
from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.trace import Answer
from rulecheck.engine.values import Value


@frozen
class Expected:
    """What a conclusion must come to: a value, unknown, or not applicable; as written, and its place."""

    address: str
    value: Value
    written: str
    place: Place


@frozen
class GoldenCase:
    """A case and what the law says of it."""

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


@frozen
class GoldenFile:
    """A file of golden cases; ``mistakes`` are those of the file itself."""

    file: str
    cases: tuple[GoldenCase, ...] = ()
    mistakes: tuple[Diagnostic, ...] = ()


@frozen
class Difference:
    """One thing in which an answer is not the expected one."""

    about: str
    expected: str
    actual: str
    parts_at: str = ""


@frozen
class Result:
    """A golden case as it came out; it passes when there is no difference."""

    file: str
    case: GoldenCase
    differences: tuple[Difference, ...]
    answer: Answer | None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences
