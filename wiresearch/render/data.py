"""Results for programs: JSON, NDJSON, CSV, TSV, ids and paths.

JSON is versioned: SCHEMA_VERSION grows when a key is removed or changes its meaning. Offsets are code points into the
text beside them. Non-ASCII text is written as it is, but what could act on a terminal is a `\\u` escape.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wiresearch.dispatch import Dispatch, to_record
from wiresearch.render.hits import COLUMNS, cells, day, score
from wiresearch.render.terminal import UNSAFE, clean, one_line
from wiresearch.results import Evaluation, FacetCount, Hit, IndexReport, IndexStats, Outcome, ResultPage, RunScores

SCHEMA_VERSION = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, "CSV Injection"


def dumps(value: Any, indent: int | None = 2) -> str:
    """JSON with every character as it is, but for those that could act on a terminal, which are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return UNSAFE.sub(lambda found: "\n" if found.group() == "\n" else f"\\u{ord(found.group()):04x}", text)


def hit_record(hit: Hit) -> dict[str, Any]:
    """One hit as plain JSON values."""
    dispatch = hit.dispatch
    return {
        "rank": hit.rank,
        "score": score(hit),
        "tier": hit.tier,
        "missing": list(hit.missing),
        "key": dispatch.key,
        "uri": dispatch.uri,
        "version": dispatch.version,
        "version_label": dispatch.version_label,
        "status": dispatch.status,
        "headline": dispatch.headline,
        "agency": dispatch.agency,
        "dateline_city": dispatch.dateline.city if dispatch.dateline else None,
        "date": day(dispatch) or None,
        "source": dispatch.provenance.source,
        "snippets": [{"field": s.field, "text": s.text, "spans": [list(span) for span in s.spans]} for s in hit.snippets],
    }


def page_record(page: ResultPage) -> dict[str, Any]:
    """A whole result page as plain JSON values (cli.md, section 2)."""
    return {
        "schema_version": SCHEMA_VERSION,
        "query": {
            "text": page.text,
            "read_as": page.read_as,
            "match": page.match,
            "sort": page.sort,
            "filters": list(page.filters),
            "anchor": to_record(page.anchor),
        },
        "index": to_record(page.index),
        "total": page.total,
        "partial_total": page.partial_total,
        "offset": page.offset,
        "limit": page.limit,
        "next": page.next,
        "hits": [hit_record(hit) for hit in page.hits],
        "facets": {name: _counts(counts) for name, counts in page.facets.items()},
        "histogram": to_record(page.histogram),
        "notes": list(page.notes),
        "clauses": to_record(page.clauses),
    }


def _counts(counts: Sequence[FacetCount]) -> list[dict[str, Any]]:
    return [to_record(item) for item in counts]


def json_page(page: ResultPage) -> str:
    """The whole page as one JSON object."""
    return dumps(page_record(page))


def count_json(page: ResultPage) -> str:
    """How many match in full and in part, as one JSON object on one line."""
    return dumps({"schema_version": SCHEMA_VERSION, "total": page.total, "partial_total": page.partial_total}, indent=None)


def ndjson(page: ResultPage) -> Iterator[str]:
    """One hit a line, then an `end` line whose presence proves that nothing was cut off."""
    for hit in page.hits:
        yield dumps({"type": "hit", **hit_record(hit)}, indent=None)
    end = {"type": "end", "schema_version": SCHEMA_VERSION, "total": page.total, "partial_total": page.partial_total}
    yield dumps({**end, "shown": len(page.hits), "notes": list(page.notes)}, indent=None)


def inspect_json(dispatches: Iterable[Dispatch]) -> str:
    """Dispatches whole, as one JSON object."""
    return dumps({"schema_version": SCHEMA_VERSION, "dispatches": [to_record(item) for item in dispatches]})


