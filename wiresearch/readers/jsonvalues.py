"""Values of JSON to fields of a dispatch. The values are the sender's: nothing is taken to be of the kind it should be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from wiresearch import datelines
from wiresearch.config import Limits
from wiresearch.dispatch import Entity, Subject, WireTime
from wiresearch.readers import blocks, iptc, markup
from wiresearch.readers.paragraphs import Body
from wiresearch.words import fold_value

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DATELINE_CLASSES = ("dateline", "dat")
_TEXT_OF_NITF = ".//body.content"
_SKIPPED = blocks.SKIPPED.union(HEADINGS)
_LIMITS = Limits()
_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]{0,2000}>")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z])")
_COMMA = re.compile("[,;]")
_KNOWN_SCHEMES = {"mediatopic": "medtop", "medtop": "medtop", "subjectcode": "subj", "iptc_subject_code": "subj"}
_SOONEST, _MILLISECONDS = 10**8, 10**11


class Text(NamedTuple):
    """What a text or a piece of HTML holds: paragraphs, the headings between them, and a dateline marked as one."""

    body: Body
    headings: tuple[str, ...] = ()
    dateline: str = ""


def text(value: Any) -> str:
    """A string or a number as text without blanks around it, "" for all else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def first(*values: Any) -> str:
    """The first of `values` that is text."""
    return next(filter(None, map(text, values)), "")


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or the one object that it is; nothing for all else."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: Any, *keys: str) -> tuple[str, ...]:
    """The texts of a text or a list of texts or objects; of an object the first of `keys` that it has. Each once."""
    items = value if isinstance(value, list) else [value]
    found = (first(*(item.get(key) for key in keys)) if isinstance(item, dict) else text(item) for item in items)
    return tuple(dict.fromkeys(filter(None, found)))


def keywords(value: Any) -> tuple[str, ...]:
    """Keywords of a list, or of one text that has them all."""
    return texts([part for part in _COMMA.split(value) if part] if isinstance(value, str) else value, "value", "name")


def whole(value: Any) -> int | None:
    """A positive whole number of at most six digits, printed or not, or None."""
    return iptc.whole(text(int(value) if isinstance(value, float) and math.isfinite(value) else value))


def urgency(value: Any) -> int | None:
    """1 to 9, or None."""
    number = whole(value)
    return number if number and number <= 9 else None


def time(value: Any) -> WireTime | None:
    """A time or day in ISO 8601, or seconds or milliseconds since 1970; None for a placeholder and for what is no time."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return iptc.time(text(value))
    if not math.isfinite(value) or value < _SOONEST:
        return None
    try:
        return WireTime(datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC), tz_declared=True)
    except (ValueError, OverflowError, OSError):
        return None


def line(value: Any) -> str:
    """Text on one line, without mark-up, references read."""
    printed = text(value)
    if ("<" in printed and _MARKUP.search(printed)) or ("&" in printed and ";" in printed):
        printed = " ".join(blocks.body_of(printed[: _LIMITS.line_bytes], _LIMITS, "a line").paragraphs)
    return " ".join(printed.split())


def body(value: Any, limits: Limits, source: str) -> Text:
    """The paragraphs of text or HTML, or of NITF in a string. Raises Refused over a limit."""
    printed = text(value)
    if "<" not in printed or not _MARKUP.search(printed):
        return Text(blocks.body_of(printed, limits, source))
    tree = markup.html(printed, limits, source)
    if tree is None:
        return Text(Body((), is_table=False))
    content = tree.find(_TEXT_OF_NITF)
    tree = tree if content is None else content
    dateline = _marked_dateline(tree)
    headings = filter(None, map(blocks.line, tree.iter(*HEADINGS)))
    return Text(blocks.body(tree, _SKIPPED), tuple(headings), dateline)


def _marked_dateline(tree: markup.Element) -> str:
    """The dateline in an element whose class says so, which then is left out of the text; "" where there is none."""
    element = next((element for element in tree.iter("div", "span", "p") if element.get("class") in _DATELINE_CLASSES), None)
    if element is None:
        return ""
    words = " ".join(" ".join(element.itertext()).split())
    place, _, source = words.rpartition(" ")
    found = next((text for text in (words, place if iptc.agency(source) else "") if text and datelines.declared(text)), "")
    element.tag = "meta" if found or element.tag == "div" else element.tag  # blocks.py leaves it out
    return found


def note(*values: Any) -> str | None:
    """Editor's notes as one text, without the sentences that hold addresses or telephone numbers: those are never indexed."""
    return iptc.note(*(sentence for value in values for line in _lines(text(value)) for sentence in _SENTENCE_END.split(line)))


def _lines(printed: str) -> Iterable[str]:
    return blocks.body_of(printed, _LIMITS, "a note").paragraphs if "<" in printed and _MARKUP.search(printed) else printed.split("\n")


def subjects(value: Any) -> tuple[Subject, ...]:
    """Subjects and their parents, by `code`, `qcode`, `uri` of IPTC, `literal`, `uri` or `name`, whichever is there first.

    A bare text is a code.
    """
    return iptc.with_parents(filter(None, map(_subject, value if isinstance(value, list) else [value])))


def _subject(item: Any) -> Subject | None:
    """With the scheme as we call it: of the code's prefix or address, else the one declared, else by the look of the code."""
    given = item if isinstance(item, dict) else {"code": item}
    address = first(given.get("uri"))
    known = address if address.rstrip("/").rpartition("/")[0].rpartition("/")[2].lower() in _KNOWN_SCHEMES else ""
    code = first(given.get("code"), given.get("qcode"), known, given.get("literal"), address, given.get("name"))
    if not code:
        return None
    scheme = first(given.get("scheme"))
    scheme = _KNOWN_SCHEMES.get(scheme.rstrip("/").rpartition("/")[2].lower(), scheme)
    found = iptc.subject(code, scheme, line(given.get("name")))
    if found.scheme in ("", "1.0") and len(found.code) == 8 and found.code.isascii() and found.code.isdigit():
        return Subject(found.code, "medtop" if found.code >= "2" else "subj", found.name)
    return found


Kind = Literal["person", "organisation", "place", "event"]


def entities(kind: Kind, value: Any) -> Iterator[Entity]:
    """What the feed names, with its own codes; a place's country where the code is one of ISO 3166."""
    for item in value if isinstance(value, list) else [value]:
        given = item if isinstance(item, dict) else {"name": item}
        name = line(first(given.get("name"), given.get("fullname"), given.get("literal")))
        if not name:
            continue
        code = first(given.get("code"), given.get("qcode"), given.get("uri"))
        country = None
        if kind == "place" and "3166" in f"{code} {text(given.get('scheme'))}":
            country = re.split("[:/]", code.rstrip("/"))[-1].upper()
            country = country if len(country) == 2 and country.isalpha() else None
        relation = next(iter(texts(given.get("rel") or given.get("rels"))), "")
        yield Entity(kind, name, (name,), country or code or None, country, origin="feed", rule=relation or kind)


def merged(found: Iterable[Entity]) -> tuple[Entity, ...]:
    """Each entity of a kind once."""
    return tuple({(entity.kind, fold_value(entity.name)): entity for entity in found}.values())
