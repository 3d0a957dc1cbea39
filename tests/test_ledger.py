"""The ledger: who gave what, across commits and odd file names."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from wiresearch.errors import IndexDamaged
from wiresearch.ledger import Entry, Ledger, item_number
from wiresearch.results import Outcome

A = Entry("/wire/a.txt", "wire/a.txt", 10, 1, "aa", "r1", "indexed", keys=("k1", "k2", "k1"))
B = Entry("/wire/b.txt", "wire/b.txt", 20, 2, "bb", "r1", "failed", "no end", 3, ("k2",))


def test_what_is_committed_stays_and_the_rest_is_lost(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(A)
        ledger.commit()
        ledger.record(B)
    with Ledger(tmp_path / "l") as ledger:
        assert ledger.sources() == 1
        assert ledger.find(B.path) is None
        assert ledger.keys(A.path) == A.keys


def test_a_key_that_two_sources_give_is_known_for_both(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(A)
        ledger.record(B)
        assert ledger.given_elsewhere(["k1", "k2"], A.path) == {"k2"}
        ledger.forget(B.path)
        assert ledger.given_elsewhere(["k1", "k2"], A.path) == set()


def test_recording_again_replaces(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(A)
        ledger.record(Entry(A.path, A.name, 11, 9, "cc", "r1", "indexed", keys=("k3",)))
        assert ledger.keys(A.path) == ("k3",)
        found = ledger.find(A.path)
        assert found is not None
        assert (found.size, found.sha256) == (11, "cc")


def test_below_means_below_and_not_beside(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        for path in ("/wire/a", "/wire2/b", "/wire"):
            ledger.record(Entry(path, path, 1, 1, "", "", "indexed"))
        assert [entry.path for entry in ledger.below(["/wire"])] == ["/wire", "/wire/a"]
        assert [entry.path for entry in ledger.below(["/"])] == ["/wire", "/wire/a", "/wire2/b"]


def test_a_name_that_is_no_text_is_kept(tmp_path: Path) -> None:
    path = os.fsdecode(b"/wire/caf\xe9\n.txt")
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(Entry(path, path, 1, 1, "", "", "failed", f"{path}: no end"))
        found = ledger.find(path)
        assert found is not None
        assert found.reason == f"{path}: no end"
        assert os.fsencode(found.name) == b"/wire/caf\xe9\n.txt"


def test_the_fingerprint_names_the_content_not_the_order(tmp_path: Path) -> None:
    prints = []
    for number, entries in enumerate([(A, B), (B, A), (A,)]):
        with Ledger(tmp_path / str(number)) as ledger:
            for entry in entries:
                ledger.record(entry)
            prints.append(ledger.fingerprint("r"))
            assert ledger.fingerprint("other") != prints[-1]
    assert prints[0] == prints[1] == prints[2]  # B gives nothing that A does not


def test_a_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / "l").write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexDamaged, match="ledger"):
        Ledger(tmp_path / "l")


def test_the_keys_at_a_place(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        for path, keys in (("/a/ap/1.sgml", ("k1", "k2")), ("/b/ap/1.sgml", ("k3",)), ("/b/swap/1.sgml", ("k4",))):
            ledger.record(dataclasses.replace(A, path=path, keys=keys))
        assert ledger.placed([("ap/1.sgml", 0), ("1.sgml", 0), ("/a/ap/1.sgml", 1), ("ap/1.sgml", 2), ("none", 0)]) == {
            ("ap/1.sgml", 0): {"k1", "k3"},
            ("1.sgml", 0): {"k1", "k3", "k4"},
            ("/a/ap/1.sgml", 1): {"k2"},
        }
        assert ledger.placed([]) == {}


def fill(ledger: Ledger) -> None:
    for number in range(1_000):
        ledger.record(Entry(f"/a/{number}", f"{number}", 1, 1, "00" * 32, "r", "indexed", keys=(f"{number:016}",)))


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger._database.execute("PRAGMA max_page_count = 5")
        with pytest.raises(OSError, match="No space left"):
            fill(ledger)


def test_damage_found_while_it_is_read_is_told_as_damage(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with Ledger(file) as ledger:
        fill(ledger)
        ledger.commit()
    content = file.read_bytes()
    file.write_bytes(content[:20_000] + bytes(len(content) - 40_000) + content[-20_000:])
    with Ledger(file) as ledger, pytest.raises(IndexDamaged, match="cannot be used"):
        list(ledger.below(["/"]))


def test_members_are_kept_in_order_with_their_reasons_until_the_source_is_recorded_anew_or_forgotten(tmp_path: Path) -> None:
    odd = os.fsdecode(b"wire/a.tar!caf\xe9\n")
    members = [Outcome(f"{odd}!b", "indexed", dispatches=2, warnings=1), Outcome(odd, "failed", f"{odd}: no end")]
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(A, members)
        ledger.record(B)
        assert ledger.members(A.path) == members
        assert ledger.members(B.path) == []
        ledger.record(A, members[1:])
        assert ledger.members(A.path) == members[1:]
        ledger.forget(A.path)
        assert ledger.members(A.path) == []


def test_what_was_read_by_other_rules_is_given_elsewhere_but_not_by_these(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(A)
        ledger.record(dataclasses.replace(B, rules="r0"))
        assert ledger.given_elsewhere(["k1", "k2"], A.path) == {"k2"}
        assert ledger.given_elsewhere(["k1", "k2"], A.path, "r1") == set()
        assert ledger.given_elsewhere(["k1", "k2"], B.path, "r1") == {"k1", "k2"}


def test_an_item_with_another_key_elsewhere_is_a_conflict(tmp_path: Path) -> None:
    item = item_number("AP:one", None)
    assert item is not None
    with Ledger(tmp_path / "l") as ledger:
        ledger.record(dataclasses.replace(A, items=(item, None, None)))
        assert ledger.conflicts([(item, "k9"), (item, "k1"), (item, "k8")], B.path, "r1") == {(item, "k9"): A.name, (item, "k8"): A.name}
        assert ledger.conflicts([(item, "k1")], B.path, "r1") == {}, "the same bytes"
        assert ledger.conflicts([(item, "k9")], A.path, "r1") == {}, "its own source is about to be replaced"
        assert ledger.conflicts([(item, "k9")], B.path, "r2") == {}, "what is yet to be read again"


def test_versions_tell_the_dispatches_of_an_item_apart() -> None:
    assert item_number("AP:one", "2") is None
    assert item_number("sha256:ab", None) is None
    assert item_number("AP:one", None) != item_number("AP:two", None)
