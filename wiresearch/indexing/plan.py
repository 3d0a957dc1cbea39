"""What was there before a run, and what the run would do."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from wiresearch import layout, models, sources
from wiresearch.errors import IndexDamaged, IndexingError, IndexNotFound
from wiresearch.indexing.generation import replaced
from wiresearch.indexing.reading import IndexOptions, unread
from wiresearch.ledger import Entry, Ledger
from wiresearch.results import IndexReport, Outcome


def before_this(location: Path, options: IndexOptions) -> tuple[Path | None, list[str]]:
    """The generation in use, None without one; under `full` a damaged one is as good as none, with a note about it."""
    try:
        return (layout.current(location) if options.full else layout.read(location)[0]), []
    except IndexNotFound:
        return None, []
    except IndexDamaged as error:
        if not options.full:
            raise
        return None, [replaced(error)]


def total(location: Path) -> int:
    """How many dispatches the index holds, 0 without one."""
    try:
        return layout.read(location)[1].dispatches
    except IndexingError:  # nothing was published, so what was there before is there still
        return 0


def plan(found: Iterable[sources.Source], roots: Sequence[str], location: Path, options: IndexOptions, started: float) -> IndexReport:
    """What a run would do: sources told apart by size and time alone. Raises as the run would."""
    layout.check(location)
    before, notes = before_this(location, options)
    known: dict[str, Entry] = {}
    below: set[str] = set()
    if before is not None:
        with Ledger(before / "ledger.sqlite", must_exist=True) as ledger:
            known = {entry.path: entry for entry in ledger.below(["/", "-"])}
            below = set(known) if options.full else {entry.path for entry in ledger.below(roots)}
        notes += [] if options.full else _names_again(layout.read(location)[1], options.naming)
    removing, rules = options.delete_missing or options.full, options.rules
    outcomes: list[Outcome] = []
    failed: set[str] = set()
    for source in found:
        entry = known.pop(source.path, None)
        if source.skipped is not None and entry is not None and entry.outcome == "indexed":
            outcomes.append(Outcome(source.name, "removed" if removing else "missing", source.skipped))
            continue
        if source.failed is not None:
            failed.add(source.path)
        same = entry is not None and (entry.rules, entry.size, entry.mtime_ns) == (rules, source.size, source.mtime_ns)
        outcomes.append(unread(source) or Outcome(source.name, "unchanged" if same and not options.full else "pending"))
    for path, entry in known.items():
        if path in below and (options.full or failed.isdisjoint(map(str, Path(path).parents))):
            outcomes.append(Outcome(entry.name, "removed" if removing else "missing"))
    return IndexReport(str(location), tuple(outcomes), 0, 0, 0, total(location), time.monotonic() - started, notes=tuple(notes))


def _names_again(manifest: layout.Manifest, naming: str) -> list[str]:
    """The note that a run would find the entities again of what is in the index; none where it would not."""
    if manifest.naming == naming:
        return []
    return [f"{models.changed(manifest.naming, naming)} changed: the names in all {manifest.dispatches:,} dispatches would be found again"]
