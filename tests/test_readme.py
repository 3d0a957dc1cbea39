"""The README's tour and its Python example, run as they stand; a line `...` stands for any lines."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    (lines[0][2:], lines[1:])
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for lines in (part.splitlines() for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE) if part)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty working folder with the sample archive in it."""
    path = tmp_path_factory.mktemp("tour")
    (path / "seeds").symlink_to(ROOT / "seeds")
    return path


def run(folder: Path, *command: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIRESEARCH_")}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
    )
    return done.stdout.decode("utf-8")


def matches(expected: list[str], output: str) -> bool:
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()) + r"[ ]*\n" for line in expected)
    return re.fullmatch(pattern, output) is not None


def test_the_tour(folder: Path) -> None:
    assert len(COMMANDS) >= 10
    for command, expected in COMMANDS:
        output = run(folder, sys.executable, "-m", *shlex.split(command))
        assert matches(expected, output), f"$ {command}\n{output}"


def test_the_python_example(folder: Path) -> None:
    code, expected = re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", README, re.DOTALL)[0]
    assert matches(expected.splitlines(), run(folder, sys.executable, "-c", code))


def test_both_commands_are_where_continuous_integration_looks_for_them() -> None:
    for mark in ("run", "test"):
        section = README.partition(f"<!-- {mark} -->")[2].partition("<!-- end -->")[0]
        assert re.findall(r"^python3 -m venv \.venv && .*$", section, re.MULTILINE)
