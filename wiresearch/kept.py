"""Answers that come from tables and are kept; `forget` throws all of them away when a user's own rows change the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_FORGET: list[Callable[[], None]] = []


def kept(most: int | None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function whose `most` last answers (None: all) are kept until `forget`. The arguments must be hashable."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        cached = lru_cache(maxsize=most)(function)
        _FORGET.append(cached.cache_clear)
        return cached  # type: ignore[return-value]  # lru_cache loses the parameters of what it wraps

    return decorate


def forget() -> None:
    """Throw away every answer that is kept."""
    for clear in _FORGET:
        clear()
