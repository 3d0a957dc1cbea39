"""Files of every wire format: frames cut from our own seeds, words, places and dates exchanged; the same seed gives the same bytes.

The stories are those of the archive in seeds/, copied as archive.py copies: sentences shuffled, words replaced, other dates.
wires.toml says where in a seed what is to be exchanged.
"""

from __future__ import annotations

import html
import json
import re
import textwrap
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive import archive
from measured import HERE

from wiresearch.dispatch import Dispatch
from wiresearch.indexing import inspect

SEEDS = HERE.parent / "seeds"
LEAST_PARAGRAPHS = 4
_SEED = 1
_ESCAPES: dict[str, Callable[[str], str]] = {
    "xml": lambda text: html.escape(text, quote=False),
    "json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
}


@dataclass(frozen=True, slots=True)
class Story:
    """What is put into a frame."""

    headline: str
    place: str
    day: date
    paragraphs: tuple[str, ...]


def stories(count: int) -> Iterator[Story]:
    """`count` stories of some 200 words, each of two copies; days are of two digits, so that a date is as long as another."""
    originals = [dispatch for _, found in inspect([str(SEEDS / "archive")]) for dispatch in found if _is_whole(dispatch)]
    pool = [word for dispatch in originals for text in dispatch.paragraphs for word in text.split() if word.isalpha()]
    copies = archive(lambda: iter(originals), pool, len(originals), len(originals) + 2 * count, _SEED)
    for made, other in zip(copies, copies, strict=True):
        assert made.dateline
        assert made.dateline.city
        assert made.day
        day = made.day.replace(day=10 + made.day.day % 19)
        yield Story(made.headline, made.dateline.city, day, made.paragraphs + other.paragraphs)


def _is_whole(dispatch: Dispatch) -> bool:
    """Whether a dispatch has a headline, a dateline and running text in the letters of western Europe."""
    place = dispatch.dateline.city if dispatch.dateline else None
    if not (place and dispatch.headline and dispatch.kind == "story" and len(dispatch.paragraphs) >= LEAST_PARAGRAPHS):
        return False
    text = "".join((dispatch.headline, place, *dispatch.paragraphs))
    return "\n" not in text and text.encode("cp1252", "ignore").decode("cp1252") == text


class Wire:
    """One frame of wires.toml."""

    def __init__(self, table: dict[str, Any]) -> None:
        text = (SEEDS / table["seed"]).read_bytes()
        try:
            frame = text.decode()
        except UnicodeDecodeError:
            frame = text.decode("cp1252")
        self._line_end = next(end for end in ("\r\r\n", "\r\n", "\n") if end in frame)
        frame = frame.replace(self._line_end, "\n")
        first = frame.index(table.get("first", ""))
        behind = frame.index(table["behind"]) if "behind" in table else len(frame)
        rest = frame.index(table["rest"], behind) if "rest" in table else len(frame)
        self._head, cut, self._tail = frame[:first], frame[first:behind], frame[rest:]
        known = {table["headline"]: "headline"} | dict.fromkeys(table["places"], "place")
        known |= {table["number"]: "number"} if "number" in table else {}
        for form in table["dates"]:
            printed = table["day"].strftime(form)
            known[printed if printed in cut else printed.upper()] = form
        for number, exchanged in enumerate(table["texts"]):
            start = cut.index(exchanged["at"])
            cut = cut[:start] + f"\0{number}" + cut[cut.index(exchanged["until"], start) :]
            known[f"\0{number}"] = "text"
        self._known = known
        self._pieces = re.split("|".join(f"({re.escape(words)})" for words in sorted(known, key=len, reverse=True)), cut)
        self._table = table
        self.encoding: str = table.get("encoding", "utf-8")
        self.a_file: int = table.get("a_file", 1)

    def files(self, told: Sequence[Story]) -> Iterator[bytes]:
        """The files that hold these stories."""
        errors = "xmlcharrefreplace" if "xml" in self._table.get("escape", ()) else "replace"
        numbered = list(enumerate(told))
        for at in range(0, len(told), self.a_file):
            inside = "".join(self._dispatch(story, number) for number, story in numbered[at : at + self.a_file])
            yield (self._head + inside + self._tail).replace("\n", self._line_end).encode(self.encoding, errors)

    def said(self, text: str) -> str:
        """A text as this wire can say it."""
        if self.encoding == "ascii":
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        return text.upper() if self._table.get("capitals") else text

    def _dispatch(self, story: Story, number: int) -> str:
        return "".join(self._exchanged(piece, story, number) for piece in self._pieces if piece)

    def _exchanged(self, piece: str, story: Story, number: int) -> str:
        match self._known.get(piece):
            case None:
                return piece
            case "headline":
                return self._escaped(self.said(story.headline))
            case "place":
                return self._escaped(self.said(story.place.upper() if piece[:2].isupper() else story.place))
            case "number":
                return f"{number:0{len(piece)}}"
            case "text":
                return self._text(story, self._table["texts"][int(piece[1:])]["joint"])
            case form:
                printed = story.day.strftime(form)
                return printed.upper() if piece.isupper() else printed

    def _text(self, story: Story, joint: str) -> str:
        paragraphs = map(self.said, story.paragraphs)
        if width := self._table.get("width"):
            indent = self._table.get("indent", "")
            lines = (textwrap.wrap(text, width, initial_indent=indent, break_long_words=False) for text in paragraphs)
            paragraphs = map("\n".join, lines)
        first, *others = map(self._escaped, paragraphs)
        return joint.join([first.lstrip(), *others])

    def _escaped(self, text: str) -> str:
        for name in self._table.get("escape", ()):
            text = _ESCAPES[name](text)
        return text


def wires() -> dict[str, Wire]:
    """All, by name."""
    return {name: Wire(table) for name, table in tomllib.loads((HERE / "wires.toml").read_text(encoding="utf-8")).items()}
