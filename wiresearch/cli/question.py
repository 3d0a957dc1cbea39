"""What the commands that take a query share: its argument and options, and what is said after the answer."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

import click

from wiresearch.cli import failures, output
from wiresearch.cli.naming import use_additions
from wiresearch.cli.options import Choice, Command, Decorator, Filter, Globals, nearest, together
from wiresearch.config import Config
from wiresearch.fields import BY_NAME, FACETS
from wiresearch.results import FacetRequest, Interval, Match, ResultPage

if TYPE_CHECKING:
    from wiresearch.searching import SearchOptions

TOP = 10
_HOW_TO_ASK = """\
words:           wiresearch search losyukov talks
a filter:        wiresearch search --agency AFP
every dispatch:  wiresearch search '*'"""


class QueryCommand(Command):
    """A command whose argument is a query: one quoted argument with blanks in it may begin with `-`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        valued = {name: option.type for option in own if not option.is_flag and not option.count for name in option.opts}
        literal = args.index("--") if "--" in args else len(args)
        quoted = []
        for before, arg in zip(["", *args], args[:literal], strict=False):
            query = arg[:1] == "-" != arg[1:2] and " " in arg and before not in valued
            if query and valued.get(arg[:2]) is click.STRING:
                raise failures.Refusal(f"{arg!r} is an option or a query", f"write  {arg[:2]} {arg[2:]!r}  or  -- {arg!r}")
            quoted.append(f" {arg}" if query else arg)
        return super().parse_args(ctx, quoted + args[literal:])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the text of the query and how to take it."""

    text: str
    match: Match
    literal: bool
    since: str | None
    until: str | None
    now: date | None
    select: dict[str, tuple[str, ...]]
    reject: dict[str, tuple[str, ...]]
    exit_zero: bool

    @property
    def empty(self) -> bool:
        """Whether nothing at all is asked."""
        return not (self.text.strip() or self.select or self.reject or self.since or self.until)

    def options(self, config: Config, **more: Any) -> SearchOptions:
        """All options of the search, `more` being those of one command."""
        from wiresearch.searching import SearchOptions

        use_additions(config)
        return SearchOptions(
            match=self.match,
            literal=self.literal,
            since=self.since,
            until=self.until,
            now=self.now,
            select=self.select,
            reject=self.reject,
            limits=config.limits,
            **more,
        )


def refuse_empty(question: Question) -> None:
    """Raise Refusal where nothing is asked, and show how to ask."""
    if question.empty:
        raise failures.Refusal("nothing is asked", _HOW_TO_ASK)


def asks(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the query argument and the options that go with it, as one `Question`."""

    @functools.wraps(function)
    @click.pass_obj
    def command(
        state: Globals,
        /,
        query: tuple[str, ...],
        match: Match,
        literal: bool,
        since: str,
        until: str,
        now: str,
        exit_zero: bool,
        **rest: Any,
    ) -> None:
        select = _chosen(rest, "with")
        reject = _chosen(rest, "without")
        question = Question(_text(state, query), match, literal, since, until, _day(now), select, reject, exit_zero)
        function(state, question, **rest)

    return together(_question_options())(command)


def _chosen(options: dict[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    """The values of the facet options of one kind, taken out of `options`."""
    given = {name: options.pop(f"{prefix}_{name}") for name in FACETS}
    return {name: values for name, values in given.items() if values}


def _question_options() -> list[Decorator]:
    filters = []
    for name in FACETS:
        option = name.replace("_", "-")
        meaning = BY_NAME[name].help
        filters += [
            click.option(
                f"--{option}", f"with_{name}", multiple=True, metavar="VALUE", cls=Filter, help=f"{meaning[0].upper()}{meaning[1:]}."
            ),
            click.option(
                f"--no-{option}", f"without_{name}", multiple=True, metavar="VALUE", cls=Filter, help=f"As --{option}, but not this one."
            ),
        ]
    return [
        click.argument("query", nargs=-1, metavar="[QUERY… | -]"),
        click.option(
            "--match",
            type=Choice(get_args(Match)),
            default="best",
            show_default=True,
            help="Loose words: all, any, or all then some.",
        ),
        click.option("--literal", is_flag=True, help="The query is words and nothing else: no operators, fields, quotes."),
        click.option("--since", metavar="DATE", help="From this day, month or year on."),
        click.option("--until", metavar="DATE", help="Up to this day, month or year."),
        click.option(
            "--now",
            metavar="DATE|archive|today",
            envvar="WIRESEARCH_NOW",
            help="What relative dates count from  [default: archive, its newest dispatch; env: WIRESEARCH_NOW].",
        ),
        click.option("--exit-zero", is_flag=True, help="Exit with 0, not 1, when nothing is found."),
        *filters,
    ]


def _text(state: Globals, words: tuple[str, ...]) -> str:
    if words == ("-",):
        return " ".join(state.stdin("a query").read().decode("utf-8", "replace").split())
    return os.fsencode(" ".join(words)).decode("utf-8", "replace").strip()


def _day(text: str | None) -> date | None:
    """The day relative dates count from, None for the newest dispatch. Here alone the clock is read."""
    if text in (None, "", "archive"):
        return None
    if text == "today":
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise failures.Refusal(f"--now is not a day: {text}", "write it as 2003-08-13, or archive, or today") from None


def facet_request(text: str, top: int = TOP) -> FacetRequest:
    """`agency` or `agency:20` as what to count. Raises Refusal for what is no facet."""
    name, _, number = text.partition(":")
    name = name.replace("-", "_")
    if name not in FACETS:
        raise failures.Refusal(f"no facet {name!r}", nearest(name, FACETS) + "(all: wiresearch fields)")
    if number and not (number.isascii() and number.isdigit() and int(number[:9]) > 0):
        raise failures.Refusal(f"{text!r} does not end in how many values to list", f"write {name}:{TOP}")
    return FacetRequest(name, int(number[:9]) if number else top)


def interval(name: str, help_text: str, default: str | None = None) -> Decorator:
    """The option for the bars of a histogram."""
    return click.option(name, type=Choice(get_args(Interval)), default=default, show_default=default is not None, help=help_text)


def tell_notes(state: Globals, page: ResultPage) -> None:
    """The notes of a page on stderr, and why nothing was found."""
    for remark in page.notes:
        state.note(remark)
    if not page.total + page.partial_total and not state.quiet:
        from wiresearch.render.text import no_hits

        output.tell(no_hits(page, output.style(state.color, sys.stderr)))


def finish(question: Question, page: ResultPage) -> None:
    """Exit with 1 when nothing was found, unless that is not to be told."""
    if not page.total + page.partial_total and not question.exit_zero:
        raise click.exceptions.Exit(failures.NOTHING_FOUND)
