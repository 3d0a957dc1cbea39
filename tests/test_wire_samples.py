"""Third-party dispatches in every format: each expected fact against our record, compared as the README of the samples says.

One table leads from each expected key to what our record has in its place and to the rule by which the two are compared. The samples
are nobody's to pass on, so they lie outside the repository, below the folder named by WIRESEARCH_SHARED.
`python tools/wire_samples.py` prints the same as a table of formats.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import comparing as c
import pytest

from wiresearch import indexing
from wiresearch.dispatch import Dispatch
from wiresearch.results import Outcome
from wiresearch.searching import Archive, SearchOptions

SAMPLES = Path(os.environ.get("WIRESEARCH_SHARED", "")) / "wire-samples"
FILES = (
    sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
    if "WIRESEARCH_SHARED" in os.environ
    else []
)
GONE = pytest.mark.skip(reason="WIRESEARCH_SHARED does not name the folder of third-party samples")
HAS_DETECTOR = importlib.util.find_spec("py3langid") is not None

NOT_YET: frozenset[str] = frozenset()
"""What does not come out right: `file`, or `file: key` for one fact. One that does must leave."""

IGNORED = {
    "file": "names the file",
    "note": "a remark for people",
    "ninjs_version": "describes the file; the record has no field for it",
    "continued": "describes the file; the record has no field for it",
    "superdesk_slugline": "what another system makes of the file",
    "superdesk_priority": "what another system makes of the file",
    "superdesk_versioncreated": "what another system makes of the file",
    "superdesk_firstcreated": "what another system makes of the file",
    "near_duplicate_of": "found between the dispatches of an archive, not by reading a file",
}
"""Keys that are not compared, with the reason."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact that the bytes contradict: `file: key`, what the bytes say, and why that settles it."""

    fact: str
    says: bytes
    why: str


DISPUTES: tuple[Dispute, ...] = ()

