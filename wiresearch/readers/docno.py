"""What the document numbers of news collections say: who wrote, in which language, on which day.

`AFP_ENG_20090531.0001` and `ENG_NW_001278_20130413_F00012OVI` are of the LDC, `APW19980213.1310` of AQUAINT,
`AP880212-0001`, `LA081490-0001`, `FT911-1` of TREC, `EFE19950101-00001` and `SDA.940101.0001` of CLEF.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

_FORMS = re.compile(
    r"(?P<source>[A-Z]{3})_(?P<language>[A-Z]{3})_(?P<long>\d{8})"
    r"|(?P<newswire>[A-Z]{3})_NW_\d{1,9}_(?P<filed>\d{8})"
    r"|LA(?P<american>\d{6})-"
    r"|(?P<paper>[A-Z]{2,4})\.?(?:(?P<full>(?:19|20)\d{6})|(?P<short>\d{6}))?(?=[\d.-])",
    re.IGNORECASE,
)
_AGENCIES = {
    "AFP": "AFP",
    "AP": "AP",
    "APW": "AP",
    "ATS": "SDA",
    "CNA": "CNA",
    "EFE": "EFE",
    "FT": "FT",
    "LA": "LATIMES",
    "NYT": "NYT",
    "SDA": "SDA",
    "WSJ": "WSJ",
    "XIE": "XINHUA",
    "XIN": "XINHUA",
}
_LANGUAGES = {
    "ARB": "ar",
    "CMN": "zh",
    "DEU": "de",
    "ENG": "en",
    "FRA": "fr",
    "FRE": "fr",
    "GER": "de",
    "POR": "pt",
    "RUS": "ru",
    "SPA": "es",
}


def language(code: str) -> str | None:
    """A BCP 47 language of a code of two or three letters, or None."""
    return _LANGUAGES.get(code.upper()) or (code.lower() if len(code) == 2 and code.isalpha() else None)


class Identified(NamedTuple):
    """A code of agencies.py, a BCP 47 language and the day, each None where the number does not say."""

    agency: str | None = None
    language: str | None = None
    day: datetime | None = None


def identified(docno: str) -> Identified:
    """What `docno` says."""
    found = _FORMS.match(docno)
    if not found:
        return Identified()
    source = found["source"] or found["paper"] or ("LA" if found["american"] else "")
    language = found["language"] or found["newswire"] or ""
    return Identified(_AGENCIES.get(source.upper()), _LANGUAGES.get(language.upper()), _day(found))


def _day(found: re.Match[str]) -> datetime | None:
    if digits := found["american"]:
        digits = digits[4:] + digits[:4]
    digits = digits or found["long"] or found["filed"] or found["full"] or found["short"] or ""
    return day(digits[:-4], digits[-4:-2], digits[-2:]) if digits else None


def day(year: str, month: str, day: str) -> datetime | None:
    """The midnight of a date in digits, or None if there is none. The wires of these collections are of the years from 1970 on."""
    century = (1900 if int(year) >= 70 else 2000) if len(year) == 2 else 0
    try:
        return datetime(century + int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
