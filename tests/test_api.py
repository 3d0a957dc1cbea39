"""The two functions of the package, as a script calls them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import wiresearch
from wiresearch.errors import ConfigError

STORY = "PARIS, Aug {day}, 2003 ({agency}) - The heat wave went on.\n\nMore was expected, forecasters said.\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dispatches of AFP, one of AP."""
    folder = tmp_path_factory.mktemp("api")
    for day, agency in ((13, "AFP"), (14, "AFP"), (15, "AP")):
        (folder / f"{day}.txt").write_text(STORY.format(day=day, agency=agency))
    wiresearch.index(folder, into=folder / "index", exclude="*.gz")
    return folder / "index"


def test_one_value_needs_no_list(index: Path) -> None:
    assert wiresearch.search("heat", index, select={"agency": "AFP"}).total == 2
    assert wiresearch.search("heat", index, reject={"agency": "AFP"}).total == 1
    page = wiresearch.search("heat", index, facets="agency")
    assert {count.value: count.count for count in page.facets["agency"]} == {"AFP": 2, "AP": 1}
    assert len(wiresearch.search("heat", index, facets={"agency": 1}).facets["agency"]) == 1


def test_days_may_be_dates_or_text(index: Path) -> None:
    assert wiresearch.search("heat", index, since=date(2003, 8, 14)).total == 2
    assert wiresearch.search("heat", index, until=date(2003, 8, 14), since="2003-08").total == 2
    for now in (date(2003, 8, 14), "2003-08-14"):
        page = wiresearch.search("heat date:yesterday", index, now=now)
        assert (page.total, page.anchor) == (1, date(2003, 8, 14))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"match": "some"}, "match has no 'some', only best, all, any"),
        ({"sort": "dat"}, "sort has no 'dat', only score, date, -date"),
        ({"histogram": "decade"}, "histogram has no 'decade', only day"),
        ({"facets": ["agncy"]}, "facets has no 'agncy', only agency"),
        ({"facets": {"agency": 0}}, "facets is 0, and must be at least 1"),
        ({"offset": -5}, "offset is -5, and must be at least 0"),
        ({"limit": -1}, "limit is -1, and must be at least 0"),
        ({"now": "13 Aug"}, "now is not a day: 13 Aug"),
    ],
)
def test_an_option_that_cannot_be_is_refused_with_what_can(index: Path, options: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        wiresearch.search("heat", index, **options)


@pytest.mark.parametrize(
    ("options", "told"), [({"encoding": "nope"}, "no encoding 'nope'"), ({"format": "nope"}, "format has no 'nope', only auto")]
)
def test_a_refused_option_leaves_no_index_behind(tmp_path: Path, options: dict[str, Any], told: str) -> None:
    (tmp_path / "wire.txt").write_text(STORY.format(day=13, agency="AFP"))
    with pytest.raises(ConfigError, match=told):
        wiresearch.index(tmp_path / "wire.txt", into=tmp_path / "index", **options)
    assert not (tmp_path / "index").exists()
