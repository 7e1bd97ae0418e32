"""Provisions, conclusions and constraints as Python: one *chunk* each, a source with the plans of its traces.

A version's function gives a *record*: ``(provision, element, applies, outcome, said, row, exceptions, version, day,
choice, breach, slots…)``; ``said`` is None where it gives no amount, ``day`` None for the law date, and ``choice`` the
frames of the dates looked at to choose the version. ``unfold`` makes the trace of it.
"""

from collections.abc import Iterable, Mapping

from rulecheck.engine.check import Checker
from rulecheck.engine.names import Names as KnownNames
from rulecheck.engine.policy import is_policy
from rulecheck.engine.python.conditions import Conditions
from rulecheck.engine.python.writer import Names, Plan, Writer
from rulecheck.engine.rulebook import Provision, Rulebook, Table, Version
from rulecheck.engine.types import BOOLEAN, PeriodType
from rulecheck.engine.values import Period
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import Factory, define, frozen

# Where the slots of a record are put once they are all known.
_SLOTS = "@slots@"
# A rulebook with more provisions than this counts each as a step; a smaller one cannot come near the limit.
_MANY_PROVISIONS = 5_000


@frozen
class Chunk:
    """The source of the functions of one provision, conclusion or constraint, and the plans for their traces."""

    source: str
    plans: Mapping[str, Plan] = Factory(dict)


@define
class Writing(Conditions):
    """Writes the expressions of one rulebook."""

    def nothing(self, node: s.Total, names: Names) -> object:
        """What the sum of no amounts is: no time, or 0."""
        vocabulary = self.writer.rulebook.vocabulary
        checker = Checker(self.writer.rulebook, [], KnownNames(vocabulary), where=dict(names.where))
        return Period() if isinstance(checker.type_of(node.amount), PeriodType) else 0


