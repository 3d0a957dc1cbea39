"""Dispatch to Dispatch: what the readers leave to rules that hold for every wire format.

Cuts the dateline from the first paragraph and the sign-off from the end, folds white space and quotation marks, cleans
the headline, works out agency, date, identifier and key, and reports damage without mending it. Pure, and idempotent:
a normalised dispatch comes back unchanged.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime

from wiresearch import agencies, datelines
from wiresearch.dispatch import Dispatch, Evidence, Kind, WireTime, WireWarning, warn


def normalise(dispatch: Dispatch, *, year: int | None = None) -> Dispatch:
    """The dispatch with all derived fields filled and damage listed in its provenance.

    `year` is used for datelines without one where the dispatch declares no time of its own (from the path or an
    option). A fact that a reader has set is never replaced, but for the agency of a dateline, which outranks all.
    """
    dispatch = _with_body(dispatch)
    dispatch = _with_dateline(dispatch, year)
    dispatch = _with_headline(dispatch)
    dispatch = _with_slug(dispatch)
    dispatch = _with_agency(dispatch)
    dispatch = _with_date(dispatch)
    dispatch = replace(dispatch, wordcount=sum(len(_WORD.findall(text)) for text in dispatch.paragraphs), kind=_kind(dispatch))
    return warn(_identified(dispatch), *_doubts(dispatch), *_damage(dispatch))


_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_LONE_UNDERSCORE = re.compile(r"(?<!\S)_(?!\S)")
_RULE_LINE = re.compile(r"[\s_=–—-]{3,}")
_SIGNED_END = re.compile(r"(?<=[.!?\"”’)])\s*(?P<word>REUTER|Reuter|Enditem)\.?$")


def _folded(text: str) -> str:
    """One line: no control characters, single blanks, typewriter quotation marks and dashes as such."""
    text = " ".join(text.translate(_CONTROLS).split())
    if "``" in text or "''" in text:
        text = text.replace("``", '"').replace("''", '"')
    return _LONE_UNDERSCORE.sub("–", text) if "_" in text else text


def _with_body(dispatch: Dispatch) -> Dispatch:
    if dispatch.body_format == "text":
        texts = [_folded(text) for text in dispatch.paragraphs]
    else:
        texts = [text.translate(_CONTROLS).rstrip() for text in dispatch.paragraphs]
    texts = [text for text in texts if text and not _RULE_LINE.fullmatch(text)]
    signed = [text for text in texts[1:] if text in {"Reuter", "REUTER"}]
    texts = [*texts[:1], *(text for text in texts[1:] if text not in {"Reuter", "REUTER"})]
    while texts:
        if agencies.is_signoff(texts[-1]):
            signed.insert(0, texts.pop())
        elif ends := _SIGNED_END.search(texts[-1], max(0, len(texts[-1]) - 20)):
            signed.insert(0, ends["word"])
            texts[-1] = texts[-1][: ends.start()].rstrip()
        else:
            break
    signoff = " ".join(dict.fromkeys((*([dispatch.signoff] if dispatch.signoff else []), *signed)))
    return replace(dispatch, paragraphs=tuple(texts), signoff=signoff or None)


def _with_dateline(dispatch: Dispatch, year: int | None) -> Dispatch:
    """Completes a dateline that a reader met, or cuts one from the first paragraph."""
    known, texts = dispatch.dateline, dispatch.paragraphs
    if known and known.form is not None:
        return dispatch
    found = datelines.declared(known.text) if known else datelines.match(texts[0]) if texts else None
    if not found:
        return dispatch
    time = dispatch.versioncreated or dispatch.contentcreated or dispatch.firstcreated
    exact = time.day if time and time.precision not in {"month", "year"} else None
    dateline = datelines.complete(found, reference=exact, year=time.day.year if time and not exact else year)
    if not known:
        rest = texts[0][found.span[1] :]
        texts = (rest, *texts[1:]) if rest else texts[1:]
    return _proved(replace(dispatch, dateline=dateline, paragraphs=texts), "dateline", f"form {found.form}", found.span)


def _proved(dispatch: Dispatch, field: str, rule: str, span: tuple[int, int]) -> Dispatch:
    """Notes by which rule a field was found, unless that is known; offsets are in the dateline's own line or paragraph."""
    evidence = dispatch.provenance.evidence
    if any(item.field == field for item in evidence):
        return dispatch
    return replace(dispatch, provenance=replace(dispatch.provenance, evidence=(*evidence, Evidence(field, rule, *span))))


