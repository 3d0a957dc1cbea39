"""Files that are none, and names that are no names."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from hostile.case import LIMITS, Case, story


def _socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # for the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


def _closed(path: Path) -> None:
    path.write_bytes(story())
    path.chmod(0)


def _folder(path: Path, *names: str) -> None:
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(story())


def _loop(path: Path) -> None:
    _folder(path, "a.txt")
    (path / "b").symlink_to(path)


def _long(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LIMITS.source_bytes + 1)


def _written(path: Path) -> None:
    path.write_bytes(story())


FILES = (
    Case("pipe", os.mkfifo, {"": ("skipped", "not a regular file")}),
    Case("socket", _socket, {"": ("skipped", "not a regular file")}),
    Case("link-outside.txt", lambda path: path.symlink_to("../secret.txt"), {"": ("skipped", "a link that leads outside")}),
    Case("link-to-device", lambda path: path.symlink_to("/dev/zero"), {"": ("skipped", "a link that leads outside")}),
    Case("link-to-itself", lambda path: path.symlink_to(path.name), {"": ("skipped", "a link in a circle")}),
    Case("link-to-nothing", lambda path: path.symlink_to(path.parent / "nothing"), {"": ("failed", "No such file or directory")}),
    Case("folders-in-a-circle", _loop, {"/a.txt": ("indexed", ""), "/b": ("skipped", "a folder met before")}),
    Case("closed.txt", _closed, {"": ("indexed", "") if os.geteuid() == 0 else ("failed", "Permission denied")}),
    Case("an-index", lambda path: _folder(path, "CURRENT", "gen-000001/x"), {"": ("skipped", "an index")}),
    Case(".hidden", _written, {"": ("skipped", "hidden")}),
    Case("README", _written, {"": ("skipped", "a README")}),
    Case("long.txt", _long, {"": ("failed", "limits.source_bytes")}),
    Case("line\nend\x1b[31m.txt", _written, {"": ("indexed", "")}),
    Case(os.fsdecode(b"caf\xe9.txt"), _written, {"": ("indexed", "")}),
    Case("-rf", _written, {"": ("indexed", "")}),
    Case("n" * 251 + ".txt", _written, {"": ("indexed", "")}),
    Case("\u202etxt.exe", _written, {"": ("indexed", "")}),
    Case("wow!.txt", _written, {"": ("indexed", "")}),
)
