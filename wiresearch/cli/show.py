"""`wiresearch show`: one dispatch, as it was read or as its bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

import click

from wiresearch.cli import failures, output
from wiresearch.cli.options import Command, Globals

if TYPE_CHECKING:
    from wiresearch.config import Limits
    from wiresearch.dispatch import Dispatch, Provenance
    from wiresearch.searching import Archive

_CANDIDATES = 10
_BLOCK = 1 << 18
_NAMES = "names are what search prints: a uri, or a key, of which 4 letters or more will do"


@click.command("show", cls=Command)
@click.argument("names", nargs=-1, required=True, metavar="NAME… | -")
@click.option("--json", "as_json", is_flag=True, help="All that is known of it, as JSON.")
@click.option("--headers", is_flag=True, help="Without the text.")
@click.option("--raw", is_flag=True, help="Its bytes in the source, as long as they are there unchanged.")
@click.pass_obj
def show(state: Globals, names: tuple[str, ...], as_json: bool, headers: bool, raw: bool) -> None:
    """Print dispatches.

    NAME is a uri, or a key or its beginning; `-` reads names from stdin, one a line."""
    from wiresearch.render.data import inspect_json
    from wiresearch.render.text import dispatch as as_text
    from wiresearch.searching import Archive

    if as_json + headers + raw > 1:
        raise failures.Refusal("--json, --headers and --raw exclude each other", "leave all but one of them out")
    config = state.settings()
    if names == ("-",):
        names = tuple(state.stdin("names of dispatches").read().decode("utf-8", "surrogateescape").split("\n"))
    names = tuple(name.strip() for name in names if name.strip())
    if not names:
        raise failures.Refusal("the names of dispatches are missing", _NAMES)
    with Archive(config.index) as archive:
        found = [_one(state, archive, name) for name in names]
    if raw:
        for dispatch in found:
            output.deliver_bytes(_original(dispatch.provenance, config.limits))
    elif as_json:
        output.deliver([inspect_json(found) + "\n"])
    else:
        style = state.style()
        state.show("\n".join(as_text(dispatch, style, headers=headers) for dispatch in found), config)


def _one(state: Globals, archive: Archive, name: str) -> Dispatch:
    """The one dispatch of that name, the newest of several versions. Raises Refusal for none and for several."""
    found = archive.get(name)
    if not found:
        raise failures.Refusal(f"no dispatch is named {name}", _NAMES, failures.NOTHING_FOUND)
    if len(found) > 1 and any(dispatch.uri != name for dispatch in found):
        listed = [f"{dispatch.key}  {dispatch.headline}" for dispatch in found[:_CANDIDATES]]
        more = [f"and {len(found) - _CANDIDATES:,} more"] if len(found) > _CANDIDATES else []
        raise failures.Refusal(f"{len(found):,} dispatches are named {name}…", "\n".join(["write more of the key:", *listed, *more]))
    if len(found) > 1:
        state.note(f"the newest of {len(found)} versions; the others: {', '.join(dispatch.key for dispatch in found[1:])}")
    return found[0]


def _original(origin: Provenance, limits: Limits) -> bytes:
    """The bytes a dispatch was read from. Raises Refusal when they are not there, or not the same."""
    from wiresearch.errors import ReadError
    from wiresearch.sources import find

    again = "index its folder again, or go to the folder in which it was indexed"
    if origin.source.partition("!")[0] == "-":
        raise failures.Refusal("the dispatch came from stdin, its bytes were not kept", "show it without --raw", failures.IO)
    try:
        with find(origin.source, limits).open() as stream:
            _read(stream, origin.offset, keep=False)
            content = _read(stream, origin.length, keep=True)
    except ReadError as error:
        raise failures.Refusal(error.message, again, failures.IO) from error
    if hashlib.sha256(content).hexdigest() != origin.sha256:
        raise failures.Refusal(f"{origin.source} is not what it was when it was indexed", again, failures.IO)
    return content


def _read(stream: BinaryIO, length: int, *, keep: bool) -> bytes:
    """The next `length` bytes, or as many as there are; read and forgotten where they are not to be kept."""
    kept = []
    while length and (block := stream.read(min(length, _BLOCK))):
        length -= len(block)
        if keep:
            kept.append(block)
    return b"".join(kept)
