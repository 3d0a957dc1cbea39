"""What the owner of an archive knows: which sources it is said of, and what of it a dispatch takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from wiresearch.config import SourceFacts, load_config
from wiresearch.dispatch import Dispatch, Evidence, Provenance, WireTime
from wiresearch.errors import ConfigError
from wiresearch.owner import NOTHING, Known, check, known, told

ORIGIN = Provenance("wire.txt", 0, 1, "00", "plain-text", "utf-8")
BARE = Dispatch(ORIGIN)


@pytest.mark.parametrize(
    ("path", "source", "matches"),
    [
        ("*", "anything/at/all.txt", True),
        ("kcna", "kcna/2003/a.txt", True),
        ("kcna", "/mnt/wires/kcna/2003/a.txt", True),
        ("kcna/2003", "./kcna/2003/a.txt", True),
        ("kcna/*.txt", "kcna/2003/a.txt", True),
        ("/mnt/wires", "/mnt/wires/kcna/a.txt", True),
        ("ritzau*.zip", "old/ritzau-1990.zip!jan/a.xml", True),
        ("jan", "old/ritzau-1990.zip!jan/a.xml", True),
        ("a.txt", "kcna/a.txt", True),
        ("kcna", "kcna2/a.txt", False),
        ("kcna", "akcna/a.txt", False),
        ("kcna/2003", "kcna/2004/a.txt", False),
        ("[ab].txt", "c.txt", False),
        ("kcna", "new\nline/kcna/a.txt", True),
    ],
)
def test_a_glob_names_a_source_or_what_it_lies_in(path: str, source: str, matches: bool) -> None:
    facts = (SourceFacts(path, provider="x"),)
    assert known(facts, source) == (Known(provider="x") if matches else NOTHING)


def test_of_two_the_later_holds_fact_by_fact() -> None:
    facts = (SourceFacts(agency="AP", provider="Wire Service"), SourceFacts("afp", agency="Agence France-Presse"))
    assert known(facts, "ap/a.txt") == Known("AP", "Wire Service")
    assert known(facts, "afp/a.txt") == Known("AFP", "Wire Service")


def test_columns_are_those_of_the_last_entry_that_fits() -> None:
    facts = (SourceFacts(columns="body=Text"), SourceFacts("afp", columns="body=Story"))
    assert (known(facts, "ap/a.csv").columns, known(facts, "afp/a.csv").columns) == ("body=Text", "body=Story")


@pytest.mark.parametrize(
    ("pattern", "source", "day", "year"),
    [
        ("%Y/%m/%d", "wire/2003/08/13/a.txt", date(2003, 8, 13), 2003),
        ("%Y/KCNA-%m%d", "2003/KCNA-0813.txt", date(2003, 8, 13), 2003),
        ("%d%m%y", "wire/130803.txt", date(2003, 8, 13), 2003),
        ("%d%m%y", "wire/130868.txt", date(2068, 8, 13), 2068),
        ("%y%m%d", "wire/870226.sgm", date(1987, 2, 26), 1987),
        ("%d%b%Y", "wire/26FEB1987.sgm", date(1987, 2, 26), 1987),
        ("%Y-%j", "wire/2003-225.txt", date(2003, 8, 13), 2003),
        ("%Y-%j", "wire/2003-366.txt", None, 2003),
        ("%Y-%j", "wire/9999-400.txt", None, 9999),
        ("%Y/*/%m%d", "wire/2003/kcna/0813.txt", date(2003, 8, 13), 2003),
        ("%Y/%m/%d", "wire/2003/02/30/a.txt", None, 2003),
        ("%Y/%m/%d", "old/2001/01/01/wire/2003/08/13/a.txt", date(2003, 8, 13), 2003),
        ("%Y", "wire/2003/a.txt", None, 2003),
        ("%Y%m", "wire/200308.zip!a.txt", None, 2003),
        ("%Y%m%d", "wire/1200308135.txt", None, None),
        ("100%%-%Y", "wire/100%-2003.txt", None, 2003),
        ("v.%Y", "wire/v12003", None, None),
        ("%Y", "wire/0000/a.txt", None, None),
    ],
)
def test_dates_in_paths(pattern: str, source: str, day: date | None, year: int | None) -> None:
    found = known((SourceFacts(date=pattern),), source)
    assert (found.day, found.year) == (day, year)


@pytest.mark.parametrize(
    ("entry", "message", "hint"),
    [
        (SourceFacts(agency="Agence Nulle"), "no agency 'Agence Nulle'", "such as AFP"),
        (SourceFacts(time_zone="Europe/Kopenhagen"), "no time zone 'Europe/Kopenhagen'", "did you mean: Europe/Copenhagen"),
        (SourceFacts(time_zone="../../etc/passwd"), "no time zone", "IANA"),
        (SourceFacts(date="%Y/%Q"), "no %Q in a date pattern", "%Y %y %m %b %d %j *"),
        (SourceFacts(date="%Y%"), "no % in a date pattern", "%Y"),
        (SourceFacts(date="%m/%d"), "needs one year", "such as"),
        (SourceFacts(date="%Y/%y"), "needs one year", "such as"),
        (SourceFacts(date="%Y/%m/%m"), "nothing twice", "such as"),
    ],
)
def test_what_cannot_be_is_refused_with_a_mend(entry: SourceFacts, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check((entry,))
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def test_gaps_are_filled_and_it_is_said() -> None:
    found = told(BARE, Known("KCNA", "Example Archive"))
    assert (found.agency, found.provider) == ("KCNA", "Example Archive")
    assert found.provenance.evidence == (Evidence("config", "agency KCNA, provider Example Archive", 0, 0),)


def test_what_the_dispatch_says_itself_stays() -> None:
    declared = replace(BARE, agency="AFP", provider="AAP")
    assert told(declared, Known("KCNA", "Example Archive")) is declared
    assert told(BARE, NOTHING) is BARE


def test_a_time_without_zone_gets_the_offset_of_that_day() -> None:
    oslo = known((SourceFacts(time_zone="Europe/Oslo"),), "a.txt")
    summer, winter = (WireTime(datetime(2003, month, 13, 14, 30, tzinfo=UTC)) for month in (8, 1))
    found = told(replace(BARE, versioncreated=summer, firstcreated=winter), oslo)
    assert (found.versioncreated, found.firstcreated) == (
        WireTime(datetime(2003, 8, 13, 14, 30, tzinfo=timezone(timedelta(hours=2))), "s", True),
        WireTime(datetime(2003, 1, 13, 14, 30, tzinfo=timezone(timedelta(hours=1))), "s", True),
    )
    assert found.versioncreated is not None
    assert (found.versioncreated.text, found.day) == ("2003-08-13T14:30:00+02:00", date(2003, 8, 13))
    assert found.provenance.evidence == (Evidence("config", "time zone Europe/Oslo", 0, 0),)
    assert told(found, oslo) is found


@pytest.mark.parametrize(
    "time",
    [
        WireTime(datetime(2003, 8, 13, 14, 30, tzinfo=timezone(timedelta(hours=9))), "s", True),
        WireTime(datetime(2003, 8, 13, tzinfo=UTC), "day"),
        WireTime(datetime(2003, 8, 1, tzinfo=UTC), "month"),
    ],
)
def test_declared_zones_and_days_are_left_alone(time: WireTime) -> None:
    dispatch = replace(BARE, versioncreated=time)
    assert told(dispatch, known((SourceFacts(time_zone="Europe/Oslo"),), "a.txt")) is dispatch


def test_a_file_of_settings_gives_the_facts(tmp_path: Path) -> None:
    file = tmp_path / "wiresearch.toml"
    file.write_text('[[sources]]\npath = "kcna"\nagency = "KCNA"\n\n[[sources]]\npath = "ntb"\ntime_zone = "Europe/Oslo"\n')
    assert load_config(file).sources == (SourceFacts("kcna", agency="KCNA"), SourceFacts("ntb", time_zone="Europe/Oslo"))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('[[sources]]\nagenc = "AP"\n', "unknown setting sources.agenc", "did you mean: sources.agency"),
        ("[[sources]]\nagency = 3\n", "sources.agency in .* must be of the kind", None),
        ('[sources]\nagency = "AP"\n', r"must be tables, each under \[\[sources\]\]", None),
        ("sources = [1]\n", r"must be tables, each under \[\[sources\]\]", None),
    ],
)
def test_a_bad_file_of_settings_is_refused(tmp_path: Path, text: str, message: str, hint: str | None) -> None:
    (tmp_path / "c.toml").write_text(text)
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(tmp_path / "c.toml")
    assert caught.value.hint == hint
