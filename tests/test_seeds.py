"""The sample archive is what its README and its gold say, and the judged queries can be answered from it."""

from __future__ import annotations

import codecs
import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wiresearch import evaluation, indexing, searching
from wiresearch.dispatch import Dispatch
from wiresearch.words import fold_value

SEEDS = Path(__file__).parent.parent / "seeds"
GOLD: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "seeds_expected.json").read_text("utf-8"))
FACTS = [(f"{name}#{n}", fact) for name, file in GOLD.items() for n, fact in enumerate(file["dispatches"], 1)]
QUERIES = dict(line.split("\t") for line in (SEEDS / "queries.tsv").read_text("utf-8").splitlines())
QRELS = [line.split() for line in (SEEDS / "qrels.txt").read_text("utf-8").splitlines()]

ACCESS: dict[str, Callable[[Dispatch], Any]] = {
    "headline": lambda d: d.headline,
    "city": lambda d: d.dateline and d.dateline.city and fold_value(d.dateline.city),
    "country": lambda d: d.dateline and d.dateline.country,
    "agency": lambda d: d.agency,
    "date": lambda d: d.day and d.day.isoformat(),
    "date_text": lambda d: d.dateline and d.dateline.date_text,
    "paragraphs": lambda d: len(d.paragraphs),
    "service": lambda d: list(d.service),
    "cited_agencies": lambda d: sorted(d.cited_agencies),
    "version_label": lambda d: d.version_label,
    "byline": lambda d: d.byline,
    "signoff": lambda d: d.signoff,
    "sequence": lambda d: d.sequence,
    "replacements": lambda d: d.provenance.replacements,
}


@pytest.fixture(scope="module")
def archive() -> dict[str, tuple[Dispatch, ...]]:
    """The dispatches of each file as the pipeline reads them, under the path below archive/."""
    with contextlib.chdir(SEEDS):  # a year in the name of a folder above would date what is meant to be undated
        read = list(indexing.inspect(["archive"]))
    assert [outcome for outcome, _ in read if outcome.outcome != "indexed"] == []
    return {outcome.source.removeprefix("archive/"): dispatches for outcome, dispatches in read}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searching.Archive]:
    """An index of the whole archive."""
    location = tmp_path_factory.mktemp("seeds") / "index"
    with contextlib.chdir(SEEDS):
        indexing.build(["archive"], location)
    with searching.Archive(location) as opened:
        yield opened


def docno(dispatch: Dispatch, archive: dict[str, tuple[Dispatch, ...]]) -> str:
    """Path and place in the file of a dispatch that came out of an index of the archive."""
    path = dispatch.provenance.source.removeprefix("archive/")
    return f"{path}#{[other.key for other in archive[path]].index(dispatch.key) + 1}"


def same_encoding(ours: str, expected: str) -> bool:
    """ASCII bytes are right in any superset; latin-1 and windows-1252 are one answer."""
    name = codecs.lookup(ours).name
    if expected == "ascii":
        return name in ("ascii", "utf-8", "cp1252", "iso8859-1")
    return name == codecs.lookup(expected).name or (expected == "cp1252" and name == "iso8859-1")


def test_gold_covers_every_file_of_the_archive() -> None:
    on_disk = {path.relative_to(SEEDS / "archive").as_posix() for path in (SEEDS / "archive").rglob("*") if path.is_file()}
    assert on_disk == set(GOLD)


def test_archive_is_as_wide_as_promised() -> None:
    facts = [fact for _, fact in FACTS]
    months = {fact["date"][:7] for fact in facts if fact.get("date")}
    assert len(facts) >= 44
    assert len({fact.get("agency") for fact in facts} - {None}) >= 8
    assert len({fact.get("city") for fact in facts} - {None}) >= 12
    assert len({file["encoding"] for file in GOLD.values()} - {"ascii"}) >= 3
    assert months == {"2003-08", "2003-09"}


