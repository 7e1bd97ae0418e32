"""L06: two provisions that give different answers under the same conditions, neither excepting the other."""

from collections.abc import Iterator
from itertools import combinations

from rulecheck.engine.rulebook import POLICY_RANK, Provision, Rulebook, Version
from rulecheck.grammar import syntax as s
from rulecheck.grammar.printer import to_text
from rulecheck.workbench.lint.check import Check, Finding, Subject

_LITERALS = (s.Number, s.PeriodLiteral, s.DateLiteral, s.Truth, s.Text)


def _find(subject: Subject) -> Iterator[Finding]:
    rulebook = subject.rulebook
    for conclusion, ids in rulebook.deciders.items():
        provisions = [rulebook.provisions[id_] for id_ in ids if not rulebook.provisions[id_].through]
        for one, other in combinations(provisions, 2):
            if _ranked(rulebook, one, other):
                continue
            if any(_clash(former, later) for former in one.versions for later in other.versions):
                message = f"`{one.id}` and `{other.id}` decide `{conclusion}` differently under the same conditions"
                hint = "make one an exception to the other (`kind: exception`, `to:`), or tell their conditions apart"
                yield Finding(other.id, message, other.place, other.key, hint)


def _ranked(rulebook: Rulebook, one: Provision, other: Provision) -> bool:
    """Whether one stands before the other: as its exception, as a policy, or by an exception common to both."""
    policies = {rulebook.acts[p.act].rank == POLICY_RANK for p in (one, other)}
    return one.to == other.id or other.to == one.id or len(policies) == 2 or bool(one.to or other.to)


def _clash(one: Version, other: Version) -> bool:
    if one.version_by is not None or other.version_by is not None:
        return False  # which cases they are for, a date of the case chooses
    at_once = (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)
    return at_once and one.when == other.when and _where(one) == _where(other) and _differ(one.value, other.value)


def _where(version: Version) -> tuple[str, ...]:
    return tuple(to_text(node) for _, node in version.where)


def _differ(one: s.Node | None, other: s.Node | None) -> bool:
    return isinstance(one, _LITERALS) and isinstance(other, _LITERALS) and one != other


CHECK = Check(
    "L06",
    "two provisions without priority",
    "Where both apply, the decision stops with a conflict. One of the two mostly is the exception to the other.",
    "(1): {decides: loan.days, versions: [{value: 14 days, …}]}\n"
    "(2): {decides: loan.days, versions: [{value: 7 days, …}]}",
    "(2): {kind: exception, to: (1), versions: [{when: book.rare, value: 7 days, …}]}",
    _find,
)
