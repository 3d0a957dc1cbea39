"""`wiresearch demo`: the main job on the sample archive, each command line printed before its output."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from wiresearch.cli import failures, output
from wiresearch.cli.options import Command, Globals


def sample_archive() -> Path:
    """The folder of sample dispatches: in the package (a wheel), or beside it (an editable install). Raises Refusal."""
    package = Path(__file__).parents[1]
    for folder in (package / "seeds" / "archive", package.parent / "seeds" / "archive"):
        if folder.is_dir():
            return folder
    raise failures.Refusal(
        "this installation has no sample archive", "install it again:  pip install --force-reinstall wiresearch", failures.IO
    )


@click.command("demo", cls=Command)
@click.option("--report-file", metavar="FILE", default="demo-report.html", show_default=True, help="Where the page of the last step goes.")
@click.pass_context
def demo(context: click.Context, report_file: str) -> None:
    """Show the main job on a sample archive.

    Indexes it, searches it, counts it and makes a page; each command is printed before its output."""
    state = context.ensure_object(Globals)
    place = ["--index", state.index] if state.index else []
    listing = [] if output.is_terminal(sys.stdout) else ["--output-format", "text"]
    steps = [
        ["index", _shown(sample_archive()), "--year", "2003"],
        ["search", "losyukov", "talks", "-n", "4", *listing],
        ["search", "--agency", "AFP", "--agency", "Reuters", "--facet", "agency", "--histogram", "month", "-n", "3", *listing],
        ["report", "talks OR vote", "--title", "Sample archive", "-o", report_file],
    ]
    for step in steps:
        output.write(f"$ {shlex.join(['wiresearch', *place, *step])}\n")
        output.flush()
        _run(context, state, [*place, *step])
        output.write("\n")
    page = Path(report_file).resolve()
    output.write(f"The page is {page}\n    {page.as_uri()}\n")


def _run(context: click.Context, state: Globals, arguments: list[str]) -> None:
    """One step as if typed, but without the pager; finding nothing does not end the demo."""
    root = context.find_root().command
    steps = Globals(tuple(arguments), state.index, state.config, state.color, no_pager=True, quiet=state.quiet, verbose=state.verbose)
    try:
        with root.make_context("wiresearch", list(arguments), obj=steps) as inner:
            root.invoke(inner)
    except click.exceptions.Exit as done:
        if done.exit_code not in (failures.DONE, failures.NOTHING_FOUND):
            raise
    output.flush()


def _shown(folder: Path) -> str:
    """The folder as a person in this one would write it."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)
