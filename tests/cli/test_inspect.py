"""`wiresearch inspect`: how sources were read, of one file in full, of many in numbers."""

from __future__ import annotations

import json
from pathlib import Path

WIRE = "PARIS, Aug 13, 2003 (AFP) - The heat wave went on.\n\nMore was expected, forecasters said.\n"


def test_inspect_shows_how_one_file_was_read(run) -> None:
    Path("wire.txt").write_text(WIRE)
    text = run("inspect", "wire.txt").stdout
    assert "PARIS" in text
    assert "AFP" in text
    assert "paragraph 1" in text
    told = json.loads(run("inspect", "wire.txt", "--json").stdout)
    assert told["schema_version"] == 1
    assert [dispatch["agency"] for dispatch in told["dispatches"]] == ["AFP"]


def test_inspect_reads_stdin(run) -> None:
    told = json.loads(run("inspect", "-", "--json", stdin=WIRE).stdout)
    assert told["dispatches"][0]["provenance"]["source"] == "-"


def test_inspect_sums_up_a_folder(run, archive: Path) -> None:
    result = run("inspect", str(archive))
    assert result.exit_code == 0
    assert "format\t26\treuters21578-sgml\n" in result.stdout
    assert result.stdout.endswith("dispatches\t26\t\n")


def test_inspect_tells_what_it_could_not_read(run, archive: Path) -> None:
    Path("picture.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = run("inspect", str(archive / "april.sgm"), "picture.jpg", "missing.txt")
    assert result.exit_code == 3
    assert "note: picture.jpg skipped: a JPEG picture" in result.stderr
    assert "missing.txt: No such file" in result.stderr


def test_inspect_tells_how_the_encoding_was_decided(run) -> None:
    Path("wire.txt").write_text(WIRE.replace("heat", "été"), "cp1252")
    assert "cp1252   [few high bytes]" in run("inspect", "wire.txt").stdout
    overridden = run("inspect", "wire.txt", "--encoding", "utf-8").stdout
    assert "utf-8, 2 characters replaced   [override]" in overridden
    assert "replaced-characters: 2" in overridden


def test_inspect_counts_what_a_folder_holds(run) -> None:
    Path("wire").mkdir()
    Path("wire/a.txt").write_text(WIRE)
    Path("wire/b.txt").write_bytes(WIRE.replace("heat", "été").encode("cp1252"))
    Path("wire/c.txt").write_bytes(b"\x1f\x8b broken")
    Path("wire/d.txt").write_bytes(b"\x1f\x8b broken")
    Path("wire/e.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = run("inspect", "wire")
    assert result.exit_code == 3
    rows = [tuple(line.split("\t")) for line in result.stdout.splitlines()]
    assert rows[:3] == [("source", "2", "indexed"), ("source", "2", "failed"), ("source", "1", "skipped")]
    assert [(name, number) for name, number, _ in rows if name == "failed"] == [("failed", "2")]
    assert ("skipped", "1", "a JPEG picture, not text") in rows
    assert ("format", "2", "plain-text") in rows
    assert {row for row in rows if row[0] == "encoding"} == {("encoding", "1", "ascii"), ("encoding", "1", "cp1252")}
    assert {row for row in rows if row[0] == "encoding by"} == {("encoding by", "1", "utf-8"), ("encoding by", "1", "few high bytes")}
    assert rows[-1] == ("dispatches", "2", "")


def test_inspect_of_a_folder_as_json_holds_what_was_not_read_too(run) -> None:
    Path("wire").mkdir()
    Path("wire/a.txt").write_text(WIRE)
    Path("wire/b.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    told = json.loads(run("inspect", "wire", "--json").stdout)
    assert list(told) == ["schema_version", "dispatches", "sources"]
    assert [(item["source"], item["outcome"]) for item in told["sources"]] == [("wire/a.txt", "indexed"), ("wire/b.jpg", "skipped")]
    (dispatch,) = told["dispatches"]
    assert dispatch["dateline"]["city"] == "Paris"
    (proof,) = (item for item in dispatch["provenance"]["evidence"] if item["field"] == "dateline")
    assert WIRE[proof["start"] : proof["end"]].startswith("PARIS, Aug 13, 2003 (AFP)")


def test_inspect_of_many_failures_names_some_and_counts_all(run) -> None:
    Path("wire").mkdir()
    for number in range(30):
        Path(f"wire/{number:02}.jpg").write_bytes(b"\xff\xd8\xff\xe0")
        Path(f"wire/{number:02}.gz").write_bytes(b"\x1f\x8b broken")
    result = run("inspect", "wire")
    assert result.stderr.count("a JPEG picture") == 20
    assert "10 more were skipped (all: --json)" in result.stderr
    assert result.stderr.count(".gz: cannot") == 20
    assert "and 10 more (all: --json)" in result.stderr
    assert "skipped\t30\ta JPEG picture, not text\n" in result.stdout


def test_what_the_settings_say_of_sources_reaches_inspect_and_index(run) -> None:
    Path("wire").mkdir()
    Path("wire/a.txt").write_text("The heat wave went on\n\nMore was expected, forecasters said.\n")
    Path("wiresearch.toml").write_text('[[sources]]\npath = "wire"\nagency = "AFP"\nprovider = "Example Archive"\n')
    assert "[agency AFP, provider Example Archive]" in run("inspect", "wire/a.txt").stdout
    run("index", "wire")
    assert run("search", "agency:AFP", "-c").stdout == "1\n"
    Path("wiresearch.toml").write_text('[[sources]]\npath = "wire"\nagency = "AP"\n')
    run("index", "wire")
    assert run("search", "agency:AP", "-c").stdout == "1\n"
    Path("wiresearch.toml").write_text('[[sources]]\nagency = "Nobody"\n')
    result = run("index", "wire")
    assert (result.exit_code, "no agency 'Nobody'" in result.stderr) == (2, True)
