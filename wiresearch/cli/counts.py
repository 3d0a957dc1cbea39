"""`wiresearch facets` and `wiresearch timeline`: counts of what a query finds, without the dispatches."""

from __future__ import annotations

import dataclasses
import sys

import click

from wiresearch.cli import output
from wiresearch.cli.options import Choice, Globals, Whole, output_formats
from wiresearch.cli.question import TOP, QueryCommand, Question, asks, facet_request, finish, interval, tell_notes
from wiresearch.fields import REPORT_FACETS
from wiresearch.results import FacetCount, FacetRequest, Interval, ResultPage
from wiresearch.words import fold_value


@click.command("facets", cls=QueryCommand)
@asks
@click.option("--field", "names", metavar="FIELD[:N]", multiple=True, help=f"Count this one  [default: {', '.join(REPORT_FACETS)}].")
@click.option("--top", type=Whole(1), metavar="N", default=TOP, show_default=True, help="So many values of each.")
@click.option("--sort", type=Choice(["count", "value"]), default="count", show_default=True, help="Order of the values.")
@output_formats("text", "json", "tsv")
def facets(state: Globals, question: Question, names: tuple[str, ...], top: int, sort: str, output_format: str | None) -> None:
    """Count agencies, places, people.

    Counts what the query finds; where there is no query, every dispatch. `lifted` counts are those without the filters
    by that same facet."""
    requests = tuple(facet_request(name, top) for name in names or REPORT_FACETS)
    page = _counted(state, question, facets=requests)
    if sort == "value":
        page = dataclasses.replace(page, facets={name: tuple(sorted(counts, key=_by_value)) for name, counts in page.facets.items()})
    _show_counts(state, page, output_format)
    finish(question, page)


@click.command("timeline", cls=QueryCommand)
@asks
@interval("--interval", "Length of a bar.", "auto")
@output_formats("text", "json", "tsv")
def timeline(state: Globals, question: Question, interval: Interval, output_format: str | None) -> None:
    """Count dispatches by time.

    Counts what the query finds; where there is no query, every dispatch. Bars on a terminal, rows in a pipe."""
    page = _counted(state, question, histogram=interval)
    _show_counts(state, page, output_format)
    finish(question, page)


def _by_value(count: FacetCount) -> tuple[str, str]:
    return fold_value(count.value), count.value


def _counted(state: Globals, question: Question, *, facets: tuple[FacetRequest, ...] = (), histogram: Interval | None = None) -> ResultPage:
    """The counts of a search without its hits. Loose words are all wanted, but where no dispatch has them all."""
    from wiresearch.searching import Archive

    config = state.settings()
    with Archive(config.index) as archive:
        return archive.search(question.text, question.options(config, facets=facets, histogram=histogram, limit=0, snippets=0))


def _show_counts(state: Globals, page: ResultPage, output_format: str | None) -> None:
    from wiresearch.render import data, text

    match output_format or ("text" if output.is_terminal(sys.stdout) else "tsv"):
        case "json":
            output.deliver([data.json_page(page) + "\n"])
            return
        case "text":
            style = state.style()
            state.show("\n".join(part for part in (text.facets(page, style), text.timeline(page, style)) if part), state.settings())
        case _:
            output.deliver(f"{line}\n" for line in (*data.facet_rows(page), *data.timeline_rows(page)))
    tell_notes(state, page)
