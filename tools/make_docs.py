"""Write docs/cli.md, fields.md and formats.md from commands, fields and readers: `python tools/make_docs.py`.

A test asserts that they are up to date.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from wiresearch.cli import root
from wiresearch.cli.options import GLOBALS, Filter
from wiresearch.cli.topics import TOPICS
from wiresearch.fields import FIELDS, LOOSE_FIELDS, SCHEMA_VERSION
from wiresearch.readers import READERS

DOCS = Path(__file__).parents[1] / "docs"


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {"cli.md": "\n".join(_commands()), "fields.md": "\n".join(_fields()), "formats.md": "\n".join(_formats())}


def _formats() -> Iterator[str]:
    yield "# Formats\n"
    yield "Made by `tools/make_docs.py` from `wiresearch/readers/`; change the readers, not this page.\n"
    yield (
        "A file is of the format whose reader is surest of its first 20,000 bytes; its name says nothing. `--format NAME` chooses a reader."
        " One that was chosen by content and fails before it gave anything is replaced by plain text, with the warning `fallback`,"
        " but not where it refused what is over a limit, or entities and inclusions in XML."
        " Each dispatch keeps name and version of the reader that read it.\n"
    )
    yield "| format | known by | version |\n|---|---|---|"
    for reader in READERS:
        yield f"| [`{reader.NAME}`](#{reader.NAME.replace('.', '')}) | {_cell(reader.RECOGNISES)} | {reader.VERSION} |"
    yield ""
    for reader in READERS:
        yield f"## {reader.NAME}\n"
        yield inspect.cleandoc(reader.__doc__ or "") + "\n"


def _fields() -> Iterator[str]:
    yield "# Fields\n"
    yield "Made by `tools/make_docs.py` from `wiresearch/fields.py`; change the table, not this page.\n"
    yield f"What can be searched, schema {SCHEMA_VERSION}. Words without a field are looked for in {', '.join(LOOSE_FIELDS)}.\n"
    yield "| field | kind | facet | what it holds |\n|---|---|---|---|"
    for field in FIELDS:
        names = ", ".join(f"`{name}`" for name in (field.name, *field.aliases))
        yield f"| {names} | {field.kind} | {'yes' if field.facet else ''} | {_cell(field.help)} |"
    yield ""


def _commands() -> Iterator[str]:
    top = click.Context(root, info_name="wiresearch", help_option_names=["-h", "--help"])
    yield "# The command line\n"
    yield "Made by `tools/make_docs.py` from the commands; change them, not this page.\n"
    yield "These options stand before or after any command, but where a command has one of the same name:\n"
    yield from _table(top, list(GLOBALS))
    for context, command in _all_commands(root, top):
        yield f"## {context.command_path}\n"
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


def _all_commands(group: click.Group, parent: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    """The commands of a group, behind each the commands in it."""
    for name, command in group.commands.items():
        context = click.Context(command, info_name=name, parent=parent)
        yield context, command
        if isinstance(command, click.Group):
            yield from _all_commands(command, context)


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
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
