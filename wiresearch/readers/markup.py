"""XML and HTML to trees, safely: no entity is expanded, no DTD, file or address opened. The only door to lxml.

How a reader uses it::

    name = markup.root(raw.head)                            # "nitf", for sniff; no lxml is imported for it
    for document in markup.documents(raw, limits, NAME, VERSION, ("nitf",)):
        document.root.findtext("head/title")                # names are without namespace
        document.provenance                                 # of the document's own bytes

    tree = markup.html(text, limits, raw.source)            # any HTML, a fragment too; None if there is nothing in it
    blocks.body(tree)                                       # its text as paragraphs (readers/blocks.py)
    blocks.body_of(text, limits, raw.source)                # the same from a string that is HTML or plain text

All raise MalformedDispatch, one line each: Refused for a document over a limit (bytes, depth, number of tags), for entities
of its own and for XInclude; another for one that ends too early. XML with smaller damage is read as far as libxml2 can mend
it, and the provenance says so. One refused document does not keep back those behind it in the same file.
"""

from __future__ import annotations

import contextlib
import html as _html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, BinaryIO, TypeAlias

from wiresearch.config import Limits
from wiresearch.dispatch import Provenance, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch, Refused, weightier
from wiresearch.readers import sgml
from wiresearch.readers.decoding import decode, mark

Element: TypeAlias = Any
"""An element of lxml, which ships no annotations: `tag`, `text`, `tail`, `get`, `find`, `findtext`, `iter`, and its children."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DEEPEST = 250
"""libxml2 cuts a tree of HTML off at 255 without a word."""
LESS_THAN = ord("<")  # a number is looked for in bytes in a tenth of the time that a byte takes
_HEAD = 20_000
_BLOCK = 1 << 18
_NAME = r"[A-Za-z_][\w.-]{0,60}"
_PROLOG = re.compile(
    r"(?:\s|\ufeff|<\?[^>]{0,2000}\?>|<!--.{0,20000}?-->|<!DOCTYPE[^\[>]{0,2000}(?:\[.{0,20000}?\]\s{0,99})?>)*", re.DOTALL
)
_ROOT = re.compile(rf"<((?:{_NAME}:)?({_NAME}))(?=[\s/>])", re.ASCII)
_DECLARED = re.compile(r"<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_OWN_ENTITY = re.compile(r"<!ENTITY\s+([^\s%\"'>]{1,60})\s")
_INCLUDES = "http://www.w3.org/2001/XInclude"
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]\w{1,31}));|&", re.DOTALL
)
_XML_NAMES = {"amp": "&#38;", "lt": "&#60;", "gt": "&#62;", "quot": "&#34;", "apos": "&#39;"}
"""As numbers, for behind the first error libxml2 drops references by name from what it mends."""
_NO_TAG = re.compile(rb"<(?=[\s\d=<])")
_HALF = re.compile(rb"&#0*(?:5[5-7]\d{3}|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});")
"""References of halves of a character (and some near them), which libxml2 puts into a tree that it mends."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
"""Forbidden in XML, and of no meaning in HTML."""


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """The `root` of one XML document, its names without namespace; its own bytes; and where they come from."""

    root: Element
    data: bytes
    provenance: Provenance


def root(head: bytes) -> str:
    """The local name of the first element in the first bytes of a document, or "" where there is none."""
    return _root(head[:_HEAD])[1] if LESS_THAN in head else ""


@lru_cache(maxsize=4)
def _root(head: bytes) -> tuple[str, str, str]:
    """Name and local name of the first element, and what stands before it."""
    bom, encoding = mark(head)
    if encoding is None and 0 in head[:4]:
        encoding = "utf-16-be" if head[:1] == b"\x00" else "utf-16-le"
    text = head[len(bom) :].decode(encoding or "latin-1", "replace")
    start = _PROLOG.match(text)
    found = _ROOT.match(text, start.end() if start else 0)
    return (found[1], found[2], text[: found.start()]) if found else ("", "", text)


def documents(raw: RawDocument, limits: Limits, name: str, version: int, roots: Collection[str] = ()) -> Iterator[XmlDocument]:
    """Each XML document of a file, most often one, never more than one in memory.

    `name` and `version` are those of the reader, `roots` the first elements that it can read (none: any). Raises
    MalformedDispatch for the first document that is refused (see above), behind all others.
    """
    tag, local, prolog = _root(raw.head[:_HEAD])
    if not tag:
        raise MalformedDispatch(f"{raw.source}: there is no element")
    if roots and local not in roots:
        raise MalformedDispatch(f"{raw.source}: the first element is {tag}, not {' or '.join(roots)}")
    declared = _DECLARED.search(prolog)
    _check_entities(prolog, raw.source)
    refusal: MalformedDispatch | None = None
    with raw.open() as stream:
        records = _records(stream, tag, limits.dispatch_bytes, raw.source) if roots and 0 not in raw.head[:_HEAD] else None
        for record in records or _whole(stream, limits.dispatch_bytes, raw.source):
            result = decode(record.data, declared=declared[1] if declared else None, override=raw.encoding)
            try:
                if not record.closed or f"</{tag}" not in result.text:
                    raise MalformedDispatch(f"{raw.source}: the element {tag} at byte {record.offset} has no end")
                tree, warnings = _xml(result.text, limits, raw.source)
            except MalformedDispatch as error:
                refusal = weightier(refusal, error)
                continue
            provenance = result.provenance(record.data, record.offset, raw.source, name, version, warnings)
            yield XmlDocument(tree, record.data, provenance)
    if refusal:
        raise refusal


