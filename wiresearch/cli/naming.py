"""What a user says of names: where the command line finds it, and whether the index knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wiresearch.aliases import NONE, Aliases, load
from wiresearch.config import Config

if TYPE_CHECKING:
    from wiresearch.cli.options import Globals
    from wiresearch.searching import Archive

_DEFAULT = Config().aliases


def aliases_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option for the file of aliases."""
    return click.option(
        "--aliases", "aliases_file", metavar="FILE", help=f"Names merged, split, blocked, retyped  [default: ./{_DEFAULT}, if it is there]."
    )(command)


def read_aliases(config: Config, given: str | None, indexed: Sequence[str] = ()) -> Aliases:
    """The aliases that the command line or the settings name; ./aliases.toml where neither does, if it is there.

    The last inside one of the paths `indexed` is data, and not read. Raises ConfigError.
    """
    path = Path(given or config.aliases)
    if given or config.aliases != _DEFAULT:
        return load(path)
    inside = any(path.resolve().is_relative_to(Path(other).resolve()) for other in indexed)
    return load(path) if path.is_file() and not inside else NONE


def warn_of_other_aliases(state: Globals, config: Config, archive: Archive, given: str | None = None) -> None:
    """A note where the index was made with other aliases than there are now."""
    if archive.naming != read_aliases(config, given).fingerprint:
        state.note("the aliases changed since the index was made; they take effect by:  wiresearch entities apply")