Verdict = Literal["right", "wrong", "skipped", "disputed"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One expected fact of the item `item` (from 1; 0: of the file), what we have in its place, and whether that is right."""

    file: str
    item: int
    key: str
    expected: Any
    ours: Any
    verdict: Verdict

    @property
    def name(self) -> str:
        return f"{self.file}: {self.key}"


def whole(dispatch: Dispatch) -> str:
    return " ".join(dispatch.paragraphs)


def end(dispatch: Dispatch, place: int) -> str:
    return dispatch.paragraphs[place] if dispatch.paragraphs else ""


def fed(kind: str) -> Callable[[Dispatch], tuple[str, ...]]:
    """What the feed itself names: the entities of `kind`, in every form that we keep, and the subjects."""

    def names(dispatch: Dispatch) -> tuple[str, ...]:
        entities = [entity for entity in dispatch.entities if entity.origin == "feed" and entity.kind == kind]
        found = [name for entity in entities for name in (entity.name, *entity.surfaces, entity.code)]
        return tuple(name for name in [*found, *codes(dispatch)] if name)

    return names


def codes(dispatch: Dispatch) -> tuple[str, ...]:
    """Subject codes, bare and under their scheme."""
    return tuple(name for subject in dispatch.subject for name in (subject.code, f"{subject.scheme}:{subject.code}"))


def of_dateline(name: str) -> Callable[[Dispatch], Any]:
    return lambda dispatch: getattr(dispatch.dateline, name) if dispatch.dateline else None


Row = tuple[Callable[[Dispatch], Any], Callable[[Any, Any], bool]]

TABLE: dict[str, Row] = {
    "abstract": (lambda d: d.abstract, c.same_text),
    "agencies_credited": (lambda d: d.infosource, c.same_agencies),
    "agency": (lambda d: d.agency, c.same_agency),
    "body_contains": (whole, c.all_held),
    "body_ends": (lambda d: end(d, -1), c.ends),
    "body_format": (lambda d: d.body_format, c.equal),
    "body_not_contains": (whole, c.none_held),
    "body_starts": (lambda d: end(d, 0), c.begins),
    "byline": (lambda d: d.byline, c.same_text),
    "category": (lambda d: d.service, c.members),
    "cited_agencies": (lambda d: d.cited_agencies, c.same_agencies),
    "cited_agency": (lambda d: d.cited_agencies, c.members),
    "contentcreated": (lambda d: d.contentcreated, c.time),
    "correction": (lambda d: d.provenance.warnings, c.warned("correction")),
    "countries": (fed("place"), c.members),
    "credit_contains": (lambda d: d.creditline, c.held),
    "creditline": (lambda d: d.creditline, c.same_text),
    "dateline.city": (lambda d: (of_dateline("city")(d), of_dateline("country")(d)), c.city),
    "dateline.country": (of_dateline("country"), c.equal),
    "dateline.date": (lambda d: (of_dateline("date")(d), of_dateline("date_text")(d)), c.dateline_date),
    "dateline.text": (of_dateline("text"), c.same_text),
    "edition": (lambda d: d.service, c.members),
    "ednote_contains": (lambda d: d.ednote, c.held),
    "embargoed": (lambda d: d.embargoed, c.time),
    "encoding": (lambda d: d.provenance.encoding, c.encoding),
    "expires": (lambda d: d.expires, c.time),
    "firstcreated": (lambda d: d.firstcreated, c.time),
    "format": (lambda d: d.provenance.format, c.equal),
    "genre": (lambda d: d.genre, c.same_members),
    "guid": (lambda d: d.uri, c.uri),
    "guid_conflict": (lambda d: indexed()[d.key].provenance.warnings, c.warned("uri-conflict", r"\w+\.xml")),
    "headline": (lambda d: (d.headline, d.headline_derived), c.headline),
    "headline2": (lambda d: d.headlines, c.any_text),
    "headline_clean": (lambda d: (d.headline, d.headline_derived), c.headline),
    "headline_contains": (lambda d: d.headline, c.held),
    "headline_fallback": (lambda d: (d.headline, d.headline_derived), c.derived_headline),
    "headline_from": (lambda d: (d.headline, d.headline_derived, end(d, 0)), c.headline_of_body),
    "headline_raw": (lambda d: d.headline_raw, c.same_text),
    "keywords": (lambda d: d.keywords, c.members),
    "language": (lambda d: d.language or d.language_detected, c.language),
    "language_actual": (lambda d: d.language_detected, c.language),
    "languages_in_body": (lambda d: d.provenance.warnings, c.warned("mixed-languages")),
    "located": (lambda d: d.located, c.same_text),
    "paragraph_count": (lambda d: len(d.paragraphs), c.count),
    "persons": (fed("person"), c.members),
    "place": (fed("place"), c.members),
    "places": (fed("place"), c.members),
    "priority": (lambda d: d.priority_raw, c.as_text),
    "priority_code": (lambda d: d.priority_raw, c.as_text),
    "provider": (lambda d: d.provider, c.same_agency),
    "pubstatus": (lambda d: d.pubstatus, c.equal),
    "quotes_normalised": (lambda d: d.provenance.warnings, c.warned("typewriter-quotes", r"(?<=``).+(?='')")),
    "runon_word": (lambda d: d.provenance.warnings, c.warned("run-on-word")),
    "section": (lambda d: d.service, c.members),
    "sequence": (lambda d: d.sequence, c.as_text),
    "service": (lambda d: d.service, c.members),
    "service_slug": (lambda d: d.slugline_raw, c.same_text),
    "signal_contains": (lambda d: d.signals, c.members),
    "signoff": (lambda d: d.signoff, c.same_text),
    "slugline": (lambda d: (d.slugline, d.slugline_raw), c.any_text),
    "source": (lambda d: (d.provider, d.byline), c.any_text),
    "subject": (codes, c.members),
    "subject_contains": (codes, c.members),
    "subject_expanded": (codes, c.members),
    "take_key": (lambda d: d.take_key, c.same_text),
    "topics": (codes, c.members),
    "transmission_ref": (lambda d: d.sequence, c.as_text),
    "type": (lambda d: d.type, c.equal),
    "unbalanced_quote_in": (lambda d: d.provenance.warnings, c.warned("unbalanced-quote")),
    "urgency": (lambda d: d.urgency, c.equal),
    "usageterms": (lambda d: d.usageterms, c.same_text),
    "usn": (lambda d: d.sequence, c.as_text),
    "version": (lambda d: d.version, c.as_text),
    "version_label": (lambda d: d.version_label, c.equal),
    "version_number": (lambda d: d.version_number, c.equal),
    "versioncreated": (lambda d: d.versioncreated, c.time),
    "versioncreated_precision": (lambda d: d.versioncreated and d.versioncreated.precision, c.equal),
    "versioncreated_tz_declared": (lambda d: d.versioncreated and d.versioncreated.tz_declared, c.equal),
    "wordcount_declared": (lambda d: d.wordcount_declared, c.equal),
}
"""Expected key: what our record has in its place, and how the two are compared (expected, ours)."""


def pairs(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The facts of an expected item, those of the dateline under `dateline.…`, those that are not compared left out."""
    for key, value in item.items():
        if key == "dateline" and isinstance(value, dict):
            yield from ((f"dateline.{part}", held) for part, held in value.items())
        elif key not in IGNORED:
            yield key, value


def read(name: str) -> tuple[Outcome, tuple[Dispatch, ...]]:
    """The sample as the pipeline reads it."""
    with contextlib.chdir(SAMPLES):  # a year in the name of a folder above would date what is meant to be undated
        ((outcome, dispatches),) = indexing.inspect([name])
    return outcome, dispatches


@cache
def indexed() -> dict[str, Dispatch]:
    """All samples as they are in an index, by key: what one file says against another is seen there only."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(SAMPLES):
        indexing.build(sorted(FILES, reverse=True), folder)  # aap-1.xml behind aap.xml, which it contradicts
        with Archive(folder) as archive:
            return {hit.dispatch.key: hit.dispatch for hit in archive.search("*", SearchOptions(limit=None, snippets=0)).hits}


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    return found


def facts(name: str) -> Iterator[Fact]:
    """Each expected fact of a sample, compared. KeyError for a key that the table does not know."""
    wanted = expected(name)
    if unknown := wanted.keys() - IGNORED.keys() - {"format", "items", "items_at_least"}:
        raise KeyError(f"{name}: {unknown}")
    outcome, dispatches = read(name)
    items = wanted["items"]
    least = wanted.get("items_at_least")
    ours: Any = [dispatch.headline for dispatch in dispatches] or (outcome.outcome, outcome.reason)
    fits = len(dispatches) == len(items) if least is None else len(dispatches) >= least
    if not items:
        fits = fits and outcome.outcome == "skipped" and bool(outcome.reason)
    yield Fact(name, 0, "items", len(items) if least is None else least, ours, "right" if fits else "wrong")
    for place, item in enumerate(items):
        dispatch = dispatches[place] if place < len(dispatches) else None
        for key, value in pairs({"format": wanted["format"], **item}):
            yield _compared(name, place + 1, key, value, dispatch)


def _compared(name: str, item: int, key: str, value: Any, dispatch: Dispatch | None) -> Fact:
    accessor, comparator = TABLE[key]
    ours = None if dispatch is None else accessor(dispatch)
    verdict: Verdict = "right" if dispatch is not None and comparator(value, ours) else "wrong"
    if verdict == "wrong" and f"{name}: {key}" in {dispute.fact for dispute in DISPUTES}:
        verdict = "disputed"
    if dispatch is not None and key in {"language", "language_actual", "languages_in_body"} and not ours and not HAS_DETECTOR:
        verdict = "skipped"
    return Fact(name, item, key, value, ours, verdict)


@pytest.mark.parametrize("name", FILES or [pytest.param("", marks=GONE)])
def test_every_expected_fact_is_right(name: str) -> None:
    wrong = [fact for fact in facts(name) if fact.verdict == "wrong"]
    told = [f"{fact.name} (item {fact.item}): expected {fact.expected!r}, ours {fact.ours!r}" for fact in wrong if fact.name not in NOT_YET]
    if name in NOT_YET:
        assert told, "it comes out right: take it out of NOT_YET"
        pytest.skip("no reader for it yet")
    assert told == []
    stale = [entry for entry in NOT_YET if entry.startswith(f"{name}: ")]
    assert sorted({fact.name for fact in wrong}) == sorted(stale), "what comes out right leaves NOT_YET"


@pytest.mark.parametrize("dispute", DISPUTES or [pytest.param(None, marks=pytest.mark.skip(reason="nothing is disputed"))], ids=str)
def test_the_bytes_show_what_is_disputed(dispute: Dispute, shared: Path) -> None:
    name = dispute.fact.partition(": ")[0]
    assert dispute.says in (shared / "wire-samples" / name).read_bytes()
    assert "disputed" in {fact.verdict for fact in facts(name) if fact.name == dispute.fact}


def test_the_lists_name_files_and_keys_that_there_are(shared: Path) -> None:
    names = {path.name for path in (shared / "wire-samples").iterdir()}
    listed = [entry.partition(": ") for entry in [*NOT_YET, *(dispute.fact for dispute in DISPUTES)]]
    assert {name for name, _, _ in listed} <= names
    assert {key for _, _, key in listed if key} <= TABLE.keys()
    assert not IGNORED.keys() & TABLE.keys()


@pytest.mark.skipif(not FILES, reason=GONE.kwargs["reason"])
def test_no_expected_key_is_unknown() -> None:
    keys = {key for name in FILES for item in expected(name)["items"] for key, _ in pairs(item)}
    assert keys <= TABLE.keys()
