"""A conclusion of the provisions written out: which of them applies, and what it says."""

from collections.abc import Sequence
from typing import Any

from rulecheck.engine.python.kinds import common_kind
from rulecheck.engine.python.writer import Writer
from rulecheck.grammar.data_classes import frozen


@frozen
class Standing:
    """A provision written out: Python for whether it applies and for what it says (``None``: that it applies)."""

    applies: str
    says: str
    layout: Any

    @property
    def value(self) -> str:
        """What it says where it applies."""
        return "True" if self.says == "None" else self.says

    @property
    def record(self) -> str:
        """What stands for its record where values are combined."""
        return f"(0, 0, {self.applies}, 0, {self.says})"


def concluded(
    writer: Writer, found: Sequence[Standing], policies: Sequence[bool], nothing: str, better: str
) -> tuple[str, type | None]:
    """Writes the value of a conclusion: its variable, and the class of its value where a provision gives it."""
    value = writer.fresh("c")
    statute = _records(one for one, policy in zip(found, policies, strict=True) if not policy)
    if any(policies):
        added = _records(one for one, policy in zip(found, policies, strict=True) if policy)
        writer.line(f"{value} = with_policies({statute}, {added}, {nothing}, {better!r})")
        return value, None
    known = [one for one in found if one.applies != "False"]
    if len(known) == 1 and known[0].applies == "True":
        return known[0].value, writer.kind(known[0].value)
    if len(known) == 1 and known[0].value == "True" and nothing == "False" and writer.kind(known[0].applies) is bool:
        return known[0].applies, bool
    combined = f"{value} = combined({_records(known)}, {nothing})"
    given = common_kind([writer.kind(one.value) for one in known])
    if not all(writer.kind(one.applies) is bool for one in known):
        if len(known) != 1:
            writer.line(combined)
            return value, None
        one = known[0]
        with writer.block(f"if {one.applies} is True:"):
            writer.line(f"{value} = {one.value}")
        with writer.block(f"elif {one.applies} is False:"):
            writer.line(f"{value} = {nothing}")
        with writer.block("else:"):
            writer.line(combined)
        return value, None
    if not known:
        writer.line(f"{value} = {nothing}")
    elif all(one.value == "True" for one in known):
        otherwise = "" if nothing == "False" else f" or {nothing}"
        writer.line(f"{value} = {' or '.join(one.applies for one in known)}{otherwise}")
    else:
        _first_that_applies(writer, known, value, nothing, combined)
    always = any(one.applies == "True" for one in known)
    if given is not None and (always or (nothing == "False" and given is bool)):
        writer.kinds[value] = given
    elif not known and nothing == "False":
        writer.kinds[value] = bool
    return value, given


def _first_that_applies(writer: Writer, known: Sequence[Standing], value: str, nothing: str, combined: str) -> None:
    """Where all are known to apply or not; that several agree, ``combined`` finds out."""
    word = "if"
    if len(known) == 2:
        one, other = known
        with writer.block(f"if {one.applies}:"):
            with writer.block(f"if {other.applies}:"):
                writer.line(combined)
            with writer.block("else:"):
                writer.line(f"{value} = {one.value}")
        known, word = [other], "elif"
    elif len(known) > 1:
        with writer.block(f"if {' + '.join(one.applies for one in known)} > 1:"):
            writer.line(combined)
        word = "elif"
    for one in known:
        if one.applies == "True" and word == "if":
            writer.line(f"{value} = {one.value}")
            return
        with writer.block(f"{word} {one.applies}:"):
            writer.line(f"{value} = {one.value}")
        word = "elif"
    with writer.block("else:"):
        writer.line(f"{value} = {nothing}")


def _records(found: "Sequence[Standing] | Any") -> str:
    return f"({''.join(f'{one.record}, ' for one in found)})"
