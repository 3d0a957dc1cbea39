"""`wiresearch evaluate`: how good the ranking is, by topics and judgements."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from wiresearch import __version__
from wiresearch.cli import failures, output
from wiresearch.cli.options import Choice, Command, Globals, output_formats
from wiresearch.results import Evaluation, Match

if TYPE_CHECKING:
    from wiresearch.evaluation import Expected, Topic, Yardstick

_DEPTH = 1_000
_MEASURES = "nDCG@10,AP,P@10,R@100,RR"


@click.command("evaluate", cls=Command)
@click.argument("files", nargs=-1, metavar="TOPICS QRELS")
@click.option(
    "--match",
    "matches",
    type=Choice(get_args(Match)),
    multiple=True,
    help="As in search; may be repeated  [default: those of --expect, or best].",
)
@click.option("-n", "--limit", type=click.IntRange(1), metavar="N", help=f"Judge so many dispatches a topic  [default: {_DEPTH:,}].")
@click.option("--measures", metavar="LIST", default=_MEASURES, show_default=True, help="What to measure, with commas between.")
@click.option("--topic-fields", type=Choice(["title", "desc", "title+desc"]), default="title", show_default=True, help="Of SGML topics.")
@click.option("--syntax", is_flag=True, help="Topics are in the query language; without it they are words and nothing else.")
@click.option("--per-query", is_flag=True, help="A row for each topic too.")
@click.option("--run", "run_file", metavar="FILE", help="Judge this run, not the index; TOPICS may then be left out.")
@click.option("--run-out", metavar="FILE", help="Write the run into this file, for trec_eval and the like.")
@click.option("--against", metavar="FILE", help="Compare with this run: difference and 95 % interval.")
@click.option("--expect", metavar="FILE", help="Least values, in TOML or JSON; exit with 7 where a figure is below.")
@output_formats("text", "table", "json", "tsv")
@click.pass_obj
def evaluate(
    state: Globals,
    files: tuple[str, ...],
    matches: tuple[Match, ...],
    limit: int | None,
    measures: str,
    topic_fields: Any,
    syntax: bool,
    per_query: bool,
    run_file: str | None,
    run_out: str | None,
    against: str | None,
    expect: str | None,
    output_format: str | None,
) -> None:
    """Measure the ranking.

    TOPICS are lines `number TAB text`, or TREC topics in SGML; QRELS and runs are those of TREC. A docno is a uri, with
    or without its prefix, a key, or the path of a source and the place in it (plain/korea.txt#1).

    \b
    wiresearch evaluate topics.tsv qrels.txt --match any --match best
    wiresearch evaluate topics.tsv qrels.txt --run-out new.run --against old.run
    wiresearch evaluate qrels.txt --run old.run --per-query
    """
    from wiresearch.evaluation import Yardstick, evaluate_run, parse_measures, read_expected, read_qrels, read_run, read_topics

    if len(files) != 2 and not (run_file and len(files) == 1):
        raise failures.Refusal("two files are asked for: topics and judgements", "wiresearch evaluate TOPICS QRELS")
    if run_file and (matches or limit or syntax or run_out):
        raise failures.Refusal("--run takes a run as it is", "--match, --limit, --syntax and --run-out are for an index")
    expected = read_expected(_content(state, expect), expect) if expect else None
    topics = read_topics(_content(state, files[0]), files[0], topic_fields) if len(files) == 2 else None
    yardstick = Yardstick(
        qrels=read_qrels(_content(state, files[-1]), files[-1]),
        measures=parse_measures(measures),
        against=(against, read_run(_content(state, against), against)) if against else None,
        expected=expected,
    )
    if run_file:
        asked = [topic.query_id for topic in topics] if topics else None
        evaluation = evaluate_run(run_file, read_run(_content(state, run_file), run_file), asked, yardstick)
    else:
        assert topics  # noqa: S101 - two files were given
        evaluation = _of_index(state, topics, yardstick, matches or _spoken_of(expected), limit or _DEPTH, syntax, run_out)
    _show(state, evaluation, output_format, per_query=per_query)
    _finish(state, evaluation)


def _content(state: Globals, name: str) -> bytes:
    return state.stdin("a file").read() if name == "-" else Path(name).read_bytes()


def _spoken_of(expected: Expected | None) -> tuple[Match, ...]:
    """The match modes of which figures are expected, else the one of search."""
    return tuple(mode for mode in get_args(Match) if expected and mode in expected.modes) or ("best",)


def _of_index(
    state: Globals,
    topics: tuple[Topic, ...],
    yardstick: Yardstick,
    matches: tuple[Match, ...],
    limit: int,
    syntax: bool,
    run_out: str | None,
) -> Evaluation:
    from wiresearch.evaluation import RankingOptions, evaluate, run_lines
    from wiresearch.searching import Archive

    if run_out and len(set(matches)) > 1:
        raise failures.Refusal("--run-out writes one run", f"name one of {', '.join(matches)} with --match")
    config = state.settings()
    meter = output.Meter(quiet=state.quiet)
    with Archive(config.index) as archive:
        try:
            evaluation, runs = evaluate(
                archive,
                topics,
                yardstick,
                matches,
                RankingOptions(limit, syntax, config.limits),
                progress=lambda topic: meter.show(f"topic {topic}, {len(topics):,} in all"),
            )
        finally:
            meter.clear()
    if run_out:
        output.deliver(run_lines(runs[matches[0]], f"wiresearch-{__version__}-{matches[0]}"), run_out)
    return evaluation


def _show(state: Globals, evaluation: Evaluation, output_format: str | None, *, per_query: bool) -> None:
    from wiresearch.render import evaluation as render
    from wiresearch.render.data import evaluation_json

    match output_format or ("text" if output.is_terminal(sys.stdout) else "tsv"):
        case "json":
            output.deliver([evaluation_json(evaluation) + "\n"])
            return
        case "text":
            state.show(render.text(evaluation, state.style(), per_query=per_query), state.settings())
            return
        case "table":
            state.show(render.table(evaluation, state.style(), per_query=per_query), state.settings())
        case _:
            output.deliver(f"{line}\n" for line in render.tsv(evaluation, per_query=per_query))
    for remark in render.remarks(evaluation):
        state.note(remark)


def _finish(state: Globals, evaluation: Evaluation) -> None:
    """Tell each figure below the one expected, also with -q, and exit with 7 if there is one."""
    from wiresearch.render.evaluation import shortfall

    output.flush()
    for item in evaluation.shortfalls:
        output.say(f"wiresearch: {shortfall(item)}")
    if evaluation.shortfalls:
        raise click.exceptions.Exit(failures.BELOW)
