"""How much of an untrusted file is read: published caps, applied before a tree is built.

A rulebook or a case is written by somebody else. Each cap is far above what a statute or a person's case
needs, and low enough that a file at all its caps is read within a second and 200 MB. A breach is a diagnostic
with a place.
"""

from rulecheck.grammar.data_classes import frozen


@frozen
class Limits:
    """The caps. Who serves strangers may pass lower ones; higher ones void the bound on time and memory."""

    # A long article with all its versions and glosses has about 60 kB; a vocabulary of a thousand facts about
    # 500 kB.
    rule_file_bytes: int = 1024 * 1024
    # A case is one person's facts; years of months claimed, a record each, stay below 1 MB.
    case_bytes: int = 4 * 1024 * 1024
    # The deepest construct of the language (a list of `any` within `all` within a table) has about 15 levels.
    # Every later pass may then recurse over the tree without fear of the stack.
    depth: int = 40
    # Values and keys in one file. Bounds memory: some 350 bytes a node.
    nodes: int = 200_000
    # Characters of one text. The longest are glosses; a whole article of law has fewer than 10,000.
    scalar_length: int = 20_000
    # Characters of one condition or formula; beyond a few hundred nobody reads it aloud.
    expression_length: int = 4_000
    # Tokens of one condition or formula. Bounds what parsing costs: some tens of microseconds each.
    expression_tokens: int = 600
    # Parentheses, chains of `not` and conditionals inside each other; bounds the recursion of the passes over
    # its tree.
    expression_nesting: int = 40
    # Files of one rulebook: a national code of law encoded an article at a time.
    files: int = 5_000
    # Digits of one number, before and after the point together. Arithmetic on exact numbers grows with their
    # digits.
    digits: int = 40
    # A number in a case may be written with an exponent of at most this size, either way: 1e999999999 is
    # eleven bytes of file and hundreds of megabytes of number.
    exponent: int = 40
    # Elements of a list in a case. The rules go through a list again and again, and keep a record of each time.
    elements: int = 2_000
    # Mistakes reported in one file before reading stops: a megabyte of anchors must not become as many
    # messages.
    mistakes: int = 100


DEFAULT_LIMITS = Limits()
