"""A small answer made by hand, an empty one and a hostile one, for every renderer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wiresearch.dispatch import Dateline, Dispatch, Entity, Evidence, Provenance, Subject, WireTime, WireWarning
from wiresearch.results import Bin, ClauseCount, FacetCount, Histogram, Hit, IndexIdentity, ResultPage, Snippet

FIRST = Dispatch(
    provenance=Provenance(
        source="seeds/plain/moscow.txt",
        offset=0,
        length=1204,
        sha256="5f0c" * 16,
        format="plaintext",
        encoding="utf-8",
        warnings=(WireWarning("glued-word", "Moscowhas", 1),),
        evidence=(Evidence("headline", "line after the service slug", 9, 47), Evidence("dateline", "form 3", 48, 74)),
    ),
    key="a1b2c3d4e5f60718",
    uri="plaintext:WAR.WIRE/17",
    headline="Envoys gather in Moscow for six-party talks",
    dateline=Dateline(text="MOSCOW (AFP) Aug 13, 2003", place="MOSCOW", city="Moscow", country="RU", agency="AFP", form=3),
    byline="By Our Correspondent",
    agency="AFP",
    versioncreated=WireTime(datetime(2003, 8, 13, tzinfo=UTC), "day"),
    service=("WAR.WIRE",),
    cited_agencies=("ITAR-TASS", "Interfax"),
    paragraphs=(
        "Envoys from six nations gathered in Moscow on Wednesday for talks that their hosts called a rehearsal.",
        "Losyukov, who led the Russian side, said the talks would clear the way for a longer meeting in Beijing.",
    ),
    entities=(
        Entity("person", "Alexander Losyukov", ("Losyukov",), rule="title before name", spans=((1, 0, 8),)),
        Entity("place", "Beijing", ("Beijing",), country="CN", rule="gazetteer", spans=((1, 94, 101),)),
    ),
    countries=("RU", "CN"),
    wordcount=36,
)
SECOND = Dispatch(
    provenance=Provenance("seeds/sgml/reut.sgm", 20_480, 733, "9e41" * 16, "reuters21578", "cp1252", replacements=1),
    key="0badcafe12345678",
    uri="reuters21578:14826",
    headline="CORRECTED-São Paulo coffee talks set for Friday",
    version_label="corrected",
    dateline=Dateline(text="SAO PAULO, Oct 2", place="SAO PAULO", city="São Paulo", country="BR"),
    agency="Reuters",
    versioncreated=WireTime(datetime(1987, 10, 1, tzinfo=UTC), "month"),
    subject=(Subject("coffee", "reuters-topic", "Coffee"),),
    paragraphs=("Growers said the talks in São Paulo — 咖啡 on the agenda — would be brief.",),
    language="pt-BR",
    wordcount=12,
)
THIRD = Dispatch(
    provenance=Provenance("seeds/plain/table.txt", 0, 210, "77aa" * 16, "plaintext", "ascii"),
    key="feedface00000000",
    uri="https://example.org/wire/3",
    headline="=SUM of exports, by month",
    paragraphs=("Jan   12.1\nFeb    9.8",),
    body_format="table",
    wordcount=4,
)
HITS = (
    Hit(
        1,
        11.824512,
        FIRST,
        (
            Snippet("headline", FIRST.headline, ((38, 43),)),
            Snippet("body", "Losyukov, who led the Russian side, said the talks would clear the way", ((0, 8), (45, 50))),
        ),
    ),
    Hit(2, 7.5, SECOND, (Snippet("lead", "Growers said the talks in São Paulo — 咖啡 on the agenda", ((17, 22),)),), "some", ("losyukov",)),
    Hit(3, 0.25, THIRD, (Snippet("slugline", "talks-table", ((0, 5),)),), "some", ("losyukov",)),
)
INDEX = IndexIdentity("index", "whoosh", 1, 21_578, 12, "sha256:0123456789abcdef", date(2003, 8, 13))


@pytest.fixture
def answer() -> ResultPage:
    """Three hits, the divider after the first, two facets and a timeline of three months."""
    return ResultPage(
        text="losyukov talks",
        read_as="losyukov talks (all, then some of the words)",
        match="best",
        filters=("agency:(AFP OR Reuters)",),
        anchor=date(2003, 8, 13),
        index=INDEX,
        total=1,
        partial_total=2,
        offset=0,
        limit=20,
        hits=HITS,
        facets={
            "agency": (FacetCount("AFP", 1, 1), FacetCount("Reuters", 0, 1_204)),
            "dateline_city": (FacetCount("Moscow", 1, 1),),
        },
        histogram=Histogram(
            "month",
            (
                Bin("2003-06", date(2003, 6, 1), date(2003, 6, 30), 1_500),
                Bin("2003-07", date(2003, 7, 1), date(2003, 7, 31), 0),
                Bin("2003-08", date(2003, 8, 1), date(2003, 8, 31), 40),
            ),
            undated=1,
        ),
        notes=('"last week" = 2003-08-04..2003-08-10',),
    )


@pytest.fixture
def nothing(answer: ResultPage) -> ResultPage:
    """An answer without a hit, and why."""
    clauses = (ClauseCount("losyukof", 0, "losyukov", 99), ClauseCount("date:2003-08", 30))
    return replace(
        answer,
        text="losyukof date:2003-08",
        read_as="losyukof date:2003-08",
        filters=(),
        total=0,
        partial_total=0,
        hits=(),
        facets={},
        histogram=None,
        notes=(),
        clauses=clauses,
    )


HOSTILE = "</title></style><script>alert(1)</script><img src=x onerror=alert(2)>\u202eevil\x00\x1b[31m\x9b\" onclick='x'\u2028\udc80"


@pytest.fixture
def hostile(answer: ResultPage) -> ResultPage:
    """An answer in which every text is an attack."""
    dispatch = replace(
        FIRST,
        provenance=replace(FIRST.provenance, source=HOSTILE, format=HOSTILE, encoding=HOSTILE, warnings=(WireWarning(HOSTILE, HOSTILE),)),
        key=HOSTILE,
        uri="javascript:alert(1)",
        version_label=HOSTILE,
        headline=HOSTILE,
        headlines=(HOSTILE,),
        dateline=Dateline(text=HOSTILE, place=HOSTILE, city=HOSTILE),
        byline=HOSTILE,
        agency=HOSTILE,
        service=(HOSTILE,),
        cited_agencies=(HOSTILE,),
        paragraphs=(HOSTILE, HOSTILE),
        entities=(Entity("person", HOSTILE), Entity("place", HOSTILE)),
        language='en" onload="x',
        ednote=HOSTILE,
    )
    snippets = (Snippet("body", HOSTILE, ((0, 8), (4, 20), (9_999, 10_000))), Snippet(HOSTILE, HOSTILE))
    hits = tuple(Hit(rank, 1.0, dispatch, snippets, "some", (HOSTILE,)) for rank in (1, 2))
    counts = (FacetCount(HOSTILE, 2, 3),)
    return replace(
        answer,
        text=HOSTILE,
        read_as=HOSTILE,
        filters=(HOSTILE,),
        index=replace(INDEX, location=HOSTILE, fingerprint=HOSTILE),
        total=0,
        hits=hits,
        facets={"agency": counts, HOSTILE: counts},
        notes=(HOSTILE,),
        clauses=(ClauseCount(HOSTILE, 0, HOSTILE, 1),),
    )


@pytest.fixture
def golden(tmp_path: Path) -> Callable[[str, str], None]:
    """Compares text with a file of tests/data/golden; a wanted change is copied there by hand, and looked at first."""

    def check(name: str, text: str) -> None:
        kept = Path(__file__).parents[1] / "data" / "golden" / name
        fresh = tmp_path / name
        fresh.write_text(text, encoding="utf-8", newline="")
        expected = kept.read_bytes() if kept.exists() else b""
        assert fresh.read_bytes() == expected, f"{name} changed; if it should have: cp {fresh} {kept}"

    return check
