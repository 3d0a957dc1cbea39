"""Documents made of bytes, for the tests of the readers."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from wiresearch.dispatch import RawDocument

Document = Callable[..., RawDocument]


@pytest.fixture(scope="session")
def document() -> Document:
    """Makes a document of bytes, of text (UTF-8) or of a file."""

    def make(content: bytes | str | Path, source: str = "a.txt", encoding: str | None = None) -> RawDocument:
        if isinstance(content, Path):
            source, content = content.name, content.read_bytes()
        data = content.encode() if isinstance(content, str) else content
        return RawDocument(source, data[:20_000], lambda: io.BytesIO(data), encoding)

    return make
