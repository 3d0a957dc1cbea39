"""RCV1: titles with countries, full stops, codes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, RawDocument

Document = Callable[..., RawDocument]

ITEM = """<newsitem itemid="2286" date="1996-08-20" xml:lang="en"><title>{title}</title>{headline}
<dateline>GENEVA 1996-08-20</dateline><text><p>Tea.</p></text>
<metadata><codes class="bip:countries:1.0"><code code="SWITZ"/></codes>
<codes class="bip:topics:1.0"><code code="M14"/></codes>
<codes class="bip:industries:1.0"><code code="I01"/></codes>
<dc element="dc.publisher" value="Reuters Holdings Plc"/></metadata></newsitem>"""


@pytest.mark.parametrize(
    ("title", "headline", "expected", "raw"),
    [
        ("SWITZERLAND: Tea is dear.", "Tea is dear.", "Tea is dear", "Tea is dear."),
        ("SWITZERLAND: Tea is dear.", "", "Tea is dear", "Tea is dear."),
        ("U.S.A.: Tea costs 5.", "", "Tea costs 5", "Tea costs 5."),
        ("Tea: prices of the day", "", "Tea: prices of the day", None),
        ("Tea banned in U.S.", "", "Tea banned in U.S.", None),
    ],
)
def test_headlines(title: str, headline: str, expected: str, raw: str | None, document: Document) -> None:
    source = ITEM.format(title=title, headline=f"<headline>{headline}</headline>" if headline else "")
    (found,) = readers.read(document(source))
    assert (found.headline, found.headline_raw) == (expected, raw)


def test_rows_of_a_table_are_paragraphs_set_in_columns(document: Document) -> None:
    rows = "<p>Prices:</p><p>Black   10.00    9.80</p><p>Green    8.00    8.10</p><p>White   12.00   12.10</p>"
    (found,) = readers.read(document(ITEM.format(title="x", headline="").replace("<p>Tea.</p>", rows)))
    assert found.paragraphs == ("Prices:", "Black   10.00    9.80\nGreen    8.00    8.10\nWhite   12.00   12.10")
    assert (found.body_format, found.kind) == ("table", "table")


def test_everything_else(document: Document) -> None:
    (found,) = readers.read(document(ITEM.format(title="x", headline="")))
    assert (found.uri, found.agency, found.provider, found.language) == ("2286", "RTRS", "Reuters Holdings Plc", "en")
    assert found.dateline == Dateline("GENEVA 1996-08-20")
    assert found.versioncreated is not None
    assert (found.versioncreated.text, found.versioncreated.precision) == ("1996-08-20", "day")
    assert [(s.scheme, s.code) for s in found.subject] == [("rcv1-topic", "M14"), ("rcv1-industry", "I01")]
    assert [(e.kind, e.name, e.origin, e.country) for e in found.entities] == [("place", "SWITZ", "feed", None)]
