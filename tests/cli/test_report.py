"""`wiresearch report` and `search --html`: one page, one code path."""

from __future__ import annotations

import re
from pathlib import Path


def test_a_report_is_one_file_with_the_usual_name(ask) -> None:
    result = ask("report", "tin", "AND", "zinc", "--title", "Metals")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "report.html: 8 of 8 dispatches\n"
    page = Path("report.html").read_text()
    assert page.startswith("<!DOCTYPE html>")
    assert "Metals" in page
    assert page.count("<article") == 8


def test_the_same_question_gives_the_same_bytes(ask) -> None:
    ask("report", "zinc")
    first = Path("report.html").read_bytes()
    ask("report", "zinc")
    assert Path("report.html").read_bytes() == first


def test_search_html_is_the_same_page_but_for_the_command(ask) -> None:
    ask("report", "zinc", "-o", "a.html")
    ask("search", "zinc", "--html", "a.html2")
    pages = [re.sub(r"wiresearch --index .*", "", Path(name).read_text()) for name in ("a.html", "a.html2")]
    assert pages[0] == pages[1]


def test_a_report_goes_to_stdout_on_demand(ask) -> None:
    result = ask("report", "zinc", "-o", "-")
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert not list(Path().iterdir())


def test_filters_and_limit_hold_for_a_report(ask) -> None:
    ask("report", "tin", "--since", "1987-03-20", "-n", "2")
    assert Path("report.html").read_text().count("<article") == 2
    ask("search", "tin", "--html", "all.html", "--all")
    assert Path("all.html").read_text().count("<article") == 24


def test_a_page_beyond_the_limits_is_refused_and_nothing_written(ask) -> None:
    Path("report.html").write_text("older")
    Path("few.toml").write_text("[limits]\nreport_hits = 5\n")
    for args in (["report", "tin"], ["search", "tin", "--html", "report.html", "--all"]):
        result = ask(*args, "--config", "few.toml")
        assert result.exit_code == 2
        assert "limits.report_hits" in result.stderr
    Path("small.toml").write_text("[limits]\nreport_bytes = 500\n")
    result = ask("report", "tin", "--config", "small.toml")
    assert result.exit_code == 2
    assert "more than 500" in result.stderr
    assert Path("report.html").read_text() == "older"


def test_the_command_on_the_page_holds_a_query_that_came_from_stdin(ask) -> None:
    ask("report", "-", "-o", "page.html", stdin="tin OR\nzinc")
    assert "report &#39;tin OR zinc&#39; -o page.html" in Path("page.html").read_text()
