"""One known slip: where it is recognised, and what is said about it."""

from rulecheck.grammar.data_classes import frozen


@frozen
class Slip:
    """A slip, recognised by what stands before the place that does not fit and by what stands there.

    ``before`` is a pattern that ends there (blanks apart), ``after`` one that begins there. In the message and the
    hint, `[it]` is the stretch underlined, and any other word in brackets what a group of that name found.
    """

    kind: str
    before: str
    after: str
    message: str
    hint: str = ""
