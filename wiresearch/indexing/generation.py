"""What a generation of the index holds, and what is said of one that is damaged."""

from __future__ import annotations

from pathlib import Path

from wiresearch import __version__, layout
from wiresearch.engines import open_engine
from wiresearch.errors import IndexDamaged, IndexNotFound, rebuild
from wiresearch.fields import SCHEMA_VERSION
from wiresearch.ledger import Ledger
from wiresearch.query import Has, Not
from wiresearch.results import SearchRequest

ENGINE = "whoosh"


def check_engine(folder: Path) -> None:
    """Raise IndexDamaged where a finished generation has lost its engine's files: a writer would begin anew."""
    try:
        open_engine(folder).close()
    except IndexNotFound as error:
        raise IndexDamaged(f"the index in {folder} has lost its files", rebuild(folder.parent)) from error


def replaced(damage: IndexDamaged) -> str:
    """The note on a damaged generation that a full build takes the place of."""
    return f"what the index held before is replaced unseen: {damage.message}"


def describe(folder: Path, ledger: Ledger, naming: str) -> layout.Manifest:
    """The manifest of a generation as engine and ledger hold it; `naming` is the fingerprint of how its entities were found."""
    engine = open_engine(folder)
    try:
        total = engine.search(SearchRequest(limit=0)).total
        undated = engine.search(SearchRequest(query=Not(Has("date")), limit=0)).total
        ends = [engine.search(SearchRequest(query=Has("date"), sort=sort, limit=1, snippets=0)).hits for sort in ("date", "-date")]
    finally:
        engine.close()
    first, last = (hits[0].dispatch.day if hits else None for hits in ends)
    fingerprint = ledger.fingerprint(naming)
    return layout.Manifest(ENGINE, SCHEMA_VERSION, f"wiresearch {__version__}", total, undated, first, last, fingerprint, naming)
