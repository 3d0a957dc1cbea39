"""A plain object whose names are those of our table of fields (dispatch.py), or of its column "also called", to a dispatch.

So what wiresearch writes (`inspect --json`, `search --ndjson`) can be read again, and what others export under the usual names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from wiresearch import agencies
from wiresearch.config import Limits
from wiresearch.dispatch import BodyFormat, Dateline, Dispatch, Entity, Kind, Provenance, WireTime, WireWarning
from wiresearch.readers import iptc, webtimes
from wiresearch.readers import jsonvalues as values
from wiresearch.readers.story import merged, story

_TABLE = """
uri: uri guid id docid docno newid messageid identifier storyid storiesid articleid uuid an url link weburl articleurl permalink
version: version revisionid
versioncreated: versioncreated datetime date displaydate sent published publishedat pubdate datepublished publishdate
 datepublish publisheddate publicationdate publicationtime publicationdatetime webpublicationdate timestamp time
 updated lastupdateddate datemodified modified modificationdatetime datum fecha
firstcreated: firstcreated created createdat datecreated createddate firstpublishdate
contentcreated: contentcreated
embargoed: embargoed embargo daterelease
expires: expires expiry dateexpire
headline: headline headlineclean title hl1 headlinetext webtitle titel titre titulo título titolo
headline_raw: headlineraw
headlines: headlines headline2 hl2 subtitle subheadline
slugline: slugline slug keywordline
slugline_raw: sluglineraw serviceslug
keywords: keywords keyword tags
service: service services product selector category edition section
 sectionname articlesection newsdesk ressort seccion sección rubrique
sequence: sequence transmissionref number usn
dateline: dateline datelinetext datelineplace datelinecity
located: located
byline: byline by author authorname creator writer autor auteur autore
authors: authors credits
agency: agency authoragency source sourcename quelle fuente sourcedomain domain
infosource: infosource agenciescredited publisher publishername medianame newspaper publication
provider: provider redistributor
paragraphs: paragraphs body text content bodytext bodyhtml articlebody contenthtml contenttext fulltext maintext storytext articletext
 contents contentelements document article story html texte texto testo leadparagraph
