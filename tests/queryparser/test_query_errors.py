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
3 words never stand within a distance of 1
kim ADJ jong ADJ il
    ^~~
did you mean: kim ADJ/2 jong ADJ/2 il
""",
    r"""
3 edits are asked for, the limit is 2
losyukof~3 talks
^~~~~~~~~~
write less, or raise limits.edits
""",
    r"""
NEAR/5 joins words and phrases of text
kim NEAR/5 (talks OR beijing)
    ^~~~~~
write each window by itself: (a NEAR/5 b) OR (a NEAR/5 c)
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
        ('kim "a b"~', '"a b"~', "a number is missing behind ~"),
        ('"talks"~5', '"talks"~5', "only several words can be near each other"),
        ('"a b"~999', '"a b"~999', "words within 1,000 of each other are asked for, the limit is 999"),
        ('"a b"~5~', '"a b"~5~', "~ belongs to one word or phrase"),
        ("(kim talks)~5", ")~", "~ belongs to one word or phrase"),
        ("kim NEAR/ talks", "NEAR/", "a number is missing behind NEAR/"),
        ("NEAR/5 talks", "NEAR/5", "NEAR/5 needs something on both sides"),
        ("kim ADJ", "ADJ", "ADJ needs something on both sides"),
        ("(kim w/5) talks", "w/5", "w/5 needs something on both sides"),
        ("kim NEAR/5 AND talks", "NEAR/5", "NEAR/5 needs something on both sides"),
        ("kim NEAR/5 NEAR/5 talks", "NEAR/5", "NEAR/5 needs something on both sides"),
        ("NOT NEAR/5 talks", "NOT", "NOT needs something behind it"),
        ("kim NEAR/5 (talks OR beijing)", "NEAR/5", "NEAR/5 joins words and phrases of text"),
        ("(kim talks) NEAR/5 beijing", "NEAR/5", "NEAR/5 joins words and phrases of text"),
        ("kim NEAR/5 -talks", "NEAR/5", "NEAR/5 joins words and phrases of text"),
        ("kim NEAR/5 NOT talks", "NEAR/5", "NEAR/5 joins words and phrases of text"),
        ("headline:kim NEAR/5 talks", "NEAR/5", "NEAR/5 joins words and phrases of text"),
        ("kim ADJ atleast2(talks)", "ADJ", "ADJ joins words and phrases of text"),
        ("same-para(a b) w/5 c", "w/5", "w/5 joins words and phrases of text"),
        ("kim NEAR/5 *", "*", "NEAR/5 joins words and phrases of text"),
        ('kim NEAR/5 "a b"~3', '"a b"~3', "NEAR/5 joins words and phrases of text"),
        ("agency:(AFP NEAR/5 AP)", "AFP", "NEAR/5 joins words and phrases of text"),
        ("kim NEAR/5 talks ADJ/5 beijing", "ADJ/5", "one window has one kind of operator and one distance"),
        ("kim NEAR/5 talks NEAR/3 beijing", "NEAR/3", "one window has one kind of operator and one distance"),
        ("kim NEAR/1000 talks", "kim NEAR/1000 talks", "words within 1,000 of each other are asked for, the limit is 999"),
        ("kim NEAR/12345678901 talks", "NEAR/12345678901", "a number here has at most 9 digits"),
        ("kim NEAR5 talks", "NEAR5", "a distance is written behind a slash"),
        ("same-para(a)", "same-para", "same-para needs two words or more"),
        ("same-para()", "same-para", "same-para needs two words or more"),
        ("same-para(a AND b)", "AND", "same-para holds words and phrases only"),
        ("same-para(a -b)", "-", "same-para holds words and phrases only"),
        ("same-para(a (b c))", "(", "same-para holds words and phrases only"),
        ("same-para(a headline:b)", "headline", "same-para holds words and phrases only"),
        ("same-para(a *)", "*", "same-para holds words and phrases of text"),
        ("same-para(a b", "(", "this parenthesis is never closed"),
        ("agency:same-para(AFP AP)", "same-para", "same-para is for words of text, and agency is none"),
        ("atleast(uranium)", "atleast", "atleast counts from 1"),
        ("atleast0(uranium)", "atleast0", "atleast counts from 1"),
        ("atleast3()", "atleast3", "atleast counts one plain word"),
        ("atleast3(kim talks)", "atleast3", "atleast counts one plain word"),
        ("atleast3(c-130)", "atleast3", "atleast counts one plain word"),
        ("atleast3(=talks)", "atleast3", "atleast counts one plain word"),
        ("atleast3(talk*)", "atleast3", "atleast counts one plain word"),
        ("atleast3(a)~", ")~", "~ belongs to one word or phrase"),
        ("?rganisation", "?", "a wildcard needs 3 letters before it"),
        ("or?ani*", "?", "a wildcard needs 3 letters before it"),
        ("headline:o*", "*", "a wildcard needs 3 letters before it"),
        ("kore*-talks", "kore*-talks", "a wildcard belongs to one word"),
        ("korea-*", "korea-*", "a wildcard belongs to one word"),
        (r"kor\?e*a", r"kor\?e*a", "a wildcard belongs to one word"),
        ("losyuk?v~", "losyuk?v~", "a wildcard and ~ do not go together"),
        ("losyukof~3", "losyukof~3", "3 edits are asked for, the limit is 2"),
        ("losyukof~0", "losyukof~0", "a word with 0 edits is the word itself"),
        ("losyukof~12345678901", "losyukof~12345678901", "a number here has at most 9 digits"),
        ("kim ~", "~", "~ needs a word before it"),
        ("about ~500", "~500", "~ needs a word before it"),
        ("c-130~", "c-130~", "~ belongs to one word"),
        ("person:losyukof~", "losyukof~", '"~" is for words of text; person is always compared whole'),
        ('agency:"a b"~5', '"a b"~5', '"~5" is for words of text; agency is always compared whole'),
        ('date:"last week"~2', '"last week"~2', '"~2" is for words of text; date is always compared whole'),
        ("person:losy?kov", "losy?kov", "the wildcard ? is for words of text; person is compared whole"),
        ("person:losy*kov", "losy*kov", "a star is understood only at the end of a value of person"),
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
        ('"north kor"*', '"north kor"*', "a star belongs to one word"),
        ("(kim talks)*", ")*", "a star belongs to one word"),
        ("date:[", "[", "ranges are written with two dots"),
        ("[", "[", "ranges are written with two dots"),
        ('"', '"', "this quote is never closed"),
        ("(unbalanced", "(", "this parenthesis is never closed"),
        ("pr*", "*", "a wildcard needs 3 letters before it"),
        ("a-b-c*", "a-b-c*", "a wildcard belongs to one word"),
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
        ("!!! ???", "?", "a wildcard needs 3 letters before it"),
        ("!!! --", "!!! --", "nothing in this query has letters or digits"),
    ],
)
def test_what_is_not_in_the_language_is_refused_at_its_place(text: str, blamed: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        parse(text)
    error = refused.value
    assert (error.text[error.start : error.end], error.message) == (blamed, message)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('"six party"~', 'say how many other words may stand among these: "six party"~5'),
        ("kim ADJ il ADJ talks", "did you mean: kim ADJ/2 il ADJ/2 talks"),
        ("kim NEAR/0 talks", "did you mean: kim NEAR/1 talks"),
        ("headline:kim w/5 talks", "put the field outside: headline:(a w/5 b)"),
        ("kim NEAR/5 (a OR b)", "write each window by itself: (a NEAR/5 b) OR (a NEAR/5 c)"),
        ("kim NEAR/5 talks NEAR/3 oslo", "write one window, a NEAR/5 b NEAR/5 c, or two: (a NEAR/5 b) AND (b NEAR/3 c)"),
        ("losyukof~9", "write less, or raise limits.edits"),
        ("kim NEAR/5000 talks", "write less, or raise limits.distance"),
        ("losyukof~0", "did you mean: =losyukof"),
        ("person:losyukof~2", "did you mean: person:losyukof"),
        ("agency:=AFP", "did you mean: agency:AFP"),
        ("person:losy?kov", "write its beginning and a star: person:losy*, or put the value in quotes"),
        ("is it?", "write \\? for the sign itself"),
    ],
)
def test_the_mend_is_what_to_write(text: str, mend: str) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        parse(text)
    assert refused.value.hint == mend


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a*", "a wildcard needs 3 letters before it"),
        ("*a*", "a wildcard needs 3 letters before it"),
        ("x~9", "9 edits are asked for, the limit is 2"),
        ("*" * 4_000, "a wildcard needs 3 letters before it"),
        ("*" * 5_000, "the query has 5,000 characters, the limit is 4,096"),
        ("a " * 10_000, "the query has 20,000 characters, the limit is 4,096"),
        ("a " * 2_000, "the query asks for 1,025 things, the limit is 1,024"),
        ("a NEAR/999 " * 350 + "(b)", "NEAR/999 joins words and phrases of text"),
        ("same-para(" + "a " * 2_000, "the query asks for 1,025 things, the limit is 1,024"),
        ("same-para(" * 400, "same-para holds words and phrases only"),
        ("atleast3(" * 400, "atleast3 holds words and phrases only"),
        ('"' + "a " * 1_500 + '"~1', "words within 1,500 of each other are asked for, the limit is 999"),
    ],
)
def test_a_hostile_query_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as refused:
        parse(text)
    assert refused.value.message == message
    assert "\n" not in message


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


