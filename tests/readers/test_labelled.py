"""Dispatches with a label before each field, as databases of newspapers print them."""

from __future__ import annotations

from collections.abc import Callable

from wiresearch import readers
from wiresearch.dispatch import RawDocument
from wiresearch.normalise import normalise

Document = Callable[..., RawDocument]
PRINTED = """\
                     {number} of 2 DOCUMENTS

                 Copyright 1990 U.P.I.
               United Press International

            August 13, 1990, Monday, BC cycle

SECTION: International

LENGTH: 210 words

HEADLINE: {headline}

BYLINE: By JANE DOE and JO ROE

DATELINE: {place}

BODY:
   Tea rose on Monday.

   Nobody knew why: it rained.

LOAD-DATE: August 14, 1990
"""


def test_each_document_of_a_file(document: Document) -> None:
    first = PRINTED.format(number=1, headline="Tea is dear\nin all ports", place="OSLO, Aug. 13")
    second = PRINTED.format(number=2, headline="Coffee is cheap", place="GENEVA")
    one, other = (normalise(found) for found in readers.read(document(f"{first}\n\n{second}")))
    assert (one.headline, other.headline) == ("Tea is dear in all ports", "Coffee is cheap")
    assert (one.authors, one.service, one.wordcount_declared, one.agency) == (("JANE DOE", "JO ROE"), ("International",), 210, "UPI")
    assert one.paragraphs == other.paragraphs == ("Tea rose on Monday.", "Nobody knew why: it rained.")
    assert one.copyrightnotice == "Copyright 1990 U.P.I."
    assert one.dateline
    assert one.versioncreated
    assert (one.dateline.city, str(one.dateline.date), one.versioncreated.text) == ("Oslo", "1990-08-13", "1990-08-13")
    assert other.dateline
    assert other.dateline.city == "Geneva"


def test_a_label_in_a_text_is_text(document: Document) -> None:
    (found,) = readers.read(document("Tea is dear\nOSLO, Aug 13 (Reuters) - Tea rose.\nDATELINE: a play of that name failed.\n"))
    assert "DATELINE: a play" in found.paragraphs[-1]
