"""From bytes to the dispatch that is indexed: what the owner knows, characters, languages, and that a change reads again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wiresearch import languages
from wiresearch.config import SourceFacts
from wiresearch.dispatch import Dispatch
from wiresearch.errors import ConfigError
from wiresearch.indexing import IndexOptions, inspect

STORY = "Envoys meet in the capital\n\nPYONGYANG, {day} (KCNA) -- The envoys of six nations met here on the way home.\n\nThey left again.\n"
BARE = "Envoys meet in the capital\n\nThe envoys of six nations met here on the way home.\n\nThey left again.\n"

Read = Callable[..., Dispatch]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The one dispatch of a file of that name and text, with what is known of it."""
    monkeypatch.chdir(tmp_path)

    def one(name: str, text: str, year: int | None = None, **facts: str) -> Dispatch:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        ((_, (dispatch,)),) = inspect([name], IndexOptions(sources=(SourceFacts(**facts),) if facts else (), year=year))
        return dispatch

    return one


def test_the_day_in_the_path_dates_a_dateline_without_year(read: Read) -> None:
    dispatch = read("kcna/KCNA-130803.txt", STORY.format(day="Aug 12"), date="KCNA-%d%m%y")
    assert dispatch.dateline is not None
    assert (str(dispatch.dateline.date), dispatch.dateline.date_rule) == ("2003-08-12", "path")
    assert str(dispatch.day) == "2003-08-12"
    over_new_year = read("kcna/KCNA-010104.txt", STORY.format(day="Dec 31"), date="KCNA-%d%m%y")
    assert str(over_new_year.day) == "2003-12-31"


def test_the_day_in_the_path_dates_what_has_no_date(read: Read) -> None:
    dispatch = read("kcna/KCNA-130803.txt", BARE, date="KCNA-%d%m%y")
    assert dispatch.versioncreated is not None
    assert (dispatch.versioncreated.text, dispatch.versioncreated.inferred) == ("2003-08-13", "path")
    assert read("kcna/KCNA-130803.txt", BARE).day is None


def test_a_printed_date_and_the_option_outrank_the_path(read: Read) -> None:
    printed = read("kcna/KCNA-130803.txt", STORY.format(day="Aug 12, 2001"), date="KCNA-%d%m%y")
    assert str(printed.day) == "2001-08-12"
    assert printed.versioncreated is not None
    assert printed.versioncreated.inferred is None
    assert str(read("kcna/KCNA-130803.txt", STORY.format(day="Aug 12"), year=1999, date="KCNA-%d%m%y").day) == "1999-08-12"


def test_a_pattern_without_day_gives_the_year(read: Read) -> None:
    assert str(read("kcna/y03/a.txt", STORY.format(day="Aug 12"), date="y%y").day) == "2003-08-12"
    assert read("kcna/y03/a.txt", BARE, date="y%y").day is None


def test_agency_and_provider_of_a_source(read: Read) -> None:
    dispatch = read("wire/a.txt", BARE, path="wire", agency="ITAR-TASS", provider="Example Archive")
    assert (dispatch.agency, dispatch.provider) == ("TASS", "Example Archive")
    assert read("wire/a.txt", STORY.format(day="Aug 12, 2003"), path="wire", agency="TASS").agency == "KCNA"
    assert read("wire/a.txt", BARE, path="other", agency="TASS").agency is None


def test_characters_are_cleaned_before_anything_is_read_from_them(read: Read) -> None:
    dispatch = read("a.txt", STORY.format(day="Aug\xa012,\u202f2003").replace("six nations", "siÃ¨ge\u200b"))
    assert str(dispatch.day) == "2003-08-12"
    assert "siège met" in dispatch.paragraphs[0]
    assert {warning.code for warning in dispatch.provenance.warnings} >= {"mojibake", "folded-characters"}


@pytest.mark.skipif(not languages.available(), reason="py3langid is an extra")
def test_languages_are_detected(read: Read) -> None:
    assert read("a.txt", BARE).language_detected == "en"


def test_what_is_known_is_among_the_rules_of_an_index() -> None:
    facts = (SourceFacts(), SourceFacts(agency="AP"), SourceFacts(columns="body=Text"), SourceFacts(columns="body=Story"))
    assert len({IndexOptions(sources=(fact,)).rules for fact in facts}) == len(facts)


def test_a_fact_that_cannot_be_is_refused_before_anything_is_read() -> None:
    with pytest.raises(ConfigError, match="no time zone"):
        IndexOptions(sources=(SourceFacts(time_zone="Nowhere"),))
    with pytest.raises(ConfigError, match=r"^columns of the settings of sources: 'heading=Title' is no FIELD=COLUMN$") as caught:
        IndexOptions(sources=(SourceFacts(), SourceFacts(columns="body=Text; heading=Title")))
    assert caught.value.hint == "such as headline=Title; body=Text; date=Published"


def test_declared_columns_make_a_table_of_text(read: Read) -> None:
    table = "Title;Text\nEnvoys meet;They met here.\n"
    found = read("export/a.csv", table, path="export", columns="headline=Title; body=Text")
    assert (found.provenance.format, found.headline, found.paragraphs) == ("csv", "Envoys meet", ("They met here.",))
    assert read("other/a.csv", table, path="export", columns="headline=Title; body=Text").provenance.format == "plain-text"
    assert read("export/a.txt", BARE, path="export", columns="headline=Title; body=Text").provenance.format == "plain-text"
