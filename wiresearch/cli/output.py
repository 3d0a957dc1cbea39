"""Where text goes: stdout or a file, notes on stderr, colour, the pager, progress, and the ends of pipes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from wiresearch.cli.failures import IO, Refusal
from wiresearch.render.terminal import Style, clean, columns, cut, one_line, pad

_PROGRESS_AFTER = 0.5
_PROGRESS_EVERY = 0.1


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads (or writes) at the other end."""
    return stream is not None and not stream.closed and stream.isatty()


def style(choice: str, stream: TextIO | None) -> Style:
    """How to set text for a stream: wrapped to the terminal's width, or never when it is not one."""
    return Style(_coloured(choice, stream), shutil.get_terminal_size().columns if is_terminal(stream) else None)


def _coloured(choice: str, stream: TextIO | None) -> bool:
    """`--color` wins, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then TERM=dumb, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("TERM") != "dumb" and is_terminal(stream)


def write(text: str) -> None:
    """Text to stdout, as it is."""
    if sys.stdout is None:
        raise OSError("stdout is closed")
    sys.stdout.write(text)


def flush() -> None:
    """Hand over what stdout still holds."""
    if sys.stdout is not None:
        sys.stdout.flush()


def deliver(pieces: Iterable[str], to: str | None = None, *, raw: bool = False) -> None:
    """Text to the file `to`, whole or not at all, or to stdout piece by piece; `raw` gives undecodable names as their bytes."""
    if to not in (None, "-"):
        save(str(to), "".join(pieces).encode("utf-8", "surrogateescape"))
    elif raw:
        deliver_bytes(os.fsencode("".join(pieces)))
    else:
        for piece in pieces:
            write(piece)


def deliver_bytes(content: bytes) -> None:
    """Bytes to stdout, as they are."""
    write("")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def columned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a list: aligned under its header on a terminal, tab separated without one in a pipe."""
    cells = [[clean(one_line(cell)) for cell in row] for row in (header, *rows)]
    if not is_terminal(sys.stdout):
        return ["\t".join(row) + "\n" for row in cells[1:]]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(pad, row, widths)).rstrip() + "\n" for row in cells]


def note(text: str) -> None:
    """A remark on stderr."""
    say(f"note: {text}")


def say(text: str) -> None:
    """One line on stderr, safe on a terminal."""
    tell(clean(one_line(text)) + "\n")


def tell(text: str) -> None:
    """Text to stderr, after what was printed before it. Where stderr is closed or full it is lost, and the run goes on."""
    flush()
    try:
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()
    except OSError:
        sys.stderr = _pointed_at_nothing(sys.stderr)


def page(text: str, pager: str, *, allowed: bool) -> None:
    """Text to stdout, through `pager` if it is longer than the screen and people sit at both ends."""
    if allowed and is_terminal(sys.stdout) and is_terminal(sys.stdin) and _rows(text) >= shutil.get_terminal_size().lines:
        sys.stdout.flush()
        try:
            # The user's own pager, cut into words here and run without a shell; less gets the options git gives it.
            words, environment = shlex.split(pager), {"LESS": "FIRX", **os.environ}
            done = subprocess.run(words, input=text.encode("utf-8", "replace"), env=environment, check=False)  # noqa: S603
        except (OSError, ValueError, IndexError):
            note(f"the pager {pager!r} cannot be run")
        else:
            if done.returncode <= 0:  # below 0: somebody put an end to it
                return
            note(f"the pager {pager!r} ended with an error, so the text is here again")
    write(text)


def _rows(text: str) -> int:
    width = shutil.get_terminal_size().columns
    return sum(1 + max(0, columns(line) - 1) // width for line in text.split("\n"))


def save(path: str, content: bytes) -> None:
    """Write a file whole or not at all: beside it first, then in its place. Devices and pipes are written directly."""
    target = Path(path)
    if target.exists() and not target.is_file():
        if target.is_dir():
            raise Refusal(f"{path} is a folder", "name a file with -o FILE", IO)
        target.write_bytes(content)
        return
    real = target.resolve()
    try:
        handle, temporary = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:50]}.", suffix=".new")
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(real.stat().st_mode & 0o777 if real.exists() else 0o666 & ~_umask())
        Path(temporary).replace(real)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Meter:
    """A line of progress on stderr, after half a second, when a person is there to read it."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _PROGRESS_AFTER
        self._drawn = False

    def show(self, text: str) -> None:
        """Draw the line anew, if it is time."""
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PROGRESS_EVERY
            self._drawn = True
            width = shutil.get_terminal_size().columns - 1
            tell("\r\x1b[K" + cut(clean(one_line(text)), max(1, width)))

    def clear(self) -> None:
        """Take the line away."""
        if self._drawn:
            tell("\r\x1b[K")
            self._drawn = False


def stdin(awaited: str) -> BinaryIO:
    """Stdin as bytes; a person at a terminal is told what is awaited."""
    if sys.stdin is None:
        raise OSError("stdin is closed")
    if is_terminal(sys.stdin):
        say(f"reading {awaited} from the terminal; end with Ctrl-D")
    return sys.stdin.buffer


def settle() -> None:
    """Hand over what stdout still holds; where that cannot be, forget it: Python would complain of it on exit."""
    try:
        flush()
    except OSError:
        sys.stdout = _pointed_at_nothing(sys.stdout)


def _pointed_at_nothing(stream: TextIO) -> TextIO | None:
    """The stream, its descriptor at the null device; or None, which is what Python itself has for a closed one."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return None
    return stream
