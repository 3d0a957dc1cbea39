"""A user's own agencies and places: rows beside those of the package, in files of the same shape.

`agencies.txt` has the rows of the table in agencies.py, `CODE|HOME|name;name*;name**` and perhaps `|newspaper` or
`|supplier`; `places.tsv` those of wiresearch/data/places.tsv. Lines that begin with # are comments. A row outranks the
package's for the same code or name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wiresearch import agencies, places
from wiresearch.errors import ConfigError
from wiresearch.kept import forget

AGENCIES_FILE, PLACES_FILE = "agencies.txt", "places.tsv"


@dataclass(frozen=True, slots=True)
class Additions:
    """The rows of a user, as written."""

    agencies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A name for the rows; "" for none."""
        return hashlib.sha256(repr((self.agencies, self.places)).encode()).hexdigest() if self != NOTHING else ""


NOTHING = Additions()


def load(folder: Path) -> Additions:
    """The rows in the files of a folder that are there. Raises ConfigError naming file and line of one that cannot be."""
    return Additions(_rows(folder / AGENCIES_FILE, agencies.row), _rows(folder / PLACES_FILE, places.row))


def _rows(file: Path, read: Callable[[str], object]) -> tuple[str, ...]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {file}: {getattr(error, 'strerror', None) or error}") from error
    for number, line in enumerate(lines, 1):
        if _counts(line):
            try:
                read(line)
            except ValueError as error:
                raise ConfigError(f"{file}, line {number}: {error}") from error
    return tuple(filter(_counts, lines))


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def use(added: Additions) -> None:
    """Let the tables of this process be those of the package with these rows, and no others."""
    if (agencies.own(), places.own()) != (added.agencies, added.places):
        agencies.use(added.agencies)
        places.use(added.places)
        forget()
