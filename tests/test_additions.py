"""A user's own agencies and places, from the outside: files beside the aliases, and what an archive gives with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wiresearch import agencies, places
from wiresearch.additions import NOTHING, Additions, load, use
from wiresearch.dispatch import Dispatch
from wiresearch.errors import ConfigError
from wiresearch.indexing import IndexOptions, inspect

AGENCIES = "# our own\nHWN|IS|Harbour Wire News;HWN;Harbour*\nAFP|FR|Agence Fictive de Port;AFP\n"
PLACES = (
    "town\tPort Quell|Quellhaven\tIS\t\t64.1\t-21.9\n"
    "exonym\tReykjavik|Smokeville\tIS\n"
    "bare\tWashington\tGB\t\n"
    "region\tQuell Coast\tIS\t\n"
    "country\tThule|Old Thule\tIS\n"
)


@pytest.fixture(autouse=True)
def package_tables() -> Iterator[None]:
    yield
    use(NOTHING)


def files(folder: Path, agency_rows: str = AGENCIES, place_rows: str = PLACES) -> Additions:
    (folder / "agencies.txt").write_text(agency_rows, encoding="utf-8")
    (folder / "places.tsv").write_text(place_rows, encoding="utf-8")
    return load(folder)


def read(folder: Path, text: str, added: Additions) -> Dispatch:
    file = folder / "dispatch.txt"
    file.write_text(text, encoding="utf-8")
    [(_, (dispatch,))] = inspect([str(file)], IndexOptions(additions=added))
    return dispatch


DISPATCH = "Boats are back\n\nPORT QUELL, Aug 13, 2003 (HWN) - Boats of the Quell Coast came home, Port Quell said. Smokeville was glad.\n"


def test_own_agencies_and_places_are_read_in_datelines_and_text(tmp_path: Path) -> None:
    before = read(tmp_path, DISPATCH, NOTHING)
    assert before.agency is None
    dispatch = read(tmp_path, DISPATCH, files(tmp_path))
    assert dispatch.agency == "HWN"
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country) == ("Port Quell", "IS")
    assert (dispatch.dateline.latitude, dispatch.dateline.longitude) == (64.1, -21.9)
    assert {"Port Quell", "Quell Coast", "Reykjavik"} <= {entity.name for entity in dispatch.entities if entity.kind == "place"}
    assert dispatch.countries == ("IS",)
    assert read(tmp_path, DISPATCH, NOTHING) == before  # and without them all is as it was


def test_a_name_with_other_meanings_needs_a_cue(tmp_path: Path) -> None:
    added = files(tmp_path)
    story = "Boats are back\n\nOSLO, Aug 13, 2003 (AP) - {}\n"
    assert read(tmp_path, story.format("The Harbour was full."), added).cited_agencies == ()
    assert read(tmp_path, story.format("Boats came, Harbour reported."), added).cited_agencies == ("HWN",)
    assert read(tmp_path, story.format("Boats came, as Harbour Wire News had it."), added).cited_agencies == ("HWN",)


def test_own_rows_outrank_those_of_the_package(tmp_path: Path) -> None:
    use(files(tmp_path))
    assert agencies.by_code("AFP").name == "Agence Fictive de Port"
    assert agencies.named("Agence France-Presse") is None
    assert agencies.named("Reuters") == "RTRS"
    washington = places.resolve("WASHINGTON")
    assert washington is not None
    assert washington.country == "GB"
    assert places.country("Old Thule") == "IS"
    quellhaven = places.resolve("QUELLHAVEN, Thule")
    assert quellhaven is not None
    assert (quellhaven.name, quellhaven.latitude) == ("Port Quell", 64.1)
    use(NOTHING)
    assert agencies.by_code("AFP").name == "Agence France-Presse"
    assert places.country("Old Thule") is None


@pytest.mark.parametrize(
    ("agency_rows", "place_rows", "told"),
    [
        ("HWN|IS\n", "", "agencies.txt, line 1: a row is CODE|HOME|name"),
        ("# x\n\nhwn|IS|Harbour\n", "", "agencies.txt, line 3"),
        ("HWN|IS|Harbour;;HWN\n", "", "agencies.txt, line 1"),
        ("HWN|IS|Harbour|blog\n", "", "agencies.txt, line 1"),
        ("", "village\tQuell\tIS\n", "places.tsv, line 1: 'village' is none of"),
        ("", "town Quell IS\n", "columns have tabs"),
        ("", "town\tQuell\tIS\t\t64.1\n", "a town has 6 columns"),
        ("", "town\tQuell\tIS\t\tnorth\t2\n", "'north' is no degree between -90 and 90"),
        ("", "town\tQuell\tIS\t\t1\t181\n", "'181' is no degree"),
        ("", "region\tQuell\tISL\t\n", "'ISL' is no country code"),
        ("", "region\t|Quell\tIS\t\n", "one of the names is empty"),
    ],
)
def test_a_row_that_cannot_be_is_told_with_file_and_line(tmp_path: Path, agency_rows: str, place_rows: str, told: str) -> None:
    with pytest.raises(ConfigError) as fault:
        files(tmp_path, agency_rows, place_rows)
    assert told in fault.value.message


def test_files_that_are_not_there_say_nothing(tmp_path: Path) -> None:
    assert load(tmp_path) == NOTHING
    assert NOTHING.fingerprint == ""
    assert files(tmp_path).fingerprint != ""
    (tmp_path / "places.tsv").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"places\.tsv"):
        load(tmp_path)


def test_a_change_of_the_rows_reads_the_archive_again(tmp_path: Path) -> None:
    assert IndexOptions(additions=files(tmp_path)).rules != IndexOptions().rules
    assert IndexOptions(additions=files(tmp_path, "# nothing\n", "")).rules == IndexOptions().rules
