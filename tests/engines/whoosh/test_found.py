"""The best of many, found without scoring all: against scores that are all added and sorted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from wiresearch.engines.whoosh.found import Bounds, Found, Listed, Masked, Score, SomeOf, all_of

SIZE = 20_000
Reals = NDArray[np.float64]


class Told(Score):
    """Scores from a table, and bounds that exceed them by a share; what was asked for is counted."""

    def __init__(self, table: Reals, docs: NDArray[np.int64], slack: float) -> None:
        self.table, self._docs, self._slack = table, docs, slack
        self.most = float(table.max()) * (1 + slack)
        self.asked = 0

    def __call__(self, docs: NDArray[np.int64]) -> Reals:
        self.asked += len(docs)
        return self.table[docs]

    def bounds(self) -> Bounds | None:
        # No bounds of its own: the most of all stands for each.
        return None if self._slack > 1 else (self.table[self._docs] * (1 + self._slack)).astype(np.float32)


def posted(rng: np.random.Generator, share: float, slack: float, *, levels: int) -> Listed:
    docs = np.flatnonzero(rng.random(SIZE) < share)
    table = rng.integers(1, levels + 1, SIZE) * rng.uniform(0.1, 5) / levels
    return Listed(docs, Told(table, docs, slack))


def added(items: list[Listed]) -> Reals:
    total = np.zeros(SIZE)
    for item in items:
        if isinstance(item.score, Told):
            total[item.docs] += item.score.table[item.docs]
    return total


def is_led_by(found: Found, within: NDArray[np.int64] | None, total: Reals, wanted: int) -> None:
    docs, scores = found.leading(within, wanted)
    every = found.listed() if within is None else within
    assert np.all(np.diff(docs) > 0)
    assert np.isin(docs, every).all()
    np.testing.assert_allclose(scores, total[docs], rtol=1e-12)
    left_out = np.setdiff1d(every, docs)
    # Whatever is left out is worth less than each of the `wanted` best: equals of the last one compete by their time.
    assert not len(left_out) or total[left_out].max() < np.sort(scores)[-wanted]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shares=st.lists(st.sampled_from((0.001, 0.02, 0.3, 0.9)), min_size=1, max_size=6),
    slack=st.sampled_from((0.0, 0.3, 2.0)),
    levels=st.sampled_from((1, 3, 100_000)),
    wanted=st.sampled_from((1, 10, 300, 5_000)),
    minimum=st.integers(1, 3),
    unscored=st.booleans(),
)
def test_what_is_left_out_is_worth_less_than_the_best(
    seed: int, shares: list[float], slack: float, levels: int, wanted: int, minimum: int, *, unscored: bool
) -> None:
    rng = np.random.default_rng(seed)
    items = [posted(rng, share, slack, levels=levels) for share in shares]
    if unscored:
        items.append(Listed(np.flatnonzero(rng.random(SIZE) < 0.1)))
    total = added(items)
    counts = np.bincount(np.concatenate([item.docs for item in items]), minlength=SIZE)
    found = SomeOf(items, minimum, SIZE)
    every = np.flatnonzero(counts >= minimum)
    assert found.listed().tolist() == every.tolist()
    assert found.count() == len(every)
    is_led_by(found, None, total, wanted)
    is_led_by(found, every[::3], total, wanted)
    outer = SomeOf([found, Masked(rng.random(SIZE) < 0.2)], 1, SIZE)
    assert np.isin(every, outer.listed()).all()
    is_led_by(outer, None, np.where(counts >= minimum, total, 0), wanted)
    is_led_by(items[0], None, added(items[:1]), wanted)


@pytest.mark.parametrize("levels", [1_000, 100_000])
def test_few_are_scored_where_bounds_are_close(levels: int) -> None:
    rng = np.random.default_rng(levels)
    items = [posted(rng, 0.3, 0.05, levels=levels) for _ in range(5)]
    SomeOf(items, 1, SIZE).leading(None, 10)
    assert all(isinstance(item.score, Told) and item.score.asked < len(item.docs) / 10 for item in items)


def test_an_intersection_adds_the_scores() -> None:
    rng = np.random.default_rng(1)
    items = [posted(rng, 0.5, 0.1, levels=9) for _ in range(3)]
    found = all_of(items, SIZE)
    assert found.listed().tolist() == sorted(set.intersection(*(set(item.docs.tolist()) for item in items)))
    is_led_by(found, None, added(items), 10)


def test_what_is_found_without_a_score_comes_before_what_is_not_found() -> None:
    """One document scores, more are wanted: the others are among those found, none beside them."""
    unscored = Listed(np.arange(1, SIZE, 128))
    scored = posted(np.random.default_rng(1), 1 / SIZE, 0.1, levels=2)
    some = SomeOf([unscored, scored], 1, SIZE)
    docs, scores = some.leading(None, 6)
    assert set(docs.tolist()) <= set(some.listed().tolist())
    assert len(docs) >= 6
    assert np.count_nonzero(scores) == len(scored.docs) < 6
