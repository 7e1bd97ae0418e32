"""What is measured side by side: rulecheck, its peers from PyPI, and what one would write by hand as the limits.

A subject's class has ``load()`` and ``decide(case)``; it may have ``explain(case)``, which gives the answers and a
trace, and ``columns(table)``, which decides a whole Arrow table, or ``rows(cases)``, which decides a list of cases.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from attrs import frozen


@frozen
class Subject:
    """One of those measured. ``kind`` is `rulecheck`, `peer` or `limit`; ``note`` is what a reader must know."""

    name: str
    label: str
    kind: str
    place: str  # module:class
    distribution: str | None = None  # None: Python itself
    note: str = ""
    single: bool = True  # measured on one decision
    cold: bool = True  # measured as a cold process
    batch: bool = True  # measured on a file of cases
    by_columns: bool = False  # decides columns, not rows one by one

    @property
    def loads(self) -> bool:
        """Whether loading its rules is measured apart."""
        return self.cold and self.name != YARDSTICK

    def imported(self) -> Any:
        """Its class. An import error says that its distribution is not installed."""
        module, _, name = self.place.partition(":")
        return getattr(import_module(module), name)

    def version(self) -> str:
        """Of its distribution; a package-not-found error when that is not installed."""
        return python_version() if self.distribution is None else version(self.distribution)


YARDSTICK = "python"  # the hand-written function, to which decisions are related

BY_HAND = Subject(YARDSTICK, "hand-written Python", "limit", "peers.python:Python", note="rules fixed in code")
SUBJECTS = (
    BY_HAND,
    Subject(
        "python-trace",
        "hand-written Python, a trace of seven dicts",
        "limit",
        "peers.python:PythonTraced",
        note="what it read, not how each condition came out",
        cold=False,
        batch=False,
    ),
    Subject(
        "rulecheck",
        "rulecheck, generated Python",
        "rulecheck",
        "peers.ours:Generated",
        "rulecheck",
        "the trace is complete, kept as slots and unfolded when it is read",
    ),
    Subject(
        "rulecheck-unfolded",
        "rulecheck, generated Python, trace unfolded",
        "rulecheck",
        "peers.ours:Unfolded",
        "rulecheck",
        "the same trace as the objects of an answer",
        cold=False,
        batch=False,
    ),
    Subject(
        "rulecheck-interpreter",
        "rulecheck, reference interpreter",
        "rulecheck",
        "peers.ours:Interpreter",
        "rulecheck",
        "always makes the trace",
        cold=False,
        batch=False,
    ),
    Subject(
        "rulecheck-batch",
        "rulecheck batch, a row a case with its deciding provisions",
        "rulecheck",
        "peers.ours:Batch",
        "rulecheck",
        "the wide layout: answers, states and deciding provisions as text; resumable",
        single=False,
        cold=False,
    ),
    Subject(
        "rulecheck-batch-long",
        "rulecheck batch, the command, a line a conclusion",
        "rulecheck",
        "peers.ours:LongBatch",
        "rulecheck",
        "with its start: answers, states and deciding provisions, seven lines a case",
        single=False,
        cold=False,
    ),
    Subject(
        "rulecheck-sql",
        "rulecheck, its query on DuckDB",
        "rulecheck",
        "peers.ours_sql:Query",
        "duckdb",
        "a row a case; unknowns kept apart; deciding provisions and versions as bits",
        single=False,
        cold=False,
        by_columns=True,
    ),
    Subject(
        "openfisca",
        "OpenFisca-core, columns set one by one",
        "peer",
        "peers.openfisca:OpenFisca",
        "OpenFisca-Core",
        "int32 columns; the trace lists variables, not conditions",
        by_columns=True,
    ),
    Subject(
        "openfisca-situation",
        "OpenFisca-core, a situation as from JSON",
        "peer",
        "peers.openfisca:FromSituation",
        "OpenFisca-Core",
        "its usual way in, build_from_dict",
        cold=False,
        batch=False,
    ),
    Subject(
        "openfisca-float",
        "OpenFisca-core, amounts as float32",
        "peer",
        "peers.openfisca:Floats",
        "OpenFisca-Core",
        "its usual type of an amount",
        cold=False,
        by_columns=True,
    ),
    Subject(
        "zen",
        "GoRules ZEN, one node",
        "peer",
        "peers.zen_engine:OneNode",
        "zen-engine",
        "the trace lists nodes and expressions, not conditions",
    ),
    Subject(
        "zen-seven",
        "GoRules ZEN, seven nodes",
        "peer",
        "peers.zen_engine:SevenNodes",
        "zen-engine",
        "a node an answer, each with the whole context",
        cold=False,
        batch=False,
    ),
    Subject(
        "regorus",
        "Rego: regorus",
        "peer",
        "peers.rego:Regorus",
        "opa-eval",
        "the case goes in as JSON text; no trace in this wrapper",
    ),
    Subject(
        "regopy",
        "Rego: rego-cpp",
        "peer",
        "peers.rego:RegoCpp",
        "regopy",
        "its min and max compare numbers as text, so < and > are used; no trace",
    ),
    Subject(
        "cel-rust",
        "CEL: cel-rust, a chain of seven",
        "peer",
        "peers.cel:Rust",
        "common-expression-language",
        "expressions alone, the chain is ours; no trace",
    ),
    Subject(
        "cel-rust-inlined",
        "CEL: cel-rust, inlined by hand",
        "peer",
        "peers.cel:RustInlined",
        "common-expression-language",
        "rules lose their names; no trace",
        cold=False,
    ),
    Subject(
        "cel-cpp",
        "CEL: cel-cpp, inlined by hand",
        "peer",
        "peers.cel:Cpp",
        "cel-expr-python",
        "rules lose their names; types are declared; no trace",
    ),
    Subject(
        "cel-python",
        "CEL: cel-python, a chain of seven",
        "peer",
        "peers.cel:PurePython",
        "cel-python",
        "expressions alone, the chain is ours; no trace",
    ),
    Subject(
        "jsonlogic",
        "JSONLogic: datalogic, a chain of seven",
        "peer",
        "peers.jsonlogic:Chain",
        "datalogic-py",
        "the chain is ours; a trace compiles the rule anew",
    ),
    Subject(
        "jsonlogic-inlined",
        "JSONLogic: datalogic, inlined by hand",
        "peer",
        "peers.jsonlogic:Inlined",
        "datalogic-py",
        "rules lose their names; a trace compiles the rule anew",
        cold=False,
    ),
    Subject(
        "numpy",
        "hand-written numpy",
        "limit",
        "peers.by_hand:Numpy",
        "numpy",
        "one thread, nothing unknown, no trace",
        cold=False,
        by_columns=True,
    ),
    Subject(
        "duckdb",
        "hand-written DuckDB query",
        "limit",
        "peers.by_hand:DuckDB",
        "duckdb",
        "nothing unknown, no trace",
        cold=False,
        by_columns=True,
    ),
    Subject(
        "duckdb-provisions",
        "hand-written DuckDB query, with the deciding provisions",
        "limit",
        "peers.by_hand:DuckDBWithProvisions",
        "duckdb",
        "nothing unknown; what decides is written once more for each answer",
        single=False,
        cold=False,
        by_columns=True,
    ),
)


def selected(names: tuple[str, ...]) -> tuple[Subject, ...]:
    """Those named, or all; the yardstick is always among them. A value error names one that there is not."""
    known = {subject.name for subject in SUBJECTS}
    for name in names:
        if name not in known:
            raise ValueError(f"`{name}` is none of: {', '.join(sorted(known))}")
    return tuple(s for s in SUBJECTS if not names or s.name in {YARDSTICK, *names})


def absent(subject: Subject) -> str | None:
    """Why it cannot be measured here; None when it can."""
    try:
        subject.version()
    except PackageNotFoundError:
        return f"{subject.distribution} is not installed"
    try:
        subject.imported()
    except (ImportError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return None
