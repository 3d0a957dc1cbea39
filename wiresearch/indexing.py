"""Paths to an index: the one loop, and its report."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, Literal

from wiresearch import __version__, entities, layout, normalise, readers, sources
from wiresearch.config import Limits, check_choice, check_least
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.engines import Writer, open_engine, open_writer
from wiresearch.errors import ConfigError, IndexDamaged, IndexingError, IndexNotFound, ReadError, Skipped
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
    `lock_timeout` is in seconds. Raises ConfigError for a format, encoding or year that cannot be.
    """

    full: bool = False
    dry_run: bool = False
    delete_missing: bool = False
    fail_fast: bool = False
    encoding: str | None = None
    format: str = "auto"
    exclude: str | Sequence[str] = ()
    year: int | None = None
    lock_timeout: float = 0.0
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        check_choice("format", self.format, ["auto", *(reader.NAME for reader in readers.READERS)])
        check_least("year", self.year, 1)
        check_least("lock_timeout", self.lock_timeout, 0)
        try:
            b"    ".decode(self.encoding or "utf-8", "replace")
        except (LookupError, ValueError):
            raise ConfigError(
                f"no encoding {self.encoding!r}", "names are those of Python: utf-8, cp1252, iso-8859-1, koi8-r ..."
            ) from None

    @property
    def rules(self) -> str:
        """Fingerprint of the code and the options that decide how bytes become a dispatch."""
        limits = (self.limits.dispatch_bytes, self.limits.line_bytes)
        return hashlib.sha256(f"{_rules_of_code()} {self.encoding} {self.format} {self.year} {limits}".encode()).hexdigest()


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

    One bad source never stops the run (unless `fail_fast`): it is in the report. Ctrl-C is answered by a report with
    `interrupted`, of what was read in whole before and is kept (nothing of a `full` build); a second Ctrl-C raises
    KeyboardInterrupt at once, and what was not yet committed is lost. Raises IndexingError.
    """
    options = options or IndexOptions()
    location = Path(location)
    started = time.monotonic()
    found = _scan(paths, options, stdin)
    roots = [os.path.abspath(path) for path in paths if path != "-"]  # noqa: PTH100 - a link stays what it is called
    if options.dry_run:
        return _plan(found, roots, location, options, started)
    layout.prepare(location)
    with layout.lock(location, options.lock_timeout), _cleared(location):
        before, damage = _before(location, options)
        folder = layout.new_generation(location) if options.full or before is None else before
        with Ledger(folder / "ledger.sqlite", must_exist=folder == before) as ledger:
            run = _Run(folder, ledger, options, before)
            run.notes += damage
            interrupted = False
            with run.stack:
                run.recover()
                try:
                    to_the_end = run.read_all(found, progress)
                except _Stopped:
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
            total=_total(location),
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


def _before(location: Path, options: IndexOptions) -> tuple[Path | None, list[str]]:
    """The generation in use, None without one; under `full` a damaged one is as good as none, with a note about it."""
    try:
        return (layout.current(location) if options.full else layout.read(location)[0]), []
    except IndexNotFound:
        return None, []
    except IndexDamaged as error:
        if not options.full:
            raise
        return None, [_replaced(error)]


def _replaced(damage: IndexDamaged) -> str:
    return f"what the index held before is replaced unseen: {damage.message}"


def _total(location: Path) -> int:
    try:
        return layout.read(location)[1].dispatches
    except IndexingError:  # nothing was published, so what was there before is there still
        return 0


def _scan(paths: Sequence[str], options: IndexOptions, stdin: BinaryIO | None) -> Iterator[sources.Source]:
    if "" in paths:  # of which the operating system would make the current folder
        raise ConfigError("one of the paths is empty", "write . for the current folder")
    if paths.count("-") > 1:
        raise ConfigError("standard input can be read once only", "write - once")
    exclude = [options.exclude] if isinstance(options.exclude, str) else options.exclude
    return sources.scan(paths, exclude=exclude, limits=options.limits, encoding=options.encoding, stdin=stdin)


def dispatches(raw: RawDocument, options: IndexOptions) -> Iterator[Dispatch]:
    """The dispatches of one source as they would be indexed, in file order. Raises ReadError."""
    for dispatch in readers.read(raw, options.format, options.limits):
        yield entities.extract(normalise.normalise(dispatch, year=options.year))


def inspect(
    paths: Sequence[str], options: IndexOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[tuple[Outcome, tuple[Dispatch, ...]]]:
    """Each source of `paths` with its dispatches, read as for an index, without one."""
    options = options or IndexOptions()
    for source in _scan(paths, options, stdin):
        read: list[Dispatch] = []
        outcome = _unread(source)
        if outcome is None:
            outcome = Outcome(source.name, "indexed")
            try:
                read.extend(dispatches(source.load(), options))
            except Skipped as skip:
                outcome = Outcome(source.name, "skipped", skip.message)
            except ReadError as error:
                outcome = Outcome(source.name, "failed", _reason(source, error))
        warnings = sum(len(dispatch.provenance.warnings) for dispatch in read)
        yield dataclasses.replace(outcome, dispatches=len(read), warnings=warnings), tuple(read)


class _Stopped(Exception):
    """Ctrl-C, at a place where the run can stop without loss."""


class _Interrupt:
    """Holds a Ctrl-C back until `check`, so that it does not leave half a dispatch in the writer; a second one is not held.

    Without effect in other threads, and where the program has a handler of its own.
    """

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._hold)

    def __exit__(self, *_: object) -> None:
        if signal.getsignal(signal.SIGINT) == self._hold:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _hold(self, *_: object) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def check(self) -> None:
        """Raise _Stopped if Ctrl-C was pressed."""
        if self._asked:
            raise _Stopped


def _stoppable(found: Iterable[sources.Source]) -> Iterator[sources.Source]:
    """The sources; a Ctrl-C while one is looked for or awaited on standard input is no danger to the writer."""
    try:
        yield from found
    except KeyboardInterrupt:
        raise _Stopped from None


class _Run:
    """One run over the sources: what it did so far, and the writer, opened when there is something to write."""

    def __init__(self, folder: Path, ledger: Ledger, options: IndexOptions, before: Path | None) -> None:
        self.outcomes: list[Outcome] = []
        self.notes: list[str] = []
        self.read = self.added = self.removed = 0
        self.stack = ExitStack()
        self._folder = folder
        self._ledger = ledger
        self._options = options
        self._rules = options.rules
        self._before = before if options.full else None
        self._published = before is not None and not options.full
        self._interrupt = _Interrupt()
        self._writer: Writer | None = None
        self._changed = False
        self._seen: set[str] = set()
        self._failed: set[str] = set()
        self._touched: set[str] = set()
        self._bereft: set[str] = set()
        self._committed_at = time.monotonic()

    def recover(self) -> None:
        """Undo a commit that was broken off: of what it was about, engine and ledger may each hold the old or the new."""
        keys = layout.pending(self._folder)
        for path in self._ledger.givers(keys):
            self._drop(self._ledger.keys(path), path)
            self._ledger.forget(path)
        for key in keys:
            self._open_writer().delete(key)
        self._touched.update(keys)
        self._changed = bool(keys)
        self.removed = 0

    def read_all(self, found: Iterable[sources.Source], progress: Callable[[Progress], None]) -> bool:
        """Whether there is now something to make an index of; a failure ends the run if that is asked. Raises _Stopped."""
        for source in _stoppable(found):
            with self._interrupt:
                outcome = self._source(source)
                self.outcomes.append(outcome)
                progress(Progress(len(self.outcomes), self.read, source.name))
                if self._options.fail_fast and outcome.outcome == "failed":
                    return False
                if self._changed and time.monotonic() - self._committed_at > COMMIT_SECONDS:
                    self._commit()
            self._interrupt.check()
        # Where not one source could be looked at, a misspelt path makes no index, and an empty one replaces none.
        return not self.outcomes or self._ledger.sources() > 0 or any(outcome.outcome != "failed" for outcome in self.outcomes)

    def missing(self, roots: Sequence[str]) -> None:
        """Report the sources below `roots` that are in the ledger and were not met; take them out if that is asked.

        What lies below a folder that could not be read may still be there.
        """
        for entry in self._ledger.below(roots):
            if entry.path not in self._seen and self._failed.isdisjoint(map(str, Path(entry.path).parents)):
                self.outcomes.append(self._gone(entry))

    def left_behind(self) -> None:
        """Report what the generation before held and a full build of other paths leaves out."""
        if self._before is None:
            return
        try:
            with Ledger(self._before / "ledger.sqlite", must_exist=True) as old:
                for entry in old.below(["/", "-"]):
                    if entry.path not in self._seen:
                        reason = "not among the paths of this full build"
                        self.outcomes.append(Outcome(entry.name, "removed", reason, dispatches=len(old.keys(entry.path))))
        except IndexDamaged as damage:
            self.notes.append(_replaced(damage))

    def finish(self) -> None:
        """Commit what is left, and make a generation that was built aside the index."""
        with self._interrupt:
            if self._changed or not (self._folder / "manifest.json").exists():
                self._commit()
            if not self._published:
                layout.publish(self._folder)

    def keep(self) -> None:
        """End a run before its end: commit the sources that were read in whole, forget a generation that was built aside."""
        if self._before is not None:
            self.outcomes = [outcome for outcome in self.outcomes if outcome.outcome == "failed"]
            self.read = self.added = self.removed = 0
        elif self._changed:
            self._commit()

    def _gone(self, entry: Entry, reason: str | None = None) -> Outcome:
        """Take out a source that is no longer among those to read, if that is asked."""
        keys = self._ledger.keys(entry.path)
        if self._options.delete_missing:
            self._drop(keys, entry.path)
            self._ledger.forget(entry.path)
            self._changed = True
        return Outcome(entry.name, "removed" if self._options.delete_missing else "missing", reason, len(keys))

    def _source(self, source: sources.Source) -> Outcome:
        self._seen.add(source.path)
        known = self._ledger.find(source.path)
        if source.skipped is not None and known is not None and self._ledger.keys(source.path):
            return self._gone(known, source.skipped)
        unread = _unread(source)
        if unread is not None:
            if source.failed is not None:
                self._failed.add(source.path)
            return self._still(unread, known)
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
            return self._still(Outcome(source.name, "failed", _reason(source, error)), known)

    def _still(self, outcome: Outcome, known: Entry | None) -> Outcome:
        """The outcome of a source that could not be read, and what stays in the index of an earlier run."""
        count = len(self._ledger.keys(known.path)) if known else 0
        if not count:
            return outcome
        return dataclasses.replace(outcome, reason=f"{outcome.reason}; what it gave before stays in the index", dispatches=count)

    def _unchanged(self, known: Entry) -> Outcome:
        count = len(self._ledger.keys(known.path))
        if known.outcome == "indexed":
            return Outcome(known.name, "unchanged", dispatches=count, warnings=known.warnings)
        outcome: Literal["skipped", "failed"] = "skipped" if known.outcome == "skipped" else "failed"
        return Outcome(known.name, outcome, known.reason, count, known.warnings)

    def _replace(self, source: sources.Source) -> Outcome:
        """Read the source, and put what it gives in place of what it gave."""
        digest = source.sha256()
        before = set(self._ledger.keys(source.path))
        keys: list[str] = []
        given: set[str] = set()
        added: set[str] = set()
        duplicates = warnings = 0
        outcome: Literal["indexed", "skipped", "failed"] = "indexed"
        reason = None
        try:
            for dispatch in dispatches(source.load(), self._options):
                self._interrupt.check()
                if dispatch.key in given or self._ledger.given_elsewhere((dispatch.key,), source.path):
                    duplicates += 1
                else:
                    self._open_writer().add(dispatch)
                    added.add(dispatch.key)
                    self._touched.add(dispatch.key)
                keys.append(dispatch.key)
                given.add(dispatch.key)
                warnings += len(dispatch.provenance.warnings)
        except _Stopped:
            for key in added - before:
                self._open_writer().delete(key)
            raise
        except Skipped as skip:
            outcome, reason = "skipped", skip.message
        except ReadError as error:
            outcome, reason = "failed", _reason(source, error)
        self.read += len(keys)
        self.added += len(added)
        self._drop(tuple(before - given), source.path)
        entry = Entry(source.path, source.name, source.size, source.mtime_ns, digest, self._rules, outcome, reason, warnings, tuple(keys))
        self._ledger.record(entry)
        self._changed = True
        return Outcome(source.name, outcome, reason, len(keys), warnings, duplicates)

    def _drop(self, keys: Sequence[str], path: str) -> None:
        """Take out of the index those keys that no other source gives."""
        elsewhere = self._ledger.given_elsewhere(keys, path)
        self._bereft |= elsewhere
        for key in set(keys) - elsewhere:
            self._open_writer().delete(key)
            self._touched.add(key)
            self.removed += 1

    def _readdress(self) -> None:
        """Read what a source no longer gives from another that does, so that its provenance names one that is there."""
        givers = {key: min(self._ledger.givers([key]), default="-") for key in self._bereft}
        for path in set(givers.values()):
            entry = self._ledger.find(path)
            if entry is None or path.startswith("-"):
                continue
            source = dataclasses.replace(next(_scan([path], self._options, None)), name=entry.name)
            with suppress(ReadError):
                for dispatch in dispatches(source.load(), self._options):
                    if givers.get(dispatch.key) == path:
                        self._open_writer().add(dispatch)
                        self._touched.add(dispatch.key)
        self._bereft.clear()

    def _open_writer(self) -> Writer:
        if self._writer is None:
            if (self._folder / "manifest.json").exists():
                _check_engine(self._folder)
            self._writer = self.stack.enter_context(open_writer(self._folder))
        return self._writer

    def _commit(self) -> None:
        """Engine, ledger, manifest, in this order: what is in the manifest is in all three."""
        self._readdress()
        layout.intend(self._folder, self._touched)
        self._open_writer().commit()
        self._ledger.commit()
        layout.write(self._folder, _describe(self._folder, self._ledger.fingerprint(self._rules)))
        if not self._published and self._before is None:
            layout.publish(self._folder)
            self._published = True
        layout.settle(self._folder)
        self._touched.clear()
        self._changed = False
        self._committed_at = time.monotonic()


def _check_engine(folder: Path) -> None:
    """Raise IndexDamaged where a finished generation has lost its engine's files: a writer would begin anew."""
    try:
        open_engine(folder).close()
    except IndexNotFound as error:
        mend = f"rebuild it:  wiresearch --index {folder.parent} index --full PATH…"
        raise IndexDamaged(f"the index in {folder} has lost its files", mend) from error


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


