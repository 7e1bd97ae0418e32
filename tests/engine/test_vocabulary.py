"""What a vocabulary finds once, for looking up often."""

from pathlib import Path

from rulecheck.engine.cache import load_cached

RULES = str(Path(__file__).resolve().parents[2] / "rules" / "kr")


def test_names_with_facts_below_them_are_known() -> None:
    """Each name with facts below it, and no other."""
    book, found = load_cached(RULES)
    assert book is not None, found
    facts = {name for name, fact in book.vocabulary.facts.items() if not fact.record}
    candidates = {name[:end] for name in facts for end in range(1, len(name))}
    below = {name for name in candidates if any(fact.startswith(f"{name}.") for fact in facts)}
    assert book.vocabulary.groups == below
