"""Conditions as Python: each fills a slot with true, false or ``"unknown"``, in the order the interpreter looks.

Comparisons are tried as Python's own, which refuses with ``TypeError`` what has no value (and spans and periods,
which have no order of their own); only then is ``comparison.holds`` asked.
"""

from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.python.amounts import Amounts
from rulecheck.engine.python.kinds import in_order, is_absent
from rulecheck.engine.python.writer import Days, Months, Names, Plan
from rulecheck.engine.values import Period, Span, exact
from rulecheck.grammar import syntax as s
from rulecheck.grammar.signs import Comparator

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
                sure = self._is_sure(part)
                self.writer.line(
                    f"{name} = not {part}" if sure else f"{name} = {part} if {part} == 'unknown' else not {part}"
                )
                self._mark(name, sure)
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
                return self.truth(node, value, plan)

    def truth(self, node: s.Node, value: str, below: Plan) -> tuple[str, Plan]:
        """Writes how an amount that holds yes or no comes out as a condition."""
        name, slot = self.writer.slot()
        if value in ("NONE", "UNKNOWN"):
            self.writer.line(f"{name} = {False if value == 'NONE' else 'unknown'!r}")
            self._mark(name, value == "NONE")
        elif isinstance(node, s.Truth) or self._is_sure(value):
            self.writer.line(f"{name} = {value}")
            self._mark(name)
        else:
            self.writer.line(f"{name} = {value} if {value} is True or {value} is False else truth_of({value})")
        return name, (slot, below)

    def _is_sure(self, *texts: str) -> bool:
        """Whether these are known to be true or false."""
        return all(self.writer.kind(text) is bool for text in texts)

    def _mark(self, name: str, sure: bool = True) -> None:
        """Notes that a truth is never unknown."""
        if sure:
            self.writer.kinds[name] = bool

    def _joined(self, node: s.AllOf | s.AnyOf, names: Names) -> tuple[str, Plan]:
        settles = isinstance(node, s.AnyOf)
        writer = self.writer
        name, slot = writer.slot()
        plans = []
        part, plan = self.judge(node.operands[0], names)
        plans.append(plan)
        writer.line(f"{name} = {part}")
        sure = self._is_sure(part)
        for operand in node.operands[1:]:
            with writer.block(f"if {'not ' if settles else ''}{name}:" if sure else f"if {name} is not {settles}:"):
                part, plan = self.judge(operand, names)
                plans.append(plan)
                if sure:
                    writer.line(f"{name} = {part}")
                else:
                    with writer.block(f"if {part} is not {not settles}:"):
                        writer.line(f"{name} = {part}")
                sure = sure and self._is_sure(part)
        self._mark(name, sure)
        return name, (slot, *plans)

    def _compare(self, node: s.Compare, names: Names) -> tuple[str, Plan]:
        values, plans = self.operands(node.operands, names)
        name, slot = self.writer.slot()
        sure = True
        for i, comparator in enumerate(node.comparators):
            if i == 0:
                sure = self._link(name, values[0], comparator, values[1], node.operands[1])
                continue
            with self.writer.block(f"if {name} is not False:"):
                link = self.writer.fresh("u")
                sure = self._link(link, values[i], comparator, values[i + 1], node.operands[i + 1]) and sure
                with self.writer.block(f"if {link} is not True:"):
                    self.writer.line(f"{name} = {link}")
        self._mark(name, sure)
        return name, (slot, *plans)

    def _in_range(self, node: s.InRange, names: Names) -> tuple[str, Plan]:
        values, plans = self.operands((node.subject, node.low, node.high), names)
        name, slot = self.writer.slot()
        slow = f"{name} = in_range({', '.join(values)})"
        pairs = [in_order(self.writer, values[0], limit) for limit in values[1:]]
        if all(pairs):
            (a, low), (_, high) = (pair for pair in pairs if pair)
            self.writer.line(f"{name} = {low} <= {a} <= {high}")
            self._mark(name)
        elif isinstance(node.low, s.Number) and isinstance(node.high, s.Number) and not is_absent(values[0]):
            with self.writer.block("try:", loop=True):
                self.writer.line(f"{name} = {values[1]} <= {values[0]} <= {values[2]}")
            with self.writer.block("except TypeError:"):
                self.writer.line(slow)
        else:
            self.writer.line(slow)
        return name, (slot, *plans)

    def _link(self, name: str, a: str, comparator: Comparator, b: str, other: s.Node) -> bool:
        """One link of a chain; whether it is true or false in any case."""
        writer = self.writer
        slow = f"{name} = holds({a}, {comparator!r}, {b})"
        period = other if isinstance(other, s.PeriodLiteral) else None
        sign = _SIGNS.get(comparator)
        known = in_order(writer, a, b)
        equal = "==" if comparator == "=" else "!="
        if known is not None:
            writer.line(f"{name} = {known[0]} {sign or equal} {known[1]}")
            return True
        if writer.kind(a) is Span and writer.kind(b) in (Period, Days, Months):
            writer.line(slow)  # anchored in the calendar, it is longer or not
            return True
        if not sign and writer.kind(a) is not None and writer.kind(a) is writer.kind(b) in (str, bool):
            writer.line(f"{name} = {a} {equal} {b}")
            return True
        if "UNKNOWN" in (a, b):
            writer.line(f"{name} = 'unknown'")
        elif "NONE" in (a, b):
            against = b if a == "NONE" else a
            if against == "NONE" or writer.kind(against) is not None:
                writer.line(f"{name} = {comparator == '≠'}")
                return True
            writer.line(f"{name} = 'unknown' if {against} is UNKNOWN else {comparator == '≠'}")
        elif a.isdigit():
            writer.line(slow)
        elif sign and period is not None and not (period.months and period.days):
            # Days against days, months against months: their numbers have the same order.
            counted, nothing = ("months", "days") if period.months else ("days", "months")
            number = period.months or period.days
            with writer.block(f"if {a}.__class__ is Period and not {a}.{nothing}:"):
                writer.line(f"{name} = {a}.{counted} {sign} {number}")
            with writer.block("else:"):
                writer.line(slow)
        elif sign:
            with writer.block("try:", loop=True):
                writer.line(f"{name} = {a} {sign} {b}")
            with writer.block("except TypeError:"):
                writer.line(slow)
        elif isinstance(other, s.Number) and isinstance(exact(other.value), int):
            # A whole number is equal to nothing but a number.
            with writer.block(f"if {a}.__class__ is int:"):
                writer.line(f"{name} = {a} {equal} {b}")
            with writer.block("else:"):
                writer.line(slow)
        else:
            writer.line(slow)
        return False

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
        sure = value == "NONE" or self.writer.kind(value) is not None
        if sure and isinstance(node, s.IsNone):
            test = str(node.negated is not (value == "NONE"))
        self.writer.line(f"{name} = {test}" if sure else f"{name} = 'unknown' if {value} is UNKNOWN else {test}")
        self._mark(name, sure)
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
