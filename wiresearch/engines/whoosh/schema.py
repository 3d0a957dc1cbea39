"""The Whoosh schema, made from FIELDS, and the values a dispatch puts into it.

The classes are pickled into the index by name: moving them is a change of SCHEMA_VERSION.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from wiresearch.dispatch import WireTime
from wiresearch.engines.whoosh.analysis import Analysed
from wiresearch.fields import FIELDS, LOOSE_FIELDS, Field
from wiresearch.words import fold_value

# Columns beside the fields of the table; a test keeps the names apart.
RECORD, INSTANT, FILLED = "record", "instant", "filled"
MISSING = -(1 << 62)
# Text fields that share a vocabulary: those that a loose word asks together, and each of the others alone.
TEXT_GROUPS: dict[str, tuple[str, ...]] = {
    "text": LOOSE_FIELDS,
    **{field.name: (field.name,) for field in FIELDS if field.kind == "text" and field.name not in LOOSE_FIELDS},
}
VALUE_FIELDS: dict[str, Field] = {field.name: field for field in FIELDS if field.kind in ("keyword", "id")}
_POSITIONS = Positions()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def group_of(field: str) -> str:
    """The text group of a text field."""
    return "text" if field in LOOSE_FIELDS else field


# (term, how often, weight, encoded positions), as Whoosh asks a field for them.
Postings: TypeAlias = Generator[tuple[bytes, int, float, bytes], Any, None]


def value_term(value: str) -> bytes:
    """The index term of a value as it is compared. Lone surrogates of damaged text pass through."""
    return value.encode("utf-8", "surrogatepass")


class Text(FieldType):
    """A text field: terms with positions, and exact lengths in words."""

    scorable = True

    def __init__(self) -> None:
        self.format = _POSITIONS

    def index(self, value: Analysed, **_: Any) -> Postings:
        for term, positions in value.positions.items():
            yield term.encode(), len(positions), float(len(positions)), _POSITIONS.encode(positions)


class Values(FieldType):
    """A field of whole values: a term for each, folded for keywords."""

    def __init__(self, *, folded: bool) -> None:
        self.format = Existence()
        self.folded = folded

    def index(self, value: tuple[str, ...], **_: Any) -> Postings:
        for term in dict.fromkeys(map(self.compared, value)):
            if term:
                yield value_term(term), 1, 1.0, b""

    def compared(self, value: str) -> str:
        """The value as it is compared."""
        return fold_value(value) if self.folded else value


def bounds(field: str) -> tuple[str, str]:
    """The columns that hold the first and last day (proleptic ordinals, 0: none) of a date field."""
    return f"{field}_first", f"{field}_last"


# Columns of whole numbers, and what stands in them for none.
NUMBER_COLUMNS: dict[str, int] = {
    INSTANT: MISSING,
    **{field.name: MISSING for field in FIELDS if field.kind == "number"},
    **{name: 0 for field in FIELDS if field.kind == "date" for name in bounds(field.name)},
}
RECORD_COLUMN = VarBytesColumn(write_offsets_cutoff=0)


def make_schema() -> Schema:
    """The schema of a new index."""
    kinds: dict[str, FieldType] = {RECORD: COLUMN(RECORD_COLUMN)}
    kinds |= {name: COLUMN(NumericColumn("q", default=missing)) for name, missing in NUMBER_COLUMNS.items()}
    kinds |= {field: Text() for fields in TEXT_GROUPS.values() for field in fields}
    kinds |= {name: Values(folded=field.kind == "keyword") for name, field in VALUE_FIELDS.items()}
    return Schema(**kinds)


def instant(time: WireTime | None) -> int:
    """Microseconds since 1970 UTC, or MISSING: what "newer" compares."""
    return MISSING if time is None else (time.when - _EPOCH) // _MICROSECOND
