"""What benchmarks/human.py takes from a tagged collection: a small one of our own words."""

from __future__ import annotations

import gzip
import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
RECORDS = """<REUTERS TOPICS="NO" NEWID="1">
<PLACES><D>ussr</D><D>peru</D></PLACES><PEOPLE></PEOPLE><ORGS><D>imf</D></ORGS>
<TEXT>&#2;<TITLE>FERRY LATE</TITLE>
<AUTHOR>    By Jane Grindle</AUTHOR>
<DATELINE>    LIMA, Peru, March 4 - </DATELINE><BODY>A ferry &lt;of old> was late.
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="NO" NEWID="2">
<PLACES></PLACES><PEOPLE></PEOPLE><ORGS></ORGS>
<TEXT TYPE="BRIEF"><TITLE>FERRY FOUND</TITLE></TEXT>
</REUTERS>
"""


@pytest.fixture
def human(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    folder = tmp_path / "corpora" / "reuters21578"
    folder.mkdir(parents=True)
    (folder / "reut2-000.sgm.gz").write_bytes(gzip.compress(RECORDS.encode("latin-1")))
    monkeypatch.setenv("WIRESEARCH_SHARED", str(tmp_path))
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("human")


def test_a_text_is_laid_out_as_printed_and_the_tags_are_kept_apart(human: ModuleType) -> None:
    first, second = human.dispatches()
    assert first.text == "FERRY LATE\n\n    By Jane Grindle\n\n    LIMA, Peru, March 4 - A ferry <of old> was late.\n"
    assert (first.place, first.places, first.people, first.bodies) == ("LIMA, Peru", ("ussr", "peru"), (), ("imf",))
    assert first.countries[0] >= {"RU", "UA"}
    assert first.countries[1] == {"PE"}
    assert second.text.strip() == "FERRY FOUND"
    assert (second.dateline, second.holds_dateline, second.place) == (None, False, "")


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("LIMA, March 4, Reuter -", "LIMA"),
        ("****LIMA, March 44 -", "LIMA"),
        ("Lima, 4 March -", "Lima"),
        ("MARIETTA, Ga., Narch 4 -", "MARIETTA, Ga"),
        ("LIMA, Peru -", "LIMA, Peru"),
        ("LIMA, April l -", "LIMA"),
        ("MARCH 4 -", ""),
    ],
)
def test_the_place_is_what_stands_before_a_date(human: ModuleType, dateline: str, place: str) -> None:
    assert human.Tagged("1", "", dateline, (), (), ()).place == place
