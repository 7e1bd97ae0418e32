"""Small invented rulebooks, built in memory: provisions in the fewest words, checked like any other."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from rulecheck.engine.case import Case
from rulecheck.engine.check import check
from rulecheck.engine.diagnostics import Place
from rulecheck.engine.provision_kinds import Kind
from rulecheck.engine.rulebook import Act, Currency, Provision, Rulebook, Version
from rulecheck.engine.types import BOOLEAN, Type
from rulecheck.engine.values import Value
from rulecheck.engine.vocabulary import Conclusion, Fact, Figure, Scheme, Vocabulary, Words
from rulecheck.grammar.parse import Mistake, parse
from rulecheck.grammar.syntax import Node

HERE = Place("test")
ACT = Act("A", "act", Words({"en": "Act"}), Words({"en": "Act"}), HERE)


def expression(text: str) -> Node:
    """The tree of an expression that is meant to be right."""
    node = parse(text, lambda _start, _end: HERE)
    assert not isinstance(node, Mistake), node
    return node


def version(
    when: str = "",
    value: str = "",
    since: str = "2000-01-01",
    until: str = "",
    where: Mapping[str, str] | None = None,
    by: str = "",
    promulgated: str = "",
    unsettled: str = "",
    newly_inserted: bool = False,
) -> Version:
    """A version in force from a day (until a day)."""
    return Version(
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
        date.fromisoformat(promulgated or since),
        "Act 1",
        Words({"en": "gist"}),
        HERE,
        tuple((name, expression(text)) for name, text in (where or {}).items()),
        expression(when) if when else None,
        expression(value) if value else None,
        unsettled=Words({"en": unsettled} if unsettled else {}),
        version_by=expression(by) if by else None,
        newly_inserted=newly_inserted,
    )


def provision(
    key: str,
    *versions: Version,
    decides: str = "",
    to: str = "",
    kind: Kind | None = None,
    fulfilled: str = "",
    punishes: str = "",
) -> Provision:
    """A provision of article 1 of the act A; its id is ``A 1<key>``."""
    return Provision(
        f"A 1{key}",
        "A",
        "1",
        key,
        kind or ("exception" if to else "condition"),
        HERE,
        versions,
        decides=decides,
        bearer="employer" if fulfilled else "",
        fulfilled=expression(fulfilled) if fulfilled else None,
        to=to,
        punishes=punishes,
    )


def rulebook(
    provisions: Iterable[Provision],
    facts: Mapping[str, Type],
    conclusions: Mapping[str, Type] | None = None,
    record: str = "",
    figures: Iterable[Figure] = (),
    optional: Collection[str] = (),
    covers_from: str = "2000-01-01",
) -> Rulebook:
    """A checked rulebook of those provisions. A wrong one fails the test that builds it.

    Of the ``optional`` facts a case may say that there is none. Facts and conclusions whose names begin with the name
    of the ``record`` belong to it.
    """
    listed = {p.id: p for p in provisions}
    deciders: dict[str, tuple[str, ...]] = {}
    exceptions: dict[str, tuple[str, ...]] = {}
    for p in listed.values():
        if p.to:
            exceptions[p.to] = (*exceptions.get(p.to, ()), p.id)
        if p.decides:
            deciders[p.decides] = (*deciders.get(p.decides, ()), p.id)

    def whose(name: str) -> str:
        return record if record and name.startswith(f"{record}.") else ""

    declared = conclusions or {"c": BOOLEAN}
    vocabulary = Vocabulary(
        facts={
            n: Fact(n, t, Words({"en": n}), HERE, record=whose(n), optional=n in optional) for n, t in facts.items()
        },
        conclusions={n: Conclusion(n, t, Words({"en": n}), HERE, record=whose(n)) for n, t in declared.items()},
        records={record: Words({"en": record})} if record else {},
        figures={figure.name: figure for figure in figures},
        schemes={"s": Scheme("s", Words({"en": "s"}), HERE, tuple(facts), (), tuple(declared))},
    )
    checked, found = check(
        Rulebook(
            "test",
            Words({"en": "test"}),
            Currency("EUR", "euro", "€"),
            "",
            date.fromisoformat(covers_from),
            HERE,
            acts={"A": ACT},
            vocabulary=vocabulary,
            provisions=listed,
            deciders=deciders,
            exceptions=exceptions,
        )
    )
    assert not found, found
    return checked


def case(law_date: str = "2020-01-01", **facts: Value) -> Case:
    """A case with those facts; two underscores stand for the dot of a name."""
    named = {name.replace("__", "."): value for name, value in facts.items()}
    return Case("case", named, law_date=date.fromisoformat(law_date) if law_date else None)
