"""Which provisions stand in a paragraph, and which rest on a provision: to whom a change of the law matters."""

from collections.abc import Iterable, Iterator

from rulecheck.engine.rulebook import Article, Provision, Rulebook
from rulecheck.grammar import syntax as s
from rulecheck.workbench.facts import expressions


class Citing:
    """What rests on what in a rulebook. Built once, asked often."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._by: dict[str, dict[str, None]] = {}
        self._reading: dict[str, dict[str, None]] = {}
        for provision in rulebook.provisions.values():
            own = provision.through or provision.id
            for named in (provision.to, provision.punishes, provision.base):
                if named:
                    self._by.setdefault(named, {})[own] = None
            for part in _parts(provision):
                if isinstance(part, s.ProvisionStatus):
                    self._by.setdefault(part.provision, {})[own] = None
                elif isinstance(part, s.Name):
                    self._reading.setdefault(_conclusion(part), {})[own] = None

    def standing_in(self, article: Article, paragraph: str) -> tuple[str, ...]:
        """The provisions of the rulebook that stand in a paragraph of an article."""
        return tuple(
            p.id
            for p in self._rulebook.provisions.values()
            if (p.act, p.article) == (article.act, article.number)
            and not p.through
            and paragraph == (f"{p.key.partition(')')[0]})" if p.key.startswith("(") else "text")
        )

    def cited_by(self, provisions: Iterable[str]) -> tuple[str, ...]:
        """The other provisions that except, apply, punish or refer to these, or read what they decide."""
        inside = tuple(provisions)
        found: dict[str, None] = {}
        for id_ in inside:
            found.update(self._by.get(id_, {}))
            decided = self._rulebook.provisions[id_].decides
            found.update(self._reading.get(decided, {}) if decided else {})
        order = {id_: at for at, id_ in enumerate(self._rulebook.provisions)}
        return tuple(sorted((id_ for id_ in found if id_ not in inside), key=lambda id_: order.get(id_, len(order))))


def _parts(provision: Provision) -> Iterator[s.Node]:
    for node in expressions(provision):
        yield from s.walk(node)


def _conclusion(name: s.Name) -> str:
    """The conclusion that a name reads; empty for a fact, a figure or a local name."""
    if name.role == "conclusion":
        return name.name
    if name.role == "element conclusion":
        return f"{name.record}.{name.name.rpartition('.')[2]}"
    return ""
