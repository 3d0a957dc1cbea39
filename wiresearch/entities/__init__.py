"""Who, where and which bodies a dispatch names, by rules and word tables of our own, or with a user's model (model.py).

Everything depends on the one dispatch alone: an archive read in another order gives the same entities.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from wiresearch.aliases import NONE, Aliases
from wiresearch.dispatch import Dispatch
from wiresearch.entities.draft import Draft
from wiresearch.entities.model import Model, load
from wiresearch.turns import Turns, all_through, at_once

_STEPS = (Draft.read, Draft.link, Draft.settle, Draft.count, Draft.name, Draft.cite)


class Extractor(Protocol):
    """Finds entities: the rules of this package, or a user's own model."""

    def __call__(self, dispatches: Sequence[Dispatch]) -> Turns[list[Dispatch]]:
        """The dispatches with their `entities`, `cited_agencies`, `countries` and `countries_all`, in turns."""


def extractor(aliases: Aliases, ner_model: str = "", ner_mode: str = "second") -> Extractor:
    """The rules, with what the user says of names, and the user's model where one is named. Raises ConfigError."""
    return partial(extracted, aliases=aliases, model=load(ner_model, ner_mode) if ner_model else None)


def extract(dispatch: Dispatch, aliases: Aliases = NONE, model: Model | None = None) -> Dispatch:
    """A normalised dispatch with what its headline and paragraphs name; entities of the feed are kept.

    Doing it twice changes nothing. `aliases` is what the user says of names, `model` a second opinion on them or what finds them
    (model.py). `countries` are that of the dateline, those named three times, and those named twice of which once in the
    headline or the first paragraph; `countries_all` are all that are named, by name, city or demonym.
    """
    return at_once(extracted([dispatch], aliases, model))[0]


def extracted(dispatches: Sequence[Dispatch], aliases: Aliases = NONE, model: Model | None = None) -> Turns[list[Dispatch]]:
    """The same of each of several, in turns."""
    drafts = [Draft(dispatch, aliases, model) for dispatch in dispatches]
    yield from all_through(drafts, _STEPS)
    return [draft.finished() for draft in drafts]
