"""Checks a whole rulebook before any case runs: names, types, units, provisions spoken of, cycles, bounds."""

from collections.abc import Iterator

from rulecheck.engine.check_bounds import impossible
from rulecheck.engine.check_cycles import cycles, what_rests_on_what
from rulecheck.engine.check_depth import too_deep
from rulecheck.engine.constructs import CONSTRUCTS
from rulecheck.engine.diagnostics import Diagnostic, Place, in_order, loop_shown
from rulecheck.engine.entries import near
from rulecheck.engine.local_names import in_order_of_need
from rulecheck.engine.names import Names
from rulecheck.engine.policy import is_policy
from rulecheck.engine.rulebook import Provision, Rulebook, Version
from rulecheck.engine.types import (
    BOOLEAN,
    DATE,
    WRONG,
    ChoiceType,
    ListType,
    Quantity,
    Type,
    assignable,
    described,
    money,
)
from rulecheck.engine.vocabulary import Conclusion, Constraint
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import define, evolve, field
from rulecheck.grammar.printer import to_text


def check(rulebook: Rulebook) -> tuple[Rulebook, tuple[Diagnostic, ...]]:
    """The rulebook with its names resolved, and everything that is wrong in it, sorted by place."""
    found: list[Diagnostic] = []
    provisions = {id_: _provision(rulebook, provision, found) for id_, provision in rulebook.provisions.items()}
    constraints = tuple(_constraint(rulebook, constraint, found) for constraint in rulebook.vocabulary.constraints)
    resolved = evolve(rulebook, provisions=provisions, vocabulary=evolve(rulebook.vocabulary, constraints=constraints))
    if not found:
        edges = what_rests_on_what(resolved)
        found.extend(cycles(resolved, edges) or too_deep(resolved, edges))
    return resolved, in_order(found)


def provision_mistakes(rulebook: Rulebook, provision: Provision) -> tuple[Diagnostic, ...]:
    """What is wrong with one provision whose references are resolved, such as one changed for a trial."""
    found: list[Diagnostic] = []
    _provision(rulebook, provision, found)
    return in_order(found)


def record_of(rulebook: Rulebook, provision: Provision) -> str:
    """The record for whose elements a provision decides, itself or through the one it excepts; else empty."""
    seen: set[str] = set()
    while provision.id not in seen:
        seen.add(provision.id)
        conclusion = rulebook.vocabulary.conclusions.get(provision.decides)
        if conclusion is not None:
            return conclusion.record
        provision = rulebook.provisions.get(provision.to, provision)
    return ""


def _provision(rulebook: Rulebook, provision: Provision, found: list[Diagnostic]) -> Provision:
    record = record_of(rulebook, provision)
    conclusion = rulebook.vocabulary.conclusions.get(provision.decides)
    wanted = conclusion.type if conclusion else BOOLEAN
    versions = tuple(_version(rulebook, version, record, wanted, found) for version in provision.versions)
    found.extend(_as_policy(rulebook, provision, conclusion))
    fulfilled = provision.fulfilled
    if fulfilled is not None:
        checker = Checker(rulebook, found, Names(rulebook.vocabulary, record=record, mistakes=found))
        fulfilled = checker.resolved(fulfilled)
        checker.condition(fulfilled)
    return evolve(provision, versions=versions, fulfilled=fulfilled)


def _as_policy(rulebook: Rulebook, provision: Provision, conclusion: Conclusion | None) -> Iterator[Diagnostic]:
    """A policy excepts nothing of the statute, and decides with it only where it is known which answer is better."""
    if not is_policy(rulebook, provision.id):
        return
    if provision.to in rulebook.provisions and not is_policy(rulebook, provision.to):
        message = f"the policy `{provision.id}` excepts `{provision.to}`, which is law"
        hint = "a policy may add to the statute, and never take away: let it decide something itself"
        yield Diagnostic("R0221", message, provision.place, provision.key, hint)
    if conclusion is not None and not conclusion.better:
        lawful = [p for p in rulebook.deciders.get(conclusion.name, ()) if not is_policy(rulebook, p)]
        if lawful:
            both = f"`{provision.id}` and `{lawful[0]}` both decide `{conclusion.name}`"
            message = f"{both}, and nothing says which answer is better"
            hint = f"add `better: more` (or less, yes, no, later, earlier) to `{conclusion.name}`"
            yield Diagnostic("R0222", message, provision.place, provision.key, hint)


