"""Settings from a file: what is taken, and what is refused with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from wiresearch.config import Config, load_config
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
