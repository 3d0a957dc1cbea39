"""`wiresearch inspect`: how sources are read, without an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wiresearch.cli import failures, output
from wiresearch.cli.options import Command, Globals, reading_options

if TYPE_CHECKING:
    from wiresearch.dispatch import Dispatch
    from wiresearch.results import Outcome


@click.command("inspect", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="FILE… | -")
@click.option("--json", "as_json", is_flag=True, help="All that was read, as JSON.")
@reading_options
@click.pass_obj
def inspect(state: Globals, paths: tuple[str, ...], as_json: bool, wire_format: str, encoding: str | None, year: int | None) -> None:
    """Show how sources are read.

    Of one file: each field with the rule and place it was found by, and the warnings.
    Of a folder or several files: a summary. Nothing is indexed; `-` reads stdin.
    """
    from wiresearch import indexing
    from wiresearch.render.data import inspect_json
    from wiresearch.render.text import inspection

    config = state.settings(indexed=paths)
    options = indexing.IndexOptions(encoding=encoding, format=wire_format, year=year, limits=config.limits)
    stdin = state.stdin("a source") if "-" in paths else None
    outcomes: list[Outcome] = []
    dispatches: list[Dispatch] = []
    for outcome, found in indexing.inspect(paths, options, stdin=stdin):
        outcomes.append(outcome)
        dispatches += found
    if as_json:
        output.deliver([inspect_json(dispatches) + "\n"])
    elif len(paths) == 1 and not Path(paths[0]).is_dir():
        state.show(inspection(dispatches, state.style()), config)
    else:
        output.deliver(_summary(outcomes, dispatches))
    _tell(state, outcomes)


def _summary(outcomes: Sequence[Outcome], dispatches: Sequence[Dispatch]) -> list[str]:
    """Lines of counts, most frequent first."""
    counted: list[tuple[str, Counter[str]]] = [
        ("source", Counter(outcome.outcome for outcome in outcomes)),
        ("format", Counter(dispatch.provenance.format for dispatch in dispatches)),
        ("encoding", Counter(dispatch.provenance.encoding for dispatch in dispatches)),
        ("warning", Counter(warning.code for dispatch in dispatches for warning in dispatch.provenance.warnings)),
    ]
    rows = [(name, value, f"{count:,}") for name, counts in counted for value, count in counts.most_common()]
    return output.columned(["counted", "value", "number"], [*rows, ("dispatches", "", f"{len(dispatches):,}")])


def _tell(state: Globals, outcomes: Sequence[Outcome]) -> None:
    """What was not read, on stderr. Raises Refusal when a source failed."""
    failed = [outcome for outcome in outcomes if outcome.outcome == "failed"]
    for outcome in outcomes:
        if outcome.outcome == "skipped":
            state.note(f"{outcome.source} skipped: {outcome.reason}")
    if failed:
        reasons = "\n".join(f"{outcome.source}: {outcome.reason}" for outcome in failed)
        raise failures.Refusal(f"{len(failed):,} of {len(outcomes):,} inputs failed (exit code 3)", reasons, failures.SOME_FAILED)
