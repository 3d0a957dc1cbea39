"""Write docs/performance.md from the results in benchmarks/results/ and the figures expected of them.

python benchmarks/tables.py
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from check import verdicts
from measured import HERE, RESULTS

PAGE = HERE.parent / "docs" / "performance.md"
HEAD = """# Performance

Made by `benchmarks/tables.py` from `benchmarks/results/*.json`; run a benchmark again rather than change this page.

The archive is synthetic: the 21,578 dispatches of Reuters-21578 (Distribution 1.0), then copies of them with sentences shuffled, 15 % of
the words replaced and dates over five years; its vocabulary grows with it. CPU times are of one process, all threads and ended
children included. What the competitors do differently stands in their classes in `benchmarks/peers/`: wiresearch indexes some thirty more
fields than the others. All return the keys of the first hits; to read a stored dispatch takes wiresearch about 0.06 ms more (`decode_ms` of
steps.json). Plain Whoosh does not tell the total in most classes.
"""


def page(results: Path = RESULTS) -> str:
    """The text of docs/performance.md."""
    parts = [HEAD, "## Expected\n", *_expected(results)]
    for title, name, table in SECTIONS:
        found = [json.loads(file.read_text(encoding="utf-8")) for file in results.glob(f"{name}*.json")]
        if found:
            parts.append(f"## {title}\n")
        for result in sorted(found, key=lambda each: (each["size"], each.get("segments", 1))):
            parts += [_told(result), *table(result)]
    return "\n".join(parts)


def _told(result: dict[str, Any]) -> str:
    """Size, command, commit and machine."""
    where = result["environment"]
    interpreter = f" ({where['interpreter']})" if "interpreter" in where else ""
    machine = f"{where['processor']}, {where['cores']} cores, {where['system']}, Python {where['python']}{interpreter}"
    names = ("whoosh3", "numpy", "PyStemmer", "tantivy", "bm25s")
    versions = [f"{name} {where['packages'][name]}" for name in names if name in where["packages"]] + [f"SQLite {where['sqlite']}"]
    commit = where["commit"][:10] + (" with changes" if where["dirty"] else "")
    run = f"{result['size']:,.0f} dispatches: `{result['command']}`"
    return f"{run}\n\n{result['date']}, commit {commit}; {machine}; {', '.join(versions)}.\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), *([_cell(value) for value in row] for row in rows)]
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return "–" if value is None else str(value)


def _expected(results: Path) -> Iterator[str]:
    yield "The worst of all classes counts. Checked by `python benchmarks/check.py`.\n"
    rows = []
    for verdict in verdicts(results):
        found = "not measured" if verdict.worst is None else _cell(verdict.worst) + (f" ({verdict.name})" if verdict.name else "")
        rows.append((verdict.what, verdict.bound + ("" if verdict.firm else " (wished)"), found, "yes" if verdict.holds else "**no**"))
    yield _table(("figure", "expected", "found", "holds"), rows)


def _indexing(result: dict[str, Any]) -> Iterator[str]:
    columns = {"rate": "dispatches a CPU-second", "cpu_seconds": "CPU s", "wall_seconds": "elapsed s", "start_mb": "MB before"}
    columns |= {"peak_mb": "peak MB", "disk_mb": "MB on disk", "kb_a_dispatch": "KB a dispatch"}
    yield _table(("", *columns.values()), ((name, *(row[key] for key in columns)) for name, row in result["peers"].items()))


def _searching(result: dict[str, Any]) -> Iterator[str]:
    peers = list(result["segments_found"])
    segments = ", ".join(f"{name} {count}" for name, count in result["segments_found"].items() if count)
    what = f"CPU milliseconds, p50 / p95 of {result['queries']} queries a class, warm; behind them our p50 as a multiple of theirs."
    yield f"{what} Segments: {segments}.\n"
    rows = []
    for name, row in result["classes"].items():
        times = (f"{_cell(row[peer]['p50'])} / {_cell(row[peer]['p95'])}" if peer in row else None for peer in peers)
        ratios = (row[peers[0]]["p50"] / row[peer]["p50"] if peer in row else None for peer in peers[1:])
        rows.append((name, *times, *ratios))
    yield _table(("", *peers, *(f"of {peer}" for peer in peers[1:])), rows)
    yield "Of these, queries with the same total as wiresearch (and, after the comma, the same counts):\n"
    yield _table(("", *peers[1:]), ((name, *(_same(row.get(peer, {})) for peer in peers[1:])) for name, row in result["classes"].items()))


def _same(row: dict[str, Any]) -> str | None:
    if "same_totals" not in row:
        return None
    return f"{row['same_totals']} of {row['queries']}" + (f", {row['same_counts']}" if "same_counts" in row else "")


def _cold(result: dict[str, Any]) -> Iterator[str]:
    columns = {"cpu_ms": "CPU ms", "wall_ms": "elapsed ms", "peak_mb": "peak MB"}
    yield _table(("", *columns.values()), ((name, *(row[key] for key in columns)) for name, row in result["peers"].items()))


def _adding(result: dict[str, Any]) -> Iterator[str]:
    columns = {"cpu_ms": "CPU ms", "cpu_ms_most": "most", "wall_ms": "elapsed ms", "wall_ms_most": "most"}
    columns |= {"peak_mb": "peak MB", "segments": "segments after"}
    yield f"{result['adds']} adds of 100 dispatches, median and most; then a merge of all, where there is a command for it.\n"
    head = ("", *columns.values(), "merge: CPU s", "elapsed s", "peak MB")
    merges = {name: row.get("merge", {}) for name, row in result["peers"].items()}
    yield _table(
        head,
        (
            (name, *(row["add"][key] for key in columns), *(merges[name].get(key) for key in ("cpu_seconds", "wall_seconds", "peak_mb")))
            for name, row in result["peers"].items()
        ),
    )


def _pipeline(result: dict[str, Any]) -> Iterator[str]:
    columns = {
        "rate_cpu": "dispatches a CPU-second",
        "rate_wall": "dispatches a second elapsed",
        "times_one": "times one",
        "peak_mb": "peak MB of a process",
    }
    yield _table(("processes", *columns.values()), ((jobs, *(row[key] for key in columns)) for jobs, row in result["jobs"].items()))


def _reading(result: dict[str, Any]) -> Iterator[str]:
    columns = {
        "rate": "dispatches a CPU-second",
        "fastest": "in the fastest round",
        "cpu_ms": "CPU ms a dispatch",
        "mb_a_second": "MB a CPU-second",
    }
    columns |= {"bytes_a_dispatch": "bytes a dispatch", "dispatches": "dispatches", "placed": "share with a place"}
    yield "Read and normalised on one core, each in a process of its own, without entities and the language of the text.\n"
    yield _table(("", *columns.values()), ((name, *(row[key] for key in columns)) for name, row in result["formats"].items()))


SECTIONS: tuple[tuple[str, str, Callable[[dict[str, Any]], Iterator[str]]], ...] = (
    ("Indexing, the engine alone", "indexing", _indexing),
    ("Indexing, from bytes to searchable", "pipeline", _pipeline),
    ("Reading, from bytes to dispatches", "reading", _reading),
    ("Adding and merging", "adding", _adding),
    ("Searching", "searching", _searching),
    ("A whole process", "cold", _cold),
)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
