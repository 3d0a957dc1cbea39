from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from wiresearch.render import data
from wiresearch.results import FacetCount, IndexReport, IndexStats, Outcome, ResultPage

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]")
Golden = Callable[[str, str], None]


def test_json_golden(answer: ResultPage, golden: Golden) -> None:
    golden("page.json", data.json_page(answer) + "\n")


def test_json_of_the_design_page(answer: ResultPage) -> None:
    page = json.loads(data.json_page(answer))
    assert page["schema_version"] == 1
    assert page["query"]["text"] == "losyukov talks"
    assert page["query"]["anchor"] == "2003-08-13"
    assert (page["total"], page["partial_total"], page["offset"], page["limit"], page["next"]) == (1, 2, 0, 20, None)
    assert page["hits"][0]["dateline_city"] == "Moscow"
    assert page["facets"]["agency"][1] == {"value": "Reuters", "count": 0, "lifted": 1204}
    snippet = page["hits"][1]["snippets"][0]
    assert [snippet["text"][a:b] for a, b in snippet["spans"]] == ["talks"]
    assert page["hits"][2]["date"] is None
    assert page["histogram"]["undated"] == 1


def test_next_page(answer: ResultPage) -> None:
    assert json.loads(data.json_page(replace(answer, total=50)))["next"] == 3


def test_csv_golden(answer: ResultPage, golden: Golden) -> None:
    golden("page.csv", "".join(f"{row}\r\n" for row in data.csv_rows(answer)))


def test_csv_reads_back_and_runs_no_formula(answer: ResultPage) -> None:
    for start in ("=", "+", "-", "@", "\t", "\r"):
        dispatch = replace(answer.hits[0].dispatch, headline=f'{start}cmd, "quoted"\nline')
        page = replace(answer, hits=(replace(answer.hits[0], dispatch=dispatch),))
        header, row = csv.reader(io.StringIO("\r\n".join(data.csv_rows(page)), newline=""))
        cell = dict(zip(header, row, strict=True))["headline"]
        assert cell.startswith("'")
        assert cell.endswith('cmd, "quoted"\nline')


def test_tsv_has_one_line_a_hit_and_whole_values(answer: ResultPage) -> None:
    dispatch = replace(answer.hits[0].dispatch, headline="a\tb\nc" + "x" * 500)
    rows = list(data.tsv(replace(answer, hits=(replace(answer.hits[0], dispatch=dispatch),))))
    assert [row.split("\t") for row in rows] == [
        [
            "1",
            "a1b2c3d4e5f60718",
            "2003-08-13",
            "AFP",
            "Moscow",
            "a b c" + "x" * 500,
            "11.8245",
            "plaintext:WAR.WIRE/17",
            "seeds/plain/moscow.txt",
            "all",
            "",
        ]
    ]


def test_ndjson_ends_with_its_end(answer: ResultPage) -> None:
    lines = [json.loads(line) for line in data.ndjson(answer)]
    assert [line["type"] for line in lines] == ["hit", "hit", "hit", "end"]
    assert lines[-1]["total"] == 1
    assert lines[-1]["partial_total"] == 2
    assert lines[-1]["shown"] == 3
    assert lines[-1]["notes"] == list(answer.notes)


def test_ids_and_paths(answer: ResultPage) -> None:
    assert list(data.ids(answer)) == ["plaintext:WAR.WIRE/17", "reuters21578:14826", "https://example.org/wire/3"]
    twice = replace(answer, hits=(*answer.hits, answer.hits[0]))
    assert list(data.paths(twice)) == ["seeds/plain/moscow.txt", "seeds/sgml/reut.sgm", "seeds/plain/table.txt"]


def test_raw_ids_keep_every_byte(hostile: ResultPage) -> None:
    source = hostile.hits[0].dispatch.provenance.source
    assert list(data.paths(hostile, raw=True)) == [source]
    assert list(data.paths(hostile)) != [source]


@pytest.mark.parametrize("render", [data.ndjson, data.csv_rows, data.tsv, data.facet_rows, data.timeline_rows, data.ids, data.paths])
def test_no_control_character_gets_out(hostile: ResultPage, render: Callable[[ResultPage], list[str]]) -> None:
    text = "\n".join(render(hostile)) + data.json_page(hostile)
    assert not CONTROL.search(text)
    assert text.encode()


def test_json_keeps_the_characters_it_escapes(hostile: ResultPage) -> None:
    hit = hostile.hits[0]
    assert json.loads(data.json_page(hostile))["hits"][0]["headline"] == hit.dispatch.headline
    record = json.loads(data.inspect_json([hit.dispatch]))
    assert record["schema_version"] == 1
    assert record["dispatches"][0]["paragraphs"] == list(hit.dispatch.paragraphs)
    assert record["dispatches"][0]["provenance"]["encoding"] == hit.dispatch.provenance.encoding


def test_facet_and_timeline_rows(answer: ResultPage) -> None:
    assert list(data.facet_rows(answer)) == ["agency\tAFP\t1\t1", "agency\tReuters\t0\t1204", "dateline_city\tMoscow\t1\t1"]
    assert list(data.timeline_rows(answer)) == ["2003-06\t1500", "2003-07\t0", "2003-08\t40", "undated\t1"]


def test_stats_and_report_of_a_run(answer: ResultPage) -> None:
    stats = IndexStats(
        answer.index, "index/gen-000001", 4096, 3, date(1987, 2, 26), date(2003, 8, 13), (FacetCount("trec", 2, 2),), (), (), ()
    )
    record = json.loads(data.stats_json(stats))
    assert (record["schema_version"], record["bytes"], record["first"]) == (1, 4096, "1987-02-26")
    report = IndexReport("index", (Outcome("a.txt", "indexed", dispatches=2), Outcome("b.jpg", "skipped", "binary")), 2, 2, 0, 2, 0.5)
    lines = [json.loads(line) for line in data.report_ndjson(report)]
    assert [line["type"] for line in lines] == ["source", "source", "end"]
    assert lines[1]["reason"] == "binary"
    assert lines[2]["added"] == 2
    assert "outcomes" not in lines[2]
