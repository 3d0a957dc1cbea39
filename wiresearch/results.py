"""What the two walks give back: an index report, and a page of search results. Plain values for `render/` and users."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from wiresearch.dispatch import Dispatch
from wiresearch.query import MatchAll, Query

Match = Literal["best", "all", "any"]
Sort = Literal["score", "date", "-date", "agency", "dateline_city", "wordcount"]
Interval = Literal["day", "week", "month", "year", "auto"]
Tier = Literal["all", "some"]


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Count the values of the facet field `field`, the `top` most frequent (None: all)."""

    field: str
    top: int | None = 10


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What an engine is asked: a tree, filters that match without scoring, one page, and what to count.

    `exclude`: a tree whose matches are left out of hits and counts (the first part of a "best" answer).
    `limit` None means every hit; 0 means counts only. With `keys_only` the page is given as keys: nothing stored is read.
    A prefix stands for at most `expansions` words.
    """

    query: Query = field(default_factory=MatchAll)
    filters: tuple[Query, ...] = ()
    exclude: Query | None = None
    offset: int = 0
    limit: int | None = 20
    sort: Sort = "score"
    facets: tuple[FacetRequest, ...] = ()
    histogram: Interval | None = None
    snippets: int = 2
    context: int = 12
    expansions: int = 1_000
    keys_only: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of `field`; `spans` are the matches as (start, end) code-point offsets into `text`. Never markup."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One dispatch found: `rank` from 1, `tier` "all" or "some" of the loose words, `missing` those it lacks."""

    rank: int
    score: float
    dispatch: Dispatch
    snippets: tuple[Snippet, ...] = ()
    tier: Tier = "all"
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One facet value: `count` under the whole selection, `lifted` with this facet's own selection taken away."""

    value: str
    count: int
    lifted: int


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a histogram: the days `first`..`last` (inclusive), its label ("2003-08") and count."""

    label: str
    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Dispatches by time; `undated` have no date and are in no bar. Bars without a dispatch are listed with 0."""

    interval: Literal["day", "week", "month", "year"]
    bins: tuple[Bin, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine returns for one SearchRequest: exact `total`, the page as hits or, where only these were asked, `keys`; counts."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    histogram: Histogram | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexIdentity:
    """Which index answered: where it is, its engine and schema, how much it holds, and a fingerprint to cite."""

    location: str
    engine: str
    schema: int
    dispatches: int
    undated: int
    fingerprint: str
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """Why a query found nothing: how many dispatches one clause alone finds, and the nearest value with its count."""

    text: str
    count: int
    nearest: str | None = None
    nearest_count: int = 0


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer to a search.

    `read_as` is the query as it was read; `total` counts the dispatches that match in full, `partial_total` those of
    the second part of a "best" answer; `anchor` is the day relative dates count from; `next` the offset of the next
    page or None; `clauses` explains an empty answer.
    """

    text: str
    read_as: str
    match: Match
    filters: tuple[str, ...]
    anchor: date | None
    index: IndexIdentity
    total: int
    partial_total: int
    offset: int
    limit: int | None
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    histogram: Histogram | None = None
    notes: tuple[str, ...] = ()
    clauses: tuple[ClauseCount, ...] = ()
    sort: Sort = "score"

    @property
    def next(self) -> int | None:
        """The offset of the next page, or None on the last."""
        shown = self.offset + len(self.hits)
        return shown if self.hits and shown < self.total + self.partial_total else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source, or of one member of an archive (`outer!inner`), with a reason where there is one.

    An archive has a line of its own only for a fault of its own, or for holding nothing. All that a "duplicate" gives came
    from elsewhere too. A "missing" source is in the index and gone from its folder, or now left out; a "removed" one was
    taken out for that; "pending" ones would be read (dry run). A "failed" source may still have given `dispatches`, those
    before the fault.
    """

    source: str
    outcome: Literal["indexed", "duplicate", "unchanged", "skipped", "failed", "missing", "removed", "pending"]
    reason: str | None = None
    dispatches: int = 0
    warnings: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did. `seconds` is elapsed time.

    Every source and every member is in `outcomes` once. `read` is the sum of their dispatches where they were read in this
    run, and `added` and their duplicates together are `read`.

    `notes` say what else there is to know, such as damage that was mended.
    """

    location: str
    outcomes: tuple[Outcome, ...]
    read: int
    added: int
    removed: int
    total: int
    seconds: float
    interrupted: bool = False
    notes: tuple[str, ...] = ()

    def count(self, outcome: str) -> int:
        """How many sources ended so."""
        return sum(1 for item in self.outcomes if item.outcome == outcome)


@dataclass(frozen=True, slots=True)
class IndexStats:
    """Numbers about an index: `bytes` on disk, `path` of the current generation, dispatches by field value."""

    identity: IndexIdentity
    path: str
    bytes: int
    sources: int
    first: date | None
    last: date | None
    by_format: tuple[FacetCount, ...]
    by_encoding: tuple[FacetCount, ...]
    by_agency: tuple[FacetCount, ...]
    by_warning: tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True)
class RunScores:
    """One run judged: the values of the measures, in their order, for each topic that counts; `silent` topics found nothing."""

    name: str
    topics: dict[str, tuple[float, ...]]
    silent: tuple[str, ...] = ()

    @property
    def means(self) -> tuple[float, ...]:
        """The mean of each measure over the topics."""
        return tuple(math.fsum(values) / len(values) for values in zip(*self.topics.values(), strict=True))


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a run is above another, measure by measure: the mean, and the ends of its 95 % interval."""

    run: str
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A mean that is below the least value expected of it."""

    run: str
    measure: str
    value: float
    expected: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which topics count.

    Left out are `unjudged` topics (none of the judgements is about them) and `irrelevant` ones (no dispatch that is
    relevant to them is in the index); `unasked` are judged and not among the topics. `missing` are the docnos, relevant
    to a topic that was asked, that are not in the index.
    """

    counted: tuple[str, ...]
    unjudged: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    irrelevant: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Runs judged by the same topics; `measures` names the values of each.

    `against` is the run that they are compared with, `unchecked` the tables of expected figures that speak of no run
    here, `index` what answered (None: the run came from a file).
    """

    measures: tuple[str, ...]
    runs: tuple[RunScores, ...]
    coverage: Coverage
    index: IndexIdentity | None = None
    against: RunScores | None = None
    differences: tuple[Difference, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    unchecked: tuple[str, ...] = ()
