"""RSS (all versions, RDF, and WordPress exports) and Atom: each item or entry is a dispatch.

Names stand without their namespaces (markup.py), for many wires put the text into one of their own beside a stub.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wiresearch import agencies
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Provenance, RawDocument, WireTime
from wiresearch.errors import Skipped
from wiresearch.readers import blocks, bylines, heading, iptc, markup, nitf, sgml, text, webtimes
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body

NAME = "rss-atom"
VERSION = 1
RECOGNISES = "the first element is rss, RDF or feed"

_ROOTS = frozenset({"rss", "RDF", "feed"})
_ITEMS = frozenset({"item", "entry"})
_TEXTS = ("encoded", "content", "body", "fulltext", "full-text", "text", "story", "bodytext", "articleBody", "description", "summary")
"""Elements that may hold the text, the likelier first."""
_SHORT = ("summary", "description", "excerpt", "subtitle")
_PUBLISHED = ("published", "pubDate", "issued", "created", "date", "post_date_gmt", "post_date")
_UPDATED = ("updated", "modified", "lastBuildDate", "post_modified_gmt", "post_modified")
_NO_POSTS = frozenset({"attachment", "nav_menu_item", "revision", "page", "custom_css", "wp_navigation"})
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CREDITED = re.compile(r"([A-Z][\w.]{1,12}) [-–—] (?=[A-Z\"“])")
"""Yahoo puts the name of the agency where a dateline would stand."""
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")
_NOTHING = Body((), is_table=False)
_KIND = "#kind"
"""Ends the scheme of the category by which Blogger tells posts from comments and settings."""
_CODE = re.compile(
    r"\[(caption|embed|audio|video)\b[^\]]{0,2000}\].{0,5000}?\[/\1\]|\[[a-z][\w-]{0,40}\s+[\w-]{1,40}=[^\]]{0,2000}\]|\[/[a-z][\w-]{0,40}\]",
    re.DOTALL,
)
"""What WordPress puts something in the place of: a picture with its caption, a gallery, a form."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_LINK = re.compile(r"The post .{1,400} appeared first on .{1,200}\.|(?:Continue reading|Read (?:more|the rest)\b|Tags:).{0,200}", re.DOTALL)
_STUB = 2
"""A text of another element this many times as long as the likelier one shows that the likelier is a stub."""


def sniff(raw: RawDocument) -> float:
    """1 if the first element is rss, RDF or feed, else 0."""
    return 1.0 if markup.root(raw.head) in _ROOTS else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each item with a title or text as a dispatch. Raises ReadError, and Skipped for a feed without any."""
    found = False
    for document in markup.documents(raw, limits, NAME, VERSION, _ROOTS):
        channel = document.root.find("channel")
        channel = document.root if channel is None else channel
        known, people = _channel(channel), _people(channel)
        items = [element for element in document.root.iter() if element.tag in _ITEMS]
        for number, (item, provenance) in enumerate(zip(items, _provenances(document, items), strict=True), 1):
            told = fields(item, limits, raw.source, people)
            if told:
                found = True
                if provenance is document.provenance:
                    told.setdefault("uri", f"sha256:{provenance.sha256}#{number}")
                yield Dispatch(provenance, **(known | told))
    if not found:
        raise Skipped("a feed without any text")


def _provenances(document: markup.XmlDocument, items: list[Element]) -> list[Provenance]:
    """Where each item is; the whole document where the bytes of each cannot be told."""
    whole = document.provenance
    records = list(sgml.records(io.BytesIO(document.data), items[0].tag, len(document.data), whole.source)) if items else []
    if len(records) != len(items):
        return [whole] * len(items)
    return [
        replace(whole, offset=whole.offset + record.offset, length=len(record.data), sha256=hashlib.sha256(record.data).hexdigest())
        for record in records
    ]


def _channel(channel: Element) -> dict[str, Any]:
    """What the feed says of all its items."""
    tag = blocks.line(channel.find("language")) or channel.get(markup.LANG) or ""
    fields = {
        "provider": blocks.line(channel.find("title")),
        "language": webtimes.language(tag),
        "copyrightnotice": _first(channel, "copyright", "rights"),
    }
    return {name: value for name, value in fields.items() if value}


def _people(channel: Element) -> dict[str, str]:
    """What the writers are called whose posts name them by their accounts."""
    writers = ((_first(writer, "author_login"), _first(writer, "author_display_name")) for writer in channel.findall("author"))
    return {login: name for login, name in writers if login and name}


def fields(item: Element, limits: Limits, source: str, people: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The fields of an item that are filled; none for one that is no text. `people` are writers by the names of their accounts."""
    kinds = {category for category in item.findall("category") if (category.get("scheme") or "").endswith(_KIND)}
    if _first(item, "post_type") in _NO_POSTS or any(not (kind.get("term") or "").endswith("#post") for kind in kinds):
        return {}
    printed_fields, short = _told(item, limits, source)
    printed = printed_fields.pop("headline", "")
    title = _first(item, "title", "headline")
    if not title and not printed_fields["paragraphs"]:
        return {}
    published, updated = _time(item, _PUBLISHED), _time(item, _UPDATED)
    link = _link(item)
    topics = [element for element in (*item.findall("category"), *item.findall("subject")) if element not in kinds]
    categories = [blocks.line(element) or element.get("label") or element.get("term") or "" for element in topics]
    names = [name for element in (*item.findall("creator"), *item.findall("author")) for name in _names(element)]
    writers = [(people or {}).get(name, name) for name in names]
    source_name = _source(item)
    declared: dict[str, Any] = {
        "headline": title or printed,
        "headlines": (printed, *printed_fields.pop("headlines", ())) if printed and title and printed != title else (),
        "uri": _first(item, "guid", "id") or item.get(f"{_RDF}about") or link,
        "versioncreated": updated or published,
        "firstcreated": published,
        "keywords": tuple(dict.fromkeys(filter(None, (*categories, *_first(item, "keywords").split(","))))),
        "copyrightnotice": _first(item, "rights", "copyright"),
        "language": webtimes.language(_first(item, "language") or item.get(markup.LANG) or ""),
        "abstract": short,
    }
    if _first(item, "status") in ("draft", "private", "pending", "trash"):
        declared["pubstatus"] = "withheld"
    if (status := iptc.pubstatus(item.findtext("NewsManagement/PublishingStatus"))) != "usable":
        declared["pubstatus"] = status
    declared |= heading.signed(writers) | iptc.byline(_first(item, "byline"))
    if printed_fields["paragraphs"] and (begun := _CREDITED.match(printed_fields["paragraphs"][0])) and (code := agencies.named(begun[1])):
        printed_fields["paragraphs"] = (printed_fields["paragraphs"][0][begun.end() :], *printed_fields["paragraphs"][1:])
        declared["agency"] = code
    if source_name:
        code = agencies.named(source_name)
        declared["agency"] = code or declared["agency"]
        declared["infosource"] = tuple(dict.fromkeys((code or source_name, *declared["infosource"])))
    return printed_fields | {name: value for name, value in declared.items() if value}


