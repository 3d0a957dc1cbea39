"""`wiresearch fields`, `formats`, `stats` and `help`: what there is, and how to ask."""

from __future__ import annotations

import click

from wiresearch.cli import output
from wiresearch.cli.failures import Refusal
from wiresearch.cli.options import Command, Globals, nearest
from wiresearch.cli.topics import TOPICS
from wiresearch.fields import FIELDS


@click.command("fields", cls=Command)
def fields() -> None:
    """List the fields of a query."""
    rows = [(field.name, field.kind, " ".join(field.aliases), "facet" if field.facet else "", field.help) for field in FIELDS]
    output.deliver(output.columned(["field", "kind", "also", "facet", "matches"], rows))


@click.command("formats", cls=Command)
def formats() -> None:
    """List the wire formats that can be read."""
    from wiresearch.readers import READERS, about

    rows = [(reader.NAME, reader.RECOGNISES, about(reader)) for reader in READERS]
    output.deliver(output.columned(["format", "known by", "what it is"], rows))


@click.command("stats", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def stats(state: Globals, as_json: bool) -> None:
    """Print what the index holds."""
    from wiresearch.render.data import stats_json
    from wiresearch.render.text import stats as as_text
    from wiresearch.searching import Archive

    with Archive(state.settings().index) as archive:
        numbers = archive.stats()
    output.deliver([stats_json(numbers) + "\n" if as_json else as_text(numbers, state.style())])


@click.command("help", cls=Command)
@click.argument("topic", required=False, metavar="[TOPIC | COMMAND]")
@click.pass_context
def help_command(context: click.Context, topic: str | None) -> None:
    """Explain a topic or a command.

    Topics: query, dates, formats, exit-codes, environment."""
    state = context.ensure_object(Globals)
    top = context.find_root()
    assert isinstance(top.command, click.Group)  # noqa: S101 - this command is part of no other
    if topic is None:
        listed = "\n".join(f"  wiresearch help {name}" for name in TOPICS)
        text = f"{top.get_help()}\n\nTopics:\n{listed}"
    elif topic in TOPICS:
        text = TOPICS[topic]
    elif (command := top.command.get_command(top, topic)) is not None:
        with click.Context(command, top, topic) as inner:
            text = command.get_help(inner)
    else:
        raise Refusal(f"no topic {topic!r}", nearest(topic, [*TOPICS, *top.command.commands]) + f"(topics: {', '.join(TOPICS)})")
    state.show(text.rstrip() + "\n", state.settings())
