"""A dispatch on its way through normalising: each step of it, and the rules behind the steps."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from functools import lru_cache

from wiresearch import agencies, cleaning, datelines
from wiresearch.dispatch import Dateline, Dispatch, Evidence, Kind, Provenance, WireTime, WireWarning, changed
from wiresearch.normalise.damage import damage, doubts, typewritten
from wiresearch.normalise.headline import Headline, cleaned_headline, slug
from wiresearch.normalise.paragraphs import RULE_LINE, cleaned, unsigned, wordcount

_EVIDENCE = 4  # paragraphs that say which of several cities of one name is meant


class Draft:
    """A dispatch while it is normalised. The methods are the steps, to be taken in their order; each fills what the next ones need."""

    __slots__ = (
        "_agency",
        "_agency_rule",
        "_dateline",
        "_dispatch",
        "_headline",
        "_paragraphs",
        "_signed",
        "_signoff",
        "_time",
        "_warnings",
        "_words",
    )

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def clean(self) -> None:
        """Letters as they are kept."""
        self._dispatch = cleaning.cleaned(self._dispatch)

    def fold(self) -> None:
        """White space of the paragraphs."""
        self._paragraphs = cleaned(self._dispatch)

    def unsign(self) -> None:
        """The sign-off from behind the text."""
        self._paragraphs, self._signed = unsigned(self._paragraphs)

    def date(self, year: int | None, day: date | None, neighbour: date | None) -> date | None:
        """The dateline from before the text, and the time; out comes its day, the neighbour of the next dispatch."""
        self._dateline, paragraphs = _dateline(self._dispatch, self._paragraphs, year, day, neighbour)
        if paragraphs is not self._paragraphs:
            self._paragraphs, signed = unsigned(paragraphs)
            self._signed += signed
        self._time = self._dispatch.versioncreated or _time_of_content(self._dispatch) or _time_of(self._dateline) or _time_in_path(day)
        return self._time.day if self._time else neighbour

    def head(self) -> None:
        """The headline."""
        self._headline = cleaned_headline(self._dispatch, self._paragraphs)

    def ascribe(self) -> None:
        """Sign-off and agency, and with them which of several cities the dateline means."""
        self._signoff = " ".join(dict.fromkeys(text for text in (self._dispatch.signoff, *self._signed) if text)) or None
        self._agency, self._agency_rule = _agency(self._dispatch, self._dateline, self._signoff)
        if self._dateline and self._dateline.rule:
            self._dateline = datelines.weighed(self._dateline, "\n".join(self._paragraphs[:_EVIDENCE]), self._agency)

    def doubt(self) -> None:
        """What is damaged or doubtful."""
        # Tables keep their quotation marks.
        typed = typewritten(self._dispatch.paragraphs) if self._dispatch.body_format == "text" else []
        self._warnings = doubts(self._dispatch.provenance.replacements, self._dateline, self._time) + typed + damage(self._paragraphs)

    def count(self) -> None:
        """The words."""
        self._words = wordcount(self._paragraphs)

    def finished(self) -> Dispatch:
        """The dispatch with all that was found."""
        dispatch, headline = self._dispatch, self._headline
        slugline, keywords = slug(dispatch)
        uri = _uri(dispatch, self._agency)
        return changed(
            dispatch,
            paragraphs=self._paragraphs,
            signoff=self._signoff,
            dateline=self._dateline,
            headline=headline.text,
            headline_raw=headline.raw,
            headline_derived=headline.derived,
            version_label=headline.label,
            version_number=headline.number,
            agency=self._agency,
            cited_agencies=_cited(dispatch, self._dateline),
            versioncreated=self._time,
            slugline=slugline,
            keywords=keywords,
            uri=uri,
            key=_key(uri, dispatch.version, dispatch.provenance.sha256),
            kind=_kind(dispatch, headline, self._paragraphs),
            wordcount=self._words,
            provenance=_provenance(dispatch, self._dateline, self._agency_rule, self._warnings),
        )


def _dateline(
    dispatch: Dispatch, texts: tuple[str, ...], year: int | None, day: date | None, neighbour: date | None
) -> tuple[Dateline | None, tuple[str, ...]]:
    """The dateline that a reader met, completed, or else one cut from the first paragraph; and the paragraphs without it."""
    known = dispatch.dateline
    if known and known.form is not None:
        return known, texts
    found = datelines.declared(known.text) if known else datelines.match(texts[0]) if texts else None
    if not found:
        return known, texts
    dateline = _completed(found, dispatch, year, day, neighbour)
    if known:
        return dateline, texts
    rest = texts[0][found.span[1] :]
    return dateline, (rest, *texts[1:]) if rest and not RULE_LINE.fullmatch(rest) else texts[1:]


_DATE_IN_PATH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>[0-2]\d|3[01]))?)?(?!\d)")


def _completed(found: datelines.DatelineMatch, dispatch: Dispatch, year: int | None, day: date | None, neighbour: date | None) -> Dateline:
    """The dateline with its year: of the text, the declared times, the caller, the path below what the user gave, or a neighbour."""
    time = dispatch.versioncreated or dispatch.contentcreated or dispatch.firstcreated
    if time:
        exact = time.precision not in {"month", "year"}
        return datelines.complete(found, reference=time.day if exact else None, year=None if exact else time.day.year)
    path = None if year or day else next(reversed(list(_DATE_IN_PATH.finditer(dispatch.provenance.source))), None)
    if not path and not day:
        return datelines.complete(found, reference=None, year=year, neighbour=neighbour)
    dateline = datelines.complete(found, reference=day or (_day_of(path) if path else None), year=int(path["year"]) if path else None)
    return dateline if dateline.date_rule in {None, "text"} else changed(dateline, date_rule="path")


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


_IN_PARENTHESES = re.compile(r"\(([^()]{1,80})\)")


def _cited(dispatch: Dispatch, dateline: Dateline | None) -> tuple[str, ...]:
    """With the supplier of tables that stands in the dateline where an agency would."""
    found = _IN_PARENTHESES.search(dateline.text) if dateline and not dateline.agency else None
    code = agencies.credit(found[1]) if found else None
    if not code or agencies.by_code(code).role != "supplier" or code in dispatch.cited_agencies:
        return dispatch.cited_agencies
    return (*dispatch.cited_agencies, code)


def _time_of_content(dispatch: Dispatch) -> WireTime | None:
    """When the content was made, marked as what was not given for the version."""
    time = dispatch.contentcreated
    return changed(time, inferred=time.inferred or "contentcreated") if time else None


def _time_of(dateline: Dateline | None) -> WireTime | None:
    """The date of a dateline as a time, marked where its year was not printed."""
    if not dateline or not dateline.date:
        return None
    when = datetime(dateline.date.year, dateline.date.month, dateline.date.day, tzinfo=UTC)
    return WireTime(when, "day", inferred=None if dateline.date_rule == "text" else dateline.date_rule)


def _time_in_path(day: date | None) -> WireTime | None:
    return WireTime(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", inferred="path") if day else None


_evidence = lru_cache(maxsize=1 << 10)(Evidence)  # of few fields and rules, and mostly from no known place


def _provenance(dispatch: Dispatch, dateline: Dateline | None, agency_rule: str, warnings: list[WireWarning]) -> Provenance:
    """With warnings and evidence added, each once. Only a reader knows where in the text the dateline stands."""
    old = dispatch.provenance
    span = next(((item.start, item.end) for item in old.evidence if item.field == "dateline"), (0, 0))
    evidence = [_evidence("agency", agency_rule, *(span if agency_rule == "dateline" else (0, 0)))] if agency_rule else []
    if dateline and dateline.form is not None:
        evidence.append(_evidence("dateline", f"form {dateline.form}", *span))
        if dateline.date and dateline.date_rule:
            evidence.append(_evidence("date", f"dateline, year from {dateline.date_rule}", *span))
    have = {item.field for item in old.evidence}
    return changed(
        old,
        warnings=(*old.warnings, *(warning for warning in dict.fromkeys(warnings) if warning not in old.warnings)),
        evidence=(*old.evidence, *(item for item in evidence if item.field not in have)),
    )


_TEST = re.compile(r"impressum|(?:this is a )?test(?: message| only)?|blah blah blah", re.IGNORECASE)


def _kind(dispatch: Dispatch, headline: Headline, texts: tuple[str, ...]) -> Kind:
    if dispatch.kind != "story":
        return dispatch.kind
    if any(_TEST.fullmatch(text.strip(" .!*")) for text in (headline.text, *texts[:1])):
        return "test"
    if dispatch.body_format == "table":
        return "table"
    if headline.label == "advisory":
        return "advisory"
    elsewhere = any(warning.code == "text-elsewhere" for warning in dispatch.provenance.warnings)
    return "story" if texts or elsewhere else "alert"


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
