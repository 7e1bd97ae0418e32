"""What `rulecheck verify` says of a trace."""

from collections.abc import Mapping


def verified_text(trace: Mapping[str, object]) -> str:
    """The sentence for a trace that follows from its rulebook and the facts in it."""
    parts = trace["parts"]
    assert isinstance(parts, list)
    decisions = sum(len(part["decisions"]) for part in parts)
    provisions = sum(len(decision["tried"]) for part in parts for decision in part["decisions"])
    rulebook = trace["rulebook"]
    assert isinstance(rulebook, dict)
    steps = f"{decisions:,} conclusions and {provisions:,} provisions looked at"
    return f"verified: {steps} follow from the rulebook {rulebook['id']} {rulebook['digest'][:12]}"
