"""Amounts as Python: names, literals, arithmetic, dates and lists, computed in the order of the interpreter."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.python.kinds import common_kind, direct, mark_result
from rulecheck.engine.python.numbers import rounded_ratio, whole_numbers
from rulecheck.engine.python.writer import Names, NotGenerated, Plan, Writer
from rulecheck.engine.values import Period, exact
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define

# Constructs whose parts are all computed, in order, and whose value is a function of theirs: the function in
# ``generated``, and the fields that it is told besides.
PLAIN: dict[type[s.Node], tuple[str, tuple[str, ...]]] = {
    s.Sum: ("total", ("signs",)),
    s.Product: ("product", ("operators",)),
    s.Negative: ("negative", ()),
    s.Share: ("share", ("value",)),
    s.Clamp: ("clamp", ()),
    s.Extreme: ("extreme", ("which",)),
    s.Rounded: ("rounded", ("direction",)),
    s.Shifted: ("shifted", ("direction",)),
    s.LastDayFrom: ("last_day_from", ()),
    s.SpanOf: ("span_of", ("inclusive",)),
    s.Overlap: ("overlap_of", ()),
    s.EndOf: ("end_of", ("which",)),
    s.DaysIn: ("days_in", ()),
    s.Age: ("age", ()),
    s.CalendarPart: ("calendar_part", ("which",)),
    s.NextWorkingDay: ("working_day", ()),
}


@define
class Amounts(ABC):
    """Writes amounts."""

    writer: Writer

    @abstractmethod
    def judge(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        """Writes a condition."""

    def value(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        """Writes an amount: the Python expression (a name or constant) that holds it, and its plan."""
        self.writer.count()
        match node:
            case s.Number():
                return self.writer.constant(exact(node.value)), None
            case s.DateLiteral() | s.Truth() | s.Text():
                return self.writer.constant(node.value), None
            case s.PeriodLiteral():
                return self._period(node), None
            case s.Name():
                return self.name(node, names)
            case s.If():
                return self._if(node, names)
            case s.Count() | s.Total():
                return self._list(node, names)
        if type(node) in PLAIN:
            return self._plain(node, names)
        if CONSTRUCTS[type(node)].judge is None:
            raise NotGenerated
        truth, plan = self.judge(node, names)
        result = self.writer.fresh("v")
        sure = self.writer.kind(truth) is bool
        self.writer.line(f"{result} = {truth}" if sure else f"{result} = UNKNOWN if {truth} == 'unknown' else {truth}")
        self.writer.same_as(result, truth)
        return result, plan

    def operand(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        """Writes an amount whose value the trace shows: ``(slot, plan)``; no slot where it stands elsewhere."""
        value, plan = self.value(node, names)
        if isinstance(node, s.Name | s.Number | s.DateLiteral | s.Truth | s.Text | s.PeriodLiteral):
            return value, (-1, plan)
        name, slot = self.writer.slot("o")
        self.writer.line(f"{name} = {value}")
        self.writer.same_as(name, value)
        return name, (slot, plan)

    def operands(self, nodes: Sequence[s.Node], names: Names) -> tuple[list[str], list[Plan]]:
        """Several operands, in order."""
        found = [self.operand(node, names) for node in nodes]
        return [value for value, _ in found], [plan for _, plan in found]

    def inner(self, names: Names, variable: str, address: str) -> Names:
        """What names mean where a variable stands for an element: local amounts are computed anew."""
        return Names(names.where, {**names.variables, variable: address}, names.day)

    def name(self, node: s.Name, names: Names, may_be_absent: bool = False) -> tuple[str, Plan]:
        """Writes the reading of a name."""
        writer = self.writer
        match node.role:
            case "local":
                return self._local(node.name, names)
            case "figure":
                value = writer.fresh("v")
                writer.line(f"{value} = figure(R, {node.name!r}, {names.day})")
            case "fact":
                value = writer.fresh("f")
                writer.line(f"{value} = get({node.name!r}, UNKNOWN)")
            case "element fact":
                value = writer.fresh("f")
                writer.line(f"{value} = get({self._address(node.name, names)}, UNKNOWN)")
            case "conclusion" | "element conclusion":
                value = self._conclusion(node, names)
                if not may_be_absent:
                    with writer.block(f"if {value} is NONE or {value} is NOT_APPLICABLE:"):
                        writer.line("raise Handed('a conclusion is used that nothing decides')")
            case _:
                raise NotGenerated
        return value, None

    def _conclusion(self, node: s.Name, names: Names) -> str:
        writer = self.writer
        known, value = writer.fresh("d"), writer.fresh("v")
        address = repr(node.name)
        if node.role == "element conclusion":
            address = writer.fresh("x")
            writer.line(f"{address} = {self._address(node.name, names)}")
        writer.line(f"{known} = known({address})")
        writer.line(f"{value} = conclude(R, {address}) if {known} is None else {known}[0]")
        return value

    def _address(self, name: str, names: Names) -> str:
        variable, _, last = name.rpartition(".")
        element = names.variables.get(variable) or names.variables.get("")
        if element is None:
            raise NotGenerated
        return f"{element} + {'.' + last!r}"

    def _local(self, local: str, names: Names) -> tuple[str, Plan]:
        writer = self.writer
        if local not in names.locals:
            names.locals[local] = writer.slot("w")
        held, slot = names.locals[local]
        with writer.block(f"if {held} is None:"):
            value, plan = self.value(names.where[local], names)
            writer.line(f"{held} = {value}")
            writer.same_as(held, value)
        return held, (slot, plan)

    def _if(self, node: s.If, names: Names) -> tuple[str, Plan]:
        writer = self.writer
        truth, condition = self.judge(node.condition, names)
        result, then, otherwise = (writer.fresh("v") for _ in range(3))
        plans = []
        if writer.kind(truth) is bool:
            kinds = []
            for head, part in ((f"if {truth}:", node.then), ("else:", node.otherwise)):
                with writer.block(head):
                    value, plan = self.value(part, names)
                    writer.line(f"{result} = {value}")
                    kinds.append(writer.kind(value))
                    plans.append(plan)
            kind = common_kind(kinds)
            if kind is not None:
                writer.kinds[result] = kind
            return result, (condition, *plans)
        with writer.block(f"if {truth} is not False:"):
            value, plan = self.value(node.then, names)
            writer.line(f"{result} = {then} = {value}")
            plans.append(plan)
        with writer.block(f"if {truth} is not True:"):
            value, plan = self.value(node.otherwise, names)
            writer.line(f"{otherwise} = {value}")
            writer.line(f"{result} = {otherwise} if {truth} is False or {then} == {otherwise} else UNKNOWN")
            plans.append(plan)
        return result, (condition, *plans)

    def _list(self, node: s.Count | s.Total, names: Names) -> tuple[str, Plan]:
        """``count of``, ``sum of``: first which elements count, then their amounts."""
        writer = self.writer
        result, addresses, counted = writer.fresh("v"), writer.fresh("a"), writer.fresh("n")
        wheres = amounts = None
        condition = amount = None
        writer.line(f"{addresses} = elements(R, {node.source!r})")
        writer.line(f"{result} = UNKNOWN")
        with writer.block(f"if {addresses} is not None:"):
            if node.where is None:
                writer.line(f"{counted} = {addresses}")
            else:
                frames, wheres = writer.slot("l")
                writer.line(f"{frames} = []")
                writer.line(f"{counted} = []")
                variable, unknown = writer.fresh("e"), writer.fresh("u")
                writer.line(f"{unknown} = False")
                with writer.block(f"for {variable} in {addresses}:", loop=True), writer.frame() as slots:
                    truth, condition = self.judge(node.where, self.inner(names, node.variable, variable))
                    writer.line(f"{frames}.append(({''.join(f'{slot}, ' for slot in slots)}))")
                    with writer.block(f"if {truth} is True:"):
                        writer.line(f"{counted}.append({variable})")
                    with writer.block(f"elif {truth} is not False:"):
                        writer.line(f"{unknown} = True")
                with writer.block(f"if {unknown}:"):
                    writer.line(f"{counted} = None")
            with writer.block(f"if {counted} is not None:"):
                if isinstance(node, s.Count):
                    writer.line(f"{result} = len({counted})")
                else:
                    frames, amounts = writer.slot("l")
                    values, variable = writer.fresh("n"), writer.fresh("e")
                    writer.line(f"{frames} = []")
                    writer.line(f"{values} = []")
                    with writer.block(f"for {variable} in {counted}:", loop=True), writer.frame() as slots:
                        value, amount = self.value(node.amount, self.inner(names, node.variable, variable))
                        writer.line(f"{values}.append({value})")
                        writer.line(f"{frames}.append(({''.join(f'{slot}, ' for slot in slots)}))")
                    nothing = self.writer.constant(self.nothing(node, names))
                    writer.line(f"{result} = gathered({values}, {node.which!r}, {nothing})")
        return result, (wheres, condition, amounts, amount)

    @abstractmethod
    def nothing(self, node: s.Total, names: Names) -> object:
        """What the sum of no amounts is."""

    def _plain(self, node: s.Node, names: Names) -> tuple[str, Plan]:
        if isinstance(node, s.Rounded) and isinstance(node.amount, s.Product | s.Share):
            return self._rounded(node, node.amount, names)
        found = [self.value(part, names) for part in s.children(node)]
        values = [value for value, _ in found]
        result = self.writer.fresh("v")
        slow = f"{result} = {self._call(node, values)}"
        if isinstance(node, s.Clamp):
            values = self._limits(node, values)
        at_once = direct(self.writer, node, values)
        if at_once is not None:
            self.writer.line(f"{result} = {at_once}")
        elif not whole_numbers(self.writer, node, values, result, slow):
            self.writer.line(slow)
        mark_result(self.writer, node, values, result)
        return result, tuple(plan for _, plan in found)

    def _limits(self, node: s.Clamp, values: list[str]) -> list[str]:
        limits = iter(values[1:])
        return [values[0], *("None" if limit is None else next(limits) for limit in (node.floor, node.cap))]

    def _call(self, node: s.Node, values: list[str]) -> str:
        function, fields = PLAIN[type(node)]
        arguments = [self._field(getattr(node, field)) for field in fields]
        if isinstance(node, s.Clamp):
            arguments = self._limits(node, values)
        elif isinstance(node, s.Sum | s.Product | s.Extreme):
            arguments = [f"({', '.join(values)},)", *arguments]
            if isinstance(node, s.Product):
                bare = [_is_bare(node.factors[i]) for i in (0, 1)]
                arguments += [str(bare[0]), str(bare[1])]
        elif isinstance(node, s.NextWorkingDay):
            arguments = ["R", *values]
        else:
            arguments = [*values, *arguments]
        return f"{function}({', '.join(arguments)})"

    def _rounded(self, node: s.Rounded, amount: s.Product | s.Share, names: Names) -> tuple[str, Plan]:
        """A quotient rounded: the quotient itself is never made where its operands are whole."""
        self.writer.count()
        found = [self.value(part, names) for part in s.children(amount)]
        values = [value for value, _ in found]
        step, step_plan = self.value(node.step, names)
        inner, result = self.writer.fresh("v"), self.writer.fresh("v")
        slow = (f"{inner} = {self._call(amount, values)}", f"{result} = {self._call(node, [inner, step])}")
        if not rounded_ratio(self.writer, node, values, result, slow):
            for line in slow:
                self.writer.line(line)
        mark_result(self.writer, node, [*values, step], result)
        return result, (tuple(plan for _, plan in found), step_plan)

    def _period(self, node: s.PeriodLiteral) -> str:
        return self.writer.constant(Period(node.months, node.days))

    def _field(self, value: object) -> str:
        if isinstance(value, tuple):
            return repr(value)
        return self.writer.constant(value)


def _is_bare(node: s.Node) -> bool:
    return isinstance(node, s.Number) and not node.unit and node.value.denominator == 1
