"""Options that commands share, and where a setting comes from.

Flag > WIRESEARCH_* > ./wiresearch.toml > $XDG_CONFIG_HOME/wiresearch/config.toml > default. `--config` (or
WIRESEARCH_CONFIG) names one file to read in place of the two.
"""

from __future__ import annotations

import difflib
import functools
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import click

from wiresearch import __version__
from wiresearch.cli import output
from wiresearch.cli.failures import Refusal
from wiresearch.config import Config, load_config, with_limits
from wiresearch.render.terminal import Style

Decorator: TypeAlias = Callable[[Callable[..., None]], Callable[..., None]]


@dataclass(slots=True)
class Globals:
    """What the options of the whole program say (they may stand before and after the command), and all `arguments`."""

    arguments: tuple[str, ...] = ()
    index: str | None = None
    config: str | None = None
    color: str = "auto"
    no_pager: bool = False
    quiet: bool = False
    verbose: int = 0
    no_input: bool = False
    limits: tuple[str, ...] = ()

    def settings(self, indexed: Sequence[str] = ()) -> Config:
        """All settings. A ./wiresearch.toml inside one of the paths `indexed` is data, and not read. Raises ConfigError."""
        config = Config()
        for file in self._config_files(indexed):
            config = load_config(file, config)
        config = with_limits(config, self.limits)
        pager = os.environ.get("WIRESEARCH_PAGER") or config.pager or os.environ.get("PAGER") or "less -FIRX"
        return replace(config, index=self.index or os.environ.get("WIRESEARCH_INDEX") or config.index, pager=pager)

    def _config_files(self, indexed: Sequence[str]) -> list[Path]:
        named = self.config or os.environ.get("WIRESEARCH_CONFIG")
        if named:
            return [Path(named)]
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
        own = Path("wiresearch.toml").absolute()
        inside = any(own.resolve().is_relative_to(Path(path).resolve()) for path in indexed)
        return [file for file in (home / "wiresearch" / "config.toml", *(() if inside else (own,))) if file.is_file()]

    def style(self) -> Style:
        """How to set text for stdout."""
        return output.style(self.color, sys.stdout)

    def show(self, text: str, config: Config) -> None:
        """Text for a person to stdout, through the pager if it is long."""
        output.page(text, config.pager, allowed=not self.no_pager)

    def note(self, text: str) -> None:
        """A remark on stderr, unless -q."""
        if not self.quiet:
            output.note(text)

    def stdin(self, awaited: str) -> BinaryIO:
        """Stdin as bytes. Raises Refusal where --no-input forbids to wait for a person."""
        if self.no_input and output.is_terminal(sys.stdin):
            raise Refusal(f"{awaited} was to come from stdin, which is a terminal", "pipe it in, or leave --no-input out")
        return output.stdin(awaited)


class Filter(click.Option):
    """A filter by one facet, under its own heading of the help."""

    section = "Filters (repeated: one of the values; different ones: all of them)"


class Global(click.Option):
    """An option of the whole program, kept in `Globals`."""

    section = "Options of every command"

    def __init__(self, *names: str, **attributes: Any) -> None:
        super().__init__(names, **{"expose_value": False, "callback": _keep, **attributes})


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    if option.name and _typed(context, option):
        if value == "":
            raise Refusal(f"{option.opts[0]} is empty", f"name a {str(option.metavar).lower()}, or leave it out")
        kept = context.ensure_object(Globals)
        setattr(kept, option.name, kept.verbose + value if option.name == "verbose" else value)


