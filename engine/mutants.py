"""Mutants of a rulebook as data: small mistakes put into the law on purpose, and which golden cases notice them.

After R. A. DeMillo, R. J. Lipton and F. G. Sayward, Hints on Test Data Selection (1978): a set of tests is as good as
the share of such mistakes that it finds.
"""

from typing import Literal

from rulecheck.engine.diagnostics import Place
from rulecheck.grammar.data_classes import frozen

# What sort of mistake a mutant is.
Operator = Literal[
    "comparison",
    "limit",
    "and or",
    "condition dropped",
    "negation",
    "options",
    "quantifier",
    "plus minus",
    "rounding",
    "floor or cap",
    "counting of days",
    "branches",
    "table",
    "date",
    "date choice dropped",
    "exception dropped",
    "exception turned round",
    "provision dropped",
    "reference dropped",
    "figure",
]


@frozen
class Mutant:
    """One mistake put into a provision or a dated figure.

    ``owner`` is the id of the provision or the name of the figure, ``version`` the first day of the version as
    written. ``change`` says in words what is different, such as ``age ≤ 8 → age < 8``; it is the same from run to run,
    and no other mutant of the version has the same. ``because`` is the reason why no case can notice it, if the rule
    file gives one, and ``mark`` the words under which it does: the change, or its beginning with a star. ``shown`` is
    the argument by which the bench itself shows that no answer changes.
    """

    owner: str
    article: str
    version: str
    operator: Operator
    change: str
    place: Place
    because: str = ""
    mark: str = ""
    shown: str = ""

    @property
    def id(self) -> str:
        """The mutant's name, the same in every run."""
        return f"{self.owner}, {self.version}: {self.change}"


@frozen
class Suggestion:
    """A case that would notice a mutant: an existing case with facts changed, and a conclusion to ask.

    ``original`` and ``mutated`` are what the law as written and the mutant say; a written value is never an expected
    one, since the law as encoded may be what is wrong. ``provision`` is set where the conclusion comes out the same,
    and ``sees`` the difference: how that duty stands, or whether that provision applies.
    """

    beside: str
    file: str
    facts: tuple[tuple[str, str], ...]
    asks: str
    original: str
    mutated: str
    sees: Literal["expect", "standing", "cites"] = "expect"
    provision: str = ""


@frozen
class Outcome:
    """What became of a mutant: the case that noticed it, or none, of how many that look at what it changes."""

    mutant: Mutant
    killed_by: str = ""
    cases: int = 0
    suggestion: Suggestion | None = None

    @property
    def state(self) -> Literal["killed", "survived", "equivalent", "shown"]:
        """Whether it counts, and for what. What a case notices is not equivalent, whatever the mark says."""
        if self.killed_by:
            return "killed"
        if self.mutant.shown:
            return "shown"
        return "equivalent" if self.mutant.because else "survived"


@frozen
class UnusedMark:
    """A mark in a rule file that fits no mutant, or one that a case notices all the same."""

    owner: str
    change: str
    place: Place
    killed_by: str = ""


@frozen
class Mutation:
    """All outcomes, in the order of the document; ``failing`` are the cases that fail without any mutant."""

    outcomes: tuple[Outcome, ...]
    cases: int
    failing: tuple[str, ...] = ()
    unused: tuple[UnusedMark, ...] = ()
    remembered: int = 0

    def count(self, state: str) -> int:
        """How many came out so."""
        return sum(o.state == state for o in self.outcomes)

    @property
    def counted(self) -> int:
        """How many mutants count: all but those that are marked as equivalent, or shown to change nothing."""
        return self.count("killed") + self.count("survived")

    def reaches(self, percent: int) -> bool:
        """Whether at least so many of a hundred mutants that count are killed."""
        return self.count("killed") * 100 >= percent * self.counted
