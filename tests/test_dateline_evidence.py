"""Which city of several of one name a dateline means. Expected values: the text itself, and an atlas."""

from __future__ import annotations

import pytest

from wiresearch.dispatch import Dateline, Dispatch, Provenance
from wiresearch.normalise import normalise


def filed(dateline: str, text: str, agency: str | None = None) -> Dateline:
    first = f"{dateline}, March 4, 1990 - {text}"
    found = normalise(Dispatch(Provenance("t", 0, 0, "", "plaintext", "ascii"), agency=agency, paragraphs=(first, "A second paragraph.")))
    assert found.dateline is not None
    return found.dateline


@pytest.mark.parametrize(
    ("dateline", "text", "agency", "country", "area", "rule"),
    [
        ("BIRMINGHAM", "A bank of Alabama opened a branch.", None, "US", "AL", "named in the text"),
        ("BIRMINGHAM", "A bank opened a branch.", None, "GB", "ENG", "override"),
        ("BIRMINGHAM", "A bank of England lent to one of Alabama.", None, "GB", "ENG", "override"),
        ("BIRMINGHAM, Ala.", "A bank of England opened a branch.", None, "US", "AL", "state qualifier"),
        ("RICHMOND", "The ferries of British Columbia stopped.", None, "CA", "BC", "named in the text"),
        ("RICHMOND", "The ferries of Canada stopped.", None, "CA", "BC", "named in the text"),
        ("KANSAS CITY", "Wheat rose, Kansas City dealers said.", None, "US", "MO", "override"),
        ("VICTORIA", "The legislature rose for the summer.", "CP", "CA", "BC", "home of the agency"),
        ("VICTORIA", "The legislature rose for the summer.", "RTRS", "SC", None, "override"),
        ("HAMILTON", "The council met.", "NZPA", "NZ", None, "home of the agency"),
        ("HAMILTON", "The council met. Bermuda is calm.", "NZPA", "BM", None, "override"),
        ("PARMA", "A maker of ham was sold.", "ANSA", "IT", None, "population"),
        ("LONDON", "Ministers of Canada and of the province of Ontario met.", "CP", "GB", "ENG", "population"),
        ("PARIS", "A man of Texas was found.", "CP", "FR", None, "population"),
    ],
)
def test_the_text_and_the_home_of_the_agency_decide(
    dateline: str, text: str, agency: str | None, country: str, area: str | None, rule: str
) -> None:
    found = filed(dateline, text, agency)
    assert (found.country, found.rule) == (country, rule)
    if area:
        assert found.area == area


def test_what_the_text_decides_is_surer_than_what_stands_alone() -> None:
    alone = filed("RICHMOND", "The ferries stopped.")
    told = filed("RICHMOND", "The ferries of Virginia stopped.")
    assert (told.country, told.area) == (alone.country, alone.area) == ("US", "VA")
    assert told.confidence > alone.confidence