def _version(rulebook: Rulebook, version: Version, record: str, wanted: Type, found: list[Diagnostic]) -> Version:
    names = Names(rulebook.vocabulary, frozenset(name for name, _ in version.where), record=record, mistakes=found)
    checker = Checker(rulebook, found, names)
    where = tuple((name, checker.resolved(node)) for name, node in version.where)
    checker.where.update(where)
    checker.locals()
    when = checker.resolved(version.when) if version.when is not None else None
    if when is not None:
        before = len(found)
        checker.condition(when)
        if len(found) == before:  # what is of the wrong type is neither possible nor impossible
            found.extend(impossible(when, rulebook.vocabulary, checker.where))
    value = version.value
    if value is not None:
        value = checker.resolved(value, wanted)
        checker.value(value, wanted)
    table = version.table
    if table is not None:
        rows = []
        for row in table.rows:
            row_when = checker.resolved(row.when) if row.when is not None else None
            if row_when is not None:
                checker.condition(row_when)
            row_value = checker.resolved(row.value, wanted)
            checker.value(row_value, wanted)
            rows.append(evolve(row, when=row_when, value=row_value))
        table = evolve(table, rows=tuple(rows))
    version_by = version.version_by
    if version_by is not None:
        version_by = checker.resolved(version_by)
        if checker.type_of(version_by) not in (DATE, WRONG):
            checker.report(
                "R0219",
                version_by,
                f"a version is chosen by a date, and this is {described(checker.type_of(version_by))}",
            )
    return evolve(version, where=where, when=when, value=value, table=table, version_by=version_by)


def _constraint(rulebook: Rulebook, constraint: Constraint, found: list[Diagnostic]) -> Constraint:
    checker = Checker(rulebook, found, Names(rulebook.vocabulary, mistakes=found))
    must = checker.resolved(constraint.must)
    checker.condition(must)
    for node in s.walk(must):
        if isinstance(node, s.Name) and "conclusion" in node.role:
            checker.report(
                "R0220",
                node,
                f"`{node.name}` is a conclusion; a constraint speaks of facts",
                "what provisions decide cannot make a case impossible",
            )
    named = (n.name for n in s.walk(must) if isinstance(n, s.Name) and n.role == "fact")
    lists = (n.source for n in s.walk(must) if isinstance(n, s.Quantified | s.Count | s.Total))
    return evolve(constraint, must=must, facts=tuple(dict.fromkeys((*named, *lists))))


