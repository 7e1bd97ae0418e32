"""Runs the commands that the README shows, and writes what they print below them: python docs/refresh.py

A test holds that what stands there is what they print. A change of those blocks is to be read before it is committed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- run -->\n```console\n\$ rulecheck )(.*)\n((?:.*\n)*?)(```\n)")


def printed(words: str) -> str:
    """What a command prints on standard output, run in the root of the checkout with the package that is installed."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", "rulecheck", *words.split()]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


def refreshed(text: str) -> str:
    """The text with every block that is run brought up to date."""
    return BLOCK.sub(lambda m: f"{m[1]}{m[2]}\n{printed(m[2])}{m[4]}", text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
