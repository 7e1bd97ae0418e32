"""The official texts that rules were read from, held against a corpus of them: what was found, as data."""

from datetime import date
from typing import Literal

from rulecheck.engine.diagnostics import Diagnostic
from rulecheck.engine.rulebook import Article, ReadFrom, Version
from rulecheck.grammar.data_classes import frozen


@frozen
class Instrument:
    """What made a text what it is: its number and its day of promulgation."""

    number: str
    promulgated: date


@frozen
class TextChange:
    """A paragraph whose text is another one than was read.

    ``by`` is the latest instrument that changed it. ``before`` and ``after`` are the stretches that differ, with some
    words around them; ``before`` is empty where the corpus does not hold the text that was read. ``provisions`` are
    those of the rulebook that stand in the paragraph, ``cited_by`` those that rest on them.
    """

    paragraph: str
    event: Literal["added", "removed", "amended"]
    by: Instrument
    before: str = ""
    after: str = ""
    provisions: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()


@frozen
class ArticleDrift:
    """An article whose text is no longer the one that was read.

    ``changed``: an instrument promulgated since says otherwise. ``record differs``: of the very instrument that was
    read the corpus has another text than was recorded. ``gone``: there is no such article any more.
    """

    article: Article
    event: Literal["changed", "record differs", "gone"]
    read: ReadFrom
    now: Instrument
    changes: tuple[TextChange, ...] = ()


Reason = Literal[
    "no text named",
    "not in the corpus",
    "no article there",
    "recorded from later texts",
    "versions without a text",
    "versions beyond the corpus",
]


@frozen
class Unrecorded:
    """An article, or versions of it, that cannot be held against the official text, and why.

    ``versions without a text``: nothing is recorded of them, and the corpus holds their text.
    """

    article: Article
    reason: Reason
    versions: tuple[Version, ...] = ()


@frozen
class Drift:
    """What was found.

    Of all ``articles``, ``held`` were held against a text. ``newest`` are the newest texts of the corpus by act;
    ``problems`` is what cannot be read.
    """

    corpus: str
    at: str
    articles: int
    held: int
    drifted: tuple[ArticleDrift, ...]
    unrecorded: tuple[Unrecorded, ...]
    newest: tuple[tuple[str, Instrument], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def findings(self) -> bool:
        """Whether somebody has something to do: read a text that changed, or record one that the corpus holds."""
        return bool(self.drifted) or any(u.reason == "versions without a text" for u in self.unrecorded)


@frozen
class Recorded:
    """An article whose record was written, and the instruments whose texts it names."""

    article: Article
    instruments: tuple[Instrument, ...]
