"""The program on a pseudo-terminal: colour, width, pager, progress, a person at stdin."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from wiresearch.cli import output

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Seen:
    """What a person saw on the terminal, and the exit code."""

    text: str
    code: int


def _read(master: int) -> Iterator[bytes]:
    while True:
        try:
            block = os.read(master, 65536)
        except OSError:  # Linux says so when the last process left the terminal
            return
        if not block:
            return
        yield block


def on_terminal(
    *args: str, rows: int = 24, columns: int = 80, env: Mapping[str, str] | None = None, typed: bytes = b"", stdout: int | None = None
) -> Seen:
    """Run the program on a terminal of that size; `stdout` goes elsewhere where it is given."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "wiresearch", *args],
        stdin=slave,
        stdout=slave if stdout is None else stdout,
        stderr=slave,
        env={**os.environ, **(env or {})},
    )
    os.close(slave)
    if typed:
        select.select([master], [], [], 20)
        os.write(master, typed)
    text = b"".join(_read(master)).decode()
    os.close(master)
    return Seen(text.replace("\r\n", "\n"), process.wait(timeout=60))


def test_a_terminal_gets_coloured_blocks_with_marked_matches(index: str) -> None:
    seen = on_terminal("--index", index, "search", "zinc", "-n", "2")
    assert seen.code == 0
    assert "\x1b[1;4mzinc\x1b[0m" in seen.text
    assert "note: 2 of 8 shown; --all for every one" in seen.text
    assert "**" not in seen.text


@pytest.mark.parametrize(
    ("args", "env"),
    [([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"}), (["--color=never"], {}), (["--color", "never"], {"FORCE_COLOR": "1"})],
)
def test_colour_is_left_out_where_it_is_not_wanted(index: str, args: list[str], env: dict[str, str]) -> None:
    seen = on_terminal("--index", index, "search", "zinc", "-n", "2", *args, env=env)
    assert "**zinc**" in seen.text
    assert "\x1b" not in seen.text


def test_forced_colour_goes_into_a_pipe(program, index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b[1;4mzinc" in program("--index", index, "search", "zinc", "--output-format", "text").stdout


def test_errors_are_coloured_by_what_stderr_is(index: str) -> None:
    assert "\x1b[1;31mwiresearch: \x1b[0munknown field" in on_terminal("--index", index, "search", "agncy:x").text
    assert "\x1b" not in on_terminal("--index", index, "search", "agncy:x", env={"NO_COLOR": "1"}).text


@pytest.mark.parametrize("columns", [48, 80])
def test_text_is_wrapped_to_the_terminal(index: str, columns: int) -> None:
    seen = on_terminal("--index", index, "search", "cocoa", "--facet", "agency", "--histogram", "month", columns=columns, rows=100)
    assert seen.code == 0
    assert max(len(line) for line in ESCAPES.sub("", seen.text).splitlines()) <= columns


def test_a_very_narrow_terminal_does_no_harm(index: str) -> None:
    for command in (["search", "zinc"], ["facets"], ["stats"]):
        assert on_terminal("--index", index, *command, columns=5, rows=500).code == 0


PAGER = {"WIRESEARCH_PAGER": "sed s/^/paged:/"}


def test_a_long_answer_goes_through_the_pager(index: str) -> None:
    seen = on_terminal("--index", index, "search", "tin", env=PAGER, rows=20)
    assert seen.text.startswith("paged:")
    assert "\x1b[1m" in seen.text


@pytest.mark.parametrize(("args", "rows"), [(["-n", "1"], 24), (["--no-pager"], 10), (["--json"], 10)])
def test_a_short_answer_or_data_or_no_pager_does_not(index: str, args: list[str], rows: int) -> None:
    assert "paged:" not in on_terminal("--index", index, "search", "tin", *args, env=PAGER, rows=rows).text


def test_without_a_person_at_stdin_there_is_no_pager(index: str) -> None:
    master, slave = pty.openpty()
    environment = {**os.environ, **PAGER}
    command = [sys.executable, "-m", "wiresearch", "--index", index, "search", "tin"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.DEVNULL, env=environment)
    os.close(slave)
    assert b"paged:" not in b"".join(_read(master))
    os.close(master)
    assert process.wait(timeout=60) == 0


def test_a_pager_that_cannot_be_run_is_told_and_done_without(index: str) -> None:
    for pager in ("no-such-pager", "'unbalanced"):
        seen = on_terminal("--index", index, "search", "tin", rows=10, env={"WIRESEARCH_PAGER": pager})
        assert seen.code == 0
        assert "cannot be run" in seen.text
        assert "Tin report" in seen.text


def test_a_pager_that_fails_does_not_lose_the_answer(index: str) -> None:
    for pager in ("false", "sh -c 'exit 127'"):
        seen = on_terminal("--index", index, "search", "tin", rows=10, env={"WIRESEARCH_PAGER": pager})
        assert seen.code == 0
        assert "ended with an error" in seen.text
        assert "Tin report" in seen.text


def test_a_pager_that_is_left_early_is_no_error(index: str) -> None:
    assert on_terminal("--index", index, "search", "tin", rows=10, env={"WIRESEARCH_PAGER": "true"}).code == 0


def test_lists_are_aligned_under_a_header_on_a_terminal() -> None:
    seen = on_terminal("formats")
    header, *rows = seen.text.splitlines()
    assert header.startswith("format ")
    assert {len(row) - len(row[header.index("known") :]) for row in rows} == {header.index("known")}


def test_stdin_of_a_person_is_awaited_with_a_word(index: str) -> None:
    seen = on_terminal("--index", index, "search", "-", "-c", typed=b"zinc\n\x04")
    assert "reading a query from the terminal; end with Ctrl-D" in seen.text
    assert seen.text.splitlines()[-1] == "8"


def test_no_input_never_waits_for_a_person(index: str) -> None:
    seen = on_terminal("--index", index, "search", "-", "--no-input")
    assert seen.code == 2
    assert "stdin, which is a terminal" in seen.text


class Screen:
    """A stderr that says it is a terminal and keeps what is written."""

    closed = False

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def _metered(monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False, seconds: float = 0.6) -> str:
    screen, now = Screen(), [100.0]
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    meter = output.Meter(quiet=quiet)
    meter.show("at once")
    now[0] += seconds
    meter.show("later \x1b[31m" + "x" * 500)
    meter.show("too soon after")
    meter.clear()
    return screen.text


def test_progress_is_drawn_after_half_a_second_on_one_line_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _metered(monkeypatch)
    assert shown.startswith("\r\x1b[Klater \\x1b[31mxxx")
    assert shown.endswith("…\r\x1b[K")
    assert "at once" not in shown
    assert "too soon" not in shown
    assert "\n" not in shown


def test_no_progress_for_a_short_run_a_quiet_one_or_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _metered(monkeypatch, seconds=0.4) == ""
    assert _metered(monkeypatch, quiet=True) == ""
    monkeypatch.setenv("TERM", "dumb")
    assert _metered(monkeypatch) == ""


def test_progress_goes_to_the_terminal_alone(tmp_path: Path, archive: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        seen = on_terminal("index", str(archive), stdout=out.fileno())
    assert seen.code == 0
    assert "\x1b[K" not in (tmp_path / "out").read_text()
    assert seen.text == "" or seen.text.endswith("\r\x1b[K")
