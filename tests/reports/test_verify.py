"""The checker of traces: genuine ones pass, doctored ones are refused, each by what is wrong with it."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from library_cases import CASES, case_of

from rulecheck.cli import command
from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
from rulecheck.engine.record import json_text
from rulecheck.engine.rulebook import Rulebook
from rulecheck.engine.trace import Answer
from rulecheck.engine.trace_file import read_traces
from rulecheck.engine.verify import verify
from rulecheck.workbench.golden import golden_files, load_golden

Ask = Callable[..., Answer]
Trace = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
DECIDED = [name for name in CASES if name != "impossible name"]
# Said about the decision, not by it: who made the trace, and what the case is called.
UNPROVEN = ("engine", "case.title")


@pytest.fixture(scope="module")
def kr() -> Rulebook:
    """The first law."""
    book, found = load_cached(str(ROOT / "rules" / "kr"))
    assert book is not None, found
    return book


def _refused(trace: Trace, book: Rulebook) -> list[str]:
    """The codes with which a trace is refused, its shape included; the shape last, for that takes longest."""
    found = verify(trace, book, "trace.json") or read_traces(json.dumps(trace).encode(), "trace.json")[1]
    return [d.code for d in found]


def _leaves(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(data, dict):
        for key, below in data.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(data, list):
        for index, below in enumerate(data):
            yield from _leaves(below, (*path, index))
    else:
        yield path, data


def _lists(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict | list):
        if isinstance(data, list) and data:
            yield path
        for key, below in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _lists(below, (*path, key))


def _other(value: object) -> object:
    """A value of the same kind that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return f"{value[:8]}{28 if value[8:] != '28' else 27}"
    if isinstance(value, str):
        return "does not apply" if value == "applies" else "applies" if value == "does not apply" else f"{value}x"
    return "2020-02-20"


def _altered(trace: Trace, path: tuple[str | int, ...], change: Callable[[Any, Any], None]) -> Trace:
    """A copy of the trace with a change made where a path leads."""
    found = copy.deepcopy(trace)
    holder: Any = found
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return found


def _set_other(holder: Any, key: Any) -> None:
    holder[key] = _other(holder[key])


def _drop_last(holder: Any, key: Any) -> None:
    holder[key] = holder[key][:-1]


def doctored(trace: Trace) -> list[tuple[str, Callable[[], Trace]]]:
    """How to make the trace with one value altered, or the last element of one list dropped, for each there is."""
    leaves = (path for path, _ in _leaves(trace) if ".".join(map(str, path)) not in UNPROVEN)
    changes = [*((path, _set_other) for path in leaves), *((path, _drop_last) for path in _lists(trace))]
    return [
        (f"{change.__name__} {'.'.join(map(str, path))}", partial(_altered, trace, path, change))
        for path, change in changes
    ]


def _trace(asked: str, ask: Ask, library: Rulebook) -> Trace:
    names, facts = case_of(asked)
    found = json.loads(json_text(ask(*names, **facts), library))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", DECIDED)
def test_a_genuine_trace_is_verified(name: str, ask: Ask, library: Rulebook) -> None:
    """Values, unknown facts, lists, a missing law date."""
    assert _refused(_trace(name, ask, library), library) == []


@pytest.mark.parametrize("name", DECIDED)
def test_every_single_alteration_is_refused(name: str, ask: Ask, library: Rulebook) -> None:
    """Each value of the trace altered by itself, each list cut short: none passes."""
    trace = _trace(name, ask, library)
    tampered = doctored(trace)
    assert len(tampered) > 100
    assert [what for what, made in tampered if not _refused(made(), library)] == []


