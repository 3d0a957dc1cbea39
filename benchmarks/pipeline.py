"""The whole walk, from the bytes of Reuters-21578 to an index with entities that can be searched: `wiresearch index`, whole process.

    python benchmarks/pipeline.py --jobs 1,2 --rounds 3 [--alone]

With --alone each dispatch is a file of its own, as in an archive that was kept as it came in.
Out, medians for each number of processes: dispatches a CPU-second, dispatches a second elapsed, peak memory of the largest process;
and of the rounds how many times as many a second as one process. "apart" are two runs of one process at once, each with an index of
its own: what the machine gives to two that have nothing to do with each other.
"""

from __future__ import annotations

import argparse
import gzip
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from archive import collection
from measured import RESULTS, run, save
from stage import progress

from wiresearch import layout

ONE, APART = "1", "apart"
DISPATCH = re.compile(rb"<REUTERS .*?</REUTERS>", re.DOTALL)


def alone(work: Path) -> Path:
    """A folder with each dispatch of the collection in a file of its own, a thousand in a folder."""
    place = work / "alone"
    shutil.rmtree(place, ignore_errors=True)
    for packed in sorted(collection().glob("*.sgm.gz")):
        folder = place / packed.name.removesuffix(".sgm.gz")
        folder.mkdir(parents=True)
        for number, dispatch in enumerate(DISPATCH.finditer(gzip.decompress(packed.read_bytes()))):
            (folder / f"{number:04}.sgm").write_bytes(dispatch[0] + b"\n")
    return place


def once(jobs: str, archive: Path, work: Path) -> dict[str, float]:
    """Index the archive with that many processes, or twice at once with one."""
    if jobs == APART:
        with ThreadPoolExecutor() as two:
            both = list(two.map(lambda place: whole_run(ONE, archive, work / place), ("pipeline", "pipeline-2")))
        return both[0] | {"rate_wall": round(sum(each["rate_wall"] for each in both), 1), "peak_mb": max(each["peak_mb"] for each in both)}
    return whole_run(jobs, archive, work / "pipeline")


def whole_run(jobs: str, archive: Path, location: Path) -> dict[str, float]:
    """Index the archive into that folder."""
    shutil.rmtree(location, ignore_errors=True)
    spent, peak = run(sys.executable, "-m", "wiresearch", "--index", str(location), "index", "-q", "--full", "--jobs", jobs, str(archive))
    dispatches = layout.read(location)[1].dispatches
    figures = {"dispatches": dispatches, "rate_cpu": round(dispatches / spent.cpu, 1), "rate_wall": round(dispatches / spent.wall, 1)}
    return figures | {"peak_mb": round(peak / 1e6, 1)}


def main() -> None:
    """Alternate the numbers of processes and store the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", default="1,2", help="numbers of processes, 1 among them  [%(default)s]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="each dispatch in a file of its own")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "wiresearch-bench")
    parser.add_argument("--out", type=Path, help="default: results/pipeline-21578.json, or pipeline-21578-alone.json")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    archive = alone(given.work) if given.alone else collection()
    rounds: dict[str, list[dict[str, float]]] = {jobs: [] for jobs in (*given.jobs.split(","), APART)}
    for _ in range(given.rounds):
        for jobs, each in rounds.items():
            each.append(once(jobs, archive, given.work))
            progress(f"{jobs} jobs", each[-1])
    figures = {jobs: {key: median(found[key] for found in each) for key in each[0]} for jobs, each in rounds.items()}
    for jobs, each in rounds.items():
        pairs = zip(each, rounds[ONE], strict=True)  # of one round: the machine's own pace changes from one to the next
        figures[jobs]["times_one"] = round(median(found["rate_wall"] / alone["rate_wall"] for found, alone in pairs), 3)
    command = f"python benchmarks/pipeline.py --jobs {given.jobs} --rounds {given.rounds}" + " --alone" * given.alone
    out = given.out or RESULTS / f"pipeline-21578{'-alone' * given.alone}.json"
    save(out, command, {"benchmark": "pipeline", "size": figures[next(iter(figures))]["dispatches"], "jobs": figures})


if __name__ == "__main__":
    main()