def _keep_limits(context: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
    context.ensure_object(Globals).limits = value


def _typed(context: click.Context, option: click.Parameter) -> bool:
    """Whether an option stands on the command line."""
    return context.get_parameter_source(option.name or "") is click.core.ParameterSource.COMMANDLINE


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        output.write(f"wiresearch {__version__}\n")
        context.exit()


class Choice(click.Choice[str]):
    """A choice that suggests the nearest value for a misspelt one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            near = difflib.get_close_matches(str(value), self.choices, n=1)
            name = param.opts[-1] if param and param.param_type_name == "option" else "that"
            raise Refusal(f"{name} has no {value!r}, only {', '.join(self.choices)}", f"did you mean: {near[0]}" if near else None)
        return super().convert(value, param, ctx)


class Whole(click.IntRange):
    """A whole number within bounds."""

    name = "whole number"


GLOBALS = (
    Global("--index", metavar="FOLDER", help="The index  [default: ./index; env: WIRESEARCH_INDEX]."),
    Global("--config", metavar="FILE", help="Settings, in place of ./wiresearch.toml and the user's own  [env: WIRESEARCH_CONFIG]."),
    Global("--color", type=Choice(["auto", "always", "never"]), help="Colour; auto: on a terminal, unless NO_COLOR is set."),
    Global("--no-pager", is_flag=True, help="Never use a pager  [WIRESEARCH_PAGER or PAGER name one]."),
    Global("-q", "--quiet", is_flag=True, help="No progress and no notes, only results and errors."),
    Global("-v", "--verbose", count=True, help="Tell more; -vv shows where an error came from."),
    Global("--no-input", is_flag=True, help="Never wait for a person at the terminal."),
    Global("--version", is_flag=True, is_eager=True, callback=_version, help="Print the version and exit."),
)


class Command(click.Command):
    """Help under headings, and the options of the whole program beside the command's own where no name is taken."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # which the parser of click leaves out, and with it whose --help to see
            raise

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        own = super().get_params(ctx)
        taken = {name for option in own for name in option.opts}
        return own + [option for option in GLOBALS if taken.isdisjoint(option.opts)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx)):
                section = Global.section if param.name == "help" else getattr(param, "section", "Options")
                sections.setdefault(section, []).append(record)
        for section, records in sections.items():
            with formatter.section(section):
                formatter.write_dl(records)


def nearest(name: str, known: Sequence[str]) -> str:
    """The beginning of a hint, with blanks after it: the known name most like `name`, or nothing."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean: {near[0]}        " if near else ""


class Group(Command, click.Group):
    """Help with the commands above the options, in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)


_SHORT_FORMATS = {"json": ("--json",), "ndjson": ("--ndjson",), "csv": ("--csv",), "ids": ("-l", "--ids-only")}


def output_formats(*names: str) -> Decorator:
    """`--output-format` and the short forms of those formats that have one, as one value; two that differ are refused."""
    short = [name for name in names if name in _SHORT_FORMATS]
    options = [
        click.option("--output-format", type=Choice(names), help="How to write  [default: text on a terminal, tsv in a pipe]."),
        *(click.option(*_SHORT_FORMATS[name], f"as_{name}", is_flag=True, help=f"Short for --output-format {name}.") for name in short),
    ]

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(*args: Any, output_format: str | None, **rest: Any) -> None:
            flags = [name for name in short if rest.pop(f"as_{name}")]
            asked = dict.fromkeys([output_format, *flags] if output_format else flags)
            if len(asked) > 1:
                raise contradiction(*(f"output format {name}" for name in asked))
            function(*args, output_format=next(iter(asked), None), **rest)

        return together(options)(command)

    return decorate


def refuse_contradictions(contradictions: Mapping[str, Sequence[str]]) -> None:
    """Raise Refusal where one of the options is on the command line together with one of those beside it."""
    context = click.get_current_context()
    given = {option.opts[-1] for option in context.command.params if _typed(context, option)}
    for one, others in contradictions.items():
        for other in others:
            if {one, other} <= given:
                raise contradiction(one, other)


def contradiction(*asked: str) -> Refusal:
    """The refusal of things that exclude each other."""
    return Refusal(f"{' and '.join(asked)} contradict each other", "leave one of them out")


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how sources are to be read."""
    return together(
        [
            click.option(
                "--format",
                "wire_format",
                metavar="NAME",
                default="auto",
                show_default=True,
                help="Wire format (see: wiresearch formats).",
            ),
            click.option("--encoding", metavar="NAME", help="Decode with this, whatever the bytes look like."),
            click.option(
                "--limit",
                metavar="NAME=NUMBER",
                multiple=True,
                expose_value=False,
                callback=_keep_limits,
                help="Another limit (see: wiresearch help limits); may be repeated.",
            ),
            click.option("--year", type=Whole(1846, 9999), metavar="YEAR", help="The year of dates that are printed without one."),
        ]
    )(command)


def together(options: Sequence[Decorator]) -> Decorator:
    """The decorators as one; help lists them in their order."""
    return lambda command: functools.reduce(lambda inner, option: option(inner), reversed(options), command)
