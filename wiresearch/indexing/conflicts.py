"""One uri, no version, and two texts: which of them is the later nobody can know, so both stay and say so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from wiresearch.dispatch import Dispatch, WireWarning, warn
from wiresearch.engines import prepared_again
from wiresearch.indexing.together import Read
from wiresearch.ledger import Ledger


class Conflicts:
    """Those that one source has with the others of the ledger, and with what it gave before itself; `name` and `path` are its own."""

    def __init__(self, ledger: Ledger, name: str, path: str, rules: str) -> None:
        self._ledger = ledger
        self._name = name
        self._path = path
        self._rules = rules
        self._first: dict[int, str] = {}

    def told(self, found: Sequence[Read]) -> tuple[Sequence[Read], int]:
        """What the source gives next, later texts of a uri with a warning that names where it was before; and how many these are."""
        asked = [(read.item, read.document.key) for read in found if read.item is not None]
        others = self._ledger.conflicts(asked, self._path, self._rules)
        for item, key in asked:
            if self._first.setdefault(item, key) != key:
                others.setdefault((item, key), self._name)
        if not others:
            return found, 0
        names = [others.get((read.item, read.document.key)) if read.item is not None else None for read in found]
        told = [read if name is None else _warned(read, name) for read, name in zip(found, names, strict=True)]
        return told, sum(name is not None for name in names)


def _warned(read: Read, other: str) -> Read:
    return Read(prepared_again(read.document, partial(_warn, WireWarning("uri-conflict", other))), read.item)


def _warn(warning: WireWarning, dispatch: Dispatch) -> Dispatch:
    return warn(dispatch, warning)
