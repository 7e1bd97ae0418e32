"""Random rulebooks and cases from a number, for differential tests: every construct, and every way to stand.

A rulebook of a seed has two lists of facts, dated figures, conclusions that rest on those before them, exceptions to
exceptions, versions in time with and without a date of the case to choose them, tables, local amounts, duties with
penalties, and text that is unsettled. The same seed gives the same rulebook on every machine.
"""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from attrs import evolve
from rulebooks import HERE, case, expression, provision, rulebook, version

from rulecheck.engine.case import Case
from rulecheck.engine.rulebook import Provision, Row, Rulebook, Table, Version
from rulecheck.engine.types import BOOLEAN, DATE, DAYS, INTEGER, MONTHS, NUMBER, ChoiceType, ListType, Type
from rulecheck.engine.values import NONE, Elements, Period, Value
from rulecheck.engine.vocabulary import DatedValue, Figure, Words
from rulecheck.grammar import syntax as s

CHOICE = ChoiceType("choice", ("red", "green", "blue"))
SEVERAL = ChoiceType("choices", ("red", "green", "blue"), several=True)
FACTS: dict[str, Type] = {
    "b1": BOOLEAN, "b2": BOOLEAN, "b3": BOOLEAN, "i1": INTEGER, "i2": INTEGER, "n1": NUMBER, "n2": NUMBER,
    "d1": DATE, "d2": DATE, "p1": DAYS, "p2": MONTHS, "k1": CHOICE, "k2": SEVERAL,
    "items": ListType("list", "item"), "item.i": INTEGER, "item.n": NUMBER, "item.b": BOOLEAN, "item.d": DATE,
}  # fmt: skip
# Of these a case may say that there is none.
OPTIONAL = frozenset(("b2", "i2", "n2", "d2", "p2", "k2", "item.n", "item.d"))
_COVERS_FROM = "2019-12-31"
_DAYS = ("2019-12-31", "2020-01-01", "2020-02-29", "2020-06-30", "2021-07-01")


def random_rulebook(seed: int) -> Rulebook:
    """The rulebook of a seed: checked, like any other."""
    return _Maker(Random(seed)).rulebook()


def random_case(seed: int, own: Rulebook) -> Case:
    """A case of a seed: facts on the limits of the rules, beyond them, and missing."""
    del own
    random = Random(seed)
    missing = random.choice((0, 0, 0, 0, 0, 0.05, 0.3))
    facts: dict[str, Value] = {}
    for name in FACTS:
        if "." not in name and random.random() >= missing:
            facts[name] = _given(random, name)
    if random.random() >= missing:
        count = random.choice((0, 1, 2, 3))
        facts["items"] = Elements("items", count)
        for i in range(1, count + 1):
            for name in FACTS:
                if name.startswith("item.") and random.random() >= missing:
                    facts[f"items[{i}].{name[5:]}"] = _given(random, name)
    else:
        facts.pop("items", None)
    return evolve(case(random.choice(_DAYS)), facts=facts)


def _given(random: Random, name: str) -> Value:
    return NONE if name in OPTIONAL and random.random() < 0.08 else _value(random, FACTS[name])


def _value(random: Random, wanted: Type) -> Value:
    match wanted:
        case _ if wanted == BOOLEAN:
            return random.random() < 0.5
        case _ if wanted == INTEGER:
            return random.choice((0, 1, 2, 3, 4, 5, 9, 10, 11))
        case _ if wanted == NUMBER:
            return random.choice((0, 1, 2, 3, 5, 10, Fraction(1, 2), Fraction(7, 3), 1000))
        case _ if wanted == DATE:
            return date.fromisoformat(random.choice(_DAYS)) + timedelta(days=random.choice((-1, 0, 0, 1)))
        case _ if wanted == DAYS:
            return Period(0, random.choice((0, 13, 14, 15, 30)))
        case _ if wanted == MONTHS:
            return Period(random.choice((0, 5, 6, 7, 12)))
        case ChoiceType(several=True):
            return frozenset(o for o in wanted.options if random.random() < 0.5)
        case ChoiceType():
            return random.choice(wanted.options)
    return Elements("items", 0)


