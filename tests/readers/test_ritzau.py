"""Ritzau's XML: escaped HTML, flags, contact data left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiresearch import readers
from wiresearch.dispatch import Dateline, Dispatch, RawDocument

Document = Callable[..., RawDocument]


def of(document: Document, fields: str) -> Dispatch:
    (found,) = readers.read(document(f"<RBNews><NewsID>7</NewsID><content>&lt;p&gt;En.&lt;/p&gt;To.</content>{fields}</RBNews>"))
    return found


def test_text_place_and_time(document: Document) -> None:
    found = of(document, "<town>Odense</town><PublishDate>2003-08-12T10:00:00</PublishDate><Priority>3</Priority>")
    assert (found.uri, found.paragraphs, found.priority_raw) == ("7", ("En.", "To."), "3")
    assert found.dateline == Dateline("Odense", "Odense", "Odense")
    assert found.versioncreated is not None
    assert (found.versioncreated.text, found.versioncreated.tz_declared) == ("2003-08-12T10:00:00", False)
    assert (found.agency, found.provider) == ("RITZAU", "Ritzau")


def test_contact_data_is_left_out(document: Document) -> None:
    found = of(
        document,
        "<byLine>Jens Kirk</byLine><byLineEmail>a@b.dk</byLineEmail><byLinePhone>33005500</byLinePhone>"
        "<TilRedaktionen>&lt;p&gt;Obs.&lt;/p&gt;&lt;p&gt;Ring tlf. 33 00 55 00&lt;/p&gt;</TilRedaktionen>",
    )
    assert (found.authors, found.ednote) == (("Jens Kirk",), "Obs.")
    assert "3300" not in repr(found)
    assert "@" not in repr(found)


@pytest.mark.parametrize(
    ("fields", "label", "status"),
    [
        ("<format>Flash</format>", "flash", "usable"),
        ("<format>Flash</format><Korrektion>true</Korrektion>", "corrected", "usable"),
        ("<NyVersion>true</NyVersion><Korrektion>false</Korrektion>", "update", "usable"),
        ("<Annuleret>true</Annuleret>", None, "canceled"),
    ],
)
def test_flags(fields: str, label: str | None, status: str, document: Document) -> None:
    found = of(document, fields)
    assert (found.version_label, found.pubstatus) == (label, status)


def test_lists(document: Document) -> None:
    source = (
        '<IPTCList xmlns:a="u"><a:string>17001000</a:string><a:string>VEJ</a:string></IPTCList><SubjectKeyword><x>vejr</x></SubjectKeyword>'
    )
    found = of(document, f"{source}<origin>/ritzau/AFP/</origin><Replaces>6</Replaces>")
    assert [(s.scheme, s.code) for s in found.subject] == [("subj", "17001000"), ("ritzau", "VEJ"), ("subj", "17000000")]
    assert (found.keywords, found.infosource, found.supersedes) == (("vejr",), ("RITZAU", "AFP"), "6")
