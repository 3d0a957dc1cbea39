"""Lines of text to the fields of a dispatch, for plain text and for whatever carries plain text: teletype, pages, mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from wiresearch import datelines
from wiresearch.config import Limits
from wiresearch.dispatch import Dateline
from wiresearch.readers import blocks, bylines, heading
from wiresearch.readers.markup import Element
from wiresearch.readers.paragraphs import Body, body
from wiresearch.readers.splitting import SLUG
from wiresearch.readers.trailers import KEYWORDS, closing, is_contact, is_rights
from wiresearch.turns import Turns, at_once

_CREDIT = re.compile(
    r"[(\[](?:(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated|[Ww]ritten)|Reportage de|Redaktion|Por)\b"
    r"[^()\[\]]{1,400}[)\]]|(?:Additional r|R)eporting by [^()\[\];]{1,300}; ?(?:[Ww]riting|[Ee]diting) by [^()\[\]]{1,200}"
    r"|\([^\W\d_][\w. -]{1,40} [Nn]ewsroom\)"
    r"|(?:Source: .{1,120}\bgmt\b|Source text\b|Further company coverage\b|Follow .{1,60} on Twitter\b).{0,120}"
    r"|This report by .{2,40} was first published\b.{0,40}"
    r"|.{1,160} contributed (?:(?:additional )?reporting )?to (?:this|the) (?:report|story|article)\.?\)?"
)
_RULE = re.compile(r"[_=*–—-]{2,}")
_DOUBLE = re.compile(r"\(\(.{1,400}\)\)", re.DOTALL)
_LONGEST_CONTACT = 160
_LEAST_AROUND = 3


class Proof(NamedTuple):
    """By which `rule` a `field` was found, in which of the lines, and the words of that line."""

    field: str
    rule: str
    line: int
    words: str


def read(
    lines: Sequence[str], start: int = 0, end: int | None = None, slug: str | None = None, *, headed: bool = True
) -> tuple[dict[str, Any], list[Proof]]:
    """The fields of the dispatch that `lines[start:end]` are, and the proofs of those found by position.

    Whatever is not placed elsewhere becomes a paragraph. `slug` is one that is known already: where it stands again
    above the text it is no headline. `headed` is False where the headline is known from elsewhere: then it is only looked
    for above a dateline. A dateline in line with the text is left to normalise.
    """
    return at_once(in_turns(lines, start, end, slug, headed=headed))


def in_turns(
    lines: Sequence[str], start: int = 0, end: int | None = None, slug: str | None = None, *, headed: bool = True
) -> Turns[tuple[dict[str, Any], list[Proof]]]:
    """What `read` gives, in turns."""
    end = len(lines) if end is None else end
    layout = heading.layout(lines, start, end, headed=headed)
    yield
    head = heading.heading(lines, layout.above, slug)
    fields = head.fields
    if not headed and head.byline is None and (found := bylines.byline(head.headline)):
        fields["headline"], (fields["byline"], fields["authors"]) = "", found
    proofs = []
    if head.at is not None:
        proofs.append(Proof("headline", "first line above the text", head.at, lines[head.at].strip().removeprefix("^")))
    if layout.dateline is not None and layout.match:
        line = lines[layout.dateline].strip()
        form = f"form {layout.match.form}"
        if layout.is_alone:
            fields["dateline"] = Dateline(line)
            form = f"alone on its line, {form}"
        proofs.append(Proof("dateline", form, layout.dateline, line if layout.is_alone else layout.match.text))
    yield
    closed = closing(lines[layout.start : end])
    yield
    texts = closed.lines
    if layout.is_alone and head.byline is None:
        texts = _without_byline(texts, fields)
    set_out = body(texts)
    yield
    if set_out.is_table:
        fields["body_format"] = fields["kind"] = "table"
    if closed.filed:
        fields["versioncreated"] = closed.filed
    paragraphs = list(set_out.paragraphs)
    below = _below(paragraphs)
    below["ednote"][:0] = closed.notes
    if fields.get("slugline_raw"):
        del below["slugline_raw"]
    fields["paragraphs"] = tuple(paragraphs)
    fields |= {name: "\n".join(filter(None, [fields.get(name), *texts])) for name, texts in below.items() if texts}
    fields["signoff"] = " ".join(closed.signoffs) or None
    return fields, proofs


def inside(element: Element, limits: Limits, source: str) -> tuple[dict[str, Any], Body]:
    """The text in an element of an item that declares headline and times itself: HTML, or typed, its lines as on a teletype.

    Of a typed text, what stands above and below it, too. Raises Refused over a limit.
    """
    typed = element[0] if len(element) == 1 and element[0].tag == "pre" else element
    printed = typed.text or ""
    if len(typed) or blocks.is_marked_up(printed):
        return {}, blocks.body(element) if len(element) else blocks.body_of(printed, limits, source)
    known, _ = read(printed.expandtabs().splitlines(), headed=False)
    known.pop("versioncreated", None)
    return known, Body(known.pop("paragraphs"), known.get("body_format") == "table")


def _below(paragraphs: list[str]) -> dict[str, list[str]]:
    """What stands behind the text, by the field that it fills; it is taken from `paragraphs`."""
    found: dict[str, list[str]] = {"ednote": [], "creditline": [], "copyrightnotice": [], "slugline_raw": []}
    while len(paragraphs) > 1:
        last = paragraphs[-1]
        if heading.is_ednote(last):
            found["ednote"].insert(0, last)
        elif is_rights(last):
            found["copyrightnotice"].insert(0, last)
        elif slug := KEYWORDS.fullmatch(last):
            found["slugline_raw"] = [slug["slug"]]
        elif _CREDIT.fullmatch(last) or _DOUBLE.fullmatch(last) or (len(last) <= _LONGEST_CONTACT and is_contact(last)):
            found["creditline"].insert(0, last)
        elif not _RULE.fullmatch(last):
            break
        paragraphs.pop()
    return found


def _without_byline(texts: list[str], fields: dict[str, Any]) -> list[str]:
    """A byline may stand between a dateline alone on its line and the text."""
    k = next((k for k, text in enumerate(texts) if text.strip()), len(texts))
    if k + 1 < len(texts) and (found := bylines.byline(texts[k].strip())):
        fields["byline"], fields["authors"] = found
        return texts[k + 1 :]
    return texts


def service(lines: Sequence[str]) -> tuple[dict[str, Any], int, int]:
    """The fields of the slug of a web service around a dispatch, and where the lines inside begin and end.

    It stands first, and last too or with a dateline soon after; one in capitals of another form first and last.
    """
    slug = lines[0].strip()
    start, end = 0, len(lines)
    stands_around = len(lines) > _LEAST_AROUND and lines[-1].strip() == slug and slug.isupper()
    if len(lines) < 2 or not (stands_around or SLUG.fullmatch(slug)):
        return {}, start, end
    if not stands_around and lines[-1].strip() != slug and not any(datelines.match(line) for line in lines[1:5]):
        return {}, start, end
    while start < end and lines[start].strip() in ("", slug):
        start += 1
    while start < end and lines[end - 1].strip() in ("", slug):
        end -= 1
    return {"service": (slug,), "slugline": slug, "slugline_raw": slug}, start, end
