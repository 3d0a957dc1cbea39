"""The Whoosh schema, made from FIELDS, and the values a dispatch puts into it.

The classes are pickled into the index by name: moving them is a change of SCHEMA_VERSION.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from wiresearch.dispatch import Dispatch, WireTime
from wiresearch.engines.whoosh.analysis import Analysed, analyse
from wiresearch.engines.whoosh.record import encode
from wiresearch.fields import FIELDS, Field
from wiresearch.words import fold_value

# Fields beside those of the table; a test keeps the names apart.
KEY, RECORD, INSTANT, FILLED = "printed_key", "record", "instant", "filled"
MISSING = -(1 << 62)
_POSITIONS = Positions()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


# (term, how often, weight, encoded positions), as Whoosh asks a field for them.
Postings: TypeAlias = Generator[tuple[bytes, int, float, bytes], Any, None]


def value_term(value: str) -> bytes:
    """The index term of a value as it is compared. Lone surrogates of damaged text pass through."""
    return value.encode("utf-8", "surrogatepass")


class Text(FieldType):
    """A text field: terms with positions, and a column of exact lengths in words."""

    def __init__(self) -> None:
        self.format = _POSITIONS
        self.column_type = NumericColumn("I")

    def index(self, value: Analysed, **_: Any) -> Postings:
        for term, positions in value.positions.items():
            yield term.encode(), len(positions), float(len(positions)), _POSITIONS.encode(positions)

    def to_column_value(self, value: Analysed) -> Any:
        return value.length

    def from_column_value(self, value: object) -> Any:
        return value


class Values(FieldType):
    """A field of whole values: a term for each, folded for keywords; for a facet also a column of them as printed (JSON)."""

    def __init__(self, *, folded: bool, facet: bool) -> None:
        self.format = Existence()
        self.folded = folded
        self.column_type = VarBytesColumn() if facet else None

    def index(self, value: tuple[str, ...], **_: Any) -> Postings:
        compared = map(fold_value, value) if self.folded else value
        for term in dict.fromkeys(compared):
            if term:
                yield value_term(term), 1, 1.0, b""

    def to_column_value(self, value: tuple[str, ...]) -> bytes:
        return json.dumps(tuple(dict.fromkeys(value))).encode()

    def from_column_value(self, value: object) -> Any:
        return value


def bounds(field: str) -> tuple[str, str]:
    """The columns that hold the first and last day (proleptic ordinals, 0: none) of a date field."""
    return f"{field}_first", f"{field}_last"


def make_schema() -> Schema:
    """The schema of a new index."""
    kinds: dict[str, FieldType] = {KEY: COLUMN(VarBytesColumn()), RECORD: COLUMN(VarBytesColumn())}
    kinds |= {INSTANT: COLUMN(NumericColumn("q", default=MISSING)), FILLED: Values(folded=False, facet=False)}
    for field in FIELDS:
        match field.kind:
            case "text":
                kinds[field.name] = Text()
            case "keyword" | "id":
                kinds[field.name] = Values(folded=field.kind == "keyword", facet=field.facet)
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
    values: dict[str, Any] = {KEY: value_term(dispatch.key), RECORD: encode(dispatch)}
    values[INSTANT] = instant(dispatch.versioncreated)
    for field in FIELDS:
        content = field.values(dispatch)
        if any(value != "" for value in content):
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
