"""By hand in Python: the yardstick, and the same with a trace of one entry an answer."""

from seven.handwritten import decide, decide_traced


class Python:
    """Rules fixed in code."""

    def load(self):
        self.decide = decide


class PythonTraced(Python):
    """The trace that one would write by hand."""

    def load(self):
        self.decide = decide
        self.explain = decide_traced
