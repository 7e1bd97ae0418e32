"""Conditions as Python: each fills a slot with true, false or ``"unknown"``, in the order the interpreter looks.

Comparisons are tried as Python's own, which refuses with ``TypeError`` what has no value (and spans and periods,
which have no order of their own); only then is ``comparison.holds`` asked.
"""

from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.generate_amounts import Amounts
from rulecheck.engine.generate_writer import Names, Plan
from rulecheck.engine.values import exact
from rulecheck.grammar import syntax as s

_SIGNS = {"<": "<", "≤": "<=", "≥": ">=", ">": ">"}


class Conditions(Amounts):
    """Writes conditions; amounts and conditions hold each other."""

    def judge(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        """Writes a condition: the name of its slot, and its plan ``(slot, parts…)``."""
        self.writer.count()
        match node:
            case s.AllOf() | s.AnyOf():
                return self._joined(node, names)
            case s.Not():
                part, plan = self.judge(node.operand, names)
                name, slot = self.writer.slot()
                self.writer.line(f"{name} = {part} if {part} == 'unknown' else not {part}")
                return name, (slot, plan)
            case s.Compare():
                return self._compare(node, names)
            case s.InRange():
                return self._in_range(node, names)
            case s.IsOneOf() | s.Includes() | s.IsNone():
                return self._option(node, names)
            case s.Quantified():
                return self._quantified(node, names)
            case s.ProvisionStatus():
                name, slot = self.writer.slot()
                element = names.variables.get("", "''")
                self.writer.line(f"{name} = status(R, {node.provision!r}, {node.status!r}, {element})")
                return name, (slot,)
            case _:
                assert CONSTRUCTS[type(node)].compute is not None
                value, plan = self.value(node, names)
                name, slot = self.writer.slot()
                if isinstance(node, s.Truth):
                    self.writer.line(f"{name} = {value}")
                    return name, (slot, plan)
                self.writer.line(f"{name} = {value} if {value} is True or {value} is False else truth_of({value})")
                return name, (slot, plan)

    def _joined(self, node: s.AllOf | s.AnyOf, names: Names) -> tuple[str, Plan]:
        settles = isinstance(node, s.AnyOf)
        writer = self.writer
        name, slot = writer.slot()
        plans = []
        part, plan = self.judge(node.operands[0], names)
        plans.append(plan)
        writer.line(f"{name} = {part}")
        for operand in node.operands[1:]:
            with writer.block(f"if {name} is not {settles}:"):
                part, plan = self.judge(operand, names)
                plans.append(plan)
                with writer.block(f"if {part} is not {not settles}:"):
                    writer.line(f"{name} = {part}")
        return name, (slot, *plans)

    def _compare(self, node: s.Compare, names: Names) -> tuple[str, Plan]:
        values, plans = self.operands(node.operands, names)
        name, slot = self.writer.slot()
        for i, comparator in enumerate(node.comparators):
            if i == 0:
                self._link(name, values[0], comparator, values[1], node.operands[1])
                continue
            with self.writer.block(f"if {name} is not False:"):
                link = self.writer.fresh("u")
                self._link(link, values[i], comparator, values[i + 1], node.operands[i + 1])
                with self.writer.block(f"if {link} is not True:"):
                    self.writer.line(f"{name} = {link}")
        return name, (slot, *plans)

    def _in_range(self, node: s.InRange, names: Names) -> tuple[str, Plan]:
        values, plans = self.operands((node.subject, node.low, node.high), names)
        name, slot = self.writer.slot()
        if isinstance(node.low, s.Number) and isinstance(node.high, s.Number):
            with self.writer.block("try:", loop=True):
                self.writer.line(f"{name} = {values[1]} <= {values[0]} <= {values[2]}")
            with self.writer.block("except TypeError:"):
                self.writer.line(f"{name} = in_range({', '.join(values)})")
        else:
            self.writer.line(f"{name} = in_range({', '.join(values)})")
        return name, (slot, *plans)

    def _link(self, name: str, a: str, comparator: s.Comparator, b: str, other: s.Node) -> None:
        """One link of a chain."""
        slow = f"{name} = holds({a}, {comparator!r}, {b})"
        period = other if isinstance(other, s.PeriodLiteral) else None
        sign = _SIGNS.get(comparator)
        if a.isdigit():
            self.writer.line(slow)
            return
        if sign and period is not None and not (period.months and period.days):
            # Days against days, months against months: their numbers have the same order.
            counted, nothing = ("months", "days") if period.months else ("days", "months")
            number = period.months or period.days
            with self.writer.block(f"if {a}.__class__ is Period and not {a}.{nothing}:"):
                self.writer.line(f"{name} = {a}.{counted} {sign} {number}")
            with self.writer.block("else:"):
                self.writer.line(slow)
        elif sign:
            with self.writer.block("try:", loop=True):
                self.writer.line(f"{name} = {a} {sign} {b}")
            with self.writer.block("except TypeError:"):
                self.writer.line(slow)
        elif isinstance(other, s.Number) and isinstance(exact(other.value), int):
            # A whole number is equal to nothing but a number.
            equal = "==" if comparator == "=" else "!="
            with self.writer.block(f"if {a}.__class__ is int:"):
                self.writer.line(f"{name} = {a} {equal} {b}")
            with self.writer.block("else:"):
                self.writer.line(slow)
        else:
            self.writer.line(slow)

    def _option(self, node: s.IsOneOf | s.Includes | s.IsNone, names: Names) -> tuple[str, Plan]:
        if isinstance(node, s.IsNone):
            assert isinstance(node.subject, s.Name)
            value, below = self.name(node.subject, names, may_be_absent=True)
            plan = -1, below
            test = f"({value} is NONE or {value} is NOT_APPLICABLE)"
            if node.negated:
                test = f"not {test}"
        else:
            value, plan = self.operand(node.subject, names)
            options = self.writer.constant(frozenset(node.options))
            if isinstance(node, s.Includes):
                test = f"{value}.__class__ is frozenset and {value} >= {options}"
            else:
                test = f"{value} {'not in' if node.negated else 'in'} {options}"
        name, slot = self.writer.slot()
        self.writer.line(f"{name} = 'unknown' if {value} is UNKNOWN else {test}")
        return name, (slot, plan)

    def _quantified(self, node: s.Quantified, names: Names) -> tuple[str, Plan]:
        settles = node.quantifier != "every"
        writer = self.writer
        name, slot = writer.slot()
        frames, list_slot = writer.slot("l")
        addresses = writer.fresh("a")
        writer.line(f"{addresses} = elements(R, {node.source!r})")
        with writer.block(f"if {addresses} is None:"):
            writer.line(f"{name} = 'unknown'")
        with writer.block("else:"):
            writer.line(f"{name} = {not settles}")
            writer.line(f"{frames} = []")
            variable = writer.fresh("e")
            with writer.block(f"for {variable} in {addresses}:", loop=True):
                with writer.frame() as slots:
                    part, plan = self.judge(node.condition, self.inner(names, node.variable, variable))
                    writer.line(f"{frames}.append(({''.join(f'{slot}, ' for slot in slots)}))")
                with writer.block(f"if {part} is not {not settles}:"):
                    writer.line(f"{name} = {part}")
                    with writer.block(f"if {part} is {settles}:"):
                        writer.line("break")
            if node.quantifier == "no":
                with writer.block(f"if {name} != 'unknown':"):
                    writer.line(f"{name} = not {name}")
        return name, (slot, list_slot, plan)