_IDENTIFIER = re.compile(r"(?P<prefix>[A-Z]{3})(?:_[A-Z]{3}_\d|W_\w|\.\w|\d{8})")
_IDENTIFIER_CODES = {"AFP": "AFP", "APW": "AP", "XIN": "XINHUA", "EFE": "EFE", "CNA": "CNA"}


def _with_agency(dispatch: Dispatch) -> Dispatch:
    """The author agency by precedence: dateline, declared, identifier, provider, sign-off."""
    dateline, found = dispatch.dateline, _IDENTIFIER.match(dispatch.uri)
    candidates = (
        ("dateline", dateline.agency if dateline else None),
        ("declared", dispatch.agency),
        ("identifier", _IDENTIFIER_CODES.get(found["prefix"]) if found else None),
        ("provider", agencies.named(dispatch.provider) if dispatch.provider else None),
        ("sign-off", _signed_by(dispatch.signoff) if dispatch.signoff else None),
    )
    rule, code = next(((rule, code) for rule, code in candidates if code), ("", None))
    if not code:
        return dispatch
    span = dateline.span if dateline and dateline.span and rule == "dateline" else (0, 0)
    return _proved(replace(dispatch, agency=code), "agency", rule, span)


def _signed_by(signoff: str) -> str | None:
    return agencies.signoff(signoff) or next((code for word in signoff.split() if (code := agencies.signoff(word))), None)


def _with_date(dispatch: Dispatch) -> Dispatch:
    dateline = dispatch.dateline
    if dispatch.versioncreated or dispatch.contentcreated:
        return replace(dispatch, versioncreated=dispatch.versioncreated or dispatch.contentcreated)
    if not dateline or not dateline.date:
        return dispatch
    when = datetime(dateline.date.year, dateline.date.month, dateline.date.day, tzinfo=UTC)
    time = WireTime(when, "day", inferred=None if dateline.date_rule == "text" else dateline.date_rule)
    return _proved(replace(dispatch, versioncreated=time), "date", f"dateline, year from {dateline.date_rule}", dateline.span or (0, 0))


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


def _with_headline(dispatch: Dispatch) -> Dispatch:
    printed = next((text for text in (dispatch.headline, *dispatch.headlines) if text.strip()), "")
    derived = dispatch.headline_derived or not printed
    printed = printed or _first_sentence(dispatch)
    headline, labels = _unlabelled(_END_MARKS.sub("", _folded(printed)))
    marks = (dispatch.take_key or "", *(dispatch.slugline_raw or "").split(",")[1:])
    labels += [label for mark in marks if (label := _label(mark.strip(" ()")))]
    name, number = min(labels, key=lambda label: _RANK[label[0]], default=(None, None))
    return replace(
        dispatch,
        headline=headline,
        headline_raw=dispatch.headline_raw or (printed if headline != printed and not derived else None),
        headline_derived=derived and bool(headline),
        version_label=dispatch.version_label or name,
        version_number=dispatch.version_number if dispatch.version_label else number,
    )


_SENTENCE = re.compile(r".{25,200}?(?<![A-Z])[.!?][\"”’)]*(?=\s|$)|.{1,200}(?=\s|$)|.{1,200}", re.DOTALL)


def _first_sentence(dispatch: Dispatch) -> str:
    found = _SENTENCE.match(_folded(dispatch.paragraphs[0])) if dispatch.paragraphs else None
    return found.group() if found else dispatch.slugline or dispatch.slugline_raw or ""


_BEFORE_SLUG = re.compile(r"(?:(?:bc|am|pm|ap)-+|[A-Z]{2}--)+(?=\w)", re.IGNORECASE)
_BEHIND_SLUG = re.compile(r"\s*(?:[,(<].*|\s\d\d-\d\d(?:\s.*)?|/+)$")
_SLUG_JOINTS = re.compile(r"[-/\s]+|(?<=[a-z])(?=[A-Z])")


