"""Whether a peer answers as the hand-written function does: looked at before anything is timed."""

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any

from attrs import frozen

Case = Mapping[str, Any]
Answers = Mapping[str, Any]


@frozen
class Agreement:
    """How many cases were compared, how many came out otherwise, and the first that did."""

    cases: int
    wrong: int
    first: str | None = None

    @property
    def holds(self) -> bool:
        """All of at least one case came out alike."""
        return self.cases > 0 and self.wrong == 0


def same(expected: Answers, given: Answers) -> bool:
    """Each answer expected is given, and is equal: a truth is a truth, a number is exactly that number."""
    for name, value in expected.items():
        if name not in given:
            return False
        other = given[name]
        if isinstance(value, bool):
            if other is not value:
                return False
        elif isinstance(other, bool) or not isinstance(other, Real) or other != value:
            return False
    return True


def agreement(
    expected: Callable[[Case], Answers], decide: Callable[[Case], Answers], cases: Iterable[Case]
) -> Agreement:
    """Decides each case both ways. What the peer raises is its own and is not caught: it is told as its failure."""
    count = wrong = 0
    first = None
    for case in cases:
        count += 1
        right, given = expected(case), decide(dict(case))
        if not same(right, given):
            wrong += 1
            first = first or f"{dict(case)}: expected {dict(right)}, given {dict(given)}"
    return Agreement(count, wrong, first)