def _told(item: Element, limits: Limits, source: str) -> tuple[dict[str, Any], str]:
    """What the text of an item says, which may be NITF, and a shorter text beside it."""
    inner = item.find("content/nitf")
    if inner is not None:
        return nitf.fields(inner), _first(item, *_SHORT)
    story, short = _texts(item, limits, source)
    found, _ = text.read("\n\n".join(story.paragraphs).split("\n"), headed=False)
    return found | ({"body_format": "table"} if story.is_table else {}), short


def _texts(item: Element, limits: Limits, source: str) -> tuple[Body, str]:
    """The text of an item, and a shorter one beside it."""
    bodies: dict[str, Body] = {}
    is_post = item.find("post_type") is not None
    own = [child for child in item if not _is_media(child)]
    for child in (*own, *(inner for outer in own if outer.tag not in _TEXTS for inner in outer)):
        if child.tag in _TEXTS or child.tag == "excerpt":
            printed = child.text or ""
            if is_post:
                printed = _BLANK_LINE.sub("\n<p>", _CODE.sub("", printed))
            found = _without_link(blocks.body(child) if len(child) else blocks.body_of(printed, limits, source))
            tag = "excerpt" if is_post and child.tag in bodies else child.tag  # WordPress: content:encoded, then excerpt:encoded
            if _size(found) > _size(bodies.get(tag, _NOTHING)):
                bodies[tag] = found
    ranked = sorted(bodies, key=lambda tag: _TEXTS.index(tag) if tag in _TEXTS else len(_TEXTS))
    if not ranked:
        return _NOTHING, ""
    best = max(bodies, key=lambda tag: _size(bodies[tag]))
    if _size(bodies[best]) < _STUB * _size(bodies[ranked[0]]):
        best = ranked[0]
    short = next((bodies[tag] for tag in _SHORT if tag in bodies and tag != best), _NOTHING)
    return bodies[best], "\n".join(short.paragraphs)


def _is_media(element: Element) -> bool:
    """Whether an element is of Media RSS, whose names are those of texts: a picture or a film, with title and caption."""
    is_of_file = element.get("url") or element.get("medium") or (element.tag == "description" and element.get("type"))
    return bool(is_of_file) or any(child.tag in ("content", "thumbnail") and child.get("url") for child in element)


def _without_link(found: Body) -> Body:
    """A text without the links at its end: `The post Tea appeared first on The Cup.`, `Read more`."""
    end = len(found.paragraphs)
    while end > 1 and _LINK.fullmatch(found.paragraphs[end - 1]):
        end -= 1
    return replace(found, paragraphs=found.paragraphs[:end])


def _source(item: Element) -> str:
    """The name of the feed or agency that an item is taken from."""
    element = item.find("source")
    if element is None:  # a credit with a role is that of a picture
        return next((blocks.line(credit) for credit in item.findall("credit") if not credit.get("role")), "")
    return _first(element, "title") or ("" if len(element) else blocks.line(element))


def _names(element: Element) -> list[str]:
    """Names of people: `Jane Doe`, `<name>Jane Doe</name>`, `jane@example.org (Jane Doe)`, `By Jane Doe and John Roe`."""
    printed = _first(element, "name") if len(element) else blocks.line(element)
    if found := _MAIL_AND_NAME.fullmatch(printed):
        return [found[1]]
    return bylines.people(printed)


def _size(found: Body) -> int:
    return sum(map(len, found.paragraphs))


def _first(element: Element, *names: str) -> str:
    """The text of the first of the children called so that has any."""
    return next((said for name in names for child in element.findall(name) if (said := blocks.line(child))), "")


def _time(item: Element, names: tuple[str, ...]) -> WireTime | None:
    return next((time for name in names if (time := webtimes.time(_first(item, name)))), None)


def _link(item: Element) -> str:
    """The address of the item: text in RSS, an attribute in Atom, where it is the alternate one."""
    links = item.findall("link")
    hrefs = [link.get("href") for link in links if link.get("href") and link.get("rel") in (None, "alternate")]
    return next(filter(None, [*(blocks.line(link) for link in links), *hrefs]), "")
