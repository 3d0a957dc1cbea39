"""The whole walk, from the bytes of Reuters-21578 to an index with entities that can be searched: `wiresearch index`, whole process.

    python benchmarks/pipeline.py --jobs 1,2 --rounds 3

Out, medians for each number of processes: dispatches a CPU-second, dispatches a second elapsed, peak memory of the largest process.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from archive import collection
from measured import RESULTS, run, save
from stage import progress

from wiresearch import layout


def once(jobs: str, work: Path) -> dict[str, float]:
    """Index the collection with that many processes."""
    location = work / "pipeline"
    shutil.rmtree(location, ignore_errors=True)
    spent, peak = run(
        sys.executable, "-m", "wiresearch", "--index", str(location), "index", "-q", "--full", "--jobs", jobs, str(collection())
    )
    dispatches = layout.read(location)[1].dispatches
    figures = {"dispatches": dispatches, "rate_cpu": round(dispatches / spent.cpu, 1), "rate_wall": round(dispatches / spent.wall, 1)}
    return figures | {"peak_mb": round(peak / 1e6, 1)}


def main() -> None:
    """Alternate the numbers of processes and store the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", default="1,2", help="numbers of processes  [%(default)s]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "wiresearch-bench")
    parser.add_argument("--out", type=Path, default=RESULTS / "pipeline-21578.json")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rounds: dict[str, list[dict[str, float]]] = {jobs: [] for jobs in given.jobs.split(",")}
    for _ in range(given.rounds):
        for jobs, each in rounds.items():
            each.append(once(jobs, given.work))
            progress(f"{jobs} jobs", each[-1])
    figures = {jobs: {key: median(found[key] for found in each) for key in each[0]} for jobs, each in rounds.items()}
    command = f"python benchmarks/pipeline.py --jobs {given.jobs} --rounds {given.rounds}"
    save(given.out, command, {"benchmark": "pipeline", "size": figures[next(iter(figures))]["dispatches"], "jobs": figures})


if __name__ == "__main__":
    main()
