"""``kind is a``, ``kind in {a, b}``, ``documents includes {a, b}``, ``fact is none``."""

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.diagnostics import did_you_mean
from rulecheck.engine.trace import Step
from rulecheck.engine.types import BOOLEAN, WRONG, ChoiceType, Type, described
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Absent
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text


def check_is_one_of(node: s.IsOneOf, checking: Checking) -> Type:
    """The subject is a choice and the options are among its own."""
    subject = checking.type_of(node.subject)
    if subject == WRONG:
        return BOOLEAN
    if not isinstance(subject, ChoiceType) or subject.several:
        hint = "write `includes`" if isinstance(subject, ChoiceType) else "compare it with a sign: `=`, `≤`, `≥`"
        if subject == BOOLEAN:
            hint = f"write `{to_text(node.subject)}` alone, or `not {to_text(node.subject)}`"
        checking.report("R0206", node.subject, f"`is` needs a choice, and this is {described(subject)}", hint)
        return BOOLEAN
    _known_options(node, subject, checking)
    return BOOLEAN


def judge_is_one_of(node: s.IsOneOf, run: Evaluating, scope: Scope) -> Step:
    """Whether the choice is one of the options. Where there is none it is not."""
    value = run.compute(node.subject, scope)
    if value is UNKNOWN:
        return Step(node, "unknown", operands=(value,))
    return Step(node, (value in node.options) != node.negated, operands=(value,))


def check_includes(node: s.Includes, checking: Checking) -> Type:
    """The subject is a set of choices and the options are among its own."""
    subject = checking.type_of(node.subject)
    if subject == WRONG:
        return BOOLEAN
    if not isinstance(subject, ChoiceType) or not subject.several:
        checking.report(
            "R0206",
            node.subject,
            f"`includes` needs a set of options, and this is {described(subject)}",
            "write `is` for a single choice",
        )
        return BOOLEAN
    _known_options(node, subject, checking)
    return BOOLEAN


def judge_includes(node: s.Includes, run: Evaluating, scope: Scope) -> Step:
    """Whether all the options are in the set."""
    value = run.compute(node.subject, scope)
    if value is UNKNOWN:
        return Step(node, "unknown", operands=(value,))
    return Step(node, isinstance(value, frozenset) and value.issuperset(node.options), operands=(value,))


def check_is_none(node: s.IsNone, checking: Checking) -> Type:
    """Any name may be asked."""
    if not isinstance(node.subject, s.Name):
        checking.report("R0207", node.subject, "`is none` is asked of a name", "name the fact")
    checking.type_of(node.subject)
    return BOOLEAN


def judge_is_none(node: s.IsNone, run: Evaluating, scope: Scope) -> Step:
    """True where the case says that there is no such thing, or nothing decides the conclusion."""
    value = run.read(node.subject, scope, may_be_absent=True) if isinstance(node.subject, s.Name) else UNKNOWN
    if value is UNKNOWN:
        return Step(node, "unknown", operands=(value,))
    return Step(
        node,
        (isinstance(value, Absent) and value in (NONE, NOT_APPLICABLE)) != node.negated,
        operands=(value,),
    )


def _known_options(node: s.IsOneOf | s.Includes, subject: ChoiceType, checking: Checking) -> None:
    for option in node.options:
        if option not in subject.options:
            listed = ", ".join(f"`{o}`" for o in subject.options)
            hint = did_you_mean(option, subject.options) or f"its options are {listed}"
            checking.report("R0208", node, f"`{option}` is not an option of `{to_text(node.subject)}`", hint)
