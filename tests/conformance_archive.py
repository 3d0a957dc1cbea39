"""The same random dispatches in every run."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, Phase, given, settings
from strategies import dispatches

from wiresearch.dispatch import Dispatch


def drawn(count: int) -> list[Dispatch]:
    """The same random dispatches in every run, each with a key of its own."""
    found: list[Dispatch] = []

    @settings(max_examples=count, phases=[Phase.generate], derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(dispatches())
    def draw(dispatch: Dispatch) -> None:
        found.append(dataclasses.replace(dispatch, key=f"{len(found):016x}"))

    draw()
    return found
