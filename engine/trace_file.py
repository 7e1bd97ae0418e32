"""Traces read from a file: untrusted JSON, held against caps and the schema before anything else looks at it."""

import json

from jsonschema import Draft202012Validator

from rulecheck.engine.diagnostics import Diagnostic, Place
from rulecheck.engine.limits import DEFAULT_LIMITS
from rulecheck.engine.read_json import read_json
from rulecheck.engine.shape import schema_text
from rulecheck.grammar.data_classes import evolve

# A trace is some hundred times as long as its case.
TRACE_LIMITS = evolve(DEFAULT_LIMITS, case_bytes=64 * 1024 * 1024, nodes=4_000_000, depth=200)

Trace = dict[str, object]


def read_traces(text: bytes, file: str) -> tuple[tuple[Trace, ...], tuple[Diagnostic, ...]]:
    """The traces in a file, one or a list of them; none when there is a mistake."""
    data, found = read_json(text, file, TRACE_LIMITS)
    if found:
        return (), found
    given = data if isinstance(data, list) else [data]
    traces = tuple(trace for trace in given if isinstance(trace, dict))
    validator = Draft202012Validator(json.loads(schema_text("trace")))
    mistakes = tuple(mistake for trace in given for mistake in _shape(trace, validator, file))
    return ((), mistakes) if mistakes else (traces, ())


def _shape(trace: object, validator: Draft202012Validator, file: str) -> tuple[Diagnostic, ...]:
    """What keeps data from being a trace: the first mistake, for the others mostly follow from it."""
    mistake = next(iter(validator.iter_errors(trace)), None)
    if mistake is None:
        return ()
    path = ".".join(map(str, mistake.absolute_path)) or "the file"
    hint = "give what `rulecheck CASE --format json` wrote; see docs/trace.md"
    return (Diagnostic("R0700", f"`{path}` does not fit a trace", Place(file), "", hint),)
