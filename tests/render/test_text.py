from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from wiresearch.errors import BadDate, IndexNotFound, QueryError, QuerySyntaxError, UnknownField
from wiresearch.render import text
from wiresearch.render.terminal import Style, columns
from wiresearch.results import Histogram, ResultPage

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]")
Golden = Callable[[str, str], None]
PIPE, TERMINAL = Style(), Style(colour=True, width=72)


def test_page_golden(answer: ResultPage, golden: Golden) -> None:
    golden("page.txt", text.page(answer, PIPE))
    golden("page-terminal.txt", text.page(answer, TERMINAL))


def test_table_golden(answer: ResultPage, golden: Golden) -> None:
    golden("table.txt", text.table(answer, PIPE))


def test_no_hits_golden(nothing: ResultPage, golden: Golden) -> None:
    golden("no-hits.txt", text.no_hits(nothing, PIPE))
    assert text.page(nothing, PIPE) == text.no_hits(nothing, PIPE)


def test_no_hits_echoes_the_filters(nothing: ResultPage) -> None:
    assert "filtered by agency:AFP" in text.no_hits(replace(nothing, filters=("agency:AFP",)), PIPE)


def test_the_divider_stands_before_the_first_with_some_of_the_words(answer: ResultPage) -> None:
    shown = text.page(answer, PIPE)
    assert shown.index("1 dispatch has all of the words") > shown.index("Envoys gather")
    assert shown.index("below the line: 2 more that have some of them, best first") < shown.index("São Paulo coffee")
    assert shown.count("without: losyukov") == 2


def test_a_second_page_says_again_where_it_is(answer: ResultPage) -> None:
    assert text.page(replace(answer, offset=1, hits=answer.hits[1:]), PIPE).startswith("1 dispatch has all of the words")


def test_an_answer_without_second_part_has_no_divider(answer: ResultPage) -> None:
    assert "below the line" not in text.page(replace(answer, partial_total=0, hits=answer.hits[:1]), PIPE)


def test_every_match_is_marked_even_over_a_line_end(answer: ResultPage) -> None:
    assert "**Losyukov**, who led the Russian side, said the **talks** would" in text.page(answer, PIPE)
    narrow = text.page(answer, Style(colour=True, width=24))
    assert narrow.count("\x1b[1;4m") == 5


@pytest.mark.parametrize("width", [30, 60])
def test_text_fits_the_terminal(answer: ResultPage, width: int) -> None:
    for line in text.page(replace(answer, facets={}, histogram=None), Style(width=width)).splitlines():
        assert columns(line.replace("**", "")) <= width


def test_table_on_a_terminal_is_cut_and_in_a_pipe_whole(answer: ResultPage) -> None:
    assert all(columns(line) <= 60 for line in text.table(answer, Style(width=60)).splitlines())
    assert "https://example.org/wire/3" in text.table(answer, PIPE)
    assert text.table(answer, PIPE, ["cites"]).splitlines()[1] == "ITAR-TASS; Interfax"


def test_a_table_on_a_narrow_terminal_shows_something_of_every_column(answer: ResultPage) -> None:
    names = ["headline", "agency", "wordcount", "uri"]
    lines = text.table(answer, Style(width=60), names).splitlines()
    assert lines[0].split() == names
    first = lines[1]
    assert first.startswith("Envoys gather")
    assert first.split("  ")[0].endswith("…")
    assert first.split()[-3:-1] == ["AFP", "36"]
    assert first.split()[-1].startswith("plaintext:")
    assert all(columns(line) <= 60 for line in lines)


def test_facets_tell_the_count_with_the_choice_lifted(answer: ResultPage) -> None:
    shown = text.facets(answer, PIPE)
    assert "agency (of those found with any agency)" in shown
    assert "Reuters      0 of 1,204" in shown


