"""Text to tree: what each form of the language is read as, and what is told about it."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import And, DateRange, Has, Is, IsPrefix, MatchAll, Not, NumberRange, Or, Phrase, Prefix, Query, Term, Words, walk
from wiresearch.queryparser import filter_query, parse, unparse

AUGUST = DateRange("date", date(2003, 8, 1), date(2003, 8, 31))


def word(text: str, *, exact: bool = False) -> Term:
    return Term(LOOSE_FIELDS, text, exact)


def phrase(*texts: str, exact: bool = False) -> Phrase:
    return Phrase(LOOSE_FIELDS, texts, exact)


KIM, TALKS, BEIJING = word("kim"), word("talks"), word("beijing")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Kim", KIM),
        ("kim talks beijing", Words((KIM, TALKS, BEIJING), 3)),
        ("kim talk* =talks", Words((KIM, Prefix(LOOSE_FIELDS, "talk"), word("talks", exact=True)), 3)),
        ("kim AND talks", And((KIM, TALKS))),
        ("kim OR talks", Or((KIM, TALKS))),
        ("kim beijing AND talks", And((KIM, BEIJING, TALKS))),
        ("a b c AND d", And((Words((word("a"), word("b")), 2), word("c"), word("d")))),
        ("(kim talks)", And((KIM, TALKS))),
        ("(kim OR beijing) talks", And((Or((KIM, BEIJING)), TALKS))),
        ("kim OR talks AND beijing", Or((KIM, And((TALKS, BEIJING))))),
        (
            'kim talks "six-party" date:2003-08 -xinhua',
            And((Words((KIM, TALKS), 2), phrase("six", "party"), AUGUST, Not(word("xinhua")))),
        ),
        ("kim -xinhua talks", And((Words((KIM, TALKS), 2), Not(word("xinhua"))))),
        ('kim talks "beijing"', And((Words((KIM, TALKS), 2), BEIJING))),
        ("-yongbyon", Not(word("yongbyon"))),
        ("-yongbyon nuclear", And((Not(word("yongbyon")), word("nuclear")))),
        ("NOT NOT kim", Not(Not(KIM))),
        ("-(kim OR talks)", Not(Or((KIM, TALKS)))),
        ('-"a b"', Not(phrase("a", "b"))),
        ("-=talks", Not(word("talks", exact=True))),
        ("*", MatchAll()),
        ("* agency:AFP", And((MatchAll(), Is("agency", "afp")))),
        ('"nuclear weapons"', phrase("nuclear", "weapons")),
        ("“nuclear weapons”", phrase("nuclear", "weapons")),
        ('="united nations"', phrase("united", "nations", exact=True)),
        ('"to be or not to be"', phrase("to", "be", "or", "not", "to", "be")),
        ("SÃO", word("sao")),
        ("U.S.", word("us")),
        ("negotiat*", Prefix(LOOSE_FIELDS, "negotiat")),
        ("headline:talks", Term(("headline",), "talks")),
        ("title:talks", Term(("headline",), "talks")),
        ("Headline:talks", Term(("headline",), "talks")),
        ("body:talks", Term(("lead", "body"), "talks")),
        ("headline:=talks", Term(("headline",), "talks", exact=True)),
        ('headline:="six party"', Phrase(("headline",), ("six", "party"), exact=True)),
        ("headline:talk*", Prefix(("headline",), "talk")),
        ("headline:(kim OR talks)", Or((Term(("headline",), "kim"), Term(("headline",), "talks")))),
        ("headline:(kim -talks)", And((Term(("headline",), "kim"), Not(Term(("headline",), "talks"))))),
        ("agency:AFP", Is("agency", "afp")),
        ("-agency:AFP", Not(Is("agency", "afp"))),
        ("agency:(AFP OR AP)", Or((Is("agency", "afp"), Is("agency", "ap")))),
        ('place:"São  Paulo"', Is("place", "sao paulo")),
        ("loc:Paris", Is("place", "paris")),
        ("person:losy*", IsPrefix("person", "losy")),
        (r"place:new\ yor*", IsPrefix("place", "new yor")),
        (r"place:\*", Is("place", "*")),
        ("uri:urn:newsml:AFP:1", Is("uri", "urn:newsml:AFP:1")),
        ("id:tag:reuters.com,2003:X?", Is("uri", "tag:reuters.com,2003:X?")),
        ("key:00aa*", IsPrefix("key", "00aa")),
        ("urgency:3", NumberRange("urgency", 3, 3)),
        ("urgency:1..3", NumberRange("urgency", 1, 3)),
        ("urgency:..3", NumberRange("urgency", None, 3)),
        ("wordcount:>500", NumberRange("wordcount", 501, None)),
        ("wordcount:>=500", NumberRange("wordcount", 500, None)),
        ("wordcount:<500", NumberRange("wordcount", None, 499)),
        ("urgency:(1 OR 2..3)", Or((NumberRange("urgency", 1, 1), NumberRange("urgency", 2, 3)))),
        ("date:(2003-08 OR 2004)", Or((AUGUST, DateRange("date", date(2004, 1, 1), date(2004, 12, 31))))),
        ("date:none", Not(Has("date"))),
        ("date:inferred", Is("inferred", "date")),
        ("has:dateline", Has("dateline")),
        ("has:org", Has("organisation")),
        ("has:body", Has("lead")),
        (r"\-talks", TALKS),
        (r"\(talks", TALKS),
        ("(kim)", KIM),
    ],
)
def test_text_is_read_as(text: str, tree: Query) -> None:
    assert parse(text).query == tree


@pytest.mark.parametrize(
    ("text", "tree", "note"),
    [
        ("c-130", phrase("c", "130"), 'c-130 is read as the phrase "c 130"'),
        ("kim c-130", Words((KIM, phrase("c", "130")), 2), 'c-130 is read as the phrase "c 130"'),
        (r"agency\:AFP", phrase("agency", "afp"), 'agency:AFP is read as the phrase "agency afp"'),
        ('"nuclear weap*"', phrase("nuclear", "weap"), 'the * in "nuclear weap*" is read as punctuation'),
        (
            'place:"north*"',
            Is("place", "north*"),
            'the * in "north*" is taken literally; any ending is asked for without quotes, as place:word*',
        ),
        ("kim \u2013 talks", Words((KIM, TALKS), 2), '"\u2013" has no letters or digits and was left out'),
        ("kim !!!", KIM, '"!!!" has no letters or digits and was left out'),
        ("kim -- talks", Words((KIM, TALKS), 2), '"--" has no letters or digits and was left out'),
        ("kim AND !!!", KIM, '"!!!" has no letters or digits and was left out'),
        ("kim talks OR beijing", Or((And((KIM, TALKS)), BEIJING)), "read as (kim AND talks) OR beijing"),
        ("kim or talks", Words((KIM, word("or"), TALKS), 3), '"or" is read as a word; operators are written in capitals: AND, OR, NOT'),
        ('agency:"Agence France-Presse"', Is("agency", "afp"), 'agency:"Agence France-Presse" is read as agency:afp'),
        ("cites:ITAR-TASS", Is("cites", "tass"), "cites:ITAR-TASS is read as cites:tass"),
        ("country:France", Is("country", "fr"), "country:France is read as country:fr"),
    ],
)
def test_a_reading_that_may_surprise_is_told(text: str, tree: Query, note: str) -> None:
    parsed = parse(text)
    assert parsed.query == tree
    assert parsed.notes == (note,)


@pytest.mark.parametrize("text", ["kim talks", "kim AND talks OR beijing", "agency:AFP", "country:fr", "or", '"c 130"', "date:2003"])
def test_a_plain_reading_needs_no_note(text: str) -> None:
    assert parse(text).notes == ()


def test_a_relative_date_tells_its_days_and_the_day_it_counts_from() -> None:
    parsed = parse('date:"last week" kim', anchor=date(2003, 8, 13))
    assert parsed.notes == ('"last week" = 2003-08-04..2003-08-10 (counted from 2003-08-13)',)
    assert parsed.anchor == date(2003, 8, 13)


def test_every_node_knows_its_place_in_the_text() -> None:
    text = 'kim talks -agency:AFP ("six party" OR wordcount:>5)'
    places = {type(node).__name__: text[slice(*node.span)] for node in walk(parse(text).query)}
    assert places == {
        "And": text.removesuffix(")"),
        "Words": "kim talks",
        "Term": "talks",
        "Not": "-agency:AFP",
        "Is": "agency:AFP",
        "Or": '"six party" OR wordcount:>5',
        "Phrase": '"six party"',
        "NumberRange": "wordcount:>5",
    }


@pytest.mark.parametrize(
    ("name", "values", "negate", "said"),
    [
        ("agency", ["AFP"], False, "agency:afp"),
        ("agency", ["AFP", "AP"], False, "agency:afp OR agency:ap"),
        ("agency", ["AFP", "AP"], True, "-(agency:afp OR agency:ap)"),
        ("country", ["Germany"], True, "-country:de"),
        ("place", ['a" OR (b'], False, 'place:"a\\" or (b"'),
        ("service", ["WAR*"], False, 'service:"war*"'),
        ("org", ["IAEA"], False, "organisation:iaea"),
    ],
)
def test_a_filter_takes_its_values_literally(name: str, values: list[str], negate: bool, said: str) -> None:
    query, _ = filter_query(name, values, negate=negate)
    assert unparse(query) == said
    assert parse(said).query == query


def test_a_filter_tells_how_it_read_a_name() -> None:
    assert filter_query("agency", ["Reuters", "AFP"])[1] == ("agency:Reuters is read as agency:rtrs",)


def test_trees_compare_without_their_places() -> None:
    assert dataclasses.replace(KIM, span=(4, 7)) == KIM
