"""How fast dispatches that are already read become searchable: the engine alone, each competitor in a process of its own.

    python benchmarks/indexing.py --size 215780 --rounds 3

Out, medians of the rounds: dispatches a CPU-second (making the archive not counted), seconds elapsed, peak memory, size on disk.
Elapsed time flatters a competitor whose own thread works on while the next dispatch is made (tantivy): compare the CPU.
"""

from __future__ import annotations

from itertools import islice
from statistics import median

from measured import in_child
from stage import Stage, build, options, progress, rotations


def main() -> None:
    """Build every index `--rounds` times, the competitors in turn."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    stage = Stage.of(__file__, given)
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in stage.peers}
    for order in islice(rotations(stage.peers), given.rounds):
        for name in order:
            rounds[name].append(in_child(build, stage, name))
            progress(name, rounds[name][-1])
    peers = {name: {key: median(found[key] for found in each) for key in each[0]} for name, each in rounds.items()}
    stage.save({"rounds": given.rounds, "peers": peers}, rounds=given.rounds)


if __name__ == "__main__":
    main()
