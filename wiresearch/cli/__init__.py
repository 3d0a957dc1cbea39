"""The command line: the only room that reads the environment, prints and exits. One file per group of commands."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from wiresearch.cli import failures, output
from wiresearch.cli.about import fields, formats, help_command, stats
from wiresearch.cli.counts import facets, timeline
from wiresearch.cli.demo import demo
from wiresearch.cli.entities import entities
from wiresearch.cli.evaluate import evaluate
from wiresearch.cli.index import index
from wiresearch.cli.inspect import inspect
from wiresearch.cli.options import Globals, Group
from wiresearch.cli.report import report
from wiresearch.cli.search import search
from wiresearch.cli.show import show

__all__ = ["root"]


class Root(Group):
    """The group of all commands; ends with the exit codes of failures.py."""

    def main(  # type: ignore[override]  # it never returns: every end is an exit
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        arguments = list(sys.argv[1:] if args is None else args)
        state = Globals(arguments=tuple(arguments))
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        code = self._run(arguments, prog_name or "wiresearch", state, extra)
        output.settle()
        sys.exit(code)

    def _run(self, args: list[str], name: str, state: Globals, extra: dict[str, Any]) -> int:
        try:
            code = self._invoke(args, name, state, extra)
            output.flush()
            return code
        except BrokenPipeError:
            return failures.DONE
        except (Exception, KeyboardInterrupt) as error:
            fault = failures.exit_code(error)
            if fault is None:
                raise
            output.settle()
            output.tell(failures.message(error, output.style(state.color, sys.stderr), verbose=state.verbose > 1))
            return fault

    def _invoke(self, args: list[str], name: str, state: Globals, extra: dict[str, Any]) -> int:
        try:
            with self.make_context(name, args, obj=state, **extra) as context:
                self.invoke(context)
        except click.exceptions.Exit as done:
            return done.exit_code
        except click.exceptions.NoArgsIsHelpError as missing:
            output.tell(missing.format_message() + "\n")
            return failures.USAGE
        return failures.DONE

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, {"s": "search"}.get(cmd_name, cmd_name))


@click.group("wiresearch", cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def root() -> None:
    """Search an archive of news-wire dispatches.

    \b
    wiresearch index PATH…             put dispatches into ./index
    wiresearch search losyukov talks   ask it
    wiresearch demo                    see both on a sample archive
    """


for command in (index, search, show, facets, timeline, entities, report, inspect, evaluate, fields, formats, stats, demo, help_command):
    root.add_command(command)
