"""A capitalised run to readings, by the tables and the words of the run alone (so that they can be remembered)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiresearch.entities.geography import GEOGRAPHICAL_WORDS, city_at, geographical, known_places
from wiresearch.entities.organisations import BODY_WORDS, ENDINGS, organisation
from wiresearch.entities.persons import ROLES, SURNAME_TITLES, TITLE_HEADS, looks_personal, makes_person, name_end, title_end
from wiresearch.entities.phrases import GIVEN_NAMES, Part, Reading, part, parts
from wiresearch.entities.runs import tokens
from wiresearch.kept import kept

_SAINT = frozenset({"San", "Santa", "Santo", "São", "Sao", "Saint", "Sainte", "St", "St.", "Ste", "Ste."})
_OPENING = BODY_WORDS | TITLE_HEADS
_SKIPPED = frozenset({"connector", "function", "ordinary", "stop"})


@kept(1 << 16)
def read_run(run: str) -> tuple[Reading, ...]:
    """The names of a run, in order, with offsets in it."""
    if run.isalpha() and run not in _OPENING and run.lower() not in ROLES:
        alone = part(run)
        if alone.kind in _SKIPPED or alone.kind == "word":  # as are most that are read for the first time
            return () if alone.kind in _SKIPPED else tuple(_named((alone,)))
    return tuple(reading for piece in tokens(run) for reading in _readings(parts(piece, run)))


def _readings(found: Sequence[Part]) -> Iterator[Reading]:
    words = {part.text for part in found}
    has_bodies = not BODY_WORDS.isdisjoint(words) or any(part.kind == "organisation" for part in found)
    has_geography = not GEOGRAPHICAL_WORDS.isdisjoint(words)
    at = 0
    while at < len(found):
        end = at + 1
        if has_bodies and (body := organisation(found, at)):
            reading, end = body
            yield reading
            yield from (_agency(part) for part in found[at:end] if part.kind == "agency")
        elif (behind_title := title_end(found, at)) is not None:
            end = name_end(found, behind_title, titled=True)
            yield from _titled(found[at:behind_title], found[behind_title:end])
        elif has_geography and (geography := geographical(found, at)):
            reading, end = geography
            yield reading
        elif found[at].kind == "agency":
            yield _agency(found[at])
        elif (end := name_end(found, at, titled=False)) > at and (end > at + 1 or found[at].kind == "word"):
            yield from _named(found[at:end])
        else:
            end = at + 1
            if found[at].kind not in _SKIPPED:
                yield from known_places(found[at])
        at = end


def _agency(part: Part) -> Reading:
    return Reading("agency", part.known.name, part.start, part.end, "table", 1.0, code=part.known.name)


def _titled(title: Sequence[Part], named: Sequence[Part]) -> Iterator[Reading]:
    if not named:
        if len(title) > 1 and title[-1].text in SURNAME_TITLES:  # "Mr King"
            yield Reading("person", title[-1].text, title[-1].start, title[-1].end, "title", 0.8)
        return
    if not makes_person(title, named):
        yield from _named(named)
        return
    name = " ".join(part.text for part in named)
    yield Reading("person", name, named[0].start, named[-1].end, "title", 0.95)


def _given_name(named: Sequence[Part]) -> int | None:
    """Where in a run of unknown words a full personal name begins ("Bundeskanzlerin Angela Merkel"), or None."""
    for at in range(1, len(named) - 1):
        joined = named[at - 1].kind == "connector" or named[at - 1].text in _SAINT
        if not joined and named[at].text in GIVEN_NAMES and looks_personal(named[at:]) == "given name":
            return at
    return None


def _named(named: Sequence[Part]) -> Iterator[Reading]:
    """Words that are one name or several: a person, a city, or a name of unknown kind."""
    start, end = named[0].start, named[-1].end
    name = " ".join(part.text for part in named)
    rule = looks_personal(named)
    place = city_at(named)
    if not rule and not place and (begins := _given_name(named)):
        yield from _named(named[:begins])
        yield from _named(named[begins:])
        return
    if rule and not (place and place[1] == len(named) and place[0].sure):
        yield Reading("person", name, start, end, rule, 0.9)
    elif place:
        yield place[0]
        if rest := named[place[1] :]:
            yield from _named(rest)
    elif len(named) == 1 and name.isupper() and name.isalpha() and 2 <= len(name) <= 7:
        yield Reading("acronym", name, start, end, "acronym", 0.3, sure=False)
    elif len(named) > 1 or name not in ENDINGS:
        yield Reading("name", name, start, end, "unknown", 0.3, sure=False)
