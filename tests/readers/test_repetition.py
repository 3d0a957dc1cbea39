"""A pattern or a walk that is not linear would take minutes for some of these files."""

from __future__ import annotations

import contextlib
import io

import pytest

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import RawDocument
from wiresearch.errors import ReadError

_SIZE = 60_000
_PIECES = ["a", "A ", " ", "\n", "1 ", "(AP) ", "-- ", '"', "<", "<P>", "</p>", "&#3;", "By A\n", "* a\n", "(", "A.B ", "=\n", "a =\n"]
_PIECES += ["TEA.WIRE\n", "\t", "\b;;\n", "^a<\n", "^a=\n", "{", "=?a?q?b?= ", "From a 00:00\nA:", "=?", "ZCZC 1\n", "NNNN\n", "\x04"]
_PIECES += ["\x01a0123\x1f\x02", "BC-A ", "BC-", "dpa a", "(ADDS ", "# a\n", "12-12-12 ", "131137 GMT Nov 13\n", "a@b.c ", "+49 1", "Tel. "]
_PIECES += ["<br>", "<a href=x>y</a>", "<div class=story>", "<table><tr><td>a</td></tr></table>", "<meta name=a content=b>", "&amp;", ": "]
_PIECES += ["X-A: b\n", "<!--", "<script type='application/ld+json'>[", "A, ", "A/", "OSLO, Aug 13 (Reuters) - a\n", " - \n", "RY", "--x\n"]
_FRAMES = {
    "anpa1312": ("\x16\x16\x01a0123\x1fx\nu i\x13\x11 {}\n\x02^BC-a,1<\nx\n\x03x", "\x16\x16\x01a0123\x1fx\n\x02^BC-a,1<\n{}\n\x03{}"),
    "iptc7901": ("\x01eca062 4 i 211 {}\n\nA/\n\x02x", "\x01eca062 4 i 211 \n\nA/\n\x02{}=\n{}\x03{}"),
    "teletype": ("ZCZC {}\nNNNN", "ZCZC 1\nu i {}\n{}NNNN"),
    "plain-text": ("{}",),
    "html": ("<html><head><title>{}", "<html><body><article><p>{}</p><div class='{}'>a"),
    "rss-atom": ("<rss><item><title>{}</title></item></rss>", "<rss><item><description>{}</description></item></rss>"),
    "rfc822": ("From: a\nSubject: {}\n\n", "From: a\nSubject: b\n\n{}", "From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n{}"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", _FRAMES)
def test_no_repetition_takes_long(name: str) -> None:
    for frame in _FRAMES[name]:
        for piece in _PIECES:
            data = frame.replace("{}", piece * (_SIZE // len(piece) // frame.count("{}"))).encode()
            raw = RawDocument("a", data[:20_000], lambda data=data: io.BytesIO(data))  # a default binds the bytes
            for reader in readers.READERS:
                reader.sniff(raw)
            with contextlib.suppress(ReadError):
                list(readers.by_name(name).read(raw, Limits()))