def _records(stream: BinaryIO, tag: str, limit: int, source: str) -> Iterator[sgml.Record]:
    """The bytes of each document that begins with `tag`, which never lies inside itself."""
    found = False
    for record in sgml.records(stream, tag, limit, source):
        found = True
        yield record
    if not found:
        raise MalformedDispatch(f"{source}: the element {tag} has no end")


def _whole(stream: BinaryIO, limit: int, source: str) -> Iterator[sgml.Record]:
    """All bytes as one document: of 16 bits, in which no tag can be found, or of any element, which may lie inside itself."""
    blocks = []
    size = 0
    while block := stream.read(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > limit:
            raise Refused(f"{source}: longer than limits.dispatch_bytes ({limit})")
    yield sgml.Record(b"".join(blocks), 0, closed=True)


def _check_entities(text: str, source: str) -> None:
    """Refuse a document that declares entities: those of HTML are known, others may be bombs or name a file."""
    for found in _OWN_ENTITY.finditer(text):
        if found[1] + ";" not in _html.entities.html5:
            raise Refused(f"{source}: declares an entity of its own ({found[1]}), which is not read")


def _xml(text: str, limits: Limits, source: str) -> tuple[Element, tuple[WireWarning, ...]]:
    """The tree of one XML document, and a warning where it had to be mended."""
    if text[:1] != "<" or text[1:2] in ("?", "!"):
        prolog = _PROLOG.match(text)
        text = text[prolog.end() :] if prolog else text
    _check_size(text, limits, source)
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
    etree, strict, mending, _ = _parsers()
    data = _bytes(text)
    warnings: tuple[WireWarning, ...] = ()
    try:
        tree = etree.fromstring(data, strict)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Refused(_over(error, limits, source)) from error
        tree = _mended(data, mending)
        if tree is None:
            raise MalformedDispatch(f"{source}: not XML: {_reason(error)}") from error
        warnings = (WireWarning("damaged-markup", _reason(error)),)
    _check_depth(tree, limits, source)
    if _INCLUDES in text and any(element.tag.startswith(f"{{{_INCLUDES}}}") for element in tree.iter(etree.Element)):
        raise Refused(f"{source}: includes other documents (XInclude), which are not read")
    for element in tree.iter(etree.Element):
        name = element.tag
        if name[0] == "{" or ":" in name:  # a colon is left of a prefix that nobody declared
            with contextlib.suppress(ValueError):  # what stands behind it may be no name
                element.tag = name.rpartition("}" if name[0] == "{" else ":")[2]
    return tree, warnings


def _over(error: Exception, limits: Limits, source: str) -> str:
    if "depth" in str(error):
        return f"{source}: nested deeper than limits.xml_depth ({min(limits.xml_depth, _DEEPEST)})"
    return f"{source}: more than libxml2 takes: {_reason(error).partition(', try ')[0]}"


def _mended(data: bytes, parser: Any) -> Element | None:
    etree = _parsers()[0]
    try:
        return etree.fromstring(_NO_TAG.sub(b"&#60;", _HALF.sub(b"", data)), parser)
    except etree.XMLSyntaxError:
        return None


def html(text: str, limits: Limits, source: str) -> Element | None:
    """The tree of `text`, whatever it is; None if there is no element and no text in it. Raises Refused over a limit."""
    etree, _, _, parser = _parsers()
    _check_size(text, limits, source)
    tree = etree.fromstring(_bytes(text), parser)
    if tree is not None:
        _check_depth(tree, limits, source)
    return tree


def _reason(error: Exception) -> str:
    return " ".join(str(error).partition(" (<string>")[0].split())[:200]


@cache
def _parsers() -> tuple[Any, Any, Any, Any]:
    """lxml.etree, and parsers of it: XML as it must be, XML to be mended, HTML. Imported late: other formats do without."""
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no annotations

    safe = {"no_network": True, "remove_comments": True, "remove_pis": True, "huge_tree": False, "encoding": "utf-8"}
    xml = {**safe, "resolve_entities": False, "load_dtd": False}
    return etree, etree.XMLParser(**xml), etree.XMLParser(**xml, recover=True), etree.HTMLParser(**safe)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace").translate(None, _CONTROLS)


def _character(found: re.Match[str]) -> str:
    """What stands for a reference: a character, the reference as it is, or a lone ampersand as text."""
    decimal, hexadecimal, name = found.groups()
    whole = found.group()
    if whole[0] == "<":
        return whole
    if decimal is None and hexadecimal is None:
        return _XML_NAMES.get(name) or _html.entities.html5.get(f"{name};") or f"&#38;{whole[1:]}"
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    if code in (0x26, 0x3C):
        return f"&#{code};"
    return _html.unescape(whole) if code >= 0x20 or code in (0x9, 0xA, 0xD) else ""


def _check_size(text: str, limits: Limits, source: str) -> None:
    if len(text) > limits.dispatch_bytes:
        raise Refused(f"{source}: longer than limits.dispatch_bytes ({limits.dispatch_bytes})")
    if sum(map(text.count, "<=&")) > limits.xml_tags:
        raise Refused(f"{source}: more tags, attributes and references than limits.xml_tags ({limits.xml_tags})")


def _check_depth(tree: Element, limits: Limits, source: str) -> None:
    depth = min(limits.xml_depth, _DEEPEST)
    if _deeper(depth)(tree):
        raise Refused(f"{source}: nested deeper than limits.xml_depth ({depth})")


@cache
def _deeper(depth: int) -> Any:
    """A function that tells whether a tree has an element more than `depth` below its root."""
    return _parsers()[0].XPath(f"boolean({'/'.join('*' * (depth + 1))})")