@frozen
class Generator:
    """Writes the chunks of a rulebook. ``shared`` are the provisions that more than one thing asks for."""

    rulebook: Rulebook
    shared: frozenset[str]

    def provision(self, provision: Provision) -> Chunk:
        """The functions of a provision's versions, how one is chosen, and whether what it asks for was done."""
        parts: list[str] = []
        plans: dict[str, Plan] = {}
        constants: dict[str, str] = {}
        nodes = 0
        for index, version in enumerate(provision.versions):
            writer = Writer(self.rulebook, constants=constants, nodes=nodes)
            plans[f"version {index}"] = self._version(writer, provision, index, version)
            parts += writer.lines
            nodes = writer.nodes
        writer = Writer(self.rulebook, constants=constants)
        if any(version.version_by is not None for version in provision.versions):
            plans["choice"] = self._transitional(writer, provision)
        else:
            self._select(writer, provision)
        parts += writer.lines
        if provision.fulfilled is not None:
            writer = Writer(self.rulebook, constants=constants)
            plans["fulfilled"] = self._fulfilled(writer, provision.fulfilled)
            parts += writer.lines
        return Chunk(_with_constants(parts, constants), plans)

    def constraint(self, must: s.Node) -> Chunk:
        """Whether a constraint holds."""
        writer = Writer(self.rulebook)
        self._fulfilled(writer, must)
        return Chunk(_with_constants(writer.lines, writer.constants))

    def conclusion(self, name: str) -> Chunk:
        """The function that decides a conclusion at an address."""
        conclusion = self.rulebook.vocabulary.conclusions[name]
        writer = Writer(self.rulebook, level=0)
        nothing = "False" if conclusion.type == BOOLEAN else "NOT_APPLICABLE"
        deciders = self.rulebook.deciders.get(name, ())
        policies = [id_ for id_ in deciders if is_policy(self.rulebook, id_)]
        with writer.block("def conclusion(R, a):"):
            writer.line("e = a.rpartition('.')[0]" if conclusion.record else "e = ''")
            records = {id_: f"r{i}" for i, id_ in enumerate(deciders)}
            for id_, record in records.items():
                writer.line(f"{record} = {self.call(id_)}")
            if policies:
                statute = _tuple(r for id_, r in records.items() if id_ not in policies)
                added = _tuple(r for id_, r in records.items() if id_ in policies)
                writer.line(f"v = with_policies({statute}, {added}, {nothing}, {conclusion.better!r})")
            elif len(records) == 1:
                writer.line("x = r0[2]")
                with writer.block("if x is True:"):
                    writer.line("v = r0[4]")
                    with writer.block("if v is None:"):
                        writer.line("v = True")
                with writer.block("elif x is False:"):
                    writer.line(f"v = {nothing}")
                with writer.block("else:"):
                    writer.line(f"v = combined((r0,), {nothing})")
            else:
                writer.line(f"v = combined({_tuple(records.values())}, {nothing})")
            writer.line(f"R.known[a] = v, {_tuple(records.values())}")
            writer.line("return v")
        return Chunk("\n".join(writer.lines))

    def call(self, id_: str, element: str = "e") -> str:
        """The Python that looks at a provision."""
        if id_ in self.shared:
            return f"provision(R, {id_!r}, {element})"
        return f"(R.chosen.get({id_!r}) or R.choose(R, {id_!r}))(R, {element})"

    def _version(self, writer: Writer, provision: Provision, index: int, version: Version) -> Plan:
        writing = Writing(writer)
        names = Names(dict(version.where), {"": "e"}, "D or R.law_date")
        head = f"return ({provision.id!r}, e, "
        tail = f"{index}, D, H, b, {_SLOTS})"
        writer.lines.append(f"def version{index}(R, e, D=None, H=()):")
        self._prologue(writer)
        when: Plan = None
        with writer.frame() as slots:
            writer.line("b = None")
            own = "True"
            if provision.punishes:
                writer.line(f"b = own = status(R, {provision.punishes!r}, 'breached', e)")
                own = "own"
            if version.when is not None and provision.punishes:
                with writer.block("if b is not False:"):
                    truth, when = writing.judge(version.when, names)
                    writer.line(f"own = both((own, {truth}))")
            elif version.when is not None:
                own, when = writing.judge(version.when, names)
            if own != "True":
                with writer.block(f"if {own} is False:"):
                    writer.line(f"{head}False, 'does not apply', None, None, (), {tail}")
            exceptions = self.rulebook.exceptions.get(provision.id, ())
            records = [f"z{i}" for i in range(len(exceptions))]
            applies = "True" if own == "True" and not exceptions else "applies"
            if applies != "True":
                writer.line(f"applies = {own}")
            for id_, record in zip(exceptions, records, strict=True):
                writer.line(f"{record} = {self.call(id_)}")
            excepting = _tuple(records)
            if exceptions:
                effects = [
                    f"{r}[2]" if id_ not in self.rulebook.exceptions else f"effect({r})"
                    for id_, r in zip(exceptions, records, strict=True)
                ]
                writer.line(f"y = {effects[0]}" if len(effects) == 1 else f"y = {_tuple(effects)}")
                one = len(effects) == 1
                with writer.block("if y is True:" if one else "if True in y:"):
                    writer.line(f"{head}False, 'excepted', None, None, {excepting}, {tail}")
                with writer.block("if y == 'unknown':" if one else "if 'unknown' in y:"):
                    writer.line("applies = 'unknown'")
            said, row, plan = self._say(writer, writing, version, names, (head, excepting, tail))
            outcome = "'applies'" if applies == "True" else "'applies' if applies is True else 'unknown'"
            writer.line(f"{head}{applies}, {outcome}, {said}, {row}, {excepting}, {tail}")
        for i, line in enumerate(writer.lines):
            writer.lines[i] = line.replace(f", {_SLOTS})", f", {', '.join(slots)})" if slots else ")")
        return when, plan

    def _say(
        self, writer: Writer, writing: Writing, version: Version, names: Names, returning: tuple[str, str, str]
    ) -> tuple[str, str, Plan]:
        """What a version says: the Python of the amount and of the row, and their plan."""
        if version.unsettled:
            return "UNKNOWN", "None", None
        if version.table is not None:
            return self._table(writer, writing, version.table, names, returning)
        if version.value is not None:
            value, plan = writing.value(version.value, names)
            return value, "None", plan
        return "None", "None", None

    def _table(
        self, writer: Writer, writing: Writing, table: Table, names: Names, returning: tuple[str, str, str]
    ) -> tuple[str, str, Plan]:
        """As ``consult``: which rows hold or may hold, then the value that they agree on."""
        writer.line("h = []")
        writer.line("certain = going = True")
        whens: list[Plan] = []
        for i, row in enumerate(table.rows):
            with writer.block("if going:"):
                if row.when is None:
                    with writer.block("if not h or not certain:"):
                        writer.line(f"h.append({i})")
                    writer.line("going = False")
                    whens.append(None)
                    continue
                truth, plan = writing.judge(row.when, names)
                whens.append(plan)
                with writer.block(f"if {truth} is not False:"):
                    writer.line(f"h.append({i})")
                    writer.line(f"certain = certain and {truth} is True")
                    if table.match == "first":
                        with writer.block(f"if {truth} is True:"):
                            writer.line("going = False")
        with writer.block("if not h:"):
            if table.open:
                head, excepting, tail = returning
                writer.line(f"{head}False, 'does not apply', None, None, {excepting}, {tail}")
            else:
                writer.line("raise Handed('no row of a table fits')")
        writer.line("said = None")
        values: list[Plan] = []
        for i, row in enumerate(table.rows):
            with writer.block(f"if {i} in h:"):
                value, plan = writing.value(row.value, names)
                values.append(plan)
                with writer.block("if said is None:"):
                    writer.line(f"said = first = {value}")
                with writer.block(f"elif {value} != first:"):
                    if table.match == "unique":
                        with writer.block("if certain:"):
                            writer.line("raise Handed('rows of a table disagree')")
                    writer.line("said = UNKNOWN")
        return "said", "h[0]", (tuple(whens), tuple(values))

    def _select(self, writer: Writer, provision: Provision) -> None:
        """The version that the law date chooses, as ``version_choice.choose``; the newest that has begun."""
        writer.lines.append("def select(law_date, known_on):")
        for index in range(len(provision.versions) - 1, -1, -1):
            version = provision.versions[index]
            since, promulgated = writer.constant(version.since), writer.constant(version.promulgated)
            with writer.block(f"if (known_on is None or {promulgated} <= known_on) and law_date >= {since}:"):
                if version.until is None or provision.is_followed(index):
                    writer.line(f"return version{index}")
                else:
                    until = writer.constant(version.until)
                    writer.line(f"return version{index} if law_date <= {until} else outside")
        writer.line("return outside")
        writer.lines.append("def outside(R, e):")
        self._prologue(writer)
        writer.line(f"return ({provision.id!r}, e, False, 'not in force', None, None, (), None, None, (), None)")

    def _transitional(self, writer: Writer, provision: Provision) -> Plan:
        """The version that the dates of transitional clauses choose, as ``version_choice.choose``."""
        plans: list[Plan] = [None] * len(provision.versions)
        head = f"return ({provision.id!r}, e, "
        writer.lines.append("def transitional(R, e):")
        writer.line("get = R.facts.get; known = R.known.get")
        writer.line("H, D = (), R.law_date")
        for index in range(len(provision.versions) - 1, -1, -1):
            version = provision.versions[index]
            since, promulgated = writer.constant(version.since), writer.constant(version.promulgated)
            with writer.block(f"if R.known_on is None or {promulgated} <= R.known_on:"), writer.frame() as slots:
                day = "R.law_date"
                if version.version_by is not None:
                    names = Names(dict(version.where), {"": "e"}, "R.law_date")
                    writing = Writing(writer)
                    day, plans[index] = writing.value(version.version_by, names)
                    writer.line(f"H += (({index}, {_tuple(slots)}),)")
                writer.line(f"c = holds({day}, '≥', {since})")
                writer.line(f"D = {day} if {day}.__class__ is date else {since}")
                with writer.block("if c is True:"):
                    if version.until is None or provision.is_followed(index):
                        writer.line(f"return version{index}(R, e, D, H)")
                    else:
                        writer.line(f"c = holds({day}, '≤', {writer.constant(version.until)})")
                        with writer.block("if c is True:"):
                            writer.line(f"return version{index}(R, e, D, H)")
                        with writer.block("if c is False:"):
                            writer.line(f"{head}False, 'not in force', None, None, (), None, D, H, None)")
                with writer.block("if c == 'unknown':"):
                    writer.line(f"{head}'unknown', 'unknown', None, None, (), None, False, H, None)")
                if index == 0 and provision.is_older(self.rulebook.covers_from):
                    with writer.block(f"if {day}.__class__ is date:"):
                        writer.line(f"{head}'unknown', 'not held', None, None, (), None, D, H, None)")
        writer.line(f"{head}False, 'not in force', None, None, (), None, D, H, None)")
        return tuple(plans)

    def _fulfilled(self, writer: Writer, fulfilled: s.Node) -> Plan:
        writer.lines.append("def fulfilled(R, e):")
        writer.line("get = R.facts.get; known = R.known.get")
        with writer.frame() as slots:
            truth, plan = Writing(writer).judge(fulfilled, Names({}, {"": "e"}, "R.law_date"))
            writer.line(f"return {truth}, {_tuple(slots)}")
        return plan

    def _prologue(self, writer: Writer) -> None:
        writer.line("get = R.facts.get; known = R.known.get")
        if len(self.rulebook.provisions) > _MANY_PROVISIONS:
            writer.line("spend(R, 1)")
        else:
            with writer.block("if e:"):
                writer.line("spend(R, 1)")


