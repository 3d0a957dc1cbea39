"""Which source gave which dispatch, and how it was read: what makes indexing incremental.

One SQLite file in each generation. Paths are kept as bytes (`os.fsencode`), because a file name need not be text.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from wiresearch.errors import IndexDamaged, rebuild
from wiresearch.results import Outcome

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (
    path BLOB PRIMARY KEY, name BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL, rules TEXT NOT NULL, outcome TEXT NOT NULL, reason BLOB, warnings INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS given (
    path BLOB NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL, item INTEGER, PRIMARY KEY (path, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS given_key ON given (key);
CREATE INDEX IF NOT EXISTS given_item ON given (item) WHERE item IS NOT NULL;
CREATE TABLE IF NOT EXISTS member (
    path BLOB NOT NULL, position INTEGER NOT NULL, name BLOB NOT NULL, outcome TEXT NOT NULL, reason BLOB,
    dispatches INTEGER NOT NULL, warnings INTEGER NOT NULL, PRIMARY KEY (path, position)
) WITHOUT ROWID;
"""
# Result codes of SQLite that speak of the machine, not of the file (https://sqlite.org/rescode.html).
_NO_DAMAGE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EAGAIN,
}
_SELECT = "SELECT path, name, size, mtime_ns, sha256, rules, outcome, reason, warnings FROM source"


@dataclass(frozen=True, slots=True)
class Entry:
    """One source as it was read.

    `path` is absolute, `name` as the user gave it; `rules` is the fingerprint of code and options that read it;
    `outcome` is "indexed", "skipped" or "failed" with its `reason`; `keys` are those of the dispatches it gave, in order,
    `items` what `item_number` gives for each.
    """

    path: str
    name: str
    size: int
    mtime_ns: int
    sha256: str
    rules: str
    outcome: Literal["indexed", "skipped", "failed"]
    reason: str | None = None
    warnings: int = 0
    keys: tuple[str, ...] = ()
    items: tuple[int | None, ...] = ()


def item_number(uri: str, version: str | None) -> int | None:
    """A number of 64 bits that stands for a uri; None where a version tells its dispatches apart, or the uri is made of their bytes."""
    if version is not None or uri.startswith("sha256:"):
        return None
    return int.from_bytes(hashlib.sha256(uri.encode("utf-8", "replace")).digest()[:8], "big", signed=True)


