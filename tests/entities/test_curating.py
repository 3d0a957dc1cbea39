"""What the user's aliases make of the names of a dispatch."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wiresearch.aliases import Aliases, load
from wiresearch.dispatch import Dispatch, Entity, Provenance, WireTime
from wiresearch.entities import extract

TEXT = (
    "President Thomas Velk met Foreign Minister Helen Brond in Lisbon. It went well, said Martin Deane of Hask and Company.",
    "Velk then flew to Oslo. The Grand Compact, a treaty, was signed by General Otto Compact.",
)


@pytest.fixture
def told(tmp_path: Path):
    def told(text: str, *paragraphs: str, year: int | None = None) -> dict[tuple[str, str], Entity]:
        (tmp_path / "aliases.toml").write_text(text, encoding="utf-8")
        found = extract(dispatch(*(paragraphs or TEXT), year=year), load(tmp_path / "aliases.toml"))
        return {(entity.kind, entity.name): entity for entity in found.entities}

    return told


def dispatch(*paragraphs: str, year: int | None = None) -> Dispatch:
    time = WireTime(datetime(year, 5, 4, tzinfo=UTC)) if year else None
    return Dispatch(Provenance("test", 0, 0, "", "plaintext", "ascii"), paragraphs=paragraphs, versioncreated=time)


def test_merged_names_are_one_entity_with_all_their_forms(told) -> None:
    found = told('[merge]\n"The Premier" = ["Thomas Velk", "Martin Deane"]')
    premier = found["person", "The Premier"]
    assert premier.mentions == 3
    assert premier.surfaces == ("Thomas Velk", "Martin Deane", "Velk")
    assert (premier.rule, premier.confidence) == ("alias", 1.0)
    assert ("person", "Thomas Velk") not in found


def test_a_merged_place_lies_where_its_name_says(told) -> None:
    found = told('[merge]\n"Bergen" = ["Oslo"]\n"Iceland" = ["Lisbon"]')
    assert found["place", "Bergen"].country == "NO"
    assert (found["place", "Iceland"].country, found["place", "Iceland"].code) == ("IS", "IS")


def test_a_blocked_name_is_none_and_no_evidence_of_a_country(tmp_path: Path, told) -> None:
    assert ("place", "Lisbon") not in told('[block]\nplace = ["lisbon"]')
    assert ("place", "Lisbon") in told('[block]\nperson = ["Lisbon"]')
    (tmp_path / "aliases.toml").write_text('[block]\nany = ["Lisbon"]')
    assert extract(dispatch(*TEXT)).countries_all == ("PT", "NO")
    assert extract(dispatch(*TEXT), load(tmp_path / "aliases.toml")).countries_all == ("NO",)


def test_a_name_of_another_kind_is_no_longer_what_surnames_lead_to(told) -> None:
    text = ("Shares of Marlow Tench rose, said analyst Pia Rondo.", "Tench is a bank.")
    assert ("person", "Marlow Tench") in told("", "A word by analyst Marlow Tench.", *text)
    found = told('[retype]\norganisation = ["Marlow Tench"]', "A word by analyst Marlow Tench.", *text)
    assert ("organisation", "Marlow Tench") in found
    assert not any(kind == "person" and "Tench" in name for kind, name in found)


def test_a_name_that_no_rule_knows_can_be_told(told) -> None:
    text = "It was sold to Quorvex on Monday."
    assert not told("", text)
    assert list(told('[retype]\norganisation = ["Quorvex"]', text)) == [("organisation", "Quorvex")]


def test_one_name_may_be_several(told) -> None:
    text = "A speech by Thomas Velk Helen Brond was heard."
    assert ("person", "Thomas Velk Helen Brond") in told("", text)
    found = told('[split]\n"Thomas Velk Helen Brond" = ["Thomas Velk", "Helen Brond"]', text)
    assert set(found) == {("person", "Thomas Velk"), ("person", "Helen Brond")}


SPLIT = """[split]
"Thomas Velk" = [
  { name = "Thomas Velk the Younger", since = 2001-01-20 },
  { name = "Thomas Velk the Elder", until = 1993-01-20 },
  { name = "Thomas Velk (footballer)", with = ["goal keeper"] },
]"""


@pytest.mark.parametrize(
    ("year", "more", "name"),
    [
        (2005, "", "Thomas Velk the Younger"),
        (1990, "", "Thomas Velk the Elder"),
        (1997, "", "Thomas Velk"),
        (1997, "The GOAL-keeper was ill.", "Thomas Velk (footballer)"),
        (1997, "The goals keeper was ill.", "Thomas Velk"),
        (None, "", "Thomas Velk"),
    ],
)
def test_which_of_several_is_meant_depends_on_day_and_words(told, year: int | None, more: str, name: str) -> None:
    assert ("person", name) in told(SPLIT, *TEXT, more, year=year)


def test_no_aliases_change_nothing_and_to_do_it_twice_neither(tmp_path: Path) -> None:
    plain = extract(dispatch(*TEXT))
    assert extract(dispatch(*TEXT), Aliases()) == plain
    (tmp_path / "a.toml").write_text('[merge]\n"The Premier" = ["Thomas Velk"]\n[block]\nplace = ["Oslo"]')
    aliases = load(tmp_path / "a.toml")
    once = extract(plain, aliases)
    assert extract(once, aliases) == once
    assert extract(once) == plain


@pytest.mark.timeout(20)
def test_many_names_that_are_several_are_read_in_linear_time(told) -> None:
    text = "Thomas Velk met Helen Brond. " * 5_000
    assert told(SPLIT, text, "The goal keeper was ill.", year=1997)["person", "Thomas Velk (footballer)"].mentions == 5_000
