"""One measurement in a process of its own: python child.py KIND MODULE:CLASS [ARGUMENT …]; prints a line of JSON.

Imports what it needs where it needs it: a cold start of a peer is not charged for this script.
"""

import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
clock = time.perf_counter


def cold(place):
    """Imports, loads the rules, decides one case; the parent measures the whole process."""
    subject = made(place)
    subject.load()
    subject.decide(first_case())


def load(place):
    """Seconds for the imports, for loading the rules, and for the first decision."""
    began = clock()
    subject = made(place)
    imported = clock()
    subject.load()
    loaded = clock()
    subject.decide(first_case())
    return {"import": imported - began, "load": loaded - imported, "first": clock() - loaded}


def agree(place, number):
    """Whether decisions, explanations and batches come out as by hand."""
    from agreement import Agreement, agreement
    from seven.cases import cases
    from seven.handwritten import decide as by_hand

    subject = made(place)
    subject.load()
    many = cases(int(number))
    ways = {}
    if hasattr(subject, "decide"):
        ways["one by one"] = agreement(by_hand, subject.decide, many)
    if hasattr(subject, "explain"):
        ways["with a trace"] = agreement(by_hand, lambda case: subject.explain(case)[0], many)
        if not subject.explain(many[0])[1]:
            ways["a trace at all"] = Agreement(1, 1, "it is empty")
    from batches import decided_rows, table_of

    rows = iter(decided_rows(subject, table_of(many)))
    ways["in a batch"] = agreement(by_hand, lambda _case: next(rows), many)
    wrong = [f"{way}: {found.first}" for way, found in ways.items() if not found.holds]
    return {
        "cases": len(many),
        "wrong": max(found.wrong for found in ways.values()),
        "first": wrong[0][:500] if wrong else None,
    }


def single(place, seconds):
    """Seconds a decision: by hand, by the subject, and with its trace; a triple for each block of cases."""
    from seven.cases import cases
    from seven.handwritten import decide as by_hand

    subject = made(place)
    subject.load()
    block = 100
    many = cases(2000)
    measured = {"by_hand": by_hand, "decide": subject.decide}
    if hasattr(subject, "explain"):
        measured["explain"] = subject.explain
    times = {key: [] for key in measured}
    for function in measured.values():
        warmed(function, many)
    until, at = clock() + float(seconds), 0
    while at < 4 * block or clock() < until:
        part = [many[(at + i) % len(many)] for i in range(block)]
        once(by_hand, part)  # so that whoever comes first does not pay for fetching the cases from memory
        empty = once(bare, part)
        for key, function in measured.items():
            times[key].append(max(once(function, part) - empty, 1e-9 * block) / block)
        at += block
    return times


def warmed(function, cases):
    """Decides all cases once, or as many as two seconds are enough for: who makes ready at first has done so."""
    until = clock() + 2
    for case in cases:
        function(case)
        if clock() > until:
            return


def bare(_case):
    """A call that does nothing: what the loop itself costs."""


def once(function, cases):
    """Seconds for a loop over the cases."""
    began = clock()
    for case in cases:
        function(case)
    return clock() - began


def batch(place, path, out):
    """Seconds and peak memory for a file of cases, and for deciding alone; the digest of what came out."""
    from batches import run_batch

    subject = made(place)
    subject.load()
    return run_batch(subject, Path(path), Path(out))


def provisions(rules, text):
    """Seconds for loading a rulebook, the part of it that checks, the first decision, and one of many."""
    from importlib import import_module

    from rulecheck.engine.cache import cache_directory, load_cached
    from rulecheck.engine.case import read_case
    from rulecheck.engine.python.compiled import Compiled

    checked = [0.0]
    if cache_directory() is None:
        # The checker is part of the loader: this is the time of the part while the whole runs.
        module = import_module("rulecheck.engine.check")
        inner = module.check

        def check(*given):
            began = clock()
            found = inner(*given)
            checked[0] += clock() - began
            return found

        module.check = check
        import_module("rulecheck.engine.loader")
    began = clock()
    rulebook, problems = load_cached(rules)
    loaded = clock() - began
    if rulebook is None:
        raise ValueError(problems[0].message)
    case, found = read_case(text.encode(), "case.json", rulebook.vocabulary)
    if case is None:
        raise ValueError(found[0].message)
    began = clock()
    compiled = Compiled(rulebook)
    compiled.decide(case).values()
    first = clock() - began
    many = 1000
    began = clock()
    for _ in range(many):
        compiled.decide(case).values()
    each = (clock() - began) / many
    if compiled.handed:
        raise ValueError(f"handed over: {dict(compiled.handed)}")
    return {"load": loaded, "check": checked[0], "first": first, "decision": each}


def made(place):
    """The subject whose class stands at a place such as `peers.python:Python`."""
    from importlib import import_module

    module, _, name = place.partition(":")
    return getattr(import_module(module), name)()


def first_case():
    """The first of the generated cases."""
    import json

    return json.loads((HERE / "seven" / "first.json").read_text(encoding="utf-8"))["facts"]


KINDS = {"cold": cold, "load": load, "agree": agree, "single": single, "batch": batch, "provisions": provisions}

if __name__ == "__main__":
    said = KINDS[sys.argv[1]](*sys.argv[2:])
    if said is not None:
        import json

        print(json.dumps(said))
