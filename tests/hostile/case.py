"""One case, how all are made, and how what became of them is told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from wiresearch.config import Limits
from wiresearch.results import Outcome

SECRET = "the-secret-of-the-host"
LIMITS = Limits(
    source_bytes=64 << 20,
    member_bytes=2 << 20,
    archive_bytes=24 << 20,
    archive_members=40,
    nested_bytes=1 << 20,
    dispatch_bytes=1 << 20,
    dispatch_lines=20_000,
    line_bytes=256 << 10,
)
"""The sizes are smaller than by default, so that what is beyond them is quickly made."""

_STORY = """HARM.WIRE
Harbour {number} closed
LISBON (AFP) Aug 13, 2003
The harbour of port {number} was closed while divers looked for an anchor that ship {number} had lost.

Nobody was hurt, the port office said.

HARM.WIRE"""
_made = Counter[str]()


@dataclass(frozen=True, slots=True)
class Case:
    """What to make under the name `name`, in a folder, and what is to become of it.

    `expected` is outcome and part of the reason, for the file itself ("") and for each of its members ("!inner").
    """

    name: str
    made: Callable[[Path], object]
    expected: dict[str, tuple[str, str]]


def story() -> bytes:
    """A dispatch that no other case holds."""
    _made["story"] += 1
    return _STORY.format(number=_made["story"]).encode()


def plain(name: str, content: bytes | Callable[[], bytes], outcome: str = "indexed", reason: str = "", *, member: str = "") -> Case:
    """A case of one file of which one thing becomes."""
    return of(name, content, {member: (outcome, reason)})


def of(name: str, content: bytes | Callable[[], bytes], expected: dict[str, tuple[str, str]]) -> Case:
    """A case of one file with that content."""
    return Case(name, lambda path: path.write_bytes(content() if callable(content) else content), expected)


def make(cases: Iterable[Case], folder: Path) -> None:
    """The directory; beside it lies a secret that nothing may read."""
    folder.mkdir()
    (folder.parent / "secret.txt").write_bytes(f"{SECRET}\n".encode() + story())
    for case in cases:
        case.made(folder / case.name)


def told(case: Case, folder: Path, outcomes: Iterable[Outcome]) -> dict[str, tuple[str, str]]:
    """What became of a case and its members, in the form of `expected`."""
    whole = f"{folder}/{case.name}"
    return {
        item.source[len(whole) :]: (item.outcome, item.reason or "")
        for item in outcomes
        if item.source == whole or item.source.startswith((f"{whole}!", f"{whole}/"))
    }