@pytest.mark.parametrize("example", ["granted", "refusable", "undetermined"])
def test_doctored_traces_of_the_first_law_are_refused(example: str, kr: Rulebook) -> None:
    """Alterations spread evenly over the trace of each example."""
    text = (ROOT / "examples" / f"{example}.json").read_bytes()
    case, _ = read_case(text, "case.json", kr.vocabulary)
    assert case is not None
    trace = json.loads(json_text(decide(kr, case), kr))
    assert _refused(trace, kr) == []
    tampered = doctored(trace)
    chosen = tampered[:: len(tampered) // 30]
    assert len(chosen) >= 30
    assert [what for what, made in chosen if not _refused(made(), kr)] == []


def test_traces_of_golden_cases_are_genuine(kr: Rulebook) -> None:
    """One golden case in twenty-five asked what is expected of it, and one in a hundred whatever its facts bring up."""
    files = load_golden(golden_files((str(ROOT / "rules" / "kr" / "cases"),)), kr)
    found = [golden for file in files for golden in file.cases if golden.case is not None]
    asked = [(golden.case, tuple(expected.address for expected in golden.expected)) for golden in found[::25]]
    asked += [(golden.case, ()) for golden in found[::100]]
    answers = [a for case, ask in asked if case is not None and not (a := decide(kr, evolve(case, ask=ask))).problems]
    assert len(answers) > 100
    for answer in answers:
        assert _refused(json.loads(json_text(answer, kr)), kr) == []


ALTERATIONS: dict[str, tuple[Callable[[Trace], object], str, str]] = {
    "digest": (
        lambda t: t["rulebook"].update(digest="0" * 64),
        "R0701",
        "the trace was made from another state of the rules: digest `000000000000…`",
    ),
    "fact": (
        lambda t: t["case"]["facts"].update({"book.value": {"amount": 201, "unit": "thaler"}}),
        "R0702",
        "the facts in the trace are not those of the case it names: their digest differs",
    ),
    "no fact": (
        lambda t: t["case"]["facts"].update({"book.colour": "red"}),
        "R0702",
        "the trace gives `book.colour`, which is no fact of the rulebook",
    ),
    "nothing": (lambda t: t.update(parts=[]), "R0703", "the trace decides nothing"),
    "state": (
        lambda t: t["parts"][0]["decisions"][-1].update(settled=True),
        "R0704",
        "`parts[1].decisions[{last}].settled` says `True`, and by the rulebook it is `False`",
    ),
    "law date": (
        lambda t: t["parts"][0]["law_date"].update(day="2024-05-02"),
        "R0706",
        "the law of `2024-05-02` is said to decide, and no fact of the case chooses that day",
    ),
    "asked": (
        lambda t: t["parts"][0]["decisions"].pop(),
        "R0705",
        "the trace does not decide it",
    ),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_what_is_wrong_is_told(name: str, ask: Ask, library: Rulebook) -> None:
    """Code and message for each kind of alteration."""
    alter, code, message = ALTERATIONS[name]
    trace = _trace("granted", ask, library)
    wanted = message.format(last=len(trace["parts"][0]["decisions"]))
    alter(trace)
    (found, *_) = verify(trace, library, "trace.json")
    assert (found.code, found.message.endswith(wanted)) == (code, True), found.message


def test_a_settled_answer_is_proved(ask: Ask, library: Rulebook) -> None:
    """What is said to stand whatever the missing facts are is held against all of them."""
    trace = _trace("unknown", ask, library)
    decision = next(d for d in trace["parts"][0]["decisions"] if d["state"] == "unknown")
    asked = {address for topic in trace["parts"][0]["asked"] for address in topic["conclusions"]}
    assert decision["id"] in asked
    decision.update(settled=True, state="value", value=True, missing=[])
    assert [d.code for d in verify(trace, library)] == ["R0707"]


def test_the_command(tmp_path: Path) -> None:
    """Exit codes: 0 verified, 1 refused, 2 not a trace or another file."""
    run = CliRunner()
    made = run.invoke(command, [str(ROOT / "examples" / "refusable.json"), "--format", "json"])
    trace = tmp_path / "trace.json"
    trace.write_text(made.stdout, encoding="utf-8")
    verified = run.invoke(command, ["verify", str(trace), "--case", str(ROOT / "examples" / "refusable.json")])
    assert (verified.exit_code, verified.stdout.startswith("verified: ")) == (0, True)
    other = run.invoke(command, ["verify", str(trace), "--case", str(ROOT / "examples" / "granted.json")])
    assert other.exit_code == 1
    assert "the trace was made from another case" in other.stderr
    trace.write_text(made.stdout.replace('"truth": true', '"truth": false', 1), encoding="utf-8")
    refused = run.invoke(command, ["verify", str(trace), "--format", "json"])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["diagnostics"][0]["code"] == "R0704"
    trace.write_text("{}", encoding="utf-8")
    assert run.invoke(command, ["verify", str(trace)]).exit_code == 2
    trace.write_text("[" * 300 + "]" * 300, encoding="utf-8")
    assert run.invoke(command, ["verify", str(trace)]).exit_code == 2


def test_it_shares_no_evaluation_code() -> None:
    """What the checker is made of imports nothing of what it checks."""
    evaluating = {"constructs", "evaluate", "expressions", "consult", "policy", "kleene", "relevance", "decide"}
    for file in ("verify", "replay", "replay_amounts", "replay_conditions", "replay_whole", "trace_facts"):
        text = (ROOT / "engine" / f"{file}.py").read_text(encoding="utf-8")
        imported = re.findall(r"^from rulecheck\.engine\.(\w+)", text, re.MULTILINE)
        assert imported
        assert not evaluating & set(imported), file
