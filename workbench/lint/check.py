"""What a check of the linter is: a code, an example to avoid and one to prefer, and a function that finds places."""

from collections.abc import Callable, Iterator, Mapping

from attrs import Factory, frozen

from rulecheck.engine.diagnostics import Diagnostic, Place, Severity
from rulecheck.engine.golden import GoldenFile
from rulecheck.engine.rulebook import Rulebook


@frozen
class Subject:
    """What is looked at: a sound rulebook with its golden cases. Of ``texts`` are the rule files, by shown path."""

    rulebook: Rulebook
    golden: tuple[GoldenFile, ...] = ()
    texts: Mapping[str, str] = Factory(dict)


@frozen
class Finding:
    """A place that a check does not like. ``about`` names what it is about, and is what a suppression names.

    ``drop_line`` tells that the line of the place can be taken out without changing what the rules mean.
    """

    about: str
    message: str
    place: Place
    underlined: str = ""
    hint: str = ""
    drop_line: bool = False


@frozen
class Check:
    """A check of the catalogue; ``avoid`` provokes it, and ``prefer`` is the same put right."""

    code: str
    title: str
    why: str
    avoid: str
    prefer: str
    find: Callable[[Subject], Iterator[Finding]]
    severity: Severity = "warning"

    def told(self, finding: Finding) -> Diagnostic:
        """The finding as a diagnostic."""
        return Diagnostic(self.code, finding.message, finding.place, finding.underlined, finding.hint, self.severity)
