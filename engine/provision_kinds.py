"""The kinds of provisions that there are."""

from typing import Literal, get_args

Kind = Literal[
    "definition",
    "entitlement",
    "duty",
    "prohibition",
    "condition",
    "limit",
    "deadline",
    "deeming",
    "formula",
    "document",
    "penalty",
    "exception",
    "mutatis mutandis",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