def test_a_timeline_without_bars_counts_the_undated(answer: ResultPage) -> None:
    shown = text.timeline(replace(answer, histogram=Histogram("year", (), 4)), PIPE)
    assert shown.splitlines()[1].split() == ["undated", "4", "█" * 40]
    assert text.timeline(replace(answer, histogram=None), PIPE) == ""


@pytest.mark.parametrize("style", [PIPE, Style(width=50)])
def test_hostile_text_never_reaches_the_terminal(hostile: ResultPage, style: Style) -> None:
    dispatch = hostile.hits[0].dispatch
    shown = [
        text.page(hostile, style),
        text.no_hits(hostile, style),
        text.table(hostile, style),
        text.facets(hostile, style),
        text.dispatch(dispatch, style),
        text.inspection([dispatch], style),
        text.error(QueryError(hostile.text, hostile.text, 3, 9, hostile.text), style),
    ]
    assert not CONTROL.search("".join(shown))
    assert "".join(shown).encode()


def test_only_our_own_colour_codes_are_written(hostile: ResultPage) -> None:
    shown = text.page(hostile, TERMINAL) + text.dispatch(hostile.hits[0].dispatch, TERMINAL)
    assert not CONTROL.search(re.sub(r"\x1b\[[0-9;]*m", "", shown))
    assert set(re.findall(r"\x1b\[([0-9;]*)m", shown)) <= {"0", "1", "2", "1;4", "1;31"}


ERRORS = [
    (
        UnknownField(
            'unknown field "agncy"', "agncy:AFP date:2003-08", 0, 5, "did you mean: agency        (all fields: wiresearch fields)"
        ),
        'wiresearch: unknown field "agncy"\n'
        "    agncy:AFP date:2003-08\n"
        "    ^~~~~\n"
        "    did you mean: agency        (all fields: wiresearch fields)\n",
    ),
    (
        QuerySyntaxError("this quote is never closed", 'losyukov "six-party', 9, 10, 'add a closing "'),
        'wiresearch: this quote is never closed\n    losyukov "six-party\n             ^\n    add a closing "\n',
    ),
    (BadDate("not a date", "date:garbage", 5, 12), "wiresearch: not a date\n    date:garbage\n         ^~~~~~~\n"),
    (QuerySyntaxError("nothing to ask", "", 0, 0), "wiresearch: nothing to ask\n    \n    ^\n"),
    (QuerySyntaxError("something is missing", "kim AND", 7, 7), "wiresearch: something is missing\n    kim AND\n           ^\n"),
    (
        IndexNotFound("no index in ./index", "build one:  wiresearch index PATH…"),
        "wiresearch: no index in ./index\n    build one:  wiresearch index PATH…\n",
    ),
]


@pytest.mark.parametrize(("error", "shown"), ERRORS)
def test_errors_have_one_shape(error: QueryError, shown: str) -> None:
    assert text.error(error, PIPE) == shown


@pytest.mark.parametrize(
    ("query", "blamed"),
    [
        ("咖啡 agncy:AFP", "agncy"),
        ("a\x1b\tb agncy:AFP", "agncy"),
        ("word " * 200 + "agncy:AFP" + " word" * 200, "agncy"),
        ("word " * 200 + "agncy", "agncy"),
        ("agncy" + " word" * 200, "agncy"),
        ("咖" * 300 + "agncy" + "啡" * 300, "agncy"),
    ],
)
def test_the_caret_stands_under_what_is_blamed(query: str, blamed: str) -> None:
    start = query.index(blamed)
    _, line, caret = text.error(QueryError("wrong", query, start, start + len(blamed)), Style(width=70)).splitlines()
    assert columns(line) <= 70
    assert columns(line[: line.index(blamed)]) == caret.index("^")
    assert caret.strip() == "^~~~~"


def test_a_blamed_part_of_a_million_letters_is_cut() -> None:
    _, line, caret = text.error(QueryError("too long", "x" * 1_000_000, 0, 1_000_000), Style(width=70)).splitlines()
    assert columns(line) <= 70
    assert columns(caret) <= 70
