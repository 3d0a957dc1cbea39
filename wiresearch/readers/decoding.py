"""Bytes to text: the ladder of encodings. The only place that knows chardet.

The first rule that applies wins: byte-order mark, a declared encoding, UTF-16 by its NULs, ISO-2022 and HZ by their
escapes, strict UTF-8, UTF-8 with strays, a few high bytes, the detector, cp1252. The order was measured on wire files in
28 encodings (design page on formats, section 4): one high byte alone fools a detector, and control bytes blind it.
tests/data/encodings.tsv holds how many texts in which encoding come out right.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache

from wiresearch.dispatch import Evidence, Provenance, WireWarning, made
from wiresearch.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = tuple(bom for bom, _ in _BOMS)
_REFUSED = {"utf-7", "utf-32", "utf-32-le", "utf-32-be"}
# Each begins with one set of bytes, which is looked for many times as fast as what may be before it or several patterns.
_MULTIBYTE = re.compile(rb"[\xc2-\xf4](?:(?<=[\xc2-\xdf])[\x80-\xbf]|(?<=[\xe0-\xef])[\x80-\xbf]{2}|(?<=[\xf0-\xf4])[\x80-\xbf]{3})")
_IN_WORDS = re.compile(rb"[\x80-\xff](?:(?<=[a-z].)[\x80-\xff]*|(?<=[A-Z].)[\x80-\xff]*(?=[a-z])|(?<= [\x88\x8a\x8f])(?= ))")
"""And the words of one letter, `è` and `à`, that are no such words in cp1252."""
_DRAWN = "│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀░▒▓■".encode("cp437")
_DRAWN_LINE = re.compile(rb"\xc4{6}|\xcd{6}")
"""Of tables and boxes as printed by machines with DOS."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x1b"))
_ASCII = bytes(range(0x80))
_SAMPLE = 64 << 10
_LONGEST_NAME = 40
_NUL, _ESC, _TILDE = b"\0\x1b~"  # a number is looked for in bytes in a fiftieth of the time that two bytes take
_KOREAN_HEAD = b"\x1b$)C"
"""Stands once at the beginning of a text in ISO-2022-KR."""
_HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
"""Two bytes a letter between marks of ASCII (RFC 1843)."""
_BEHIND_LETTERS = frozenset("’‘”»›…–—´\xb4\xb0™®©¹²³ªº·\xa0\xad½¼¾€%")
_OF_OLD_MACHINES = ("cp850", "mac_roman", "cp437")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text`, the `encoding` it was read in, the number of U+FFFD put in, and the `rule` of the ladder that chose.

    `refused` is the encoding that was declared, where another was chosen.
    """

    text: str
    encoding: str
    replacements: int
    rule: str
    refused: str | None = None

    @property
    def evidence(self) -> Evidence:
        """How the encoding was decided, for the provenance of a dispatch."""
        return decided(self.rule, self.refused)

    def provenance(
        self, data: bytes, offset: int, source: str, name: str, version: int, warnings: tuple[WireWarning, ...] = ()
    ) -> Provenance:
        """Where a dispatch comes from whose own bytes are `data`, from `offset` on, read by that version of the reader `name`."""
        return made(
            Provenance,
            source=source,
            offset=offset,
            length=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            format=name,
            encoding=self.encoding,
            replacements=self.replacements,
            reader_version=version,
            warnings=warnings,
            evidence=(self.evidence,),
        )


@cache
def decided(rule: str, refused: str | None = None) -> Evidence:
    """How an encoding was decided, for the provenance of a dispatch."""
    return Evidence("encoding", f"{rule}, not {refused} as declared" if refused else rule, 0, 0)


def decode(data: bytes, *, declared: str | None = None, override: str | None = None) -> Decoded:
    """The text of `data`; never fails on any bytes.

    `declared` is what the document says of itself, a hint that loses to strict UTF-8 (real files need that) and is
    refused for UTF-7 and UTF-32; `override` is the user's word and always wins. Raises ReadError for an `override` that
    names no text encoding.
    """
    if override is not None:
        return _overridden(data, override)
    bom, marked = mark(data)
    if marked is not None:
        return _replacing(data[len(bom) :], marked, "bom")
    if declared is None:
        return _undeclared(data)
    return _declared(data, declared) or _with_refused(_undeclared(data), declared)


def mark(data: bytes) -> tuple[bytes, str | None]:
    """The byte-order mark that `data` begins with and the encoding it stands for; b"" and None if there is none."""
    if not data.startswith(_MARKS):
        return b"", None
    return next((bom, name) for bom, name in _BOMS if data.startswith(bom))


def line_text(data: bytes, encoding: str, errors: str = "replace") -> str:
    """One line of a text, in the `encoding` that `decode` gave for the lines around it."""
    if encoding == "mixed":
        text = _strict(data, "utf-8")
        return data.decode("cp1252", errors) if text is None else text
    return (_KOREAN_HEAD + data if encoding == "iso2022_kr" else data).decode(encoding, errors)


def lost(data: bytes, encoding: str) -> int:
    """How many U+FFFD `line_text` puts into a line."""
    put = line_text(data, encoding).count("\ufffd")
    return put and put - line_text(data, encoding, "ignore").count("\ufffd")


def _overridden(data: bytes, name: str) -> Decoded:
    bom, marked = mark(data)
    try:
        codec = codecs.lookup(name).name
        if codec in ("utf-8-sig", "utf-16", "utf-32"):  # those that look for a mark themselves
            codec = marked if marked and marked.startswith(codec[:6]) else {"utf-8-sig": "utf-8"}.get(codec, f"{codec}-le")
        return _replacing(data.removeprefix(bom) if codec == marked else data, codec, "override")
    except (LookupError, ValueError) as error:
        raise ReadError(f"{name!r} is not a text encoding", "give one that Python knows, such as utf-8, cp1252 or shift_jis") from error


def _undeclared(data: bytes) -> Decoded:
    return _sixteen_bits(data) or _escaped(data) or _eight_bits(data)


def _declared(data: bytes, name: str) -> Decoded | None:
    codec = _codec(name)
    if codec is None or codec in _REFUSED or _strict(data, "utf-8") is not None:
        return None
    text = _strict(data, codec)
    return Decoded(text, codec, 0, "declared") if text is not None else None


def _with_refused(decoded: Decoded, declared: str) -> Decoded:
    """What was decoded against the declaration says so, but for ASCII, which is read alike in nearly all encodings."""
    if decoded.encoding in ("ascii", _codec(declared)):
        return decoded
    return replace(decoded, refused=declared.strip()[:_LONGEST_NAME] or "nothing")


def _codec(name: str) -> str | None:
    """Python's name of an encoding, cp1252 for Latin-1 and ASCII, or None for what is none."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def _sixteen_bits(data: bytes) -> Decoded | None:
    if _NUL not in data or _strays(data):
        return None
    detected = _detect(data[:_SAMPLE])
    if detected is not None and detected.startswith("utf-16"):
        return _replacing(data, detected if detected != "utf-16" else _likelier_half(data), "utf-16")
    nuls = data.count(_NUL)
    if nuls * 100 < len(data) or max(data[::2].count(0), data[1::2].count(0)) * 10 < nuls * 9:
        return None
    return _replacing(data, _likelier_half(data), "utf-16")


def _strays(data: bytes) -> bool:
    """Whether the NULs are damage in 8-bit text: few controls, and no sign of the high bytes of other scripts."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls * 10 < len(data) and (_few_high_bytes(data) or _strict(data, "utf-8") is not None)


def _few_high_bytes(data: bytes) -> bool:
    high = len(data.translate(None, _ASCII))
    return high <= 3 or high * 50 < len(data)


def _likelier_half(data: bytes) -> str:
    return "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le"


def _escaped(data: bytes) -> Decoded | None:
    if _TILDE in data and _HZ.search(data):
        text = _strict(data, "hz")
        return Decoded(text, "hz", 0, "hz") if text is not None else None
    if _ESC not in data or b"\x1b$" not in data:
        return None
    for codec in ("iso2022_jp", "iso2022_kr", "iso2022_jp_2", "iso2022_jp_ext"):
        text = _strict(data, codec)
        if text is not None:
            return Decoded(text, codec, 0, "iso-2022")
    return None


def _eight_bits(data: bytes) -> Decoded:
    if data.isascii():
        return Decoded(data.decode("ascii"), "ascii", 0, "utf-8")
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", 0, "utf-8")
    single, good = _MULTIBYTE.subn(b"", data)
    strays = len(single.translate(None, _ASCII))
    if good >= 3 and strays * 4 <= good:
        return _line_by_line(data)
    if _few_high_bytes(data):
        return _replacing(data, _of_few(data), "few high bytes")
    sample = data.translate(None, _CONTROLS)[:_SAMPLE]
    if _DRAWN_LINE.search(sample):
        return _replacing(data, _of_dos(sample.translate(None, _DRAWN)), "drawn lines")
    detected = _detect(sample)
    if detected is None:
        return _replacing(data, "cp1252", "last resort")
    return _replacing(data, _of_few(sample) if detected == "cp1252" else detected, "detector")


def _of_dos(sample: bytes) -> str:
    """The encoding of a machine with DOS that makes words of the letters, else the one that the detector is surest of."""
    detected = _detect(sample) if sample.translate(None, _ASCII) else None
    found = b"".join(_IN_WORDS.findall(sample)).decode("cp850", "replace")
    return "cp850" if found and _are_in_place(found) else detected if detected and re.match("cp[4-8]", detected) else "cp437"


def _of_few(data: bytes) -> str:
    """cp1252, but for the encoding of an older machine where only in that one the high bytes in words are letters."""
    found = b"".join(_IN_WORDS.findall(data))
    return next((codec for codec in ("cp1252", *_OF_OLD_MACHINES) if _are_in_place(found.decode(codec, "replace"))), "cp1252")


def _are_in_place(letters: str) -> bool:
    """Whether each may stand behind a letter: small letters, but for the sign of the florin, and what closes or joins words."""
    return all((letter.islower() and letter != "ƒ") or letter in _BEHIND_LETTERS for letter in letters)


def _line_by_line(data: bytes) -> Decoded:
    lines = data.split(b"\n")
    return Decoded("\n".join(line_text(line, "mixed") for line in lines), "mixed", sum(lost(line, "mixed") for line in lines), "mixed")


def _detect(sample: bytes) -> str | None:
    import chardet  # here because most files never need it, and it takes long to import

    codec = _codec(chardet.detect(sample)["encoding"] or "")
    if codec is None or codec in _REFUSED:
        return None
    try:
        sample.decode(codec, "replace")
    except (LookupError, ValueError):
        return None
    return codec


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (LookupError, ValueError):
        return None


def _replacing(data: bytes, codec: str, rule: str) -> Decoded:
    text = _strict(data, codec)
    if text is not None:
        return Decoded(text, codec, 0, rule)
    text = data.decode(codec, "replace")
    own = data.decode(codec, "ignore").count("\ufffd")
    return Decoded(text, codec, text.count("\ufffd") - own, rule)
