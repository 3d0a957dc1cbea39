"""Paths to an index, from the outside: what is read again, what goes, what stays, and what is said about it."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from wiresearch import readers
from wiresearch.aliases import Aliases
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.errors import ConfigError, IndexDamaged, IndexNotFound, NotAnIndex
from wiresearch.indexing import IndexOptions, Progress, build, dispatches, inspect, together, workers
from wiresearch.indexing.interrupt import Stopped
from wiresearch.indexing.run import Run
from wiresearch.results import FacetRequest, IndexReport
from wiresearch.searching import Archive, SearchOptions

STORY = """TEST.WIRE
{headline}
{place} (AFP) Aug {day}, 2003
The harbour of {place} was closed on the {day}th while divers looked for a lost {thing}.

Nobody was hurt, the port office said.

TEST.WIRE"""


def write(folder: Path, name: str, headline: str = "Harbour closed", place: str = "LISBON", day: int = 12, thing: str = "anchor") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STORY.format(headline=headline, place=place, day=day, thing=thing))
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    write(folder, "a.txt", "Harbour closed in Lisbon")
    write(folder, "b.txt", "Harbour closed in Oslo", "OSLO", 13)
    write(folder, "deep/c.txt", "Harbour closed in Genoa", "GENOA", 14)
    return folder


@pytest.fixture
def run(tmp_path: Path, archive: Path) -> Callable[..., IndexReport]:
    def call(*paths: str, **options: object) -> IndexReport:
        return build(list(paths) or [str(archive)], tmp_path / "index", IndexOptions(**options))  # type: ignore[arg-type]  # forwards keywords

    return call


def headlines(tmp_path: Path, query: str = "*") -> set[str]:
    with Archive(tmp_path / "index") as archive:
        return {hit.dispatch.headline for hit in archive.search(query).hits}


def files(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file() and p.name != "writer.lock"}


def test_a_first_run_indexes_everything(tmp_path: Path, run: Callable[..., IndexReport]) -> None:
    report = run()
    assert (report.read, report.added, report.total, report.count("indexed")) == (3, 3, 3, 3)
    assert headlines(tmp_path) == {"Harbour closed in Lisbon", "Harbour closed in Oslo", "Harbour closed in Genoa"}


@pytest.mark.parametrize(
    ("source", "year", "days", "rule"),
    [
        ("wire.txt", None, [None, "2003-12-31", "2004-01-01", None, "2003-12-30"], "neighbour"),
        ("wire.txt", 1999, ["1999-12-29", "2003-12-31", "1999-01-01", None, "1999-12-30"], "given year"),
        ("1998/wire.txt", None, ["1998-12-29", "2003-12-31", "1998-01-01", None, "1998-12-30"], "path"),
    ],
)
def test_a_dispatch_without_a_year_has_that_of_the_one_before_it_in_the_file(
    source: str, year: int | None, days: list[str | None], rule: str
) -> None:
    lines = ["OSLO, Dec 29 (Reuters)", "PARIS, Dec 31, 2003 (Reuters)", "OSLO, Jan 1 (Reuters)", "OSLO (Reuters)", "ROME, Dec 30 (Reuters)"]
    data = "\n\n".join(f"Tin is dear\n\n{line} - Tin rose." for line in lines).encode()
    found = list(dispatches(RawDocument(source, data, lambda: io.BytesIO(data)), IndexOptions(year=year)))
    assert [dispatch.versioncreated and dispatch.versioncreated.text for dispatch in found] == days
    assert found[2].versioncreated
    assert found[2].versioncreated.inferred == rule


def test_a_second_run_opens_no_file_and_writes_nothing(
    tmp_path: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    before = files(tmp_path / "index")

    def opened(*_: object) -> None:
        raise AssertionError("a source was opened")

    monkeypatch.setattr("wiresearch.sources.Source.load", opened)
    monkeypatch.setattr("wiresearch.sources.Source.sha256", opened)
    report = run()
    assert (report.read, report.added, report.count("unchanged"), report.total) == (0, 0, 3, 3)
    assert files(tmp_path / "index") == before


def test_a_run_that_finds_nothing_new_loads_no_reader(archive: Path, tmp_path: Path, run: Callable[..., IndexReport]) -> None:
    run()
    code = (
        "import sys; from wiresearch import indexing; "
        f"report = indexing.build([{str(archive)!r}], {str(tmp_path / 'index')!r}); "
        "print(report.count('unchanged'), 'wiresearch.readers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3", "False"]


def test_a_file_touched_without_a_change_is_not_read_again(archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    os.utime(archive / "a.txt", (1, 1))
    report = run()
    assert (report.read, report.count("unchanged")) == (0, 3)


def test_a_changed_source_is_replaced(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    write(archive, "a.txt", "Harbour open again", thing="bell")
    report = run()
    assert (report.read, report.added, report.removed, report.total) == (1, 1, 1, 3)
    assert headlines(tmp_path, "bell") == {"Harbour open again"}
    assert headlines(tmp_path, "lisbon AND anchor") == set()


def test_a_vanished_source_is_reported_and_goes_only_on_demand(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    (archive / "b.txt").unlink()
    report = run()
    assert [(o.outcome, Path(o.source).name) for o in report.outcomes if o.outcome == "missing"] == [("missing", "b.txt")]
    assert report.total == 3
    report = run(delete_missing=True)
    assert (report.count("removed"), report.removed, report.total) == (1, 1, 2)
    assert "Harbour closed in Oslo" not in headlines(tmp_path)


def test_a_source_that_is_now_left_out_is_reported_and_goes_on_demand(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport]
) -> None:
    run()
    (archive / "a.txt").unlink()
    (archive / "a.txt").symlink_to("/dev/null")
    report = run(exclude=("b.txt", "deep"))
    assert [(Path(o.source).name, o.reason, o.dispatches) for o in report.outcomes if o.outcome == "missing"] == [
        ("a.txt", "a link that leads outside", 1),
        ("b.txt", "excluded by b.txt", 1),
        ("c.txt", None, 1),
    ]
    assert report.total == 3
    report = run(exclude=("b.txt", "deep"), delete_missing=True)
    assert (report.count("removed"), report.count("missing"), report.removed, report.total) == (3, 0, 3, 0)


def test_what_cannot_be_read_now_is_not_taken_for_gone(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    archive.rename(tmp_path / "unmounted")
    report = run(delete_missing=True)
    assert (report.count("failed"), report.count("removed"), report.total) == (1, 0, 3)
    one = run(str(archive / "a.txt"), delete_missing=True)
    assert [(o.outcome, o.reason) for o in one.outcomes] == [
        ("failed", "No such file or directory; what it gave before stays in the index")
    ]


def test_missing_is_looked_for_only_below_the_paths_of_this_run(archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    (archive / "b.txt").unlink()
    report = run(str(archive / "deep"), delete_missing=True)
    assert (report.count("removed"), report.total) == (0, 3)


def test_the_same_bytes_twice_are_one_dispatch_until_both_are_gone(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    copy = archive / "copy.txt"
    copy.write_bytes((archive / "a.txt").read_bytes())
    report = run()
    assert (report.read, report.added, report.total) == (4, 3, 3)
    assert sum(outcome.duplicates for outcome in report.outcomes) == 1
    copy.unlink()
    assert run(delete_missing=True).total == 3
    (archive / "a.txt").unlink()
    assert run(delete_missing=True).total == 2


def test_a_dispatch_that_two_sources_give_names_one_that_is_there(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    (archive / "z.txt").write_bytes((archive / "a.txt").read_bytes())
    run()
    (archive / "a.txt").unlink()
    run(delete_missing=True)
    with Archive(tmp_path / "index") as opened:
        (hit,) = opened.search("lisbon").hits
    assert hit.dispatch.provenance.source == str(archive / "z.txt")
    assert run().count("unchanged") == 3


def test_a_change_of_options_reads_again(run: Callable[..., IndexReport]) -> None:
    run()
    assert run(encoding="latin-1").read == 3


def test_one_bad_source_stops_nothing_and_is_told_again_without_being_read(archive: Path, run: Callable[..., IndexReport]) -> None:
    (archive / "bad.sgm").write_bytes(b"<REUTERS NEWID='1'><DATE>26-FEB-1987")
    (archive / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    (archive / ".hidden").write_text("x")
    first = run()
    assert first.total >= 3
    assert (first.count("skipped"), first.count("indexed") + first.count("failed")) == (2, 4)
    again = run()
    assert again.read == 0
    assert [(o.source, o.reason) for o in again.outcomes if o.reason] == [(o.source, o.reason) for o in first.outcomes if o.reason]


def test_a_path_that_is_not_there_is_a_failure_of_that_path(archive: Path, run: Callable[..., IndexReport]) -> None:
    report = run(str(archive), str(archive / "nowhere"))
    assert (report.count("failed"), report.total) == (1, 3)


def test_fail_fast_stops_at_the_first_failure(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    report = run(str(archive / "nowhere"), str(archive), fail_fast=True)
    assert len(report.outcomes) == 1


def test_a_full_build_that_fails_fast_leaves_the_index_as_it_was(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    report = run(str(archive / "a.txt"), str(archive / "nowhere"), str(archive), full=True, fail_fast=True)
    assert (report.read, report.added, report.total, [o.outcome for o in report.outcomes]) == (0, 0, 3, ["failed"])
    assert len(headlines(tmp_path)) == 3
    assert [p.name for p in (tmp_path / "index").glob("gen-*")] == ["gen-000001"]


def test_a_build_that_breaks_leaves_no_half_generation(
    tmp_path: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("wiresearch.ledger.Ledger.commit", full)
    with pytest.raises(OSError, match="No space left"):
        run()
    assert list((tmp_path / "index").glob("gen-*")) == []


@pytest.mark.parametrize("step", ["wiresearch.ledger.Ledger.commit", "wiresearch.layout.write"])
def test_a_commit_that_is_broken_off_leaves_no_trace_in_the_end(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    run()
    write(archive, "a.txt", "Harbour open again", thing="bell")
    write(archive, "d.txt", "Harbour dredged", thing="mud")
    (archive / "b.txt").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(step, killed)
        with pytest.raises(Killed):
            run(delete_missing=True)
    write(archive, "a.txt", "Harbour open at last", thing="rope")
    report = run(delete_missing=True)
    assert report.total == 3
    assert headlines(tmp_path) == {"Harbour open at last", "Harbour closed in Genoa", "Harbour dredged"}
    with Archive(tmp_path / "index") as archive_of_three:
        assert archive_of_three.identity.dispatches == 3
        assert archive_of_three.stats().sources == 3
    before = files(tmp_path / "index")
    assert (run().read, files(tmp_path / "index")) == (0, before)


@pytest.mark.parametrize("lost", ["_MAIN_*", "ledger.sqlite"])
def test_an_index_that_lost_files_is_damaged_not_begun_anew(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], lost: str
) -> None:
    run()
    (file,) = (tmp_path / "index" / "gen-000001").glob(lost)
    file.unlink()
    write(archive, "d.txt", "Harbour dredged", thing="mud")
    with pytest.raises(IndexDamaged) as caught:
        run()
    assert f"--index {tmp_path / 'index'} index --full PATH" in (caught.value.hint or "")
    assert run(full=True).total == 4


def test_a_failed_source_is_tried_again_when_a_limit_is_raised(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    assert run(limits=Limits(dispatch_bytes=50)).count("failed") == 3
    report = run()
    assert (report.count("failed"), report.total) == (0, 3)


def test_standard_input_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="once"):
        build(["-", "-"], tmp_path / "index", stdin=io.BytesIO(b"x"))


def test_a_failure_does_not_name_its_source_twice(archive: Path, run: Callable[..., IndexReport]) -> None:
    (archive / "cut.gz").write_bytes(b"\x1f\x8b broken")
    (reason,) = [outcome.reason for outcome in run().outcomes if outcome.outcome == "failed"]
    assert reason is not None
    assert "cut.gz" not in reason


def test_paths_that_are_not_there_make_no_index_and_replace_none(tmp_path: Path, run: Callable[..., IndexReport]) -> None:
    assert run("/nowhere/at/all").count("failed") == 1
    with pytest.raises(IndexNotFound):
        Archive(tmp_path / "index")
    run()
    report = run("/nowhere/at/all", full=True)
    assert (report.count("failed"), report.count("removed"), report.total) == (1, 0, 3)
    assert len(headlines(tmp_path)) == 3


def test_an_empty_folder_gives_an_empty_index(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = build([str(tmp_path / "empty")], tmp_path / "index")
    assert (report.read, report.total) == (0, 0)
    with Archive(tmp_path / "index") as archive:
        assert archive.search("*").total == 0


def test_full_builds_aside_and_leaves_out_other_paths_with_a_word(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    run()
    report = run(str(archive / "deep"), full=True)
    assert (report.total, report.count("removed")) == (1, 2)
    assert sorted(p.name for p in (tmp_path / "index").glob("gen-*")) == ["gen-000001", "gen-000002"]


def test_a_full_build_that_is_interrupted_changes_nothing(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    interrupt_at(monkeypatch, 1)
    report = run(full=True)
    assert report.interrupted
    monkeypatch.undo()
    assert len(headlines(tmp_path)) == 3


def test_an_interrupt_keeps_what_is_committed_and_the_next_run_goes_on(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiresearch.indexing.run.COMMIT_SECONDS", 0.0)
    interrupt_at(monkeypatch, 3)
    report = run()
    assert (report.interrupted, report.total) == (True, 2)
    monkeypatch.undo()
    report = run()
    assert (report.read, report.total, report.interrupted) == (1, 3, False)


def test_an_interrupt_keeps_the_sources_read_in_whole_and_counts_no_more_than_those(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_two(archive)
    interrupt_at(monkeypatch, 2, in_the_middle=True)
    report = run()
    assert (report.interrupted, report.read, report.added, report.total, report.count("indexed")) == (True, 1, 1, 1, 1)
    monkeypatch.undo()
    assert headlines(tmp_path) == {"Harbour closed in Lisbon"}
    report = run()
    assert (report.read, report.added, report.total, report.interrupted) == (3, 3, 4, False)


def test_an_interrupt_while_a_changed_source_is_read_leaves_what_it_gave(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    write_two(archive)
    interrupt_at(monkeypatch, 1, in_the_middle=True)
    report = run()
    assert (report.interrupted, report.read, report.added, report.removed, report.total) == (True, 0, 0, 0, 3)
    monkeypatch.undo()
    assert headlines(tmp_path) == {"Harbour closed in Lisbon", "Harbour closed in Oslo", "Harbour closed in Genoa"}


def test_a_second_interrupt_ends_the_run_at_once(tmp_path: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_at(monkeypatch, 1, times=2)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()
    assert run().total == 3


def test_an_interrupt_before_the_first_source_is_read_leaves_no_index(
    tmp_path: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at(monkeypatch, 1)
    assert run().total == 0
    with pytest.raises(IndexNotFound):
        Archive(tmp_path / "index")
    monkeypatch.undo()
    assert run().total == 3


def write_two(archive: Path) -> None:
    """Two dispatches, of which the first is new, into the source that comes second."""
    one = (archive / "b.txt").read_text()
    (archive / "b.txt").write_text(one.replace("OSLO", "BERGEN").replace("Oslo", "Bergen") + "\n\n" + one)


def interrupt_at(monkeypatch: pytest.MonkeyPatch, number: int, *, in_the_middle: bool = False, times: int = 1) -> None:
    """Ctrl-C while the source of that number is read, alone: before its first dispatch, or after it."""
    monkeypatch.setattr(together, "MOST", 1)
    read, seen = readers.in_turns, iter(range(1, 10))

    def interrupted(*args: object) -> Iterator[Dispatch | None]:
        found = read(*args)  # type: ignore[arg-type]  # forwards what it is given
        if next(seen) == number:
            if in_the_middle:
                yield next(filter(None, found))
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
        yield from found

    monkeypatch.setattr(readers, "in_turns", interrupted)


def test_a_dry_run_touches_nothing_and_says_what_would_be_read(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    assert run(dry_run=True).count("pending") == 3
    assert not (tmp_path / "index").exists()
    run()
    write(archive, "d.txt")
    before = files(tmp_path / "index")
    report = run(dry_run=True)
    assert (report.count("pending"), report.count("unchanged")) == (1, 3)
    assert files(tmp_path / "index") == before


def test_standard_input_is_a_source_that_is_never_missing(tmp_path: Path, archive: Path) -> None:
    text = STORY.format(headline="From a pipe", place="PARIS", day=12, thing="buoy").encode()
    report = build(["-"], tmp_path / "index", stdin=io.BytesIO(text))
    assert (report.read, report.total) == (1, 1)
    report = build([str(archive)], tmp_path / "index", IndexOptions(delete_missing=True))
    assert (report.total, report.count("removed")) == (4, 0)


def test_a_second_stream_adds_to_the_first(tmp_path: Path) -> None:
    first, second = (STORY.format(headline=name, place="PARIS", day=12, thing=name).encode() for name in ("From a pipe", "From another"))
    build(["-"], tmp_path / "index", stdin=io.BytesIO(first))
    report = build(["-"], tmp_path / "index", IndexOptions(delete_missing=True), stdin=io.BytesIO(second))
    assert (report.added, report.removed, report.total) == (1, 0, 2)
    assert headlines(tmp_path) == {"From a pipe", "From another"}
    report = build(["-"], tmp_path / "index", stdin=io.BytesIO(first))
    assert (report.read, report.count("unchanged"), report.total) == (0, 1, 2)
    report = build(["-"], tmp_path / "index", IndexOptions(full=True), stdin=io.BytesIO(second))
    assert (report.count("removed"), report.total) == (1, 1)


def test_a_foreign_folder_is_not_written(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(NotAnIndex):
        build([str(archive)], archive)


def test_progress_counts_up(tmp_path: Path, archive: Path) -> None:
    seen: list[Progress] = []
    build([str(archive)], tmp_path / "index", progress=seen.append)
    assert [step.dispatches for step in seen] == [1, 2, 3]


def test_inspect_reads_without_an_index(archive: Path) -> None:
    (archive / "nothing.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    seen = {Path(outcome.source).name: (outcome.outcome, len(read)) for outcome, read in inspect([str(archive)])}
    assert seen == {"a.txt": ("indexed", 1), "b.txt": ("indexed", 1), "c.txt": ("indexed", 1), "nothing.jpg": ("skipped", 0)}


def test_every_place_of_evidence_is_in_the_decoded_text(archive: Path) -> None:
    text = (archive / "a.txt").read_text()
    ((_, (dispatch,)),) = inspect([str(archive / "a.txt")])
    found = {item.field: text[item.start : item.end] for item in dispatch.provenance.evidence}
    assert found["headline"] == "Harbour closed in Lisbon"
    assert found["dateline"] == found["agency"] == found["date"] == "LISBON (AFP) Aug 12, 2003"


def test_evidence_of_an_inline_dateline_points_at_it(tmp_path: Path) -> None:
    text = "A headline\n\nLISBON, Aug 12, 2003 (AFP) - The harbour was closed.\n"
    (tmp_path / "inline.txt").write_text(text)
    ((_, (dispatch,)),) = inspect([str(tmp_path / "inline.txt")])
    found = {item.field: text[item.start : item.end] for item in dispatch.provenance.evidence}
    assert found["agency"] == found["date"] == "LISBON, Aug 12, 2003 (AFP) -"


def test_what_was_read_before_an_error_stands(tmp_path: Path) -> None:
    whole = "".join(f"<DOC>\n<DOCNO> T-{n} </DOCNO>\n<TEXT>\nShip {n} came in.\n</TEXT>\n</DOC>\n" for n in range(100))
    file = tmp_path / "collection.sgml"
    file.write_text(f"{whole}<DOC>\n<DOCNO> T-100 </DOCNO>\n<TEXT>\n{'It came in. ' * 1_000}")
    ((outcome, read),) = inspect([str(file)], IndexOptions(limits=Limits(dispatch_bytes=4_000)))
    assert outcome.outcome == "failed"
    assert "dispatch_bytes" in (outcome.reason or "")
    assert [dispatch.paragraphs for dispatch in read] == [(f"Ship {n} came in.",) for n in range(100)]


def _zip(file: Path, **stories: str) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, place in stories.items():
            archive.writestr(name, STORY.format(headline=f"Harbour closed in {place}", place=place.upper(), day=12, thing="bell"))


def test_members_of_an_archive_are_told_each_and_not_read_again(
    tmp_path: Path, archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    _zip(archive / "wire.zip", a="Riga", b="Kiel")
    first = run()
    assert [(o.source.removeprefix(str(archive)), o.outcome, o.dispatches) for o in first.outcomes if ".zip" in o.source] == [
        ("/wire.zip!a", "indexed", 1),
        ("/wire.zip!b", "indexed", 1),
    ]
    assert (first.read, first.total) == (5, 5)
    with Archive(tmp_path / "index") as opened:
        (hit,) = opened.search("riga").hits
    assert hit.dispatch.provenance.source == str(archive / "wire.zip!a")
    monkeypatch.setattr("wiresearch.sources.source.regular", None)
    again = run()
    assert (again.read, again.count("unchanged"), sum(o.dispatches for o in again.outcomes)) == (0, 5, 5)
    assert [o.source for o in again.outcomes] == [o.source for o in first.outcomes]


def test_an_archive_that_changed_is_replaced_member_by_member(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    _zip(archive / "wire.zip", a="Riga", b="Kiel")
    run()
    _zip(archive / "wire.zip", b="Kiel", c="Pisa")
    report = run()
    assert (report.total, report.removed) == (5, 1)
    assert headlines(tmp_path, "wire OR harbour") >= {"Harbour closed in Kiel", "Harbour closed in Pisa"}
    (archive / "wire.zip").unlink()
    report = run(delete_missing=True)
    assert (report.total, report.count("removed")) == (3, 1)


def test_what_only_repeats_another_source_is_a_duplicate(archive: Path, run: Callable[..., IndexReport]) -> None:
    (archive / "z.txt").write_bytes((archive / "a.txt").read_bytes())
    _zip(archive / "zz.zip", a="Riga", b="Riga")
    report = run()
    assert [(Path(o.source).name, o.duplicates) for o in report.outcomes if o.outcome == "duplicate"] == [("z.txt", 1), ("zz.zip!b", 1)]
    assert report.read == report.added + sum(o.duplicates for o in report.outcomes)


def test_a_change_of_options_reaches_what_two_sources_give(tmp_path: Path, archive: Path, run: Callable[..., IndexReport]) -> None:
    text = (archive / "a.txt").read_text().replace(", 2003", "")
    for name in ("a.txt", "z.txt"):
        (archive / name).write_text(text)
    run(year=1999)
    run(year=2001)
    with Archive(tmp_path / "index") as opened:
        assert (opened.search("date:1999").total, opened.search("date:2001").total) == (0, 1)


def test_a_source_that_takes_too_long_is_told_and_the_others_read(
    archive: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    _zip(archive / "b.zip", a="Riga", b="Kiel", c="Pisa", d="Bonn")
    clock, read = [0.0], readers.in_turns

    def slow(*args: object) -> Iterator[Dispatch | None]:
        clock[0] += 4
        yield from read(*args)  # type: ignore[arg-type]  # forwards what it is given

    monkeypatch.setattr(readers, "in_turns", slow)
    monkeypatch.setattr("wiresearch.indexing.reading.time", SimpleNamespace(monotonic=lambda: clock[0]))
    report = run(limits=Limits(source_seconds=10.0))
    assert [(Path(o.source).name, o.outcome) for o in report.outcomes] == [
        ("a.txt", "indexed"),
        ("b.txt", "indexed"),
        ("b.zip!a", "indexed"),
        ("b.zip!b", "indexed"),
        ("b.zip!c", "failed"),
        ("b.zip", "failed"),
        ("c.txt", "indexed"),
    ]
    assert "takes longer than limits.source_seconds (10)" in (report.outcomes[4].reason or "")
    assert "limits.source_seconds (10): what follows was not read" in (report.outcomes[5].reason or "")


@pytest.mark.parametrize(
    "limits", [Limits(archive_depth=0), Limits(member_bytes=9), Limits(archive_members=0), Limits(archive_bytes=1), Limits(line_bytes=9)]
)
def test_a_limit_that_is_raised_reads_the_archive_again(archive: Path, run: Callable[..., IndexReport], limits: Limits) -> None:
    for file in archive.glob("*.txt"):
        file.unlink()
    with zipfile.ZipFile(archive / "deep" / "wire.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.write(archive / "deep" / "c.txt", "a")
    (archive / "deep" / "c.txt").unlink()
    report = run(limits=limits)
    assert (report.total, report.count("failed")) == (0, len(report.outcomes))
    assert run().total == 1


NINJS = '{{"uri": "urn:1", "type": "text", "headline": "{headline}", "body_text": "A pier was opened."{more}}}'


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_uri_with_two_texts_stays_twice_and_says_so(
    jobs: int, tmp_path: Path, run: Callable[..., IndexReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 0)
    folder = tmp_path / "same"
    folder.mkdir()
    for name, headline in (("a", "Pier"), ("b", "Jetty"), ("c", "Pier")):
        (folder / f"{name}.json").write_text(NINJS.format(headline=headline, more=""))
    report = run(str(folder), jobs=jobs)
    assert [outcome.warnings for outcome in report.outcomes] == [0, 1, 1]
    assert (report.added, report.total) == (2, 2)
    with Archive(tmp_path / "index") as index:
        warned = {hit.dispatch.headline: hit.dispatch.provenance.warnings for hit in index.search("*").hits}
    assert [(warning.code, warning.detail) for warning in warned["Jetty"]] == [("uri-conflict", str(folder / "a.json"))]
    assert warned["Pier"] == ()
    assert [outcome.warnings for outcome in run(str(folder), jobs=jobs).outcomes] == [0, 1, 1]


def test_one_uri_in_several_versions_is_no_conflict(tmp_path: Path, run: Callable[..., IndexReport]) -> None:
    for version in "12":
        (tmp_path / f"{version}.json").write_text(NINJS.format(headline=f"Pier {version}", more=f', "version": "{version}"'))
    report = run(str(tmp_path / "1.json"), str(tmp_path / "2.json"))
    assert [outcome.warnings for outcome in report.outcomes] == [0, 0]


def test_a_run_with_other_aliases_that_is_broken_off_leaves_no_mixture(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = Aliases(block={"lisbon": frozenset({"place"}), "madrid": frozenset({"place"})}, names=(("block", "Lisbon"),))

    def places() -> set[str]:
        with Archive(tmp_path / "index") as opened:
            page = opened.search("*", SearchOptions(facets=(FacetRequest("place", None),), limit=0))
        return {value.value for value in page.facets["place"]}

    build([str(archive)], tmp_path / "index")
    assert "Lisbon" in places()
    write(archive, "d.txt", "Harbour closed in Madrid", "MADRID", 15)
    monkeypatch.setattr(Run, "find_names_again", _stop)
    assert build([str(archive)], tmp_path / "index", IndexOptions(aliases=blocked)).interrupted
    assert "Madrid" not in places()
    monkeypatch.undo()
    build([str(archive)], tmp_path / "index")
    assert {"Lisbon", "Madrid"} <= places()


def _stop(run: Run) -> None:
    raise Stopped
