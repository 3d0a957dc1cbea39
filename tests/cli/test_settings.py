"""Where a setting comes from, and options before and after the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from wiresearch.cli import output
from wiresearch.cli.options import Globals


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """The two files of settings, with different indexes; gives the folder of the user's own."""
    home = tmp_path / "settings" / "wiresearch"
    home.mkdir(parents=True)
    (home / "config.toml").write_text('index = "of-the-user"\nlock_timeout = 7\n')
    return home


def test_a_flag_wins_then_the_environment_then_the_folder_then_the_user(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Globals().settings().index == "of-the-user"
    Path("wiresearch.toml").write_text('index = "of-the-folder"\n')
    assert Globals().settings().index == "of-the-folder"
    assert Globals().settings().lock_timeout == 7.0
    monkeypatch.setenv("WIRESEARCH_INDEX", "of-the-environment")
    assert Globals().settings().index == "of-the-environment"
    assert Globals(index="of-the-flag").settings().index == "of-the-flag"


def test_a_named_file_stands_in_place_of_both(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("wiresearch.toml").write_text('index = "of-the-folder"\n')
    Path("mine.toml").write_text("lock_timeout = 1\n")
    assert Globals(config="mine.toml").settings().index == "index"
    monkeypatch.setenv("WIRESEARCH_CONFIG", "mine.toml")
    assert Globals().settings().lock_timeout == 1.0


def test_the_pager_is_found_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Globals().settings().pager == "less -FIRX"
    monkeypatch.setenv("PAGER", "more")
    assert Globals().settings().pager == "more"
    Path("wiresearch.toml").write_text('pager = "less -S"\n')
    assert Globals().settings().pager == "less -S"
    monkeypatch.setenv("WIRESEARCH_PAGER", "most")
    assert Globals().settings().pager == "most"


def test_an_unknown_setting_is_refused_with_a_suggestion(run) -> None:
    Path("wiresearch.toml").write_text("indx = 'x'\n")
    result = run("stats")
    assert result.exit_code == 2
    assert "did you mean: index" in result.stderr


@pytest.mark.parametrize("place", ["before", "after"])
def test_options_of_the_program_stand_before_and_after_the_command(run, index: str, place: str) -> None:
    options = ["--index", index, "-q", "--no-pager", "--no-input", "--color", "always", "-v"]
    command = ["search", "zinc", "--output-format", "text"]
    result = run(*options, *command) if place == "before" else run(*command, *options)
    assert result.exit_code == 0
    assert "\x1b[1;4mzinc\x1b[0m" in result.stdout


def test_a_facet_keeps_its_name_where_the_program_has_one_of_the_same(ask) -> None:
    assert ask("search", "--version", "corrected", "--exit-zero", "-c").stdout == "0\n"


@pytest.mark.parametrize(
    ("choice", "environment", "coloured"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, True),
        ("auto", {"FORCE_COLOR": "0"}, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_who_decides_on_colour(choice: str, environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with Path("out").open("w") as stream:
        assert output.style(choice, stream).colour is coloured
