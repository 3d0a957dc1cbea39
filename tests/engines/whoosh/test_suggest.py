"""The nearest spelling that is indexed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch.dispatch import Dateline, Dispatch
from wiresearch.engines import Engine

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]


@pytest.fixture
def engine(over: Over, make: Make) -> Engine:
    return over(
        [make("0", "Losyukov spoke.", headline="Losyukov", agency="AFP", dateline=Dateline("SÃO PAULO", city="São Paulo"))],
        [make("1", "A loss.", "Losyukov again, interests."), make("2", "Losing.", chain="story-one")],
    )


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("", "losyukof", ("losyukov", 2)),
        ("headline", "losyukof", ("losyukov", 1)),
        ("body", "intrests", ("interests", 1)),
        ("agency", "afb", None),
        ("agency", "aafp", ("AFP", 1)),
        ("dateline_city", "sao paolo", ("São Paulo", 1)),
        ("chain", "story-on", ("story-one", 1)),
        ("", "xyzzy", None),
        ("", "", None),
    ],
)
def test_nearest(engine: Engine, field: str, text: str, expected: tuple[str, int] | None) -> None:
    assert engine.suggest(field, text) == expected
