"""Reading with several processes gives the index that reading with one gives."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from wiresearch.dispatch import Dispatch
from wiresearch.errors import ConfigError, ReadError
from wiresearch.indexing import IndexOptions, build, inspect, run, together, workers
from wiresearch.indexing.together import Read
from wiresearch.results import IndexReport, Outcome
from wiresearch.searching import Archive, SearchOptions
from wiresearch.sources import Source


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started for the first source, however small."""
    monkeypatch.setattr(workers, "WORTH_STARTING", 0)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No source is read together with another."""
    monkeypatch.setattr(workers, "joins", lambda source, others: False)


@pytest.fixture(params=["as they come", "one by one"])
def given(request: pytest.FixtureRequest, at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources are given to a process as many as it may have, or one by one, with a full queue and an early commit."""
    if request.param == "one by one":
        request.getfixturevalue("alone")
        monkeypatch.setattr(run, "_WORTH_COMMITTING", 0)
        monkeypatch.setattr(workers, "_NEXT", 0)
        for name in ("_MESSAGES_AHEAD", "_READ_AHEAD"):
            monkeypatch.setattr(workers, name, 1)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(12):
        docs = "".join(
            f"<DOC>\n<DOCNO> AP{number:02}-{n:04} </DOCNO>\n<TEXT>\nShip {n} of fleet {number} came in.\n</TEXT>\n</DOC>\n"
            for n in range(70 * (number % 3))
        )
        (folder / f"{number:02}.sgml").write_text(docs)
    (folder / "twice.sgml").write_text((folder / "01.sgml").read_text())
    (folder / "broken.gz").write_bytes(b"\x1f\x8bxx")
    (folder / "picture").write_bytes(b"\xff\xd8\xff\xe0")
    return folder


def held(location: Path) -> list[Dispatch]:
    with Archive(location) as index:
        return [hit.dispatch for hit in index.search("*", SearchOptions(limit=None, snippets=0)).hits]


def told(report: IndexReport) -> list[object]:
    return [report.read, report.added, report.total, *report.outcomes]


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_leave_what_one_leaves(archive: Path, tmp_path: Path, jobs: int) -> None:
    one = build([str(archive)], tmp_path / "one", IndexOptions(jobs=1))
    two = build([str(archive)], tmp_path / "two", IndexOptions(jobs=jobs))
    assert one.added == 4 * 70 + 4 * 140
    assert told(one) == told(two)
    assert held(tmp_path / "one") == held(tmp_path / "two")
    assert {outcome.outcome for outcome in two.outcomes} == {"indexed", "duplicate", "failed", "skipped"}
    again = build([str(archive)], tmp_path / "two", IndexOptions(jobs=2))
    assert (again.read, again.count("unchanged")) == (0, one.count("indexed") + one.count("duplicate"))


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("gone", [(2, 5), range(9)])
def test_what_a_worker_read_and_nobody_came_for_is_not_taken_for_another(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: Sequence[int]
) -> None:
    really = Source.sha256

    def sha256(self: Source) -> str:
        if self.name.endswith(tuple(f"{number:02}.sgml" for number in gone)):
            raise ReadError(f"{self.name}: gone in between")
        return really(self)

    monkeypatch.setattr(Source, "sha256", sha256)
    reports = [build([str(archive)], tmp_path / f"jobs{jobs}", IndexOptions(jobs=jobs)) for jobs in (1, 2)]
    assert told(reports[0]) == told(reports[1])
    # `twice` has what 01 has.
    assert reports[0].added == sum(70 * (number % 3) for number in range(12) if number not in gone or number == 1)
    assert held(tmp_path / "jobs1") == held(tmp_path / "jobs2")


def children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


