"""``not``, ``and``, ``or`` (in YAML ``none``, ``all``, ``any``): Kleene's logic, for a fact may be missing.

Conditions are looked at in the order written and only as far as they can matter: nothing after a condition that
settles the whole. What comes after an unknown one is looked at as a supposition.
"""

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.trace import Step, Truth
from rulecheck.engine.types import BOOLEAN, Type
from rulecheck.grammar import syntax as s


def check_not(node: s.Not, checking: Checking) -> Type:
    """Denies a condition."""
    checking.condition(node.operand)
    return BOOLEAN


def judge_not(node: s.Not, run: Evaluating, scope: Scope) -> Step:
    """True when the condition is false; unknown when it is."""
    part = run.judge(node.operand, scope)
    return Step(node, "unknown" if part.truth == "unknown" else not part.truth, parts=(part,))


def check_all(node: s.AllOf | s.AnyOf, checking: Checking) -> Type:
    """Joins conditions."""
    for operand in node.operands:
        checking.condition(operand)
    return BOOLEAN


def judge_all(node: s.AllOf, run: Evaluating, scope: Scope) -> Step:
    """False as soon as one is false; else unknown when one is; else true."""
    return _joined(node, run, scope, settles=False)


def judge_any(node: s.AnyOf, run: Evaluating, scope: Scope) -> Step:
    """True as soon as one is true; else unknown when one is; else false."""
    return _joined(node, run, scope, settles=True)


def _joined(node: s.AllOf | s.AnyOf, run: Evaluating, scope: Scope, settles: bool) -> Step:
    parts: list[Step] = []
    truth: Truth = not settles
    for operand in node.operands:
        part = run.supposing(operand, scope) if truth == "unknown" else run.judge(operand, scope)
        parts.append(part)
        if part.truth == "unknown":
            truth = "unknown"
        elif part.truth == settles:
            truth = settles
            break
    return Step(node, truth, parts=tuple(parts))
