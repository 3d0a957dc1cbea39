"""One uri, no version, and other text in another source: which of the two is the later nobody can know, so both stay and say so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from wiresearch.dispatch import Dispatch, WireWarning, warn
from wiresearch.engines import prepared_again
from wiresearch.indexing.workers import Read
from wiresearch.ledger import Ledger


def with_conflicts(found: Sequence[Read], ledger: Ledger, path: str, rules: str) -> tuple[Sequence[Read], int]:
    """What the source at `path` gives, those that another source contradicts with a warning that names it; and how many these are."""
    others = ledger.conflicts({item: document.key for document, item in found if item is not None}, path, rules)
    if not others:
        return found, 0
    told = [_warned(read, others[read.item]) if read.item in others else read for read in found]
    return told, sum(read.item in others for read in found)


def _warned(read: Read, other: str) -> Read:
    return Read(prepared_again(read.document, partial(_warn, WireWarning("uri-conflict", other))), read.item)


def _warn(warning: WireWarning, dispatch: Dispatch) -> Dispatch:
    return warn(dispatch, warning)
