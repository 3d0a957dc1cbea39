"""What the scripts share: their options, the archive, and the competitors' indexes, each built once in a process of its own."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive import SIZES, Reuters
from measured import HERE, RESULTS, Uncounted, in_child, peak_bytes, save, size_on_disk, usage
from peers import PEERS, chosen, load

PACKAGE = HERE.parent / "wiresearch"
_DECIDES = {"wiresearch": ("engines/**/*.py", "fields.py", "words.py", "dispatch.py"), "whoosh": ("words.py",)}


def options(text: str | None) -> argparse.ArgumentParser:
    """The options of every script; `text` is the script's docstring."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=SIZES[0], help="dispatches in the archive  [%(default)s]")
    parser.add_argument(
        "--segments",
        type=int,
        default=1,
        help="commits that the archive is written in; 1: all one segment, 0: one commit, merged as each does  [%(default)s]",
    )
    parser.add_argument("--peers", type=chosen, default=tuple(PEERS), help=f"who takes part  [{','.join(PEERS)}]")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "wiresearch-bench", help="folder of archive and indexes")
    parser.add_argument("--out", type=Path, help="file of results  [benchmarks/results/SCRIPT-SIZE[-SEGMENTS].json]")
    return parser


@dataclass(frozen=True, slots=True)
class Stage:
    """One run: the script's name, how large an archive in how many commits, who takes part, and the working folder."""

    script: str
    size: int
    segments: int
    peers: tuple[str, ...]
    work: Path
    out: Path | None = None

    @classmethod
    def of(cls, script: str, given: argparse.Namespace) -> Stage:
        """The stage that the options ask for, with the archive's originals at hand."""
        in_child(_prepare, given.work)
        return cls(Path(script).stem, given.size, given.segments, given.peers, given.work, given.out)

    @property
    def archive(self) -> Reuters:
        """The archive; streamed, never held."""
        return Reuters(self.work, self.size)

    def folder(self, name: str) -> Path:
        """Where the competitor's index of this archive lies; another one for other code."""
        digest = hashlib.sha256((HERE / "peers" / f"{name}.py").read_bytes())
        for pattern in _DECIDES.get(name, ()):
            for file in sorted(PACKAGE.glob(pattern)):
                digest.update(file.read_bytes())
        return self.work / f"{name}-{self.size}-{self.segments}-{self.archive.fingerprint}-{digest.hexdigest()[:8]}"

    def index(self, name: str) -> Path:
        """The folder of the competitor's index, built if it is not there; of one commit means of one segment where that can be had."""
        if not self.folder(name).exists():
            in_child(build, self, name, merged=self.segments == 1)
        return self.folder(name)

    def save(self, figures: dict[str, Any], **extra: object) -> None:
        """Store the figures of the run, and print where."""
        suffix = f"-{self.segments}" if self.segments > 1 else ""
        words = [f"python benchmarks/{self.script}.py --size {self.size}"]
        words += [f"--segments {self.segments}"] if self.segments != 1 else []
        words += [f"--peers {','.join(self.peers)}"] if self.peers != tuple(PEERS) else []
        words += [f"--{name} {value}" for name, value in extra.items()]
        to = self.out or RESULTS / f"{self.script}-{self.size}{suffix}.json"
        save(to, " ".join(words), {"benchmark": self.script, "size": self.size, "segments": self.segments, **figures})


def _prepare(work: Path) -> None:
    Reuters(work, 0)


def build(stage: Stage, name: str, *, merged: bool = False) -> dict[str, float]:
    """Build the competitor's index anew and say what it cost; to be called in a process of its own.

    Out: dispatches, their making not counted: seconds of CPU and elapsed, dispatches a CPU-second; MB of memory before and at
    most; MB and KB a dispatch on disk.
    """
    folder = stage.folder(name)
    half = folder.with_name(folder.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    peer = load(name)(half)
    archive = stage.archive
    commits = max(1, stage.segments)
    peer.keep_segments = commits > 1
    bounds = [stage.size * part // commits for part in range(commits + 1)]
    parts = [Uncounted(archive.part(*ends)) for ends in pairwise(bounds)]
    before, memory = usage(), peak_bytes()
    for part in parts:
        peer.write(part)
    spent = usage() - before
    for part in parts:
        spent -= part.cost
    if merged:
        peer.merge()
    disk = size_on_disk(half)
    half.rename(folder)
    return {
        "cpu_seconds": round(spent.cpu, 3),
        "wall_seconds": round(spent.wall, 3),
        "rate": round(stage.size / spent.cpu, 1),
        "start_mb": round(memory / 1e6, 1),
        "peak_mb": round(peak_bytes() / 1e6, 1),
        "disk_mb": round(disk / 1e6, 2),
        "kb_a_dispatch": round(disk / stage.size / 1000, 3),
    }


def progress(name: str, figures: dict[str, Any]) -> None:
    """One line for a person who waits."""
    print(f"{name:<18}" + "  ".join(f"{key} {value}" for key, value in figures.items()), file=sys.stderr)


def rotations(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The names, without end, each time another one first: none is always the one that finds warm caches."""
    while True:
        for first in range(len(names)):
            yield names[first:] + names[:first]
