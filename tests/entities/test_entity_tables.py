"""The word tables: codes that exist, no form with two meanings."""

from __future__ import annotations

import re

from wiresearch.entities import tables
from wiresearch.places import country_name


def test_every_demonym_has_a_country_that_exists() -> None:
    codes = [row[0] for row in tables.rows("demonyms.tsv")]
    assert [code for code in codes if not re.fullmatch("[A-Z]{2}", code) or country_name(code) == code] == []


def test_no_demonym_has_two_countries_and_there_are_more_than_two_hundred() -> None:
    forms = [form for _, *forms in tables.rows("demonyms.tsv") for form in forms]
    assert len(forms) == len(set(forms)) > 200


def test_no_name_of_a_body_stands_twice() -> None:
    forms = [
        form
        for name, _, *others in tables.rows("organisations.tsv")
        for form in (name, *(f for column in others for f in column.split(";")))
    ]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    assert len(list(tables.rows("organisations.tsv"))) > 150


def test_bodies_have_a_country_or_a_dash() -> None:
    nations = {row[1] for row in tables.rows("organisations.tsv")} - {"-"}
    assert [code for code in nations if country_name(code) == code] == []


def test_no_function_word_is_a_given_name_in_the_table() -> None:
    given = {name.lower() for name in tables.words("given_names.txt")}
    assert given & {"the", "of", "and", "in", "for", "he", "she", "monday", "april"} == set()