def test_letters_before_a_wildcard_edits_and_distance_are_settings() -> None:
    assert parse("pr*", limits=Limits(wildcard_letters=2)).query
    with pytest.raises(QuerySyntaxError, match="needs 5 letters"):
        parse("proj?ct", limits=Limits(wildcard_letters=5))
    assert parse("losyukof~3", limits=Limits(edits=3)).query
    with pytest.raises(QuerySyntaxError, match="2 edits are asked for, the limit is 1"):
        parse("losyukof~2", limits=Limits(edits=1))
    with pytest.raises(QuerySyntaxError, match="the limit is 4"):
        parse("kim NEAR/5 talks", limits=Limits(distance=4))


def test_a_filter_of_an_unknown_field_or_without_a_value_is_refused() -> None:
    with pytest.raises(UnknownField, match='unknown field "agncy"'):
        filter_query("agncy", ["AFP"])
    with pytest.raises(QuerySyntaxError, match="this value is empty"):
        filter_query("agency", [" "])
    with pytest.raises(QuerySyntaxError, match="has letters or digits"):
        filter_query("headline", ["!!!"])
    with pytest.raises(BadDate, match="not a date"):
        filter_query("date", ["soon"])


def test_what_is_missing_at_the_end_is_pointed_at_there() -> None:
    with pytest.raises(QueryError) as caught:
        parse("date:>")
    assert (caught.value.start, caught.value.end) == (5, 6)
