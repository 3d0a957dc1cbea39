"""Mail (RFC 822 and its heirs), one message in a file or many in an mbox; articles of Usenet too, as ClariNet sent the wires.

The text of a message is read by the rules for plain text, or is HTML, or an object of JSON with the fields of a dispatch.
"""

from __future__ import annotations

import base64
import json
import quopri
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument, WireWarning
from wiresearch.errors import MalformedDispatch, Refused, Skipped, weightier
from wiresearch.readers import blocks, bylines, heading, text, webtimes
from wiresearch.readers.decoding import decode
from wiresearch.readers.messages import messages
from wiresearch.readers.sgml import Record
from wiresearch.readers.splitting import has_datelines, parted

if TYPE_CHECKING:
    from email.message import Message

NAME = "rfc822"
VERSION = 1
RECOGNISES = "two known header fields of mail at the top"

_NOISE = b" \t\r\n\0\xef\xbb\xbf"
_FROM_LINE = re.compile(rb"^From \S[^\r\n]{0,300}\r?\n(?=[!-9;-~]{1,60}:)", re.MULTILINE)
_FIELD = re.compile(rb"([!-9;-~]{1,60}):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
_KNOWN = frozenset(
    b"from to cc bcc date subject message-id received return-path delivered-to reply-to sender mime-version content-type newsgroups path"
    b" content-transfer-encoding references in-reply-to x-mailer user-agent organization lines dkim-signature list-id x-received".split()
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_SIGNATURE = re.compile(r"^--[ \t]*\r?$", re.MULTILINE)
_FORWARDED = re.compile(
    r"^[> ]*(?:-{3,}[^\n-]{5,40}-{3,}|_{10,}|Begin forwarded message:)[ \t>\r]*\n(?:[> \t]*\r?\n)*"
    r"(?=(?:[^\n]+\n){1,8}?(?:> ?)*\*?(?:Subject|Betreff|Objet|Oggetto|As{1,2}unto|Onderwerp|Emne):)"
    r"(?:(?:> ?)*\*?[A-Z][\w-]{1,20}(?: \w{1,10})?:\*? [^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+",
    re.MULTILINE,
)
"""The header of a message that was sent on, as programs print it above the text of that message."""
_QUOTED = re.compile(r"(?:> ?)+")
_SENT_ON = re.compile(r"(?:(?:fwd?|re|aw|wg|tr|rv)(?:\[\d\])?: *)+(?=\S)", re.IGNORECASE)
_SENDER = re.compile(r"\([A-Z][\w. -]{1,20} / (?P<names>[^()\d]{3,60})\)$")
"""The writer, as ClariNet names him: `C-upi@clari.net (UPI / JANE DOE)`."""
_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\s]*(?:\s[^?\s]+)*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_JSON_NAMES = {
    "headline": ("headline", "title", "hl"),
    "text": ("body", "bodytext", "body_text", "body_html", "text", "story", "content"),
    "slugline_raw": ("slugline", "slug", "keyword"),
    "abstract": ("abstract", "summary", "description"),
    "byline": ("byline",),
    "ednote": ("ednote", "editorsnote", "note"),
    "provider": ("source", "provider"),
    "priority_raw": ("priority",),
}
"""Fields of a dispatch, and the names under which an object of JSON may have them, without blanks and in small letters."""


def sniff(raw: RawDocument) -> float:
    """0.9 for a head that begins with fields of mail, of which two are known, else 0."""
    head = raw.head.lstrip(_NOISE)
    if line := _FROM_LINE.match(head):
        head = head[line.end() :]
    known = set()
    at = 0
    while field := _FIELD.match(head, at):
        known.add(field[1].lower())
        at = field.end()
    return 0.9 if len(known & _KNOWN) >= 2 else 0.0


def read(raw: RawDocument, limits: Limits) -> Iterator[Dispatch]:
    """Each message with a subject or text as a dispatch. Raises ReadError: for a message that is refused, behind those after it."""
    found = False
    refusal: MalformedDispatch | None = None
    with raw.open() as stream:
        for record in messages(stream, _FROM_LINE, limits.dispatch_bytes, raw.source):
            try:
                dispatches = _dispatches(raw, record, limits)
            except MalformedDispatch as error:
                refusal = weightier(refusal, error)
                continue
            found = found or bool(dispatches)
            yield from dispatches
    if refusal:
        raise refusal
    if not found:
        raise Skipped("no message with a subject or text in it")


def _dispatches(raw: RawDocument, record: Record, limits: Limits) -> list[Dispatch]:
    """The dispatch of one message, or those of a digest; none if there is neither a subject nor text.

    Raises Refused for parts nested too deep.
    """
    from email import policy  # here because it imports much, and most files never need it
    from email.parser import BytesParser

    data = record.data
    if line := _FROM_LINE.match(data):
        data = _QUOTED_FROM.sub(rb"\1", data[line.end() :])
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        part = _text_part(message)
    except RecursionError as error:
        raise Refused(f"{raw.source}: the message at byte {record.offset} has parts nested too deep") from error
    body = part.get_payload(decode=True) if part else b""
    decoded = decode(body if isinstance(body, bytes) else b"", declared=part.get_content_charset() if part else None, override=raw.encoding)
    header = {name.lower(): _unfolded(value, raw.encoding) for name, value in reversed(list(message.raw_items()))}
    fields = _fields(header)
    is_html = part is not None and part.get_content_subtype() in ("html", "xhtml+xml")
    printed = _texts(decoded.text, is_html, limits, raw.source)
    date = header.get("date")
    warnings = (WireWarning("bad-date", date[:80]),) if date and not webtimes.time(date) else ()
    provenance = decoded.provenance(record.data, record.offset, raw.source, NAME, VERSION, warnings)
    if len(printed) > 1:
        declared = {name: value for name, value in fields.items() if name not in {"headline", "headline_raw"}}
        uri = fields.get("uri") or f"sha256:{provenance.sha256}"
        return [Dispatch(provenance, **(own | declared | {"uri": f"{uri}#{number}"})) for number, own in enumerate(printed, 1)]
    (own,) = printed
    if own.get("headlines") and heading.is_slug(fields.get("headline", "")):
        fields |= {"headline": own["headlines"][0], "headline_raw": None}
        own["headlines"] = own["headlines"][1:]
    fields = own | fields
    return [Dispatch(provenance, **fields)] if fields.get("headline") or fields["paragraphs"] else []


def _text_part(message: Message) -> Message | None:
    """The part that is the text: plain rather than HTML, never an attachment while there is another."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text" and not part.is_multipart()]
    inline = [part for part in parts if part.get_content_disposition() != "attachment"]
    for subtype in ("plain", "html"):
        for part in inline:
            if part.get_content_subtype() == subtype and str(part.get_payload()).strip():
                return part
    return next(iter(inline or parts), None)


def _fields(header: dict[str, str]) -> dict[str, Any]:
    """What the header says, without what it does not say. `Slugwords`, `ACategory`, `Copyright` are of ClariNet."""
    identifier = header.get("message-id")
    services = f"{header.get('newsgroups', '')},{header.get('acategory', '')}".split(",")
    subject = header.get("subject", "")
    headline = _SENT_ON.sub("", subject, count=1) if _SENT_ON.match(subject) else subject
    fields = {
        "headline": headline,
        "headline_raw": subject if headline != subject else None,
        "uri": f"{NAME}:{identifier}" if identifier else "",
        "versioncreated": webtimes.time(header.get("date")),
        "expires": webtimes.time(header.get("expires")),
        "provider": header.get("from"),
        "keywords": tuple(filter(None, map(str.strip, header.get("keywords", "").split(",")))),
        "language": webtimes.language(header.get("content-language", "")),
        "service": tuple(filter(None, map(str.strip, services))),
        "slugline_raw": header.get("slugword") or header.get("slugwords"),
        "priority_raw": header.get("priority"),
        "copyrightnotice": header.get("copyright"),
        "authors": bylines.authors(sender["names"]) if (sender := _SENDER.search(header.get("from", ""))) else (),
    }
    return {name: value for name, value in fields.items() if value}


def _unfolded(value: str, override: str | None) -> str:
    """A field of the header on one line: encoded words read, though they be cut within a character, and bytes that should not be there."""
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape"), override=override).text
    if "=?" in value:
        value = _words(_BETWEEN_WORDS.sub("", value))
    return " ".join(value.split())


def _words(text: str) -> str:
    """Encoded words (RFC 2047) read; those beside one another in one charset as one."""
    out: list[str] = []
    held, charset, at = b"", "", 0
    for found in _WORD.finditer(text):
        if held and (found.start() > at or found[1].lower() != charset):
            out.append(decode(held, declared=charset).text)
            held = b""
        out.append(text[at : found.start()])
        held, charset, at = held + _word(found[2], found[3]), found[1].lower(), found.end()
    return "".join([*out, decode(held, declared=charset).text if held else "", text[at:]])


def _word(kind: str, printed: str) -> bytes:
    data = printed.encode("utf-8", "replace")
    if kind in "qQ":
        return quopri.decodestring(data, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


def _texts(printed: str, is_html: bool, limits: Limits, source: str) -> list[dict[str, Any]]:
    """The fields of the text of a message, cut where a signature begins, or those of each text of a digest."""
    if printed.lstrip()[:1] == "{" and not is_html and (declared := _of_json(printed, limits, source)):
        return [declared]
    if is_html:
        lines = "\n\n".join(blocks.body_of(printed, limits, source).paragraphs).split("\n")
    else:
        lines = _unquoted(_SIGNATURE.split(_FORWARDED.sub("\n", printed), maxsplit=1)[0].splitlines())
    texts = parted(lines, limits) if has_datelines(lines) else []
    return [text.read(part)[0] for part in texts] if len(texts) > 1 else [_of_lines(lines)]


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without the marks of a quotation, where most are quoted: then that is the text."""
    quoted = sum(line.startswith(">") for line in lines)
    return [_QUOTED.sub("", line, count=1) if line.startswith(">") else line for line in lines] if quoted * 2 > len(lines) else lines


def _of_lines(lines: list[str]) -> dict[str, Any]:
    fields, _ = text.read(lines, headed=False)
    if headline := fields.pop("headline", ""):
        fields["headlines"] = (headline, *fields.get("headlines", ()))
    return fields


def _of_json(printed: str, limits: Limits, source: str) -> dict[str, Any]:
    """The fields of an object of JSON, {} if it is none or has neither headline nor text."""
    try:
        value = json.loads(printed)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    items = {re.sub(r"[\s'_-]", "", name).lower(): item.strip() for name, item in value.items() if isinstance(item, str)}
    found = {field: next(filter(None, (items.get(name.replace("_", "")) for name in names)), "") for field, names in _JSON_NAMES.items()}
    story = found.pop("text")
    if not story and not found["headline"]:
        return {}
    fields = _of_lines("\n\n".join(blocks.body_of(story, limits, source).paragraphs).split("\n"))
    return fields | {name: value for name, value in found.items() if value}
