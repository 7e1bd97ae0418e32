"""Whole numbers as whole numbers: where all operands are ``int``, arithmetic needs no fractions.

A quotient becomes a fraction only where it does not come out even, and a quotient rounded to whole steps is a floor
division: ``fractions.Fraction`` costs some fifty times as much. Where an operand is anything else, the general
function computes. No value in generated code has more than ``generated.LARGE`` bits (the interpreter takes over), so
that three of them multiplied stay below what ``values.exact`` refuses.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from rulecheck.engine.python.generated import LARGE
from rulecheck.engine.python.kinds import in_order, is_absent, most_bits
from rulecheck.engine.python.writer import Number, Writer
from rulecheck.grammar import syntax as s

_FACTORS = 3
Ratio = tuple[str, list[str], int]


def whole_numbers(writer: Writer, node: s.Node, values: Sequence[str], result: str, slow: str) -> bool:
    """Writes a node for whole operands with the general way beside it; False when there is nothing to gain."""
    match node:
        case s.Clamp():
            limits = list(values[1:])
            lines = [f"{result} = {values[0]}"]
            for sign, limit in zip("<>", limits, strict=True):
                if limit != "None":
                    lines.append(f"if {result} {sign} {limit}: {result} = {limit}")
            return _tried(writer, values, lines, slow)
        case s.Extreme():
            sign = ">" if node.which in ("min", "earliest") else "<"
            lines = [f"{result} = {values[0]}"]
            lines += [f"if {result} {sign} {value}: {result} = {value}" for value in values[1:]]
            return _tried(writer, values, lines, slow)
        case s.Sum():
            signs = ["+" if sign == "+" else "-" for sign in node.signs]
            text = values[0] + "".join(f" {sign} {value}" for sign, value in zip(signs, values[1:], strict=True))
            return _guarded(writer, values, slow, (text, [], 1), result)
        case s.Product() | s.Share():
            ratio = ratio_of(node, values)
            return ratio is not None and _guarded(writer, values, slow, ratio, result, _share(node))
    return False


def ratio_of(node: s.Node, values: Sequence[str]) -> Ratio | None:
    """A product of whole operands: what is multiplied, by which names it is divided, and by which number."""
    if isinstance(node, s.Share):
        return f"{values[0]} * {node.value.numerator}", [], node.value.denominator
    if not isinstance(node, s.Product):
        return None
    number = Fraction(1)
    above: list[str] = []
    below: list[str] = []
    for factor, operator, value in zip(node.factors, ("×", *node.operators), values, strict=True):
        if isinstance(factor, s.Number):
            if not factor.value:
                return None
            number = number * factor.value if operator == "×" else number / factor.value
        else:
            (above if operator == "×" else below).append(value)
    if len(above) > _FACTORS or len(below) > _FACTORS or not (above or below):
        return None
    if number.numerator != 1 or not above:
        above.append(str(number.numerator))
    return " * ".join(above), below, number.denominator


def rounded_ratio(writer: Writer, node: s.Rounded, values: Sequence[str], result: str, slow: tuple[str, str]) -> bool:
    """Writes a product that is rounded to whole steps, as one floor division."""
    ratio = ratio_of(node.amount, values)
    step = node.step.value if isinstance(node.step, s.Number) else Fraction(0)
    if ratio is None or step <= 0 or step.denominator != 1 or not _variables(values) or is_absent(*values):
        return False
    with _where_whole(writer, values, slow):
        above, below = _written(writer, ratio)
        if ratio[1]:
            with writer.block(f"if {below} < 0:"):
                writer.line(f"{above}, {below} = -{above}, -{below}")
        steps = below if step == 1 else f"({below} * {step})"
        times = "" if step == 1 else f" * {step}"
        whole = {
            "down": f"{above} // {steps}{times}",
            "up": f"-(-{above} // {steps}){times}",
            "half up": f"(2 * {above} + {steps}) // (2 * {steps}){times}",
        }
        writer.line(f"{result} = {whole[node.direction]}")
        _watched(writer, result, [*values, str(step.numerator), *_share(node.amount)])
    if all(writer.kind(value) is int for value in values):
        writer.kinds[result] = int
    return True


def _share(node: s.Node) -> list[str]:
    """What a share is multiplied and divided by."""
    return [str(node.value.numerator), str(node.value.denominator)] if isinstance(node, s.Share) else []


def _guarded(
    writer: Writer, values: Sequence[str], slow: str, ratio: Ratio, result: str, by: Sequence[str] = ()
) -> bool:
    if (
        not _variables(values)
        or is_absent(*values)
        or any(writer.kind(v) not in (None, int, Number) for v in _variables(values))
    ):
        return False
    whole = not ratio[1] and ratio[2] == 1
    with _where_whole(writer, values, (slow,)):
        if whole:
            writer.line(f"{result} = {ratio[0]}")
        else:
            above, below = _written(writer, ratio)
            rest = writer.fresh("r")
            writer.line(f"{result}, {rest} = divmod({above}, {below})")
            with writer.block(f"if {rest}:"):
                writer.line(f"{result} = Fraction({above}, {below})")
        _watched(writer, result, [*values, *by])
    if whole and all(writer.kind(value) is int for value in values):
        writer.kinds[result] = int
    return True


@contextmanager
def _where_whole(writer: Writer, values: Sequence[str], slow: Sequence[str]) -> Iterator[None]:
    """What is written for whole operands, and the general way for others where there may be any."""
    condition = _all_whole(writer, values)
    if not condition:
        yield
        return
    with writer.block(f"if {condition}:"):
        yield
    with writer.block("else:"):
        for line in slow:
            writer.line(line)


def _watched(writer: Writer, result: str, values: Sequence[str]) -> None:
    """Leaves very large numbers to the interpreter; none come of operands known to be small."""
    bits = most_bits(writer, values, grows=True)
    if bits is not None and bits < LARGE:
        writer.sizes[result] = bits
        return
    with writer.block(f"if not -LARGEST < {result} < LARGEST:"):
        writer.line("raise Handed('a very large number')")


def _written(writer: Writer, ratio: Ratio) -> tuple[str, str]:
    """The number above and the one below, each under a name; dividing by nothing is for the interpreter."""
    above, divisors, number = ratio
    name = writer.fresh("r")
    writer.line(f"{name} = {above}")
    if not divisors:
        return name, str(number)
    below = writer.fresh("r")
    writer.line(f"{below} = {' * '.join([*divisors, *([str(number)] if number != 1 else [])])}")
    with writer.block(f"if not {below}:"):
        writer.line("raise Handed('something is divided by zero')")
    return name, below


def _tried(writer: Writer, values: Sequence[str], lines: Sequence[str], slow: str) -> bool:
    given = [value for value in values if value != "None"]
    if all(in_order(writer, given[0], value) == (given[0], value) for value in given[1:]):
        for line in lines:
            writer.line(line)
        return True
    if is_absent(*given):
        return False
    with writer.block("try:", loop=True):
        for line in lines:
            writer.line(line)
    with writer.block("except TypeError:"):
        writer.line(slow)
    return True


def _variables(values: Sequence[str]) -> list[str]:
    return [value for value in values if not value.isdigit() and value[0] != "K"]


def _all_whole(writer: Writer, values: Sequence[str]) -> str:
    """The condition that all are whole; empty where they are known to be."""
    return " and ".join(f"{v}.__class__ is int" for v in _variables(values) if writer.kind(v) is not int)
