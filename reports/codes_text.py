"""An entry of the catalogue of diagnostics, as ``rulecheck explain`` prints it."""

from textwrap import fill, indent

from rulecheck.engine.codes import Code

WIDTH = 88


def code_text(code: Code) -> str:
    """The code, what it means, and an example of wrong and right."""
    parts = [f"{code.code}: {code.title}", fill(code.explanation, WIDTH)]
    if code.wrong:
        parts.append("wrong:\n" + indent(code.wrong, "    "))
    if code.right:
        parts.append("right:\n" + indent(code.right, "    "))
    return "\n\n".join(parts) + "\n"
