"""``any m in claim.months satisfies …`` (``every``, ``no``), ``count of …``, ``sum of …``, over the elements of a list.

The list in a case is the whole list: an element is never unknown, only a field of it can be.
"""

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.ordering import holds
from rulecheck.engine.trace import Step, Truth
from rulecheck.engine.types import BOOLEAN, DATE, INTEGER, WRONG, PeriodType, Quantity, Type, described
from rulecheck.engine.values import NONE, NOT_APPLICABLE, UNKNOWN, Period, Value, added
from rulecheck.grammar import syntax as s


def check_quantified(node: s.Quantified, checking: Checking) -> Type:
    """The condition is checked with the variable standing for an element."""
    checking.element(node.variable, node.source, node).condition(node.condition)
    return BOOLEAN


def judge_quantified(node: s.Quantified, run: Evaluating, scope: Scope) -> Step:
    """``any``: one fulfils it; ``every``: none fails it; ``no``: none fulfils it. An empty list has none."""
    addresses = run.elements_of(node.source)
    if addresses is None:
        return Step(node, "unknown")
    settles = node.quantifier != "every"
    truth: Truth = not settles
    parts: list[Step] = []
    for address in addresses:
        inner = scope.with_element(node.variable, address)
        judge = run.supposing if truth == "unknown" else run.judge
        part = judge(node.condition, inner)
        parts.append(part)
        if part.truth == "unknown":
            truth = "unknown"
        elif part.truth == settles:
            truth = settles
            break
    if node.quantifier == "no" and truth != "unknown":
        truth = not truth
    return Step(node, truth, parts=tuple(parts))


def check_count(node: s.Count, checking: Checking) -> Type:
    """A whole number."""
    inner = checking.element(node.variable, node.source, node)
    if node.where is not None:
        inner.condition(node.where)
    return INTEGER


def compute_count(node: s.Count, run: Evaluating, scope: Scope) -> Value:
    """How many elements fulfil the condition; unknown when one may or may not."""
    addresses = run.elements_of(node.source)
    if addresses is None:
        return UNKNOWN
    counted = _counted(node.where, node.variable, addresses, run, scope)
    return UNKNOWN if counted is None else len(counted)


def check_total(node: s.Total, checking: Checking) -> Type:
    """The type of what is added, or of the largest or smallest."""
    inner = checking.element(node.variable, node.source, node)
    found = inner.type_of(node.amount)
    if node.where is not None:
        inner.condition(node.where)
    if found == WRONG or isinstance(found, Quantity | PeriodType) or (node.which != "sum" and found == DATE):
        return found
    return checking.report("R0209", node.amount, f"there is no {node.which} of {described(found)}", "")


def compute_total(node: s.Total, run: Evaluating, scope: Scope) -> Value:
    """The sum (0 of an empty list), or the largest or smallest (none of an empty list)."""
    addresses = run.elements_of(node.source)
    if addresses is None:
        return UNKNOWN
    counted = _counted(node.where, node.variable, addresses, run, scope)
    if counted is None:
        return UNKNOWN
    values = [run.compute(node.amount, scope.with_element(node.variable, a)) for a in counted]
    if UNKNOWN in values or NOT_APPLICABLE in values:
        return UNKNOWN
    values = [v for v in values if v is not NONE]
    if node.which == "sum":
        return _sum(values) if values else _nothing(run.type_of(node.amount, scope))
    best: Value = NONE
    wanted = ">" if node.which == "largest" else "<"
    for value in values:
        if best is NONE or holds(value, wanted, best) is True:
            best = value
    return best


def _nothing(wanted: Type) -> Value:
    """The sum of no amounts."""
    return Period() if isinstance(wanted, PeriodType) else 0


def _sum(values: list[Value]) -> Value:
    total: Value = Period() if values and isinstance(values[0], Period) else 0
    for value in values:
        total = added(total, value)
    return total


def _counted(
    where: s.Node | None, variable: str, addresses: tuple[str, ...], run: Evaluating, scope: Scope
) -> list[str] | None:
    if where is None:
        return list(addresses)
    counted = []
    unknown = False
    for address in addresses:
        truth = run.truth(where, scope.with_element(variable, address))
        unknown = unknown or truth == "unknown"
        if truth is True:
            counted.append(address)
    return None if unknown else counted
