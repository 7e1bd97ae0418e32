"""Slips in the words of choices, options, lists and time, in the order in which they are tried."""

from rulecheck.grammar.slip import Slip
from rulecheck.grammar.slips_signs import LITERAL, NAME

_LIST = r"\w+\s+in\s+[\w.]+"

CLAUSES: tuple[Slip, ...] = (
    # Choices
    Slip("else", "", r"else\b", "the other case is written `otherwise`", "write `a if condition otherwise b`"),
    Slip(
        "if first",
        r"|\(|,|\botherwise",
        r"if\b",
        "the amount comes before its condition",
        "write `a if condition otherwise b`; conditions of a provision stand under `when:`",
    ),
    Slip("then", "", r"then\b", "`then` is not a word of the language", "write `a if condition otherwise b`"),
    Slip(
        "unless",
        "",
        r"unless\b",
        "`unless` is not a word of the language",
        "write `a and not b`, or an exception of its own",
    ),
    # Options and things that may not exist
    Slip(
        "exists",
        r"(?P<u>\b(?:not\s+)?exists?)",
        rf"(?P<name>{NAME})",
        "whether there is such a thing is asked with `is none`",
        "write `[name] is none`, `[name] is not none`",
    ),
    Slip(
        "exists",
        r"",
        r"(?:does\s+not\s+)?exists?\b",
        "whether there is such a thing is asked with `is none`",
        "write `x is none`, `x is not none`",
    ),
    Slip("is in", r"(?P<u>\bis)", r"in\b", "`in` stands without `is`", "write `kind in {a, b}`"),
    Slip("is in", r"(?P<u>\bis\s+not)", r"in\b", "`not in` stands without `is`", "write `kind not in {a, b}`"),
    Slip(
        "is with an amount",
        r"(?P<u>\bis(?:\s+not)?)",
        rf"(?:[<>=≤≥≠]+\s*)?{LITERAL}|[<>=≤≥≠]+",
        "`is` names an option; amounts and dates are compared with a sign",
        "write `a = b`, `a ≠ b`, `a ≤ b`",
    ),
    Slip(
        "in with an amount",
        r"(?P<u>\bin)",
        r"\d\S*",
        "a range follows the name without `in`",
        "write `hours 15–35`",
    ),
    Slip(
        "list without its elements",
        r"(?P<u>\b(?P<word>any|every|no)\s+in)",
        rf"(?P<name>{NAME})",
        "an element of the list needs a word to speak of it",
        "write `[word] m in [name] satisfies …`",
    ),
    Slip(
        "options without braces",
        r"(?P<u>\bin)",
        rf"{NAME}(?:\s*,\s*{NAME})*",
        "options stand in braces",
        "write `kind in {a, b}`; for the elements of a list `any m in list satisfies …`",
    ),
    Slip(
        "contains",
        "",
        r"contains?\b|include\b|has\b|have\b",
        "what a set holds is asked with `includes`",
        "write `documents includes a`, `documents includes {a, b}`",
    ),
    # Lists
    Slip(
        "all for every",
        r"(?P<u>\b(?:all|each))",
        rf"{_LIST}\b",
        "all elements of a list are spoken of with `every`",
        "write `every m in list satisfies …`",
    ),
    Slip(
        "where missing",
        rf"(?P<u>\b(?:count\s+of|for)\s+{_LIST})",
        r"satisfies\b|if\b|with\b|that\b|when\b",
        "which elements count is said with `where`",
        "write `count of m in list where …`",
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
        r"in\b|where\b",
        "after the amount comes `for`, with a word for the element, and the list",
        "write `[word] of m.amount for m in list`",
    ),
    # Time
    Slip(
        "from for after",
        rf"(?P<u>\b{LITERAL})",
        r"from\b",
        "a period alone does not run `from` a day",
        "write `30 days after applied_on`, or `last day of 30 days from start_on` when that day itself counts",
    ),
    Slip(
        "range with to",
        rf"(?P<u>{LITERAL})",
        r"to\s+\d\S*",
        "a range of amounts is written with a dash",
        "write `15–35` or `15..35`; `to` stands between two dates",
    ),
    Slip(
        "within",
        rf"(?P<u>\bwithin)(?:\s+{LITERAL})?",
        r"",
        "`within` is not a word of the language",
        "compare the dates: `applied_on ≤ 30 days after end_on`",
    ),
    Slip(
        "within",
        "",
        r"within\b",
        "`within` is not a word of the language",
        "compare the dates: `applied_on ≤ 30 days after end_on`",
    ),
    Slip(
        "prior to",
        "",
        r"prior\b(?:\s+to\b)?|ago\b|since\b|till\b",
        "`[it]` is not a word of the language",
        "write `30 days before start_on`, `hired_on until start_on`",
    ),
    Slip(
        "years old",
        r"(?P<u>\d+\s+years?)",
        r"old\b|of\s+age\b",
        "an age counts completed years and has no unit",
        "write `age ≤ 8`",
    ),
    Slip(
        "age without a day",
        rf"(?P<u>\bage\s+of\s+{NAME})",
        r"",
        "an age is counted on a day",
        "write `age of child.born_on on start_on`",
    ),
    Slip(
        "next working day",
        r"(?P<u>\bnext)",
        r"(?:working\s+)?day\b.*",
        "the next working day is counted from a day, itself included",
        "write `next working day on or after applied_on`",
    ),
)
