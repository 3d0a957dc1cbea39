"""Write docs/cli.md from the commands themselves: `python tools/make_docs.py` (a test asserts that it is up to date)."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from wiresearch.cli import root
from wiresearch.cli.options import GLOBALS, Filter
from wiresearch.cli.topics import TOPICS

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"


def page() -> str:
    """The whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    top = click.Context(root, info_name="wiresearch", help_option_names=["-h", "--help"])
    yield "# The command line\n"
    yield "Made by `tools/make_docs.py` from the commands; change them, not this page.\n"
    yield "These options stand before or after any command, but where a command has one of the same name:\n"
    yield from _table(top, list(GLOBALS))
    for name, command in root.commands.items():
        context = click.Context(command, info_name=name, parent=top)
        yield f"## wiresearch {name}\n"
        yield "```"
        yield context.command_path + " " + " ".join(command.collect_usage_pieces(context))
        yield "```\n"
        yield _prose(command)
        own = [param for param in command.params if isinstance(param, click.Option)]
        yield from _table(context, [option for option in own if not isinstance(option, Filter)])
        if any(isinstance(option, Filter) for option in own):
            yield "Filters; one that is repeated means any of its values, different ones mean all of them:\n"
            yield from _table(context, [option for option in own if isinstance(option, Filter)])
    for name, text in TOPICS.items():
        yield f"## wiresearch help {name}\n"
        yield f"```\n{text.rstrip()}\n```\n"


def _prose(command: click.Command) -> str:
    """The help of a command; what it sets as it stands becomes a block of code."""
    blocks = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(f"```\n{block[2:]}\n```" if block.startswith("\b\n") else block for block in blocks) + "\n"


def _table(context: click.Context, options: list[click.Option]) -> Iterator[str]:
    if not options:
        return
    yield "| option | meaning |\n|---|---|"
    for option in options:
        names, meaning = option.get_help_record(context) or ("", "")
        yield f"| `{_cell(names)}` | {_cell(meaning)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