@pytest.mark.usefixtures("at_once")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the worker in /proc")
def test_a_worker_that_dies_costs_the_source_at_hand_and_no_other(archive: Path, tmp_path: Path) -> None:
    killed = []

    def kill(progress: object) -> None:
        if not killed:
            readers = [child for child in children(os.getpid()) if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]
            killed.extend(readers)
            for reader in readers:
                os.kill(reader, signal.SIGKILL)

    report = build([str(archive)], tmp_path / "index", IndexOptions(jobs=3), progress=kill)
    assert len(killed) == 2
    failed = [outcome for outcome in report.outcomes if outcome.outcome == "failed" and "broken.gz" not in outcome.source]
    assert 1 <= len(failed) <= 2
    assert all("ended with -9" in (outcome.reason or "") for outcome in failed)
    mended = build([str(archive)], tmp_path / "index", IndexOptions(jobs=2))
    assert mended.total == 4 * 70 + 4 * 140
    assert mended.count("failed") == 1


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text("OSLO, Aug 13 (Reuters) - A ship came in.\n" * 4_000)
    command = [sys.executable, "-m", "wiresearch", "--index", str(tmp_path / "index"), "index", "-q", "--jobs", "3", str(folder)]
    with subprocess.Popen(command) as parent:
        deadline = time.monotonic() + 60
        readers: list[int] = []
        while len(readers) < 2 and time.monotonic() < deadline and parent.poll() is None:
            time.sleep(0.05)
            readers = [child for child in children(parent.pid) if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]
        assert len(readers) == 2
        parent.kill()
    while any(Path(f"/proc/{reader}").exists() for reader in readers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{reader}").exists() for reader in readers)


def test_this_process_reads_too_from_before_another_is_worth_its_start(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: None
) -> None:
    one = build([str(archive)], tmp_path / "one", IndexOptions(jobs=1))
    monkeypatch.setattr(workers, "WORTH_STARTING", sum((archive / f"{number:02}.sgml").stat().st_size for number in range(3)))
    read_by_this_process: list[Source] = []

    def read_together(some: list[Source], options: IndexOptions) -> list[Iterator[list[Read] | Outcome]]:
        read_by_this_process.extend(some)
        return really(some, options)

    really = together.read_together
    monkeypatch.setattr(workers, "read_together", read_together)
    two = build([str(archive)], tmp_path / "two", IndexOptions(jobs=2))
    assert 0 < len(read_by_this_process) < len(two.outcomes)
    assert told(one) == told(two)


@pytest.fixture
def small_files(tmp_path: Path) -> Path:
    """Seventy files of one dispatch each, and among them a twin, a packed one of many, a damaged one, a picture and an empty file."""
    folder = tmp_path / "small"
    folder.mkdir()
    for number in range(70):
        (folder / f"{number:02}.txt").write_text(f"OSLO, Aug 13, 2003 (Reuters) - Ship {number} of the fleet came in.\n")
    (folder / "05twin.txt").write_text((folder / "02.txt").read_text())
    many = "".join(f"<DOC>\n<DOCNO> AP{n:04} </DOCNO>\n<TEXT>\nShip {n} of another fleet went out.\n</TEXT>\n</DOC>\n" for n in range(200))
    (folder / "10.gz").write_bytes(gzip.compress(many.encode()))
    (folder / "20.gz").write_bytes(b"\x1f\x8bxx")
    (folder / "30.png").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "40empty.txt").write_text("")
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("at_once")
def test_small_files_that_are_read_together_give_what_each_gives_alone(small_files: Path, tmp_path: Path, jobs: int) -> None:
    report = build([str(small_files)], tmp_path / "index", IndexOptions(jobs=jobs))
    alone = [item for file in sorted(small_files.iterdir()) for item in inspect([str(file)])]
    assert [Path(outcome.source).name for outcome in report.outcomes] == [Path(outcome.source).name for outcome, _ in alone]
    assert [outcome.dispatches for outcome in report.outcomes] == [len(found) for _, found in alone]
    assert {d.key: d.headline for _, found in alone for d in found} == {d.key: d.headline for d in held(tmp_path / "index")}
    reasons = {Path(outcome.source).name: outcome.outcome for outcome in report.outcomes if outcome.outcome != "indexed"}
    assert reasons == {"05twin.txt": "duplicate", "20.gz": "failed", "30.png": "skipped", "40empty.txt": "skipped"}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("at_once")
def test_a_file_that_is_as_it_was_stands_among_those_that_are_read_again(small_files: Path, tmp_path: Path, jobs: int) -> None:
    options = IndexOptions(jobs=jobs)
    build([str(small_files)], tmp_path / "index", options)
    for number in range(0, 70, 7):
        (small_files / f"{number:02}.txt").write_text(f"BERGEN, Aug 14, 2003 (Reuters) - Ship {number} went on to Bergen.\n")
        os.utime(small_files / f"{number + 1:02}.txt", (1, 1))
        (small_files / f"{number + 2:02}.txt").write_text(f"OSLO, Aug 13, 2003 (Reuters) - Ship {number + 2} of the fleet came in.\n")
    report = build([str(small_files)], tmp_path / "index", options)
    assert (report.read, report.added, report.removed, report.total) == (10, 10, 10, 270)
    towns = [dispatch.dateline.city for dispatch in held(tmp_path / "index") if dispatch.dateline]
    assert (towns.count("Bergen"), towns.count("Oslo")) == (10, 60)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("at_once")
def test_a_model_that_is_not_there_ends_the_run_whatever_the_files(small_files: Path, tmp_path: Path, jobs: int) -> None:
    with pytest.raises(ConfigError, match="no_such_model"):
        build([str(small_files)], tmp_path / "index", IndexOptions(jobs=jobs, ner_model="no_such_model"))
