"""A dispatch on its way through the search for names: each step of it, and the rules behind the steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter
from typing import Literal

from wiresearch.agencies import cited, every
from wiresearch.aliases import Aliases
from wiresearch.dispatch import NAME_KINDS, Dispatch, Entity, changed
from wiresearch.entities import foreign
from wiresearch.entities.capitals import in_capitals, in_title_case, read_capitals
from wiresearch.entities.curating import curated, retyped
from wiresearch.entities.geography import elsewhere, in_state, is_currency
from wiresearch.entities.linking import Found, link
from wiresearch.entities.model import Model, confirmed, replaced
from wiresearch.entities.organisations import in_small_letters
from wiresearch.entities.readings import read_run
from wiresearch.entities.runs import runs
from wiresearch.kept import kept
from wiresearch.places import country_name

EntityKind = Literal["person", "organisation", "place", "demonym", "acronym"]
Finder = Literal["rules", "model"]
HEADLINE = -1
OFTEN, TWICE = 3, 2
LEAD = 0
_CONGO = frozenset({"Congo", "Congolese"})
LONGEST_NAME = 400
_CONFIDENCE = attrgetter("confidence")


class Draft:
    """A dispatch while its names are found. The methods are the steps, to be taken in their order."""

    __slots__ = ("_aliases", "_cited", "_counted", "_dispatch", "_early", "_entities", "_filed", "_found", "_mentions", "_model")

    def __init__(self, dispatch: Dispatch, aliases: Aliases, model: Model | None) -> None:
        self._dispatch, self._aliases, self._model = dispatch, aliases, model
        self._filed = dispatch.dateline.country if dispatch.dateline else None

    def read(self) -> None:
        """The runs of capitals of each line, and what each may be."""
        self._found: list[Found] = []
        code = foreign.language(self._dispatch)
        for number, line in self._lines():
            _read_line(self._found, number, line)
            if code:
                self._found += [Found(number, line, reading.start, reading.end, reading) for reading in foreign.small_demonyms(line, code)]

    def link(self) -> None:
        """What each is, as the rest of the dispatch tells."""
        self._mentions = _mentions(self._found, self._aliases, self._dispatch)

    def settle(self) -> None:
        """Which of several cities or countries of a name, and what the user's model says of it."""
        self._mentions = _settled(self._mentions, self._filed)
        if self._model and self._model.mode == "second":
            self._mentions = confirmed(self._mentions, self._model.found(list(self._lines())))

    def count(self) -> None:
        """The countries."""
        self._counted, self._early = _countries(self._mentions)

    def name(self) -> None:
        """The entities."""
        finder: Finder = "rules"
        named = self._mentions
        if self._model and self._model.mode == "only":
            seen = _mentions(self._model.found(list(self._lines())), self._aliases, self._dispatch)
            named, finder = replaced(named, seen), "model"
        self._entities = tuple(_entities(named, finder))

    def cite(self) -> None:
        """The agencies that are quoted."""
        self._cited = _cited(self._dispatch, self._found)

    def finished(self) -> Dispatch:
        """The dispatch with all that was found."""
        filed, counted = self._filed, self._counted
        every = tuple(dict.fromkeys(((filed,) if filed else ()) + tuple(counted)))
        return changed(
            self._dispatch,
            entities=(*[entity for entity in self._dispatch.entities if entity.origin == "feed"], *self._entities),
            cited_agencies=self._cited,
            countries=tuple([code for code in every if code == filed or counted[code] >= (TWICE if code in self._early else OFTEN)]),
            countries_all=every,
        )

    def _lines(self) -> Iterator[tuple[int, str]]:
        yield HEADLINE, self._dispatch.headline
        yield from enumerate(self._dispatch.paragraphs)


def _read_line(found: list[Found], number: int, line: str) -> None:
    """Add the readings of a line to those found."""
    if in_capitals(line) or (number == HEADLINE and in_title_case(line)):
        found += [Found(number, line, reading.start, reading.end, reading) for reading in read_capitals(line)]
        return
    for run in runs(line):
        text = run.group()
        readings = read_run(text) if len(text) <= LONGEST_NAME else ()
        for reading in readings:
            start, end = run.start() + reading.start, run.start() + reading.end
            if line.startswith("$", end):  # "US$" is money
                continue
            if reading.rule == "city" and line.startswith(", ", end):
                reading = in_state(reading, line, start, end)
            mention = Found(number, line, start, end, reading)
            found.append(mention)
            if reading.kind == "demonym" and (body := in_small_letters(line, reading, mention.start, mention.end)):
                found.append(Found(number, line, body.start, body.end, body))


