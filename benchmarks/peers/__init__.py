"""The competitors, one small file each: the same fields of the same dispatches, the same questions.

Fields: key; headline, lead and body, stemmed, with positions, stored; country (many values) and dateline city as facets; date.
Each is used as its own manual says, with its own analyser; where answers differ for that reason its class says so, and
searching.py counts how often. All return the keys of the first hits. wiresearch indexes
all its other fields besides, and stores whole dispatches.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from importlib import import_module

from peers.base import Peer

PEERS = {"wiresearch": "Wiresearch", "whoosh": "Whoosh", "tantivy": "Tantivy", "fts5": "Fts5"}


def load(name: str) -> type[Peer]:
    """The class of a competitor, from the file of its name. Raises ModuleNotFoundError when its package is not installed."""
    peer: type[Peer] = getattr(import_module(f"peers.{name}"), PEERS[name])
    return peer


def chosen(names: str) -> tuple[str, ...]:
    """The competitors in a list with commas. Raises ArgumentTypeError for an unknown one."""
    found = tuple(names.split(","))
    unknown = set(found) - set(PEERS)
    if unknown:
        raise ArgumentTypeError(f"no competitor {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    return found
