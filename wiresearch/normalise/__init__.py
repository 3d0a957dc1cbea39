"""Dispatch to Dispatch: what the readers leave to rules that hold for every wire format.

Cuts the dateline from the first paragraph and the sign-off from the end, folds white space and quotation marks, cleans
the headline, works out agency, date, identifier and key, and reports damage without mending it. Pure, and idempotent:
a normalised dispatch comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wiresearch.dispatch import Dispatch
from wiresearch.normalise.draft import Draft
from wiresearch.turns import Turns, all_through, at_once

_UNDATED = (Draft.clean, Draft.fold, Draft.unsign)
_DATED = (Draft.head, Draft.ascribe, Draft.doubt, Draft.count)


def normalise(dispatch: Dispatch, *, year: int | None = None, day: date | None = None, neighbour: date | None = None) -> Dispatch:
    """The dispatch with all derived fields filled and damage listed in its provenance.

    `day` is what the owner of the archive reads in the path: it gives the year of a dateline without one where the
    dispatch declares no time of its own, and the date where there is no other. Without it `year`, a year or day in the
    name of the source, and at last `neighbour`, the day of the dispatch before it in the same file. A fact that a
    reader has set is never replaced, but for the agency of a dateline, which outranks all.
    """
    return at_once(normalised([dispatch], year=year, day=day, neighbour=neighbour))[0]


def normalised(
    dispatches: Sequence[Dispatch], *, year: int | None = None, day: date | None = None, neighbour: date | None = None
) -> Turns[list[Dispatch]]:
    """The same of dispatches that follow each other in a file, in turns; `neighbour` is the day before the first."""
    drafts = list(map(Draft, dispatches))
    yield from all_through(drafts, _UNDATED)
    for draft in drafts:
        neighbour = draft.date(year, day, neighbour)
    yield
    yield from all_through(drafts, _DATED)
    return [draft.finished() for draft in drafts]
