"""Slips in capital letters, comparisons in words and amounts in words, in the order in which they are tried."""

from rulecheck.grammar.slip import Slip
from rulecheck.grammar.slips_signs import LITERAL

_MORE = r"(?:greater|more|larger|higher|bigger|older|longer|later|above|over|exceeds)\b(?:\s+than\b)?"
_LESS = r"(?:less|fewer|smaller|lower|younger|shorter|earlier|below|under)\b(?:\s+than\b)?"
_BETWEEN = "`between` is not a word of the language"
_RANGE = "write a range: `hours 15–35` or `15 ≤ hours ≤ 35`; for days `days in (start_on to end_on)`"

WORDS: tuple[Slip, ...] = (
    # Capital letters
    Slip(
        "capital letter",
        "",
        r"(?=[A-Z])(?i:and|or|not|is|in|none|if|otherwise|true|false|min|max|any|every|no|before|after|until|to)\b",
        "the words of the language are written in lower case",
        "write `[lower]`",
    ),
    Slip(
        "provision joined",
        "",
        r"(?:[A-Z][\w-]*\s+)?Art\.\s*\d[^≤≥<>=]*?\s(?:and|or)\s",
        "each provision has a verb of its own",
        "write `Art. 11(2) applies or Art. 12(3) applies`",
    ),
    Slip(
        "provision without a verb",
        "",
        r"(?:[A-Z][A-Z0-9-]*\s+)?Art\.\s*\d[\w().-]*",
        "a provision stands with what is asked of it",
        "write `Art. 19(1) applies`; of a duty `Art. 19(1) is owed`, … `is fulfilled`, … `is breached`",
    ),
    Slip(
        "provision without Art.",
        "",
        r"(?:Article|Section|Sec\.|Para\.|Paragraph|§|ART\.?|Art)\s*\d[\w().-]*|[A-Z][A-Z0-9-]*\s+\d[\w().-]*",
        "a provision is named with `Art.` before its number",
        "write `Art. 19(1) applies`, of another act `EX Art. 19(1) applies`",
    ),
    Slip(
        "capital letter",
        r"\d",
        r"[A-Z]\w*",
        "a unit is written in lower case",
        "write the unit as the rulebook names it",
    ),
    Slip(
        "capital letter",
        "",
        r"[A-Z]\w*",
        "names are written in lower case",
        "write the fact's name as the vocabulary has it, or `Art. 19(1) applies` for a provision",
    ),
    # Comparing in words
    Slip(
        "between",
        rf"(?P<u>\bbetween)(?:\s+{LITERAL})?",
        r"",
        _BETWEEN,
        _RANGE,
    ),
    Slip(
        "between",
        r"",
        r"between\b",
        _BETWEEN,
        _RANGE,
    ),
    Slip(
        "or more",
        "",
        r"(?:or|and)\s+(?:more|older|over|above|longer|later)\b",
        "`[it]` is written as a sign before the amount",
        "write `≥`, or `>` when the amount itself is not meant",
    ),
    Slip(
        "or less",
        "",
        r"(?:or|and)\s+(?:less|younger|under|below|fewer|shorter|earlier)\b",
        "`[it]` is written as a sign before the amount",
        "write `≤`, or `<` when the amount itself is not meant",
    ),
    Slip(
        "at least",
        r"(?P<u>\bis\s+at)|",
        r"(?:at\s+)?least\b",
        "amounts are compared with a sign",
        "write `a ≥ b`; a floor under an amount follows a comma: `wage, at least 500`",
    ),
    Slip(
        "at most",
        r"(?P<u>\bis\s+at)|",
        r"(?:at\s+)?most\b",
        "amounts are compared with a sign",
        "write `a ≤ b`; a cap on an amount follows a comma: `wage, at most 500`",
    ),
    Slip("more than", "", rf"(?:not|no)\s+{_MORE}", "amounts are compared with a sign", "write `a ≤ b`"),
    Slip("less than", "", rf"(?:not|no)\s+{_LESS}", "amounts are compared with a sign", "write `a ≥ b`"),
    Slip(
        "more than",
        r"(?P<u>\b(?:is\s+)?(?:not|no))",
        _MORE,
        "amounts are compared with a sign",
        "write `a ≤ b`",
    ),
    Slip(
        "less than",
        r"(?P<u>\b(?:is\s+)?(?:not|no))",
        _LESS,
        "amounts are compared with a sign",
        "write `a ≥ b`",
    ),
    Slip("more than", r"(?P<u>\bis)|", _MORE, "amounts are compared with a sign", "write `a > b`"),
    Slip("less than", r"(?P<u>\bis)|", _LESS, "amounts are compared with a sign", "write `a < b`"),
    Slip(
        "more than",
        rf"(?P<u>\bis\s+not\s+{_MORE})",
        r"than\b",
        "amounts are compared with a sign",
        "write `a ≤ b`",
    ),
    Slip(
        "less than",
        rf"(?P<u>\bis\s+not\s+{_LESS})",
        r"than\b",
        "amounts are compared with a sign",
        "write `a ≥ b`",
    ),
    Slip("more than", rf"(?P<u>\bis\s+{_MORE})", r"than\b", "amounts are compared with a sign", "write `a > b`"),
    Slip("less than", rf"(?P<u>\bis\s+{_LESS})", r"than\b", "amounts are compared with a sign", "write `a < b`"),
    Slip(
        "equals",
        r"(?P<u>\bis)|",
        r"(?:equals?\b|same\b|identical\b)(?:\s+(?:to|as)\b)?",
        "equality is written `=`",
        "write `a = b`, or `kind is option`",
    ),
    Slip("equals", r"(?P<u>\bis\s+equal)", r"to\b", "equality is written `=`", "write `a = b`"),
    # Amounts in words
    Slip(
        "percent in words",
        r"(?P<u>\b\d[\d,.]*\s*(?:percent|per))",
        r"of\b|cent\b",
        "a share is written with `%`",
        "write `80% of wage`",
    ),
    Slip(
        "percent in words",
        "",
        r"per\s*cent\b|percent\b",
        "a share is written with `%`",
        "write `80% of wage`",
    ),
    Slip(
        "share of a number",
        r"(?P<u>\d[\d,.]*)",
        r"of\b",
        "a share is written with `%`",
        "write `80% of wage`, or `0.8 × wage`",
    ),
    Slip(
        "plus",
        r"(?P<u>\b(?:plus|minus|times))",
        r"",
        "`[it]` is written with a sign",
        "write `a + b`, `a − b`, `a × b`",
    ),
    Slip(
        "plus",
        "",
        r"plus\b|minus\b|times\b|multiplied\s+by\b|divided\s+by\b",
        "`[it]` is written as a sign",
        "write `a + b`, `a − b`, `a × b`, `a ÷ b`",
    ),
    Slip(
        "unknown rate",
        r"(?P<u>\d[\d,.]*\s+[a-z]+)",
        r"per\b(?:\s+\w+)?",
        "`[it]` is not a unit",
        "rates are written `20 hours per week`, `2 hours per day`",
    ),
    Slip(
        "rounding",
        "",
        r"rounded\b",
        "a rounding says which way and to what",
        "write `x rounded down to 10`, `rounded up to 10`, `rounded half up to 10`",
    ),
)
