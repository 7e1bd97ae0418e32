"""The catalogue of what `rulecheck verify` finds (R07…)."""

from rulecheck.engine.codes import Code

_ENTRIES = (
    Code(
        "R0700",
        "not a trace",
        "The file has not the shape of a trace: something is missing, or there is a key that no trace has.",
        '{"decision": "granted"}',
        "what `rulecheck CASE --format json` gives",
    ),
    Code(
        "R0701",
        "another rulebook",
        "A trace follows from the rulebook that made it, and names it by a digest over all its files. By other rules "
        "it can be neither confirmed nor refused.",
        "the rules were changed after the decision",
        "rulecheck verify trace.json --rules rules-as-they-were/",
    ),
    Code(
        "R0702",
        "another case",
        "The facts in the trace are not those of the case whose digest it carries, or not those of the case given.",
        "a date in the trace was changed",
        "the trace as it was made",
    ),
    Code(
        "R0703",
        "nothing decided",
        "The trace holds what kept the case from being decided, and no decision.",
        "a trace with problems",
        "a trace with parts",
    ),
    Code(
        "R0704",
        "a step that does not follow",
        "Something in the trace is not what the rulebook gives for the facts in it: a value, a state, a citation, the "
        "version chosen, an exception left out.",
        'truth: true for "age ≤ 8", where the age is 9',
        "truth: false",
    ),
    Code(
        "R0705",
        "something passed over",
        "The trace leaves out what was asked, or what another step rests on, or decides what there is not.",
        "a conclusion that a condition reads has no decision",
        "every conclusion read is decided in the trace",
    ),
    Code(
        "R0706",
        "another day's law",
        "The law of a day decides that neither the question nor the case nor a fact of it chooses.",
        "law_date: 2025-03-01, where the case starts on 2024-03-04",
        "law_date: 2024-03-04",
    ),
    Code(
        "R0707",
        "wrong about missing facts",
        "The trace calls an answer settled that some completion of the case would change, or a fact missing that the "
        "case gives.",
        "settled: true, where the answer depends on a missing fact",
        "settled: false, with the missing facts",
    ),
)
CODES = {entry.code: entry for entry in _ENTRIES}
