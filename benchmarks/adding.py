"""What it costs to keep an index up to date: adding 100 dispatches at a time, and merging all into one segment.

    python benchmarks/adding.py --size 215780 --segments 8 --adds 12

Each competitor works on a copy of its index, in a process of its own. An add is one call that opens the index, commits and closes.
Out: the median and the most that an add cost (the most is where a competitor's own policy merges segments), peak memory of the
adding process, and the merge where there is a command for it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median
from typing import Any

from measured import in_child, peak_bytes, usage
from peers import load
from stage import Stage, options, progress

BATCH = 100


def add(stage: Stage, name: str, folder: Path, adds: int) -> dict[str, Any]:
    """Add `adds` times 100 new dispatches to the index in `folder`; milliseconds and MB."""
    peer = load(name)(folder)
    memory = peak_bytes()
    costs = []
    for first in range(stage.size, stage.size + adds * BATCH, BATCH):
        batch = list(stage.archive.part(first, first + BATCH))
        before = usage()
        peer.write(batch)
        costs.append(usage() - before)
    peak = peak_bytes()
    peer.open()
    segments = peer.segments()
    peer.close()
    cpu, wall = [1000 * cost.cpu for cost in costs], [1000 * cost.wall for cost in costs]
    return {
        "cpu_ms": round(median(cpu), 2),
        "cpu_ms_most": round(max(cpu), 2),
        "wall_ms": round(median(wall), 2),
        "wall_ms_most": round(max(wall), 2),
        "start_mb": round(memory / 1e6, 1),
        "peak_mb": round(peak / 1e6, 1),
        "segments": segments,
    }


def merge(name: str, folder: Path) -> dict[str, float] | None:
    """Merge all segments; None where the competitor has no command for it."""
    peer = load(name)(folder)
    before, memory = usage(), peak_bytes()
    if not peer.merge():
        return None
    spent = usage() - before
    return {
        "cpu_seconds": round(spent.cpu, 3),
        "wall_seconds": round(spent.wall, 3),
        "start_mb": round(memory / 1e6, 1),
        "peak_mb": round(peak_bytes() / 1e6, 1),
    }


def main() -> None:
    """Add and merge on copies, store the figures."""
    parser = options(__doc__)
    parser.add_argument("--adds", type=int, default=12, help="of 100 dispatches each  [%(default)s]")
    given = parser.parse_args()
    stage = Stage.of(__file__, given)
    peers = {}
    for name in stage.peers:
        index = stage.index(name)
        scratch = index.with_name(index.name + ".adding")
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(index, scratch)
        peers[name] = {"add": in_child(add, stage, name, scratch, given.adds)}
        progress(f"{name} add", peers[name]["add"])
        merged = in_child(merge, name, scratch)
        if merged:
            peers[name]["merge"] = merged
            progress(f"{name} merge", merged)
        shutil.rmtree(scratch)
    stage.save({"adds": given.adds, "peers": peers}, adds=given.adds)


if __name__ == "__main__":
    main()
