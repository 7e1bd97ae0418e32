"""Writes what is made from the rules: what the commands of the README print, and the pages of the schemes.

    python docs/refresh.py
    python docs/refresh.py --reliability

The second writes the figures of the page on reliability, which takes some minutes, and nothing else.

A test holds that what stands there is what they print. A change of it is to be read before it is committed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = ROOT / "docs" / "schemes"
# The law that the pages of the schemes are written by.
AS_OF = "2026-11-22"
BLOCK = re.compile(r"(<!-- run -->\n```console\n\$ rulecheck )(.*)\n((?:.*\n)*?)(```\n)")

RELIABILITY = ROOT / "docs" / "reliability.md"
FIGURES = re.compile(r"(<!-- reliability -->\n)(?:.*\n)*?(<!-- end of reliability -->\n)")


def printed(words: str) -> str:
    """What a command prints on standard output, run in the root of the checkout with the package that is installed."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", "rulecheck", *words.split()]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


def refreshed(text: str) -> str:
    """The text with every block that is run brought up to date."""
    return BLOCK.sub(lambda m: f"{m[1]}{m[2]}\n{printed(m[2])}{m[4]}", text)


def schemes() -> list[str]:
    """The ids of the schemes of the rulebook."""
    return [line.partition(":")[0] for line in printed("facts").splitlines()]


def page(scheme: str) -> str:
    """The page of a scheme, by the law of the day that all pages are written for."""
    return printed(f"guide {scheme} --as-of {AS_OF}")


def figures(mutation: str, coverage: str) -> str:
    """The page on reliability with what the two commands print, between its marks."""
    shown = f"\n## Mutation\n\n{mutation}\n## Coverage\n\n```text\n{coverage}```\n\n"
    text = RELIABILITY.read_text(encoding="utf-8")
    return FIGURES.sub(lambda m: f"{m[1]}{shown}{m[2]}", text)


def by_unit(coverage: str) -> str:
    """What `rulecheck cover` prints, but for the table by article."""
    return f"{coverage.partition('by article')[0]}{coverage.rstrip().rpartition(chr(10))[2]}\n"


if __name__ == "__main__":
    if "--reliability" in sys.argv:
        mutation = printed("mutate --rules rules/kr --no-suggest --format markdown")
        RELIABILITY.write_text(figures(mutation, by_unit(printed("cover --rules rules/kr"))), encoding="utf-8")
        sys.exit()
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
    PAGES.mkdir(exist_ok=True)
    listed = schemes()
    for scheme in listed:
        (PAGES / f"{scheme}.md").write_text(page(scheme), encoding="utf-8")
    for old in PAGES.glob("*.md"):
        if old.stem not in listed:
            old.unlink()
