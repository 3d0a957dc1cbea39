"""`wiresearch index`: dispatches into the index."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wiresearch.cli import failures, output
from wiresearch.cli.naming import naming, naming_options, with_model
from wiresearch.cli.options import Command, Globals, reading_options

if TYPE_CHECKING:
    from wiresearch.results import IndexReport


def _in_a_folder(_: click.Context, __: click.Parameter, file: str | None) -> str | None:
    """The name of a file that is written when all is done, if its folder is there now."""
    if file and not Path(file).parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), file)
    return file


@click.command("index", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@click.option("--full", is_flag=True, help="Read everything again into a new index aside, then switch.")
@click.option("--dry-run", is_flag=True, help="Say what would be read, and write nothing.")
@click.option("--delete-missing", is_flag=True, help="Take out sources below the paths that are gone or now left out.")
@reading_options
@naming_options
@click.option("--exclude", metavar="GLOB", multiple=True, help="Leave out what this matches; may be repeated.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first source that cannot be read.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that read  [default: one for each core].")
@click.option("--lock-timeout", type=click.FloatRange(0), metavar="SECONDS", help="Wait so long for another writer  [default: 0].")
@click.option(
    "--report", "report_file", callback=_in_a_folder, metavar="FILE.ndjson", help="Write what became of each source into this file."
)
@click.pass_context
def index(
    context: click.Context,
    paths: tuple[str, ...],
    full: bool,
    dry_run: bool,
    delete_missing: bool,
    encoding: str | None,
    wire_format: str,
    exclude: tuple[str, ...],
    year: int | None,
    aliases_file: str | None,
    ner_model: str | None,
    ner_mode: str | None,
    fail_fast: bool,
    jobs: int | None,
    lock_timeout: float | None,
    report_file: str | None,
) -> None:
    """Put dispatches into the index.

    Incremental: what did not change since the last run is not read again. One source that cannot be read does not stop
    the rest (exit code 3 tells of it). `-` reads one source from stdin, beside
    those that stdin gave before.
    """
    from wiresearch.indexing import IndexOptions, Progress, build
    from wiresearch.render.data import report_ndjson
    from wiresearch.render.text import index_report

    state = context.ensure_object(Globals)
    config = with_model(state.settings(indexed=paths), ner_model, ner_mode)
    options = IndexOptions(
        full=full,
        dry_run=dry_run,
        delete_missing=delete_missing,
        fail_fast=fail_fast,
        encoding=encoding,
        format=wire_format,
        exclude=exclude,
        year=year,
        lock_timeout=config.lock_timeout if lock_timeout is None else lock_timeout,
        jobs=jobs or _cores(),
        limits=config.limits,
        sources=config.sources,
        **naming(config, aliases_file, paths),
    )
    meter = output.Meter(quiet=state.quiet)

    def progress(done: Progress) -> None:
        meter.show(f"{done.sources:,} sources, {done.dispatches:,} dispatches  {done.name}")

    stdin = state.stdin("a source") if "-" in paths else None
    try:
        result = build(paths, config.index, options, stdin=stdin, progress=progress)
    finally:
        meter.clear()
    if not state.quiet:
        output.write(index_report(result, state.style()))
    if report_file:
        output.deliver((f"{line}\n" for line in report_ndjson(result)), report_file)
    _remark(state, result, dry_run=dry_run)
    if result.interrupted:
        output.say(f"wiresearch: interrupted: {result.total:,} dispatches are in the index; the same command goes on from there")
        context.exit(failures.INTERRUPTED)
    if failed := result.count("failed"):
        hint = None if report_file else "all of them, with reasons:  --report FILE.ndjson"
        raise failures.Refusal(f"{failed:,} of {len(result.outcomes):,} inputs failed (exit code 3)", hint, failures.SOME_FAILED)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _remark(state: Globals, result: IndexReport, *, dry_run: bool) -> None:
    """What the report itself does not say, on stderr."""
    from wiresearch.render.hits import plural

    for remark in result.notes:
        state.note(remark)
    if dry_run:
        pending = [outcome for outcome in result.outcomes if outcome.outcome == "pending"]
        gone = f", {plural(removed, 'source')} to be taken out" if (removed := result.count("removed")) else ""
        state.note(f"dry run: {plural(len(pending), 'source')} to be read{gone}, nothing was written")
        for outcome in pending if state.verbose else ():
            state.note(f"would read {outcome.source}")
    if missing := result.count("missing"):
        state.note(f"gone or left out, and still in the index: {plural(missing, 'source')}; --delete-missing takes them out")
