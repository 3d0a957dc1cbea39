from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from wiresearch.dispatch import WireTime
from wiresearch.render import hits
from wiresearch.results import Hit, ResultPage, Snippet


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_pieces_are_the_text_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = hits.pieces(text, spans)
    assert "".join(piece for piece, _ in pieces) == text
    wanted = {i for start, end in spans for i in range(start, min(end, len(text)))}
    marked, at = set(), 0
    for piece, match in pieces:
        if match:
            marked |= set(range(at, at + len(piece)))
        at += len(piece)
    assert marked == wanted


def test_a_day_is_shown_to_the_precision_known(answer: ResultPage) -> None:
    first, second, third = (hit.dispatch for hit in answer.hits)
    assert [hits.day(item) for item in (first, second, third)] == ["2003-08-13", "1987-10", ""]
    timed = replace(first, versioncreated=WireTime(datetime(2003, 8, 13, 22, 5, tzinfo=UTC), "min", tz_declared=True))
    assert hits.day(timed) == "2003-08-13"


def test_killed_and_corrected_are_words(answer: ResultPage) -> None:
    first, second, _ = (hit.dispatch for hit in answer.hits)
    assert hits.flags(first) == []
    assert hits.flags(replace(second, status="killed")) == ["KILLED", "CORRECTED"]


def test_dots_show_that_the_paragraph_goes_on(answer: ResultPage) -> None:
    hit = Hit(
        1, 1.0, answer.hits[0].dispatch, (Snippet("body", "led the Russian side"), Snippet("lead", answer.hits[0].dispatch.paragraphs[0]))
    )
    inside, whole = hits.excerpts(hit)
    assert inside[1] == [("… ", False), ("led the Russian side", False), (" …", False)]
    assert whole[1] == [(answer.hits[0].dispatch.paragraphs[0], False)]


def test_cells_of_any_field(answer: ResultPage) -> None:
    assert hits.cells(answer.hits[0], ["rank", "cites", "wordcount"]) == ["1", "ITAR-TASS; Interfax", "36"]


def test_plurals() -> None:
    assert [hits.plural(n, "dispatch") for n in (0, 1, 2_000)] == ["0 dispatches", "1 dispatch", "2,000 dispatches"]
