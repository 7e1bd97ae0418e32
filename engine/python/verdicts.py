"""What a decision comes to without its trace: value, state, and the provisions that decide, each with its version.

Of generated code the verdict is read off its records, without unfolding a trace; of the interpreter, off its decisions.
"""

from collections.abc import Iterator

from rulecheck.engine.python.compiled import Decided
from rulecheck.engine.python.generated import Record
from rulecheck.engine.python.unfold import conclusion_at, state_of
from rulecheck.engine.trace import Decision, Tried
from rulecheck.engine.values import State, Value
from rulecheck.grammar.data_classes import frozen

# Ids of provisions, each with the index of the version chosen.
Chosen = tuple[tuple[str, int], ...]


@frozen
class Verdict:
    """A conclusion decided, in short; the fields are those of a ``Decision``.

    ``by`` are the provisions that apply, ``excepted_by`` the exceptions that set others aside.
    """

    address: str
    conclusion: str
    state: State
    value: Value
    by: Chosen = ()
    excepted_by: Chosen = ()
    settled: bool = False
    missing: tuple[str, ...] = ()
    open_reasons: tuple[str, ...] = ()


def verdicts_of(decided: Decided) -> Iterator[Verdict]:
    """The verdict on each address asked for, in the order asked: what ``verdict_of`` says of its whole answer."""
    if decided.reference is not None:
        yield from map(verdict_of, decided.reference.asked())
    for found in decided.found:
        for address in found.group.asked:
            value, records = found.conclusion(address)
            conclusion = conclusion_at(decided.compiled.rulebook, address)
            by, excepted_by = _applying(records), _applying(_exceptions(records))
            yield Verdict(address, conclusion, state_of(value), value, by, excepted_by)


def verdict_of(decision: Decision) -> Verdict:
    """A decision in short."""
    exceptions = tuple(e for tried in decision.tried if tried.outcome == "excepted" for e in tried.exceptions)
    return Verdict(
        decision.address,
        decision.conclusion,
        decision.state,
        decision.value,
        _tried_applying(decision.tried),
        _tried_applying(exceptions),
        decision.settled,
        decision.missing,
        decision.open_reasons,
    )


def _tried_applying(tried: tuple[Tried, ...]) -> Chosen:
    chosen = ((t.provision, t.version) for t in tried if t.outcome == "applies")
    return tuple(dict.fromkeys((name, version) for name, version in chosen if version is not None))


def _applying(records: tuple[Record, ...]) -> Chosen:
    """The fields of a record are told in ``unfold``: id, element, applies, outcome, said, row, exceptions, version."""
    return tuple(dict.fromkeys((r[0], r[7]) for r in records if r[3] == "applies" and r[7] is not None))


def _exceptions(records: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(exception for record in records if record[3] == "excepted" for exception in record[6])
