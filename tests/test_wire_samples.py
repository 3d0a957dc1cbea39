"""Third-party dispatches in every format: each expected fact against our record, compared as the README of the samples says.

One table leads from each expected key to what our record has in its place and to the rule by which the two are compared. The samples
are nobody's to pass on, so they lie outside the repository, below the folder named by WIRESEARCH_SHARED.
`python tools/wire_samples.py` prints the same as a table of formats.
"""

from __future__ import annotations

import codecs
import contextlib
import html
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from wiresearch import agencies, indexing, places
from wiresearch.dispatch import Dispatch, WireTime, WireWarning
from wiresearch.results import Outcome

SAMPLES = Path(os.environ.get("WIRESEARCH_SHARED", "")) / "wire-samples"
FILES = (
    sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
    if "WIRESEARCH_SHARED" in os.environ
    else []
)
GONE = pytest.mark.skip(reason="WIRESEARCH_SHARED does not name the folder of third-party samples")
HAS_DETECTOR = importlib.util.find_spec("py3langid") is not None

NOT_YET = frozenset(
    {
        "IPTC7901.txt",
        "LISTING_1_A_NewsML-G2_News_Item.xml",
        "LISTING_25_nitf_in_inlineXML.xml.fragment",
        "NTB_nitf_sample.xml",
        "aap-1.xml",
        "aap-cyber.xml",
        "aap.xml",
        "afp.com_newsml1.2_sample.xml",
        "afp.xml",
        "anpa-1.tst",
        "anpa-3.tst",
        "ansa-newsmlg2-text.xml",
        "ap_anpa-2.tst",
        "ap_anpa-3.tst",
        "ap_anpa-5.tst",
        "ap_media_item.json",
        "ap_media_text_nitf.xml",
        "dpa_copyright.txt",
        "dpa_digitalwires_dw-1.json",
        "dpa_two_line.txt",
        "mapping_test.xml",
        "ninjs1.6_complex_text_article.json",
        "ninjs1.json",
        "ninjs2.1_ntb_text.json",
        "ninjs3.0_dpa_text.json",
        "ninjsExSimpleText1.json",
        "pa1.xml",
        "pa4.xml",
        "rcv1_fictitious.xml",
        "ritzau_news_test_ednote.xml",
        "simple_email.txt",
        "stt1.xml",
        "stt_archive_newsml_test.xml",
        "stt_newsml_endash.xml",
        "stt_newsml_location_test.xml",
        "stt_newsml_test.xml",
        "tag_reuters.com,0000_newsml_ISS149709_1618095828",
        "tag_reuters.com,0000_newsml_L4N1FL0N0_1132689232",
        "tag_reuters.com_2014_newsml_KBN0FL0ZP_version_2",
        "teletype_zczc_synthetic.txt",
    }
)
"""Files whose reader does not exist, `file` or `file: key` for one fact. One that comes out right must leave."""

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


def flat(text: str) -> str:
    """As the README compares running text: white space folded, references read, typewriter quotation marks as such."""
    return " ".join(html.unescape(text).replace("``", '"').replace("''", '"').split())


def folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def equal(expected: Any, ours: Any) -> bool:
    return bool(expected == ours)


def as_text(expected: Any, ours: str | None) -> bool:
    return str(expected) == ours


def same_text(expected: str | None, ours: str | None) -> bool:
    return folded(ours) == folded(expected) or (expected is None and not ours)


def any_text(expected: str, ours: tuple[str | None, ...]) -> bool:
    return any(same_text(expected, text) for text in ours)


def held(expected: str, ours: str | None) -> bool:
    return flat(expected) in " ".join((ours or "").split())


def all_held(expected: list[str], ours: str) -> bool:
    return all(held(text, ours) for text in expected)


def none_held(expected: list[str], ours: str) -> bool:
    return not any(held(text, ours) for text in expected)


def begins(expected: str, ours: str) -> bool:
    return " ".join(ours.split()).startswith(flat(expected))


def ends(expected: str, ours: str) -> bool:
    return " ".join(ours.split()).endswith(flat(expected))


def uri(expected: str, ours: str) -> bool:
    """The identifier as the file gives it, perhaps with who gave it before it."""
    return ours == expected or re.fullmatch(rf"[A-Za-z][\w.+-]*:{re.escape(expected)}", ours) is not None