abstract: abstract dek summary description descriptions teaser standfirst
ednote: ednote advisoryline edmsg eds editorsnote editornote notetoeditors
signoff: signoff
creditline: creditline credit
usageterms: usageterms
copyrightnotice: copyrightnotice copyright
body_format: bodyformat
urgency: urgency edurg
priority_raw: priorityraw priority prioritycode
take_key: takekey
version_label: versionlabel label
version_number: versionnumber
series_part: seriespart
pubstatus: pubstatus managementstatus
signals: signals signal edstat
supersedes: supersedes rewriteof managementdocidref evolvedfrom
subject: subject subjects topics codes
genre: genre genres
person: person persons people
organisation: organisation organisations orgs
place: place places
event: event events
entities: entities
language: language lang inlanguage languagecode sprache
wordcount_declared: wordcountdeclared words wordcount
kind: kind
provenance: provenance
"""
_ROWS = [row.split(": ") for row in _TABLE.strip().replace("\n ", " ").split("\n")]
ALIASES: dict[str, str] = {alias: field for field, names in _ROWS for alias in names.split()}
"""Name in small letters, without `_`, `-`, `.`, `@` and blanks -> field of ours."""
FIELDS = frozenset(ALIASES.values())
_RANK = {alias: rank for _, names in _ROWS for rank, alias in enumerate(names.split())}
_EPOCH = re.compile(r"1\d{9}|1\d{12}")
_INNER = ("rendered", "main", "basic", "value", "text", "html", "content", "body")
"""Under these names an object holds the text that others give as such: WordPress, the New York Times."""
_OF_TEXT = ("paragraph", "text", "sanitized_html")
_JOINTS = str.maketrans("", "", "_-. @")
_CONTENT = {"headline", "paragraphs"}
_TIMES = ("versioncreated", "firstcreated", "contentcreated", "embargoed", "expires")
_WORDS = ("version", "slugline", "slugline_raw", "sequence", "signoff", "take_key", "series_part", "priority_raw", "supersedes")
_LINES = ("located", "creditline", "usageterms", "copyrightnotice")
_LISTS = {"service": ("code", "name"), "genre": ("name", "code"), "signals": ("code", "name")}
_ENTITIES: tuple[values.Kind, ...] = ("person", "organisation", "place", "event")


def named(value: Mapping[str, Any]) -> dict[str, Any]:
    """The values under our names, of two names of one field the first of the table; what has no name here is left out."""
    found = ((ALIASES.get(alias := key.lower().translate(_JOINTS)), alias, _folded(member)) for key, member in value.items())
    filled = [(field, alias, member) for field, alias, member in found if field and member not in (None, "", [], {})]
    return {field: member for field, _, member in sorted(filled, key=lambda item: -_RANK[item[1]])}


def _folded(member: Any) -> Any:
    return {key.lower(): inner for key, inner in member.items()} if isinstance(member, dict) else member


def recognises(value: Any) -> bool:
    """Whether an object has a headline or a text, and something else of ours."""
    if not isinstance(value, dict):
        return False
    fields = named(value)
    return not _CONTENT.isdisjoint(fields) and len(fields) >= 2


def dispatch(value: Mapping[str, Any], provenance: Provenance, limits: Limits) -> Dispatch | None:
    """The dispatch of one object, None where there is no headline and no text in it. Raises MalformedDispatch."""
    given = named(value)
    if isinstance(given.get("headlines"), dict):
        given.setdefault("headline", given.pop("headlines"))
    given |= {name: _inner(given[name]) for name in ("headline", "paragraphs", "abstract", "ednote") if name in given}
    fields: dict[str, Any] = {name: values.text(given.get(name)) or None for name in _WORDS}
    fields |= {name: values.line(given.get(name)) or None for name in _LINES}
    fields |= {name: values.texts(given.get(name), *keys) for name, keys in _LISTS.items()}
    fields |= {name: _time(given.get(name)) for name in _TIMES}
    fields["versioncreated"] = fields["versioncreated"] or (None if "versioncreated" in given else fields["firstcreated"])
    fields |= _who(given)
    headline, *others = [*filter(None, map(values.line, values.texts(given.get("headline"), "value"))), ""]
    text = _text(given, headline, limits, provenance.source)
    if not headline and not text["paragraphs"]:
        return None
    kind = given.get("kind")
    fields |= {
        "uri": next(iter(values.texts(given.get("uri"), "$oid", "rendered", "value")), ""),
        "keywords": values.keywords(given.get("keywords")),
        "headline": headline,
        "headline_raw": values.text(given.get("headline_raw")) or None,
        "headlines": tuple(filter(None, map(values.line, [*others, *values.texts(given.get("headlines"), "value")]))),
        "abstract": "\n".join(values.texts(given.get("abstract"), "value")) or None,
        "ednote": values.note(*values.texts(given.get("ednote"))),
        "urgency": values.urgency(given.get("urgency")),
        "version_label": values.text(given.get("version_label")) or iptc.label(fields["signals"], headline),
        "version_number": values.whole(given.get("version_number")),
        "pubstatus": iptc.pubstatus(values.text(given.get("pubstatus"))),
        "subject": values.subjects(given.get("subject", [])),
        "entities": values.merged(_entities(given)),
        "language": iptc.language(values.text(given.get("language"))),
        "wordcount_declared": values.whole((value if "provenance" in value else given).get("wordcount_declared")) or None,
    }
    if kind in get_args(Kind):
        fields["kind"] = kind
    doubts = [
        WireWarning("bad-date", values.text(given[name])[:80]) for name in _TIMES if values.text(given.get(name)) and not fields[name]
    ]
    warnings = (*provenance.warnings, *_warnings(given.get("provenance")), *doubts)
    return replace(Dispatch(replace(provenance, warnings=warnings)), **merged(fields, text))


def _inner(value: Any) -> Any:
    """The text in an object that is there to hold it, and all else as it is."""
    return next((value[key] for key in _INNER if value.get(key)), value) if isinstance(value, dict) else value


def _text(given: Mapping[str, Any], headline: str, limits: Limits, source: str) -> dict[str, Any]:
    """Paragraphs as a list, or a text or HTML that has them."""
    text, dateline = given.get("paragraphs"), _dateline(given.get("dateline"))
    if pieces := _pieces(text):
        text = "".join(f"<p>{piece}</p>" for piece in pieces)
    if isinstance(text, list):
        fields: dict[str, Any] = {"paragraphs": tuple(filter(None, map(values.text, text))), "dateline": dateline}
    else:
        fields = story(values.body(text, limits, source).body, dateline, headline)
    declared = given.get("body_format")
    return fields | {"body_format": declared} if declared in get_args(BodyFormat) else fields


def _pieces(value: Any) -> list[str]:
    """The paragraphs of an article in pieces, as newspapers keep it, without its pictures, headings and notes on the writer."""
    items = values.objects(value) if isinstance(value, list) else []
    of_text = (item for item in items if values.first(item.get("subtype"), item.get("type")) in _OF_TEXT)
    return [piece for item in of_text if (piece := values.first(item.get("content"), item.get("text")))]


def _who(given: Mapping[str, Any]) -> dict[str, Any]:
    bylines = [iptc.byline(values.line(name)) for name in values.texts(given.get("byline"), "name", "original", "value")]
    printed, people = bylines[0] if bylines else {}, given.get("authors")
    authors = dict.fromkeys(name for byline in bylines for name in byline.get("authors", ()))
    source = next(iter(values.texts(given.get("agency"), "name", "title", "code", "id")), "")
    code = agencies.named(source) or agencies.credit(source)
    credited = (*values.texts(given.get("infosource"), "name", "code"), *printed.get("infosource", ()))
    return {
        **printed,
        "authors": values.texts(people.get("by", people) if isinstance(people, dict) else people, "name") or tuple(authors),
        "agency": code or iptc.agency(*credited),
        "infosource": iptc.credited([*credited, *([source] if source and not code else [])]),
        "provider": next(iter(values.texts(given.get("provider"), "name", "code", "id")), None),
    }


def _time(value: Any) -> WireTime | None:
    """A time as computers or people write it, or a `WireTime` as we do, or an object of MongoDB."""
    if isinstance(value, dict):
        found = _time(value.get("when") or value.get("$date") or value.get("$numberLong"))
        return replace(found, inferred=values.text(value.get("inferred")) or None) if found else None
    printed = values.text(value)
    return values.time(int(printed) if _EPOCH.fullmatch(printed) else value) or webtimes.time(printed)


def _dateline(value: Any) -> Dateline | None:
    printed = values.line(value.get("text") if isinstance(value, dict) else value)
    return Dateline(printed) if printed else None


def _entities(given: Mapping[str, Any]) -> Iterator[Entity]:
    """Those of the feed; what rules once found they will find again."""
    for kind in _ENTITIES:
        yield from values.entities(kind, given.get(kind, []))
    for item in values.objects(given.get("entities")):
        kind_of_item = item.get("kind")
        if kind_of_item in _ENTITIES and item.get("origin") == "feed":
            yield from values.entities(kind_of_item, item)


def _warnings(provenance: Any) -> Iterable[WireWarning]:
    """Damage that an earlier reading told of."""
    told = values.objects(provenance.get("warnings")) if isinstance(provenance, dict) else []
    return [WireWarning(values.text(item.get("code")), values.text(item.get("detail"))) for item in told if values.text(item.get("code"))]
