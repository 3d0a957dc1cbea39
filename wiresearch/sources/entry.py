"""What every archive is made of."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple


class Entry(NamedTuple):
    """One thing in an archive under the `name` it has there (surrogate escapes where that is no text), `size` in bytes.

    `stream` is to be read before the next entry is asked for. Without one `skipped` or `failed` is the reason.
    """

    name: str
    size: int = 0
    stream: BinaryIO | None = None
    skipped: str | None = None
    failed: str | None = None
