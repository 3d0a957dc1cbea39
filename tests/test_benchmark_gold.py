"""The gold of tests/data/gold/ says nothing that its texts do not say, and the rules do on its tuning half what they did before."""

from __future__ import annotations

import importlib
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from wiresearch.agencies import AGENCIES

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
NAMED = ("persons", "organisations", "places", "demonyms")


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("gold")


def test_the_gold_is_large_and_varied_and_half_of_it_is_held_out(gold: ModuleType) -> None:
    texts = gold.gold()
    assert len(texts) >= 60
    assert len({entry.names for annotated in texts for entry in annotated.entries["agency"]}) >= 12
    assert sum(annotated.half == "held-out" for annotated in texts) * 2 == len(texts)
    assert {file.stem for file in gold.GOLD.iterdir()} == {annotated.name for annotated in texts}


def test_every_name_stands_in_its_text(gold: ModuleType) -> None:
    for annotated in gold.gold():
        text = " ".join(annotated.text.split()).casefold()

        def stands(words: str, text: str = text) -> bool:
            return re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", text) is not None

        for kind in NAMED:
            for entry in annotated.entries[kind]:
                assert all(map(stands, entry.surfaces)), (annotated.name, entry)
                assert entry.surfaces or any(map(stands, entry.names)), (annotated.name, entry)
        for entry in (*annotated.entries["persons"], *annotated.entries["place"]):
            assert any(map(stands, entry.names)), (annotated.name, entry)


def test_countries_agencies_and_dates_are_such(gold: ModuleType) -> None:
    for annotated in gold.gold():
        assert set(annotated.entries) == set(gold.KINDS), annotated.name
        countries = {code for entry in annotated.entries["countries"] for code in entry.names}
        for kind in ("demonyms", "salient", "country"):
            assert {entry.names[0] for entry in annotated.entries[kind]} <= countries, annotated.name
        agencies = {code for kind in ("agency", "cited") for entry in annotated.entries[kind] for code in entry.names}
        assert agencies <= {agency.code for agency in AGENCIES}, annotated.name
        for entry in annotated.entries["date"]:
            date.fromisoformat(entry.names[0])


def test_what_is_compared(gold: ModuleType) -> None:
    entries = [gold.Entry.parse(text) for text in ("Zurich = Zürich", "European Community = EC | EEC", "? Palais", "Ann Lee | Lee")]
    found = gold.compare(entries, ["zürich.", "EEC", "European Community", "Palais", "Lee", "The Moon"], by_surface=False)
    assert found == gold.Outcome(("Zurich", "European Community"), ("Ann Lee",), ("EEC", "Lee", "The Moon"))
    assert gold.compare(entries[1:2], ["EEC", "European Community"], by_surface=True).wrong == ("European Community",)


def test_the_tuning_half_reaches_its_figures(gold: ModuleType) -> None:
    assert list(gold.failures()) == []


def test_a_figure_that_is_missed_is_told(gold: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "high.toml").write_text("[tuning]\nagency = { recall = 1.5 }\n", encoding="utf-8")
    (failure,) = gold.failures(tmp_path / "high.toml")
    assert failure.startswith("tuning: recall of agency is ")
    assert failure.endswith(", expected at least 1.5")