def _with_slug(dispatch: Dispatch) -> Dispatch:
    if not dispatch.slugline_raw:
        return dispatch
    core = _BEHIND_SLUG.sub("", _BEFORE_SLUG.sub("", _folded(dispatch.slugline_raw), count=1)).strip()
    slugline = dispatch.slugline or core or None
    keywords = dispatch.keywords or tuple(dict.fromkeys(part for part in _SLUG_JOINTS.split(slugline or "") if part))
    return replace(dispatch, slugline=slugline, keywords=keywords)


_TEST = re.compile(r"impressum|(?:this is a )?test(?: message| only)?|blah blah blah", re.IGNORECASE)


def _kind(dispatch: Dispatch) -> Kind:
    if dispatch.kind != "story":
        return dispatch.kind
    if any(_TEST.fullmatch(text.strip(" .!*")) for text in (dispatch.headline, *dispatch.paragraphs[:1])):
        return "test"
    if dispatch.body_format == "table":
        return "table"
    if dispatch.version_label == "advisory":
        return "advisory"
    return "story" if dispatch.paragraphs else "alert"


_HAS_PREFIX = re.compile(r"[A-Za-z][\w.+-]*:")


def _identified(dispatch: Dispatch) -> Dispatch:
    """Fills `uri` (a bare identifier gets a prefix, none becomes that of the bytes) and `key`."""
    uri, checksum = dispatch.uri.strip(), dispatch.provenance.sha256
    if not uri:
        uri = f"sha256:{checksum}"
    elif not _HAS_PREFIX.match(uri):
        prefix = re.sub(r"[^\w.+-]+", "-", dispatch.provider or dispatch.agency or dispatch.provenance.format)
        uri = f"{prefix if prefix[:1].isalpha() and prefix.isascii() else f'x-{prefix}'}:{uri}"
    key = hashlib.sha256("\n".join((uri, dispatch.version or "", checksum)).encode("utf-8", "replace")).hexdigest()[:16]
    return replace(dispatch, uri=uri, key=key)


def _doubts(dispatch: Dispatch) -> list[WireWarning]:
    """What the dateline leaves open, and what decoding lost."""
    found, dateline = [], dispatch.dateline
    if dispatch.provenance.replacements:
        found.append(WireWarning("replaced-characters", str(dispatch.provenance.replacements)))
    if dateline and dateline.date_text and not dateline.date and not dispatch.versioncreated:
        found.append(WireWarning("no-year", dateline.text))
    if dateline and dateline.weekday and dateline.date and dateline.date.strftime("%A") != dateline.weekday:
        found.append(WireWarning("weekday-mismatch", f"{dateline.weekday} {dateline.date}"))
    if dateline and dateline.place and dateline.rule == "unresolved":
        found.append(WireWarning("unresolved-place", dateline.place))
    return found


_BODIES = (
    "Agency|Ministry|Commission|Council|Committee|Department|Organi[sz]ation|Parliament|Government|Association|Corporation|Administration|Authority"
    "|Federation|University|Institute|Assembly|Congress|Senate|Party|Union|Reserve|Court|Office|Bureau|Service"
)
_COMMON_WORDS = (
    "said|says|saying|officials?|monitors?|inspectors?|has|had|have|was|were|will|would|and|from|for|with|which|that|the|members?|leaders?|chief|head"
    "|president|minister|spokesman|spokeswoman|reports?|reported|statement|sources?|experts?|staff|meeting|talks|also|after|before|about|into|over"
)
_RUN_ON = re.compile(rf"\b(?:{_BODIES})(?:{_COMMON_WORDS})\b")
_OPEN_OR_CLOSE = re.compile(r"[\"“”]")
_QUOTED_SHOWN = 40


def _damage(dispatch: Dispatch) -> list[WireWarning]:
    """Words that run together and quotation marks never closed; the text stays as received."""
    found = []
    texts = dispatch.paragraphs
    for number, text in enumerate(texts):
        found += [WireWarning("run-on-word", word.group(), number) for word in _RUN_ON.finditer(text)]
        following = texts[number + 1] if number + 1 < len(texts) else ""
        if (at := _never_closed(text)) is not None and not _goes_on(text[at + 1 :], following):
            found.append(WireWarning("unbalanced-quote", text[at : at + _QUOTED_SHOWN], number))
    return found


def _never_closed(text: str) -> int | None:
    """Where a quotation opens in a paragraph that does not close it, or None."""
    if text.count('"') % 2 == 0 and text.count("“") <= text.count("”"):
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
