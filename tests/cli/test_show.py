"""`wiresearch show`: one dispatch by any of its names, as text, as JSON, as the bytes it was read from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import wiresearch
from wiresearch.cli.failures import Refusal
from wiresearch.cli.options import Globals
from wiresearch.cli.show import _one
from wiresearch.dispatch import Dispatch, Provenance


@pytest.fixture
def key(ask) -> str:
    """The key of the dispatch on cocoa."""
    return ask("search", "cocoa", "--fields", "key").stdout.strip()


def test_a_dispatch_is_shown_by_key_beginning_of_key_and_uri(ask, key: str) -> None:
    uri = ask("search", "cocoa", "-l").stdout.strip()
    shown = [ask("show", name).stdout for name in (key, key[:10], uri)]
    assert shown[0] == shown[1] == shown[2]
    assert "Cocoa talks collapse" in shown[0]
    assert "Cocoa producers left the talks without a pact." in shown[0]


def test_names_come_from_stdin_too(ask) -> None:
    uris = ask("search", "zinc", "-l").stdout
    assert ask("show", "-", stdin=uris).stdout.count("with zinc") == 8


def test_headers_leave_the_text_out(ask, key: str) -> None:
    shown = ask("show", key, "--headers").stdout
    assert "Cocoa talks collapse" in shown
    assert "producers" not in shown


def test_json_holds_all_that_is_known(ask, key: str) -> None:
    shown = json.loads(ask("show", key, "--json").stdout)
    assert shown["schema_version"] == 1
    (dispatch,) = shown["dispatches"]
    assert (dispatch["key"], dispatch["headline"], dispatch["dateline"]["city"]) == (key, "Cocoa talks collapse", "Abidjan")


class TwoDispatches:
    """An archive in which every name is that of two dispatches."""

    def __init__(self, uris: tuple[str, str]) -> None:
        origin = Provenance("wire.txt", 0, 1, "00", "plain-text", "ascii")
        self.dispatches = tuple(
            Dispatch(origin, key=f"abcd{number}", uri=uri, headline=f"Story {number}") for number, uri in enumerate(uris, 1)
        )

    def get(self, name: str) -> tuple[Dispatch, ...]:
        return self.dispatches


def test_a_beginning_that_several_keys_share_lists_them() -> None:
    with pytest.raises(Refusal) as refused:
        _one(Globals(), TwoDispatches(("urn:a", "urn:b")), "abcd")
    assert refused.value.code == 2
    assert refused.value.message == "2 dispatches are named abcd…"
    assert refused.value.hint == "write more of the key:\nabcd1  Story 1\nabcd2  Story 2"


def test_of_several_versions_of_one_uri_the_newest_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert _one(Globals(), TwoDispatches(("urn:a", "urn:a")), "urn:a").key == "abcd1"
    assert capsys.readouterr().err == "note: the newest of 2 versions; the others: abcd2\n"


def test_raw_gives_the_bytes_of_the_source(ask, key: str, archive: Path) -> None:
    raw = ask("show", key, "--raw").stdout_bytes
    assert raw.startswith(b"<REUTERS ")
    assert b"ABIDJAN" in raw
    assert raw in (archive / "april.sgm").read_bytes()
    assert b"WASHINGTON" not in raw


def test_raw_undoes_gzip_and_refuses_what_has_changed(run, archive: Path) -> None:
    content = (archive / "april.sgm").read_bytes()
    packed = Path("april.sgm.gz")
    packed.write_bytes(gzip.compress(content))
    wiresearch.index("april.sgm.gz")
    uri = run("search", "cocoa", "-l").stdout.strip()
    raw = run("show", uri, "--raw").stdout_bytes
    assert raw
    assert raw in content

    packed.write_bytes(gzip.compress(content.replace(b"pact", b"deal")))
    changed = run("show", uri, "--raw")
    assert (changed.exit_code, changed.stdout) == (6, "")
    assert "april.sgm.gz is not what it was when it was indexed" in changed.stderr

    packed.unlink()
    gone = run("show", uri, "--raw")
    assert gone.exit_code == 6
    assert "No such file" in gone.stderr
    assert "index its folder again" in gone.stderr


def test_raw_of_what_came_from_stdin_is_refused(run, archive: Path) -> None:
    run("index", "-", stdin=(archive / "april.sgm").read_bytes())
    uri = run("search", "cocoa", "-l").stdout.strip()
    result = run("show", uri, "--raw")
    assert result.exit_code == 6
    assert "its bytes were not kept" in result.stderr


def test_a_headline_with_control_characters_is_shown_harmless(ask) -> None:
    uri = ask("search", "bill", "-l").stdout.strip()
    for args in ([], ["--headers"], ["--json"]):
        assert "\x1b" not in ask("show", uri, *args).stdout
