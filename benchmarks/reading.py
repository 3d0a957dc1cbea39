"""From the bytes of a file to dispatches with datelines, in every wire format: read and normalised as indexing does, without entities.

Small files, such as those of one dispatch, take each step together, as they do there.

    python benchmarks/reading.py --count 2000 --rounds 5

Reuters-21578 is the collection, the others are synthetic (wires.py), in UTF-8 but where the format is older. Each
round of a format is a process of its own. Imports are not counted, nor is the opening of files: their bytes are in memory. Out,
medians: dispatches a CPU-second, CPU milliseconds a dispatch, MB a CPU-second; and the share with a place in the dateline. The rate of the
fastest round stands beside them, for what else runs on the machine can only add to the time.
"""

from __future__ import annotations

import argparse
import gc
import io
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from statistics import median

from archive import collection
from measured import RESULTS, in_child, save, usage
from stage import progress
from wires import stories, wires

from wiresearch import sources
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.indexing.reading import IndexOptions
from wiresearch.indexing.steps import normalised
from wiresearch.indexing.together import joins
from wiresearch.indexing.workers import RARELY
from wiresearch.sources import Source
from wiresearch.sources.magic import HEAD

_OPTIONS = IndexOptions()


def main() -> None:
    """Every format in turn, round after round; then the medians are stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2_000, help="dispatches of each synthetic archive  [%(default)s]")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--formats", help="of these only, with commas between; nothing is stored then")
    parser.add_argument("--out", type=Path, default=RESULTS / "reading.json")
    given = parser.parse_args()
    files = archives(given.count)
    wanted = given.formats.split(",") if given.formats else list(files)
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in wanted}
    for _ in range(given.rounds):
        for name, each in rounds.items():
            each.append(in_child(once, files[name]))
            progress(name, each[-1])
    figures = {
        name: {key: median(found[key] for found in each) for key in each[0]} | {"fastest": max(found["rate"] for found in each)}
        for name, each in rounds.items()
    }
    if given.formats:
        return
    command = f"python benchmarks/reading.py --count {given.count} --rounds {given.rounds}"
    save(given.out, command, {"benchmark": "reading", "size": given.count, "formats": figures})


def archives(count: int) -> dict[str, list[bytes]]:
    """The files of every archive, by name, after one that is not counted. Exits with a message where the collection is not to be found."""
    first, *told = stories(count + 1)
    made = {name: [*wire.files([first]), *wire.files(told)] for name, wire in wires().items()}
    found = [source.load().open().read() for source in sources.scan([str(collection())], limits=Limits()) if not source.skipped]
    collected = [data for data in found if b"<REUTERS" in data[:HEAD]]
    return {"reuters21578-sgml": [collected[0][:HEAD], *collected], **made}


def once(files: Sequence[bytes]) -> dict[str, float]:
    """Read the files, the first not counted, for it brings in what is imported late; to be called in a process of its own."""
    gc.set_threshold(RARELY)  # as a run does
    _read(files[:1])
    count = placed = 0
    before = usage()
    for some in _together(files[1:]):  # a run keeps none of them either
        found = _read(some)
        count += len(found)
        placed += sum(dispatch.dateline is not None and dispatch.dateline.place is not None for dispatch in found)
    spent = usage() - before
    size = sum(map(len, files[1:]))
    return {
        "dispatches": count,
        "rate": round(count / spent.cpu, 1),
        "cpu_ms": round(spent.cpu / count * 1e3, 4),
        "mb_a_second": round(size / spent.cpu / 1e6, 2),
        "bytes_a_dispatch": round(size / count),
        "placed": round(placed / count, 3),
    }


def _together(files: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The files, as many at a time as indexing reads together."""
    named = [(Source("", "", size=len(data)), data) for data in files]
    while named:
        count = next((count for count in range(1, len(named)) if not joins(named[count][0], [one for one, _ in named[:count]])), len(named))
        yield [data for _, data in named[:count]]
        named = named[count:]


def _read(files: Sequence[bytes]) -> list[Dispatch]:
    raws = [RawDocument(f"{number}.wire", data[:HEAD], partial(io.BytesIO, data)) for number, data in enumerate(files)]
    in_step = zip_longest(*(normalised(raw, _OPTIONS) for raw in raws))
    return list(chain.from_iterable(filter(None, chain.from_iterable(in_step))))


if __name__ == "__main__":
    main()
