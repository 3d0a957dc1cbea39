"""What scan finds, skips and refuses, and what load gives."""

from __future__ import annotations

import gc
import gzip
import hashlib
import io
import os
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from wiresearch.config import Limits
from wiresearch.errors import ReadError, Skipped
from wiresearch.sources import Source, scan

LIMITS = Limits()


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder `tree` in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tree"
    folder.mkdir()
    return folder


def scanned(*paths: str, exclude: Sequence[str] = ()) -> dict[str, str]:
    """Name to reason, "" for what is to be read."""
    return {source.name: source.skipped or source.failed or "" for source in scan(paths, exclude=exclude, limits=LIMITS)}


def only(path: str) -> Source:
    (source,) = scan([path], limits=LIMITS)
    return source


def content(source: Source) -> bytes:
    with source.load().open() as stream:
        return b"".join(iter(lambda: stream.read(1000), b""))


def test_names_are_as_given_and_in_order(tree: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/c/y.txt", "B.txt"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("x")
    assert list(scanned("./tree/")) == ["./tree/B.txt", "./tree/a/c/y.txt", "./tree/a/z.txt", "./tree/b.txt"]
    assert only("tree/b.txt") == Source("tree/b.txt", str(tree / "b.txt"), 1, (tree / "b.txt").stat().st_mtime_ns, file=str(tree / "b.txt"))


def test_scan_opens_no_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "a.txt").write_text("x")

    def opened(*_: object) -> int:
        raise AssertionError("a file was opened")

    for name in ("os.open", "io.open", "io.FileIO", "builtins.open"):
        monkeypatch.setattr(name, opened)
    names = scanned("tree")
    monkeypatch.undo()
    assert names == {"tree/a.txt": ""}


