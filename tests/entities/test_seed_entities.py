"""The gold of the seed: everything in it, nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from wiresearch.dispatch import Dateline, Dispatch, Provenance
from wiresearch.entities import extract

COUNTRIES = {"RU", "CN", "KP", "KR", "US", "JP"}


def _seed(shared: Path) -> Dispatch:
    lines = [line for line in (shared / "seed/000_f36a8f7c389c7624.txt").read_text("ascii").splitlines() if line]
    dateline = Dateline(lines[2], place="MOSCOW", city="Moscow", country="RU", date=date(2003, 8, 13), agency="AFP")
    provenance = Provenance("seed", 0, 3684, "", "plaintext", "ascii")
    return Dispatch(provenance, headline=lines[1], paragraphs=tuple(lines[3:-1]), agency="AFP", dateline=dateline)


def test_the_gold_of_the_seed(shared: Path) -> None:
    found = extract(_seed(shared))
    assert len(found.paragraphs) == 22

    def named(kind: str) -> set[str]:
        return {entity.name for entity in found.entities if entity.kind == kind}

    assert named("person") == {"Kim Jae Sup", "Alexander Losyukov", "Kung Sok-Ung"}
    assert named("organisation") - {"Russian foreign ministry"} == {"International Atomic Energy Agency"}
    assert named("place") == {
        *("Moscow", "Beijing", "Pyongyang", "Washington", "Seoul", "Yongbyon"),
        *("Russia", "China", "North Korea", "South Korea", "United States", "Japan"),
    }
    assert {entity.country for entity in found.entities if entity.kind == "demonym"} == {"RU", "KP", "KR"}
    assert named("acronym") == set()
    assert set(found.countries_all) == COUNTRIES
    assert found.countries[0] == "RU"
    assert found.cited_agencies == ("TASS", "INTERFAX")


def test_surnames_of_the_seed_lead_to_the_full_names(shared: Path) -> None:
    surfaces = {entity.name: entity.surfaces for entity in extract(_seed(shared)).entities}
    assert surfaces["Kim Jae Sup"] == ("Kim Jae Sup", "Kim")
    assert surfaces["Alexander Losyukov"] == ("Alexander Losyukov", "Losyukov")
