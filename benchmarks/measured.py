"""What every benchmark needs: clocks, peak memory, percentiles, where it ran, and the file of results."""

from __future__ import annotations

import json
import math
import os
import platform
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from compileall import compile_dir
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from wiresearch.dispatch import Dispatch
    from wiresearch.turns import Turns

HERE = Path(__file__).parent
RESULTS = HERE / "results"
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Usage:
    """What something cost: seconds of CPU (all threads and ended child processes), seconds elapsed."""

    cpu: float
    wall: float

    def __sub__(self, other: Usage) -> Usage:
        return Usage(self.cpu - other.cpu, self.wall - other.wall)


def usage() -> Usage:
    """This process's clocks; differences of two are meant."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Usage(time.process_time() + ended.ru_utime + ended.ru_stime, time.perf_counter())


class Uncounted(Generic[T]):
    """An iterator that adds up what making its items cost, to be taken off the bill of who consumes them.

    The CPU time is that of the consuming thread, for a competitor's own threads work on meanwhile.
    """

    def __init__(self, items: Iterator[T]) -> None:
        self._items = items
        self.cost = Usage(0.0, 0.0)
        self.count = 0

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        cpu, wall = time.thread_time(), time.perf_counter()
        try:
            item = next(self._items)
        finally:
            self.cost = Usage(self.cost.cpu + time.thread_time() - cpu, self.cost.wall + time.perf_counter() - wall)
        self.count += 1
        return item


def peak_bytes() -> int:
    """The most memory that this process, or one of its ended children, held at once (resident).

    Linux carries ru_maxrss over from the parent into a new program, so VmHWM is read where there is /proc.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES
    status = Path("/proc/self/status")
    if status.exists():
        own = next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * MAXRSS_BYTES)


def in_child(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The function's result from a fresh process of its own, so that memory and caches are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


@cache
def _compiled() -> None:
    """Leave bytecode beside wiresearch's modules, as installing a package does: a checkout may have none, and every start would compile."""
    spec = find_spec("wiresearch")
    for folder in (spec and spec.submodule_search_locations) or ():
        compile_dir(folder, quiet=1)


def run(*command: str) -> tuple[Usage, int]:
    """A whole program: what it cost, start and exit included, and its peak memory in bytes (on Linux never below this process's own).

    Raises CalledProcessError.
    """
    _compiled()
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Usage(spent.ru_utime + spent.ru_stime, time.perf_counter() - started), spent.ru_maxrss * MAXRSS_BYTES


def in_step(take: Callable[[list[Dispatch]], Turns[list[Dispatch]]], dispatches: Iterable[Dispatch]) -> Iterator[Dispatch]:
    """What `take` makes of the dispatches, as many together as in indexing."""
    from wiresearch.turns import at_once, in_groups  # what importing costs is measured too

    for group in filter(None, in_groups(dispatches, lambda dispatch: dispatch.provenance.length)):
        yield from at_once(take(group))


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that at least `share` (0 to 1) of them do not exceed."""
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def size_on_disk(folder: Path) -> int:
    """Bytes of all files below the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def environment() -> dict[str, Any]:
    """Where and with what a benchmark ran."""
    return {
        "commit": _git("rev-parse", "HEAD"),
        # The results of a run before are no change of what is measured.
        "dirty": bool(_git("status", "--porcelain", ":/", ":!results")),
        "python": platform.python_version(),
        # Which of the pythons of a machine: one built without profiles is slower.
        "interpreter": os.path.realpath(sys.executable),
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {
            item.metadata["Name"]: item.version for item in sorted(metadata.distributions(), key=lambda item: item.metadata["Name"])
        },
    }


def _git(*arguments: str) -> str:
    found = subprocess.run(("git", "-C", str(HERE), *arguments), capture_output=True, text=True, check=False)
    return found.stdout.strip()


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    lines = table.read_text().splitlines() if table.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def save(to: Path, command: str, figures: dict[str, Any]) -> None:
    """The figures as JSON with the command that gives them and the environment."""
    to.parent.mkdir(parents=True, exist_ok=True)
    content = {"command": command, "date": time.strftime("%Y-%m-%d"), "environment": environment(), **figures}
    to.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written: {to.name}", file=sys.stderr)
