"""The headline of a dispatch and the version that it announces; its slug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from wiresearch.dispatch import Dispatch
from wiresearch.normalise.paragraphs import folded

_LABELS = {
    "kill": r"kill(?: kill kill)?|stor(?:y|ies) (?:killed|withdrawn)|withdrawn?",
    "hold": r"hold(?: hold hold)?",
    "corrected": r"(?:official )?correct(?:ed|ion)|berichtigung|korr|corrig[ée]|korrektur|rectificaci[oó]n|rectificatif|korjattu",
    "refile": r"refile",
    "repeat": r"rpt|repeat",
    "writethru": r"(?:\d{1,2}(?:st|nd|rd|th) ?(?:ld|lead)[- ])?write-?thru",
    "add": r"\d{1,2}(?:st|nd|rd|th) ?add|adds?|insert|sub",
    "update": r"(?:update|wrapup) \d{1,2}",
    "lead": r"(?:\d{1,2}(?:st|nd|rd|th) ?)?(?:ld|lead)",
    "flash": r"flash",
    "bulletin": r"bulletin",
    "urgent": r"urgente?",
    "alert": r"alert|apnewsalert",
    "advisory": r"advisory|attn editors|achtung",
    "extra": r"extra|eilmeldung|avance",
    "brief": r"brief",
}
"""Version labels (formats.md, 7.1), the weightier first where a dispatch carries two."""
_RANK = {label: rank for rank, label in enumerate(_LABELS)}
_ORDINARY_WORDS = frozenset({"kill", "hold", "add", "lead", "alert", "advisory", "extra", "brief"})
_ANY = "|".join(_LABELS.values())
_GLUED = "|".join(_LABELS[label] for label in ("corrected", "refile", "repeat", "update", "brief", "advisory"))
_BEFORE_HEADLINE = re.compile(
    rf"(?:\(\s*(?P<round>{_ANY})\s*\)\s*(?:[-–—:]+\s*)?|(?P<glued>{_GLUED})\s*[-–—:]+\s*|(?P<loose>{_ANY})(?:\s*[:–—]+|\s+-+(?=\s)|--)\s*)(?=\S)",
    re.IGNORECASE,
)
_KILL_IN_SLUG = re.compile(r"(?:BC|AM|PM|AP)-+(?:KILL-|.*[a-z].*-(?:KILL|Kill)(?=,|$))")
_END_MARKS = re.compile(r"(?:\s*[=<])+$")


@lru_cache(maxsize=1 << 10)
def _label(word: str) -> tuple[str, int | None] | None:
    """The version label that `word` prints, and its number."""
    name = next((name for name, words in _LABELS.items() if re.fullmatch(words, word, re.IGNORECASE)), None)
    digits = re.search(r"\d+", word)
    return (name, int(digits.group()) if digits else None) if name else None


def _unlabelled(headline: str) -> tuple[str, list[tuple[str, int | None]]]:
    """The headline without version words before it, and their labels. Words of every day count only where they stand out."""
    labels = []
    while found := _BEFORE_HEADLINE.match(headline):
        word = found["round"] or found["glued"] or found["loose"]
        label = _label(word)
        stands_out = found["round"] or " " in word or (word.isupper() and not headline.isupper())
        if not label or (label[0] in _ORDINARY_WORDS and not stands_out and word.lower() != "eilmeldung"):
            break
        labels.append(label)
        headline = headline[found.end() :]
    return headline, labels


class Headline(NamedTuple):
    text: str
    raw: str | None
    derived: bool
    label: str | None
    number: int | None


def cleaned_headline(dispatch: Dispatch, texts: tuple[str, ...]) -> Headline:
    """The headline cleaned, or the first sentence where there is none, and the version it announces."""
    text, labels, printed, derived = _first_that_says_something(dispatch, texts)
    raw = dispatch.headline_raw or (printed if text != printed and not derived else None)
    if dispatch.version_label:
        return Headline(text, raw, derived, dispatch.version_label, dispatch.version_number)
    marks = (*(dispatch.take_key or "").split(","), *(dispatch.slugline_raw or "").split(",")[1:])
    labels += [label for mark in marks if mark and (label := _label(mark.strip(" ()")))]
    if "kill" in (dispatch.slugline_raw or "").lower() and _KILL_IN_SLUG.match(dispatch.slugline_raw or ""):
        labels.append(("kill", None))
    name, number = min(labels, key=lambda label: _RANK[label[0]], default=(None, None))
    return Headline(text, raw, derived, name, number)


_SENTENCE = re.compile(r".{25,200}?(?<![A-Z])[.!?][\"”’)]*(?=\s|$)|.{1,200}(?=\s|$)|.{1,200}", re.DOTALL)


def _first_that_says_something(dispatch: Dispatch, texts: tuple[str, ...]) -> tuple[str, list[tuple[str, int | None]], str, bool]:
    """The best source of a headline, cleaned; the labels before it, the source as printed, and whether it is derived."""
    for printed, derived in _headline_sources(dispatch, texts):
        text, labels = _unlabelled(_without_end_marks(folded(printed)))
        if text:
            return text, labels, printed, derived
    return "", [], "", False


def _without_end_marks(text: str) -> str:
    return _END_MARKS.sub("", text) if text.endswith(("=", "<")) else text


def _headline_sources(dispatch: Dispatch, texts: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """What may serve as headline, the best first, and whether it is derived."""
    yield dispatch.headline, dispatch.headline_derived
    yield from ((text, False) for text in dispatch.headlines)
    if texts and (found := _SENTENCE.match(folded(texts[0]))):
        yield found.group(), True
    yield dispatch.slugline or dispatch.slugline_raw or "", True


_BEFORE_SLUG = re.compile(r"(?:(?:bc|am|pm|ap)-+|[A-Z]{2}--)+\**(?=\w)", re.IGNORECASE)
_BEHIND_SLUG = re.compile(r"\s*(?:[,(<].*|\s\d\d-\d\d(?:\s.*)?|/+)$")
_SLUG_JOINTS = re.compile(r"[-/\s]+|(?<=[a-z])(?=[A-Z])")


def slug(dispatch: Dispatch) -> tuple[str | None, tuple[str, ...]]:
    """The slug without cycle, region and what stands behind it, and its parts."""
    raw = dispatch.slugline_raw
    if not raw:
        return dispatch.slugline, dispatch.keywords
    core = _BEHIND_SLUG.sub("", _BEFORE_SLUG.sub("", folded(raw), count=1)).strip()
    slugline = dispatch.slugline or core or None
    return slugline, tuple(dict.fromkeys((*dispatch.keywords, *filter(None, _SLUG_JOINTS.split(slugline or "")))))
