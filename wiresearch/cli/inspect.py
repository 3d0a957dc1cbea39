"""`wiresearch inspect`: how sources are read, without an index."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wiresearch.cli import failures, output
from wiresearch.cli.naming import naming, naming_options, with_model
from wiresearch.cli.options import Command, Globals, reading_options

if TYPE_CHECKING:
    from wiresearch.dispatch import Dispatch
    from wiresearch.results import Outcome

_NUMBER = re.compile(r"\b\d[\d,]*\b")
_LISTED = 20


@click.command("inspect", cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="FILE… | -")
@click.option("--json", "as_json", is_flag=True, help="All that was read, as JSON.")
@reading_options
@naming_options
@click.pass_obj
def inspect(
    state: Globals,
    paths: tuple[str, ...],
    as_json: bool,
    wire_format: str,
    encoding: str | None,
    year: int | None,
    aliases_file: str | None,
    ner_model: str | None,
    ner_mode: str | None,
) -> None:
    """Show how sources are read.

    Of one file: each field with the rule and place it was found by, and the warnings. Places are
    characters of the dispatch's decoded text; of names, paragraph and characters in it.
    Of a folder or several files: how many are of each format, encoding and language, and why
    others failed. Nothing is indexed; `-` reads stdin.
    """
    from wiresearch import indexing
    from wiresearch.render.data import inspected_json
    from wiresearch.render.text import inspection

    config = with_model(state.settings(indexed=paths), ner_model, ner_mode)
    options = indexing.IndexOptions(
        encoding=encoding,
        format=wire_format,
        year=year,
        limits=config.limits,
        sources=config.sources,
        **naming(config, aliases_file, paths),
    )
    stdin = state.stdin("a source") if "-" in paths else None
    outcomes: list[Outcome] = []
    read = _noted(indexing.inspect(paths, options, stdin=stdin), outcomes)
    if as_json:
        output.deliver(inspected_json(read))
    else:
        few = [] if len(paths) > 1 or Path(paths[0]).is_dir() else list(itertools.islice(read, 2))
        if len(few) == 1:
            state.show(inspection(few[0][1], state.style()), config)
        else:
            output.deliver(_summary(itertools.chain(few, read)))
    _tell(state, outcomes)


def _noted(read: Iterable[tuple[Outcome, tuple[Dispatch, ...]]], outcomes: list[Outcome]) -> Iterator[tuple[Outcome, tuple[Dispatch, ...]]]:
    """What is read, one source at a time, for an archive may be greater than the memory; its outcomes are kept."""
    for outcome, dispatches in read:
        outcomes.append(outcome)
        yield outcome, dispatches


def _summary(read: Iterable[tuple[Outcome, Sequence[Dispatch]]]) -> list[str]:
    """Lines of counts, most frequent first. Reasons that differ in their numbers alone are one."""
    names = ("source", "failed", "skipped", "format", "encoding", "encoding by", "language", "warning")
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    total = replaced = 0
    for outcome, dispatches in read:
        counted["source"][outcome.outcome] += 1
        if outcome.outcome in ("failed", "skipped"):
            counted[outcome.outcome][_NUMBER.sub("N", outcome.reason or "")] += 1
        for dispatch in dispatches:
            origin = dispatch.provenance
            total += 1
            replaced += origin.replacements
            counted["format"][origin.format] += 1
            counted["encoding"][origin.encoding] += 1
            counted["encoding by"].update(item.rule for item in origin.evidence if item.field == "encoding")
            counted["language"][dispatch.language or dispatch.language_detected or "unknown"] += 1
            counted["warning"].update({warning.code for warning in origin.warnings})
    rows = [(name, f"{count:,}", value) for name, counts in counted.items() for value, count in counts.most_common()]
    totals = [("dispatches", f"{total:,}", "")] + ([("characters lost", f"{replaced:,}", "")] if replaced else [])
    return output.columned(["counted", "number", "value"], [*rows, *totals])


def _tell(state: Globals, outcomes: Sequence[Outcome]) -> None:
    """What was not read, on stderr. Raises Refusal when a source failed."""
    failed = [outcome for outcome in outcomes if outcome.outcome == "failed"]
    skipped = [outcome for outcome in outcomes if outcome.outcome == "skipped"]
    for outcome in skipped[:_LISTED]:
        state.note(f"{outcome.source} skipped: {outcome.reason}")
    if len(skipped) > _LISTED:
        state.note(f"{len(skipped) - _LISTED:,} more were skipped (all: --json)")
    if failed:
        reasons = [f"{outcome.source}: {outcome.reason}" for outcome in failed[:_LISTED]]
        more = [f"and {len(failed) - _LISTED:,} more (all: --json)"] if len(failed) > _LISTED else []
        raise failures.Refusal(
            f"{len(failed):,} of {len(outcomes):,} inputs failed (exit code 3)", "\n".join([*reasons, *more]), failures.SOME_FAILED
        )
