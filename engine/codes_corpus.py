"""The catalogue of what `rulecheck drift` cannot read (R09…)."""

from rulecheck.engine.codes import Code

_ENTRIES = (
    Code(
        "R0901",
        "an official text that cannot be read",
        "A text of a corpus is UTF-8, and begins with a header that gives the number and the day of promulgation under "
        "the keys that `official texts` of the rulebook names.",
        "a text without a header",
        "---\npromulgated: 2024-10-22\nnumber: '20521'\n---",
    ),
)
CODES = {entry.code: entry for entry in _ENTRIES}
