"""Floors and caps, ``min`` and ``max``, rounding where a rule says so, and ``a if … otherwise b``."""

from fractions import Fraction

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.ordering import absent, holds
from rulecheck.engine.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    WRONG,
    ChoiceType,
    PeriodType,
    Quantity,
    Type,
    described,
    same,
)
from rulecheck.engine.values import UNKNOWN, Value, exact, number
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text


def check_clamp(node: s.Clamp, checking: Checking) -> Type:
    """The limits are of the amount's type, and the floor is not above the cap."""
    result = checking.type_of(node.amount)
    for limit in (node.floor, node.cap):
        if limit is not None:
            result = _ordered_alike(result, limit, checking)
    if isinstance(node.floor, s.Number) and isinstance(node.cap, s.Number) and node.floor.value > node.cap.value:
        checking.report("R0213", node.floor, "the floor is above the cap", "write the smaller amount after `at least`")
    return result


def compute_clamp(node: s.Clamp, run: Evaluating, scope: Scope) -> Value:
    """The amount, the floor where it lies below it, the cap where it lies above."""
    value = run.compute(node.amount, scope)
    for limit, beyond in ((node.floor, "<"), (node.cap, ">")):
        if limit is not None:
            value = _kept(value, run.compute(limit, scope), beyond)
    return value


def _kept(value: Value, limit: Value, beyond: str) -> Value:
    missing = absent(value, limit)
    if missing is not None:
        return missing
    outside = holds(value, beyond, limit)
    if outside == "unknown":
        return UNKNOWN
    return limit if outside else value


def check_extreme(node: s.Extreme, checking: Checking) -> Type:
    """All operands are of one ordered type."""
    result = checking.type_of(node.operands[0])
    if node.which in ("earliest", "latest") and result not in (DATE, WRONG):
        checking.report(
            "R0209",
            node.operands[0],
            f"`{node.which}` needs dates, and this is {described(result)}",
            "write `min` or `max`",
        )
        return WRONG
    for operand in node.operands[1:]:
        result = _ordered_alike(result, operand, checking)
    return result


def _ordered_alike(result: Type, operand: s.Node, checking: Checking) -> Type:
    found = checking.type_of(operand)
    if WRONG in (result, found):
        return WRONG
    if isinstance(result, PeriodType) and isinstance(found, PeriodType):
        return result if result.kind == found.kind else PeriodType("period", "mixed")
    if not same(result, found) or not (isinstance(found, Quantity | PeriodType) or found == DATE):
        hint = (
            f"write the unit: `{to_text(operand)} {result}`"
            if isinstance(operand, s.Number) and result == checking.currency
            else ""
        )
        return checking.report("R0204", operand, f"{described(found)} stands beside {described(result)}", hint)
    if isinstance(result, Quantity) and isinstance(found, Quantity) and not found.whole:
        return found
    return result


def compute_extreme(node: s.Extreme, run: Evaluating, scope: Scope) -> Value:
    """The smallest (``min``, ``earliest``) or largest (``max``, ``latest``) of the operands."""
    beyond = ">" if node.which in ("min", "earliest") else "<"
    value = run.compute(node.operands[0], scope)
    for operand in node.operands[1:]:
        value = _kept(value, run.compute(operand, scope), beyond)
    return value


def check_rounded(node: s.Rounded, checking: Checking) -> Type:
    """The step is a positive literal of the amount's unit. A plain number rounded to a whole one is whole."""
    result = checking.type_of(node.amount)
    step = checking.type_of(node.step)
    if WRONG in (result, step):
        return WRONG
    if not isinstance(result, Quantity) or not same(result, step):
        hint = "round to a step of its own unit"
        if isinstance(node.step, s.Number) and not node.step.unit and isinstance(result, Quantity):
            hint = f"write its unit: `{to_text(node.step)} {result}`"
        return checking.report("R0204", node.step, f"{described(result)} is rounded to {described(step)}", hint)
    if isinstance(node.step, s.Number) and node.step.value <= 0:
        checking.report("R0213", node.step, "the step of a rounding is zero", "write the multiple that is meant")
    whole = isinstance(step, Quantity) and step.whole and not result.dimension
    return INTEGER if whole else result


def compute_rounded(node: s.Rounded, run: Evaluating, scope: Scope) -> Value:
    """A multiple of the step: the next below, the next above, or the nearest with halves upwards."""
    amount, step = run.compute(node.amount, scope), run.compute(node.step, scope)
    missing = absent(amount, step)
    if missing is not None:
        return missing
    steps = Fraction(number(amount)) / number(step)
    if node.direction == "down":
        whole = steps.numerator // steps.denominator
    elif node.direction == "up":
        whole = -(-steps.numerator // steps.denominator)
    else:
        whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return exact(whole * number(step))


def check_if(node: s.If, checking: Checking) -> Type:
    """The condition is one, and both amounts are of one type."""
    checking.condition(node.condition)
    then, otherwise = checking.type_of(node.then), checking.type_of(node.otherwise)
    if WRONG in (then, otherwise):
        return WRONG
    if isinstance(then, PeriodType) and isinstance(otherwise, PeriodType):
        return then if then.kind == otherwise.kind else PeriodType("period", "mixed")
    if same(then, otherwise) and (then in (DATE, BOOLEAN) or isinstance(then, Quantity | ChoiceType)):
        return otherwise if isinstance(otherwise, Quantity) and not otherwise.whole else then
    message = f"{described(then)} is given in one case, and {described(otherwise)} in the other"
    return checking.report("R0204", node.otherwise, message)


def compute_if(node: s.If, run: Evaluating, scope: Scope) -> Value:
    """The first amount when the condition holds, else the second; when it is unknown, the value both agree on."""
    truth = run.truth(node.condition, scope)
    if truth == "unknown":
        then, otherwise = run.compute(node.then, scope), run.compute(node.otherwise, scope)
        return then if then == otherwise else UNKNOWN
    return run.compute(node.then if truth else node.otherwise, scope)
