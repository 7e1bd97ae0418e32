"""Whether what a provision says fits what it decides: a value where one is needed."""

from collections.abc import Iterator

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Provision, Version
from rulecheck.engine.types import BOOLEAN, WRONG, described
from rulecheck.engine.vocabulary import Vocabulary


def decision_mistakes(provision: Provision, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """The versions that should say a value and do not. Whether the value is of the right type, the checker tells."""
    silent = [version for version in provision.versions if not says(version)]
    if provision.kind == "exception" and silent and len(silent) < len(provision.versions):
        for version in silent:
            message = f"`{provision.id}` says a value in one version, and none in this one"
            hint = "an exception with a value decides in all its versions; put the others into a provision of their own"
            yield Diagnostic("R0357", message, version.place, "", hint)
        return
    conclusion = vocabulary.conclusions.get(provision.decides)
    if conclusion is None or conclusion.type in (BOOLEAN, WRONG):
        return
    for version in silent:
        message = f"`{provision.id}` decides `{conclusion.name}`, {described(conclusion.type)}, and says no value"
        hint = "write `value`, `table` or `unsettled`; only a conclusion of the type `boolean` needs none"
        yield Diagnostic("R0354", message, version.place, "", hint)


def says(version: Version) -> bool:
    """Whether a version says a value, or that the law leaves it open."""
    return version.value is not None or version.table is not None or bool(version.unsettled)
