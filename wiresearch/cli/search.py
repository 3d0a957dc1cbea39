"""`wiresearch search`, `facets` and `timeline`: questions to the index."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

import click

from wiresearch.cli import failures, output
from wiresearch.cli.options import Choice, Globals, Whole, contradiction, nearest, output_formats, refuse_contradictions
from wiresearch.cli.question import TOP, QueryCommand, Question, asks, facet_request, finish, interval, refuse_empty, tell_notes
from wiresearch.cli.report import write_report
from wiresearch.fields import BY_NAME
from wiresearch.render.hits import COLUMNS, divider, plural
from wiresearch.render.terminal import Style
from wiresearch.results import Interval, ResultPage, Sort

if TYPE_CHECKING:
    from wiresearch.config import Config

PAGE = 20
_TABULAR = ("table", "csv", "tsv")
_WITH_COUNTS = ("text", "table", "json")  # and with the divider
_CONTRADICTIONS = {
    "--all": ("--limit",),
    "--html": ("--count", "--output", "--fields", "--null", "--output-format", "--json", "--ndjson", "--csv", "--ids-only"),
    "--count": ("--fields", "--null", "--facet", "--histogram", "--ndjson", "--csv", "--ids-only"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Listing:
    """How hits are to be written: the format, the columns (none: the usual ones), NUL-ended lines, the file."""

    format: str
    columns: tuple[str, ...]
    null: bool
    to: str | None


@click.command("search", cls=QueryCommand)
@asks
@click.option("-n", "--limit", type=Whole(1), metavar="N", help=f"Show so many  [default: {PAGE}].")
@click.option("--offset", type=Whole(0), metavar="N", default=0, help="Leave out the first N.")
@click.option("--all", "every", is_flag=True, help="Show every one.")
@click.option("--sort", type=Choice(get_args(Sort)), default="score", show_default=True, help="Order; -date is newest first.")
@click.option("--facet", "counted", metavar="FIELD[:N]", multiple=True, help=f"Count the N ({TOP}) most frequent values of a facet.")
@interval("--histogram", "Count by time.")
@click.option("--snippets", type=Whole(0, 20), metavar="N", default=2, show_default=True, help="Pieces of text a hit.")
@click.option("--context", type=Whole(0, 200), metavar="WORDS", default=12, show_default=True, help="Words around a match.")
@click.option("--fields", "columns", metavar="LIST", help="Columns of table, csv and tsv, with commas between.")
@output_formats("text", "table", "json", "ndjson", "csv", "tsv", "ids", "paths")
@click.option("-0", "--null", is_flag=True, help="End ids or paths with NUL, not with a line end.")
@click.option("-c", "--count", is_flag=True, help="Print only how many match in full (with --json: and in part).")
@click.option("--html", "html_file", metavar="FILE", help="Write one HTML page instead, as report does.")
@click.option("-o", "--output", "to", metavar="FILE|-", help="Write into this file instead of stdout.")
@click.option("--explain", is_flag=True, help="Say on stderr how the query was read.")
def search(
    state: Globals,
    question: Question,
    limit: int | None,
    offset: int,
    every: bool,
    sort: Sort,
    counted: tuple[str, ...],
    histogram: Interval | None,
    snippets: int,
    context: int,
    columns: str | None,
    output_format: str | None,
    null: bool,
    count: bool,
    html_file: str | None,
    to: str | None,
    explain: bool,
) -> None:
    """Search the index.

    Words side by side need no quotes; `-` reads the query from stdin.

    \b
    wiresearch search losyukov talks                 all the words, then some
    wiresearch search 'trade AND (japan OR "united states")'
    wiresearch search --agency AFP --since 2003-08 --sort -date
    wiresearch help query                            the query language
    """
    from wiresearch.searching import Archive

    refuse_contradictions(_CONTRADICTIONS)
    facets = tuple(facet_request(text) for text in counted)
    if not facets and not histogram:
        refuse_empty(question)
    config = state.settings()
    options = question.options(config, offset=offset, sort=sort, facets=facets, histogram=histogram, snippets=snippets, context=context)
    listing = None if count or html_file else _listing(output_format, columns, null, to)
    with Archive(config.index) as archive:
        if html_file:
            page = write_report(state, archive, question, dataclasses.replace(options, limit=None if every else limit), html_file)
        elif listing is None:
            page = archive.search(question.text, dataclasses.replace(options, offset=0, limit=0, snippets=0))
            page = _count(state, page, output_format, to)
        else:
            page = archive.search(question.text, dataclasses.replace(options, limit=None if every else limit or PAGE))
            _show(state, config, page, listing)
            _remark(state, page, listing)
    if explain:
        _explain(page)
    finish(question, page)


def _count(state: Globals, page: ResultPage, output_format: str | None, to: str | None) -> ResultPage:
    """Print how many match in full. The page comes back without those that match in part: they do not count."""
    from wiresearch.render.data import count_json

    if output_format not in (None, "text", "json"):
        raise contradiction("--count", f"--output-format {output_format}")
    output.deliver([count_json(page) + "\n" if output_format == "json" else f"{page.total}\n"], to)
    tell_notes(state, page)
    if page.partial_total and not page.total:
        state.note(f"{plural(page.partial_total, 'dispatch')} {'has' if page.partial_total == 1 else 'have'} some of the words")
    return dataclasses.replace(page, partial_total=0)


def _listing(output_format: str | None, columns: str | None, null: bool, to: str | None) -> _Listing:
    """The listing that the options ask for. Raises Refusal where they do not go together."""
    terminal = output.is_terminal(sys.stdout) and to in (None, "-")
    chosen = output_format or ("tsv" if not terminal else "table" if columns else "text")
    names = tuple(name.strip().replace("-", "_") for name in columns.split(",")) if columns else ()
    if names and chosen not in _TABULAR:
        raise failures.Refusal(f"--fields does not go with {chosen}", f"it goes with {', '.join(_TABULAR)}")
    if null and chosen not in ("ids", "paths"):
        raise failures.Refusal(f"--null does not go with {chosen}", "it goes with ids and paths")
    for name in names:
        if name not in (known := [*COLUMNS, *BY_NAME]):
            raise failures.Refusal(f"no field {name!r}", nearest(name, known) + "(all: wiresearch fields)")
    return _Listing(chosen, names, null, to)


def _show(state: Globals, config: Config, page: ResultPage, listing: _Listing) -> None:
    on_stdout = listing.to in (None, "-")
    pieces = _pieces(page, listing, state.style() if on_stdout else Style())
    if on_stdout and listing.format in ("text", "table"):
        state.show("".join(pieces), config)
    else:
        output.deliver(pieces, listing.to, raw=listing.null)


def _pieces(page: ResultPage, listing: _Listing, style: Style) -> Iterator[str]:
    """The page in the format asked for, line by line where it has lines."""
    from wiresearch.render import data, text

    columns, end = listing.columns or COLUMNS, "\0" if listing.null else "\n"
    match listing.format:
        case "text":
            yield text.page(page, style) if page.total or page.partial_total else ""
        case "table":
            parts = (text.table(page, style, listing.columns), text.facets(page, style), text.timeline(page, style))
            yield "\n".join(part for part in parts if part)
        case "json":
            yield data.json_page(page) + "\n"
        case "ndjson":
            yield from (f"{line}\n" for line in data.ndjson(page))
        case "csv":
            yield from (f"{line}\r\n" for line in data.csv_rows(page, columns))
        case "ids":
            yield from (line + end for line in data.ids(page, raw=listing.null))
        case "paths":
            yield from (line + end for line in data.paths(page, raw=listing.null))
        case _:
            yield from (f"{line}\n" for line in data.tsv(page, columns))


def _remark(state: Globals, page: ResultPage, listing: _Listing) -> None:
    """What the list itself does not say, on stderr."""
    shown, found = len(page.hits), page.total + page.partial_total
    if listing.format != "json":
        tell_notes(state, page)
    if page.partial_total and listing.format not in _WITH_COUNTS and not state.quiet:
        for line in divider(page):
            output.say(line)
    if (page.facets or page.histogram) and listing.format not in _WITH_COUNTS:
        state.note(f"{listing.format} has no place for facets and timeline; they are in {', '.join(_WITH_COUNTS)}")
    if shown < found and listing.format != "json":
        state.note(f"{shown:,} of {found:,} shown; --all for every one")


def _explain(page: ResultPage) -> None:
    output.say(f"read as: {page.read_as}")
    for condition in page.filters:
        output.say(f"filtered by: {condition}")
    if page.anchor:
        output.say(f"relative dates count from: {page.anchor}")
    for clause in page.clauses:
        output.say(f"{clause.text}: {clause.count:,}")
