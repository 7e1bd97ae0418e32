"""Slips in what belongs together: `and` beside `or`, where a list ends; and what is left out."""

from rulecheck.grammar.slip import Slip
from rulecheck.grammar.slips_signs import LITERAL, NAME

_SIGN = "write `[name] ≤ [amount]` or `[name] = [amount]`; a range has two ends, `hours 15–35`"
_LIST = r"\w+\s+in\s+[\w.]+"

# Tried on the text with closed parentheses blanked: whether two things stand on one level.
JOINING: tuple[Slip, ...] = (
    Slip(
        "and with or",
        r"\band\b[^(]*",
        r"or\b(?!\s+(?:more|less|older|younger|over|above|below|under|fewer|longer|later|earlier)\b)",
        "`and` and `or` stand side by side",
        "put parentheses around what belongs together, or list the conditions under `any:` and `all:`",
    ),
    Slip(
        "and with or",
        r"\bor\b[^(]*",
        r"and\b",
        "`and` and `or` stand side by side",
        "put parentheses around what belongs together, or list the conditions under `any:` and `all:`",
    ),
    Slip(
        "and after satisfies",
        rf"\b(?P<which>any|every|no)\s+{_LIST}\s+satisfies\b[^(]*",
        r"(?P<word>and|or)\b",
        "it is not clear whether what follows this `[word]` is said of each element",
        "put parentheses around what is: `[which] m in list satisfies (a [word] b)`",
    ),
    Slip(
        "and after where",
        r"\bwhere\b[^(]*",
        r"(?P<word>and|or)\b",
        "after `where` a condition with `[word]` stands in parentheses",
        "write `where (a [word] b)`",
    ),
    Slip(
        "satisfies missing",
        rf"(?P<u>\b(?P<word>any|every|no)\s+{_LIST})",
        r"",
        "after the list comes `satisfies`, and then the condition",
        "write `[word] m in list satisfies …`",
    ),
    Slip(
        "aggregate compared",
        rf"(?P<u>\b(?:count\s+of\s+{_LIST}|(?:sum|largest|smallest)\s+of\b[^(]*\bfor\s+{_LIST}))",
        r"(?=[<>=≤≥≠+−×÷*/!-])",
        "it is not clear where the list ends and the rest begins",
        "put the whole of it in parentheses: `([u]) ≥ 2`",
    ),
)

# Before an amount, wherever it is met.
_NO_SIGN = (
    Slip(
        "sign missing",
        rf"(?<![\w.])(?P<u>(?P<name>{NAME})\s+(?P<amount>{LITERAL}))",
        r"",
        "a sign is missing between `[name]` and `[amount]`",
        _SIGN,
    ),
    Slip(
        "sign missing",
        rf"(?P<u>\)\s*(?P<amount>{LITERAL}))",
        r"",
        "a sign is missing before `[amount]`",
        "write one, such as `≤` or `=`; a range has two ends, `(a + b) 15–35`",
    ),
)

# Tried last: what stands there would fit after something that is missing.
LEFT_OUT: tuple[Slip, ...] = (
    Slip(
        "not after a name",
        r"[\w)]",
        r"not\b",
        "`not` stands before a condition",
        "write `not x`, `kind is not a`, or `a ≠ b`",
    ),
    *_NO_SIGN,
    Slip(
        "word of the language",
        r"",
        r"(?P<word>and|or)(?!\w|\.[a-z])",
        "`[word]` is not expected here",
        "a condition stands on both sides of it",
    ),
    Slip(
        "word of the language",
        r"",
        r"(?P<word>and|or|not|is|none|in|includes|if|otherwise|where|satisfies|for|of|on|from|to|until|applies|before|"
        r"after|true|false)(?!\w|\.[a-z])",
        "`[word]` is not expected here",
        "it is a word of the language, and no name",
    ),
    Slip(
        "sign missing",
        r"(?P<u>(?P<one>[\w.]+|\)|\"))",
        r"(?P<other>[a-z_][\w.]*|\(|\"|\d[\d,.]*)",
        "nothing joins `[one]` and `[other]`",
        "a sign or a word is missing between them, such as `=`, `≤`, `and`, `or`",
    ),
)

# Tried where the text ends.
END: tuple[Slip, ...] = (
    Slip(
        "otherwise missing",
        r"(?P<u>\bif\b)(?!.*\botherwise\b).*",
        r"",
        "`otherwise` is missing",
        "write `a if condition otherwise b`",
    ),
    Slip(
        "count of a list",
        rf"(?P<u>\bcount\s+of\s+{NAME})",
        r"",
        "a count says by which word an element is called",
        "write `count of m in list`, `count of m in list where …`",
    ),
    Slip(
        "sum over a list",
        r"(?P<u>\b(?P<word>sum|largest|smallest)\s+of\b)[^(),]*",
        r"",
        "after the amount comes `for`, with a word for the element, and the list",
        "write `[word] of m.amount for m in list`",
    ),
    Slip(
        "age without a day",
        rf"(?P<u>\bage\s+of\s+{NAME})",
        r"",
        "an age is counted on a day",
        "write `age of child.born_on on start_on`",
    ),
    Slip(
        "sign missing",
        rf"(?<!\S)(?P<u>(?P<one>{LITERAL})\s+(?P<other>{LITERAL}))",
        r"",
        "nothing joins `[one]` and `[other]`",
        "a sign or a word is missing between them, such as `=`, `≤`, `and`, `or`",
    ),
    *_NO_SIGN,
)