def inspected_json(read: Iterable[tuple[Outcome, Sequence[Dispatch]]]) -> Iterator[str]:
    """How sources were read, as one JSON object in pieces: every dispatch whole, then what became of each source."""
    outcomes = []
    yield f'{{"schema_version": {SCHEMA_VERSION}, "dispatches": ['
    between = "\n"
    for outcome, dispatches in read:
        outcomes.append(to_record(outcome))
        for dispatch in dispatches:
            yield between + dumps(to_record(dispatch))
            between = ",\n"
    yield f'\n], "sources": {dumps(outcomes)}}}\n'


def stats_json(stats: IndexStats) -> str:
    """The numbers of an index as one JSON object; counts by value as in a page's facets."""
    return dumps({"schema_version": SCHEMA_VERSION, **to_record(stats)})


def evaluation_json(evaluation: Evaluation) -> str:
    """Runs judged, as one JSON object: means and each topic's values under the names of the measures."""

    def named(values: Sequence[float]) -> dict[str, float]:
        return dict(zip(evaluation.measures, values, strict=True))

    def scores(run: RunScores) -> dict[str, Any]:
        by_topic = {topic: named(values) for topic, values in run.topics.items()}
        return {"run": run.name, "means": named(run.means), "topics": by_topic, "silent": list(run.silent)}

    record = {
        "schema_version": SCHEMA_VERSION,
        "index": to_record(evaluation.index),
        "measures": list(evaluation.measures),
        "coverage": to_record(evaluation.coverage),
        "runs": [scores(run) for run in evaluation.runs],
        "against": scores(evaluation.against) if evaluation.against else None,
        "differences": [
            {"run": item.run, "mean": named(item.mean), "low": named(item.low), "high": named(item.high)} for item in evaluation.differences
        ],
        "shortfalls": to_record(evaluation.shortfalls),
        "unchecked": list(evaluation.unchecked),
    }
    return dumps(record)


def report_ndjson(report: IndexReport) -> Iterator[str]:
    """What became of each source, one a line, then an `end` line with the totals of the run."""
    for outcome in report.outcomes:
        yield dumps({"type": "source", **to_record(outcome)}, indent=None)
    totals = to_record(dataclasses.replace(report, outcomes=()))
    del totals["outcomes"]
    yield dumps({"type": "end", "schema_version": SCHEMA_VERSION, **totals}, indent=None)


def csv_rows(page: ResultPage, columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """Header and one hit a record (RFC 4180, without the line end); a cell that a spreadsheet would run gets a leading `'`."""
    yield _csv(columns)
    for hit in page.hits:
        yield _csv([_inert(cell) for cell in cells(hit, columns)])


def _csv(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _inert(cell: str) -> str:
    guard = "'" if cell.startswith(_FORMULA) else ""
    return guard + clean(cell, layout=True)


def tsv(page: ResultPage, columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """One hit a line, whole values, no header; a tab or line end inside a value becomes a blank."""
    for hit in page.hits:
        yield _tsv(cells(hit, columns))


def _tsv(values: Sequence[str]) -> str:
    return "\t".join(clean(one_line(value)) for value in values)


def facet_rows(page: ResultPage) -> Iterator[str]:
    """Field, value, count and lifted count, tab separated."""
    for name, counts in page.facets.items():
        for item in counts:
            yield _tsv([name, item.value, str(item.count), str(item.lifted)])


def timeline_rows(page: ResultPage) -> Iterator[str]:
    """Label and count of each bar, tab separated, and the undated ones last; nothing without a histogram."""
    if page.histogram:
        for item in page.histogram.bins:
            yield _tsv([item.label, str(item.count)])
        yield _tsv(["undated", str(page.histogram.undated)])


def ids(page: ResultPage, *, raw: bool = False) -> Iterator[str]:
    """The `uri` of each hit; `raw` leaves control characters in (for NUL-separated output)."""
    for hit in page.hits:
        yield hit.dispatch.uri if raw else clean(hit.dispatch.uri)


def paths(page: ResultPage, *, raw: bool = False) -> Iterator[str]:
    """The sources of the hits, each once, in order; `raw` as for `ids`."""
    for source in dict.fromkeys(hit.dispatch.provenance.source for hit in page.hits):
        yield source if raw else clean(source)
