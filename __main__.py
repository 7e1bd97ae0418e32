"""``python -m rulecheck`` is the command ``rulecheck``."""

from rulecheck.start import main

if __name__ == "__main__":
    main()
