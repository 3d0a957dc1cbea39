"""What the user's aliases make of the mentions of a dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from wiresearch.aliases import ANY, Aliases, Meaning, fold_name
from wiresearch.dispatch import Dispatch, NameKind
from wiresearch.entities.linking import Found
from wiresearch.entities.phrases import Reading
from wiresearch.places import city, country
from wiresearch.words import spans

_RULE = "alias"
_KEPT = frozenset({"agency", "demonym"})  # kinds that are no facet and have no aliases


def retyped(found: Sequence[Found], aliases: Aliases) -> list[Found]:
    """The names as found, before they are linked, those of another kind as such: what a surname leads to depends on it."""
    return [mention._replace(reading=_retyped(mention.reading, aliases)) for mention in found]


def curated(mentions: Iterable[Found], aliases: Aliases, dispatch: Dispatch) -> Iterator[Found]:
    """The mentions as the user wants them: names split, retyped, merged, and some left out."""
    context = _Context(dispatch)
    for mention in mentions:
        if mention.reading.kind in _KEPT:
            yield mention
            continue
        for reading in _split(mention.reading, aliases, context):
            told = _merged(_retyped(reading, aliases), aliases)
            if not _is_blocked(told, aliases) and not _is_blocked(reading, aliases):
                yield mention if told is mention.reading else mention._replace(reading=told)


class _Context:
    """What decides which of several names is meant: the day of a dispatch, and its words, looked for when one is asked."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    @cached_property
    def _words(self) -> str:
        return _padded("\n".join([self._dispatch.headline, *self._dispatch.paragraphs]))

    def fits(self, meaning: Meaning) -> bool:
        day = self._dispatch.day
        if (meaning.since or meaning.until) and day is None:
            return False
        if day is not None and ((meaning.since and day < meaning.since) or (meaning.until and day > meaning.until)):
            return False
        return not meaning.words or any(_padded(words) in self._words for words in meaning.words)


def _split(reading: Reading, aliases: Aliases, context: _Context) -> Iterator[Reading]:
    """The reading under each of the names that it stands for; itself where there is none that fits."""
    meanings = aliases.split.get(fold_name(reading.name), ())
    fitting = [meaning for meaning in meanings if context.fits(meaning)]
    chosen = fitting[:1] if any(meaning.conditional for meaning in meanings) else fitting
    if not chosen:
        yield reading
    for meaning in chosen:
        yield _named(reading, meaning.name)


def _padded(text: str) -> str:
    """The words of a text in their exact forms, blanks around each."""
    return f" {' '.join(form for form, _, _ in spans(text))} "


def _retyped(reading: Reading, aliases: Aliases) -> Reading:
    kind = aliases.retype.get(fold_name(reading.name))
    if kind is None or kind == reading.kind:
        return reading
    return _of_kind(reading, reading.name, kind)


def _merged(reading: Reading, aliases: Aliases) -> Reading:
    name = aliases.merge.get(fold_name(reading.name))
    return reading if name is None or name == reading.name else _named(reading, name)


def _named(reading: Reading, name: str) -> Reading:
    """The reading under another name, which may be known to be of another kind only by `retype`."""
    if reading.kind == "place":
        return _of_kind(reading, name, "place")
    return reading._replace(name=name, rule=_RULE, confidence=1.0, sure=True)


def _of_kind(reading: Reading, name: str, kind: NameKind) -> Reading:
    """The reading as a name of that kind: a place lies in the country that its name says, others in none that they did not say."""
    code = nation = None
    if kind == "place":
        code = country(name)
        town = city(name) if code is None else None
        nation = code or (town.country if town else reading.country if reading.kind == "place" else None)
    elif kind == "organisation" and reading.kind == "organisation":
        nation = reading.country
    return reading._replace(kind=kind, name=name, rule=_RULE, confidence=1.0, country=nation, code=code, sure=True)


def _is_blocked(reading: Reading, aliases: Aliases) -> bool:
    kinds = aliases.block.get(fold_name(reading.name), ())
    return ANY in kinds or reading.kind in kinds
