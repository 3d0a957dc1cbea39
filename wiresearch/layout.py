"""The index folder: CURRENT, generations, the manifest, and the writer's lock.

::

    index/CURRENT                   one line: gen-000002
    index/gen-000002/               the engine's files, ledger.sqlite and manifest.json; `pending` while a commit is made
    index/writer.lock               flock by the writing process, its number inside

A generation is built aside and becomes the index by one atomic replacement of CURRENT. The manifest is written last,
so an index without one is not finished. It holds what a query needs before any engine is loaded.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import get_type_hints

from wiresearch.errors import IndexDamaged, IndexLocked, IndexNotFound, NotAnIndex, SchemaMismatch, index_option, rebuild
from wiresearch.fields import SCHEMA_VERSION

LAYOUT_VERSION = 2
_GENERATION = re.compile(r"gen-\d{6}")
_PART = re.compile(r"_?MAIN.*|ledger\.sqlite.*|(manifest\.json|pending)(\.new)?|writer\.lock")  # the engine's files begin with MAIN
_OURS = re.compile(r"README\.md|CURRENT(\.new)?|writer\.lock|gen-\d{6}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation holds.

    `fingerprint` names its content: the same dispatches under the same rules give the same. `naming` is the fingerprint of
    what the user says of names (aliases, a model); a run with another finds the entities again.
    """

    engine: str
    schema: int
    written_by: str
    dispatches: int
    undated: int
    first: date | None
    last: date | None
    fingerprint: str
    naming: str = ""
    layout: int = LAYOUT_VERSION


def current(location: Path) -> Path:
    """The folder of the generation in use. Raises IndexNotFound, NotAnIndex or IndexDamaged."""
    pointer = location / "CURRENT"
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        _refuse_foreign(location)
        raise IndexNotFound(f"no index in {_shown(location)}", f"build one:  wiresearch{index_option(location)} index PATH…") from None
    except NotADirectoryError:
        raise NotAnIndex(f"{_shown(location)} is not a folder", "name a folder with --index") from None
    except PermissionError:
        raise
    except (UnicodeDecodeError, OSError) as error:
        raise IndexDamaged(f"cannot read {_shown(pointer)}: {error}", rebuild(location)) from error
    if not _GENERATION.fullmatch(name) or not (location / name).is_dir():
        raise IndexDamaged(f"{_shown(pointer)} names {name!r}, which is not there", rebuild(location))
    return location / name


def read(location: Path) -> tuple[Path, Manifest]:
    """The current generation's folder and manifest.

    Raises IndexNotFound, NotAnIndex, IndexDamaged, or SchemaMismatch when another table of fields wrote it.
    """
    folder = current(location)
    try:
        values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        first, last = (date.fromisoformat(values[name]) if values[name] else None for name in ("first", "last"))
        manifest = Manifest(**{**values, "first": first, "last": last})
        for name, kind in get_type_hints(Manifest).items():
            if not isinstance(getattr(manifest, name), kind):
                raise TypeError(f"{name} is {values[name]!r}")
    except PermissionError:
        raise
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"the manifest of {_shown(location)} cannot be read: {error}", rebuild(location)) from error
    if manifest.schema != SCHEMA_VERSION or manifest.layout != LAYOUT_VERSION:
        raise SchemaMismatch(
            f"{_shown(location)} was written with schema {manifest.schema}, this version needs {SCHEMA_VERSION}", rebuild(location)
        )
    return folder, manifest


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into a generation, durably and atomically."""
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(manifest).items()}
    _replace(folder / "manifest.json", json.dumps(values, indent=1, sort_keys=True) + "\n")


def intend(folder: Path, keys: Iterable[str]) -> None:
    """Note durably which dispatches a commit is about to add or take out: engine and ledger cannot change in one step."""
    _replace(folder / "pending", "".join(f"{key}\n" for key in sorted(keys)))


def pending(folder: Path) -> list[str]:
    """The keys of a commit that was begun and, as far as can be told, not ended."""
    try:
        return (folder / "pending").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []


def settle(folder: Path) -> None:
    """Note that a commit is whole."""
    (folder / "pending").unlink(missing_ok=True)


def check(location: Path) -> None:
    """Raise NotAnIndex where no index can be: at or below a file, or in a folder that holds other things than ours."""
    nearest = next((path for path in (location, *location.absolute().parents) if path.exists()), location)
    if nearest.exists() and not nearest.is_dir():
        raise NotAnIndex(f"{_shown(nearest)} is not a folder", "name a folder with --index")
    _refuse_foreign(location)


def prepare(location: Path) -> None:
    """Make the folder, or check that an existing one holds nothing but ours. Raises NotAnIndex."""
    check(location)
    location.mkdir(mode=0o755, parents=True, exist_ok=True)


def new_generation(location: Path) -> Path:
    """An empty folder for the next generation; what an interrupted build left is cleared first. Call under the lock."""
    clear_unfinished(location)
    last = max((int(folder.name[4:]) for folder in _generations(location)), default=0)
    folder = location / f"gen-{last + 1:06d}"
    folder.mkdir(mode=0o755)
    return folder


def clear_unfinished(location: Path) -> None:
    """Delete the generations that never became the index. Call under the lock."""
    try:
        used = current(location).name
    except IndexNotFound:
        used = ""
    except IndexDamaged:
        return  # which of them was the index cannot be told: none is cleared before the next one is whole
    for folder in _generations(location):
        if folder.name > used:
            _delete(folder)


def publish(folder: Path) -> None:
    """Make a finished generation the index; the one before it stays, older ones go."""
    location = folder.parent
    _replace(location / "CURRENT", folder.name + "\n")
    for old in _generations(location)[:-2]:
        if old != folder:
            _delete(old)


def _delete(generation: Path) -> None:
    """Delete a generation, unless it holds something that is not ours."""
    if not _not_ours(generation):
        shutil.rmtree(generation)


def _not_ours(generation: Path) -> list[str]:
    return sorted(path.name for path in generation.iterdir() if not _PART.fullmatch(path.name))


@contextmanager
def lock(location: Path, timeout: float = 0.0) -> Iterator[None]:
    """Hold the writer's lock; wait up to `timeout` seconds. Raises IndexLocked naming the process that has it."""
    with (location / "writer.lock").open("a+", encoding="ascii") as file:
        deadline = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    file.seek(0)
                    raise IndexLocked(
                        f"the index is being written by process {file.read().strip() or 'unknown'}",
                        "try again later, or wait for it:  --lock-timeout 60",
                    ) from None
                time.sleep(0.05)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _generations(location: Path) -> list[Path]:
    return sorted(path for path in location.iterdir() if _GENERATION.fullmatch(path.name) and path.is_dir())


def _refuse_foreign(location: Path) -> None:
    if not location.is_dir():
        return
    foreign = sorted(path.name for path in location.iterdir() if not _OURS.fullmatch(path.name))
    if not (location / "CURRENT").exists():
        foreign += [f"{folder.name}/{name}" for folder in _generations(location) for name in _not_ours(folder)]
    if foreign:
        raise NotAnIndex(
            f"{_shown(location)} is not an index: it holds {foreign[0]!r}" + (f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""),
            "name an empty or a new folder:  wiresearch --index FOLDER index PATH…",
        )


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _shown(path: Path) -> str:
    return str(path) if path.is_absolute() else f"./{path}"
