"""Text to tree: what each form of the language is read as, and what is told about it."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from wiresearch.fields import LOOSE_FIELDS
from wiresearch.query import (
    And,
    AtLeast,
    DateRange,
    Fuzzy,
    Has,
    Is,
    IsPrefix,
    MatchAll,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    SamePara,
    Term,
    Wildcard,
    WordNode,
    Words,
    walk,
)
from wiresearch.queryparser import filter_query, parse, unparse

AUGUST = DateRange("date", date(2003, 8, 1), date(2003, 8, 31))


def word(text: str, *, exact: bool = False) -> Term:
    return Term(LOOSE_FIELDS, text, exact)


def phrase(*texts: str, exact: bool = False) -> Phrase:
    return Phrase(LOOSE_FIELDS, texts, exact)


def near(*items: WordNode, within: int, ordered: bool = False) -> Near:
    return Near(LOOSE_FIELDS, items, within, ordered)


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
        ("organi?ation", Wildcard(LOOSE_FIELDS, "organi?ation")),
        ("Neg*IAT*", Wildcard(LOOSE_FIELDS, "neg*iat*")),
        ("negot**i**", Wildcard(LOOSE_FIELDS, "negot*i*")),
        ("talk*?*", Wildcard(LOOSE_FIELDS, "talk?*")),
        ("talk**", Prefix(LOOSE_FIELDS, "talk")),
        ("talk*,", Prefix(LOOSE_FIELDS, "talk")),
        ("Mün?hen", Wildcard(LOOSE_FIELDS, "mun?hen")),
        ("headline:organi?ation", Wildcard(("headline",), "organi?ation")),
        ("losyukof~", Fuzzy(LOOSE_FIELDS, "losyukof", 1)),
        ("Losyukóf~1", Fuzzy(LOOSE_FIELDS, "losyukof", 1)),
        ("losyukof~2.", Fuzzy(LOOSE_FIELDS, "losyukof", 2)),
        ("=losyukof~2", Fuzzy(LOOSE_FIELDS, "losyukof", 2)),
        ("body:losyukof~", Fuzzy(("lead", "body"), "losyukof", 1)),
        ("x" * 300 + "~", Fuzzy(LOOSE_FIELDS, "x" * 256, 1)),
        ("kim losyukof~ organi?ation", Words((KIM, Fuzzy(LOOSE_FIELDS, "losyukof", 1), Wildcard(LOOSE_FIELDS, "organi?ation")), 3)),
        ('"kim talks"~5', near(KIM, TALKS, within=6)),
        ('"kim talks beijing"~0', near(KIM, TALKS, BEIJING, within=2)),
        ('="kim talks"~5', near(word("kim", exact=True), word("talks", exact=True), within=6)),
        ('headline:"kim talks"~1', Near(("headline",), (Term(("headline",), "kim"), Term(("headline",), "talks")), 2)),
        ("kim NEAR/5 talks", near(KIM, TALKS, within=5)),
        ("kim w/5 talks", near(KIM, TALKS, within=5)),
        ("kim W/5 talks", near(KIM, TALKS, within=5)),
        ("kim ADJ/5 talks", near(KIM, TALKS, within=5, ordered=True)),
        ("kim ADJ talks", near(KIM, TALKS, within=1, ordered=True)),
        ("kim NEAR/5 talks w/5 beijing", near(KIM, TALKS, BEIJING, within=5)),
        ('talk* NEAR/5 "six party"', near(Prefix(LOOSE_FIELDS, "talk"), phrase("six", "party"), within=5)),
        ("=kim NEAR/5 losyukof~2", near(word("kim", exact=True), Fuzzy(LOOSE_FIELDS, "losyukof", 2), within=5)),
        ("kim NEAR/5 organi?ation", near(KIM, Wildcard(LOOSE_FIELDS, "organi?ation"), within=5)),
        ("-kim NEAR/5 talks", Not(near(KIM, TALKS, within=5))),
        ("beijing kim NEAR/5 talks", And((BEIJING, near(KIM, TALKS, within=5)))),
        ("kim AND talks NEAR/2 beijing", And((KIM, near(TALKS, BEIJING, within=2)))),
        ("(kim NEAR/5 talks) OR beijing", Or((near(KIM, TALKS, within=5), BEIJING))),
        (
            "headline:(kim NEAR/5 talks)",
            Near(("headline",), (Term(("headline",), "kim"), Term(("headline",), "talks")), 5),
        ),
        ("same-para(kim talks)", SamePara(LOOSE_FIELDS, (KIM, TALKS))),
        ('Same-Para( kim "six party" )', SamePara(LOOSE_FIELDS, (KIM, phrase("six", "party")))),
        ('same-para(talk* "kim beijing"~1)', SamePara(LOOSE_FIELDS, (Prefix(LOOSE_FIELDS, "talk"), near(KIM, BEIJING, within=2)))),
        ("body:same-para(kim talks)", SamePara(("lead", "body"), (Term(("lead", "body"), "kim"), Term(("lead", "body"), "talks")))),
        ("atleast3(Talks)", AtLeast(LOOSE_FIELDS, "talks", 3)),
        ("-atleast3(talks)", Not(AtLeast(LOOSE_FIELDS, "talks", 3))),
        ("headline:(atleast2(talks) kim)", And((AtLeast(("headline",), "talks", 2), Term(("headline",), "kim")))),
        ("headline:atleast2(talks)", AtLeast(("headline",), "talks", 2)),
        (r"\NEAR", word("near")),
        ('"NEAR"', word("near")),
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
        ("kim NEAR talks", near(KIM, TALKS, within=10), "NEAR is read as NEAR/10"),
        ("kim NEAR/5 !!!", KIM, '"!!!" has no letters or digits and was left out'),
        ('kim "!!! --"~5', KIM, '"!!! --" has no letters or digits and was left out'),
        ("same-para(kim !!!)", KIM, '"!!!" has no letters or digits and was left out'),
        ("kim NEAR/5 c-130", near(KIM, phrase("c", "130"), within=5), 'c-130 is read as the phrase "c 130"'),
        ("talk?", Wildcard(LOOSE_FIELDS, "talk?"), "the ? at the end of talk? stands for one letter; write \\? for the sign itself"),
        ("C130", phrase("c", "130"), 'C130 is read as the phrase "c 130"'),
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


def test_an_operator_in_small_letters_is_told_beside_how_its_word_is_cut() -> None:
    parsed = parse("near5 kim")
    assert parsed.query == Words((phrase("near", "5"), KIM), 2)
    assert set(parsed.notes) == {
        '"near5" is read as a word; operators are written in capitals: NEAR/5, ADJ/5',
        'near5 is read as the phrase "near 5"',
    }


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


def test_a_window_and_its_words_know_their_places() -> None:
    text = 'oslo headline:(kim NEAR/5 "six party") body:same-para(talk* a~) atleast3(uranium)'
    places = {type(node).__name__: text[slice(*node.span)] for node in walk(parse(text).query)}
    assert places == {
        "And": text.removesuffix(")") + ")",
        "Term": "kim",
        "Near": 'kim NEAR/5 "six party"',
        "Phrase": '"six party"',
        "SamePara": "body:same-para(talk* a~)",
        "Prefix": "talk*",
        "Fuzzy": "a~",
        "AtLeast": "atleast3(uranium)",
    }


def test_trees_compare_without_their_places() -> None:
    assert dataclasses.replace(KIM, span=(4, 7)) == KIM
