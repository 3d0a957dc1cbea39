"""A small archive of our own, its index, and ways to run the program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import wiresearch
from wiresearch.cli import root

Run = Callable[..., Result]

_RECORD = """<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="{number}" NEWID="{number}">
<DATE>{day:2}-{month}-1987 11:22:33.44</DATE>
<TOPICS><D>{topic}</D></TOPICS>
<PLACES></PLACES>
<PEOPLE></PEOPLE>
<ORGS></ORGS>
<EXCHANGES></EXCHANGES>
<COMPANIES></COMPANIES>
<UNKNOWN> </UNKNOWN>
<TEXT>&#2;
<TITLE>{title}</TITLE>
<DATELINE>    {city}, {printed} {day} - </DATELINE><BODY>{body}
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"""


def _record(number: int, day: int, month: str, topic: str, title: str, city: str, body: str) -> str:
    printed = {"MAR": "March", "APR": "April"}[month]
    return _RECORD.format(number=number, day=day, month=month, topic=topic, title=title, city=city, body=body, printed=printed)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """26 dispatches: 24 on tin, March 1 to 24 1987, of which the 8 of a day that 3 divides speak of zinc too; two of April."""
    folder = tmp_path_factory.mktemp("archive")
    tin = [
        _record(day, day, "MAR", "tin", f"Tin report {day}", "LONDON", f"Prices moved{' with zinc' if day % 3 == 0 else ''} on day {day}.")
        for day in range(1, 25)
    ]
    (folder / "tin.sgm").write_text('<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + "".join(tin), encoding="latin-1")
    april = [
        _record(90, 2, "APR", "cocoa", "Cocoa talks collapse", "ABIDJAN", "Cocoa producers left the talks without a pact."),
        _record(91, 3, "APR", "trade", "=Trade &lt;b>bill&#27;[31m", "WASHINGTON", "The trade bill on imports met resistance."),
    ]
    (folder / "april.sgm").write_text('<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + "".join(april), encoding="latin-1")
    return folder


@pytest.fixture(scope="session")
def index(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of its index."""
    folder = tmp_path_factory.mktemp("built") / "index"
    wiresearch.index(archive, into=folder)
    return str(folder)


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the person who runs the tests; an empty current folder."""
    for name in [name for name in os.environ if name.startswith("WIRESEARCH_") and name != "WIRESEARCH_SHARED"]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PAGER", "LESS", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)


@pytest.fixture
def run() -> Run:
    """Run the program in this process; not on a terminal."""

    def run(*args: str, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Result:
        return CliRunner().invoke(root, list(args), input=stdin, env=env)

    return run


@pytest.fixture
def ask(run: Run, index: str) -> Run:
    """Run the program on the index of the small archive."""

    def ask(*args: str, **more: object) -> Result:
        return run("--index", index, *args, **more)

    return ask


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the program in a process of its own; `shell` is what stands behind it on the command line."""

    def program(*args: str, shell: str = "", **more: object) -> subprocess.CompletedProcess[bytes]:
        command = ["bash", "-c", f'set -o pipefail; "$0" -m wiresearch "$@" {shell}', sys.executable, *args]
        return subprocess.run(command, capture_output=True, timeout=60, check=False, **more)  # type: ignore[call-overload]  # passed on

    return program
