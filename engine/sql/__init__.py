"""The rulebook as SQL: one exact query for many cases, through a builder that writes several dialects.

Needs `sqlglot` (``rulecheck[batch]``); nothing else of the engine imports this package.
"""
