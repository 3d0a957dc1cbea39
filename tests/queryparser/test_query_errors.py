"""Golden texts: every fault is told with its place and a mend, in these words."""

from __future__ import annotations

import pytest

from wiresearch.config import Limits
from wiresearch.errors import BadDate, QueryError, QuerySyntaxError, UnknownField
from wiresearch.queryparser import filter_query, parse


def told(error: QueryError) -> str:
    caret = " " * error.start + "^" + "~" * (error.end - error.start - 1)
    return "\n".join([error.message, error.text, caret, *([error.hint] if error.hint else [])])


GOLDEN = [
    r"""
unknown field "agncy"
agncy:AFP date:2003-08
^~~~~
did you mean: agency        (all fields: wiresearch fields)
""",
    r"""
this quote is never closed
losyukov "six-party talks date:2003
         ^
add a closing ", or write \" for a quote that is part of a word
""",
    r"""
not a date
date:garbage
     ^~~~~~~
dates look like 2003-08-13, 2003-08, 2003, 2003-W33, "last week of Aug 2003"   (wiresearch help dates)
""",
    r"""
February 2003 has 28 days
date:2003-02-30
     ^~~~~~~~~~
""",
    r"""
the range ends before it begins
date:2003..2001
     ^~~~~~~~~~
did you mean: date:2001..2003
""",
    r"""
ranges are written with two dots
date:[2003-08-01 TO 2003-08-31]
     ^~~~~~~~~~~~~~~~~~~~~~~~~~
did you mean: date:2003-08-01..2003-08-31
""",
    r"""
a wildcard needs 3 letters before it
*ongbyon
^
""",
    r"""
unknown field "10"
at 10:30
   ^~
name a field, or quote it: "10:30"        (all fields: wiresearch fields)
""",
    r"""
unknown field "note"
note: read this
^~~~
did you mean: ednote, or quote it: "note:"        (all fields: wiresearch fields)
""",
    r"""
unknown field "datline"
has:datline
    ^~~~~~~
did you mean: dateline        (all fields: wiresearch fields)
""",
    r"""
the range ends before it begins
urgency:3..1
        ^~~~
did you mean: urgency:1..3
""",
    r"""
not a number
urgency:high
        ^~~~
numbers look like urgency:3, urgency:1..3, urgency:>500
""",
    r"""
not a date
date:last week
     ^~~~
put a date of several words in quotes: date:"last week"
""",
    r"""
nothing follows agency:
agency: AFP
^~~~~~
no blank behind the colon: agency:value or agency:"several words"
""",
    r"""
this parenthesis is never closed
kim (talks
    ^
add a closing ), or write \( for the sign itself
""",
    r"""
this parenthesis was never opened
kim) talks
   ^
take it out, or write \) for the sign itself
""",
    r"""
there is nothing between these parentheses
kim ()
    ^
write words between them, or take them out
""",
    r"""
OR needs something on both sides
kim OR
    ^~
write a OR b, or "or" in quotes for the word itself
""",
    r"""
a field inside a field
agency:(AFP OR place:Paris)
               ^~~~~
write agency:... and place:... one behind the other
""",
    r"""
the minus goes before the field
headline:-talks
         ^~~~~~
did you mean: -headline:talks
""",
    r"""
a star alone is no value
agency:*
       ^
did you mean: has:agency
""",
]