def generator(rulebook: Rulebook) -> Generator:
    """A generator for a rulebook: it has looked which provisions more than one thing asks for."""
    deciding = {id_ for ids in rulebook.deciders.values() for id_ in ids}
    excepting = {id_ for ids in rulebook.exceptions.values() for id_ in ids}
    shared = deciding & excepting
    for provision in rulebook.provisions.values():
        if provision.fulfilled is not None:
            shared.add(provision.id)
        if provision.punishes:
            shared.add(provision.punishes)
        for expression in expressions_of(provision):
            shared.update(n.provision for n in s.walk(expression) if isinstance(n, s.ProvisionStatus))
    return Generator(rulebook, frozenset(shared))


def expressions_of(provision: Provision) -> Iterable[s.Node]:
    """Every expression of a provision."""
    if provision.fulfilled is not None:
        yield provision.fulfilled
    for version in provision.versions:
        yield from (node for node in (version.when, version.value, version.version_by) if node is not None)
        yield from (node for _, node in version.where)
        for row in version.table.rows if version.table else ():
            yield from (node for node in (row.when, row.value) if node is not None)


def _tuple(names: Iterable[str]) -> str:
    return f"({''.join(f'{name}, ' for name in names)})"


def _with_constants(lines: list[str], constants: Mapping[str, str]) -> str:
    return "\n".join([*(f"{name} = {source}" for source, name in constants.items()), *lines])
