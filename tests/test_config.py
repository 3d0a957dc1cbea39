"""Settings from a file: what is taken, and what is refused with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from wiresearch.config import Config, load_config, with_limits
from wiresearch.errors import ConfigError


def load(tmp_path: Path, text: str) -> Config:
    (tmp_path / "c.toml").write_text(text)
    return load_config(tmp_path / "c.toml")


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    config = load(tmp_path, 'index = "elsewhere"\nlock_timeout = 5\n[limits]\nquery_items = 7\n')
    assert (config.index, config.lock_timeout, config.limits.query_items) == ("elsewhere", 5.0, 7)
    assert config.limits.query_depth == Config().limits.query_depth


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("indx = 1", "unknown setting indx", "did you mean: index"),
        ("[limits]\nquery_item = 1", "unknown setting limits.query_item", "did you mean: limits.query_items"),
        ("index = 1", "index in .* must be of the kind of its default", None),
        ("[limits]\nquery_items = true", "limits.query_items", None),
        ("limits = 3", "limits in", None),
        ("index = ", "is not TOML", None),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, text: str, message: str, hint: str | None) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load(tmp_path, text)
    assert "\n" not in caught.value.message
    assert caught.value.hint == hint


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load_config(tmp_path / "none.toml")


def test_a_limit_is_changed_by_its_name() -> None:
    config = with_limits(Config(), ["archive_depth=5", "source_seconds=0.5", "archive_depth=7"])
    assert (config.limits.archive_depth, config.limits.source_seconds) == (7, 0.5)
    assert config.limits.archive_ratio == Config().limits.archive_ratio


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("archive_dept=5", "unknown setting limits.archive_dept in --limit"),
        ("archive_depth", "--limit archive_depth is no NAME=NUMBER"),
        ("archive_depth=", "--limit archive_depth= is no NAME=NUMBER"),
        ("archive_depth=1.5", "--limit archive_depth=1.5 is no NAME=NUMBER"),
        ("archive_depth=-1", "archive_depth is -1, and must be at least 0"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(change: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        with_limits(Config(), [change])
