"""Reuters-21578 as people tagged it, read by regular expressions of its own: no code of wiresearch in it."""

from __future__ import annotations

import gzip
import html
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACTS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_RECORD = re.compile(r'<REUTERS [^>]*NEWID="(\d+)">(.*?)</REUTERS>', re.DOTALL)
_TEXT = re.compile(r"<TEXT[^>]*>(.*)</TEXT>", re.DOTALL)
_TAG = re.compile(r"</?[A-Z]+>")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATED = re.compile(rf"(?P<place>.*?)[\s,.-]*\b(?:[a-z]{{3,9}}\.?\s*\d|(?:\d\d? )?{_MONTH},?\s+(?:\d|l\d?\s|-))", re.IGNORECASE)
_UNDATED = re.compile(r"(?P<place>.*?)[\s,]*(?:Reuter)?[\s-]*")


@dataclass(frozen=True, slots=True)
class Tagged:
    """One dispatch: its text as a terminal prints it, the DATELINE or None, and the tags for what it is about."""

    newid: str
    text: str
    dateline: str | None
    places: tuple[str, ...]
    people: tuple[str, ...]
    bodies: tuple[str, ...]

    @property
    def countries(self) -> list[set[str]]:
        """The codes that each of its PLACES stands for, several for a dissolved country."""
        return [set(FACTS["places"][tag].split()) for tag in self.places]

    @property
    def holds_dateline(self) -> bool:
        """Whether the tag DATELINE is there and holds one: some seventy hold the first words of a table."""
        return self.dateline is not None and self.newid not in FACTS["no_dateline"]

    @property
    def place(self) -> str:
        """What the DATELINE prints before date, agency and dash, "" where that is nothing."""
        found = _DATED.match(self.dateline or "") or _UNDATED.fullmatch(self.dateline or "")
        return found["place"].strip("*- ") if found else ""


def shared() -> Path:
    """The folder with the collection; ends the program with a message where it is not."""
    folder = Path(os.environ.get("WIRESEARCH_SHARED", "../shared"))
    if not list((folder / "corpora" / "reuters21578").glob("*.sgm.gz")):
        sys.exit(f"no corpora/reuters21578/*.sgm.gz in {folder}: set WIRESEARCH_SHARED")
    return folder


def dispatches() -> Iterator[Tagged]:
    """All 21,578 in order."""
    for file in sorted((shared() / "corpora" / "reuters21578").glob("*.sgm.gz")):
        for newid, record in _RECORD.findall(gzip.decompress(file.read_bytes()).decode("latin-1")):
            yield _tagged(newid, record)


def _tagged(newid: str, record: str) -> Tagged:
    head, _, rest = record.partition("<TEXT")
    text = _TEXT.match("<TEXT" + rest)
    return Tagged(newid, *_laid_out(text[1] if text else ""), *(_codes(head, tag) for tag in ("PLACES", "PEOPLE", "ORGS")))


def _laid_out(text: str) -> tuple[str, str | None]:
    """Title, byline and text, a blank line between them and no tags; and the DATELINE. What is not NORM stands as it is printed."""
    title, author, dateline, body = (_held(text, tag) for tag in ("TITLE", "AUTHOR", "DATELINE", "BODY"))
    parts = (title, author, (dateline or "") + (body or "")) if body is not None or dateline is not None else (_TAG.sub("\n", text),)
    printed = "\n\n".join(html.unescape(part).strip("\n") for part in parts if part and part.strip())
    return printed + "\n", " ".join(html.unescape(dateline).split()) if dateline is not None else None


def _held(text: str, tag: str) -> str | None:
    found = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return found[1] if found else None


def _codes(head: str, tag: str) -> tuple[str, ...]:
    return tuple(re.findall("<D>(.*?)</D>", _held(head, tag) or ""))
