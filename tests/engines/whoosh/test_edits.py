"""Edits of many words at once, against the oracle's definition."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import edits_between as plain

from wiresearch.engines.whoosh.edits import edits_between, letters_of

WORD = st.text("abcd", min_size=1, max_size=7) | st.text("ко\u0301🙂a", min_size=1, max_size=5)


@settings(max_examples=500)
@given(word=WORD, others=st.lists(WORD, max_size=12), most=st.integers(0, 3))
def test_every_distance_up_to_the_bound_is_right(word: str, others: list[str], most: int) -> None:
    places, edits = edits_between(word, letters_of(others), most)
    expected = {place: plain(word, other) for place, other in enumerate(others) if plain(word, other) <= most}
    assert dict(zip(places.tolist(), edits.tolist(), strict=True)) == expected
