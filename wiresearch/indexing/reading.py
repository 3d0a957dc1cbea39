"""Sources to dispatches as they are indexed: the options that decide it, and the fingerprint of all that does."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from typing import BinaryIO, Literal, TypeVar

from wiresearch import __version__, languages, models, owner, sources
from wiresearch.additions import NOTHING, Additions
from wiresearch.aliases import NONE, Aliases
from wiresearch.config import Limits, SourceFacts, check_choice, check_least
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import ConfigError, ReadError, Skipped
from wiresearch.results import Outcome

_T = TypeVar("_T")
_OF_READING = ("member_", "archive_", "nested_", "source_", "dispatch_", "line_", "json_", "xml_")
_RULES = (
    "sources",
    "readers",
    "entities",
    "data",
    "normalise",
    "datelines",
    "places",
    "agencies.py",
    "words.py",
    "dispatch.py",
    "cleaning.py",
    "languages.py",
    "owner.py",
    "additions.py",
)
# Those that decide what is read of a source, and so what is to be read again when one changes.
_LIMITS = sorted(item.name for item in dataclasses.fields(Limits) if item.name.startswith(_OF_READING))


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How to index.

    `full` builds a new generation aside and switches; `dry_run` reads and writes nothing; `delete_missing` takes out
    sources that are gone from below the given paths; `exclude` are globs; `year` dates what has a day but no year;
    `sources` is what the owner of the archive knows of some, `additions` the user's own agencies and places,
    `aliases` what the user says of names, `ner_model` and `ner_mode` the user's model of names and what it is for: where these
    differ from the run before, entities are found again in what the index holds. `lock_timeout` is in seconds. `jobs` processes read, this
    one among them (more than 1 only from programs that keep what they do at import behind
    `if __name__ == "__main__"`). Raises ConfigError for a format, encoding, year, model or fact of the owner that cannot be.
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
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    sources: tuple[SourceFacts, ...] = ()
    aliases: Aliases = NONE
    additions: Additions = NOTHING
    ner_model: str = ""
    ner_mode: str = "second"

    def __post_init__(self) -> None:
        if self.format != "auto":
            from wiresearch import readers

            check_choice("format", self.format, ["auto", *(reader.NAME for reader in readers.READERS)])
        check_least("year", self.year, 1)
        check_least("lock_timeout", self.lock_timeout, 0)
        check_least("jobs", self.jobs, 1)
        owner.check(self.sources)
        models.check(self.ner_model, self.ner_mode)
        _check_columns(self.sources)
        try:
            b"    ".decode(self.encoding or "utf-8", "replace")
        except (LookupError, ValueError):
            raise ConfigError(
                f"no encoding {self.encoding!r}", "names are those of Python: utf-8, cp1252, iso-8859-1, koi8-r ..."
            ) from None

    @property
    def naming(self) -> str:
        """Fingerprint of what decides, beside the rules, which entities a dispatch has: they can be found again without its source."""
        return models.naming(self.aliases, self.ner_model, self.ner_mode)

    @property
    def rules(self) -> str:
        """Fingerprint of the code and the options that decide how bytes become a dispatch."""
        limits = [getattr(self.limits, name) for name in _LIMITS]
        known = (self.sources, languages.available(), self.additions.fingerprint)
        return hashlib.sha256(f"{_rules_of_code()} {self.encoding} {self.format} {self.year} {limits} {known}".encode()).hexdigest()


def _check_columns(facts: Iterable[SourceFacts]) -> None:
    """Raise ConfigError for columns that no table can have; owner.py does not know the readers."""
    for columns in filter(None, (entry.columns for entry in facts)):
        from wiresearch.readers import csvtable

        try:
            csvtable.mapping(columns)
        except ReadError as error:
            raise ConfigError(f"columns of the settings of sources: {error.message}", error.hint) from error


def scan(paths: Sequence[str], options: IndexOptions, stdin: BinaryIO | None) -> Iterator[sources.Source]:
    """The sources of `paths` as the options want them. Raises ConfigError for paths that cannot be meant."""
    if "" in paths:  # of which the operating system would make the current folder
        raise ConfigError("one of the paths is empty", "write . for the current folder")
    if paths.count("-") > 1:
        raise ConfigError("standard input can be read once only", "write - once")
    exclude = [options.exclude] if isinstance(options.exclude, str) else options.exclude
    return sources.scan(paths, exclude=exclude, limits=options.limits, encoding=options.encoding, stdin=stdin)


def dispatches(raw: RawDocument, options: IndexOptions) -> Iterator[Dispatch]:
    """The dispatches of one source as they would be indexed, in file order. Raises ReadError."""
    from wiresearch.indexing.steps import groups  # every reader and table: a run that finds nothing new needs none

    return chain.from_iterable(filter(None, groups(raw, options)))


def inspect(
    paths: Sequence[str], options: IndexOptions | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[tuple[Outcome, tuple[Dispatch, ...]]]:
    """Each source of `paths`, or each member of it, with its dispatches, read as for an index, without one."""
    options = options or IndexOptions()
    for source in scan(paths, options, stdin):
        found: list[Dispatch] = []
        outcome = unread(source)
        for item in read(source, options) if outcome is None else (outcome,):
            if isinstance(item, Outcome):
                yield item, tuple(found)
                found = []
            else:
                found += item or []


def read(source: sources.Source, options: IndexOptions) -> Iterator[list[Dispatch] | Outcome | None]:
    """What a source gives: of each of its members the dispatches, some at a time, and behind them what became of it.

    None between two steps, where another source may take its turn.
    """
    from wiresearch.indexing.steps import groups

    watch = _Watch(options.limits.source_seconds)
    try:
        for member in watch.over(source.members(options.limits)):
            end = Outcome(member.name, "skipped", member.skipped) if member.skipped else Outcome(member.name, "failed", member.failed)
            count = warnings = 0
            if member.document is not None:
                end = Outcome(member.name, "indexed")
                try:
                    for group in watch.over(groups(member.document, options)):
                        count += len(group or ())
                        warnings += sum(len(dispatch.provenance.warnings) for dispatch in group or ())
                        yield group
                except Skipped as skip:
                    end = Outcome(member.name, "skipped", skip.message)
                except ReadError as error:
                    end = Outcome(member.name, "failed", error.message.removeprefix(f"{member.name}: "))
            yield dataclasses.replace(end, dispatches=count, warnings=warnings)
    except _TooSlow as slow:
        yield Outcome(source.name, "failed", f"{slow.message}: what follows was not read")


def whole(members: Sequence[Outcome]) -> tuple[Literal["indexed", "skipped", "failed"], str | None, int]:
    """Of a source in whole: the best that became of a member, the reason where it is the only one, and the warnings."""
    became = {item.outcome for item in members}
    best: Literal["indexed", "skipped", "failed"] = "indexed" if "indexed" in became else "skipped" if "skipped" in became else "failed"
    return best, members[0].reason if len(members) == 1 else None, sum(item.warnings for item in members)


class _TooSlow(ReadError):
    """Reading a source takes longer than it may."""


class _Watch:
    """The time that it takes to make the items of some iterators, not to use them."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._spent = 0.0

    def over(self, items: Iterable[_T]) -> Iterator[_T]:
        """The items. Raises _TooSlow when one comes after more than the time allowed."""
        made = iter(items)
        while True:
            started = time.monotonic()
            try:
                item = next(made)
            except StopIteration:
                return
            finally:
                self._spent += time.monotonic() - started
            if self._spent > self._most:
                raise _TooSlow(f"takes longer than limits.source_seconds ({self._most:g})")
            yield item


def why(source: sources.Source, error: ReadError) -> str:
    """Why a source could not be read, without its name, which stands beside it."""
    return error.message.removeprefix(f"{source.name}: ")


def unread(source: sources.Source) -> Outcome | None:
    """The outcome of a source that is not to be opened at all, or None."""
    if source.skipped is not None:
        return Outcome(source.name, "skipped", source.skipped)
    if source.failed is not None:
        return Outcome(source.name, "failed", source.failed)
    return None


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