def _reason(source: sources.Source, error: ReadError) -> str:
    """Why a source could not be read, without its name, which stands beside it."""
    return error.message.removeprefix(f"{source.name}: ")


def _unread(source: sources.Source) -> Outcome | None:
    """The outcome of a source that is not to be opened at all, or None."""
    if source.skipped is not None:
        return Outcome(source.name, "skipped", source.skipped)
    if source.failed is not None:
        return Outcome(source.name, "failed", source.failed)
    return None


def _plan(found: Iterable[sources.Source], roots: Sequence[str], location: Path, options: IndexOptions, started: float) -> IndexReport:
    """What a run would do: sources told apart by size and time alone. Raises as the run would."""
    layout.check(location)
    before, notes = _before(location, options)
    known: dict[str, Entry] = {}
    below: set[str] = set()
    if before is not None:
        with Ledger(before / "ledger.sqlite", must_exist=True) as ledger:
            known = {entry.path: entry for entry in ledger.below(["/", "-"])}
            below = set(known) if options.full else {entry.path for entry in ledger.below(roots)}
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
        outcomes.append(_unread(source) or Outcome(source.name, "unchanged" if same and not options.full else "pending"))
    for path, entry in known.items():
        if path in below and (options.full or failed.isdisjoint(map(str, Path(path).parents))):
            outcomes.append(Outcome(entry.name, "removed" if removing else "missing"))
    return IndexReport(str(location), tuple(outcomes), 0, 0, 0, _total(location), time.monotonic() - started, notes=tuple(notes))


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
