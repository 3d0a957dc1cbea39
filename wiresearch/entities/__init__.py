"""Who, where and which bodies a dispatch names, by rules and word tables of our own.

Everything depends on the one dispatch alone: an archive read in another order gives the same entities.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Protocol

from wiresearch.agencies import AGENCIES, cited
from wiresearch.dispatch import Dispatch, Entity
from wiresearch.entities.capitals import in_capitals, in_title_case, read_capitals
from wiresearch.entities.linking import Found, link
from wiresearch.entities.phrases import Reading
from wiresearch.entities.readings import read_run
from wiresearch.entities.runs import runs

HEADLINE = -1
SALIENT_MENTIONS = 2
LONGEST_NAME = 400
_SMALL_AGENCIES = tuple({name for agency in AGENCIES for name in agency.names if not ("A" <= name[0] <= "Z")})


class Extractor(Protocol):
    """Finds entities: the rules of this package, or a user's own model."""

    def __call__(self, dispatch: Dispatch) -> Dispatch:
        """The dispatch with its `entities`, `cited_agencies`, `countries` and `countries_all`."""


def extract(dispatch: Dispatch) -> Dispatch:
    """A normalised dispatch with what its headline and paragraphs name; entities of the feed are kept.

    Doing it twice changes nothing. `countries` are that of the dateline and those named at least twice;
    `countries_all` also those named once, by name, city or demonym.
    """
    lines = [(HEADLINE, dispatch.headline), *enumerate(dispatch.paragraphs)]
    found = [mention for number, line in lines for mention in _read_line(number, line)]
    mentions = list(link(found, _home(dispatch)))
    counted = _countries(mentions)
    filed = dispatch.dateline.country if dispatch.dateline else None
    every = tuple(dict.fromkeys(((filed,) if filed else ()) + tuple(counted)))
    return dataclasses.replace(
        dispatch,
        entities=tuple(e for e in dispatch.entities if e.origin != "rules") + tuple(_entities(mentions)),
        cited_agencies=_cited(dispatch, found),
        countries=tuple(code for code in every if code == filed or counted[code] >= SALIENT_MENTIONS),
        countries_all=every,
    )


def _read_line(number: int, line: str) -> Iterator[Found]:
    if in_capitals(line) or (number == HEADLINE and in_title_case(line)):
        for reading in read_capitals(line):
            yield Found(number, line, reading.start, reading.end, reading)
        return
    for run in runs(line):
        start, end = run.span()
        if end - start <= LONGEST_NAME:
            for reading in read_run(run.group()):
                yield Found(number, line, start + reading.start, start + reading.end, reading)


def _home(dispatch: Dispatch) -> Iterator[str]:
    if dispatch.dateline:
        yield from (name for name in (dispatch.dateline.city, dispatch.dateline.place) if name)


def _countries(mentions: list[Found]) -> dict[str, int]:
    """How often each country is named, most often first."""
    counted: dict[str, int] = {}
    for mention in mentions:
        if code := mention.reading.country:
            counted[code] = counted.get(code, 0) + 1
    return dict(sorted(counted.items(), key=lambda item: -item[1]))


def _cited(dispatch: Dispatch, found: list[Found]) -> tuple[str, ...]:
    """Agencies quoted in the text, with those that normalising found in the dateline; never the dispatch's own."""
    lines = {mention.line for mention in found if mention.reading.kind == "agency"}
    codes = dict.fromkeys(dispatch.cited_agencies)
    for number, paragraph in enumerate(dispatch.paragraphs):
        if number in lines or any(name in paragraph for name in _SMALL_AGENCIES):
            codes |= dict.fromkeys(code for code, _, _ in cited(paragraph))
    return tuple(code for code in codes if code != dispatch.agency)


def _entities(mentions: list[Found]) -> Iterator[Entity]:
    """One entity for each kind and name, in the order of their first mention."""
    grouped: dict[tuple[str, str], list[Found]] = {}
    for mention in mentions:
        grouped.setdefault((mention.reading.kind, mention.reading.name), []).append(mention)
    for group in grouped.values():
        yield _entity(group)


def _entity(group: list[Found]) -> Entity:
    best = max((mention.reading for mention in group), key=lambda reading: reading.confidence)
    assert best.kind not in {"agency", "name"}
    return Entity(
        best.kind,
        best.name,
        surfaces=tuple(dict.fromkeys(mention.text[mention.start : mention.end] for mention in group)),
        code=best.code,
        country=best.country,
        rule=best.rule,
        confidence=best.confidence,
        mentions=len(group),
        spans=tuple((mention.line, mention.start, mention.end) for mention in group if mention.line != HEADLINE),
    )
