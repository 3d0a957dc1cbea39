"""Dispatch to Dispatch: what the readers leave to rules that hold for every wire format.

Cuts the dateline from the first paragraph and the sign-off from the end, folds white space and quotation marks, cleans
the headline, works out agency, date, identifier and key, and reports damage without mending it. Pure, and idempotent:
a normalised dispatch comes back unchanged.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import filterfalse
from typing import NamedTuple

from wiresearch import agencies, datelines
from wiresearch.dispatch import Dateline, Dispatch, Evidence, Kind, Provenance, WireTime, WireWarning


def normalise(dispatch: Dispatch, *, year: int | None = None, neighbour: date | None = None) -> Dispatch:
    """The dispatch with all derived fields filled and damage listed in its provenance.

    `year` is used for datelines without one where the dispatch declares no time of its own; without it, a year or day
    in the name of the source, and at last `neighbour`, the day of the dispatch before it in the same file. A fact that a
    reader has set is never replaced, but for the agency of a dateline, which outranks all.
    """
    paragraphs, signed = _unsigned(_cleaned(dispatch))
    dateline, paragraphs = _dateline(dispatch, paragraphs, year, neighbour)
    paragraphs, signed_behind_dateline = _unsigned(paragraphs)
    signoff = " ".join(dict.fromkeys(text for text in (dispatch.signoff, *signed, *signed_behind_dateline) if text)) or None
    headline = _headline(dispatch, paragraphs)
    agency, agency_rule = _agency(dispatch, dateline, signoff)
    time = dispatch.versioncreated or dispatch.contentcreated or _time_of(dateline)
    slugline, keywords = _slug(dispatch)
    uri = _uri(dispatch, agency)
    warnings = _doubts(dispatch.provenance.replacements, dateline, time) + _damage(paragraphs)
    return replace(
        dispatch,
        paragraphs=paragraphs,
        signoff=signoff,
        dateline=dateline,
        headline=headline.text,
        headline_raw=headline.raw,
        headline_derived=headline.derived,
        version_label=headline.label,
        version_number=headline.number,
        agency=agency,
        versioncreated=time,
        slugline=slugline,
        keywords=keywords,
        uri=uri,
        key=_key(uri, dispatch.version, dispatch.provenance.sha256),
        kind=_kind(dispatch, headline, paragraphs),
        wordcount=sum(map(_words, paragraphs)),
        provenance=_provenance(dispatch, dateline, agency_rule, warnings),
    )


def _words(text: str) -> int:
    """How many pieces between blanks hold a letter or digit."""
    pieces = text.split()
    return len(pieces) - sum(not any(map(str.isalnum, piece)) for piece in filterfalse(str.isalnum, pieces))


_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_LONE_UNDERSCORE = re.compile(r"(?<!\S)_(?!\S)")
_RULE_LINE = re.compile(r"[\s_=–—-]{3,}")
_REUTER = frozenset({"Reuter", "REUTER"})
_SIGNED_END = re.compile(r"(?<=[.!?\"”’)])\s*(?P<word>REUTER|Reuter|Enditem)\.?$")


def _folded(text: str) -> str:
    """One line: no control characters, single blanks, typewriter quotation marks and dashes as such."""
    if not text.isprintable():  # most texts are, and to translate is slow
        text = text.translate(_CONTROLS)
    text = " ".join(text.split())
    if "``" in text or "''" in text:
        text = text.replace("``", '"').replace("''", '"')
    return _LONE_UNDERSCORE.sub("–", text) if "_" in text else text


def _cleaned(dispatch: Dispatch) -> tuple[str, ...]:
    """The paragraphs folded, without empty ones and rule lines."""
    if dispatch.body_format == "text":
        texts = [_folded(text) for text in dispatch.paragraphs]
    else:
        texts = [text.translate(_CONTROLS).rstrip() for text in dispatch.paragraphs]
    return tuple(text for text in texts if text and not _RULE_LINE.fullmatch(text))


def _unsigned(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """The paragraphs without sign-offs, and those."""
    signed = [text for text in paragraphs[1:] if text in _REUTER]
    texts = [*paragraphs[:1], *(text for text in paragraphs[1:] if text not in _REUTER)]
    while texts:
        if agencies.is_signoff(texts[-1]):
            signed.insert(0, texts.pop())
        elif ends := _SIGNED_END.search(texts[-1], max(0, len(texts[-1]) - 20)):
            signed.insert(0, ends["word"])
            texts[-1] = texts[-1][: ends.start()].rstrip()
        else:
            break
    return tuple(texts), signed


def _dateline(
    dispatch: Dispatch, texts: tuple[str, ...], year: int | None, neighbour: date | None
) -> tuple[Dateline | None, tuple[str, ...]]:
    """The dateline that a reader met, completed, or else one cut from the first paragraph; and the paragraphs without it."""
    known = dispatch.dateline
    if known and known.form is not None:
        return known, texts
    found = datelines.declared(known.text) if known else datelines.match(texts[0]) if texts else None
    if not found:
        return known, texts
    dateline = _completed(found, dispatch, year, neighbour)
    if known:
        return dateline, texts
    rest = texts[0][found.span[1] :]
    return dateline, (rest, *texts[1:]) if rest and not _RULE_LINE.fullmatch(rest) else texts[1:]


_DATE_IN_PATH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>[0-2]\d|3[01]))?)?(?!\d)")


def _completed(found: datelines.DatelineMatch, dispatch: Dispatch, year: int | None, neighbour: date | None) -> Dateline:
    """The dateline with its year: of the text, the declared times, the caller, the path below what the user gave, or a neighbour."""
    time = dispatch.versioncreated or dispatch.contentcreated or dispatch.firstcreated
    if time:
        exact = time.precision not in {"month", "year"}
        return datelines.complete(found, reference=time.day if exact else None, year=None if exact else time.day.year)
    path = None if year else next(reversed(list(_DATE_IN_PATH.finditer(dispatch.provenance.source))), None)
    if not path:
        return datelines.complete(found, reference=None, year=year, neighbour=neighbour)
    dateline = datelines.complete(found, reference=_day_of(path), year=int(path["year"]))
    return dateline if dateline.date_rule in {None, "text"} else replace(dateline, date_rule="path")


def _day_of(path: re.Match[str]) -> date | None:
    try:
        return date(int(path["year"]), int(path["month"] or 0), int(path["day"] or 0))
    except ValueError:
        return None


_IDENTIFIER = re.compile(r"(?P<prefix>[A-Z]{3})(?:_[A-Z]{3}_\d|W_\w|\.\w|\d{8})")
_IDENTIFIER_CODES = {"AFP": "AFP", "APW": "AP", "XIN": "XINHUA", "EFE": "EFE", "CNA": "CNA"}


def _agency(dispatch: Dispatch, dateline: Dateline | None, signoff: str | None) -> tuple[str | None, str]:
    """The author agency and the evidence for it, the strongest first."""
    if dateline and dateline.agency:
        return dateline.agency, "dateline"
    if dispatch.agency:
        return dispatch.agency, "declared"
    if (found := _IDENTIFIER.match(dispatch.uri)) and (code := _IDENTIFIER_CODES.get(found["prefix"])):
        return code, "identifier"
    if dispatch.provider and (code := agencies.named(dispatch.provider)):
        return code, "provider"
    if signoff and (code := _signed_by(signoff)):
        return code, "sign-off"
    return None, ""


def _signed_by(signoff: str) -> str | None:
    return agencies.signoff(signoff) or next((code for word in signoff.split() if (code := agencies.signoff(word))), None)


def _time_of(dateline: Dateline | None) -> WireTime | None:
    """The date of a dateline as a time, marked where its year was not printed."""
    if not dateline or not dateline.date:
        return None
    when = datetime(dateline.date.year, dateline.date.month, dateline.date.day, tzinfo=UTC)
    return WireTime(when, "day", inferred=None if dateline.date_rule == "text" else dateline.date_rule)


def _provenance(dispatch: Dispatch, dateline: Dateline | None, agency_rule: str, warnings: list[WireWarning]) -> Provenance:
    """With warnings and evidence added, each once. Only a reader knows where in the text the dateline stands."""
    old = dispatch.provenance
    span = next(((item.start, item.end) for item in old.evidence if item.field == "dateline"), (0, 0))
    evidence = [Evidence("agency", agency_rule, *(span if agency_rule == "dateline" else (0, 0)))] if agency_rule else []
    if dateline and dateline.form is not None:
        evidence.append(Evidence("dateline", f"form {dateline.form}", *span))
        if dateline.date and dateline.date_rule:
            evidence.append(Evidence("date", f"dateline, year from {dateline.date_rule}", *span))
    have = {item.field for item in old.evidence}
    return replace(
        old,
        warnings=(*old.warnings, *(warning for warning in dict.fromkeys(warnings) if warning not in old.warnings)),
        evidence=(*old.evidence, *(item for item in evidence if item.field not in have)),
    )


_LABELS = {
    "kill": r"kill(?: kill kill)?|story withdrawn|withdrawn?",
    "hold": r"hold(?: hold hold)?",
    "corrected": r"correct(?:ed|ion)|berichtigung|korr|corrig[ée]|rectificaci[oó]n|rectificatif|korjattu",
    "refile": r"refile",
    "repeat": r"rpt|repeat",
    "writethru": r"(?:\d(?:st|nd|rd|th) (?:ld|lead)[- ])?write-?thru",
    "add": r"\d(?:st|nd|rd|th) add|adds?|insert|sub",
    "update": r"(?:update|wrapup) \d{1,2}",
    "lead": r"(?:\d(?:st|nd|rd|th) )?(?:ld|lead)",
    "flash": r"flash",
    "bulletin": r"bulletin",
    "urgent": r"urgente?",
    "alert": r"alert|apnewsalert",
    "advisory": r"advisory|attn editors|achtung",
    "extra": r"extra|eilmeldung|avance",
}
"""Version labels (formats.md, 7.1), the weightier first where a dispatch carries two."""
_RANK = {label: rank for rank, label in enumerate(_LABELS)}
_ORDINARY_WORDS = frozenset({"kill", "hold", "add", "lead", "alert", "advisory", "extra"})
_ANY = "|".join(_LABELS.values())
_GLUED = "|".join(_LABELS[label] for label in ("corrected", "refile", "repeat", "update"))
_BEFORE_HEADLINE = re.compile(
    rf"(?:\(\s*(?P<round>{_ANY})\s*\)\s*(?:[-–—:]+\s*)?|(?P<glued>{_GLUED})\s*[-–—:]+\s*|(?P<loose>{_ANY})(?:\s*[:–—]+|\s+-+(?=\s)|--)\s*)(?=\S)",
    re.IGNORECASE,
)
_END_MARKS = re.compile(r"(?:\s*[=<])+$")


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
        stands_out = found["round"] or (word.isupper() and not headline.isupper())
        if not label or (label[0] in _ORDINARY_WORDS and not stands_out):
            break
        labels.append(label)
        headline = headline[found.end() :]
    return headline, labels


class _Headline(NamedTuple):
    text: str
    raw: str | None
    derived: bool
    label: str | None
    number: int | None


def _headline(dispatch: Dispatch, texts: tuple[str, ...]) -> _Headline:
    """The headline cleaned, or the first sentence where there is none, and the version it announces."""
    sources = _headline_sources(dispatch, texts)
    cleaned = ((*_unlabelled(_END_MARKS.sub("", _folded(printed))), printed, derived) for printed, derived in sources)
    text, labels, printed, derived = next((found for found in cleaned if found[0]), ("", [], "", False))
    raw = dispatch.headline_raw or (printed if text != printed and not derived else None)
    if dispatch.version_label:
        return _Headline(text, raw, derived, dispatch.version_label, dispatch.version_number)
    marks = (dispatch.take_key or "", *(dispatch.slugline_raw or "").split(",")[1:])
    labels += [label for mark in marks if mark and (label := _label(mark.strip(" ()")))]
    name, number = min(labels, key=lambda label: _RANK[label[0]], default=(None, None))
    return _Headline(text, raw, derived, name, number)


_SENTENCE = re.compile(r".{25,200}?(?<![A-Z])[.!?][\"”’)]*(?=\s|$)|.{1,200}(?=\s|$)|.{1,200}", re.DOTALL)


def _headline_sources(dispatch: Dispatch, texts: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """What may serve as headline, the best first, and whether it is derived."""
    yield dispatch.headline, dispatch.headline_derived
    yield from ((text, False) for text in dispatch.headlines)
    if texts and (found := _SENTENCE.match(_folded(texts[0]))):
        yield found.group(), True
    yield dispatch.slugline or dispatch.slugline_raw or "", True


_BEFORE_SLUG = re.compile(r"(?:(?:bc|am|pm|ap)-+|[A-Z]{2}--)+(?=\w)", re.IGNORECASE)
_BEHIND_SLUG = re.compile(r"\s*(?:[,(<].*|\s\d\d-\d\d(?:\s.*)?|/+)$")
_SLUG_JOINTS = re.compile(r"[-/\s]+|(?<=[a-z])(?=[A-Z])")


def _slug(dispatch: Dispatch) -> tuple[str | None, tuple[str, ...]]:
    """The slug without cycle, region and what stands behind it, and its parts."""
    raw = dispatch.slugline_raw
    if not raw:
        return dispatch.slugline, dispatch.keywords
    core = _BEHIND_SLUG.sub("", _BEFORE_SLUG.sub("", _folded(raw), count=1)).strip()
    slugline = dispatch.slugline or core or None
    return slugline, dispatch.keywords or tuple(dict.fromkeys(part for part in _SLUG_JOINTS.split(slugline or "") if part))


_TEST = re.compile(r"impressum|(?:this is a )?test(?: message| only)?|blah blah blah", re.IGNORECASE)


def _kind(dispatch: Dispatch, headline: _Headline, texts: tuple[str, ...]) -> Kind:
    if dispatch.kind != "story":
        return dispatch.kind
    if any(_TEST.fullmatch(text.strip(" .!*")) for text in (headline.text, *texts[:1])):
        return "test"
    if dispatch.body_format == "table":
        return "table"
    if headline.label == "advisory":
        return "advisory"
    return "story" if texts else "alert"


_HAS_PREFIX = re.compile(r"[A-Za-z][\w.+-]*:")


def _uri(dispatch: Dispatch, agency: str | None) -> str:
    """The identifier: a bare one gets a prefix, none becomes that of the bytes."""
    uri = dispatch.uri.strip()
    if not uri:
        return f"sha256:{dispatch.provenance.sha256}"
    if _HAS_PREFIX.match(uri):
        return uri
    return prefixed(uri, dispatch.provider or agency or dispatch.provenance.format)


def prefixed(uri: str, giver: str) -> str:
    """A bare identifier under the name of who gave it: `AP:AP880212-0001`."""
    prefix = re.sub(r"[^\w.+-]+", "-", giver)
    return f"{prefix if prefix[:1].isalpha() and prefix.isascii() else f'x-{prefix}'}:{uri}"


def _key(uri: str, version: str | None, checksum: str) -> str:
    return hashlib.sha256("\n".join((uri, version or "", checksum)).encode("utf-8", "replace")).hexdigest()[:16]


def _doubts(replacements: int, dateline: Dateline | None, time: WireTime | None) -> list[WireWarning]:
    """What decoding lost, and what the dateline leaves open."""
    found = [WireWarning("replaced-characters", str(replacements))] if replacements else []
    if not dateline:
        return found
    if dateline.date_text and not _exists(dateline.date_text):
        found.append(WireWarning("bad-date", dateline.text))
    elif dateline.date_text and not dateline.date and not time:
        found.append(WireWarning("no-year", dateline.text))
    if dateline.weekday and dateline.date and dateline.date.strftime("%A") != dateline.weekday:
        found.append(WireWarning("weekday-mismatch", f"{dateline.weekday} {dateline.date}"))
    if dateline.place and dateline.rule == "unresolved":
        found.append(WireWarning("unresolved-place", dateline.place))
    return found


def _exists(date_text: str) -> bool:
    """Whether there is such a day, without a year in any."""
    try:
        date.fromisoformat(date_text.replace("-", "2000", 1) if date_text.startswith("--") else date_text)
    except ValueError:
        return False
    return True


_BODIES = (
    "Agency|Ministry|Commission|Council|Committee|Department|Organi[sz]ation|Parliament|Government|Association|Corporation|Administration|Authority"
    "|Federation|University|Institute|Assembly|Congress|Senate|Party|Union|Reserve|Court|Office|Bureau|Service"
)
_COMMON_WORDS = (
    "said|says|saying|officials?|monitors?|inspectors?|has|had|have|was|were|will|would|and|from|for|with|which|that|the|members?|leaders?|chief|head"
    "|president|minister|spokesman|spokeswoman|reports?|reported|statement|sources?|experts?|staff|meeting|talks|also|after|before|about|into|over"
    "|[a-z]{3,12}ed|[a-z]{4,12}ing"
)
_RUN_ON = re.compile(rf"(?:{_BODIES})(?:{_COMMON_WORDS})\b")
_OPEN_OR_CLOSE = re.compile(r"[\"“”]")
_QUOTED_SHOWN = 40


def _damage(texts: tuple[str, ...]) -> list[WireWarning]:
    """Words that run together and quotation marks never closed; the text stays as received."""
    found = []
    for number, (text, following) in enumerate(zip(texts, (*texts, "")[1:], strict=True)):
        found += [WireWarning("run-on-word", word.group(), number) for word in _RUN_ON.finditer(text)]
        if (at := _never_closed(text)) is not None and not _goes_on(text[at + 1 :], following):
            found.append(WireWarning("unbalanced-quote", text[at : at + _QUOTED_SHOWN], number))
    return found


def _never_closed(text: str) -> int | None:
    """Where a quotation opens in a paragraph that does not close it, or None."""
    if not ('"' in text or "“" in text) or (text.count('"') % 2 == 0 and text.count("“") <= text.count("”")):
        return None
    opened = None
    for mark in _OPEN_OR_CLOSE.finditer(text):
        at = mark.start()
        behind, ahead = text[at - 1 : at], text[at + 1 : at + 2]
        opens = mark.group() == "“" or (mark.group() == '"' and (not behind or behind in " (–—-[") and ahead.isalnum())
        if opens and opened is not None:
            return opened
        opened = at if opens else None
    return opened


def _goes_on(quoted: str, following: str) -> bool:
    """Newspapers leave a quotation of whole sentences open where the next paragraph opens it again; never one of some words."""
    return quoted[:1].isupper() and following[:1] in {'"', "“", "'", "‘"}
