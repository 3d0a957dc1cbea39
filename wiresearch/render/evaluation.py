"""Runs judged, for people and as rows: a line for each run and topic, the mean of a run under the topic `all` as in trec_eval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiresearch.render.hits import plural
from wiresearch.render.terminal import Style, clean, columns, one_line, pad
from wiresearch.results import Evaluation, Shortfall

_GAP = "  "
_LISTED = 5


def header(evaluation: Evaluation) -> list[str]:
    """The names of the columns of `rows`."""
    return ["run", "topic", *evaluation.measures]


def rows(evaluation: Evaluation, *, per_query: bool) -> Iterator[list[str]]:
    """Run, topic and values to four decimals; then what each run is above the one it is compared with, and the 95 % interval."""
    for run in (*evaluation.runs, *([evaluation.against] if evaluation.against else [])):
        if per_query:
            for topic, values in run.topics.items():
                yield [run.name, topic, *(f"{value:.4f}" for value in values)]
        yield [run.name, "all", *(f"{value:.4f}" for value in run.means)]
    for item in evaluation.differences:
        for label, values in (("difference", item.mean), ("from", item.low), ("to", item.high)):
            yield [item.run, label, *(f"{value:+.4f}" for value in values)]


def tsv(evaluation: Evaluation, *, per_query: bool) -> Iterator[str]:
    """The rows as lines with tabs between, no header."""
    return ("\t".join(map(_cell, row)) for row in rows(evaluation, per_query=per_query))


def table(evaluation: Evaluation, style: Style, *, per_query: bool) -> str:
    """The rows as aligned columns under a header."""
    names, *cells = ([_cell(cell) for cell in row] for row in (header(evaluation), *rows(evaluation, per_query=per_query)))
    widths = [max(map(columns, column)) for column in zip(names, *cells, strict=True)]

    def line(row: Sequence[str]) -> str:
        return _GAP.join(pad(cell, width, right=place > 1) for place, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()

    return "".join(f"{text}\n" for text in [style.bold(line(names)), *map(line, cells)])


def text(evaluation: Evaluation, style: Style, *, per_query: bool) -> str:
    """The table, and under it which topics it is about."""
    told = "".join(f"{clean(line)}\n" for line in remarks(evaluation))
    return f"{table(evaluation, style, per_query=per_query)}\n{told}"


def remarks(evaluation: Evaluation) -> Iterator[str]:
    """How many topics count, which do not and why, and what was not found."""
    coverage = evaluation.coverage
    yield f"{plural(len(coverage.counted), 'topic')} counted"
    where = "in the index" if evaluation.index else "judged"
    for names, one, many in (
        (coverage.unjudged, "topic left out, not judged", "topics left out, not judged"),
        (coverage.irrelevant, f"topic left out, nothing relevant {where}", f"topics left out, nothing relevant {where}"),
        (coverage.unasked, "judged topic was not asked", "judged topics were not asked"),
        (coverage.missing, "relevant docno not found in the index", "relevant docnos not found in the index"),
    ):
        if names:
            yield f"{len(names):,} {one if len(names) == 1 else many}: {_listed(names)}"
    for run in (*evaluation.runs, *([evaluation.against] if evaluation.against else [])):
        if run.silent:
            yield f"{run.name} has nothing for {plural(len(run.silent), 'topic')}: {_listed(run.silent)}"
    if evaluation.unchecked:
        yield f"expected figures not looked at: {', '.join(evaluation.unchecked)}"


def shortfall(item: Shortfall) -> str:
    """A figure below the one expected, as one line."""
    return f"{item.measure} of {item.run} is {item.value:.4f}, expected at least {item.expected:.4f}"


def _listed(names: Sequence[str]) -> str:
    more = f", and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return one_line(", ".join(names[:_LISTED])) + more


def _cell(value: str) -> str:
    return clean(one_line(value))