@define
class Checker:
    """Checks the expressions of one version. Implements what constructs ask of a checker."""

    rulebook: Rulebook
    found: list[Diagnostic]
    names: Names
    where: dict[str, s.Node] = field(factory=dict)
    _local_types: dict[str, Type] = field(factory=dict)
    _types: dict[int, tuple[s.Node, Type]] = field(factory=dict)

    @property
    def currency(self) -> Quantity:
        """The type of money."""
        return money(self.rulebook.currency.unit)

    @property
    def has_holidays(self) -> bool:
        """Whether the rulebook names a calendar of public holidays."""
        return bool(self.rulebook.holidays)

    def resolved(self, node: s.Node, expected: Type | None = None) -> s.Node:
        """The expression with its names resolved."""
        return self.names.resolve(node, self.report, expected)

    def type_of(self, node: s.Node) -> Type:
        """The type of an expression; ``WRONG`` when something in it was reported. Each node is checked once."""
        known = self._types.get(id(node))
        if known is None:
            known = self._types[id(node)] = (node, CONSTRUCTS[type(node)].check(node, self))
        return known[1]

    def condition(self, node: s.Node) -> Type:
        """Checks an expression that must be a condition."""
        found = self.type_of(node)
        if found not in (BOOLEAN, WRONG):
            self.report(
                "R0215",
                node,
                f"a condition is expected, and this is {described(found)}",
                "compare it with something, such as `… ≥ 1`",
            )
        return BOOLEAN

    def value(self, node: s.Node, wanted: Type) -> None:
        """Checks that an expression gives a value of a conclusion's type."""
        if isinstance(node, s.Text) and isinstance(wanted, ChoiceType):
            return
        if isinstance(node, s.If) and isinstance(wanted, ChoiceType):
            self.condition(node.condition)
            self.value(node.then, wanted)
            self.value(node.otherwise, wanted)
            return
        found = self.type_of(node)
        if found == WRONG or assignable(found, wanted):
            return
        if (
            isinstance(found, Quantity)
            and isinstance(wanted, Quantity)
            and isinstance(node, s.Number)
            and not node.unit
        ):
            self.report(
                "R0202",
                node,
                f"`{to_text(node)}` has no unit, and {wanted} are meant",
                f"write the unit: `{to_text(node)} {wanted}`",
            )
            return
        hint = (
            "round it, or declare the conclusion as a number" if isinstance(wanted, Quantity) and wanted.whole else ""
        )
        self.report("R0219", node, f"{described(wanted)} is decided here, and this is {described(found)}", hint)

    def locals(self) -> None:
        """Checks the local amounts, each after those that it rests on."""
        order, circles = in_order_of_need(self.where)
        for circle in circles:
            hint = "one of these must be known without the others"
            message = f"`{circle[0]}` rests on itself: {loop_shown(circle)}"
            self.report("R0217", self.where[circle[0]], message, hint)
        for name in order:
            self._local_types[name] = self.type_of(self.where[name])

    def type_of_name(self, node: s.Name) -> Type:
        """The type a name is declared with."""
        vocabulary = self.rulebook.vocabulary
        name = f"{node.record}.{node.name.rpartition('.')[2]}" if node.record else node.name
        match node.role:
            case "local":
                return self._local_types.get(node.name, WRONG)
            case "fact" | "element fact":
                found = vocabulary.facts[name].type
                if isinstance(found, ListType):
                    return self.report(
                        "R0209",
                        node,
                        f"`{node.name}` is a list",
                        f"speak of its elements: `any x in {node.name} satisfies …`",
                    )
                return found
            case "conclusion" | "element conclusion":
                return vocabulary.conclusions[name].type
            case "figure":
                return vocabulary.figures[name].type
            case _:
                return WRONG

    def provision(self, node: s.ProvisionStatus) -> None:
        """Checks that a provision spoken of can have that status."""
        provision = self.rulebook.provisions.get(node.provision)
        if provision is None or node.status == "applies":
            return
        if provision.kind not in ("duty", "prohibition"):
            self.report(
                "R0218",
                node,
                f"`{provision.id}` is no duty and no prohibition: it cannot be {node.status}",
                "write `applies`",
            )
        elif node.status in ("fulfilled", "breached") and provision.fulfilled is None:
            self.report("R0218", node, f"nothing says what fulfils `{provision.id}`", "add `fulfilled:` to it")

    def element(self, variable: str, source: str, node: s.Node) -> "Checker":
        """A checker in which ``variable`` names an element of the list ``source``; reports a bad list at ``node``."""
        listed = self.rulebook.vocabulary.facts.get(source)
        if listed is None or not isinstance(listed.type, ListType):
            lists = [f.name for f in self.rulebook.vocabulary.facts.values() if isinstance(f.type, ListType)]
            self.report("R0212", node, f"`{source}` is not a list", near(self.found, source, lists))
        elif variable in self.names.local or variable in self.rulebook.vocabulary.facts:
            self.report(
                "R0212",
                node,
                f"`{variable}` already names something else",
                "choose another word for the element",
            )
        return self

    def report(self, code: str, node: s.Node, message: str, hint: str = "") -> Type:
        """Reports a mistake at a node; gives ``WRONG``."""
        place = node.at if isinstance(node.at, Place) else self.rulebook.place
        self.found.append(Diagnostic(code, message, place, to_text(node), hint))
        return WRONG
