"""The Whoosh schema, made from FIELDS, and the values a dispatch puts into it.

The classes are pickled into the index by name: moving them is a change of SCHEMA_VERSION.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from wiresearch.dispatch import Dispatch, WireTime
from wiresearch.engines.whoosh.analysis import Analysed, analyse
from wiresearch.engines.whoosh.record import encode
from wiresearch.fields import FIELDS, Field
from wiresearch.words import fold_value

KEY, RECORD, INSTANT, FILLED = "_key", "_record", "_instant", "_has"
MISSING = -(1 << 62)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def value_term(value: str) -> bytes:
    """The term under which a keyword value is indexed: folded. Lone surrogates of damaged text pass through."""
    return fold_value(value).encode("utf-8", "surrogatepass")


class Text(FieldType):  # type: ignore[misc] # whoosh does not annotate its base classes wholly
    """A text field: terms with positions, and a column of exact lengths in words."""

    def __init__(self) -> None:
        super().__init__(Positions(), None)
        self.column_type = NumericColumn("I")

    def index(self, value: Analysed, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, positions in value.positions.items():
            yield term.encode(), len(positions), float(len(positions)), self.format.encode(positions)

    def to_column_value(self, value: Analysed) -> int:
        return value.length

    def from_column_value(self, value: int) -> int:
        return value


class Values(FieldType):  # type: ignore[misc] # as above
    """A keyword field: one folded term for each value, and for a facet a column of the values as printed (JSON)."""

    def __init__(self, facet: bool) -> None:
        super().__init__(Existence(), None)
        self.column_type = VarBytesColumn() if facet else None

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term in dict.fromkeys(map(value_term, value)):
            yield term, 1, 1.0, b""

    def to_column_value(self, value: tuple[str, ...]) -> bytes:
        return json.dumps(tuple(dict.fromkeys(value))).encode()

    def from_column_value(self, value: bytes) -> bytes:
        return value


def bounds(field: str) -> tuple[str, str]:
    """The columns that hold the first and last day (proleptic ordinals, 0: none) of a date field."""
    return f"{field}_first", f"{field}_last"


def make_schema() -> Schema:
    """The schema of a new index."""
    kinds: dict[str, FieldType] = {KEY: COLUMN(VarBytesColumn()), RECORD: COLUMN(VarBytesColumn()), FILLED: Values(facet=False)}
    kinds[INSTANT] = COLUMN(NumericColumn("q", default=MISSING))
    for field in FIELDS:
        match field.kind:
            case "text":
                kinds[field.name] = Text()
            case "keyword" | "id":
                kinds[field.name] = Values(field.facet)
            case "number":
                kinds[field.name] = COLUMN(NumericColumn("q", default=MISSING))
            case "date":
                kinds |= {name: COLUMN(NumericColumn("i")) for name in bounds(field.name)}
    return Schema(**kinds)


def instant(time: WireTime | None) -> int:
    """Microseconds since 1970 UTC, or MISSING: what "newer" compares."""
    return MISSING if time is None else (time.when - _EPOCH) // _MICROSECOND


def document(dispatch: Dispatch) -> dict[str, Any]:
    """The values of one dispatch for every field of the schema.

    Each has a value even when empty: Whoosh's column writer miscounts offsets after documents without one.
    """
    filled = []
    values: dict[str, Any] = {KEY: dispatch.key.encode("utf-8", "surrogatepass"), RECORD: encode(dispatch)}
    values[INSTANT] = instant(dispatch.versioncreated)
    for field in FIELDS:
        content = field.values(dispatch)
        if content:
            filled.append(field.name)
        values |= _field_values(field, content)
    return values | {FILLED: tuple(filled)}


def _field_values(field: Field, content: tuple[Any, ...]) -> dict[str, Any]:
    match field.kind:
        case "text":
            return {field.name: analyse(content)}
        case "keyword" | "id":
            return {field.name: content}
        case "number":
            return {field.name: max(min(content[0], -MISSING), MISSING + 1) if content else MISSING}
        case "date":
            first, last = bounds(field.name)
            return {first: content[0].toordinal(), last: content[1].toordinal()} if content else {first: 0, last: 0}
