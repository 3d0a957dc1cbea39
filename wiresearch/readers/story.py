"""Paragraphs to a story: what the wire prints above and below the text of a dispatch is told from it.

Above: trash line, `By ...`, bullets, all before the lead; below: `(Reporting by ...)` and sign-offs. Formats that have
elements for these are often sent with the words of a teletype inside a single element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wiresearch import agencies, datelines
from wiresearch.dispatch import Dateline
from wiresearch.readers import heading, iptc
from wiresearch.readers.paragraphs import Body
from wiresearch.readers.trailers import KEYWORDS, is_closing, is_contact, is_rights
from wiresearch.words import fold_value

_EDNOTE = re.compile(
    r"\((?:ATTN|Eds?|Adds?|Updates?|Recasts?|Corrects?|Correction|Repeats?|Refiles?|Rewrites?|Writes? through|New throughout)\b"
    r"[^()]{0,600}(?:\([^()]{0,200}\)[^()]{0,600}){0,5}\)\.?|Eds?: .*",
    re.IGNORECASE | re.DOTALL,
)
_BYLINE = re.compile(r"(?:By|BY|Von|Por|Par)\s+[^\W\d_](?:[^.!?\n]|\.(?=\s?[A-Z])){1,100}")
_BULLET = re.compile(r"[*•]+\s+(?=\S)")
_CREDIT = re.compile(
    r"\(\s*(?:Additional )?(?:Reporting|Writing|Editing|Compiled|Reported|Written)\b.{1,600}\)"
    r"|\([^\W\d_][\w. -]{1,40} newsroom\)|(?:Source text|Further company coverage)\b.{0,120}"
    r"|\(\s*(?:Reporte|Escrito|Editado|Reportagem|Reportage|Bericht|Reporter|Geschrieben|Redigiert|Por|Rédigé)\b:?\s[^()]{2,300}\)"
    r"|\([^\W\d_][^()]{2,100}, (?:édité|avec|pour le service)\b[^()]{2,200}\)"
    r"|.{1,160} contributed (?:(?:additional )?reporting )?to (?:this|the) (?:report|story|article)\.?",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT_BEHIND = re.compile(r"\s*(\((?:Additional reporting|Reporting|Writing|Editing|Compiled|Written) by [^()]{2,400}\))$")
_DASH = re.compile(r"\s*(?:[-–—]{1,2}|_)\s+(?=\S)")
_NOTEBOOK = re.compile(r"#\s?(?:dpa-)?notebook|(?:#\s?)?(?:dpa-)?(?:notizblock|redaktionshinweise|redaktionelle hinweise)", re.IGNORECASE)
"""Opens what the agency tells the editors: addresses, telephone numbers, what comes next."""
_NEWSROOM = re.compile(r"\(\(.{1,300}\)\)", re.DOTALL)
_INITIALS = re.compile(r"(?:\((?:Schlu(?:ss|ß)|Forts\.?)\)\s)?[a-z]{2,4}(?:-[a-z]{2,4})*(?:/[a-z]{2,4}(?:-[a-z]{2,4})*){1,4}")
_SLASHED = re.compile(r"/[\w-]{2,12}/(?:[\w-]{2,20}/?){0,3}")
_SIGNED = re.compile(r"(?P<agency>[A-Z]{2,6})(?:\s[A-Za-z]{2,3}){1,3}")
_SIGNED_BEHIND = re.compile(r"(?<=[.!?\"”])\s(?P<agency>[A-Z]{3,6})(?:\s[A-Z]{2,4}){0,4}$")
"""`... he said. PTI JD MKJ`"""
_DESK = re.compile(r"[A-Z]{2,4}(?:(?: // |[ /-])[A-Z]{2,4}){0,3}\.?")
"""Who wrote, above a sign-off."""
_MOST_ABOVE = 12
_LONGEST_CONTACT, _LONGEST_NOTE = 160, 300
_SHORTEST_REPEATED = 10


def story(found: Body, dateline: Dateline | None = None, headline: str = "") -> dict[str, Any]:
    """The fields of a dispatch that `found` is the text of. The declared `headline`, where it stands above, stands there once too often.

    `dateline` is the one that the format declares. Where the text begins with a dateline of its own, that is as good as
    the declared one or better: it is left for normalise to cut and read; but it only goes away where it has no place and
    the declared one has.
    """
    fields: dict[str, Any] = {"dateline": dateline}
    if found.is_table:
        fields["body_format"] = fields["kind"] = "table"
    paragraphs = list(found.paragraphs)
    if len(paragraphs) > 1 and _repeats(paragraphs[0], headline):
        del paragraphs[0]
    above = _above(paragraphs)
    fields |= _header(paragraphs[:above])
    del paragraphs[:above]
    notebook = _notebook(paragraphs)
    fields |= _below(paragraphs) | {"ednote": iptc.note(fields["ednote"], *notebook)}
    own = datelines.match(paragraphs[0]) if dateline and paragraphs else None
    if dateline and own:
        if own.place or not dateline.text[:1].isalpha():
            fields["dateline"] = None
        else:
            paragraphs[:1] = filter(None, [paragraphs[0][own.span[1] :]])
    elif dateline and paragraphs:
        paragraphs[0] = without_place(dateline.text.rstrip(" -–—_"), paragraphs[0])
    return fields | {"paragraphs": tuple(paragraphs)}


def without_place(place: str, text: str) -> str:
    """`text` without `place` and a dash at its start: a dateline that is known for one only because it is declared."""
    behind = _DASH.match(text, len(place)) if place and text[: len(place)].upper() == place.upper() else None
    return text[behind.end() :] if behind else text


def merged(declared: dict[str, Any], printed: dict[str, Any]) -> dict[str, Any]:
    """The fields that the format declares over those printed in the text, but for empty ones.

    A printed credit (`(Reporting by ...)`) says more than a declared one, which is a name of the agency.
    """
    fields = printed | {name: value for name, value in declared.items() if value or not printed.get(name)}
    if printed.get("creditline"):
        fields["creditline"] = printed["creditline"]
    return fields


def _repeats(text: str, headline: str) -> bool:
    """Whether a text is the headline, or all of it but for the version words that it begins with."""
    return text == headline or (_SHORTEST_REPEATED <= len(text) <= len(headline) and fold_value(headline).endswith(fold_value(text)))


def _above(paragraphs: list[str]) -> int:
    """How many paragraphs stand above the lead. Bullets do only before a byline or a dateline: else they are the text."""
    above = 0
    for number, text in enumerate(paragraphs[:_MOST_ABOVE]):
        if _is_ednote(text) or _is_byline(text):
            above = number + 1
        elif datelines.match(text):
            return number
        elif not _BULLET.match(text):
            break
    return above if above < len(paragraphs) else 0


def _is_ednote(text: str) -> bool:
    if _EDNOTE.fullmatch(text):
        return True
    whole = len(text) <= _LONGEST_NOTE and (text[0] not in "([" or text.endswith((")", ").", "]")))
    return whole and heading.is_ednote(text)


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and _BYLINE.fullmatch(text) is not None


def _header(above: Iterable[str]) -> dict[str, Any]:
    notes, points = [], []
    fields: dict[str, Any] = {}
    for text in above:
        if _is_ednote(text):
            notes.append(text)
        elif _BULLET.match(text):
            points.append(_BULLET.sub("", text, count=1))
        elif "byline" not in fields:
            fields |= iptc.byline(text)
    return fields | {"ednote": iptc.note(*notes), "abstract": "\n".join(points) or None}


def _notebook(paragraphs: list[str]) -> list[str]:
    """The notes to editors behind the text; they are taken from `paragraphs`."""
    start = next((k for k in range(1, len(paragraphs)) if _NOTEBOOK.fullmatch(paragraphs[k])), len(paragraphs))
    notes = paragraphs[start + 1 :]
    del paragraphs[start:]
    return notes


def _below(paragraphs: list[str]) -> dict[str, Any]:
    """What stands below the text; it is taken from `paragraphs`."""
    signed: list[str] = []
    credit: list[str] = []
    rights: list[str] = []
    keywords = None
    while len(paragraphs) > 1:
        text = paragraphs[-1]
        if _CREDIT.fullmatch(text) or (len(text) <= _LONGEST_CONTACT and is_contact(text) and not _is_signoff(text)):
            credit.insert(0, text)
        elif _is_signoff(text) or (
            _DESK.fullmatch(text) and (signed or _SIGNED_BEHIND.search(paragraphs[-2]) or _is_signoff(paragraphs[-2]))
        ):
            signed.insert(0, text)
        elif slug := KEYWORDS.fullmatch(text):
            keywords = slug["slug"]
        elif is_rights(text):
            rights.insert(0, text)
        else:
            break
        paragraphs.pop()
    if paragraphs and paragraphs[-1].endswith(")") and (found := _CREDIT_BEHIND.search(paragraphs[-1])) and found.start():
        credit.insert(0, found[1])
        paragraphs[-1] = paragraphs[-1][: found.start()]
    elif paragraphs and (found := _SIGNED_BEHIND.search(paragraphs[-1])) and agencies.named(found["agency"]):
        signed.insert(0, found.group().strip())
        paragraphs[-1] = paragraphs[-1][: found.start()]
    return {
        "creditline": " ".join(credit) or None,
        "signoff": " ".join(signed) or None,
        "copyrightnotice": " ".join(rights) or None,
        "slugline_raw": keywords,
    }


def _is_signoff(text: str) -> bool:
    if len(text) > 300:
        return False
    signed = _SIGNED.fullmatch(text)
    known = signed is not None and agencies.named(signed["agency"]) is not None
    return known or is_closing(text) or any(form.fullmatch(text) for form in (_INITIALS, _NEWSROOM, _SLASHED))
