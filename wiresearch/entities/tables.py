"""The word tables of `data/`: names, titles, suffixes, demonyms, written for this project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def lines(file: str) -> Iterator[str]:
    """The lines of a table, without empty ones and comments."""
    text = files("wiresearch.entities").joinpath("data", file).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def words(file: str) -> frozenset[str]:
    """All entries of a table of words separated by blanks."""
    return frozenset(word for line in lines(file) for word in line.split())


@cache
def sections(file: str) -> dict[str, frozenset[str]]:
    """The entries of a table of words with `[section]` lines."""
    found: dict[str, set[str]] = {}
    for line in lines(file):
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), set())
        else:
            section.update(line.split())
    return {name: frozenset(entries) for name, entries in found.items()}


def rows(file: str) -> Iterator[list[str]]:
    """The rows of a table of columns separated by tabs."""
    return (line.split("\t") for line in lines(file))
