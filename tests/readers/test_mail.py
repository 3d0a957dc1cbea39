"""Mail: headers, parts and mboxes. What whole files say is in seeds/formats."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch import readers
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import MalformedDispatch, ReadError, Skipped
from wiresearch.normalise import normalise
from wiresearch.readers import mail

Document = Callable[..., RawDocument]


def one(document: Document, data: str | bytes) -> Dispatch:
    (dispatch,) = readers.read(document(data))
    assert dispatch.provenance.format == "rfc822"
    return normalise(dispatch)


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        (b"Tea is dear", "Tea is dear"),
        (b"=?iso-8859-1?Q?Th=E9_et_caf=E9?=", "Thé et café"),
        (b"=?utf-8?B?VGjD?=\r\n =?utf-8?B?qQ==?= noir", "Thé noir"),
        (b"=?utf-8?q?Th=C3=A9?= =?iso-8859-1?q?_vert_=E9?= pur", "Thé vert é pur"),
        (b"=?unknown-8?Q?Tea?=", "Tea"),
        (b"=?utf-8?B?VGVh=YQ?=", "Teaa"),
        (b"Th\xe9 noir", "Thé noir"),
        ("Thé – noir".encode(), "Thé – noir"),
        (b"Tea\r\n\tand  coffee", "Tea and coffee"),
        (b"Tea =?utf-8?Q?", "Tea =?utf-8?Q?"),
        (b"Fwd: WG: Tea is dear", "Tea is dear"),
        (b"Re[2]: Tea is dear", "Tea is dear"),
        (b"Retail: tea is dear", "Retail: tea is dear"),
        (b"Fwd:", "Fwd:"),
    ],
)
def test_subjects(subject: bytes, headline: str, document: Document) -> None:
    assert one(document, b"From: a@b.example\r\nSubject: " + subject + b"\r\n\r\nTea.\r\n").headline == headline


def test_the_plain_part_is_the_text_and_an_attachment_never_is(document: Document) -> None:
    dispatch = one(
        document,
        "From: a\nSubject: Tea\nContent-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: text/plain\nContent-Disposition: attachment\n\nNo.\n"
        "--x\nContent-Type: text/html\n\n<p>One.</p><p>Two.</p>\n--x\nContent-Type: image/png\n\nxxxx\n--x--\n",
    )
    assert dispatch.paragraphs == ("One.", "Two.")


def test_a_dispatch_inside_a_mail_keeps_its_own_headline_beside_the_subject(document: Document) -> None:
    dispatch = one(
        document, "From: a\nSubject: Today's tea\n\nTea is dear\nBy Jo Doe\nOSLO, Aug 13 (Reuters) - Tea.\n-- \nJo Doe, Tel. 1234\n"
    )
    assert (dispatch.headline, dispatch.headlines, dispatch.byline) == ("Today's tea", ("Tea is dear",), "By Jo Doe")
    assert dispatch.paragraphs == ("Tea.",)


def test_json_in_the_text_is_read_by_the_names_of_its_fields(document: Document) -> None:
    data = 'From: a\nSubject: x\n\n{"Headline": "Tea", "Body Text": "<p>OSLO (AP) - Tea.</p>", "Slug line": "tea-cup", "Priority": 3}\n'
    dispatch = one(document, data)
    assert (dispatch.slugline, dispatch.agency, dispatch.paragraphs) == ("tea-cup", "AP", ("Tea.",))
    assert one(document, 'From: a\nSubject: x\n\n{"Tea": 1}\n').paragraphs == ('{"Tea": 1}',)


def test_each_message_of_an_mbox_has_its_own_bytes(document: Document) -> None:
    data = b"From a Wed Aug 13 10:00:00 2003\nSubject: Tea\nFrom: a\n\nTea.\n\n>From here.\n\n"
    data += b"From b Wed Aug 13 11:00:00 2003\nSubject: Cup\nTo: b\n\nCup.\n"
    tea, cup = readers.read(document(data))
    assert (tea.paragraphs, cup.paragraphs) == (("Tea.", "From here."), ("Cup.",))
    assert [data[d.provenance.offset :][: d.provenance.length].split(b"\n")[1] for d in (tea, cup)] == [b"Subject: Tea", b"Subject: Cup"]


def test_a_line_that_begins_with_from_is_text(document: Document) -> None:
    assert one(document, "Subject: Tea\nFrom: a\n\nTea.\n\nFrom here it goes:\nCup: tea\n").paragraphs[0] == "Tea."


def test_a_mail_without_subject_and_text_is_skipped(document: Document) -> None:
    with pytest.raises(Skipped, match="no message with a subject or text"):
        list(readers.read(document("From: a\nTo: b\n\n")))


def test_parts_nested_without_end_are_refused(document: Document) -> None:
    data = "From: a\nSubject: Tea\n" + "".join(f"Content-Type: multipart/mixed; boundary=x{k}\n\n--x{k}\n" for k in range(3_000))
    with pytest.raises(MalformedDispatch, match=r"a\.txt: the message at byte 0 has parts nested too deep"):
        list(mail.read(document(data), Limits()))


def test_a_message_that_is_refused_does_not_keep_back_those_behind_it(document: Document) -> None:
    deep = "Subject: Deep\nFrom: a\nContent-Type: text/html\n\n" + "<div>" * 300 + "Tea\n"
    found = mail.read(document(f"From a 1\n{deep}\nFrom b 2\nSubject: Cup\nFrom: b\n\nCup.\n"), Limits())
    assert next(found).headline == "Cup"
    with pytest.raises(MalformedDispatch, match=r"limits\.xml_depth"):
        next(found)


def test_a_long_message_is_refused_by_name(document: Document) -> None:
    with pytest.raises(MalformedDispatch, match=r"longer than limits\.dispatch_bytes \(50\)"):
        list(mail.read(document("From: a\nSubject: b\n\n" + "x" * 99), Limits(dispatch_bytes=50)))


@pytest.mark.parametrize(
    ("head", "score"),
    [
        ("\r\n  \r\nReceived: x\r\n\ty\r\nDate: z\r\n", 0.9),
        ("From a@b Wed Aug 13 10:00:00 2003\nTo: a\nSubject: b\n", 0.9),
        ("Subject: Tea\n\nFrom: the cup\n", 0.0),
        ("Tea: a drink\nCup: a vessel\n", 0.0),
        ("Tea is dear\nFrom: a\nTo: b\n", 0.0),
    ],
)
def test_two_known_fields_at_the_top_are_mail(head: str, score: float, document: Document) -> None:
    assert mail.sniff(document(head)) == score


@given(st.binary(max_size=200))
def test_any_bytes_in_a_header(document: Document, data: bytes) -> None:
    with contextlib.suppress(ReadError):
        list(mail.read(document(b"From: a\nSubject: " + data + b"\n\nTea.\n"), Limits()))


@pytest.mark.parametrize(
    "header",
    [
        "---------- Forwarded message ----------\nFrom: Tea Desk <tea@example.com>\nDate: Sun, Aug 28, 2011 at 2:10 PM\nSubject: Tea\n",
        "-----Ursprüngliche Nachricht-----\nVon: Tee\nGesendet: Sonntag, 28. August 2011\nAn: a;\n b\nBetreff: Tee\n",
        "________________________________\n\nFrom: Tea\nSubject: Tea\n",
        "Begin forwarded message:\n\n> From: Tea\n> Subject: Tea\n",
    ],
)
def test_the_header_of_a_message_sent_on_is_no_text(header: str, document: Document) -> None:
    dispatch = one(document, f"From: a\nSubject: Fwd: Tea\n\nFor the file\n\n{header}\nOSLO, Aug 28 (Reuters) - Tea rose.\n\nIt fell.\n")
    assert (dispatch.headline, dispatch.headlines, dispatch.headline_raw) == ("Tea", ("For the file",), "Fwd: Tea")
    assert dispatch.paragraphs == ("Tea rose.", "It fell.")


def test_lines_like_a_header_in_a_text_stay(document: Document) -> None:
    text = "Tea rose.\n\n--- Scores ---\nBears: 3\nWolves: 2\n"
    assert "Bears: 3" in "\n".join(one(document, f"From: a\nSubject: Tea\n\n{text}").paragraphs)


def test_a_text_that_is_all_quoted_is_the_text(document: Document) -> None:
    dispatch = one(document, "From: a\nSubject: Tea\n\n> OSLO (AP) - Tea rose on\n> Monday.\n>\n> > It fell.\n")
    assert dispatch.paragraphs == ("Tea rose on Monday.", "It fell.")
    assert one(document, "From: a\nSubject: Tea\n\nTea rose.\n\nIt fell.\n> So he wrote.\n").paragraphs[-1].endswith("> So he wrote.")


def test_the_writer_whom_clarinet_names(document: Document) -> None:
    dispatch = one(document, "From: C-upi@clari.example (UPI / JANE DOE)\nSubject: Tea is dear\n\n OSLO, Aug. 13 (UPI) -- Tea.\n")
    assert (dispatch.authors, dispatch.agency) == (("JANE DOE",), "UPI")


def test_a_slug_as_subject_is_no_headline(document: Document) -> None:
    body = "BC-Tea-Talks, 1st Ld, 0211\nTea is dear\nBy JANE DOE\n\nOSLO, Norway (AP) -- Tea.\n"
    dispatch = one(document, f"From: a@b.example\nSubject: BC-Tea-Talks, 1st Ld, 0211\n\n{body}")
    assert (dispatch.headline, dispatch.slugline, dispatch.version_label) == ("Tea is dear", "Tea-Talks", "lead")


def test_a_digest_is_several_dispatches(document: Document) -> None:
    body = (
        "Tea is dear\n    Oslo, August 13 (KCNA) -- Tea rose.\n    Nobody knew why.\n\n"
        "Coffee is cheap\n    Bergen, August 13 (KCNA) -- Coffee fell.\n"
    )
    found = [normalise(each) for each in readers.read(document(f"From: a@b.example\nSubject: Digest\nMessage-ID: <1@b>\n\n{body}"))]
    assert [each.headline for each in found] == ["Tea is dear", "Coffee is cheap"]
    assert [each.uri for each in found] == ["rfc822:<1@b>#1", "rfc822:<1@b>#2"]
    assert [each.paragraphs for each in found] == [("Tea rose.", "Nobody knew why."), ("Coffee fell.",)]
