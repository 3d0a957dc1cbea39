"""ANPA 1312, the layout of the American wires: a header between SOH and STX, the text up to ETX.

Within the text `^` opens a line of the header, TAB a paragraph, BS a row of a table; `<` and `=` close a line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from wiresearch import agencies
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.readers import bylines, heading, messages, sgml, trailers
from wiresearch.readers.zczc import URGENCY
from wiresearch.turns import Turns

NAME = "anpa1312"
VERSION = 1
RECOGNISES = "SYN SYN SOH, a letter and four digits, US, a selector"

_START = re.compile(rb"\x16*\x01[A-Za-z]\d{4}\x1f")
_EDGE = re.compile(_START.pattern + b"|" + messages.EOT)
_ADDRESS = re.compile(r"\x16*\x01?(?P<letter>[A-Za-z])(?P<number>\d{4})\x1f(?P<selector>[^\r\n\x02]{0,40})")
_HEADER = re.compile(
    r"^(?P<priority>[A-Za-z]) ?(?P<category>[A-Za-z]{1,3}) ?(?P<form>[\x11-\x14]{0,3}) (?P<slug>[^\r\n\x02]{0,80}?)"
    r"(?:[ ]+\d\d-\d\d(?: +(?P<words>\d{1,5}))?)?\s*$",
    re.MULTILINE,
)
_LINE_END = re.compile(r"\r*\n|\r")
_KEYWORDS = re.compile(r"(?P<slug>[^,<=\r\n]{1,80})(?:,(?P<rest>[^<=\r\n]{0,80}))?")
_REGION = re.compile(r"(?:(?:BC|AM|PM|AP)-+)?(?:[A-Z]{2,3}--)?(?=\S)", re.IGNORECASE)
_TAKE = re.compile(
    r"\b(?:ld|lead|add|adds|write-?thru|sub|subs|insert|correct\w*|kill|elim\w*|hold|hfr|urgent|bulletin|flash|advisory|update|repeat)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:EDITORS?'?S?'? NOTE|Eds)\b ?[:_-]")
_ADVANCE = re.compile(r"\$adv\w{0,8}|(?:for release|adv(?:ance)? for|end adv)\b.*", re.IGNORECASE)
"""When a feature that is sent ahead may be printed."""
_ALERT = re.compile(r"(?:AP ?)?News ?Alert|APNewsAlert", re.IGNORECASE)
_HALF = re.compile(r"(?<=\d)\{|(?<![^\s;])\{(?![^\s;])")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127])
_SELECTORS = {"reute": "RTRS"}
_WIDEST_ROW = 120


class Block(NamedTuple):
    """Lines that belong together: the mark before them, their text, the mark behind, and whether they are a row of a table."""

    mark: str
    text: str
    end: str
    is_row: bool


def sniff(raw: RawDocument) -> float:
    """1 for a message of ANPA behind nothing but line ends, NUL and DEL, else 0."""
    return 1.0 if _START.match(raw.head.lstrip(b"\r\n\0\x7f \t\x0c")) else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch | None]:
    """Each message as a dispatch. Raises ReadError."""
    return messages.dispatches(raw, _EDGE, limits, _dispatch, "ANPA 1312")


def _dispatch(raw: RawDocument, record: sgml.Record) -> Turns[Dispatch]:
    message = messages.parted(raw, record, NAME, VERSION)
    yield
    fields, is_table = _header(message.head)
    yield
    blocks = list(_blocks(message.text))
    fields |= _keywords(blocks[0], fields.get("slugline_raw")) if blocks else {}
    yield
    above, body = _above(blocks[1:] if "slugline" in fields else blocks)
    fields |= above | ({"take_key": fields["take_key"]} if fields.get("take_key") else {})
    tail = [line for line in _LINE_END.split(message.tail) if line.strip("\t \x03\x04\x0c\x00\x7f")]
    fields |= _trailer(tail or [block.text for block in body[-1:]])
    rows = [block.is_row for block in body if block.mark != "^"]
    if is_table or sum(rows) * 2 > len(rows):
        fields["body_format"] = "table"
    yield
    paragraphs, notes = _paragraphs(body)
    fields["ednote"] = " ".join(filter(None, [fields.get("ednote"), *notes])) or None
    if not fields.get("headline") and fields.get("body_format") == "table":
        fields["headline"], fields["headline_derived"] = fields.get("slugline") or "", True
    return Dispatch(message.provenance, **fields, paragraphs=paragraphs)


def _header(head: str) -> tuple[dict[str, Any], bool]:
    """`W2870 US asian`, then `f l DC3 DC1 BC-LT--Slug  11-13 1049`; and whether DC4 DC2 says that it is a table."""
    fields: dict[str, Any] = {}
    services = []
    if address := _ADDRESS.search(head):
        selector = address["selector"].strip(" -")
        fields["sequence"] = address["letter"] + address["number"]
        fields["agency"] = _SELECTORS.get(selector)
        services = [selector, address["letter"]]
    first = _HEADER.search(head, address.end() if address else 0)
    if first:
        fields |= {"priority_raw": first["priority"], "urgency": URGENCY.get(first["priority"].lower(), 6)}
        fields |= {"wordcount_declared": int(first["words"] or 0) or None, "slugline_raw": first["slug"].strip() or None}
        services.insert(0, first["category"])
    fields["service"] = tuple(dict.fromkeys(filter(None, services)))
    return fields, bool(first and "\x14" in first["form"])


def _blocks(text: str) -> Iterator[Block]:
    """The lines of a text, those that a wire broke joined: a new block begins at a mark, or behind `<`, `=` or a blank line."""
    mark, held = "", ""
    for printed in _LINE_END.split(text):
        line = _HALF.sub("½", printed.rstrip(" \t\x10"))
        starts = line[:1] in ("^", "\t", "\b") or line.startswith("   ")
        if held and (starts or not line.strip()):
            yield _block(mark, held)
            mark, held = "", ""
        if starts:
            mark, line = line[0], line[1:]
        if line.strip():
            held = f"{held} {line.strip()}" if held else line
        if held.endswith(("<", "=")) or mark == "\b":
            yield _block(mark, held)
            mark, held = "", ""
    if held:
        yield _block(mark, held)


def _block(mark: str, held: str) -> Block:
    end = held[-1] if held[-1] in "<=" else ""
    text = " ".join(held.rstrip("<=").translate(_CONTROLS).split())
    return Block(mark, text, end, mark == "\b" or (text.count(";") >= 2 and len(text) <= _WIDEST_ROW and " ; " not in text))


def _keywords(block: Block, slug_above: str | None) -> dict[str, Any]:
    """`BC-US--Giant Lobster Death, 1st Ld-Writethru,127`: slug, version and count of words; {} if it is not such a line.

    One that says what the header has said is such a line too.
    """
    found = _KEYWORDS.fullmatch(block.text)
    is_slug = found and (found["rest"] is not None or block.text[:3].upper() in ("BC-", "AM-", "PM-", "AP-") or found["slug"] == slug_above)
    if not found or block.mark != "^" or not is_slug:
        return {}
    parts = [part.strip() for part in (found["rest"] or "").split(",")]
    slug = found["slug"].strip()
    core = _REGION.sub("", slug, count=1)
    fields: dict[str, Any] = {
        "slugline": core,
        "slugline_raw": ", ".join([slug, *(part for part in parts if part and not part.isdigit())]),
        "take_key": ", ".join(part for part in parts if _TAKE.search(part)) or None,
    }
    if _ALERT.fullmatch(core):
        fields |= {"version_label": "alert", "kind": "alert"}
    return fields


def _above(blocks: Sequence[Block]) -> tuple[dict[str, Any], Sequence[Block]]:
    """What the lines with `^` before the text say, and the blocks of the text."""
    headlines: list[str] = []
    notes: list[str] = []
    fields: dict[str, Any] = {}
    early: list[Block] = []
    takes: list[str] = []
    taken = 0
    for block in itertools.takewhile(lambda block: block.mark == "^", blocks):
        if heading.is_ednote(block.text) or _NOTE.match(block.text) or _ADVANCE.fullmatch(block.text):
            notes.append(block.text)
        elif heading.is_take(block.text):
            takes.append(block.text)
        elif "byline" not in fields and (found := bylines.byline(block.text)):
            fields["byline"], fields["authors"] = found
        elif "byline" in fields and "creditline" not in fields and bylines.is_title(block.text):
            fields["creditline"] = block.text
        elif not headlines or (block.end == "<" and "byline" not in fields):
            headlines.append(block.text)
        elif "byline" not in fields:
            early.append(block)
        else:
            break
        taken += 1
    fields |= {"headline": headlines[0] if headlines else "", "headlines": tuple(headlines[1:]), "ednote": " ".join(notes) or None}
    if takes:
        fields["take_key"] = ", ".join(takes)
    return fields, [*early, *blocks[taken:]]


def _trailer(lines: Sequence[str]) -> dict[str, Any]:
    """`AP-WF-11-13-13 1509GMT<`: who filed it, and when."""
    for line in lines:
        printed = line.translate(_CONTROLS).strip(" \t<")
        if filed := trailers.time(printed):
            code = agencies.named(re.split(r"[-\s]", printed, maxsplit=1)[0])
            return {"versioncreated": filed, "signoff": printed} | ({"agency": code} if code else {})
    return {}


def _paragraphs(blocks: Sequence[Block]) -> tuple[tuple[str, ...], list[str]]:
    """The paragraphs, rows in a row as one of several lines; and the notes to editors among them."""
    texts: list[str] = []
    notes: list[str] = []
    in_rows = False
    for block in blocks:
        if _NOTE.match(block.text) or (block.mark == "^" and _ADVANCE.fullmatch(block.text)):
            notes.append(block.text)
        elif block.is_row and in_rows:
            texts[-1] += f"\n{block.text}"
        elif not trailers.time(block.text):
            texts.append(block.text)
        in_rows = block.is_row
    return tuple(text for text in texts if text), notes