class Ledger:
    """The ledger in `file`, made if it is not there unless it `must_exist`. Changes are kept by `commit`, else lost.

    Every method raises IndexDamaged for a file that is no ledger, OSError where the machine is in the way.
    """

    def __init__(self, file: Path, *, must_exist: bool = False) -> None:
        self._file = file
        if must_exist and not file.is_file():
            raise self._damaged("it is not there")
        with self._reported():
            self._database = sqlite3.connect(file)
            self._database.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            reason = _NO_DAMAGE.get(error.sqlite_errorcode & 0xFF)
            if reason is not None:
                raise OSError(reason, os.strerror(reason), str(self._file)) from error
            raise self._damaged(error) from error

    def _damaged(self, reason: object) -> IndexDamaged:
        return IndexDamaged(f"the ledger {self._file} cannot be used: {reason}", rebuild(self._file.parent.parent))

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._reported():
            return self._database.execute(statement, values).fetchall()

    def find(self, path: str) -> Entry | None:
        """The entry of the source at that absolute path, without its keys, or None."""
        rows = self._run(_SELECT + " WHERE path = ?", os.fsencode(path))
        return _entry(rows[0]) if rows else None

    def keys(self, path: str) -> tuple[str, ...]:
        """The keys that the source gave, in file order."""
        rows = self._run("SELECT key FROM given WHERE path = ? ORDER BY position", os.fsencode(path))
        return tuple(key for (key,) in rows)

    def members(self, path: str) -> list[Outcome]:
        """What became of each member of the source, in file order; nothing of a source that is no archive."""
        select = "SELECT name, outcome, reason, dispatches, warnings FROM member WHERE path = ? ORDER BY position"
        rows = self._run(select, os.fsencode(path))
        return [Outcome(os.fsdecode(name), outcome, _text(reason), *counts) for name, outcome, reason, *counts in rows]

    def record(self, entry: Entry, members: Iterable[Outcome] = ()) -> None:
        """Put the entry in place of what the ledger says of that path, and of what became of its members."""
        path = os.fsencode(entry.path)
        self.forget(entry.path)
        self._run(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            path,
            os.fsencode(entry.name),
            entry.size,
            entry.mtime_ns,
            entry.sha256,
            entry.rules,
            entry.outcome,
            _bytes(entry.reason),
            entry.warnings,
        )
        rows = (
            (path, i, os.fsencode(item.source), item.outcome, _bytes(item.reason), item.dispatches, item.warnings)
            for i, item in enumerate(members)
        )
        with self._reported():
            self._database.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            given = ((path, i, key, item) for i, (key, item) in enumerate(zip_longest(entry.keys, entry.items)))
            self._database.executemany("INSERT INTO given VALUES (?, ?, ?, ?)", given)

    def touch(self, path: str, size: int, mtime_ns: int) -> None:
        """Note that the file was touched without a change of its bytes."""
        self._run("UPDATE source SET size = ?, mtime_ns = ? WHERE path = ?", size, mtime_ns, os.fsencode(path))

    def placed(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], set[str]]:
        """The keys at each of `places`: the end of a source's path, from a folder's name on, and a position from 0."""
        wanted: dict[tuple[str, int], list[str]] = {}
        for path, position in places:
            wanted.setdefault((path.rpartition("/")[2], position), []).append(path)
        found: dict[tuple[str, int], set[str]] = {}
        rows = self._run("SELECT path, position, key FROM given") if wanted else []
        for raw, position, key in rows:
            path = os.fsdecode(raw)
            for end in wanted.get((path.rpartition("/")[2], position), ()):
                if f"/{path}".endswith(f"/{end}"):
                    found.setdefault((end, position), set()).add(key)
        return found

    def forget(self, path: str) -> None:
        """Drop the source and what it gave."""
        with self._reported():  # of a path that is not in `source` no other table has a row
            known = self._database.execute("DELETE FROM source WHERE path = ?", (os.fsencode(path),)).rowcount
        for table in ("given", "member") if known else ():
            self._run(f"DELETE FROM {table} WHERE path = ?", os.fsencode(path))  # noqa: S608 - two literals

    def given_elsewhere(self, keys: Sequence[str], path: str, rules: str | None = None) -> set[str]:
        """Those of `keys` that another source than `path` gives too, of those read by `rules` where they are given."""
        elsewhere = """SELECT value FROM json_each(?) WHERE EXISTS
            (SELECT 1 FROM given JOIN source USING (path) WHERE key = value AND path != ? AND rules = ifnull(?, rules))"""
        return {key for (key,) in self._run(elsewhere, json.dumps(keys), os.fsencode(path), rules)}

    def conflicts(self, items: Collection[tuple[int, str]], path: str, rules: str) -> dict[tuple[int, str], str]:
        """Of `items`, each with a key, those that another source than `path`, read by `rules`, gives with another key; and its name."""
        other = """WITH asked AS (SELECT json_extract(value, '$[0]') AS item, json_extract(value, '$[1]') AS key FROM json_each(?))
            SELECT item, asked.key, min(name) FROM asked JOIN given USING (item) JOIN source USING (path)
            WHERE given.key != asked.key AND path != ? AND rules = ? GROUP BY item, asked.key"""
        rows = self._run(other, json.dumps(items), os.fsencode(path), rules) if items else []
        return {(item, key): os.fsdecode(name) for item, key, name in rows}

    def givers(self, keys: Iterable[str]) -> set[str]:
        """The paths of the sources that give any of `keys`."""
        found: set[str] = set()
        for key in keys:
            found.update(os.fsdecode(path) for (path,) in self._run("SELECT path FROM given WHERE key = ?", key))
        return found

    def below(self, roots: Sequence[str]) -> Iterator[Entry]:
        """Every entry whose path is one of `roots` or lies below one, without keys, by path."""
        for row in self._run(_SELECT + " ORDER BY path"):
            entry = _entry(row)
            if any(entry.path == root or entry.path.startswith(root.rstrip("/") + "/") for root in roots):
                yield entry

    def sources(self) -> int:
        """How many sources were read."""
        count: int = self._run("SELECT count(*) FROM source")[0][0]
        return count

    def fingerprint(self, naming: str) -> str:
        """A name for the content: sha256 over the rules that read it, `naming` and every distinct key in order."""
        digest = hashlib.sha256(naming.encode())
        with self._reported():
            for (rules,) in self._database.execute("SELECT DISTINCT rules FROM source ORDER BY rules"):
                digest.update(rules.encode())
            for (key,) in self._database.execute("SELECT DISTINCT key FROM given ORDER BY key"):
                digest.update(key.encode("ascii"))
        return "sha256:" + digest.hexdigest()

    def commit(self) -> None:
        """Make the changes since the last commit durable."""
        with self._reported():
            self._database.commit()


def _entry(row: tuple[Any, ...]) -> Entry:
    path, name, size, mtime_ns, sha256, rules, outcome, reason, warnings = row
    return Entry(os.fsdecode(path), os.fsdecode(name), size, mtime_ns, sha256, rules, outcome, _text(reason), warnings)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else os.fsdecode(raw)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else os.fsencode(text)
