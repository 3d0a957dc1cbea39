"""Dispatch to stored bytes and back: compressed JSON under the names of the dataclasses, defaults left out."""

from __future__ import annotations

import dataclasses
import json
import types
import zlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from wiresearch.dispatch import Dispatch


def encode(dispatch: Dispatch) -> bytes:
    """The stored form of a dispatch; `decode` gives back an equal one."""
    return zlib.compress(json.dumps(_plain(dispatch), separators=(",", ":")).encode())


def decode(stored: bytes) -> Dispatch:
    """The dispatch of a stored form. Raises ValueError, KeyError, TypeError or zlib.error for other bytes."""
    dispatch: Dispatch = _reader(Dispatch)(json.loads(zlib.decompress(stored)))
    return dispatch


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {field.name: _plain(item) for field, item in pairs if item != field.default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns a JSON value into a value of the annotated type `kind`."""
    if kind in (datetime, date):
        reader: Callable[[str], Any] = kind.fromisoformat
        return reader
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}
        return lambda value: kind(**{name: parts[name](item) for name, item in value.items()})  # type: ignore[operator] # a class
    if get_origin(kind) is tuple:
        item_reader = _reader(get_args(kind)[0])
        return lambda value: tuple(map(item_reader, value))
    if get_origin(kind) is types.UnionType:
        some = _reader(get_args(kind)[0])
        return lambda value: None if value is None else some(value)
    if get_origin(kind) is Literal or kind in (str, int, float, bool):
        return lambda value: value
    raise TypeError(f"a dispatch cannot hold {kind}")
