"""What a user says of names, and which model finds some: where the command line finds it, and whether the index knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wiresearch import models
from wiresearch.aliases import NONE, Aliases, load
from wiresearch.cli.options import Choice, together
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


def naming_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options for all that decides, beside the rules, which names are found."""
    return together(
        [
            aliases_option,
            click.option("--ner-model", metavar="NAME|PATH", help="A spaCy model of names, by package or folder  [default: none]."),
            click.option(
                "--ner-mode", type=Choice(models.MODES), help="The model as a second opinion on the rules, or only it  [default: second]."
            ),
        ]
    )(command)


def with_model(config: Config, model: str | None, mode: str | None) -> Config:
    """The settings with the model that the command line names, and what it is for."""
    return replace(config, ner_model=config.ner_model if model is None else model, ner_mode=config.ner_mode if mode is None else mode)


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


def naming(config: Config, given: str | None, indexed: Sequence[str] = ()) -> dict[str, Any]:
    """What of IndexOptions decides, beside the rules, which names are found. Raises ConfigError."""
    return {
        "aliases": read_aliases(config, given, indexed),
        "additions": read_additions(config, given, indexed),
        "ner_model": config.ner_model,
        "ner_mode": config.ner_mode,
    }


def use_additions(config: Config) -> None:
    """Let a query know the user's own agencies and places. Raises ConfigError."""
    if _path(config, None, ()):
        from wiresearch.additions import use

        use(read_additions(config, None))


def warn_of_other_aliases(state: Globals, config: Config, archive: Archive, given: str | None = None) -> None:
    """A note where the index was made with other aliases, or another model, than the settings name now. Raises ConfigError."""
    now = models.naming(read_aliases(config, given), config.ner_model, config.ner_mode)
    if archive.naming != now:
        changed = models.changed(archive.naming, now)
        state.note(f"{changed} changed since the index was made; this takes effect by:  wiresearch entities apply")
