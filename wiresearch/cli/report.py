"""`wiresearch report`, and `search --html`: a result as one HTML page."""

from __future__ import annotations

import dataclasses
import shlex
from typing import TYPE_CHECKING

import click

from wiresearch import __version__
from wiresearch.cli import failures, output
from wiresearch.cli.options import Globals, Whole
from wiresearch.cli.question import TOP, QueryCommand, Question, asks, finish, refuse_empty, tell_notes
from wiresearch.config import Limits
from wiresearch.fields import REPORT_FACETS
from wiresearch.results import FacetRequest, ResultPage

if TYPE_CHECKING:
    from wiresearch.searching import Archive, SearchOptions

LIMIT = 200


@click.command("report", cls=QueryCommand)
@asks
@click.option("-o", "--output", "to", metavar="FILE|-", default="report.html", show_default=True, help="Where to write the page.")
@click.option("-n", "--limit", type=Whole(1), metavar="N", default=LIMIT, show_default=True, help="Show so many dispatches.")
@click.option("--title", metavar="TEXT", help="A title above the query.")
def report(state: Globals, question: Question, to: str, limit: int, title: str | None) -> None:
    """Write a result as one HTML page.

    Hits with their texts, counts, timeline and notes in one file that needs no network."""
    from wiresearch.searching import Archive

    refuse_empty(question)
    config = state.settings()
    with Archive(config.index) as archive:
        page = write_report(state, archive, question, question.options(config, limit=limit), to, title)
    finish(question, page)


def write_report(
    state: Globals, archive: Archive, question: Question, options: SearchOptions, to: str, title: str | None = None
) -> ResultPage:
    """Search, write the answer as a page into the file `to` ("-": stdout), and give it back. `options.limit` None: every hit.

    Raises Refusal for more hits or bytes than limits.report_hits and limits.report_bytes allow.
    """
    from wiresearch.render.html import report as html

    limits = options.limits
    options = dataclasses.replace(
        options,
        facets=options.facets or tuple(FacetRequest(name, TOP) for name in REPORT_FACETS),
        histogram=options.histogram or "auto",
    )
    if options.limit is not None and options.limit > limits.report_hits:
        raise _too_large(f"a page holds at most {limits.report_hits:,} dispatches", limits)
    page = archive.search(question.text, dataclasses.replace(options, limit=options.limit or limits.report_hits + 1))
    if len(page.hits) > limits.report_hits:
        raise _too_large(
            f"{page.total + page.partial_total:,} dispatches are more than the {limits.report_hits:,} that a page holds", limits
        )
    content = html(page, title=title, command=_again(state, question), version=__version__).encode("utf-8", "replace")
    if len(content) > limits.report_bytes:
        raise _too_large(f"the page would have {len(content):,} bytes, more than {limits.report_bytes:,}", limits)
    _deliver(state, page, content, to)
    return page


def _again(state: Globals, question: Question) -> str:
    """The command line that makes the page again; a query from stdin stands in it as text."""
    words = ["wiresearch", *state.arguments]
    piped = [arg == "-" and before not in ("-o", "--output") for before, arg in zip(["", *words], words, strict=False)]
    return shlex.join(question.text if from_stdin else word for word, from_stdin in zip(words, piped, strict=True))


def _deliver(state: Globals, page: ResultPage, content: bytes, to: str) -> None:
    if to == "-":
        output.deliver_bytes(content)
    else:
        output.save(to, content)
        shown = len(page.hits)
        if not state.quiet:
            output.say(f"{to}: {shown:,} of {page.total + page.partial_total:,} dispatches")
    tell_notes(state, page)


def _too_large(message: str, limits: Limits) -> failures.Refusal:
    return failures.Refusal(
        message, "ask for fewer with --limit or more words, or raise limits.report_hits or limits.report_bytes in the config"
    )
