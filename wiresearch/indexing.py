"""Paths to an index: the one loop, and its report."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, Literal

from wiresearch import __version__, entities, layout, normalise, readers, sources
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.engines import Writer, open_engine, open_writer
from wiresearch.errors import ReadError, Skipped
from wiresearch.fields import SCHEMA_VERSION
from wiresearch.ledger import Entry, Ledger
from wiresearch.query import Has, Not
from wiresearch.results import IndexReport, Outcome, SearchRequest

COMMIT_SECONDS = 30.0
ENGINE = "whoosh"
_RULES = ("readers", "entities", "data", "normalise.py", "datelines.py", "places.py", "agencies.py", "words.py", "dispatch.py")


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How to index.

    `full` builds a new generation aside and switches; `dry_run` reads and writes nothing; `delete_missing` takes out
    sources that are gone from below the given paths; `exclude` are globs; `year` dates what has a day but no year;
    `lock_timeout` is in seconds.
    """

    full: bool = False
    dry_run: bool = False
    delete_missing: bool = False
    fail_fast: bool = False
    encoding: str | None = None
    format: str = "auto"
    exclude: tuple[str, ...] = ()
    year: int | None = None
    lock_timeout: float = 0.0
    limits: Limits = field(default_factory=Limits)

    @property
    def rules(self) -> str:
        """Fingerprint of the code and the options that decide how bytes become a dispatch."""
        return hashlib.sha256(f"{_rules_of_code()} {self.encoding} {self.format} {self.year}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: sources seen, dispatches read, the source at hand."""

    sources: int
    dispatches: int
    name: str


def build(
    paths: Sequence[str],
    location: Path | str,
    options: IndexOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> IndexReport:
    """Index `paths` (files, folders, "-") into the folder `location`, reading only what changed since the last run.

    One bad source never stops the run (unless `fail_fast`): it is in the report. KeyboardInterrupt is answered by a
    report with `interrupted`; what was committed stays. Raises IndexingError.
    """
    options = options or IndexOptions()
    location = Path(location)
    started = time.monotonic()
    found = sources.scan(paths, exclude=options.exclude, limits=options.limits, encoding=options.encoding, stdin=stdin)
    if options.dry_run:
        return _plan(found, location, options, started)
    layout.prepare(location)
    with layout.lock(location, options.lock_timeout):
        before = layout.current(location) if (location / "CURRENT").exists() else None
        folder = layout.new_generation(location) if options.full or before is None else layout.read(location)[0]
        with Ledger(folder / "ledger.sqlite") as ledger:
            run = _Run(folder, ledger, options, publish_early=before is None)
            interrupted = False
            try:
                with run.stack:
                    run.read_all(found, progress)
                    run.missing([os.path.abspath(path) for path in paths if path != "-"])  # noqa: PTH100 - a link stays what it is called
                    if options.full and before is not None:
                        run.left_behind(before)
                    run.finish()
            except KeyboardInterrupt:
                interrupted = True
        return IndexReport(
            location=str(location),
            outcomes=tuple(run.outcomes),
            read=run.read,
            added=run.added,
            removed=run.removed,
            total=layout.read(location)[1].dispatches if (location / "CURRENT").exists() else 0,
            seconds=time.monotonic() - started,
            interrupted=interrupted,
        )


def dispatches(raw: RawDocument, options: IndexOptions) -> Iterator[Dispatch]:
    """The dispatches of one source as they would be indexed, in file order. Raises ReadError."""
    neighbour = None
    for dispatch in readers.read(raw, options.format, options.limits):
        normalised = normalise.normalise(dispatch, year=options.year, neighbour=neighbour)
        neighbour = normalised.day or neighbour
        yield entities.extract(normalised)


def inspect(
    paths: Sequence[str], options: IndexOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[tuple[Outcome, tuple[Dispatch, ...]]]:
    """Each source of `paths` with its dispatches, read as for an index, without one."""
    options = options or IndexOptions()
    for source in sources.scan(paths, exclude=options.exclude, limits=options.limits, encoding=options.encoding, stdin=stdin):
        read: list[Dispatch] = []
        outcome = _unread(source)
        if outcome is None:
            outcome = Outcome(source.name, "indexed")
            try:
                read.extend(dispatches(source.load(), options))
            except Skipped as skip:
                outcome = Outcome(source.name, "skipped", skip.message)
            except ReadError as error:
                outcome = Outcome(source.name, "failed", error.message)
        warnings = sum(len(dispatch.provenance.warnings) for dispatch in read)
        yield dataclasses.replace(outcome, dispatches=len(read), warnings=warnings), tuple(read)


class _Run:
    """One run over the sources: what it did so far, and the writer, opened when there is something to write."""

    def __init__(self, folder: Path, ledger: Ledger, options: IndexOptions, *, publish_early: bool) -> None:
        self.outcomes: list[Outcome] = []
        self.read = self.added = self.removed = 0
        self.stack = ExitStack()
        self._folder = folder
        self._ledger = ledger
        self._options = options
        self._rules = options.rules
        self._publish_early = publish_early
        self._writer: Writer | None = None
        self._changed = False
        self._seen: set[str] = set()
        self._committed_at = time.monotonic()

    def read_all(self, found: Iterable[sources.Source], progress: Callable[[Progress], None]) -> None:
        for source in found:
            outcome = self._source(source)
            self.outcomes.append(outcome)
            progress(Progress(len(self.outcomes), self.read, source.name))
            if self._options.fail_fast and outcome.outcome == "failed":
                return
            if self._changed and time.monotonic() - self._committed_at > COMMIT_SECONDS:
                self._commit()

    def missing(self, roots: Sequence[str]) -> None:
        """Report the sources below `roots` that are in the ledger and were not met; take them out if that is asked."""
        if self._options.fail_fast and any(outcome.outcome == "failed" for outcome in self.outcomes):
            return
        for entry in self._ledger.below(roots):
            if entry.path in self._seen:
                continue
            keys = self._ledger.keys(entry.path)
            if self._options.delete_missing:
                self._drop(keys, entry.path)
                self._ledger.forget(entry.path)
                self._changed = True
            self.outcomes.append(Outcome(entry.name, "removed" if self._options.delete_missing else "missing", dispatches=len(keys)))

    def left_behind(self, before: Path) -> None:
        """Report what the generation before held and a full build of other paths leaves out."""
        with Ledger(before / "ledger.sqlite") as old:
            for entry in old.below(["/", "-"]):
                if entry.path not in self._seen:
                    reason = "not among the paths of this full build"
                    self.outcomes.append(Outcome(entry.name, "removed", reason, dispatches=len(old.keys(entry.path))))

    def finish(self) -> None:
        """Commit what is left, and make a generation that was built aside the index."""
        if self._changed or not (self._folder / "manifest.json").exists():
            self._commit()
        if self._options.full:
            layout.publish(self._folder)

    def _source(self, source: sources.Source) -> Outcome:
        self._seen.add(source.path)
        unread = _unread(source)
        if unread is not None:
            return unread
        known = self._ledger.find(source.path) if source.name != "-" else None
        try:
            if known is not None and known.rules == self._rules:
                if (known.size, known.mtime_ns) == (source.size, source.mtime_ns):
                    return self._unchanged(known)
                if known.sha256 == source.sha256():
                    self._ledger.touch(source.path, source.size, source.mtime_ns)
                    self._changed = True
                    return self._unchanged(known)
            return self._replace(source)
        except ReadError as error:
            return Outcome(source.name, "failed", error.message)

    def _unchanged(self, known: Entry) -> Outcome:
        count = len(self._ledger.keys(known.path))
        if known.outcome == "indexed":
            return Outcome(known.name, "unchanged", dispatches=count, warnings=known.warnings)
        outcome: Literal["skipped", "failed"] = "skipped" if known.outcome == "skipped" else "failed"
        return Outcome(known.name, outcome, known.reason, count, known.warnings)

    def _replace(self, source: sources.Source) -> Outcome:
        """Read the source, and put what it gives in place of what it gave."""
        digest = source.sha256()
        keys: list[str] = []
        given: set[str] = set()
        duplicates = warnings = 0
        outcome: Literal["indexed", "skipped", "failed"] = "indexed"
        reason = None
        try:
            for dispatch in dispatches(source.load(), self._options):
                if dispatch.key in given or self._ledger.given_elsewhere((dispatch.key,), source.path):
                    duplicates += 1
                else:
                    self._open_writer().add(dispatch)
                    self.added += 1
                keys.append(dispatch.key)
                given.add(dispatch.key)
                warnings += len(dispatch.provenance.warnings)
                self.read += 1
        except Skipped as skip:
            outcome, reason = "skipped", skip.message
        except ReadError as error:
            outcome, reason = "failed", error.message
        before = self._ledger.keys(source.path)
        self._drop(tuple(set(before) - given), source.path)
        entry = Entry(source.path, source.name, source.size, source.mtime_ns, digest, self._rules, outcome, reason, warnings, tuple(keys))
        self._ledger.record(entry)
        self._changed = True
        return Outcome(source.name, outcome, reason, len(keys), warnings, duplicates)

    def _drop(self, keys: Sequence[str], path: str) -> None:
        """Take out of the index those keys that no other source gives."""
        for key in set(keys) - self._ledger.given_elsewhere(keys, path):
            self._open_writer().delete(key)
            self.removed += 1

    def _open_writer(self) -> Writer:
        if self._writer is None:
            self._writer = self.stack.enter_context(open_writer(self._folder))
        return self._writer

    def _commit(self) -> None:
        """Engine, ledger, manifest, in this order: what is in the manifest is in all three."""
        self._open_writer().commit()
        self._ledger.commit()
        layout.write(self._folder, _describe(self._folder, self._ledger.fingerprint(self._rules)))
        if not self._options.full and self._publish_early:
            layout.publish(self._folder)
            self._publish_early = False
        self._changed = False
        self._committed_at = time.monotonic()


def _describe(folder: Path, fingerprint: str) -> layout.Manifest:
    engine = open_engine(folder)
    try:
        total = engine.search(SearchRequest(limit=0)).total
        undated = engine.search(SearchRequest(query=Not(Has("date")), limit=0)).total
        ends = [engine.search(SearchRequest(query=Has("date"), sort=sort, limit=1, snippets=0)).hits for sort in ("date", "-date")]
    finally:
        engine.close()
    first, last = (hits[0].dispatch.day if hits else None for hits in ends)
    return layout.Manifest(ENGINE, SCHEMA_VERSION, f"wiresearch {__version__}", total, undated, first, last, fingerprint)


def _unread(source: sources.Source) -> Outcome | None:
    """The outcome of a source that is not to be opened at all, or None."""
    if source.skipped is not None:
        return Outcome(source.name, "skipped", source.skipped)
    if source.failed is not None:
        return Outcome(source.name, "failed", source.failed)
    return None


def _plan(found: Iterable[sources.Source], location: Path, options: IndexOptions, started: float) -> IndexReport:
    """What a run would do: sources told apart by size and time alone."""
    known: dict[str, Entry] = {}
    total = 0
    if (location / "CURRENT").exists() and not options.full:
        folder, manifest = layout.read(location)
        total = manifest.dispatches
        with Ledger(folder / "ledger.sqlite") as ledger:
            known = {entry.path: entry for entry in ledger.below(["/", "-"]) if entry.rules == options.rules}
    outcomes = []
    for source in found:
        entry = known.get(source.path)
        same = entry is not None and (entry.size, entry.mtime_ns) == (source.size, source.mtime_ns)
        outcomes.append(_unread(source) or Outcome(source.name, "unchanged" if same else "pending"))
    return IndexReport(str(location), tuple(outcomes), 0, 0, 0, total, time.monotonic() - started)


@cache
def _rules_of_code() -> str:
    """sha256 over the modules and tables that make a dispatch of bytes: a mended rule reads the archive again."""
    digest = hashlib.sha256(__version__.encode())
    package = resources.files("wiresearch")
    for name in _RULES:
        _add(digest, package / name)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, item: Traversable) -> None:
    if item.is_dir():
        for child in sorted(item.iterdir(), key=lambda child: child.name):
            if not child.name.endswith((".pyc", "__pycache__")):
                _add(digest, child)
    else:
        digest.update(item.read_bytes())
