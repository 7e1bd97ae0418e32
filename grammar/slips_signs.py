"""Slips in signs, brackets, commas and numbers, in the order in which they are tried."""

from rulecheck.grammar.slip import Slip

NAME = r"[a-z_][\w.]*"
LITERAL = (
    r"\d[\d,]*(?:\.\d+)?(?:\s*%|-\d\d-\d\d|\s+hours?\s+per\s+\w+|(?:\s+(?!and\b|or\b|to\b)[a-z]+)"
    r"(?:\s+\d+\s+[a-z]+){0,3})?"
)
_BOTH = "write `≥` or `>=`, `≤` or `<=`"
_COMMA = "a comma stands before `at least` and `at most`, in braces, and between the amounts of `min` and `max`"
_JOIN = "join conditions with `and`, or list them under `all:`"

SIGNS: tuple[Slip, ...] = (
    Slip("sign split by a blank", r"(?P<u>[<>])", r"=", "`[it]` is one sign, written without a blank", _BOTH),
    Slip(
        "sign split by a blank",
        "",
        r"!\s+=",
        "`!=` is one sign, written without a blank",
        "write `≠` or `!=`",
    ),
    Slip("sign turned round", r"(?P<u>=)", r"[<>]", "`[it]` is not a sign of the language", _BOTH),
    Slip(
        "double equals",
        r"(?P<u>=)",
        r"=+",
        "equality is written with one `=`",
        "write `a = b`, or `kind is option`",
    ),
    Slip("sign for unequal", r"(?P<u><)", r">", "`<>` is not a sign of the language", "write `≠` or `!=`"),
    Slip(
        "two signs of comparison",
        r"(?P<u><=|>=|!=|[<>=≤≥≠])",
        r"<=|>=|!=|[<>=≤≥≠]",
        "two signs of comparison stand side by side",
        "write one of them",
    ),
    Slip(
        "nothing compared",
        r"^|\(|\b(?P<word>and|or|not|if|where|satisfies)",
        r"<=|>=|!=|[<>=≤≥≠]",
        "nothing stands before `[it]`",
        "name what is compared on both sides: `5 ≤ age ≤ 8`, or `age ≥ 5 and age ≤ 8`",
    ),
    Slip(
        "assignment",
        "",
        r":=",
        "an expression gives no names",
        "compare with `=`; an amount gets its name under `where:`",
    ),
    Slip(
        "sign for a word",
        "",
        r"&&?|\|\|?",
        "`and` and `or` are written as words",
        "write `a and b`, or list the conditions under `all:` or `any:`",
    ),
    Slip("sign for a word", "", r"!", "`not` is written as a word", "write `not x`, or `a ≠ b`"),
    Slip("power", r"(?P<u>\*)", r"\*", "there are no powers", "multiply: `a × a`"),
    Slip("power", "", r"\^", "there are no powers", "multiply: `a × a`"),
    Slip(
        "single quotes",
        "",
        r"['`]",
        "text stands in double quotes",
        'write `"text"`, and names without quotes',
    ),
    Slip("quotation mark not closed", "", r'"[^"]*$', "this quotation mark is not closed", 'close it with `"`'),
    Slip(
        "option in quotes",
        r"(?:\bis(?:\s+not)?|[{,]|\bincludes)",
        r'"[^"]*"',
        "options are named without quotes",
        "write the option's name as the vocabulary has it; compare texts with `=`",
    ),
    # Commas and points
    Slip(
        "comma in a number",
        r"(?P<u>\d[\d,]*,)",
        r"\d+",
        "in a number a comma stands before each three digits",
        "write decimals with a point, `1.5`, and thousands as `1,500,000`",
    ),
    Slip(
        "options without braces",
        rf"\b(?:is(?:\s+not)?|includes)\s+{NAME}",
        r",",
        "several options stand in braces",
        "write `kind in {a, b}`, `documents includes {a, b}`",
    ),
    Slip(
        "limits in the wrong order",
        r"\bat\s+most\b[^(),]*",
        r",\s*at\s+least\b",
        "the floor comes before the cap",
        "write `amount, at least …, at most …`",
    ),
    Slip(
        "limits on a choice",
        r"\botherwise\b[^()]*",
        r",\s*at\s+(?:least|most)\b",
        "it is not clear whether the limit is for the last amount or for all of it",
        "put parentheses around what it limits",
    ),
    Slip("comma", r"(?P<u>,)", r"", _COMMA, _JOIN),
    Slip("comma", "", r",", _COMMA, _JOIN),
    Slip("three dots", r"(?P<u>\.\.)", r"\.+", "a range has two dots", "write `15..35` or `15–35`"),
    Slip(
        "number without its first digit",
        "",
        r"\.\d+",
        "a number begins with a digit",
        "write `0[it]`",
    ),
    Slip(
        "range without a subject",
        rf"(?:^|\(|\b(?:and|or|not|if|where|satisfies))\s*(?P<u>{LITERAL})",
        r"(?:–|\.\.)\s*(?:\d+\S*)?",
        "nothing is said to lie in this range",
        "write it after a name: `hours 15–35`",
    ),
    Slip(
        "range without an end",
        "",
        r"\.\.|–",
        "a range stands between two amounts",
        "write `hours 15–35`; with one end only, `hours ≥ 15` or `hours ≤ 35`",
    ),
    Slip("point", "", r"\.", "a point stands only within a name or a number", "take it out"),
    # Hyphens
    Slip(
        "hyphen in a range",
        rf"(?P<u>{LITERAL})",
        rf"[-−]\s*{LITERAL}",
        "a hyphen between two amounts is a subtraction",
        "a range is written with a dash or two dots: `15–35`, `15..35`",
    ),
    Slip(
        "hyphen in a name",
        r"(?P<u>\b(?P<one>[a-z]\w*))",
        r"-(?P<other>[a-z]\w*)",
        "a name has no hyphen",
        "write an underscore, as in the vocabulary: `[one]_[other]`",
    ),
    Slip(
        "arrow",
        r"(?P<u>[-=])",
        r">",
        "`[it]` is not a sign of the language",
        "write conditions under `when:`",
    ),
    # Units and shares
    Slip(
        "percent sign",
        "",
        r"%",
        "`%` stands after a number",
        "write `80%`, `80% of wage`",
    ),
    Slip(
        "share without `of`",
        r"(?P<u>\d[\d,.]*\s*%)",
        r"[a-z(]\S*",
        "a share needs `of`",
        "write `80% of wage`",
    ),
    # Brackets
    Slip("empty parentheses", r"(?P<u>\()", r"\)", "nothing stands in these parentheses", "take them out"),
    Slip(
        "one amount",
        r"(?P<u>\b(?:min|max)\s*\(\s*[\d.]+(?:,\d+)+)",
        r"\)",
        "`[it]` compares one number with nothing: its commas are read as thousands",
        "put a blank after a comma between numbers: `min(1, 200)`",
    ),
    Slip(
        "one amount",
        r"(?P<u>\b(?P<which>min|max|earliest|latest)\s*\([^(),]*)",
        r"\)",
        "`[which]` needs two amounts or more",
        "write `[which](a, b)`",
    ),
    Slip(
        "square brackets",
        "",
        r"[\[\]]",
        "square brackets mean nothing here",
        "options stand in braces: `{a, b}`",
    ),
    Slip("braces after is", r"(?P<u>\bis)", r"\{", "`is` names one option", "write `kind in {a, b}`"),
    Slip(
        "braces after is",
        r"(?P<u>\bis\s+not)",
        r"\{",
        "`is not` names one option",
        "write `kind not in {a, b}`",
    ),
    Slip("empty braces", r"(?P<u>\{)", r"\}", "no option stands in these braces", "name one or more: `{a, b}`"),
    Slip(
        "braces",
        "",
        r"[{}]",
        "braces hold options, after `in`, `not in` and `includes`",
        "parentheses `( )` hold conditions and amounts together",
    ),
    Slip("options without braces", r"(?P<u>\bin)", r"\(", "options stand in braces", "write `kind in {a, b}`"),
    Slip(
        "colon",
        "",
        r"[:;]",
        "`[it]` has no meaning in an expression",
        "in YAML, an expression that holds one stands in quotes; join conditions with `and`",
    ),
)
