"""A chunk: the generated code of one provision, conclusion or constraint, with the plans of its traces."""

from collections.abc import Mapping
from types import CodeType

from rulecheck.grammar.data_classes import frozen


@frozen
class Made:
    """The code of a chunk and its plans; no code for one that could not be generated."""

    code: CodeType | None
    plans: Mapping[str, object]
