"""What a search costs from start to exit of a process: `wiresearch search WORD WORD` against the least script on plain Whoosh.

    python benchmarks/cold.py --size 215780 --rounds 15

The two commands alternate, with other words each time; the files are in the system's cache. Out: medians of CPU and elapsed
milliseconds and of peak memory.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from measured import HERE, Usage, in_child, run
from questions import Question, Words, draw
from stage import Stage, options, progress

from wiresearch import layout
from wiresearch.fields import SCHEMA_VERSION

Command = Callable[[Path, tuple[str, ...]], tuple[str, ...]]
COMMANDS: dict[str, Command] = {
    "wiresearch": lambda index, words: (sys.executable, "-m", "wiresearch", "--index", str(index), "search", "-q", "-n", "10", *words),
    "whoosh": lambda index, words: (sys.executable, str(HERE / "bare_search.py"), str(index), *words),
}


def published(stage: Stage) -> Path:
    """The index of the engine alone, dressed as an index folder that the command line opens."""
    engine = stage.index("wiresearch")
    location = engine.with_name(engine.name + ".published")
    shutil.rmtree(location, ignore_errors=True)
    layout.prepare(location)
    generation = layout.new_generation(location)
    shutil.copytree(engine, generation, copy_function=os.link, dirs_exist_ok=True)
    layout.write(generation, layout.Manifest("whoosh", SCHEMA_VERSION, "benchmark", stage.size, 0, None, None, "0" * 12))
    layout.publish(generation)
    return location


def _pairs(stage: Stage, rounds: int) -> list[tuple[str, ...]]:
    questions: list[Question] = draw(Words(stage.archive.sample()), "AND + 30 days", rounds)
    return [question.words for question in questions]


def main() -> None:
    """Alternate the commands and store the medians."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    stage = Stage.of(__file__, given)
    names = [name for name in stage.peers if name in COMMANDS]
    indexes = {name: published(stage) if name == "wiresearch" else stage.index(name) for name in names}
    costs: dict[str, list[tuple[Usage, int]]] = {name: [] for name in names}
    pairs = in_child(_pairs, stage, given.rounds)
    for words in pairs[:1] + pairs:
        for name in names:
            costs[name].append(run(*COMMANDS[name](indexes[name], words)))
    peers = {}
    for name, (_, *each) in costs.items():  # the first run of each warms the caches
        peers[name] = {
            "cpu_ms": round(1000 * median(cost.cpu for cost, _ in each), 1),
            "wall_ms": round(1000 * median(cost.wall for cost, _ in each), 1),
            "peak_mb": round(median(peak for _, peak in each) / 1e6, 1),
        }
        progress(name, peers[name])
    stage.save({"rounds": given.rounds, "peers": peers}, rounds=given.rounds)


if __name__ == "__main__":
    main()
