"""Every exception that wiresearch raises on purpose.

::

    WiresearchError
    ├── ReadError               a source or a dispatch could not be read
    │   ├── Skipped             not a dispatch at all: a picture, a PDF; not a failure
    │   ├── UnknownFormat       no reader claims the bytes
    │   └── MalformedDispatch   the chosen reader gave up
    │       └── Refused         and on purpose: over a limit, or what could do harm; never read as plain text instead
    ├── QueryError              the query cannot be read as it stands
    │   ├── QuerySyntaxError    quote, parenthesis, operator, range
    │   ├── UnknownField        a name before a colon that is no field
    │   └── BadDate             not a date, or one that does not exist
    ├── IndexingError
    │   ├── IndexNotFound       no index in that folder
    │   ├── NotAnIndex          a folder with somebody else's files
    │   ├── SchemaMismatch      written with another table of fields
    │   ├── IndexLocked         another process is writing
    │   └── IndexDamaged        a file is missing or is not what was written
    ├── EngineError
    │   ├── TooManyWords        a prefix, wildcard or inexact word stands for more words than the limit
    │   ├── EngineUnavailable   the server does not answer
    │   └── EngineNotInstalled  an extra is missing
    ├── ConfigError             a setting is unknown or has a bad value
    └── EvaluationError         topics, judgements, a run or expected figures cannot be read or do not fit each other

Only ``cli/`` turns them into messages and exit codes. ``hint`` is the mend: one line that says what to do instead.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TypeVar

_Error = TypeVar("_Error", bound="ReadError")


class WiresearchError(Exception):
    """Base of all errors: `message` says what is wrong, `hint` how to mend it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ReadError(WiresearchError):
    """A source, or one dispatch in it, could not be read."""


class Skipped(ReadError):
    """The source holds no text of a wire (a picture, a PDF); it is counted as skipped, not as failed."""


class UnknownFormat(ReadError):
    """No reader claims the bytes, or the named format does not exist."""


class MalformedDispatch(ReadError):
    """The bytes are not what the chosen reader needs."""


class Refused(MalformedDispatch):
    """What a reader will not read although it could: over a limit, or with entities or inclusions that could do harm."""


def weightier(held: _Error | None, error: _Error) -> _Error:
    """Which of two errors in one source is to be told: the first, but what was refused on purpose before mere damage."""
    return error if held is None or (isinstance(error, Refused) and not isinstance(held, Refused)) else held


class QueryError(WiresearchError):
    """The query cannot be read; `start` and `end` are code-point offsets into `text` of the part to blame."""

    def __init__(self, message: str, text: str, start: int, end: int, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.text = text
        self.start = start
        self.end = max(end, start + 1)


class QuerySyntaxError(QueryError):
    """A quote, parenthesis, operator, range or wildcard that does not fit the grammar, or a limit of the language."""


class UnknownField(QueryError):
    """A name before a colon that is not in the table of fields."""


class BadDate(QueryError):
    """Not a date, a date that does not exist, or a range that ends before it begins."""


class IndexingError(WiresearchError):
    """The index cannot be written or opened."""


class IndexNotFound(IndexingError):
    """There is no index at that place."""


class NotAnIndex(IndexingError):
    """The folder holds files that are not an index of ours; it is never overwritten."""


class SchemaMismatch(IndexingError):
    """The index was written with another table of fields."""


class IndexLocked(IndexingError):
    """Another process is writing the index."""


class IndexDamaged(IndexingError):
    """A file of the index is missing, or is not what was written."""


class EngineError(WiresearchError):
    """The engine failed; its own exceptions never pass through."""


class TooManyWords(EngineError):
    """A `word` as it is written (`pro*`, `pro?on*`, `proton~2`) stands for `count` words, more than `limit`."""

    def __init__(self, word: str, count: int, limit: int) -> None:
        super().__init__(f'"{word}" stands for {count:,} words, the limit is {limit:,}', "write more letters, or raise limits.expansions")
        self.word = word


class EngineUnavailable(EngineError):
    """The server of a distributed engine does not answer."""


class EngineNotInstalled(EngineError):
    """The engine needs an extra that is not installed."""


class ConfigError(WiresearchError):
    """A setting is unknown or has a value of the wrong kind."""


class EvaluationError(WiresearchError):
    """Topics, judgements, a run or expected figures cannot be read, or do not fit each other; the message names file and line."""


def index_option(location: Path) -> str:
    """The option that names the index in `location` on a command line, nothing for the default place."""
    return "" if str(location) == "index" else f" --index {shlex.quote(str(location))}"


def rebuild(location: Path) -> str:
    """The mend for a damaged index: the command that builds the one in `location` anew."""
    return f"rebuild it:  wiresearch{index_option(location)} index --full PATH…"
