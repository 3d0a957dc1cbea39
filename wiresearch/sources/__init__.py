"""Paths and standard input to sources, and sources to documents: where the bytes are. What they mean is the readers' business.

`scan` only looks at names, sizes and times; a file is opened by `Source.members`. Only regular files are ever read, and
a link is followed only while it stays below the folder that the user named.
"""

from __future__ import annotations

from wiresearch.sources.members import Member
from wiresearch.sources.scanning import find, scan
from wiresearch.sources.source import Source

__all__ = ["Member", "Source", "find", "scan"]
