"""Languages by their words, with and without the extra."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from wiresearch import languages
from wiresearch.dispatch import Dispatch, Provenance
from wiresearch.languages import available, detected

ORIGIN = Provenance("wire.txt", 0, 1, "00", "plain-text", "utf-8")
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "data" / "texts").glob("*.txt"))}
needs_extra = pytest.mark.skipif(not available(), reason="py3langid is an extra: pip install 'wiresearch[language]'")


def story(*texts: str) -> Dispatch:
    """A dispatch of these texts, cut into paragraphs."""
    return Dispatch(ORIGIN, paragraphs=tuple(part for text in texts for part in text.split("\n") if part))


@needs_extra
@pytest.mark.parametrize("name", TEXTS)
def test_each_language_is_detected_and_none_is_mixed(name: str) -> None:
    found = detected(story(TEXTS[name]))
    assert found.language_detected == name.partition("-")[0]
    assert found.provenance.warnings == ()
    assert [item.field for item in found.provenance.evidence] == ["language_detected"]


@needs_extra
@pytest.mark.parametrize("name", TEXTS)
def test_a_headline_is_enough(name: str) -> None:
    headline = TEXTS[name].partition("\n")[0]
    found = detected(Dispatch(ORIGIN, headline=headline))
    expected = name.partition("-")[0] if len(headline) >= 20 else None  # a line of Chinese is shorter
    assert found.language_detected == expected


@needs_extra
def test_what_is_declared_stays_beside_it() -> None:
    found = detected(replace(story(TEXTS["en"]), language="it-IT"))
    assert (found.language, found.language_detected) == ("it-IT", "en")


@needs_extra
@pytest.mark.parametrize("names", [("en", "fi"), ("da", "en"), ("en", "fi", "de"), ("ru", "en")])
def test_several_languages_are_told(names: tuple[str, ...]) -> None:
    (warning,) = detected(story(*(TEXTS[name] for name in names))).provenance.warnings
    assert warning.code == "mixed-languages"
    assert set(warning.detail.split(", ")) == set(names)


@needs_extra
def test_a_quotation_in_another_language_is_no_mixture() -> None:
    text = TEXTS["en"] + '\n"Wir können über vieles reden, aber nicht über Geld."\n' + TEXTS["en"]
    found = detected(story(text))
    assert (found.language_detected, found.provenance.warnings) == ("en", ())


@needs_extra
def test_of_a_table_only_the_sentences_and_the_headline_are_read() -> None:
    rows = "Hamburg;12;14;bw\nMünchen;9;11;rg\nBerlin;10;13;wk"
    told = "The table gives the lowest and the highest temperatures of the day and the state of the sky"
    table = replace(story(told, rows, "bw - overcast"), body_format="table", headline="Temperaturen Deutschland")
    assert detected(table).language_detected == "en"


def test_too_little_text_and_tables_are_not_guessed_at() -> None:
    assert detected(Dispatch(ORIGIN, headline="BC-GOLD", paragraphs=("17.20", "Ld 3"))).language_detected is None
    table = replace(story("Zurich 12.1 12.4 London 13.0\nParis 9.8 9.9 Oslo 8.1"), body_format="table")
    assert detected(table) is table


@needs_extra
def test_detecting_again_changes_nothing() -> None:
    once = detected(story(TEXTS["nb"]))
    assert detected(once) is once


def test_without_the_extra_nothing_is_detected_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    languages._identifier.cache_clear()
    monkeypatch.setattr(languages, "find_spec", lambda name: None)
    dispatch = story(TEXTS["en"])
    assert not available()
    assert detected(dispatch) is dispatch
    languages._identifier.cache_clear()


def test_the_detector_is_loaded_when_it_is_first_asked() -> None:
    code = "import sys, wiresearch.languages; print('py3langid' in sys.modules, 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False False\n"