def headline(expected: str | None, ours: tuple[str, bool]) -> bool:
    text, derived = ours
    return same_text(expected, text) if expected is not None else not text or derived


def derived_headline(expected: str, ours: tuple[str, bool]) -> bool:
    return ours == (expected, True)


def headline_of_body(expected: str, ours: tuple[str, bool, str]) -> bool:
    text, derived, body = ours
    return expected == "body" and derived and " ".join(body.split()).startswith(text)


def count(expected: int | None, ours: int) -> bool:
    """None: a table, not to be counted."""
    return expected is None or expected == ours


def time(expected: str | None, ours: WireTime | None) -> bool:
    """A civil date to the day; a time with `Z` as the instant that it is, without as printed and without a zone."""
    if expected is None or ours is None:
        return ours is None or (expected is None and ours.inferred is not None)
    if len(expected) == len("2003-08-13"):
        return (ours.day.isoformat(), ours.precision) == (expected, "day")
    when = datetime.fromisoformat(expected)
    if ours.precision not in {"s", "min"} or ours.tz_declared != (when.tzinfo is not None):
        return False
    return ours.when == when if when.tzinfo else ours.when.replace(tzinfo=None) == when


def dateline_date(expected: str, ours: tuple[date | None, str | None]) -> bool:
    """`--MM-DD`: the text has no year, whatever year was worked out for it."""
    day, printed = ours
    return expected == printed if expected.startswith("--") else day is not None and expected == day.isoformat()


def city(expected: str, ours: tuple[str | None, str | None]) -> bool:
    """Any name of the same place in the table of places."""
    name, country = ours
    if name is None or places.fold_place(name) == places.fold_place(expected):
        return name is not None
    meant, found = places.resolve(expected), places.resolve(name)
    return (
        meant is not None and found is not None and (meant.name, meant.country) == (found.name, found.country) and meant.country == country
    )


def code(text: str) -> str:
    """The agency's code for a code, a name, a qualified code (`nprov:…`) or the name of a host."""
    bare = re.sub(r"^\w+:|^www\.|\.[a-z]{2,3}$", "", text)
    return agencies.named(text) or agencies.credit(text) or agencies.named(bare) or text


def same_agency(expected: str, ours: str | None) -> bool:
    return ours is not None and code(ours) == code(expected)


def same_agencies(expected: list[str], ours: tuple[str, ...]) -> bool:
    return {code(text) for text in ours} == {code(text) for text in expected}


def language(expected: str, ours: str | None) -> bool:
    return ours is not None and ours.partition("-")[0] == expected.partition("-")[0].lower()


def encoding(expected: str, ours: str) -> bool:
    same = {"iso8859-1": "cp1252"}
    names = [codecs.lookup(name).name for name in (expected, ours)]
    return len({same.get(name, name) for name in names}) == 1


def members(expected: str | list[str], ours: tuple[str, ...]) -> bool:
    return {expected} <= set(ours) if isinstance(expected, str) else set(expected) <= set(ours)


def same_members(expected: list[str], ours: tuple[str, ...]) -> bool:
    return set(expected) == set(ours)