def test_reasons(tree: Path) -> None:
    for name in (".hidden.txt", ".git/config", "README.md", "readme-of-war.txt", "old/x.txt", "x.bak", "keep.txt"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text("x")
    assert scanned("tree", exclude=["old", "*.bak"]) == {
        "tree/.git": "hidden",
        "tree/.hidden.txt": "hidden",
        "tree/README.md": "a README",
        "tree/readme-of-war.txt": "",
        "tree/keep.txt": "",
        "tree/old": "excluded by old",
        "tree/x.bak": "excluded by *.bak",
    }


def test_exclude_fits_the_path_below_the_folder(tree: Path) -> None:
    for name in ("1999/a.txt", "2000/a.txt"):
        (tree / name).parent.mkdir()
        (tree / name).write_text("x")
    assert scanned("tree", exclude=["1999/*"]) == {"tree/1999/a.txt": "excluded by 1999/*", "tree/2000/a.txt": ""}


def test_what_the_user_names_is_read_whatever_it_is_called(tree: Path) -> None:
    (tree / ".hidden.txt").write_text("x")
    (tree / "README").write_text("x")
    assert scanned("tree/.hidden.txt", "tree/README") == {"tree/.hidden.txt": "", "tree/README": ""}


def test_a_missing_path_and_a_name_with_nul_fail_and_nothing_is_raised(tree: Path) -> None:
    reasons = scanned("nowhere", "tree\0")
    assert reasons["nowhere"] == "No such file or directory"
    assert reasons["tree\0"]


def test_links_are_followed_inside_only(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tree / "real").mkdir()
    (tree / "real" / "a.txt").write_text("x")
    (tree / "b").symlink_to(tree / "real" / "a.txt")
    (tree / "c").symlink_to(tmp_path / "secret.txt")
    (tree / "d").symlink_to(tmp_path)
    (tree / "real" / "loop").symlink_to(tree)
    (tree / "self").symlink_to(tree / "self")
    (tree / "zlink").symlink_to(tree / "real")
    assert scanned("tree") == {
        "tree/b": "",
        "tree/c": "a link that leads outside",
        "tree/d": "a link that leads outside",
        "tree/real/a.txt": "",
        "tree/real/loop": "a folder met before",
        "tree/self": "a link in a circle",
        "tree/zlink": "a folder met before",
    }


def test_a_link_that_the_user_names_is_followed(tree: Path, tmp_path: Path) -> None:
    (tree / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to(tree)
    assert scanned("link") == {"link/a.txt": ""}
    assert only("link").path == str(tmp_path / "link" / "a.txt")


def test_special_files_are_skipped_without_waiting(tree: Path) -> None:
    os.mkfifo(tree / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("tree/socket")
        assert scanned("tree", "/dev/zero") == {
            "tree/fifo": "not a regular file",
            "tree/socket": "not a regular file",
            "/dev/zero": "not a regular file",
        }


def test_a_file_that_became_a_fifo_or_a_link_is_not_read(tree: Path) -> None:
    (tree / "a").write_text("x")
    (tree / "b").write_text("x")
    first, second = scan(["tree"], limits=LIMITS)
    (tree / "a").unlink()
    os.mkfifo(tree / "a")
    (tree / "b").unlink()
    (tree / "b").symlink_to("/etc/passwd")
    for source in (first, second):
        with pytest.raises(ReadError):
            source.load()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_no_permission(tree: Path) -> None:
    (tree / "closed").mkdir()
    (tree / "closed").chmod(0)
    (tree / "x.txt").write_text("x")
    (tree / "x.txt").chmod(0)
    try:
        assert scanned("tree")["tree/closed"] == "Permission denied"
        with pytest.raises(ReadError, match="Permission denied"):
            only("tree/x.txt").load()
    finally:
        (tree / "closed").chmod(0o700)


def test_names_that_are_not_text(tree: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n\x1b[31m.txt")
    try:
        (tree / name).write_text("x")
    except OSError:
        pytest.skip("this file system holds text names only")
    (source,) = scan(["tree"], limits=LIMITS)
    assert source.name == f"tree/{name}"
    assert source.load().head == b"x"


def test_the_same_folder_twice_is_read_once(tree: Path) -> None:
    (tree / "sub").mkdir()
    (tree / "sub" / "a.txt").write_text("x")
    assert scanned("tree", "tree/sub") == {"tree/sub/a.txt": "", "tree/sub": "a folder met before"}


def test_load_gives_the_head_and_fresh_streams(tree: Path) -> None:
    data = bytes(range(32, 127)) * 1000
    (tree / "a.txt").write_bytes(data)
    raw = only("tree/a.txt").load()
    assert (raw.source, raw.head) == ("tree/a.txt", data[:20_000])
    for _ in range(2):
        with raw.open() as stream:
            assert b"".join(iter(lambda: stream.read(7_000), b"")) == data


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"GIF89a....", "a GIF picture"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7-Zip archive"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
        (b"ID3\x04\x00", "an MP3 sound"),
        (b"\x00\x00\x00\x18ftypmp42", "an MP4 film"),
        (hashlib.shake_256(b"noise").digest(30_000), "binary data"),
    ],
)
def test_binaries_are_skipped_with_a_reason(tree: Path, data: bytes, what: str) -> None:
    (tree / "a").write_bytes(data)
    with pytest.raises(Skipped, match=what):
        only("tree/a").load()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "koi8-r"])
def test_text_of_any_width_is_no_binary(tree: Path, encoding: str) -> None:
    text = "ГЕНУЯ (ТАСС) -- Переговоры в Женеве 13 августа.\nTalks in Geneva.\n"
    (tree / "a").write_bytes(text.encode(encoding))
    assert only("tree/a").load().head


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("新华社北京8月13日电 外交部发言人说，会谈将于本月底举行。\n", "utf-16-le"),
        ("新华社北京8月13日电 外交部发言人说，会谈将于本月底举行。\n", "utf-16-be"),
        ("東京（共同）海岸で地震が発生した。けが人はなかった。\n", "utf-16-le"),
        ("東京（共同）海岸で地震が発生した。けが人はなかった。\n", "utf-16-be"),
        ("(서울=연합뉴스) 회담은 베이징에서 열린다.\n", "utf-16-le"),
        ("(서울=연합뉴스) 회담은 베이징에서 열린다.\n", "iso2022_kr"),
        ("東京（共同）海岸で地震が発生した。\n", "iso2022_jp"),
    ],
)
def test_text_of_east_asia_without_a_mark_is_no_binary(tree: Path, text: str, encoding: str) -> None:
    (tree / "a").write_bytes(text.encode(encoding) * 20)
    assert only("tree/a").load().head


