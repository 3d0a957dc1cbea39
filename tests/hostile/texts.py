"""Texts and mark-up. What is damaged is read as plain text, and says so; what could do harm is refused for good."""

from __future__ import annotations

import random

from hostile.case import LIMITS, plain, story

_NITF = """<?xml version="1.0"?>
{doctype}<nitf{attributes}><body><body.head><hedline><hl1>Harbour closed</hl1></hedline></body.head>
<body.content><p>{text}</p></body.content></body></nitf>
"""


def _nitf(text: str, doctype: str = "", attributes: str = "") -> bytes:
    return _NITF.format(text=text, doctype=doctype, attributes=attributes).encode()


def _laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _nitf("&l9;", f'<!DOCTYPE nitf [<!ENTITY l0 "lol">{levels}]>\n')


def _lines(count: int, length: int) -> bytes:
    return story().removesuffix(b"HARM.WIRE") + b"".join(b"%0*d\n" % (length, n) for n in range(count))


TEXTS = (
    plain("empty.txt", b"", "skipped", "no text in it"),
    plain("blanks.txt", b" \r\n\t\n" * 900, "skipped", "no text in it"),
    plain("nothing-but-nul.txt", bytes(9_000), "skipped", "binary data"),
    plain("stray-nul.txt", lambda: story().replace(b"was", b"w\0as")),
    plain("mixed-line-ends.txt", lambda: story().replace(b"\n", b"\r\n", 2).replace(b"\n\n", b"\r\r")),
    plain("surrogates.txt", lambda: story().replace(b"anchor", b"\xed\xa0\x80anchor\xed\xbf\xbf")),
    plain("bad-utf8.txt", lambda: story().replace(b"anchor", b"\xff\xfe\xfa\xc0\x80anchor")),
    plain("utf-7.txt", lambda: story().replace(b"anchor", b"+ADw-script+AD4-")),
    plain("utf-16-odd.txt", lambda: story().decode().encode("utf-16-le") + b"x"),
    plain("utf-32.txt", lambda: story().decode().encode("utf-32")),
    plain("terminal.txt", lambda: story().replace(b"Harbour", b"\x1b]0;owned\x07\x1b[31mHarbour\x9b31m")),
    plain("bidi.txt", lambda: story().replace(b"Harbour", "\u202eHarbour\u2066".encode())),
    plain("one-line.txt", lambda: b"x" * (LIMITS.line_bytes + 1), "failed", "limits.line_bytes"),
    plain("many-lines.txt", lambda: _lines(LIMITS.dispatch_lines, 2), "failed", "limits.dispatch_lines"),
    plain("long-dispatch.txt", lambda: _lines(LIMITS.dispatch_bytes // 1_000, 1_100), "failed", "limits.dispatch_bytes"),
    plain("picture.txt", b"\xff\xd8\xff\xe0" + bytes(90), "skipped", "a JPEG picture, not text"),
    plain("program.txt", b"\x7fELF\x02\x01" + bytes(90), "skipped", "a program, not text"),
    plain("noise.txt", random.Random(1).randbytes(9_000), "skipped", "binary data"),
    plain("story.zip", story),
    plain("story.xml", story),
    plain("endless-slug.txt", b"HARM.WIRE" * 20_000),
    plain("zczc-without-end.txt", lambda: b"ZCZC AAA001\r\n" + story()),
    plain("deep.json", lambda: b"[" * 100_000 + b"]" * 100_000, "failed", "no reader knows this JSON"),
    plain(
        "deeper.json",
        lambda: b'{"uri": "x", "headline": "H", "body_text": "B", "n": ' + b"[" * 9_000 + b"]" * 9_000 + b"}",
        "failed",
        "json_depth",
    ),
    plain("cut.json", b'{"uri": "tag:wire,2003:1", "headline": "Harbour closed", "body_text": "The harb'),
    plain("surrogate.json", b'{"uri": "tag:wire,2003:2", "headline": "Harbour \\ud800 closed", "body_text": "The \\udfff harbour."}'),
    plain("numbers.json", lambda: b'{"uri": "x", "headline": "H", "version": ' + b"9" * 5_000 + b"}"),
)

MARKUP = (
    plain("laughs.xml", _laughs, "failed", "declares an entity of its own (l0)"),
    plain(
        "quadratic.xml",
        lambda: _nitf("&a;" * 40_000, f'<!DOCTYPE nitf [<!ENTITY a "{"x" * 9_000}">]>\n'),
        "failed",
        "declares an entity of its own (a)",
    ),
    plain("long-prolog.xml", lambda: _nitf("&a;" * 40_000, f'<!DOCTYPE nitf [<!ENTITY a "{"x" * 40_000}">]>\n')),
    plain(
        "external-entity.xml",
        lambda: _nitf("&x;", '<!DOCTYPE nitf [<!ENTITY x SYSTEM "../secret.txt">]>\n'),
        "failed",
        "declares an entity of its own (x)",
    ),
    plain("parameter-entity.xml", lambda: _nitf("x", '<!DOCTYPE nitf [<!ENTITY % x SYSTEM "../secret.txt"> %x;]>\n')),
    plain("external-dtd.xml", lambda: _nitf("The first harbour.", '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd">\n')),
    plain(
        "include.xml",
        lambda: _nitf('<xi:include href="../secret.txt" parse="text"/>', attributes=' xmlns:xi="http://www.w3.org/2001/XInclude"'),
        "failed",
        "includes other documents (XInclude)",
    ),
    plain("stylesheet.xml", lambda: _nitf("The second harbour.", '<?xml-stylesheet href="../secret.txt"?>\n')),
    plain("utf-7.xml", lambda: _nitf("+ADw-p+AD4-").replace(b'"1.0"', b'"1.0" encoding="utf-7"')),
    plain("deep.xml", lambda: _nitf("<b>" * 30_000 + "deep" + "</b>" * 30_000), "failed", "limits.xml_depth"),
    plain("attributes.xml", lambda: _nitf("many", attributes="".join(f' a{n}="{n}"' for n in range(9_000)))),
    plain("cut.xml", lambda: _nitf("The third harbour was closed.")[:220]),
    plain("nul.xml", lambda: _nitf("The fourth\0 harbour.")),
    plain("links.html", b'<html><title>H</title><p>The <a href="../secret.txt">harbour</a>.</p><iframe src="../secret.txt"></iframe>'),
)