def warned(code: str, words: str | None = None) -> Callable[[Any, tuple[WireWarning, ...]], bool]:
    """That there is a warning `code`, which quotes the expected words, or those that the pattern `words` finds in them."""

    def compare(expected: Any, ours: tuple[WireWarning, ...]) -> bool:
        wanted = [expected] if isinstance(expected, str) else expected if isinstance(expected, list) else []
        wanted = [found.group() for text in wanted for found in re.finditer(words or ".+", text)]
        details = [warning.detail for warning in ours if warning.code == code]
        return any(all(word in detail or detail in word for word in wanted) for detail in details)

    return compare


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
    "abstract": (lambda d: d.abstract, same_text),
    "agencies_credited": (lambda d: d.infosource, same_agencies),
    "agency": (lambda d: d.agency, same_agency),
    "body_contains": (whole, all_held),
    "body_ends": (lambda d: end(d, -1), ends),
    "body_format": (lambda d: d.body_format, equal),
    "body_not_contains": (whole, none_held),
    "body_starts": (lambda d: end(d, 0), begins),
    "byline": (lambda d: d.byline, same_text),
    "category": (lambda d: d.service, members),
    "cited_agencies": (lambda d: d.cited_agencies, same_agencies),
    "cited_agency": (lambda d: d.cited_agencies, members),
    "contentcreated": (lambda d: d.contentcreated, time),
    "correction": (lambda d: d.provenance.warnings, warned("correction")),
    "countries": (fed("place"), members),
    "credit_contains": (lambda d: d.creditline, held),
    "creditline": (lambda d: d.creditline, same_text),
    "dateline.city": (lambda d: (of_dateline("city")(d), of_dateline("country")(d)), city),
    "dateline.country": (of_dateline("country"), equal),
    "dateline.date": (lambda d: (of_dateline("date")(d), of_dateline("date_text")(d)), dateline_date),
    "dateline.text": (of_dateline("text"), same_text),
    "edition": (lambda d: d.service, members),
    "ednote_contains": (lambda d: d.ednote, held),
    "embargoed": (lambda d: d.embargoed, time),
    "encoding": (lambda d: d.provenance.encoding, encoding),
    "expires": (lambda d: d.expires, time),
    "firstcreated": (lambda d: d.firstcreated, time),
    "format": (lambda d: d.provenance.format, equal),
    "genre": (lambda d: d.genre, same_members),
    "guid": (lambda d: d.uri, uri),
    "guid_conflict": (lambda d: d.provenance.warnings, warned("uri-conflict", r"\w+\.xml")),
    "headline": (lambda d: (d.headline, d.headline_derived), headline),
    "headline2": (lambda d: d.headlines, any_text),
    "headline_clean": (lambda d: (d.headline, d.headline_derived), headline),
    "headline_contains": (lambda d: d.headline, held),
    "headline_fallback": (lambda d: (d.headline, d.headline_derived), derived_headline),
    "headline_from": (lambda d: (d.headline, d.headline_derived, end(d, 0)), headline_of_body),
    "headline_raw": (lambda d: d.headline_raw, same_text),
    "keywords": (lambda d: d.keywords, members),
    "language": (lambda d: d.language or d.language_detected, language),
    "language_actual": (lambda d: d.language_detected, language),
    "languages_in_body": (lambda d: d.provenance.warnings, warned("mixed-languages")),
    "located": (lambda d: d.located, same_text),
    "paragraph_count": (lambda d: len(d.paragraphs), count),
    "persons": (fed("person"), members),
    "place": (fed("place"), members),
    "places": (fed("place"), members),
    "priority": (lambda d: d.priority_raw, as_text),
    "priority_code": (lambda d: d.priority_raw, as_text),
    "provider": (lambda d: d.provider, same_agency),
    "pubstatus": (lambda d: d.pubstatus, equal),
    "quotes_normalised": (lambda d: d.provenance.warnings, warned("typewriter-quotes", r"(?<=``).+(?='')")),
    "runon_word": (lambda d: d.provenance.warnings, warned("run-on-word")),
    "section": (lambda d: d.service, members),
    "sequence": (lambda d: d.sequence, as_text),
    "service": (lambda d: d.service, members),
    "service_slug": (lambda d: d.slugline_raw, same_text),
    "signal_contains": (lambda d: d.signals, members),
    "signoff": (lambda d: d.signoff, same_text),
    "slugline": (lambda d: (d.slugline, d.slugline_raw), any_text),
    "source": (lambda d: (d.provider, d.byline), any_text),
    "subject": (codes, members),
    "subject_contains": (codes, members),
    "subject_expanded": (codes, members),
    "take_key": (lambda d: d.take_key, same_text),
    "topics": (codes, members),
    "transmission_ref": (lambda d: d.sequence, as_text),
    "type": (lambda d: d.type, equal),
    "unbalanced_quote_in": (lambda d: d.provenance.warnings, warned("unbalanced-quote")),
    "urgency": (lambda d: d.urgency, equal),
    "usageterms": (lambda d: d.usageterms, same_text),
    "usn": (lambda d: d.sequence, as_text),
    "version": (lambda d: d.version, as_text),
    "version_label": (lambda d: d.version_label, equal),
    "version_number": (lambda d: d.version_number, equal),
    "versioncreated": (lambda d: d.versioncreated, time),
    "versioncreated_precision": (lambda d: d.versioncreated and d.versioncreated.precision, equal),
    "versioncreated_tz_declared": (lambda d: d.versioncreated and d.versioncreated.tz_declared, equal),
    "wordcount_declared": (lambda d: d.wordcount_declared, equal),
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
