"""``a + b − c``, ``a × b ÷ c``, ``−x``, ``80% of wage``: exact, with units checked as in physics."""

from fractions import Fraction

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.ordering import absent
from rulecheck.engine.types import DATE, DAYS, MIXED, NUMBER, WRONG, PeriodType, Quantity, Type, described, same, times
from rulecheck.engine.values import Period, Value, added, exact, number
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text


def check_sum(node: s.Sum, checking: Checking) -> Type:
    """Quantities of one unit, or periods; days and months together make a mixed period."""
    types = [checking.type_of(term) for term in node.terms]
    result = types[0]
    for term, found in zip(node.terms[1:], types[1:], strict=True):
        if WRONG in (result, found):
            return WRONG
        if isinstance(result, PeriodType) and isinstance(found, PeriodType):
            result = result if result.kind == found.kind else MIXED
        elif isinstance(result, Quantity) and isinstance(found, Quantity) and same(result, found):
            result = result if result.whole == found.whole else NUMBER
        elif result == DATE or found == DATE:
            return _date_sum(term, found, checking)
        else:
            return checking.report(
                "R0204",
                term,
                f"{described(found)} is added to or taken from {described(result)}",
                _unit_hint(term, result, checking),
            )
    return result if isinstance(result, Quantity | PeriodType) else _no_sum(node, result, checking)


def _date_sum(term: s.Node, found: Type, checking: Checking) -> Type:
    hint = "write `14 days after D`, `30 days before D`"
    if found == DATE:
        hint = "for the time between two dates write `A to B` or `A until B`, and count it with `days in (…)`"
    return checking.report("R0210", term, "dates are not added or subtracted", hint)


def _no_sum(node: s.Sum, found: Type, checking: Checking) -> Type:
    return WRONG if found == WRONG else checking.report("R0209", node, f"there is no sum of {described(found)}")


def _unit_hint(term: s.Node, result: Type, checking: Checking) -> str:
    if isinstance(term, s.Number) and not term.unit and result == checking.currency:
        return f"write the unit: `{to_text(term)} {result}`"
    return ""


def compute_sum(node: s.Sum, run: Evaluating, scope: Scope) -> Value:
    """The exact sum."""
    values = [run.compute(term, scope) for term in node.terms]
    missing = absent(*values)
    if missing is not None:
        return missing
    total = values[0]
    for sign, value in zip(node.signs, values[1:], strict=True):
        total = added(total, value, 1 if sign == "+" else -1)
    return total


_DAY = Quantity("days", (("day", 1),))


def check_product(node: s.Product, checking: Checking) -> Type:
    """Units multiply. A bare number before or after a period takes it that often; days otherwise count as a number
    of days, so that ``amount ÷ days in month of D × days in S`` is an amount."""
    types = [checking.type_of(factor) for factor in node.factors]
    result = types[0]
    for i, operator in enumerate(node.operators, start=1):
        found = types[i]
        if WRONG in (result, found):
            return WRONG
        if operator == "×" and _scales(node, i, types[i - 1], found):
            result = found if isinstance(found, PeriodType) else result
            continue
        if isinstance(result, PeriodType) and isinstance(found, PeriodType) and operator == "÷":
            if result.kind != found.kind or result.kind == "mixed":
                return checking.report(
                    "R0203",
                    node.factors[i],
                    f"{result} are divided by {found}",
                    "months have no fixed number of days",
                )
            result = NUMBER
            continue
        one, other = (_DAY if t == DAYS else t for t in (result, found))
        if not (isinstance(one, Quantity) and isinstance(other, Quantity)):
            verb = "multiplied by" if operator == "×" else "divided by"
            return checking.report("R0204", node.factors[i], f"{described(result)} is {verb} {described(found)}")
        result = times(one, other, 1 if operator == "×" else -1)
    if isinstance(result, Quantity) and result.dimension == _DAY.dimension:
        hint = "take a period a bare number of times: `2 × 14 days`"
        return checking.report("R0209", node, "a number of days comes out as an amount, and not as days", hint)
    return result


def _scales(node: s.Product, i: int, before: Type, found: Type) -> bool:
    """Whether factor ``i`` and the one before it are a bare whole number and a period, either way round."""
    if i > 1:
        return False
    number_first = isinstance(found, PeriodType) and _bare(node.factors[i - 1])
    return number_first or (isinstance(before, PeriodType) and _bare(node.factors[i]))


def _bare(node: s.Node) -> bool:
    return isinstance(node, s.Number) and not node.unit and node.value.denominator == 1


def compute_product(node: s.Product, run: Evaluating, scope: Scope) -> Value:
    """The exact product. Dividing by nothing is a problem of the case."""
    values = [run.compute(factor, scope) for factor in node.factors]
    missing = absent(*values)
    if missing is not None:
        return missing
    result = values[0]
    for i, operator in enumerate(node.operators, start=1):
        value = values[i]
        if operator == "÷":
            if number(value) == 0:
                return run.problem(
                    "R0406",
                    node.factors[i],
                    f"`{to_text(node.factors[i])}` is zero here, and something is divided by it",
                    "the rule needs a condition that keeps it from being used here",
                )
            result = exact(Fraction(number(result)) / number(value))
        elif i == 1 and isinstance(value, Period) and _bare(node.factors[0]):
            result = value.times(int(number(result)))
        elif i == 1 and isinstance(result, Period) and _bare(node.factors[1]):
            result = result.times(int(number(value)))
        else:
            result = exact(number(result) * number(value))
    return result


def check_negative(node: s.Negative, checking: Checking) -> Type:
    """Turns the sign of a quantity or a period."""
    found = checking.type_of(node.operand)
    if found == WRONG or isinstance(found, Quantity | PeriodType):
        return found
    return checking.report("R0209", node.operand, f"{described(found)} has no sign")


def compute_negative(node: s.Negative, run: Evaluating, scope: Scope) -> Value:
    """The amount with its sign turned."""
    value = run.compute(node.operand, scope)
    missing = absent(value)
    if missing is not None:
        return missing
    return -value if isinstance(value, Period) else -number(value)


def check_share(node: s.Share, checking: Checking) -> Type:
    """A share of a quantity."""
    found = checking.type_of(node.of)
    if isinstance(found, Quantity):
        return Quantity(found.word, found.dimension) if not found.whole else NUMBER
    return (
        WRONG if found == WRONG else checking.report("R0209", node.of, f"there is no percentage of {described(found)}")
    )


def compute_share(node: s.Share, run: Evaluating, scope: Scope) -> Value:
    """The exact share."""
    value = run.compute(node.of, scope)
    missing = absent(value)
    return missing if missing is not None else exact(node.value * number(value))
