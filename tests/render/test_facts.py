from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from wiresearch.render import facts
from wiresearch.render.terminal import Style, columns
from wiresearch.results import FacetCount, IndexReport, IndexStats, Outcome, ResultPage

Golden = Callable[[str, str], None]
PIPE = Style()


def test_dispatch_golden(answer: ResultPage, golden: Golden) -> None:
    golden("dispatch.txt", facts.dispatch(answer.hits[0].dispatch, Style(width=72)))


def test_headers_leave_the_text_out(answer: ResultPage) -> None:
    shown = facts.dispatch(answer.hits[0].dispatch, PIPE, headers=True)
    assert "Envoys gather in Moscow for six-party talks" in shown
    assert "seeds/plain/moscow.txt at byte 0, 1,204 bytes" in shown
    assert "rehearsal" not in shown


def test_in_a_pipe_a_paragraph_is_one_line(answer: ResultPage) -> None:
    dispatch = answer.hits[0].dispatch
    assert facts.dispatch(dispatch, PIPE).splitlines()[-3:] == [dispatch.paragraphs[0], "", dispatch.paragraphs[1]]


def test_on_a_terminal_text_is_wrapped_and_tables_are_not(answer: ResultPage) -> None:
    first, _, table = (hit.dispatch for hit in answer.hits)
    assert max(map(columns, facts.dispatch(first, Style(width=50)).splitlines()[-4:])) <= 50
    assert facts.dispatch(table, Style(width=20)).endswith("Jan   12.1\nFeb    9.8\n")


def test_a_table_inside_a_text_is_not_wrapped(answer: ResultPage) -> None:
    rows = "Wheat      310     295\nBarley     140     150"
    item = replace(answer.hits[0].dispatch, paragraphs=("Prices a tonne were as follows.", rows))
    shown = facts.dispatch(item, Style(width=20))
    assert rows in shown
    assert "Prices a tonne were\nas follows.\n" in shown


def test_stats(answer: ResultPage) -> None:
    formats = (FacetCount("reuters21578", 21_578, 21_578),)
    stats = IndexStats(answer.index, "index/gen-000001", 34_200_000, 22, date(1987, 2, 26), date(1987, 10, 20), formats, (), (), ())
    shown = facts.stats(stats, PIPE)
    assert "dispatches   21,578 from 22 sources, 12 undated" in shown
    assert "dates        1987-02-26 .. 1987-10-20" in shown
    assert "size         34.2 MB" in shown
    assert "formats      reuters21578 21,578" in shown


def test_report_of_a_run_lists_what_went_wrong() -> None:
    outcomes = (
        Outcome("a.txt", "indexed", dispatches=3, warnings=2, duplicates=1),
        Outcome("bad\n.xml", "failed", "not well-formed"),
        *(Outcome(f"{number}.jpg", "skipped", "JPEG image") for number in range(25)),
    )
    shown = facts.index_report(IndexReport("index", outcomes, 4, 3, 0, 3, 1.25, interrupted=True), PIPE)
    assert "27: 1 indexed, 25 skipped, 1 failed" in shown
    assert "4 read, 3 added, 0 removed; the index holds 3" in shown
    assert "    bad .xml: not well-formed\n" in shown
    assert "    0.jpg: JPEG image\n" in shown
    assert "    and 5 more" in shown
    assert "interrupted" in shown