def _mentions(found: list[Found], aliases: Aliases, dispatch: Dispatch) -> list[Found]:
    """The names found, linked in the dispatch, and as the user wants them."""
    if aliases:
        return list(curated(link(retyped(found, aliases), _home(dispatch)), aliases, dispatch))
    return list(link(found, _home(dispatch)))


def _home(dispatch: Dispatch) -> Iterator[str]:
    if dispatch.dateline:
        yield from (name for name in (dispatch.dateline.city, dispatch.dateline.place) if name)


def _settled(mentions: list[Found], filed: str | None) -> list[Found]:
    """The mentions, with a city of a name that others have in the country that the dispatch speaks of, and so with the two Congos."""
    cities = {mention.reading.country for mention in mentions if mention.reading.rule == "city"}
    if "CD" in cities | {filed} and "CG" not in cities | {filed}:
        mentions = [_of_kinshasa(mention) if mention.reading.country == "CG" else mention for mention in mentions]
    if not cities:
        return mentions
    nations = {filed, *(mention.reading.country for mention in mentions if mention.reading.rule != "city")}
    return [_in_one_of(nations, mention) if mention.reading.rule == "city" else mention for mention in mentions]


def _of_kinshasa(mention: Found) -> Found:
    """A mention of Congo in a dispatch from the one whose capital is Kinshasa, or that names one of its cities."""
    printed = mention.text[mention.start : mention.end].title()
    if printed not in _CONGO:
        return mention
    name = country_name("CD") if mention.reading.kind == "place" else mention.reading.name
    return mention._replace(reading=mention.reading._replace(name=name, country="CD", code="CD"))


def _in_one_of(nations: set[str | None], mention: Found) -> Found:
    reading = mention.reading
    if reading.country in nations:
        return mention
    named = next((place for place in elsewhere(mention.text[mention.start : mention.end]) if place.country in nations), None)
    return mention._replace(reading=reading._replace(name=named.name, country=named.country)) if named else mention


def _countries(mentions: list[Found]) -> tuple[dict[str, int], set[str]]:
    """How often each country is named, most often first, and those named early; "Swiss francs" is evidence, but no mention."""
    counted: dict[str, int] = {}
    early: set[str] = set()
    for mention in mentions:
        code = mention.reading.country
        if code and mention.reading.kind != "organisation":
            named = not is_currency(mention.text, mention.end)
            counted[code] = counted.get(code, 0) + named
            if named and mention.line <= LEAD:
                early.add(code)
    return dict(sorted(counted.items(), key=lambda item: -item[1])), early


def _cited(dispatch: Dispatch, found: list[Found]) -> tuple[str, ...]:
    """Agencies quoted in the text, with those that normalising found in the dateline; never the dispatch's own."""
    codes = dict.fromkeys(dispatch.cited_agencies)
    text = "\n".join(dispatch.paragraphs)
    others = any(mention.reading.kind == "agency" and mention.reading.code != dispatch.agency for mention in found)
    if others or any(name in text and alone.search(text) for name, alone in _small_agencies(text.isascii())):
        codes |= dict.fromkeys(code for code, _, _ in cited(text))
    return tuple(code for code in codes if code != dispatch.agency)


@kept(None)
def _small_agencies(ascii_only: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Names of agencies that begin no run of capitals, each with what finds it as a word ("ats" is in "boats" too)."""
    names = {name for agency in every() for name in agency.names if not ("A" <= name[0] <= "Z")}
    return tuple((name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")) for name in sorted(names) if name.isascii() or not ascii_only)


def _entities(mentions: list[Found], finder: Finder) -> Iterator[Entity]:
    """One entity for each kind and name, in the order of their first mention; persons, organisations and places by the `finder`."""
    grouped: dict[tuple[EntityKind, str], list[Found]] = {}
    for mention in mentions:
        kind = mention.reading.kind
        if kind != "agency" and kind != "name":
            grouped.setdefault((kind, mention.reading.name), []).append(mention)
    for (kind, name), group in grouped.items():
        yield _entity(kind, name, group, finder if kind in NAME_KINDS else "rules")


def _surfaces(group: list[Found]) -> tuple[str, ...]:
    if len(group) == 1:
        return (group[0].text[group[0].start : group[0].end],)
    return tuple({mention.text[mention.start : mention.end]: None for mention in group})


def _entity(kind: EntityKind, name: str, group: list[Found], origin: Finder) -> Entity:
    best = group[0].reading if len(group) == 1 else max([mention.reading for mention in group], key=_CONFIDENCE)
    return Entity(
        kind,
        name,
        surfaces=_surfaces(group),
        code=best.code,
        country=best.country,
        origin=origin,
        rule=best.rule,
        confidence=best.confidence,
        mentions=len(group),
        spans=tuple([(mention.line, mention.start, mention.end) for mention in group if mention.line != HEADLINE]),
    )
