"""The codes R02xx and R03xx: what can be wrong with the expressions and the files of a rulebook."""

from rulecheck.engine import codes_expressions, codes_files, codes_provisions
from rulecheck.engine.codes import Code

CODES: dict[str, Code] = {**codes_expressions.CODES, **codes_files.CODES, **codes_provisions.CODES}