@pytest.mark.parametrize("golden", [text.strip("\n") for text in GOLDEN])
def test_a_fault_is_told_in_these_words(golden: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(golden.splitlines()[1])
    assert told(refused.value) == golden


@pytest.mark.parametrize(
    ("text", "blamed", "message"),
    [
        ('kim "a b"~5', '"a b"~', "nearness in a phrase (~) is not understood yet"),
        ("kim NEAR/5 talks", "NEAR/5", "nearness (NEAR, ADJ, w/) is not understood yet"),
        ("kim ADJ talks", "ADJ", "nearness (NEAR, ADJ, w/) is not understood yet"),
        ("kim w/5 talks", "w/5", "nearness (NEAR, ADJ, w/) is not understood yet"),
        ("same-para(a b)", "same-para", "same-para and atleast are not understood yet"),
        ("atleast3(uranium)", "atleast3", "same-para and atleast are not understood yet"),
        ("organi?ation", "organi?ation", "the wildcard ? is not understood yet"),
        ("nego*iate", "nego*iate", "a star is understood only at the end of a word"),
        ("losyukof~2", "losyukof~2", "inexact words (~) are not understood yet"),
        ("saved:korea", "saved", "saved searches are not understood yet"),
        ("[a TO b]", "[a", "ranges are written with two dots"),
        ("kim^2", "kim^2", "weights (^) are not understood"),
        ("/regex/", "/regex/", "regular expressions are not understood"),
        ("kim && talks", "&&", "&& and || are not operators"),
        ("kim||talks", "kim||talks", "&& and || are not operators"),
        ("!kim", "!kim", "! and + are not operators"),
        ("+kim", "+kim", "! and + are not operators"),
        ("--kim talks", "--kim", "only a single hyphen leaves a word out"),
        ("talks \u2013kim", "\u2013kim", "only a single hyphen leaves a word out"),
        ("talks (\u2212kim)", "\u2212kim", "only a single hyphen leaves a word out"),
        ('talks \u2014"kim"', "\u2014", "only a single hyphen leaves a word out"),
        (":kim", ":kim", "no field is named before this colon"),
        ('"a b":kim', ":kim", "no field is named before this colon"),
        ('!"kim"', "!", "! and + are not operators"),
        ("headline:losyukof~", "losyukof~", "inexact words (~) are not understood yet"),
        ('"north kor"*', '"north kor"*', "a star belongs to one word"),
        ("(kim talks)*", ")*", "a star belongs to one word"),
        ("date:[", "[", "ranges are written with two dots"),
        ("[", "[", "ranges are written with two dots"),
        ('"', '"', "this quote is never closed"),
        ("(unbalanced", "(", "this parenthesis is never closed"),
        ("pr*", "*", "a wildcard needs 3 letters before it"),
        ("a-b-c*", "a-b-c*", "a star belongs to one word"),
        ("agency:=AFP", "=AFP", '"=" is for words of text; agency is always compared whole'),
        ('agency:="AFP"', '="AFP"', '"=" is for words of text; agency is always compared whole'),
        ('date:="2003"', '="2003"', '"=" is for words of text; date is always compared whole'),
        ('wordcount:"1 2"', '"1 2"', "not a number"),
        ("agency:>AFP", ">AFP", "agency has no order to compare by"),
        ('place:new"york"', 'new"york"', "a quote stands inside this value"),
        ('agency:""', '""', "this value is empty"),
        ("kim \\", "\\", "nothing follows this backslash"),
        ("kim NOT", "NOT", "NOT needs something behind it"),
        ("AND kim", "AND", "AND needs something on both sides"),
        ("kim AND AND talks", "AND", "AND needs something on both sides"),
        ("!!! ???", "???", "the wildcard ? is not understood yet"),
        ("!!! --", "!!! --", "nothing in this query has letters or digits"),
    ],
)
def test_what_is_not_in_the_language_is_refused_at_its_place(text: str, blamed: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        parse(text)
    error = refused.value
    assert (error.text[error.start : error.end], error.message) == (blamed, message)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_query_shows_how_to_ask(text: str) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        parse(text)
    assert refused.value.message == "the query is empty"
    assert "losyukov talks" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("text", "limits", "message", "setting"),
    [
        ("kim talks", Limits(query_characters=5), "the query has 9 characters, the limit is 5", "query_characters"),
        ("a b c d", Limits(query_items=3), "the query asks for 4 things, the limit is 3", "query_items"),
        ("(" * 100_000, Limits(query_characters=200_000), "parentheses and NOT stand 51 deep, the limit is 50", "query_depth"),
        ("NOT " * 100_000 + "a", Limits(query_characters=500_000), "parentheses and NOT stand 51 deep, the limit is 50", "query_depth"),
        ("headline:(" * 60, Limits(query_depth=0), "parentheses and NOT stand 1 deep, the limit is 0", "query_depth"),
    ],
)
def test_a_limit_that_bites_is_named(text: str, limits: Limits, message: str, setting: str) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        parse(text, limits=limits)
    assert refused.value.message == message
    assert refused.value.hint == f"write less, or raise limits.{setting}"


def test_the_letters_before_a_star_are_a_setting() -> None:
    assert parse("pr*", limits=Limits(wildcard_letters=2)).query
    with pytest.raises(QuerySyntaxError, match="needs 5 letters"):
        parse("proj*", limits=Limits(wildcard_letters=5))


def test_a_filter_of_an_unknown_field_or_without_a_value_is_refused() -> None:
    with pytest.raises(UnknownField, match='unknown field "agncy"'):
        filter_query("agncy", ["AFP"])
    with pytest.raises(QuerySyntaxError, match="this value is empty"):
        filter_query("agency", [" "])
    with pytest.raises(QuerySyntaxError, match="has letters or digits"):
        filter_query("headline", ["!!!"])
    with pytest.raises(BadDate, match="not a date"):
        filter_query("date", ["soon"])