@pytest.mark.parametrize("name", GOLD)
def test_file_gives_its_dispatches(name: str, archive: dict[str, tuple[Dispatch, ...]]) -> None:
    read, expected = archive[name], GOLD[name]
    assert len(read) == len(expected["dispatches"])
    assert {dispatch.provenance.format for dispatch in read} == {expected["format"]}
    assert all(same_encoding(dispatch.provenance.encoding, expected["encoding"]) for dispatch in read)


@pytest.mark.parametrize(("number", "fact"), FACTS, ids=[number for number, _ in FACTS])
def test_dispatch_says_what_was_meant(number: str, fact: dict[str, Any], archive: dict[str, tuple[Dispatch, ...]]) -> None:
    name, _, place = number.partition("#")
    dispatch = archive[name][int(place) - 1]
    expected = {key: value for key, value in fact.items() if key in ACCESS}
    if expected.get("city"):
        expected["city"] = fold_value(expected["city"])
    assert {key: ACCESS[key](dispatch) for key in expected} == expected
    assert set(fact) - set(ACCESS) <= {"people", "warning_words"}


@pytest.mark.parametrize(("number", "fact"), [item for item in FACTS if "warning_words" in item[1]], ids=lambda item: str(item)[:40])
def test_damage_is_told(number: str, fact: dict[str, Any], archive: dict[str, tuple[Dispatch, ...]]) -> None:
    name, _, place = number.partition("#")
    told = " ".join(warning.detail for warning in archive[name][int(place) - 1].provenance.warnings)
    assert [word for word in fact["warning_words"] if word not in told] == []


def test_most_people_are_found(archive: dict[str, tuple[Dispatch, ...]]) -> None:
    missed = []
    wanted = 0
    for number, fact in FACTS:
        name, _, place = number.partition("#")
        found = {fold_value(e.name) for e in archive[name][int(place) - 1].entities if e.kind == "person"}
        missed += [f"{number}: {person}" for person in fact.get("people", ()) if fold_value(person) not in found]
        wanted += len(fact.get("people", ()))
    assert len(missed) <= wanted // 10, missed


def test_no_paragraph_holds_the_form(archive: dict[str, tuple[Dispatch, ...]]) -> None:
    marks = (".WIRE", "(Reuters)", "(AFP)", "NNNN", "ZCZC", "Enditem", "(Reporting by", "(ATTN", "Eds:", "Blah blah")
    paragraphs = [text for dispatches in archive.values() for dispatch in dispatches for text in dispatch.paragraphs]
    assert [text for text in paragraphs if any(mark in text for mark in marks) or text == "Reuter"] == []


def test_qrels_name_known_queries_and_dispatches() -> None:
    assert len(QUERIES) == 20
    assert {row[0] for row in QRELS} == set(QUERIES)
    assert {row[2] for row in QRELS} <= {number for number, _ in FACTS}
    assert {(row[1], row[3]) for row in QRELS} == {("0", "1"), ("0", "2")}
    assert len({(row[0], row[2]) for row in QRELS}) == len(QRELS)


@pytest.mark.parametrize("qid", QUERIES)
def test_judged_query_finds_something_relevant(qid: str, index: searching.Archive, archive: dict[str, tuple[Dispatch, ...]]) -> None:
    page = index.search(QUERIES[qid], searching.SearchOptions(limit=10))
    hits = {docno(hit.dispatch, archive) for hit in page.hits}
    assert hits & {row[2] for row in QRELS if row[0] == qid and row[3] == "2"}


def test_the_ranking_is_as_good_as_expected(index: searching.Archive) -> None:
    topics, qrels, expected = (
        read((SEEDS / name).read_bytes(), name)
        for read, name in (
            (evaluation.read_topics, "queries.tsv"),
            (evaluation.read_qrels, "qrels.txt"),
            (evaluation.read_expected, "expected.toml"),
        )
    )
    yardstick = evaluation.Yardstick(qrels, (), expected=expected)
    found, _ = evaluation.evaluate(index, topics, yardstick, ("any", "best", "all"), evaluation.RankingOptions(syntax=True))
    assert (len(found.coverage.counted), found.coverage.missing, found.unchecked) == (20, (), ())
    assert found.measures == ("nDCG@10", "AP", "P@10", "R@100", "RR")
    assert found.shortfalls == ()