def test_ordinary_letters_in_pairs_make_no_text(tree: Path) -> None:
    names = b"_ZN4llvm9tablegen" * 60
    (tree / "a").write_bytes((bytes(range(32)) * 4 + names) * 4)
    with pytest.raises(Skipped, match="binary data"):
        only("tree/a").load()


def test_text_with_a_stray_nul_is_no_binary(tree: Path) -> None:
    (tree / "a").write_bytes(b"\0\0\x16\x16\x01" + b"Envoys met in Geneva. " * 10)
    assert only("tree/a").load().head


def test_gzip_is_undone_whatever_the_name(tree: Path) -> None:
    data = b"Envoys met in Geneva.\n" * 5_000
    (tree / "a.txt").write_bytes(gzip.compress(data))
    source = only("tree/a.txt")
    assert source.load().head == data[:20_000]
    assert content(source) == data
    assert source.sha256() == hashlib.sha256((tree / "a.txt").read_bytes()).hexdigest()


def test_a_truncated_gzip_gives_what_it_holds_then_fails(tree: Path) -> None:
    data = os.urandom(300_000).hex().encode()
    (tree / "a.gz").write_bytes(gzip.compress(data)[:-1_000])
    source = only("tree/a.gz")
    assert source.load().head == data[:20_000]
    blocks: list[bytes] = []
    with source.load().open() as stream, pytest.raises(ReadError, match=r"tree/a\.gz: cannot read on after byte \d+"):
        blocks.extend(iter(lambda: stream.read(50_000), b""))
    received = b"".join(blocks)
    assert len(received) > 590_000
    assert data.startswith(received)


def test_a_gzip_of_nothing_but_damage_fails(tree: Path) -> None:
    (tree / "a.gz").write_bytes(b"\x1f\x8b\x08\x00garbage in here")
    with pytest.raises(ReadError):
        only("tree/a.gz").load()


def test_a_gzip_bomb_is_refused_in_little_memory(tree: Path) -> None:
    (tree / "bomb.gz").write_bytes(gzip.compress(b"\n" * (100 << 20)))
    tracemalloc.start()
    try:
        with pytest.raises(ReadError, match=r"unpacks to more than limits.archive_ratio \(200\) times its size"):
            content_in_blocks(only("tree/bomb.gz"))
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()


def content_in_blocks(source: Source) -> None:
    with source.load().open() as stream:
        while stream.read(1 << 18):
            pass


def test_standard_input_is_a_source_that_can_be_read_again() -> None:
    data = b"Envoys met in Geneva.\n" * 20_000
    sources = list(scan(["-"], limits=LIMITS, encoding="cp1252", stdin=io.BytesIO(data)))
    (source,) = sources
    raw = source.load()
    assert (source.name, source.path, raw.source, raw.encoding) == ("-", f"-/{hashlib.sha256(data).hexdigest()}", "-", "cp1252")
    assert content(source) == content(source) == data
    spool = Path(source.file)
    del raw, source
    sources.clear()
    gc.collect()
    assert not spool.exists()


def test_standard_input_that_is_closed_endless_or_broken() -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"x" * size

    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    few = Limits(source_bytes=1_000)
    reasons = [next(iter(scan(["-"], limits=few, stdin=stdin))).failed for stdin in (None, Endless(), Broken())]  # type: ignore[arg-type]  # as much of a stream as is used
    assert reasons == ["standard input is not open", "longer than limits.source_bytes (1000)", "Input/output error"]


def test_a_deep_tree(tree: Path) -> None:
    folder = tree
    for _ in range(300):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("x")
    assert list(scanned("tree").values()) == [""]


def test_importing_sources_does_not_import_a_reader() -> None:
    code = "import sys, wiresearch.sources; print([m for m in sys.modules if m.startswith('wiresearch.readers')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_source_is_lazy(tree: Path) -> None:
    (tree / "a.txt").write_text("x")
    found: Iterator[Source] = scan(["tree", "nowhere"], limits=LIMITS)
    assert next(found).name == "tree/a.txt"
    assert next(found).failed
