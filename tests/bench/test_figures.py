"""Medians, quartiles and ratios of the bench."""

import pytest
from figures import Figure, figure, ratio
from hypothesis import given
from hypothesis import strategies as st

SECONDS = st.floats(min_value=1e-9, max_value=1e3)


def test_a_figure_is_the_median_between_its_quartiles() -> None:
    assert figure([5, 1, 3, 2, 4]) == Figure(3, 2, 4, 5)
    assert figure([2.5]) == Figure(2.5, 2.5, 2.5, 1)
    with pytest.raises(ValueError, match="at least one round"):
        figure([])


@given(st.lists(SECONDS, min_size=1))
def test_the_spread_holds_the_median(values: list[float]) -> None:
    found = figure(values)
    assert min(values) <= found.low * (1 + 1e-9)
    assert found.low <= found.median * (1 + 1e-9)
    assert found.median <= found.high * (1 + 1e-9)
    assert found.high <= max(values) * (1 + 1e-9)


def test_a_ratio_is_taken_round_by_round() -> None:
    """A machine twice as slow in one round does not change it; the ratio of the medians would."""
    assert ratio([3, 6, 3], [1, 2, 1]) == Figure(3, 3, 3, 3)
    assert ratio([10, 40, 30], [10, 20, 10]).median == 2
    with pytest.raises(ValueError, match="each round"):
        ratio([1, 2], [1])


@given(st.lists(st.tuples(SECONDS, SECONDS, st.floats(min_value=0.1, max_value=10)), min_size=1))
def test_noise_that_hits_both_leaves_the_ratio(rounds: list[tuple[float, float, float]]) -> None:
    quiet = ratio([a for a, _, _ in rounds], [b for _, b, _ in rounds])
    noisy = ratio([a * noise for a, _, noise in rounds], [b * noise for _, b, noise in rounds])
    assert noisy.median == pytest.approx(quiet.median)


def test_what_is_kept_has_four_digits() -> None:
    assert figure([1.23456, 1.23456]).as_json() == {"median": 1.235, "low": 1.235, "high": 1.235, "rounds": 2}
