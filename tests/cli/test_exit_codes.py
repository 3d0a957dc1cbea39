"""Each exit code, in each way that leads to it, with the words on stderr."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wiresearch import errors
from wiresearch.cli import failures

NOTHING_BAD = (
    '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS NEWID="1"><DATE>26-FEB-1987 15:01:01.79</DATE><TEXT><BODY>Tin.</BODY></TEXT></REUTERS>\n'
)

CASES = [
    (0, ["search", "tin"], "note: 20 of 24 shown; --all for every one"),
    (0, ["search", "*", "-c"], ""),
    (0, ["stats"], ""),
    (0, ["search", "xyzzyx", "--exit-zero"], "no dispatches for: xyzzyx"),
    (0, ["search", "xyzzyx", "-c", "--exit-zero"], "no dispatches for: xyzzyx"),
    (1, ["search", "xyzzyx"], "no dispatches for: xyzzyx"),
    (1, ["search", "xyzzyx", "-c"], "no dispatches for: xyzzyx"),
    (1, ["search", "cocoa zinc", "-c"], "note: 9 dispatches have some of the words"),
    (1, ["search", "xyzzyx", "--json"], ""),
    (1, ["facets", "xyzzyx"], "no dispatches for: xyzzyx"),
    (1, ["timeline", "xyzzyx"], "no dispatches for: xyzzyx"),
    (1, ["report", "xyzzyx"], "no dispatches for: xyzzyx"),
    (1, ["show", "0000000000000000"], "no dispatch is named 0000000000000000"),
    (2, ["search", "agncy:AFP"], 'wiresearch: unknown field "agncy"\n    agncy:AFP\n    ^~~~~\n    did you mean: agency'),
    (2, ["search", "date:garbage"], "    date:garbage\n         ^~~~~~~\n"),
    (2, ["search", '"unbalanced'], '    "unbalanced\n    ^'),
    (2, ["search", "date:2003..2001"], "did you mean: date:2001..2003"),
    (2, ["search", "tin", "--since", "08/13/2003"], "08/13/2003"),
    (2, ["search", "tin", "--since", "garbage"], "wiresearch: --since: not a date\n    garbage\n    ^~~~~~~"),
    (2, ["search", "tin", "--until", "2003-02-30"], "wiresearch: --until: February 2003 has 28 days"),
    (2, ["search"], "wiresearch: nothing is asked\n    words:"),
    (2, ["report"], "wiresearch: nothing is asked\n    words:"),
    (2, ["search", "!!!"], "letters or digits"),
    (2, ["serch", "tin"], "did you mean: search"),
    (2, ["search", "--limt", "3"], "did you mean: --limit"),
    (2, ["search", "tin", "--output-format", "jsn"], "did you mean: json"),
    (2, ["search", "tin", "--output-format", "ris"], "only text, table, json"),
    (2, ["search", "tin", "--sort", "agencies"], "did you mean: agency"),
    (2, ["search", "tin", "--facet", "agncy"], "did you mean: agency"),
    (2, ["search", "tin", "--facet", "agency:x"], "write agency:10"),
    (2, ["search", "tin", "--fields", "key,headlin", "--csv"], "did you mean: headline"),
    (2, ["search", "tin", "--fields", "key", "--json"], "--fields does not go with json"),
    (2, ["search", "tin", "--csv", "-0"], "--null does not go with csv"),
    (2, ["search", "tin", "--all", "-n", "3"], "--all and --limit contradict each other"),
    (2, ["search", "tin", "--html", "y.html", "-c"], "--html and --count contradict each other"),
    (2, ["search", "tin", "--html", "y.html", "-o", "zz"], "--html and --output contradict each other"),
    (2, ["search", "tin", "--html", "y.html", "--json"], "--html and --json contradict each other"),
    (2, ["search", "tin", "-c", "-l"], "--count and --ids-only contradict each other"),
    (2, ["search", "tin", "-c", "--output-format", "tsv"], "--count and --output-format tsv contradict each other"),
    (2, ["search", "tin", "-c", "--facet", "agency"], "--count and --facet contradict each other"),
    (2, ["search", "tin", "--json", "--csv"], "output format json and output format csv contradict each other"),
    (2, ["facets", "tin", "--json", "--output-format", "tsv"], "output format tsv and output format json contradict each other"),
    (2, ["search", "tin", "-n", "0"], "--limit"),
    (2, ["search", "tin", "--now", "13 Aug"], "--now is not a day: 13 Aug"),
    (2, ["search", "-yongbyon"], "query words that begin with - follow a --"),
    (2, ["search", "tin", "-omy file"], "'-omy file' is an option or a query\n    write  -o 'my file'  or  -- '-omy file'"),
    (2, ["show", ""], "the names of dispatches are missing"),
    (2, ["show", "a", "--raw", "--json"], "exclude each other"),
    (2, ["index", ""], "one of the paths is empty"),
    (2, ["index", "good.sgm", "--dry-run", ""], "one of the paths is empty"),
    (2, ["inspect", ""], "one of the paths is empty"),
    (2, ["search", "tin", "--index", ""], "--index is empty\n    name a folder, or leave it out"),
    (2, ["stats", "--config="], "--config is empty"),
    (2, ["index"], "missing argument"),
    (2, ["index", "x", "--format", "trek-sgml"], "did you mean: trec-sgml"),
    (2, ["index", "x", "--encoding", "utf-88"], "no encoding 'utf-88'"),
    (2, ["index", "x", "--year", "13"], "--year"),
    (2, ["report", "*", "-n", "20001"], "a page holds at most 20,000 dispatches"),
    (2, ["stats", "--config", "missing.toml"], "missing.toml"),
    (2, ["help", "dats"], "did you mean: dates"),
    (3, ["inspect", "missing.txt"], "1 of 1 inputs failed (exit code 3)"),
    (4, ["search", "tin", "--index", "nowhere"], "no index in ./nowhere\n    build one:  wiresearch --index nowhere index PATH…"),
    (4, ["stats", "--index", "foreign"], "./foreign is not an index"),
    (4, ["index", "good.sgm", "--index", "foreign"], "./foreign is not an index"),
    (4, ["index", "good.sgm", "--index", "foreign", "--dry-run"], "./foreign is not an index"),
    (4, ["index", "good.sgm", "--index", "good.sgm", "--dry-run"], "./good.sgm is not a folder"),
    (4, ["index", "good.sgm", "--index", "good.sgm/below"], "good.sgm is not a folder"),
    (6, ["search", "tin", "-o", "no/such/folder/x"], "wiresearch: no/such/folder/x: No such file or directory"),
    (6, ["index", "good.sgm", "--report", "no/such/folder/x"], "wiresearch: no/such/folder/x: No such file or directory"),
    (2, ["search", "tin", "-n", "x"], "'x' is not a valid whole number"),
    (2, ["search", "--version"], "see:  wiresearch search --help"),
    (6, ["search", "tin", "-o", "foreign"], "foreign is a folder"),
    (6, ["report", "tin", "-o", "/dev/full"], "no space is left on the disk"),
    (6, ["stats", "--index", "damaged"], "damaged"),
]


@pytest.mark.parametrize(("code", "args", "told"), [pytest.param(*case, id=f"{case[0]} {' '.join(case[1])}") for case in CASES])
def test_exit_codes(ask, code: int, args: list[str], told: str) -> None:
    Path("foreign").mkdir()
    Path("foreign/letter.txt").touch()
    Path("damaged").mkdir()
    Path("damaged/CURRENT").write_text("gen-000007\n")
    Path("good.sgm").write_text(NOTHING_BAD)
    result = ask(*args)
    assert (result.exit_code, result.exception if not isinstance(result.exception, SystemExit) else None) == (code, None)
    assert told in result.stderr
    assert bool(result.stderr) == bool(told)
    assert Path("foreign/letter.txt").exists()


def test_failed_inputs_leave_the_rest_indexed(run, archive: Path) -> None:
    result = run("index", str(archive), "missing.txt")
    assert result.exit_code == 3
    assert result.stderr == "wiresearch: 1 of 3 inputs failed (exit code 3)\n    all of them, with reasons:  --report FILE.ndjson\n"
    assert "missing.txt: No such file or directory" in result.stdout
    assert run("search", "*", "-c").stdout == "26\n"


def test_a_locked_index_names_the_process(run) -> None:
    Path("index").mkdir()
    with Path("index/writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4312")
        lock.flush()
        result = run("index", ".")
    assert result.exit_code == 5
    assert "is being written by process 4312" in result.stderr
    assert "--lock-timeout 60" in result.stderr


def test_another_schema_names_the_command_that_rebuilds(run, archive: Path) -> None:
    run("index", str(archive))
    manifest = next(Path("index").glob("gen-*/manifest.json"))
    manifest.write_text(manifest.read_text().replace('"schema": ', '"schema": 9'))
    result = run("search", "tin")
    assert result.exit_code == 4
    assert "index --full PATH…" in result.stderr


def test_a_broken_pipe_ends_silently_with_0(program, index: str) -> None:
    done = program("--index", index, "search", "*", "--all", "--json", shell="| head -1")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{\n", b"")


def test_a_pipe_that_nobody_reads_ends_silently_with_0(program, index: str) -> None:
    for args in (["--help"], ["search", "tin", "-q"], ["search", "xyzzyx", "--csv", "-q"]):
        done = program("--index", index, *args, shell="| true")
        assert (done.returncode, done.stderr) == (0, b""), args


def test_output_that_cannot_be_written_is_an_error(program, index: str) -> None:
    full = program("--index", index, "search", "tin", "-q", shell="> /dev/full")
    assert full.returncode == 6
    assert full.stderr == b"wiresearch: no space is left on the disk\n    make room and give the same command again\n"
    closed = program("--index", index, "search", "tin", "-q", shell=">&-")
    assert (closed.returncode, closed.stderr) == (6, b"wiresearch: stdout is closed\n")


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("code", "args"),
    [
        (0, ["search", "tin", "-n", "1"]),
        (0, ["search", "tin", "-c", "--explain"]),
        (1, ["search", "xyzzyx"]),
        (2, ["search", "date:garbage"]),
        (2, []),
        (3, ["inspect", "missing.txt"]),
        (4, ["stats", "--index", "nowhere"]),
    ],
)
def test_the_exit_code_does_not_depend_on_stderr(program, index: str, code: int, args: list[str], stderr: str) -> None:
    done = program("--index", index, *args, shell=stderr)
    assert (done.returncode, done.stderr) == (code, b"")
    assert done.stdout.count(b"\n") == (1 if code == 0 else 0)


def test_results_and_notes_keep_their_order_in_one_file(program, index: str) -> None:
    done = program("--index", index, "search", "cocoa", "zinc", "-n", "1", shell="2>&1", env={"PATH": os.environ["PATH"]})
    assert [line[:2] for line in done.stdout.decode().splitlines()] == ["1\t", "no", "be", "no"]


def test_ctrl_c_while_indexing_keeps_what_was_read_and_says_how_to_go_on(run, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.mkdir()
    record = "<DOC>\n<DOCNO> X-{0} </DOCNO>\n<TEXT>\nTin {0}.\n</TEXT>\n</DOC>\n"
    for part in range(4000):
        (slow / f"{part:04}.sgml").write_text("".join(record.format(part * 1000 + n) for n in range(20)))
    with subprocess.Popen(
        [sys.executable, "-m", "wiresearch", "index", str(slow)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        deadline = time.monotonic() + 30
        while not list(Path("index").glob("gen-*/*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(1)
        os.kill(process.pid, signal.SIGINT)
        report, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.decode().splitlines()[-1].startswith("wiresearch: interrupted")
    assert b"the same command goes on from there" in told
    assert b"Traceback" not in told
    claimed = re.search(r"([\d,]+) read, \1 added, 0 removed; the index holds \1\n", report.decode())
    assert claimed
    assert (run("search", "*", "-c").stdout.strip() or "0") == claimed.group(1).replace(",", "")


def test_ctrl_c_while_the_program_is_loaded_is_no_traceback() -> None:
    early = """if True:
        import sys
        class Pressed:
            def find_spec(self, name, *_):
                if name == "click":
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Pressed())
        from wiresearch.__main__ import main
        main()
    """
    done = subprocess.run([sys.executable, "-c", early], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, b"wiresearch: interrupted\n")


def test_every_error_of_ours_has_a_code() -> None:
    def below(kind: type[errors.WiresearchError]) -> list[type[errors.WiresearchError]]:
        return [kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))]

    for kind in below(errors.WiresearchError)[1:]:
        assert failures.exit_code(kind.__new__(kind)) in (2, 3, 4, 5, 6), kind


def test_vv_shows_where_an_error_came_from(ask) -> None:
    assert "Traceback" not in ask("search", "agncy:x", "-v").stderr
    assert "UnknownField" in ask("search", "agncy:x", "-vv").stderr
