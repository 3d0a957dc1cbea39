"""What a user says of names: where the command line finds it, and whether the index knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wiresearch.aliases import NONE, Aliases, load
from wiresearch.config import Config

if TYPE_CHECKING:
    from wiresearch.additions import Additions
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
    path = _path(config, given, indexed)
    return load(path) if path else NONE


def _path(config: Config, given: str | None, indexed: Sequence[str]) -> Path | None:
    path = Path(given or config.aliases)
    if given or config.aliases != _DEFAULT:
        return path
    inside = any(path.resolve().is_relative_to(Path(other).resolve()) for other in indexed)
    return path if path.is_file() and not inside else None


def read_additions(config: Config, given: str | None, indexed: Sequence[str] = ()) -> Additions:
    """The user's own agencies and places, in the files beside the aliases; none where there is no file of aliases. Raises ConfigError."""
    from wiresearch.additions import NOTHING, load

    path = _path(config, given, indexed)
    return load(path.parent) if path else NOTHING


def use_additions(config: Config) -> None:
    """Let a query know the user's own agencies and places. Raises ConfigError."""
    if _path(config, None, ()):
        from wiresearch.additions import use

        use(read_additions(config, None))


def warn_of_other_aliases(state: Globals, config: Config, archive: Archive, given: str | None = None) -> None:
    """A note where the index was made with other aliases than there are now."""
    if archive.naming != read_aliases(config, given).fingerprint:
        state.note("the aliases changed since the index was made; they take effect by:  wiresearch entities apply")
