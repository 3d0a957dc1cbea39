"""The record of one news-wire dispatch, and what it is made of.

Names follow IPTC (ninjs 2.1 and 3.0) where ninjs has one; docs/fields.md says which of them can be searched. All are
values: a later step returns a new `Dispatch` and never changes one. Sequences are tuples.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, BinaryIO, Literal, TypeVar, get_args

Precision = Literal["s", "min", "day", "month", "year"]
Kind = Literal["story", "alert", "advisory", "table", "test"]
Status = Literal["current", "superseded", "killed", "withheld"]
BodyFormat = Literal["text", "table", "pre"]
Pubstatus = Literal["usable", "withheld", "canceled"]
NameKind = Literal["person", "organisation", "place"]
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WireTime:
    """A time as the wire gives it.

    `when` is an aware datetime; a time without zone is kept as if UTC with `tz_declared` False and never shifted.
    `inferred` names the rule by which the year was worked out, or is None when it was read.
    """

    when: datetime
    precision: Precision = "s"
    tz_declared: bool = False
    inferred: str | None = None

    @property
    def day(self) -> date:
        """The civil date as printed, in no other zone than its own."""
        return self.when.date()

    @property
    def text(self) -> str:
        """ISO 8601 to the precision known; `Z` or an offset only where the source declared a zone."""
        if self.precision == "year":
            return self.when.strftime("%Y")
        if self.precision == "month":
            return self.when.strftime("%Y-%m")
        if self.precision == "day":
            return self.when.date().isoformat()
        printed = self.when if self.tz_declared else self.when.replace(tzinfo=None)
        spec = "minutes" if self.precision == "min" else "auto"
        return printed.isoformat(timespec=spec).replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject code: `scheme` is "subj", "medtop", "reuters-topic" ...; `name` its label or None."""

    code: str
    scheme: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where, when and by whom a dispatch says it was filed.

    `text` is literal. `place` is the place as printed, `city` its English name, `country` ISO 3166-1 alpha-2,
    `candidates` the successor states of a dissolved country while undecided. `date_text` is ISO 8601, `--08-13` where
    the text has no year, and perhaps a day that does not exist, which `date` never is. `agency` is the code of the agency
    printed in it. `form` is the number of the grammar rule, `rule` how the country was found, `date_rule` where the year
    came from, `confidence` (0-1) that of the place, `span` code-point offsets in the paragraph or line it was found in.
    """

    text: str
    place: str | None = None
    city: str | None = None
    area: str | None = None
    country: str | None = None
    candidates: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    date: date | None = None
    date_text: str | None = None
    weekday: str | None = None
    agency: str | None = None
    form: int | None = None
    rule: str | None = None
    date_rule: str | None = None
    confidence: float = 0.0
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place ... named in a dispatch.

    `name` is the canonical label, `surfaces` the forms as found, `code` an ISO country or agency code, `origin` tells
    entities of the feed from those found by rules or a model. `spans` are (paragraph, start, end) in code points.
    """

    kind: Literal["person", "organisation", "place", "event", "demonym", "acronym"]
    name: str
    surfaces: tuple[str, ...] = ()
    code: str | None = None
    country: str | None = None
    origin: Literal["feed", "rules", "model"] = "rules"
    rule: str | None = None
    confidence: float = 1.0
    mentions: int = 1
    spans: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WireWarning:
    """Damage or doubt in a dispatch: a `code` in kebab case, the words concerned, and the paragraph (from 0) or None."""

    code: str
    detail: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rule found `field`, and where: code-point offsets in the decoded text of the dispatch, 0..0 for no known place."""

    field: str
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a dispatch comes from and how it was read.

    `source` is the path as the user gave it (`outer!inner` for members of a container); `offset` and `length` (bytes)
    and `sha256` (hex) are of the dispatch's own bytes. `replacements` counts U+FFFD put in by decoding.
    """

    source: str
    offset: int
    length: int
    sha256: str
    format: str
    encoding: str
    replacements: int = 0
    reader_version: int = 1
    warnings: tuple[WireWarning, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one source.

    `source` names it in messages and provenance, `head` is its beginning (at most 20,000 bytes, for sniffing) and
    `open()` gives a fresh, bounded binary stream from the start. `encoding` is the user's override or None, `columns` the
    user's mapping of the columns of a table to fields (readers/csvtable.py), or "".
    """

    source: str
    head: bytes
    open: Callable[[], BinaryIO]
    encoding: str | None = None
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One dispatch. `provenance` is always there; everything else is empty when the wire does not say it."""

    provenance: Provenance
    key: str = ""
    uri: str = ""
    version: str | None = None
    versioncreated: WireTime | None = None
    firstcreated: WireTime | None = None
    contentcreated: WireTime | None = None
    embargoed: WireTime | None = None
    expires: WireTime | None = None
    headline: str = ""
    headline_raw: str | None = None
    headline_derived: bool = False
    headlines: tuple[str, ...] = ()
    slugline: str | None = None
    slugline_raw: str | None = None
    keywords: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    sequence: str | None = None
    dateline: Dateline | None = None
    located: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    infosource: tuple[str, ...] = ()
    provider: str | None = None
    cited_agencies: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    abstract: str | None = None
    ednote: str | None = None
    signoff: str | None = None
    creditline: str | None = None
    usageterms: str | None = None
    copyrightnotice: str | None = None
    body_format: BodyFormat = "text"
    urgency: int | None = None
    priority_raw: str | None = None
    take_key: str | None = None
    version_label: str | None = None
    version_number: int | None = None
    series_part: str | None = None
    pubstatus: Pubstatus = "usable"
    signals: tuple[str, ...] = ()
    status: Status = "current"
    chain: str = ""
    supersedes: str | None = None
    killed_by: str | None = None
    duplicate_of: str | None = None
    subject: tuple[Subject, ...] = ()
    genre: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    language: str | None = None
    language_detected: str | None = None
    wordcount: int = 0
    wordcount_declared: int | None = None
    type: Literal["text"] = "text"
    kind: Kind = "story"
    countries: tuple[str, ...] = ()
    countries_all: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        """The one civil date that `date:`, facets and histograms use, or None."""
        return self.versioncreated.day if self.versioncreated else None


def made(kind: Callable[..., T], /, **fields: Any) -> T:
    """A value of a frozen dataclass with slots, such as a dispatch, in a third of the time that `kind(**fields)` takes.

    Raises TypeError for a name that is no field and for a field that is missing.
    """
    return _finished(_draft(kind)[0](**fields), kind)


def changed(value: T, /, **fields: Any) -> T:
    """A value of a frozen dataclass with slots, with other values in these fields.

    What `dataclasses.replace` gives, in an eighth of its time for a dispatch. Raises AttributeError for a name that is no field.
    """
    kind: Any = value.__class__
    draft_of, values = _draft(kind)
    draft = draft_of(*values(value))
    for name, content in fields.items():
        setattr(draft, name, content)
    copy: T = _finished(draft, kind)
    return copy


@cache
def _draft(kind: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """A class of the same fields that is not frozen, and what takes the values of a dataclass's fields.

    To fill a frozen value takes long, for each of its fields is set through object.__setattr__; a draft is filled and
    then becomes what it is a draft of.
    """
    fields = dataclasses.fields(kind)
    draft = dataclasses.make_dataclass("Draft", [(f.name, Any, dataclasses.field(default=f.default)) for f in fields], slots=True)
    return draft, attrgetter(*(f.name for f in fields))


def _finished(draft: Any, kind: Callable[..., T]) -> T:
    draft.__class__ = kind
    value: T = draft
    return value


def warn(dispatch: Dispatch, *warnings: WireWarning) -> Dispatch:
    """The same dispatch with `warnings` added to its provenance, each once, in order."""
    fresh = tuple(w for w in dict.fromkeys(warnings) if w not in dispatch.provenance.warnings)
    if not fresh:
        return dispatch
    return changed(dispatch, provenance=changed(dispatch.provenance, warnings=dispatch.provenance.warnings + fresh))


def to_record(value: Any) -> Any:
    """A dispatch, or any part of one, as plain JSON values under the names of the dataclasses.

    Times are ISO 8601 text; a `WireTime` is an object that also holds its precision, zone flag and rule.
    """
    if isinstance(value, WireTime):
        return {"when": value.text, "precision": value.precision, "tz_declared": value.tz_declared, "inferred": value.inferred}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_record(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_record(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
