"""An employer's own rules on top of a statute: a policy adds, and never takes away.

Acts of the rank ``policy`` hold such rules. Where one decides what the statute decides too, the better answer for the
person protected stands; what is better, the vocabulary says. A policy that gives less is a diagnostic that names both.
"""

from rulecheck.engine.ordering import holds
from rulecheck.engine.rulebook import POLICY_RANK, Rulebook
from rulecheck.engine.trace import Tried, Truth
from rulecheck.engine.values import Value

# For each word of the vocabulary, how a better value compares with a worse one.
BETTER = {"more": ">", "later": ">", "less": "<", "earlier": "<"}


def is_policy(rulebook: Rulebook, provision: str) -> bool:
    """Whether a provision is an employer's own."""
    return rulebook.acts[rulebook.provisions[provision].act].rank == POLICY_RANK


def divided(rulebook: Rulebook, tried: tuple[Tried, ...]) -> tuple[tuple[Tried, ...], tuple[Tried, ...]]:
    """The provisions tried, those of the statute apart from those of policies."""
    policies = tuple(t for t in tried if is_policy(rulebook, t.provision))
    return tuple(t for t in tried if t not in policies), policies


def gives_less(policy: Value, statute: Value, better: str) -> Truth:
    """Whether a policy's answer is worse for the person protected than the statute's; unknown where an answer is."""
    if isinstance(policy, bool) and isinstance(statute, bool):
        wanted = better != "no"
        return statute is wanted and policy is not wanted
    return holds(statute, BETTER.get(better, ">"), policy)
