"""CPU time of each step from bytes to stored record, on one core.

    python benchmarks/steps.py ../shared/corpora/reuters21578

Each repeat is a process of its own, for the rules of entities remember what they have read: a second pass in the same
process would be faster than any archive is. Imports and tables are not counted, a source is dropped before the next is
read, and `decode` is how long a stored record takes to become a dispatch again.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

from measured import in_step

import wiresearch
from wiresearch import entities, normalise, readers, sources
from wiresearch.config import Limits
from wiresearch.engines.whoosh import record
from wiresearch.indexing.workers import RARELY

STEPS = ("read", "normalise", "entities", "encode")
RESULT = Path(__file__).parent / "results" / "steps.json"
T = TypeVar("T")


def measure(corpus: str) -> dict[str, float]:
    """Seconds of process time by step over all of `corpus`, and the numbers of `dispatches` and stored `bytes`."""
    gc.set_threshold(RARELY)  # as a run does
    limits = Limits()
    spent: Counter[str] = Counter()

    def timed(step: str, values: Iterable[T]) -> list[T]:
        started = process_time()
        found = list(values)
        spent[step] += process_time() - started
        return found

    for source in sources.scan([corpus], limits=limits):
        if source.skipped or source.failed:
            continue
        raw = timed("read", readers.read(source.load(), "auto", limits))
        normalised = timed("normalise", in_step(normalise.normalised, raw))
        extracted = timed("entities", in_step(entities.extracted, normalised))
        records = timed("encode", map(record.encode, extracted))
        decoded = timed("decode", map(record.decode, records))
        assert decoded == extracted
        spent["dispatches"] += len(records)
        spent["bytes"] += sum(map(len, records))
    return dict(spent)


def summary(runs: list[dict[str, float]]) -> dict[str, float]:
    """Milliseconds a dispatch by step, their sum, dispatches a second, bytes a record: medians over the runs."""
    count = runs[0]["dispatches"]
    found = {f"{step}_ms": median(run[step] for run in runs) / count * 1e3 for step in (*STEPS, "decode")}
    found["pipeline_ms"] = median(sum(run[step] for step in STEPS) for run in runs) / count * 1e3
    found["dispatches_per_second"] = 1e3 / found["pipeline_ms"]
    found["bytes_per_record"] = runs[0]["bytes"] / count
    return {name: round(value, 4) for name, value in found.items()}


def _environment() -> dict[str, str | int | None]:
    """Commit, versions and machine of a run."""
    return {
        "commit": _git("rev-parse", "HEAD") + (" and uncommitted changes" if _git("status", "--porcelain") else ""),
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "wiresearch": wiresearch.__version__,
        "python": platform.python_version(),
        "zstd": record.zstd.zstd_version,
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=Path(__file__).parent, capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:  # not on Linux
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    """Measure, print, write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--output", type=Path, default=RESULT)
    options = arguments.parse_args()
    if not options.corpus.exists():
        print(f"no such path: {options.corpus}", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        runs = list(pool.map(measure, [str(options.corpus)] * options.repeats))
    found = summary(runs)
    for name, value in found.items():
        print(f"{name:24}{value:12.4f}")
    options.output.parent.mkdir(exist_ok=True)
    result = {"corpus": options.corpus.name, "dispatches": runs[0]["dispatches"], "repeats": options.repeats, **found}
    options.output.write_text(json.dumps(result | {"environment": _environment()}, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
