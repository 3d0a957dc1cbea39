"""Every command and option is documented, docs/ is what commands and fields say, and asking for help is light."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from wiresearch import __version__
from wiresearch.cli import root
from wiresearch.cli.topics import TOPICS

ROOT = Path(__file__).parents[2]
HEAVY = {"whoosh", "numpy", "jinja2", "lxml", "chardet", "Stemmer"}
COMMANDS = [
    "index",
    "search",
    "show",
    "facets",
    "timeline",
    "entities",
    "report",
    "inspect",
    "evaluate",
    "fields",
    "formats",
    "stats",
    "demo",
    "help",
]


def _commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in _commands(command))


def _options() -> Iterator[tuple[str, click.Option]]:
    top = click.Context(root, **root.context_settings)
    for name, command in [("wiresearch", root), *_commands(root)]:
        for param in command.get_params(click.Context(command, parent=top)):
            if isinstance(param, click.Option):
                yield name, param


def test_the_commands_are_those_of_the_plan() -> None:
    assert list(root.commands) == COMMANDS


def test_every_command_has_help() -> None:
    assert all(command.help and command.help.split("\n")[0].endswith(".") for _, command in _commands(root))


def test_every_option_has_help() -> None:
    assert [(name, option.opts) for name, option in _options() if not (option.help or "").endswith((".", "]"))] == []
    assert len(list(_options())) > 100


def test_the_page_of_the_docs_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, text in module.pages().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, "run: python tools/make_docs.py"


def test_every_warning_is_in_the_docs() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "wiresearch").rglob("*.py")))
    given = set(re.findall(r'WireWarning\(\s*"([a-z-]+)"', code))
    told = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")))
    assert len(given) > 20
    assert given - told == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_asked_for_in_three_ways_but_a_topic_comes_first(run, name: str) -> None:
    shown = [run(*args) for args in ((name, "--help"), (name, "-h"), ("help", name))]
    assert [result.exit_code for result in shown] == [0, 0, 0]
    assert f"wiresearch {name}" in shown[0].stdout
    assert shown[0].stdout == shown[1].stdout
    assert shown[2].stdout == (TOPICS[name].rstrip() + "\n" if name in TOPICS else shown[0].stdout)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_shown_and_fits_a_terminal(run, topic: str) -> None:
    result = run("help", topic)
    assert result.exit_code == 0
    assert result.stdout.strip() == TOPICS[topic].strip()
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_an_unknown_topic_names_the_nearest(run) -> None:
    result = run("help", "quary")
    assert result.exit_code == 2
    assert "did you mean: query" in result.stderr


def test_without_a_command_help_is_shown_as_an_error(run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


@pytest.mark.parametrize("args", [["--version"], ["stats", "--version"]])
def test_the_version_is_told_before_and_after_a_command(run, args: list[str]) -> None:
    assert run(*args).stdout == f"wiresearch {__version__}\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["search", "--help"], 0),
        (["help", "query"], 0),
        (["fields"], 0),
        (["search", "agncy:AFP"], 2),
        (["search", "--since", "garbage", "tin"], 2),
        (["search", "x", "--index", "nowhere"], 4),
    ],
)
def test_light_work_imports_nothing_heavy(index: str, args: list[str], code: int) -> None:
    program = (
        "import sys\nfrom wiresearch.cli import root\n"
        "try:\n    root.main(sys.argv[1:])\nexcept SystemExit as end:\n    code = end.code\n"
        "print(code, *sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    place = [] if "--index" in args else ["--index", index]
    done = subprocess.run([sys.executable, "-c", program, *place, *args], capture_output=True, text=True, check=True)
    told, *modules = done.stderr.splitlines()[-1].split()
    assert told == str(code)
    assert not HEAVY & set(modules)
