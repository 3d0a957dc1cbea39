"""One run over the sources: the loop, what it did so far, and its commits."""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from wiresearch import layout, models, sources
from wiresearch.engines import Writer, open_writer
from wiresearch.errors import IndexDamaged, ReadError
from wiresearch.indexing.conflicts import Conflicts
from wiresearch.indexing.generation import check_engine, describe, replaced
from wiresearch.indexing.interrupt import Interrupt, Stopped, stoppable
from wiresearch.indexing.reading import IndexOptions, scan, unread, whole, why
from wiresearch.indexing.renaming import renamed
from wiresearch.indexing.together import read_here
from wiresearch.indexing.workers import Lost, Workers
from wiresearch.ledger import Entry, Ledger
from wiresearch.results import Outcome

COMMIT_SECONDS = 30.0
# Bytes worth a commit of their own while other processes read the last quarter of the sources.
_WORTH_COMMITTING = 4 << 20
_AHEAD = 4_000  # sources for each process, to go on with while this one commits


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: sources seen, dispatches read, the source at hand."""

    sources: int
    dispatches: int
    name: str


class Run:
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
        self._interrupt = Interrupt()
        self._writer: Writer | None = None
        self._changed = False
        self._seen: set[str] = set()
        self._failed: set[str] = set()
        self._touched: set[str] = set()
        self._bereft: set[str] = set()
        self._naming = layout.read(folder.parent)[1].naming if self._published else options.naming
        self._committed_at = time.monotonic()
        self._uncommitted = 0
        self._all_found = False
        self._workers = self.stack.enter_context(Workers(options))

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
        """Whether there is now something to make an index of; a failure ends the run if that is asked. Raises Stopped."""
        for source in self._ahead(stoppable(found)):
            with self._interrupt:
                outcomes = self._source(source)
                self.outcomes += outcomes
                progress(Progress(len(self.outcomes), self.read, source.name))
                if self._options.fail_fast and any(outcome.outcome == "failed" for outcome in outcomes):
                    return False
                if self._changed and self._due():
                    self._commit()
            self._interrupt.check()
        # Where not one source could be looked at, a misspelt path makes no index, and an empty one replaces none.
        return not self.outcomes or self._ledger.sources() > 0 or any(outcome.outcome != "failed" for outcome in self.outcomes)

    def _due(self) -> bool:
        """Whether it is time to commit: after a while, and near the end, for what is written then no core waits for at the end."""
        if time.monotonic() - self._committed_at > COMMIT_SECONDS:
            return True
        return self._all_found and self._uncommitted >= _WORTH_COMMITTING and 0 < 3 * self._workers.left <= self._uncommitted

    def _ahead(self, found: Iterable[sources.Source]) -> Iterator[sources.Source]:
        """The sources in their order; those that are sure to be read are given to the workers some time before."""
        waiting: deque[sources.Source] = deque()
        for source in found:
            known = self._ledger.find(source.path)
            if unread(source) is None and (known is None or known.rules != self._rules or known.size != source.size):
                self._workers.ask(source)
            waiting.append(source)
            if len(waiting) > _AHEAD * self._options.jobs:
                yield waiting.popleft()
        self._all_found = True
        yield from waiting

    def find_names_again(self) -> None:
        """Find the entities of all dispatches again where aliases or model are not those of the last run. Raises Stopped, ConfigError."""
        if self._naming == self._options.naming:
            return
        looked_at = changed = 0
        with self._interrupt:
            for dispatch in renamed(self._folder, self._options):
                self._interrupt.check()
                looked_at += 1
                if dispatch is not None and dispatch.key not in self._touched:
                    self._open_writer().add(dispatch)
                    changed += 1
        what = models.changed(self._naming, self._options.naming)
        self._naming = self._options.naming
        self._changed = True
        self.notes.append(f"{what} changed: of {looked_at:,} dispatches in the index {changed:,} have other entities now")

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
            self.notes.append(replaced(damage))

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

    def _source(self, source: sources.Source) -> list[Outcome]:
        """What became of a source, or of each of its members."""
        self._seen.add(source.path)
        known = self._ledger.find(source.path)
        if source.skipped is not None and known is not None and self._ledger.keys(source.path):
            return [self._gone(known, source.skipped)]
        outcome = unread(source)
        if outcome is not None:
            if source.failed is not None:
                self._failed.add(source.path)
            return [self._still(outcome, known)]
        try:
            if known is not None and known.rules == self._rules:
                if (known.size, known.mtime_ns) == (source.size, source.mtime_ns):
                    return self._unchanged(known)
                if known.sha256 == source.sha256():
                    self._ledger.touch(source.path, source.size, source.mtime_ns)
                    self._changed = True
                    return self._unchanged(known)
            return self._replace(source, () if known is None else self._ledger.keys(source.path))
        except ReadError as error:
            return [self._still(Outcome(source.name, "failed", why(source, error)), known)]

    def _still(self, outcome: Outcome, known: Entry | None) -> Outcome:
        """The outcome of a source that could not be read, and what stays in the index of an earlier run."""
        count = len(self._ledger.keys(known.path)) if known else 0
        if not count:
            return outcome
        return dataclasses.replace(outcome, reason=f"{outcome.reason}; what it gave before stays in the index", dispatches=count)

    def _unchanged(self, known: Entry) -> list[Outcome]:
        itself = Outcome(known.name, known.outcome, known.reason, len(self._ledger.keys(known.path)), known.warnings)
        members = self._ledger.members(known.path) or [itself]
        return [dataclasses.replace(item, outcome="unchanged") if item.outcome == "indexed" else item for item in members]

    def _replace(self, source: sources.Source, gave: Sequence[str]) -> list[Outcome]:
        """Read the source, and put what it gives in place of the dispatches of those keys, which it gave before."""
        digest = source.sha256()
        before = set(gave)
        keys: list[str] = []
        items: list[int | None] = []
        given: set[str] = set()
        added: set[str] = set()
        members: list[Outcome] = []
        told: list[Outcome] = []
        conflicts = Conflicts(self._ledger, source.name, source.path, self._rules)
        duplicates = conflicting = 0
        try:
            for item in self._workers.read(source):
                self._interrupt.check()
                if isinstance(item, Outcome):
                    members.append(dataclasses.replace(item, warnings=item.warnings + conflicting))
                    repeated = item.outcome == "indexed" and 0 < item.dispatches == duplicates
                    became = "duplicate" if repeated else item.outcome
                    told.append(dataclasses.replace(members[-1], outcome=became, duplicates=duplicates))
                    duplicates = conflicting = 0
                    continue
                elsewhere = self._ledger.given_elsewhere([document.key for document, _ in item], source.path, self._rules)
                found, warned = conflicts.told(item)
                conflicting += warned
                items += (number for _, number in item)
                for document, _ in found:
                    self._interrupt.check()
                    if document.key in given or document.key in elsewhere:
                        duplicates += 1
                    else:
                        self._open_writer().add_prepared(document)
                        added.add(document.key)
                        self._touched.add(document.key)
                    keys.append(document.key)
                    given.add(document.key)
        except (Stopped, Lost):
            for key in added - before:
                self._open_writer().delete(key)
            raise
        self.read += len(keys)
        self.added += len(added)
        self._uncommitted += source.size
        self._drop(tuple(before - given), source.path)
        entry = Entry(
            source.path, source.name, source.size, source.mtime_ns, digest, self._rules, *whole(members), tuple(keys), tuple(items)
        )
        self._ledger.record(entry, [] if [item.source for item in members] == [source.name] else members)
        self._changed = True
        return told

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
            source = dataclasses.replace(next(scan([path], self._options, None)), name=entry.name)
            conflicts = Conflicts(self._ledger, source.name, path, self._rules)
            with suppress(ReadError):
                groups = (item for item in read_here(source, self._options) if not isinstance(item, Outcome))
                for document, _ in chain.from_iterable(conflicts.told(group)[0] for group in groups):
                    if givers.get(document.key) == path:
                        self._open_writer().add_prepared(document)
                        self._touched.add(document.key)
        self._bereft.clear()

    def _open_writer(self) -> Writer:
        if self._writer is None:
            if (self._folder / "manifest.json").exists():
                check_engine(self._folder)
            self._writer = self.stack.enter_context(open_writer(self._folder))
        return self._writer

    def _commit(self) -> None:
        """Engine, ledger, manifest, in this order: what is in the manifest is in all three."""
        self._workers.stock(self._uncommitted // 16)
        self._readdress()
        layout.intend(self._folder, self._touched)
        self._open_writer().commit()
        self._ledger.commit()
        # Until all are looked at, some have entities by the old naming and some by the new: the next run looks at them, whatever its own.
        naming = self._naming if self._naming == self._options.naming else models.unfinished(self._options.naming)
        layout.write(self._folder, describe(self._folder, self._ledger, naming))
        if not self._published and self._before is None:
            layout.publish(self._folder)
            self._published = True
        layout.settle(self._folder)
        self._touched.clear()
        self._changed = False
        self._uncommitted = 0
        self._committed_at = time.monotonic()
