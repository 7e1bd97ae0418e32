"""How fast rulecheck is, side by side with its peers in one run: python bench/run.py

First all must answer 2,000 cases as the hand-written function does; who does not is told and not timed. docs/bench.md
says what is measured and how.
"""

import sys
from pathlib import Path


def main() -> int:
    """Finds the modules beside it, wherever it is started, and runs the command."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from command import main as command

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
