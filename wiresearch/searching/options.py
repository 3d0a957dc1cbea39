"""What to ask besides the query text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from wiresearch.config import Limits, check_choice, check_least
from wiresearch.errors import ConfigError
from wiresearch.fields import FACETS
from wiresearch.results import FacetRequest, Interval, Match, Sort

PAGE = 20


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What to ask besides the query text.

    `literal`: the text has no syntax, it is words. `missing`: each dispatch with some of the words says which it lacks.
    `select` and `reject` map facet fields to a literal value or several: OR inside a field, AND between fields. `since`
    and `until` are days or date expressions of the query language, both ends included. `now` is the day (in text:
    2003-08-13) that relative dates count from (default: the newest dispatch). `limit` None means every hit, 0 counts
    only. Raises ConfigError for what none of this can be.
    """

    match: Match = "best"
    literal: bool = False
    missing: bool = True
    offset: int = 0
    limit: int | None = PAGE
    sort: Sort = "score"
    select: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    reject: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    since: str | date | None = None
    until: str | date | None = None
    now: str | date | None = None
    facets: tuple[FacetRequest, ...] = ()
    histogram: Interval | None = None
    snippets: int = 2
    context: int = 12
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        check_choice("match", self.match, get_args(Match))
        check_choice("sort", self.sort, get_args(Sort))
        if self.histogram is not None:
            check_choice("histogram", self.histogram, get_args(Interval))
        for facet in self.facets:
            check_choice("facets", facet.field, FACETS)
            check_least("facets", facet.top, 1)
        for name in ("offset", "limit", "snippets", "context"):
            check_least(name, getattr(self, name), 0)
        self.anchor(None)

    def anchor(self, newest: date | None) -> date | None:
        """The day that relative dates count from, where the newest dispatch is of the day `newest`."""
        if not isinstance(self.now, str):
            return self.now or newest
        try:
            return date.fromisoformat(self.now)
        except ValueError:
            raise ConfigError(f"now is not a day: {self.now}", "write it as 2003-08-13") from None
