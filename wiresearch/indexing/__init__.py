"""Paths to an index: the one loop, and its report."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from wiresearch import layout
from wiresearch.indexing.generation import ENGINE
from wiresearch.indexing.interrupt import Stopped
from wiresearch.indexing.plan import before_this, plan, total
from wiresearch.indexing.reading import IndexOptions, dispatches, inspect, scan
from wiresearch.indexing.run import Progress, Run
from wiresearch.indexing.workers import RARELY
from wiresearch.ledger import Ledger
from wiresearch.results import IndexReport

__all__ = ["ENGINE", "IndexOptions", "Progress", "build", "dispatches", "inspect"]


def build(
    paths: Sequence[str],
    location: Path | str,
    options: IndexOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> IndexReport:
    """Index `paths` (files, folders, "-") into the folder `location`, reading only what changed since the last run.

    One bad source never stops the run (unless `fail_fast`): it is in the report. Ctrl-C is answered by a report with
    `interrupted`, of what was read in whole before and is kept (nothing of a `full` build); a second Ctrl-C raises
    KeyboardInterrupt at once, and what was not yet committed is lost. Raises IndexingError.
    """
    options = options or IndexOptions()
    location = Path(location)
    started = time.monotonic()
    found = scan(paths, options, stdin)
    roots = [os.path.abspath(path) for path in paths if path != "-"]  # noqa: PTH100 - a link stays what it is called
    if options.dry_run:
        return plan(found, roots, location, options, started)
    layout.prepare(location)
    with layout.lock(location, options.lock_timeout), _cleared(location), _seldom_collected():
        before, damage = before_this(location, options)
        folder = layout.new_generation(location) if options.full or before is None else before
        with Ledger(folder / "ledger.sqlite", must_exist=folder == before) as ledger:
            run = Run(folder, ledger, options, before)
            run.notes += damage
            interrupted = False
            with run.stack:
                run.recover()
                try:
                    to_the_end = run.read_all(found, progress)
                    if to_the_end:
                        run.find_names_again()
                except Stopped:
                    interrupted, to_the_end = True, False
                if not to_the_end:
                    run.keep()
                else:
                    run.missing(roots)
                    run.left_behind()
                    run.finish()
        return IndexReport(
            location=str(location),
            outcomes=tuple(run.outcomes),
            read=run.read,
            added=run.added,
            removed=run.removed,
            total=total(location),
            seconds=time.monotonic() - started,
            interrupted=interrupted,
            notes=tuple(run.notes),
        )


@contextmanager
def _cleared(location: Path) -> Iterator[None]:
    """Leave no half generation behind, whatever ended the run."""
    try:
        yield
    finally:
        layout.clear_unfinished(location)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for circles of values that nobody holds more seldom, and then as before."""
    before = gc.get_threshold()
    gc.set_threshold(RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
