"""Names, and the truth of another provision: ``Art. 11(2) applies``, ``EEA Art. 19-2(1) is breached``."""

from rulecheck.engine.constructs.base import Checking, Evaluating, Scope
from rulecheck.engine.trace import Step
from rulecheck.engine.types import BOOLEAN, Type
from rulecheck.engine.values import Value
from rulecheck.grammar import syntax as s


def check_name(node: s.Name, checking: Checking) -> Type:
    """The type it is declared with."""
    return checking.type_of_name(node)


def compute_name(node: s.Name, run: Evaluating, scope: Scope) -> Value:
    """What it holds."""
    return run.read(node, scope)


def check_status(node: s.ProvisionStatus, checking: Checking) -> Type:
    """The provision exists; only a duty or prohibition is owed, fulfilled or breached."""
    checking.provision(node)
    return BOOLEAN


def judge_status(node: s.ProvisionStatus, run: Evaluating, scope: Scope) -> Step:
    """How the provision stands."""
    return Step(node, run.status(node, scope))
