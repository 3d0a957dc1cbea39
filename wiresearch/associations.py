"""Names that are in the same dispatches: what is counted, and how strongly two belong together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from wiresearch.dispatch import Dispatch, NameKind


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a kind, and how many of the dispatches looked at have it."""

    kind: NameKind
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of the same dispatches, the more frequent first; `count` dispatches of `total` have both."""

    first: Name
    second: Name
    count: int
    total: int

    @property
    def npmi(self) -> float:
        """Normalised pointwise mutual information: 1 always together, 0 as by chance, towards -1 never.

        Bouma, "Normalized (Pointwise) Mutual Information in Collocation Extraction", GSCL 2009, equation 8; where every
        dispatch has both, 1.
        """
        together = self.count / self.total
        if self.count == self.total:
            return 1.0
        by_chance = self.first.count * self.second.count / self.total**2
        return math.log(together / by_chance) / -math.log(together)


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Of `total` dispatches, the names in the pairs and the pairs; the `names` most frequent of `different` were paired."""

    total: int
    names: int
    different: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form of a name, or a rule by which it was found, and how many dispatches have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What an archive says of one name of a kind.

    `forms` as printed, `rules` by which it was found, `countries` (ISO) that go with it, `together` the names most often
    in the same dispatches, `akin` names of the kind that have all its words or whose words it has, `newest` dispatches;
    `looked_at` of the `count` dispatches were read for forms and rules.
    """

    kind: NameKind
    name: str
    count: int
    looked_at: int
    mentions: int
    first: date | None
    last: date | None
    forms: tuple[Form, ...]
    rules: tuple[Form, ...]
    countries: tuple[Form, ...]
    together: tuple[Pair, ...]
    akin: tuple[Name, ...]
    newest: tuple[Dispatch, ...]
