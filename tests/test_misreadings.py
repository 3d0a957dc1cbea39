"""What other engines were seen to misread, row by row (docs/query-language.md lists what is refused): each found or refused here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from wiresearch.cli import root
from wiresearch.errors import BadDate, QueryError, UnknownField
from wiresearch.indexing import build
from wiresearch.query import DateRange
from wiresearch.queryparser import parse
from wiresearch.searching import Archive

# (agency, city, day, headline, text): written for this test.
DISPATCHES = (
    ("AFP", "SEOUL", "Jul 31, 2003", "July ends", "The nuclear plant at Yongbyon was quiet, Losyukov said."),
    ("AFP", "PARIS", "Aug 1, 2003", "August begins", "A nuclear envoy, Losyukov, flew in on a C-130 to talk of security in Beijing."),
    (
        "AP",
        "SÃO PAULO",
        "Aug 31, 2003",
        "August ends",
        "The bank in São Paulo counted 130 notes, AFP wrote. In Beijing, security was tight.",
    ),
    ("AP", "OSLO", "Sep 1, 2003", "September begins", "Herring again."),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for number, (agency, city, day, headline, text) in enumerate(DISPATCHES):
        lines = ["TEST.WIRE", headline, f"{city} ({agency}) {day}", text, "", "TEST.WIRE"]
        (folder / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    location = tmp_path_factory.mktemp("index")
    build([str(folder)], location)
    return location


@pytest.fixture(scope="module")
def archive(index: Path) -> Iterator[Archive]:
    with Archive(index) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "headlines"),
    [
        ("agency:AFP", ["August begins", "July ends"]),
        ("c-130", ["August begins"]),
        ("date:2003-08", ["August begins", "August ends"]),
        ("date:>=2003-08-01", ["August begins", "August ends", "September begins"]),
        ('date:"last week of aug 2003"', ["August ends"]),
        ("losyukof", []),
        ("losyukof~2", ["August begins", "July ends"]),
        ("-yongbyon nuclear", ["August begins"]),
        ("sao paulo", ["August ends"]),
        ('"security beijing"~5', ["August begins", "August ends"]),
        ('"beijing security"~5', ["August begins", "August ends"]),
        ("bakn~", ["August ends"]),
    ],
)
def test_each_is_found_and_counted_exactly(archive: Archive, text: str, headlines: list[str]) -> None:
    page = archive.search(text)
    assert sorted(hit.dispatch.headline for hit in page.hits) == headlines
    assert (page.total, page.partial_total) == (len(headlines), 0)


@pytest.mark.parametrize(
    ("text", "error", "hint"),
    [
        ("agncy:AFP", UnknownField, "did you mean: agency"),
        ("date:[2003-08-01 TO 2003-08-31]", QueryError, "did you mean: date:2003-08-01..2003-08-31"),
        ("date:garbage", BadDate, "dates look like"),
        ("date:2003..2001", BadDate, "did you mean: date:2001..2003"),
        ("wordcount:2003..2001", QueryError, "did you mean: wordcount:2001..2003"),
        ("(unbalanced", QueryError, "add a closing )"),
        ("[", QueryError, "date:2003-08..2003-09"),
        ('"', QueryError, 'add a closing "'),
        ("date:[", QueryError, "write date:a..b"),
    ],
)
def test_each_is_refused_with_what_to_write(archive: Archive, text: str, error: type[QueryError], hint: str) -> None:
    with pytest.raises(error) as caught:
        archive.search(text)
    assert hint in (caught.value.hint or "")


def test_a_word_that_is_cut_is_told(archive: Archive) -> None:
    assert archive.search("c-130").notes == ('c-130 is read as the phrase "c 130"',)


def test_the_last_week_of_a_month_is_its_last_seven_days() -> None:
    assert parse('date:"last week of aug 2003"').query == DateRange("date", date(2003, 8, 25), date(2003, 8, 31))


def test_an_unknown_word_names_its_nearest_spelling_with_its_count(archive: Archive) -> None:
    [clause] = archive.search("losyukof").clauses
    assert (clause.nearest, clause.nearest_count) == ("losyukov", 2)


@pytest.mark.parametrize(("query", "code"), [("losyukof", 1), ("losyukov", 0), ("(unbalanced", 2)])
def test_nothing_found_is_an_exit_code(index: Path, query: str, code: int) -> None:
    assert CliRunner().invoke(root, ["--index", str(index), "search", query]).exit_code == code
