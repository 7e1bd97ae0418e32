"""How long a process takes to its first decision, and a rulebook of N provisions to be loaded: python bench/starts.py

``cold_start`` gives the time of whole processes beside a bare ``python -c pass``; ``loading`` that of one rulebook of a
given size, read from YAML and taken from the cache. Times are medians of fresh processes, in seconds.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASE = Path(__file__).resolve().parents[1] / "examples" / "granted.json"
SIZES = (10, 100, 1_000, 10_000)
_HEADER = """\
rulebook: grown
title: {en: A rulebook of any size}
jurisdiction: EX
currency: {code: EUR, unit: euro, symbol: €}
covers from: 2020-01-01
ranks: [act]
"""
_FACTS = """\
  asked_on: {type: date, label: {en: asked on}, question: {en: When was it asked for?}, proof: {en: application}}
  wage: {type: money, at least: 0 euro, label: {en: wage}, question: {en: Which wage?}, proof: {en: payslip}}
  months: {type: integer, at least: 0, label: {en: months}, question: {en: How many months?}, proof: {en: contract}}
"""
_PROVISION = """\
  ({paragraph}):
    kind: condition
    decides: right.c{number}
    versions:
      - in force: from 2020-01-01
        promulgated: 2019-06-03
        by: Act 1
        gist: {{en: "Right {number}, for wages and months of service."}}
        when: [wage ≥ {wage} euro, months < {months}{before}]
"""
# An article has as many paragraphs, of which each but the first rests on the one before.
_IN_AN_ARTICLE = 10

# Run by a fresh process with a directory and a case: what its steps take.
_STEPS = """
import json, sys, time
from rulecheck.engine.cache import load_cached
from rulecheck.engine.case import read_case
from rulecheck.engine.decide import decide
start = time.perf_counter()
rulebook, _ = load_cached(sys.argv[1])
loaded = time.perf_counter()
case, _ = read_case(sys.argv[2].encode(), "case.json", rulebook.vocabulary)
answer = decide(rulebook, case)
assert [d.value for d in answer.asked()] == [True], answer
print(json.dumps({"load": loaded - start, "decide": time.perf_counter() - loaded}))
"""


def cold_start(case: Path = CASE, runs: int = 15) -> dict[str, float]:
    """What processes take: a bare one, and those that decide a case with a warm cache, told as text and as JSON."""
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "RULECHECK_CACHE_DIR": cache}
        # An installed package has its bytecode; a process that may not keep any would compile every module anew.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        command = (sys.executable, "-P", "-m", "rulecheck", str(case))
        commands = {
            "python -c pass": (sys.executable, "-P", "-c", "pass"),
            "rulecheck case.json": command,
            "rulecheck case.json --format json": (*command, "--format", "json"),
        }
        for each in commands.values():
            # What has just been written is not yet trusted by its time of change.
            for _ in range(2):
                subprocess.run(each, check=True, capture_output=True, env=env)
                time.sleep(2.5)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, each in commands.items():
                start = time.perf_counter()
                subprocess.run(each, check=True, capture_output=True, env=env)
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def grown(directory: Path, provisions: int) -> str:
    """Writes a rulebook of so many provisions, ten an article, and gives a case for its last article as JSON."""
    (directory / "vocabulary").mkdir(parents=True)
    (directory / "act").mkdir()
    (directory / "rulebook.yaml").write_text(_HEADER, encoding="utf-8")
    act = "act: GA\nrank: act\ntitle: {en: Grown Act}\ncite: {en: Grown Act}\n"
    (directory / "act" / "act.yaml").write_text(act, encoding="utf-8")
    conclusions = "".join(f"  right.c{i}: {{type: boolean, label: {{en: right {i}}}}}\n" for i in range(provisions))
    last = f"right.c{provisions - 1}"
    scheme = f"  last: {{title: {{en: The last}}, about: [wage], law date: [asked_on], decides: [{last}]}}\n"
    names = f"subject: {{en: Rights}}\nfacts:\n{_FACTS}conclusions:\n{conclusions}schemes:\n{scheme}"
    (directory / "vocabulary" / "names.yaml").write_text(names, encoding="utf-8")
    for first in range(0, provisions, _IN_AN_ARTICLE):
        article = first // _IN_AN_ARTICLE + 1
        text = f'article: "{article}"\ntitle: {{en: Rights {first} and following}}\nprovisions:\n'
        for number in range(first, min(provisions, first + _IN_AN_ARTICLE)):
            before = f", right.c{number - 1}" if number > first else ""
            text += _PROVISION.format(
                paragraph=number - first + 1, number=number, wage=number + 1, months=number + 1, before=before
            )
        (directory / "act" / f"{article}.yaml").write_text(text, encoding="utf-8")
    facts = {"asked_on": "2024-03-01", "wage": provisions, "months": 0}
    return json.dumps({"facts": facts})


def loading(provisions: int, runs: int = 7) -> dict[str, float]:
    """What it takes to load a rulebook of that size from YAML and from the cache, and then to decide its last right."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place, "rules", "grown")
        case = grown(directory, provisions)
        env = {**os.environ, "RULECHECK_CACHE_DIR": str(Path(place, "cache"))}
        command = (sys.executable, "-P", "-c", _STEPS, str(directory), case)
        taken = []
        time.sleep(2.5)
        for _ in range(runs + 2):
            done = subprocess.run(command, check=True, capture_output=True, env=env, encoding="utf-8")
            taken.append(json.loads(done.stdout))
    warm = taken[2:]
    return {
        "load from YAML": taken[0]["load"],
        "load from the cache": statistics.median(each["load"] for each in warm),
        "first decision": statistics.median(each["decide"] for each in warm),
    }


def main() -> None:
    """Measures, and prints a line each."""
    cold = cold_start()
    for name, taken in cold.items():
        print(f"{name:<36} {taken * 1000:>8.1f} ms {taken / cold['python -c pass']:>6.1f}×")
    for size in SIZES:
        for name, taken in loading(size).items():
            print(f"{size:>6,} provisions, {name:<22} {taken * 1000:>10.1f} ms")


if __name__ == "__main__":
    main()
