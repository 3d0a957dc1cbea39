"""Settings: what a user may change, and where it comes from. Only `cli/` decides which source wins."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wiresearch.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on hostile or accidental size. One that bites is reported by name."""

    query_characters: int = 4_096
    query_items: int = 1_024
    query_depth: int = 50
    wildcard_letters: int = 3
    expansions: int = 1_000
    edits: int = 2
    distance: int = 999
    source_bytes: int = 4 << 30
    member_bytes: int = 256 << 20
    archive_bytes: int = 4 << 30
    archive_ratio: int = 200
    archive_members: int = 100_000
    archive_depth: int = 3
    nested_bytes: int = 64 << 20
    source_seconds: float = 3_600.0
    dispatch_bytes: int = 16 << 20
    dispatch_lines: int = 100_000
    json_depth: int = 100
    line_bytes: int = 1 << 20
    xml_depth: int = 200
    xml_tags: int = 1_000_000
    report_hits: int = 20_000
    report_bytes: int = 8 << 20


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the owner of an archive knows of some of its sources; "" is nothing. owner.py says what each may be.

    `path` is a glob for the path of a source, a folder or container above it, or the end of these. `date` is the pattern
    of a date in the path (`%Y/%m%d`), `time_zone` the zone of times that are printed without one (`Europe/Oslo`), `agency`
    and `provider` who wrote and who sent what does not say so itself. `columns` names the columns of tables
    (`headline=Title; body=Text`, readers/csvtable.py).
    """

    path: str = "*"
    date: str = ""
    time_zone: str = ""
    agency: str = ""
    provider: str = ""
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, with their defaults.

    `index` is a folder, `aliases` a file (aliases.py), `ner_model` a model of names or "" for none and `ner_mode` what it is for
    (models.py), `lock_timeout` seconds, `sources` in order: the later wins.
    """

    index: str = "index"
    aliases: str = "aliases.toml"
    ner_model: str = ""
    ner_mode: str = "second"
    pager: str = ""
    lock_timeout: float = 0.0
    limits: Limits = field(default_factory=Limits)
    sources: tuple[SourceFacts, ...] = ()


def load_config(path: Path, base: Config | None = None) -> Config:
    """The settings of a TOML file over `base` (default: the defaults).

    Raises ConfigError for an unreadable file, an unknown key (with a suggestion) or a value of the wrong kind.
    """
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    config: Config = _over(base or Config(), values, str(path), "")
    return config


def with_limits(config: Config, changes: Sequence[str]) -> Config:
    """The settings with limits changed, each written `name=number`. Raises ConfigError."""
    for change in changes:
        name, _, number = change.partition("=")
        try:
            value = float(number) if isinstance(getattr(config.limits, name, 0), float) else int(number)
        except ValueError:
            raise ConfigError(f"--limit {change} is no NAME=NUMBER", "write for example: --limit archive_depth=5") from None
        check_least(name, value, 0)
        config = _over(config, {"limits": {name: value}}, "--limit", "")
    return config


def check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """Raise ConfigError, with the nearest choice, where the argument `name` is none of `choices`."""
    if value not in choices:
        near = difflib.get_close_matches(str(value), choices, n=1)
        raise ConfigError(f"{name} has no {value!r}, only {', '.join(choices)}", f"did you mean: {near[0]}" if near else None)


def check_least(name: str, value: float | None, least: int) -> None:
    """Raise ConfigError where the argument `name` is a number below `least`; None is no number."""
    if value is not None and value < least:
        raise ConfigError(f"{name} is {value}, and must be at least {least}")


def _over(settings: Any, values: dict[str, Any], source: str, prefix: str) -> Any:
    known = {item.name: getattr(settings, item.name) for item in dataclasses.fields(settings)}
    changes = {}
    for name, value in values.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise ConfigError(f"unknown setting {prefix}{name} in {source}", f"did you mean: {prefix}{near[0]}" if near else None)
        old = known[name]
        if dataclasses.is_dataclass(old) and isinstance(value, dict):
            changes[name] = _over(old, value, source, f"{prefix}{name}.")
        elif isinstance(old, tuple) and isinstance(value, list) and all(isinstance(item, dict) for item in value):
            changes[name] = tuple(_over(SourceFacts(), item, source, f"{prefix}{name}.") for item in value)
        elif isinstance(old, tuple):
            raise ConfigError(f"{prefix}{name} in {source} must be tables, each under [[{prefix}{name}]]")
        elif isinstance(old, float) and type(value) in (int, float):
            changes[name] = float(value)
        elif type(value) is type(old):
            changes[name] = value
        else:
            raise ConfigError(f"{prefix}{name} in {source} must be of the kind of its default, {old!r}")
    return dataclasses.replace(settings, **changes)
