"""What becomes of a directory that means harm: each thing in it is told once, and nothing outside it is opened."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import CASES, LIMITS, Case, make, told
from hostile.case import SECRET

from wiresearch import languages
from wiresearch.indexing import IndexOptions, build
from wiresearch.render.data import report_ndjson
from wiresearch.results import IndexReport
from wiresearch.searching import Archive

_opened: list[str] = []
_listening = False


def _listen(event: str, values: tuple[object, ...]) -> None:
    if _listening and event in ("open", "socket.connect", "subprocess.Popen", "os.system"):
        _opened.append(f"{event}: {values[0]!s}")


sys.addaudithook(_listen)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("harm") / "hostile"
    make(CASES, folder)
    yield folder
    (folder / "closed.txt").chmod(0o600)


@pytest.fixture(scope="module")
def report(folder: Path) -> IndexReport:
    global _listening
    languages._identifier()  # whose model is unpacked into a nameless temporary file, once
    _listening = True
    try:
        return build([str(folder)], folder.parent / "index", IndexOptions(limits=LIMITS))
    finally:
        _listening = False


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name[:40]))
def test_each_case_ends_as_it_should(case: Case, folder: Path, report: IndexReport) -> None:
    found = told(case, folder, report.outcomes)
    assert {part: outcome for part, (outcome, _) in found.items()} == {part: outcome for part, (outcome, _) in case.expected.items()}
    for part, (_, reason) in case.expected.items():
        assert reason in found[part][1]
        assert bool(reason) == bool(found[part][1])


def test_there_are_no_lines_but_those_of_the_cases_and_none_twice(folder: Path, report: IndexReport) -> None:
    expected = sorted(f"{folder}/{case.name}{part}" for case in CASES for part in case.expected)
    assert sorted(item.source for item in report.outcomes) == expected
    assert len(CASES) >= 60


def test_the_sums_add_up(folder: Path, report: IndexReport) -> None:
    assert sum(item.dispatches for item in report.outcomes) == report.read
    assert report.read == report.added + sum(item.duplicates for item in report.outcomes)
    assert report.total == report.added
    again = build([str(folder)], folder.parent / "index", IndexOptions(limits=LIMITS))
    assert (again.read, again.total, len(again.outcomes)) == (0, report.total, len(report.outcomes))
    assert again.count("unchanged") == report.count("indexed") + report.count("duplicate")
    assert sum(item.dispatches for item in again.outcomes) == report.read


def test_two_processes_tell_the_same(folder: Path, report: IndexReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiresearch.indexing.workers.WORTH_STARTING", 0)
    other = build([str(folder)], folder.parent / "other", IndexOptions(limits=LIMITS, jobs=2))
    assert (other.outcomes, other.read, other.total) == (report.outcomes, report.read, report.total)


def test_every_reason_is_one_line_of_a_report(report: IndexReport) -> None:
    lines = list(report_ndjson(report))
    assert len(lines) == len(report.outcomes) + 1
    assert not any(re.search(r"[\x00-\x1f\x7f-\x9f]", line) for line in lines)


def test_nothing_outside_is_opened_and_no_address(folder: Path, report: IndexReport) -> None:
    assert report.outcomes
    own = (str(folder), str(folder.parent / "index"), sys.prefix, sys.base_prefix, str(Path(__file__).parents[1] / "wiresearch"))
    paths = [line.removeprefix("open: ") for line in _opened]
    strange = [path for path in paths if not path.startswith(own) and not path.isdecimal()]
    assert strange == []
    assert any("cut.gz" in path for path in paths)
    assert not any("secret.txt" in path for path in paths)


def test_the_secret_is_not_found(folder: Path, report: IndexReport) -> None:
    with Archive(folder.parent / "index") as archive:
        assert archive.search(f'"{SECRET}"').total == 0
        assert archive.search("harbour").total > 20
    assert report.total