def _resolved(made: Provision) -> Provision:
    """A provision that speaks of others by their ids, as the loader makes it."""

    def by_id(node: s.Node) -> s.Node:
        is_status = isinstance(node, s.ProvisionStatus)
        return evolve(node, provision=node.provision.replace(" Art.", "")) if is_status else node

    def below(node: s.Node | None) -> s.Node | None:
        return None if node is None else s.rebuilt(node, by_id)

    def table(given: Table | None) -> Table | None:
        if given is None:
            return None
        rows = (evolve(row, when=below(row.when), value=s.rebuilt(row.value, by_id)) for row in given.rows)
        return evolve(given, rows=tuple(rows))

    versions = tuple(
        evolve(
            v,
            where=tuple((name, s.rebuilt(node, by_id)) for name, node in v.where),
            when=below(v.when),
            value=below(v.value),
            table=table(v.table),
            version_by=below(v.version_by),
        )
        for v in made.versions
    )
    return evolve(made, versions=versions, fulfilled=below(made.fulfilled))


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.conclusions: dict[str, Type] = {}
        self.duties: list[str] = []
        self.locals: list[str] = []
        self.element = ""

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def rulebook(self) -> Rulebook:
        provisions: list[Provision] = []
        for i in range(self.random.randint(3, 7)):
            self.element = "item" if self.random.random() < 0.2 else ""
            name = f"{self.element}.c{i}" if self.element else f"c{i}"
            wanted = BOOLEAN if self.element or self.random.random() < 0.6 else NUMBER
            for j in range(self.random.choice((1, 1, 1, 2))):
                provisions += self.provisions(f"({i + 1}) subparagraph {j + 1}", name, wanted)
            self.conclusions[name] = wanted
        values = (
            DatedValue(date(2019, 1, 1), date(2020, 1, 31), 3, "notice", HERE),
            DatedValue(date(2020, 2, 1), date(2020, 12, 31), 5, "notice", HERE),
        )
        figures = [Figure("g1", NUMBER, Words({"en": "g1"}), HERE, values)]
        made = [_resolved(p) for p in provisions]
        return rulebook(made, FACTS, self.conclusions, "item", figures, OPTIONAL, covers_from=_COVERS_FROM)

    def provisions(self, key: str, decides: str, wanted: Type) -> list[Provision]:
        random = self.random
        self.locals = []
        fulfilled = self.condition(1) if not self.element and wanted == BOOLEAN and random.random() < 0.3 else ""
        kind = "duty" if fulfilled else None
        punishes = self.pick(*self.duties) if self.duties and random.random() < 0.2 and not self.element else ""
        found = [
            provision(key, *self.versions(wanted), decides=decides, fulfilled=fulfilled, kind=kind, punishes=punishes)
        ]
        excepted = found[0].id
        for i in range(random.choice((0, 0, 1, 1, 2))):
            deciding = random.random() < 0.3
            versions = self.versions(wanted if deciding else BOOLEAN, says=deciding)
            exception = provision(f"{key} item {'abc'[i]}", *versions, to=excepted, decides=decides if deciding else "")
            found.append(exception)
            if random.random() < 0.4:
                excepted = exception.id
        if fulfilled:
            self.duties.append(found[0].id)
        return found

    def versions(self, wanted: Type, says: bool = True) -> list[Version]:
        if self.random.random() < 0.3:
            by = self.pick("", "d1", "d2")
            until = self.pick("2020-05-31", "2019-12-31", "2020-02-29", "2020-02-29", "2020-02-29")
            return [
                self.version(wanted, says, "2019-01-01", until),
                self.version(wanted, says, "2020-03-01", "", by),
            ]
        if self.random.random() < 0.15:
            return self.chosen_by_a_date(wanted, says)
        return [self.version(wanted, says, self.pick("2000-01-01", "2000-01-01", "2020-01-01"), "")]

    def chosen_by_a_date(self, wanted: Type, says: bool) -> list[Version]:
        """Versions of which a date chooses the oldest as well, on either side of what the rulebook covers."""
        since, by = self.pick(_COVERS_FROM, _COVERS_FROM, "2020-01-01"), self.pick("d1", "d2", "1 day before d1")
        until = self.pick("", "2020-01-01", "2020-02-28", "2020-02-28")
        found = [evolve(self.version(wanted, says, since, until, by), newly_inserted=self.random.random() < 0.2)]
        if until:
            found.append(self.version(wanted, says, "2020-02-29", "", self.pick("", by, "d1")))
        return found

    def version(self, wanted: Type, says: bool, since: str, until: str, by: str = "") -> Version:
        random = self.random
        self.locals = []
        where = {}
        for name in ("x1", "x2")[: random.choice((0, 0, 1, 2))]:
            where[name] = self.number(2)
            self.locals.append(name)
        when = self.condition(3)
        value = ""
        unsettled = "open" if says and random.random() < 0.04 else ""
        if wanted == NUMBER and not unsettled:
            value = self.number(3)
        elif says and random.random() < 0.15 and not unsettled:
            value = self.pick("true", "false")
        duties, self.duties = self.duties, []  # a table speaks of no other provision
        rows_of = tuple((self.condition(1), self.number(1)) for _ in range(2)), self.number(1)
        self.locals = []
        self.duties = duties
        made = version(when, value, since, until, where, by, unsettled=unsettled)
        if value and wanted == NUMBER and random.random() < 0.25:
            rows = tuple(Row(expression(when), expression(amount), HERE) for when, amount in rows_of[0])
            rows += (Row(None, expression(rows_of[1]), HERE),) if random.random() < 0.8 else ()
            match = "first" if random.random() < 0.8 else "unique"
            made = evolve(made, value=None, table=Table(rows, match, random.random() < 0.5, HERE))
        return made

    def known(self, wanted: Type) -> list[str]:
        return [n for n, t in self.conclusions.items() if t == wanted and "." not in n]

    def condition(self, depth: int, element: str = "") -> str:
        random = self.random
        if depth > 0 and random.random() < 0.5:
            one, other = self.condition(depth - 1, element), self.condition(depth - 1, element)
            which = self.pick("any", "every", "no")
            return self.pick(
                f"({one}) and ({other})", f"({one}) or ({other})", f"not ({one})", f"({one}) or not ({other})",
                *(() if element else (f"({which} m in items satisfies {self.condition(0, 'm')})",)),
            )  # fmt: skip
        options = [
            "b1", "b2", "b3", "k1 is red", "k1 in {red, blue}", "k1 is not green", "k2 includes {red}",
            "d1 is none", "i1 is not none", "(d1 until d2) ≥ 6 months", "p1 ≥ 14 days", "p2 < 6 months",
            "(d1 to d2) < 14 days", f"age of d1 on d2 ≤ {random.randint(0, 2)}", "i1 1–9", "d1 ≤ d2",
            "d1 > 2020-02-29", f"i1 {self.pick('<', '≤', '=', '≠', '≥', '>')} {random.choice((0, 2, 9, 10))}",
            f"{self.number(0, element)} {self.pick('<', '≤', '=', '≠', '≥', '>')} {self.number(1, element)}",
            f"0 ≤ {self.number(0, element)} < {self.number(0, element)}",
        ]  # fmt: skip
        options += self.known(BOOLEAN) * 3
        options += [f"{n} is not none" for n in self.known(NUMBER)]
        if self.duties and not self.element and not element:
            duty = self.pick(*self.duties)
            options += [f"{duty.replace('A ', 'A Art. ')} {self.pick('is owed', 'is fulfilled', 'is breached')}"] * 3
        here = element or self.element
        if here:
            options += [f"{here}.b", f"{here}.i > 2", f"{here}.d ≤ d1", f"{here}.n = 1"] * 3
        return random.choice(options)

    def number(self, depth: int, element: str = "") -> str:
        random = self.random
        if depth > 0 and random.random() < 0.7:
            a, b = self.number(depth - 1, element), self.number(depth - 1, element)
            lists = (
                ()
                if element
                else (
                    f"(count of m in items where {self.condition(0, 'm')})",
                    f"(sum of {self.number(0, 'm')} for m in items where {self.condition(0, 'm')})",
                )
            )
            return self.pick(
                f"({a} + {b})", f"({a} − {b})", f"({a} × {b})", f"({a} × {b} ÷ 3)", f"({a} ÷ {b})", f"(80% of {a})",
                f"({a} × 0.5)", f"({a}, at least 1, at most 10)", f"min({a}, {b})", f"max({a}, {b})",
                f"({a} × {b} ÷ 7 rounded {self.pick('down', 'up', 'half up')} to 1)",
                f"({a} rounded {self.pick('down', 'up', 'half up')} to 10)",
                f"({a} if {self.condition(0, element)} otherwise {b})", *lists,
            )  # fmt: skip
        options = ["i1", "i2", "n1", "n2", "g1", "2", "10", "0.5", "month of d1", *self.locals]
        here = element or self.element
        return random.choice(options + [f"{here}.n", f"{here}.i"] * 2 if here else options)
