"""Names in the answer to a query: which are together in its dispatches, and what the archive says of one of them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from wiresearch.aliases import fold_name
from wiresearch.associations import Form, Name, Pair, PairCounts, Profile
from wiresearch.dispatch import NAME_KINDS, Dispatch, Entity, NameKind
from wiresearch.engines import Engine
from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import Is, Phrase, Term
from wiresearch.results import FacetCount, FacetRequest, SearchRequest
from wiresearch.words import fold_value, spans

PAIRED = 1_000  # the most frequent names of an answer; beyond them two are hardly ever together
LOOKED_AT = 1_000
_TOGETHER, _NEWEST = 10, 5


def pairs(engine: Engine, request: SearchRequest, kinds: Sequence[NameKind], least: int) -> PairCounts:
    """The pairs that at least `least` of the dispatches have both of, the strongest first, then the most frequent."""
    found = engine.pairs(request, kinds, PAIRED, least)
    return dataclasses.replace(found, pairs=tuple(sorted(found.pairs, key=_strongest_first)))


def has_words(engine: Engine, name: str) -> bool:
    """Whether the words of a name stand side by side in the text of a dispatch."""
    words = tuple(form for form, _, _ in spans(name))
    query = Phrase(LOOSE_FIELDS, words, exact=True) if len(words) > 1 else Term(LOOSE_FIELDS, "".join(words), exact=True)
    return engine.search(SearchRequest(query=query, limit=0)).total > 0


def alike(engine: Engine) -> list[tuple[NameKind, tuple[str, ...]]]:
    """Names of a kind that are one when folded as aliases are, the most frequent first of all and of each group."""
    facets = engine.search(SearchRequest(limit=0, facets=tuple(FacetRequest(kind, None) for kind in NAME_KINDS))).facets
    groups: dict[tuple[NameKind, str], list[FacetCount]] = {}
    for kind in NAME_KINDS:
        for count in facets[kind]:
            groups.setdefault((kind, fold_name(count.value)), []).append(count)
    several = [(sum(item.count for item in group), kind, group) for (kind, _), group in groups.items() if len(group) > 1]
    several.sort(key=lambda item: -item[0])
    return [(kind, tuple(item.value for item in group)) for _, kind, group in several]


def _strongest_first(pair: Pair) -> tuple[float, int, str, str]:
    return -round(pair.npmi, 9), -pair.count, pair.first.name, pair.second.name


def profiles(engine: Engine, name: str, kinds: Sequence[NameKind]) -> list[Profile]:
    """What the archive says of a name, as each kind that it is found as; the most frequent first."""
    found = [profile for kind in kinds if (profile := _profile(engine, name, kind))]
    return sorted(found, key=lambda profile: -profile.count)


def _profile(engine: Engine, name: str, kind: NameKind) -> Profile | None:
    itself = Is(kind, fold_value(name))
    facets = tuple(FacetRequest(other, _TOGETHER + 1) for other in NAME_KINDS)
    answer = engine.search(SearchRequest(query=itself, sort="-date", limit=LOOKED_AT, snippets=0, facets=facets))
    if not answer.total:
        return None
    dispatches = [hit.dispatch for hit in answer.hits]
    entities = [(dispatch, _entity(dispatch, itself)) for dispatch in dispatches]
    named = [(dispatch, entity) for dispatch, entity in entities if entity]
    printed = Counter(entity.name for _, entity in named).most_common(1)[0][0] if named else name
    first = engine.search(SearchRequest(query=itself, sort="date", limit=1, snippets=0)).hits[0].dispatch.day
    return Profile(
        kind,
        printed,
        answer.total,
        len(dispatches),
        mentions=sum(entity.mentions for _, entity in named),
        first=first,
        last=dispatches[0].day,
        forms=_counted(surface for _, entity in named for surface in entity.surfaces),
        rules=_counted(entity.rule or "" for _, entity in named),
        countries=_counted(entity.country for _, entity in named if entity.country),
        together=_together(engine, Name(kind, printed, answer.total), answer.facets, engine.search(SearchRequest(limit=0)).total),
        akin=akin(engine, kind, printed),
        newest=tuple(dispatches[:_NEWEST]),
    )


def akin(engine: Engine, kind: NameKind, name: str) -> tuple[Name, ...]:
    """Names of the kind that have all words of this one, or whose words are all in it: perhaps the same, perhaps to be merged."""
    words = set(fold_name(name).split())
    every = engine.search(SearchRequest(limit=0, facets=(FacetRequest(kind, None),))).facets[kind]
    split = ((count, set(fold_name(count.value).split())) for count in every if count.value != name)
    found = (Name(kind, count.value, count.count) for count, others in split if others and (words <= others or others <= words))
    return tuple(islice(found, _TOGETHER))


def _entity(dispatch: Dispatch, itself: Is) -> Entity | None:
    """The entity of a dispatch that is meant."""
    fitting = (entity for entity in dispatch.entities if entity.kind == itself.field and entity.origin != "feed")
    return next((entity for entity in fitting if fold_value(entity.name) == itself.value), None)


def _counted(texts: Iterable[str]) -> tuple[Form, ...]:
    return tuple(Form(text, count) for text, count in Counter(texts).most_common())


def _together(engine: Engine, itself: Name, facets: Mapping[str, Sequence[FacetCount]], total: int) -> tuple[Pair, ...]:
    """The names that are most often in the same dispatches, with how often they are in the archive at all."""
    own = itself.kind, fold_value(itself.name)
    others = [(kind, count) for kind in NAME_KINDS for count in facets[kind] if (kind, fold_value(count.value)) != own]
    others.sort(key=lambda other: (-other[1].count, other[1].value))
    found = []
    for kind, count in others[:_TOGETHER]:
        alone = engine.search(SearchRequest(query=Is(kind, fold_value(count.value)), limit=0)).total
        found.append(Pair(itself, Name(kind, count.value, alone), count.count, total))
    return tuple(found)
