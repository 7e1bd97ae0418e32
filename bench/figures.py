"""Figures of a measurement: medians with their spread, and ratios taken within one round."""

import statistics
from collections.abc import Sequence
from typing import Any

from attrs import asdict, frozen


@frozen
class Figure:
    """The median of several rounds, its lower and upper quartile, and how many rounds there were."""

    median: float
    low: float
    high: float
    rounds: int

    def scaled(self, by: float) -> "Figure":
        """The same in another unit."""
        return Figure(self.median * by, self.low * by, self.high * by, self.rounds)

    def as_json(self) -> dict[str, Any]:
        """As it is kept: four significant digits say all that a benchmark knows."""
        return {name: float(f"{v:.4g}") if name != "rounds" else v for name, v in asdict(self).items()}


def figure(values: Sequence[float]) -> Figure:
    """The figure of at least one value."""
    if not values:
        raise ValueError("a figure needs at least one round")
    if len(values) == 1:
        return Figure(values[0], values[0], values[0], 1)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Figure(median, low, high, len(values))


def ratio(values: Sequence[float], yardstick: Sequence[float]) -> Figure:
    """How many times the yardstick: each round divided by the yardstick of the same round, then the median.

    Whatever slows the machine down for a while slows both of a round, and leaves their ratio.
    """
    if len(values) != len(yardstick):
        raise ValueError("a ratio needs the yardstick of each round")
    return figure([value / base for value, base in zip(values, yardstick, strict=True)])
