"""What a saved page of the web says of itself: JSON-LD (schema.org NewsArticle), then `meta` (Open Graph, Dublin Core, article:*), then
microdata and the title.
"""

from __future__ import annotations

import html as _html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from wiresearch.readers import blocks, bylines, heading, webtimes
from wiresearch.readers.markup import Element

_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)$")
_PUBLISHED_NAMES = """
article:published_time og:article:published_time datepublished date dc.date dc.date.issued dc.date.created dcterms.date dcterms.issued
dcterms.created pubdate pdate publishdate publish-date publication_date originalpublicationdate sailthru.date parsely-pub-date
"""
_UPDATED_NAMES = "article:modified_time og:article:modified_time datemodified last-modified dc.date.modified dcterms.modified revision_date"
_AUTHORS = (".//*[@itemprop='author']//*[@itemprop='name']", ".//*[@itemprop='author']", ".//a[@rel='author']")
_SITE = re.compile(r"\s+(?:[|•·»]|[-–—]{1,2})\s+")


def metadata(tree: Element) -> dict[str, Any]:
    """The fields of a dispatch that a page declares, without empty ones; `body`, `dateline` as text, `marked` for an article."""
    data = next(_articles(tree), {})
    metas = _metas(tree)

    def said(keys: tuple[str, ...], *names: str) -> str:
        declared = (_text(data.get(key)) for key in keys)
        return next(filter(None, (*declared, *(metas.get(name, "") for name in names))), "")

    published = webtimes.time(said(("datePublished", "dateCreated"), *_PUBLISHED_NAMES.split()) or _machine_time(tree))
    updated = webtimes.time(said(("dateModified",), *_UPDATED_NAMES.split()))
    address = _canonical(tree) or said(("url", "@id", "mainEntityOfPage"), "og:url")
    fields = {
        "headline": said(("headline", "name"), "og:title", "dc.title", "twitter:title") or blocks.line(_only(tree, "h1")),
        "versioncreated": updated or published,
        "firstcreated": published,
        "provider": said(("publisher", "sourceOrganization"), "og:site_name", "dc.publisher") or (urlsplit(address).hostname or ""),
        "keywords": tuple(_keywords(data.get("keywords") or metas.get("news_keywords") or metas.get("keywords") or "")),
        "abstract": said(("description", "abstract"), "description", "og:description", "dc.description"),
        "service": tuple(_strings(data.get("articleSection"))) or tuple(filter(None, [metas.get("article:section", "")])),
        "uri": address,
        "language": webtimes.language(
            said(("inLanguage",)) or tree.get("lang") or metas.get("content-language") or metas.get("og:locale", "")
        ),
        "copyrightnotice": said(("copyrightNotice",), "copyright", "dc.rights"),
        "dateline": _text(data.get("dateline")),
        "body": _text(data.get("articleBody")),
        "marked": bool(data) or metas.get("og:type") == "article",
    }
    signed = (
        _strings(data.get("author")),
        *([metas.get(name, "")] for name in ("author", "byl", "dc.creator", "article:author")),
        [_signed(tree)],
    )
    writers = next(filter(None, map(_people, signed)), [])
    return {name: value for name, value in (fields | heading.signed(writers)).items() if value}


def title(tree: Element) -> str:
    """The title of a page without the name of the site behind or before it, the longest part of it."""
    printed = blocks.line(tree.find(".//title"))
    return max(_SITE.split(printed), key=len, default="") if printed else ""


def _articles(tree: Element) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD that describe an article."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            waiting = [json.loads(script.text.strip().removesuffix(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting[:0] = item
            elif isinstance(item, dict):
                if any(_ARTICLE.search(kind) for kind in _strings(item.get("@type"))):
                    yield item
                waiting[:0] = [item[key] for key in ("@graph", "mainEntity") if key in item]


def _metas(tree: Element) -> dict[str, str]:
    """The contents of `meta` under their names in small letters, the first of each."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and (content := " ".join((meta.get("content") or "").split())):
            metas.setdefault(name.lower(), content)
    return metas


def _machine_time(tree: Element) -> str:
    """The first time in microdata, or of a `time` element."""
    for path in (".//*[@itemprop='datePublished']", ".//time[@pubdate]", ".//article//time[@datetime]", ".//time[@datetime]"):
        if (element := tree.find(path)) is not None:
            return str(element.get("content") or element.get("datetime") or blocks.line(element))
    return ""


def _signed(tree: Element) -> str:
    """The first writer that microdata or a link name."""
    return next(filter(None, (blocks.line(tree.find(path)) for path in _AUTHORS)), "")


def _canonical(tree: Element) -> str:
    element = tree.find(".//link[@rel='canonical']")
    return (element.get("href") or "").strip() if element is not None else ""


def _only(tree: Element, tag: str) -> Element | None:
    """The one element of this name that has text, None where there are several."""
    found = [element for element in tree.iter(tag) if blocks.line(element)]
    return found[0] if len(found) == 1 else None


def _text(value: Any) -> str:
    """A text of JSON-LD: a string, often escaped as in a page, or the name or address of an object."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return next(filter(None, (_text(value.get(key)) for key in ("name", "@id", "url", "@value"))), "")
    return _html.unescape(value).strip() if isinstance(value, str) else ""


def _strings(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := _text(item))]


def _people(texts: list[str]) -> list[str]:
    """The names in texts, each once; addresses are none."""
    names = (name for text in texts if "://" not in text and not text.startswith("@") for name in bylines.people(text))
    return list(dict.fromkeys(filter(None, names)))


def _keywords(value: Any) -> Iterator[str]:
    texts = _strings(value)
    parts = texts[0].split(",") if len(texts) == 1 else texts
    yield from dict.fromkeys(part.strip() for part in parts if part.strip())
