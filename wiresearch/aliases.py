"""The user's own word on names, in a file that people can diff: which are one, which are several, which are none.

::

    [merge]                                   # a name = the others under which it is found
    "Muammar Gaddafi" = ["Moamer Kadhafi", "Muammar Qaddafi"]

    [split]                                   # what is found as one name = the several that it stands for ...
    "Reagan-Gorbachev" = ["Ronald Reagan", "Mikhail Gorbachev"]
    "George Bush" = [                         # ... or the first of these that fits
      { name = "George W. Bush", since = 2001-01-20 },
      { name = "George H. W. Bush", until = 1993-01-20, with = ["vice president"] },
    ]

    [block]                                   # no names at all, by kind, or of whatever kind
    person = ["Agreement"]
    any = ["Monday Night"]

    [retype]                                  # names that are of another kind, or that no rule knows
    organisation = ["Kidder Peabody"]

Names are compared without case, accents, dots and hyphens. A name is split first, then retyped, then merged, and blocked
at the end. entities/curating.py applies it; no source is read again for it.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wiresearch.dispatch import NAME_KINDS, NameKind
from wiresearch.errors import ConfigError
from wiresearch.words import fold

ANY = "any"
_SECTIONS = ("merge", "split", "block", "retype")
_CONDITIONS = ("name", "since", "until", "with")
_TO_BLANK = str.maketrans({"-": " ", "‐": " ", "–": " ", ".": None, "'": None, "’": None})


def fold_name(name: str) -> str:
    """A name as it is compared: without case, accents, dots, apostrophes and hyphens."""
    return " ".join(fold(name).translate(_TO_BLANK).split())


@dataclass(frozen=True, slots=True)
class Meaning:
    """One of the names that a split name stands for: where the dispatch is of these days (inclusive), and has one of the words."""

    name: str
    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether it fits some dispatches only."""
        return bool(self.since or self.until or self.words)


@dataclass(frozen=True, slots=True)
class Aliases:
    """What a file says, by folded name.

    `merge`: the name it is to have. `split`: the names it stands for. `retype`: the kind it is to be. `block`: the kinds
    of which it is none. `names` are those that are looked for, as written, with their section.
    """

    merge: Mapping[str, str] = field(default_factory=dict)
    split: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    retype: Mapping[str, NameKind] = field(default_factory=dict)
    block: Mapping[str, frozenset[str]] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names)

    @property
    def fingerprint(self) -> str:
        """A name for what the file says, whatever its order and comments; "" where it says nothing."""
        if not self:
            return ""
        said = [sorted(self.merge.items()), sorted(self.split.items(), key=lambda item: item[0]), sorted(self.retype.items())]
        blocked = sorted((name, sorted(kinds)) for name, kinds in self.block.items())
        return hashlib.sha256(repr([*said, blocked]).encode()).hexdigest()


NONE = Aliases()


def load(path: Path) -> Aliases:
    """The aliases of a file. Raises ConfigError, whose message is the first fault and whose hint the others, a line each."""
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}", 'names stand in quotation marks: "Kim Jong Il" = ["Kim Jong-il"]') from error
    reader = _Reader()
    aliases = reader.read(values)
    if reader.faults:
        first, *others = reader.faults
        raise ConfigError(f"{path}: {first}", "\n".join(others) or None)
    return aliases


class _Reader:
    """Takes the tables of a file apart; `faults` are what cannot be meant."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._names: list[tuple[str, str]] = []

    def read(self, values: Mapping[str, Any]) -> Aliases:
        """All that can be understood."""
        tables: dict[str, Mapping[str, Any]] = {}
        for section, table in values.items():
            if section not in _SECTIONS:
                near = difflib.get_close_matches(section, _SECTIONS, n=1)
                self.faults.append(f"no section [{section}], only {', '.join(_SECTIONS)}" + (f"; did you mean {near[0]}?" if near else ""))
            elif isinstance(table, dict):
                tables[section] = table
            else:
                self.faults.append(f"{section} must be a table: [{section}]")
        merge = self._merge(tables.get("merge", {}))
        split = self._split(tables.get("split", {}))
        retype = self._by_kind("retype", tables.get("retype", {}), NAME_KINDS)
        block = self._by_kind("block", tables.get("block", {}), (*NAME_KINDS, ANY))
        kinds: dict[str, NameKind] = {}
        for kind in NAME_KINDS:
            for name, written in retype.get(kind, {}).items():
                if name in kinds:
                    self.faults.append(f'retype makes "{written}" a {kinds[name]} and a {kind}')
                kinds[name] = kind
        blocked = {name: frozenset(kind for kind in block if name in block[kind]) for names in block.values() for name in names}
        for name in merge.keys() & blocked.keys():
            if ANY in blocked[name]:
                self.faults.append(f'"{merge[name]}" is to have a name that is blocked')
        return Aliases(merge, split, kinds, blocked, tuple(self._names))

    def _merge(self, table: Mapping[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, others in table.items():
            for other in self._texts(f'merge."{name}"', others):
                folded = fold_name(other)
                if found.get(folded, name) != name:
                    self.faults.append(f'merge gives "{other}" two names, "{found[folded]}" and "{name}"')
                found[folded] = name
                self._names.append(("merge", other))
        for name in table:
            target = found.get(fold_name(name))
            if target is not None and target != name:
                self.faults.append(f'merge: "{name}" has other names, and is itself one of "{target}": write them all there')
        return found

    def _split(self, table: Mapping[str, Any]) -> dict[str, tuple[Meaning, ...]]:
        found: dict[str, tuple[Meaning, ...]] = {}
        for name, meanings in table.items():
            self._names.append(("split", name))
            if not isinstance(meanings, list) or not meanings:
                self.faults.append(f'split."{name}" must be a list of names, or of tables with a name')
                continue
            found[fold_name(name)] = tuple(self._meanings(name, meanings))
        return found

    def _meanings(self, name: str, meanings: list[Any]) -> Iterator[Meaning]:
        for meaning in meanings:
            if isinstance(meaning, str) and meaning.strip():
                yield Meaning(meaning)
                continue
            values = meaning if isinstance(meaning, dict) else {}
            since, until = values.get("since"), values.get("until")
            days = all(day is None or type(day) is date for day in (since, until))
            if not isinstance(values.get("name"), str) or not days or not set(values) <= set(_CONDITIONS):
                self.faults.append(f'split."{name}" needs {{ name = "…", since = 2001-01-20, until = 2009-01-20, with = ["…"] }}')
                continue
            yield Meaning(values["name"], since, until, tuple(self._texts(f'split."{name}".with', values.get("with", []))))

    def _by_kind(self, section: str, table: Mapping[str, Any], kinds: tuple[str, ...]) -> dict[str, dict[str, str]]:
        """Folded names, with the names as written, by kind."""
        found: dict[str, dict[str, str]] = {}
        for kind, names in table.items():
            if kind not in kinds:
                near = difflib.get_close_matches(kind, kinds, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                self.faults.append(f"{section} has no kind {kind!r}, only {', '.join(kinds)}{hint}")
                continue
            found[kind] = {fold_name(name): name for name in self._texts(f"{section}.{kind}", names)}
            self._names += [(section, name) for name in found[kind].values()]
        return found

    def _texts(self, where: str, values: Any) -> list[str]:
        if isinstance(values, list) and all(isinstance(value, str) and fold_name(value) for value in values):
            return values
        self.faults.append(f'{where} must be a list of names: ["…", "…"]')
        return []
