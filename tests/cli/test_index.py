"""`wiresearch index`: what is said about a run, and what a second one does."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

WIRE = "PARIS, Aug 13, 2003 (AFP) - The heat wave went on.\n\nMore was expected, forecasters said.\n"


def test_a_second_run_reads_nothing(run, archive: Path) -> None:
    first = run("index", str(archive))
    assert (first.exit_code, first.stderr) == (0, "")
    assert "26 read, 26 added, 0 removed; the index holds 26" in first.stdout
    second = run("index", str(archive))
    assert "2 unchanged" in second.stdout
    assert "0 read, 0 added" in second.stdout


def test_a_dry_run_writes_nothing(run, archive: Path) -> None:
    result = run("index", str(archive), "--dry-run", "-v")
    assert result.exit_code == 0
    assert "note: dry run: 2 sources to be read, nothing was written" in result.stderr
    assert f"note: would read {archive}/tin.sgm" in result.stderr
    assert not Path("index").exists()


def test_a_dry_run_tells_what_would_be_taken_out(run) -> None:
    Path("wire").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        Path("wire", name).write_text(WIRE + name)
    run("index", "wire")
    Path("wire/b.txt").unlink()
    Path("wire/d.txt").write_text(WIRE + "d")
    told = run("index", "wire", "--dry-run", "--exclude", "c.txt")
    assert "sources     4: 1 unchanged, 1 pending, 2 missing" in told.stdout
    told = run("index", "wire", "--dry-run", "--exclude", "c.txt", "--delete-missing")
    assert "sources     4: 1 unchanged, 1 pending, 2 removed" in told.stdout
    assert "note: dry run: 1 source to be read, 2 sources to be taken out, nothing was written" in told.stderr
    told = run("index", "wire/a.txt", "--dry-run", "--full")
    assert "sources     3: 1 pending, 2 removed" in told.stdout
    assert run("search", "*", "-c").stdout == "3\n"


def test_stdin_is_a_source(run) -> None:
    assert run("index", "-", stdin=WIRE).exit_code == 0
    assert run("search", "--agency", "AFP", "-c").stdout == "1\n"


def test_missing_sources_are_reported_then_removed_on_demand(run) -> None:
    Path("wire").mkdir()
    for name in ("a.txt", "b.txt"):
        Path("wire", name).write_text(WIRE + name)
    run("index", "wire")
    Path("wire/b.txt").unlink()
    result = run("index", "wire")
    assert "note: gone or left out, and still in the index: 1 source; --delete-missing takes them out" in result.stderr
    assert run("search", "*", "-c").stdout == "2\n"
    run("index", "wire", "--delete-missing")
    assert run("search", "*", "-c").stdout == "1\n"


def test_the_report_names_every_source(run, archive: Path) -> None:
    run("index", str(archive), "missing.txt", "--report", "run.ndjson")
    *sources, end = map(json.loads, Path("run.ndjson").read_text().splitlines())
    assert sorted(line["outcome"] for line in sources) == ["failed", "indexed", "indexed"]
    assert (end["type"], end["read"]) == ("end", 26)


def test_quiet_says_nothing_but_errors(run, archive: Path) -> None:
    result = run("index", str(archive), "-q")
    assert (result.stdout, result.stderr) == ("", "")


def test_exclude_year_and_format_reach_the_reader(run, archive: Path) -> None:
    assert "1 skipped" in run("index", str(archive), "--exclude", "tin*").stdout
    Path("wire.txt").write_text(WIRE.replace(", 2003", ""))
    run("index", "wire.txt", "--year", "1999", "--index", "dated")
    assert run("search", "date:1999-08-13", "-c", "--index", "dated").stdout == "1\n"


def test_a_file_name_that_is_not_text_does_no_harm(run) -> None:
    name = os.fsdecode(b"wire\xff\x1b[31m.txt")
    Path("wire").mkdir()
    Path("wire", name).write_text(WIRE)
    Path("wire", "b\x1b[31m.gz").write_bytes(b"\x1f\x8b broken")
    result = run("index", "wire", "--report", "run.ndjson")
    assert result.exit_code == 3
    assert "\x1b" not in result.stdout + result.stderr
    assert run("search", "heat", "--output-format", "paths").stdout == "wire/wire\\xff\\x1b[31m.txt\n"
    assert run("search", "heat", "--output-format", "paths", "-0").stdout_bytes == b"wire/wire\xff\x1b[31m.txt\0"
    for args in (["search", "heat", "--json"], ["show", "-", "--raw"], ["show", "-"], ["report", "heat"], ["inspect", "wire"]):
        uri = run("search", "heat", "-l").stdout
        result = run(*args, stdin=uri)
        assert result.exit_code in (0, 3)
        assert "\x1b" not in result.stdout + result.stderr


def test_a_config_inside_the_indexed_folder_is_data(run, archive: Path) -> None:
    Path("wiresearch.toml").write_text('index = "elsewhere"\n')
    run("index", ".")
    assert Path("index/CURRENT").exists()
    assert not Path("elsewhere").exists()
    run("index", str(archive))
    assert Path("elsewhere/CURRENT").exists()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("CURRENT", b"garbage \xff"),
        ("CURRENT", b""),
        ("gen-000001/ledger.sqlite", b"garbage" * 1000),
        ("gen-000001/manifest.json", b"{"),
    ],
)
def test_a_full_build_mends_a_damaged_index_as_its_message_says(run, archive: Path, file: str, content: bytes) -> None:
    run("index", str(archive))
    Path("index", file).write_bytes(content)
    damaged = run("index", str(archive))
    assert damaged.exit_code == 6
    assert "index --full PATH…" in damaged.stderr
    mended = run("index", "--full", str(archive))
    assert mended.exit_code == 0
    assert "the index holds 26\n" in mended.stdout
    assert ("note: what the index held before is replaced unseen" in mended.stderr) == (not file.endswith(".json"))
    assert sorted(path.name for path in Path("index").glob("gen-*")) == ["gen-000001", "gen-000002"]
    again = run("index", str(archive))
    assert (again.exit_code, again.stderr) == (0, "")
    assert run("search", "*", "-c").stdout == "26\n"


def test_a_full_build_mends_an_index_of_another_schema(run, archive: Path) -> None:
    run("index", str(archive))
    manifest = Path("index/gen-000001/manifest.json")
    manifest.write_text(manifest.read_text().replace('"schema": ', '"schema": 9'))
    assert run("index", str(archive)).exit_code == 4
    assert run("index", "--full", str(archive)).exit_code == 0
    assert run("search", "*", "-c").stdout == "26\n"


def test_the_mend_of_a_damaged_ledger_names_the_index(run, archive: Path) -> None:
    run("index", str(archive), "--index", "deep/own")
    Path("deep/own/gen-000001/ledger.sqlite").write_bytes(b"garbage" * 1000)
    assert "rebuild it:  wiresearch --index deep/own index --full PATH…" in run("stats", "--index", "deep/own").stderr


def test_an_index_inside_the_indexed_folder_is_not_read(run) -> None:
    Path("wire.txt").write_text(WIRE)
    Path("deep").mkdir()
    run("index", "wire.txt", "--index", "deep/other")
    for more in ([], [], ["--full"]):
        result = run("index", ".", *more)
        assert "the index holds 1\n" in result.stdout
        assert [line.strip() for line in result.stdout.splitlines() if line.startswith("    ")] == [
            "./deep/other: an index",
            "./index: an index",
        ]
    assert "0 read, 0 added" in run("index", ".").stdout
    assert "an index" in run("index", "deep/other", "index", "--dry-run").stdout


def test_members_are_told_found_and_shown_as_they_were_received(run) -> None:
    content = WIRE.encode()
    with zipfile.ZipFile("wire.zip", "w") as archive:
        archive.writestr("1987/../a\x1b.txt", content)
        archive.writestr("b.jpg", b"\xff\xd8\xff")
    result = run("index", "wire.zip", "--report", "run.ndjson")
    assert "2: 1 indexed, 1 skipped" in result.stdout
    assert "wire.zip!b.jpg: a JPEG picture, not text" in result.stdout
    lines = [json.loads(line) for line in Path("run.ndjson").read_text().splitlines()]
    assert [(line.get("source"), line.get("outcome")) for line in lines] == [
        ("wire.zip!1987/../a\x1b.txt", "indexed"),
        ("wire.zip!b.jpg", "skipped"),
        (None, None),
    ]
    assert run("show", "--raw", "-", stdin=run("search", "heat", "-l").stdout).stdout_bytes == content.rstrip()


def test_a_limit_on_the_command_line_is_that_of_the_run(run) -> None:
    with zipfile.ZipFile("wire.zip", "w") as archive:
        archive.writestr("a", WIRE)
    result = run("index", "wire.zip", "--limit", "archive_depth=0")
    assert result.exit_code == 3
    assert "wire.zip: lies deeper than limits.archive_depth (0)" in result.stdout
    assert run("index", "wire.zip").exit_code == 0
    assert run("index", "wire.zip", "--limit", "depth=0").exit_code == 2
    assert run("inspect", "wire.zip", "--limit", "line_bytes=3").exit_code == 3


def test_a_table_is_read_by_the_columns_of_the_settings(run) -> None:
    Path("exports").mkdir()
    Path("exports/desk.csv").write_text(
        "Nr;Title;Text;Published\n"
        '1;Ferry aground;"PARIS, Aug 13, 2003 (AFP) - The ferry ran aground; nobody was hurt.";2003-08-14\n'
        "2;Tram derailed;Two were hurt.;2003-08-15\n"
    )
    run("index", "exports")
    assert run("search", "*", "-c").stdout == "1\n"
    Path("wiresearch.toml").write_text('[[sources]]\npath = "*.csv"\ncolumns = "headline=Title; body=Text; date=Published"\n')
    again = run("index", "exports")
    assert "2 read, 2 added, 1 removed; the index holds 2" in again.stdout
    found = json.loads(run("search", "headline:ferry date:2003-08-14", "--ndjson").stdout.splitlines()[0])
    assert (found["headline"], found["agency"]) == ("Ferry aground", "AFP")
    inspected = run("inspect", "exports/desk.csv").stdout
    assert "[utf-8]" in inspected
    assert "Tram derailed" in inspected


def test_columns_that_cannot_be_are_refused_with_an_example(run) -> None:
    Path("wiresearch.toml").write_text('[[sources]]\ncolumns = "hedline=Title"\n')
    Path("exports").mkdir()
    result = run("index", "exports")
    assert result.exit_code == 2
    assert "columns of the settings of sources: 'hedline=Title' is no FIELD=COLUMN" in result.stderr
    assert "such as headline=Title; body=Text; date=Published" in result.stderr
    assert not Path("index").exists()
