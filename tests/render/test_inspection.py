from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from wiresearch.dispatch import Dateline, Dispatch, Entity, Evidence, Provenance, WireTime, WireWarning
from wiresearch.render.inspection import inspection
from wiresearch.render.terminal import Style, columns
from wiresearch.results import ResultPage

Golden = Callable[[str, str], None]
PIPE = Style()


def shown(dispatch: Dispatch) -> dict[str, str]:
    """Names and values as they are printed into a pipe."""
    lines = inspection([dispatch], PIPE).splitlines()[1:]
    return {line[:20].partition("  ")[0]: line.split("  ", 1)[1].strip() for line in lines if line}


def test_inspection_golden(answer: ResultPage, golden: Golden) -> None:
    golden("inspection.txt", inspection([hit.dispatch for hit in answer.hits], Style(width=80)))


def test_no_line_but_a_long_word_is_wider_than_the_terminal(answer: ResultPage) -> None:
    lines = inspection([hit.dispatch for hit in answer.hits], Style(width=60)).splitlines()
    assert [line for line in lines if columns(line) > 60 and " " in line[20:].strip()] == []


def test_an_inferred_year_and_a_missing_zone_are_told(answer: ResultPage) -> None:
    time = WireTime(datetime(2003, 8, 13, 14, 30, tzinfo=UTC), "day", inferred="path")
    dispatch = replace(answer.hits[0].dispatch, versioncreated=time, dateline=Dateline("MOSCOW, Aug 13"))
    assert shown(dispatch)["versioncreated"].startswith("2003-08-13 (to the day, worked out: path)")
    bare = replace(dispatch, versioncreated=replace(time, precision="min", inferred=None))
    assert shown(bare)["versioncreated"].startswith("2003-08-13T14:30 (to the minute, no zone given)")
    zoned = replace(dispatch, versioncreated=replace(time, precision="min", inferred=None, tz_declared=True))
    assert shown(zoned)["versioncreated"].startswith("2003-08-13T14:30Z (to the minute)")


def test_each_field_has_its_rule() -> None:
    origin = Provenance(
        *("wire.txt", 1_024, 2_048, "ab" * 32, "plain-text", "koi8-r"),
        replacements=3,
        reader_version=2,
        warnings=(WireWarning("mojibake", "KÃ¸benhavn"),),
        evidence=(
            Evidence("encoding", "detector", 0, 0),
            Evidence("date", "dateline, year from path", 9, 20),
            Evidence("config", "agency KCNA", 0, 0),
        ),
    )
    dispatch = Dispatch(
        origin,
        key="ab",
        uri=f"sha256:{'ab' * 32}",
        headline="Words of the text",
        headline_derived=True,
        sequence="041",
        wordcount=4,
        versioncreated=WireTime(datetime(2003, 8, 13, tzinfo=UTC), "day", inferred="path"),
        dateline=Dateline("PARIS, Aug 13", city="Paris", country="FR", rule="capital", confidence=0.5, date=date(2003, 8, 13)),
        entities=(Entity("place", "Paris", origin="feed", rule="PLACES"),),
    )
    assert shown(dispatch) == {
        "bytes": "2,048 bytes from byte 1,024",
        "sha256": "ab" * 32,
        "format": "plain-text, version 2 of its reader",
        "encoding": "koi8-r, 3 characters replaced   [detector]",
        "warning": "mojibake: KÃ¸benhavn",
        "key": "ab   [sha256 of uri, version and sha256]",
        "uri": f"sha256:{'ab' * 32}   [sha256 of its bytes]",
        "headline": "Words of the text   [derived from text or slug]",
        "sequence": "041   [plain-text]",
        "versioncreated": "2003-08-13 (to the day, worked out: path)   [of the dateline]",
        "dateline": "PARIS, Aug 13",
        "dateline.city": "Paris   [capital, 50% sure]",
        "dateline.country": "FR   [capital]",
        "dateline.date": "2003-08-13   [dateline, year from path, 9..20]",
        "wordcount": "4   [counted]",
        "config": "[agency KCNA]",
        "place": "Paris   [feed PLACES]",
    }
