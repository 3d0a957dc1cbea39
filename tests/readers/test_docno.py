"""What document numbers say."""

from __future__ import annotations

import pytest

from wiresearch.readers.docno import identified


@pytest.mark.parametrize(
    ("docno", "agency", "language", "day"),
    [
        ("AFP_ENG_20090531.0001", "AFP", "en", "2009-05-31"),
        ("APW_SPA_19940512.0003", "AP", "es", "1994-05-12"),
        ("NYT_ENG_20070818.0008.LDC2009T13", "NYT", "en", "2007-08-18"),
        ("XIN_CMN_20001231.0001", "XINHUA", "zh", "2000-12-31"),
        ("LTW_ENG_20081101.0001", None, "en", "2008-11-01"),
        ("ENG_NW_001278_20130413_F00012OVI", None, "en", "2013-04-13"),
        ("APW19980213.1310", "AP", None, "1998-02-13"),
        ("XIE19960101.0001", "XINHUA", None, "1996-01-01"),
        ("AP880212-0001", "AP", None, "1988-02-12"),
        ("AP190212-0001", "AP", None, "2019-02-12"),
        ("LA081490-0001", "LATIMES", None, "1990-08-14"),
        ("WSJ910225-0066", "WSJ", None, "1991-02-25"),
        ("FT911-1", "FT", None, None),
        ("EFE19950101-00001", "EFE", None, "1995-01-01"),
        ("SDA.940101.0001", "SDA", None, "1994-01-01"),
        ("GH950103-000000", None, None, "1995-01-03"),
        ("AP880231-0001", "AP", None, None),
        ("AFP_ENG_20091331.0001", "AFP", "en", None),
        ("bolt-eng-DF-183-195681-7948494", None, None, None),
        ("APPLE", None, None, None),
        ("7", None, None, None),
        ("", None, None, None),
    ],
)
def test_agency_language_and_day(docno: str, agency: str | None, language: str | None, day: str | None) -> None:
    found = identified(docno)
    assert (found.agency, found.language, found.day and found.day.date().isoformat()) == (agency, language, day)
