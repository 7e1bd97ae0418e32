"""rulecheck."""
