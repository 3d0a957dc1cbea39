"""What finding datelines and entities costs on one core: dispatches a CPU-second, loading of the tables, memory.

    taskset -c 1 python benchmarks/extracting.py --rounds 5

Each round is a process of its own, for the rules remember what they have read: a second pass would be faster than any archive
is. Reuters-21578 goes through it file by file; reading and normalising are not counted. A dateline is looked for in the text as
it is printed, without tags. Medians of the rounds, but the most memory; the fastest round is stored beside them, for what else
runs on the machine can only add to the time. `load_s` is what the first dispatch costs beyond the next, imports included: Python
reads the tables then.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

import human
from measured import RESULTS, in_child, in_step, peak_bytes, save

DAY = date(1987, 6, 30)
T = TypeVar("T")
U = TypeVar("U")


def spent(do: Callable[[T], U], values: Iterable[T]) -> tuple[float, list[U]]:
    """Seconds of process time to do it with each, and what came of them."""
    started = process_time()
    found = [do(value) for value in values]
    return process_time() - started, found


def once() -> dict[str, float]:
    """One pass over the collection."""
    started = process_time()
    from wiresearch import datelines, entities

    _first(datelines.find, entities.extract)
    load = process_time() - started
    from wiresearch import normalise, readers, sources
    from wiresearch.config import Limits
    from wiresearch.indexing.workers import RARELY

    def dateline(text: str) -> object:
        found = datelines.find(text)
        return datelines.complete(found, reference=DAY, year=None) if found else None

    gc.set_threshold(RARELY)  # as a run does
    limits, count, lines, names = Limits(), 0, 0.0, 0.0
    texts = (tagged.text for tagged in human.dispatches())
    for source in sources.scan([str(human.shared() / "corpora" / "reuters21578")], limits=limits):
        if source.skipped or source.failed:
            continue
        dispatches = list(in_step(normalise.normalised, readers.read(source.load(), "auto", limits)))
        seconds, _ = spent(dateline, list(islice(texts, len(dispatches))))
        lines += seconds
        seconds, _ = spent(lambda some: list(in_step(entities.extracted, some)), [dispatches])
        names += seconds
        count += len(dispatches)
    rates = {"rate": count / (lines + names), "rate_datelines": count / lines, "rate_entities": count / names}
    return {"dispatches": count, "load_s": load, "peak_mb": peak_bytes() / 1e6, **rates}


def _first(find: Callable[[str], object], extract: Callable[..., object]) -> None:
    """A dispatch that asks every table."""
    from wiresearch.dispatch import Dispatch, Provenance

    find("LYON, France, March 4 - A quiet day.")
    extract(Dispatch(Provenance("", 0, 0, "", "", ""), headline="QUIET DAY", paragraphs=("Mr. Jean Petit went to Grenoble.",)))


def main() -> None:
    """Measure and store the medians of the rounds, the most memory, and the fastest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RESULTS / "extracting.json")
    given = parser.parse_args()
    rounds = [in_child(once) for _ in range(given.rounds)]
    values = {name: [round(found[name], 3) for found in rounds] for name in rounds[0]}
    fastest = {name: min(found) if name == "load_s" else max(found) for name, found in values.items()}
    stored = {name: max(found) if name == "peak_mb" else median(found) for name, found in values.items()}
    for name, found in values.items():
        print(f"{name:16} {stored[name]:10.3f}   fastest {fastest[name]:10.3f}   of {found}")
    command = f"taskset -c 1 python benchmarks/extracting.py --rounds {given.rounds}"
    save(given.out, command, {"benchmark": "extracting", **stored, "fastest": fastest})


if __name__ == "__main__":
    main()
