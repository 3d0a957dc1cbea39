"""`wiresearch search`, `facets` and `timeline` on a small archive of known content (conftest.py)."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
ZINC = [24, 21, 18, 15, 12, 9, 6, 3]


def headlines(stdout: str) -> list[str]:
    return [line.split("\t")[5] for line in stdout.splitlines()]


def test_a_pipe_gets_tab_separated_lines_of_whole_values(ask) -> None:
    result = ask("search", "zinc", "--sort", "-date")
    assert headlines(result.stdout) == [f"Tin report {day}" for day in ZINC]
    assert {line.count("\t") for line in result.stdout.splitlines()} == {10}
    assert result.stderr == ""


def test_words_on_the_command_line_are_joined(ask) -> None:
    assert ask("search", "tin", "AND", "zinc", "-c").stdout == "8\n"
    assert ask("s", "tin AND zinc", "-c").stdout == "8\n"


def test_a_query_may_come_from_stdin(ask) -> None:
    assert ask("search", "-", "-c", stdin="tin\n  AND zinc\n").stdout == "8\n"


@pytest.mark.parametrize("args", [["--", "-zinc", "tin"], ["-zinc tin"], ["-c", "-zinc tin"], ["-nickel -zinc tin"]])
def test_a_query_may_begin_with_a_minus(ask, args: list[str]) -> None:
    assert ask("search", "-c", *args).stdout == "16\n"


def test_the_value_of_an_option_may_hold_blanks_and_begin_with_a_minus(ask) -> None:
    for args in (["-o", "my file.csv"], ["-o", "-my file"], ["--output", "-m f.csv"], ["--output=-q r"]):
        assert ask("search", "zinc", "--csv", *args).exit_code == 0
    assert sorted(file.name for file in Path().iterdir()) == ["-m f.csv", "-my file", "-q r", "my file.csv"]
    ask("report", "zinc", "--title", "-dash title", "-o", "page.html")
    assert "-dash title" in Path("page.html").read_text()


def test_paging_loses_and_repeats_nothing(ask) -> None:
    pages = [ask("search", "*", "-n", "7", "--offset", str(offset), "-l").stdout.split() for offset in range(0, 28, 7)]
    assert [len(page) for page in pages] == [7, 7, 7, 5]
    assert len({uri for page in pages for uri in page}) == 26
    assert "note: 7 of 26 shown; --all for every one" in ask("search", "*", "-n", "7").stderr


@pytest.mark.parametrize(("query", "totals"), [("tin zinc", (8, 16)), ("on tin", (24, 0)), ("cocoa zinc", (0, 9))])
def test_the_totals_of_an_answer_do_not_depend_on_how_much_of_it_is_shown(ask, query: str, totals: tuple[int, int]) -> None:
    for shown in (["-n", "1"], ["-n", "7"], ["-n", "8", "--offset", "8"], ["-n", "40"], ["--all"]):
        page = json.loads(ask("search", query, "--json", *shown).stdout)
        assert (page["total"], page["partial_total"]) == totals, shown
    told = ask("report", query, "-o", "page.html").stderr
    assert f"of {sum(totals)} dispatches" in told


def test_all_as_ndjson_gives_each_once_and_an_end_line(ask) -> None:
    *hits, end = map(json.loads, ask("search", "*", "--all", "--ndjson").stdout.splitlines())
    assert len({hit["key"] for hit in hits}) == 26
    assert (end["type"], end["total"], end["shown"]) == ("end", 26, 26)


def test_json_holds_the_whole_answer_and_stderr_nothing(ask) -> None:
    result = ask("search", "tin", "--json", "--facet", "subject:1", "--histogram", "month", "-n", "2")
    page = json.loads(result.stdout)
    assert (page["schema_version"], page["total"], page["next"], len(page["hits"])) == (1, 24, 2, 2)
    assert page["facets"]["subject"] == [{"value": "tin", "count": 24, "lifted": 24}]
    assert [bar["count"] for bar in page["histogram"]["bins"]] == [24]
    assert result.stderr == ""


def test_csv_is_made_for_spreadsheets(ask) -> None:
    result = ask("search", "bill", "--csv", "--fields", "date,headline")
    assert result.stdout_bytes.endswith(b"\r\n")
    header, row = csv.reader(io.StringIO(result.stdout))
    assert header == ["date", "headline"]
    assert row[0] == "1987-04-03"
    assert row[1].startswith("'=Trade")


def test_a_table_is_aligned_and_whole_in_a_pipe(ask) -> None:
    header, *rows = ask("search", "zinc", "--output-format", "table", "--fields", "key,headline").stdout.splitlines()
    assert header.split() == ["key", "headline"]
    assert {row.index("Tin report") for row in rows} == {header.index("headline")}


def test_text_shows_matches_and_the_divider(ask) -> None:
    text = ask("search", "cocoa", "zinc", "--output-format", "text").stdout
    assert "no dispatch has all of the words" in text
    assert "below the line: 9 more that have some of them" in text
    assert "**zinc**" in text
    assert "without: cocoa" in text


def test_a_list_without_a_divider_says_so_on_stderr(ask) -> None:
    result = ask("search", "cocoa", "zinc")
    assert len(result.stdout.splitlines()) == 9
    assert result.stderr.splitlines()[0] == "no dispatch has all of the words"


@pytest.mark.parametrize(("output_format", "between"), [("csv", ","), ("tsv", "\t"), ("table", None)])
def test_each_line_says_whether_it_has_all_of_the_words_and_which_it_lacks(ask, output_format: str, between: str | None) -> None:
    search = ["search", "tin zinc", "--output-format", output_format, "-n", "10"]
    rows = [line.split(between) for line in ask(*search, "--fields", "headline,tier,missing").stdout.splitlines()]
    assert [row[-2:] for row in rows[-2:]] == [["some", "zinc"]] * 2
    assert sum("all" in row for row in rows) == 8
    assert ask(*search).stdout.splitlines()[-1].split(between)[-2:] == ["some", "zinc"]


def test_a_table_has_a_line_before_those_with_some_of_the_words(ask) -> None:
    lines = ask("search", "tin zinc", "--output-format", "table", "-n", "10").stdout.splitlines()
    assert lines[9] == "below the line: 16 more that have some of them, best first"
    assert len(lines) == 12


def test_match_any_and_all(ask) -> None:
    assert ask("search", "cocoa", "zinc", "--match", "any", "-c").stdout == "9\n"
    assert ask("search", "cocoa", "zinc", "--match", "all", "-c").stdout == "0\n"


def test_filters_alone_are_a_search(ask) -> None:
    assert ask("search", "--subject", "cocoa", "--subject", "trade", "-c").stdout == "2\n"
    assert ask("search", "--no-subject", "tin", "-c").stdout == "2\n"
    assert ask("search", "--dateline-city", "Abidjan", "-c").stdout == "1\n"
    assert ask("search", "--since", "1987-04", "-c").stdout == "2\n"
    assert ask("search", "--until", "1987-03-04", "-c").stdout == "4\n"
    assert ask("search", "--subject", "tin", "--since", "1987-03-23", "-c").stdout == "2\n"


def test_relative_dates_count_from_what_now_says(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("search", "date:yesterday", "-c").stdout == "1\n"
    assert ask("search", "date:yesterday", "-c", "--now", "archive").stdout == "1\n"
    assert ask("search", 'date:"last 7 days"', "-c", "--now", "1987-03-10").stdout == "7\n"
    assert ask("search", 'date:"last 7 days"', "-c", env={"WIRESEARCH_NOW": "1987-03-10"}).stdout == "7\n"
    today = json.loads(ask("search", "tin", "--now", "today", "--json").stdout)["query"]["anchor"]
    assert today in {str(datetime.now().astimezone().date()), str(datetime.fromtimestamp(0).astimezone().date())} - {"1970-01-01"}


def test_ids_and_paths_for_xargs(ask, archive: Path) -> None:
    assert ask("search", "cocoa", "--output-format", "paths").stdout == f"{archive}/april.sgm\n"
    assert ask("search", "cocoa", "--output-format", "paths", "-0").stdout == f"{archive}/april.sgm\0"
    (uri,) = ask("search", "cocoa", "--ids-only").stdout.split()
    assert "Cocoa talks collapse" in ask("show", uri).stdout


def test_output_goes_into_a_file_whole_or_not_at_all(ask) -> None:
    result = ask("search", "zinc", "--csv", "-o", "out.csv")
    assert result.stdout == ""
    assert len(Path("out.csv").read_text().splitlines()) == 9
    assert ask("search", "agncy:x", "-o", "out.csv").exit_code == 2
    assert len(Path("out.csv").read_text().splitlines()) == 9
    assert [file.name for file in Path().iterdir()] == ["out.csv"]


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(ask) -> None:
    Path("real.csv").touch(mode=0o640)
    Path("link.csv").symlink_to("real.csv")
    ask("search", "zinc", "--csv", "-o", "link.csv")
    assert Path("link.csv").is_symlink()
    assert Path("real.csv").stat().st_mode & 0o777 == 0o640
    assert Path("real.csv").read_text().startswith("rank,key")


def test_a_count_is_told_with_the_notes_of_its_query(ask) -> None:
    result = ask("search", "date:yesterday", "-c")
    assert result.stdout == "1\n"
    assert 'note: "yesterday" = 1987-04-02 (counted from 1987-04-03' in result.stderr
    assert "nearest: cocoa" in ask("search", "cocao", "-c").stderr
    assert ask("search", "cocao", "-c", "-q").stderr == ""


def test_a_count_as_json(ask) -> None:
    assert json.loads(ask("search", "tin zinc", "-c", "--json").stdout) == {"schema_version": 1, "total": 8, "partial_total": 16}


def test_explain_goes_with_a_page(ask) -> None:
    told = ask("search", "tin", "--html", "page.html", "--explain").stderr
    assert "page.html: 24 of 24 dispatches" in told
    assert "read as: tin" in told


def test_explain_says_how_the_query_was_read(ask) -> None:
    told = ask("search", "tin", "zinc", "--subject", "tin", "--explain").stderr
    assert "read as: tin zinc" in told
    assert "filtered by: subject:tin" in told
    assert "relative dates count from: 1987-04-03" in told


def test_counts_that_a_format_cannot_hold_are_not_dropped_silently(ask) -> None:
    assert "note: csv has no place for facets and timeline" in ask("search", "tin", "--csv", "--facet", "agency").stderr
    assert "no place for" not in ask("search", "tin", "--output-format", "table", "--facet", "agency").stderr


def test_quiet_leaves_only_results_and_errors(ask) -> None:
    assert ask("search", "tin", "-q").stderr == ""
    assert ask("-q", "search", "xyzzyx").stderr == ""
    assert "unknown field" in ask("-q", "search", "agncy:x").stderr


@pytest.mark.parametrize("output_format", ["text", "table", "json", "ndjson", "csv", "tsv", "ids", "paths"])
def test_dispatch_text_never_writes_control_characters(ask, output_format: str) -> None:
    result = ask("search", "bill", "--color=never", "--output-format", output_format)
    assert result.exit_code == 0
    assert not CONTROLS.search(result.stdout.replace("\r\n", "\n"))


def test_neither_does_an_echoed_query(ask) -> None:
    for query in ("\x1b[31mxyzzyx", "agncy\x1b]0;:x", "xyzzyx\x9b31m"):
        result = ask("search", query)
        assert result.exit_code in (1, 2)
        assert not CONTROLS.search(result.stdout + result.stderr)


def test_a_query_that_is_not_utf_8_is_read_as_far_as_it_goes(program, index: str) -> None:
    done = program("--index", index, "search", b"tin \xff\xfe -zinc", "-c")
    assert (done.returncode, done.stdout) == (0, b"16\n")


def test_facets_are_rows_in_a_pipe(ask) -> None:
    assert ask("facets", "--field", "subject").stdout == "subject\ttin\t24\t24\nsubject\tcocoa\t1\t1\nsubject\ttrade\t1\t1\n"
    assert ask("facets", "--field", "subject", "--top", "1").stdout == "subject\ttin\t24\t24\n"
    assert ask("facets", "--field", "subject", "--sort", "value").stdout.split()[1::4] == ["cocoa", "tin", "trade"]
    assert ask("facets", "april", "OR", "zinc", "--field", "dateline-city").stdout == "dateline_city\tLondon\t8\t8\n"


def test_a_facet_shows_what_lifting_its_own_filter_would_give(ask) -> None:
    rows = ask("facets", "--field", "subject", "--subject", "cocoa").stdout.splitlines()
    assert rows[:2] == ["subject\tcocoa\t1\t1", "subject\ttin\t0\t24"]


def test_facets_as_json_and_text(ask) -> None:
    assert json.loads(ask("facets", "zinc", "--json", "--field", "subject").stdout)["facets"] == {
        "subject": [{"value": "tin", "count": 8, "lifted": 8}]
    }
    assert ask("facets", "zinc", "--output-format", "text", "--field", "subject").stdout == "subject\n    tin  8\n"


def test_a_timeline_is_rows_in_a_pipe(ask) -> None:
    assert ask("timeline", "--interval", "month").stdout == "1987-03\t24\n1987-04\t2\nundated\t0\n"
    assert ask("timeline", "zinc", "--interval", "year").stdout == "1987\t8\nundated\t0\n"
    assert "█" in ask("timeline", "--output-format", "text").stdout


def test_an_empty_archive_is_answered(run) -> None:
    Path("empty").mkdir()
    assert run("index", "empty").exit_code == 0
    assert run("search", "*").exit_code == 1
    assert run("search", "*", "-c").stdout == "0\n"
    assert run("facets").exit_code == 1
    assert run("timeline").exit_code == 1
    assert run("stats").exit_code == 0
    assert run("report", "*").exit_code == 1
    assert Path("report.html").read_text().startswith("<!DOCTYPE html>")


def test_a_literal_query_has_no_syntax(ask) -> None:
    assert ask("search", "agency:(zinc", "--literal", "--match", "any", "-c").stdout == "8\n"
    assert ask("search", "agency:(zinc", "-c").exit_code == 2


def test_months_and_years_are_facets_and_filters(ask) -> None:
    assert ask("facets", "--field", "month").stdout.splitlines() == ["month\t1987-03\t24\t24", "month\t1987-04\t2\t2"]
    assert ask("facets", "--field", "year").stdout == "year\t1987\t26\t26\n"
    assert ask("search", "--month", "1987-04", "-c").stdout == "2\n"
    assert ask("search", "year:1987 -month:1987-03", "-c").stdout == "2\n"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir() or len(os.sched_getaffinity(0)) < 2, reason="needs /proc and two cores")
def test_a_search_takes_one_core(index: str) -> None:
    program = (
        "import os, sys\nfrom wiresearch.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print('numpy' in sys.modules, len(os.listdir('/proc/self/task')), file=sys.stderr)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", program, "--index", index, "search", "tin"], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stderr.splitlines()[-1] == "True 1"
