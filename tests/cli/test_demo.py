"""`wiresearch demo`: the first thing a newcomer runs, twice."""

from __future__ import annotations

from pathlib import Path


def test_the_demo_shows_each_command_before_its_output_and_runs_again(run) -> None:
    first = run("demo")
    assert (first.exit_code, first.exception) == (0, None) or first.exception.code == 0
    commands = [line.split()[2] for line in first.stdout.splitlines() if line.startswith("$ wiresearch ")]
    assert commands == ["index", "search", "search", "report"]
    assert Path("index/CURRENT").exists()
    page = Path("demo-report.html")
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert first.stdout.splitlines()[-2:] == [f"The page is {page.resolve()}", f"    {page.resolve().as_uri()}"]

    second = run("demo")
    assert second.exit_code == 0
    assert "0 read, 0 added" in second.stdout
    assert second.stdout.split("$ wiresearch search", 1)[1] == first.stdout.split("$ wiresearch search", 1)[1]


def test_the_demo_uses_the_index_and_file_it_is_told(run) -> None:
    result = run("demo", "--index", "sample", "--report-file", "page.html")
    assert result.exit_code == 0
    assert "$ wiresearch --index sample search" in result.stdout
    assert sorted(path.name for path in Path().iterdir()) == ["page.html", "sample"]


def test_the_demo_leaves_a_foreign_folder_alone(run) -> None:
    Path("index").mkdir()
    Path("index/letter.txt").touch()
    assert run("demo").exit_code == 4
    assert [path.name for path in Path("index").iterdir()] == ["letter.txt"]
