"""The file of aliases: what it says, and what cannot be meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wiresearch.aliases import NONE, Aliases, Meaning, fold_name, load
from wiresearch.errors import ConfigError


@pytest.fixture
def read(tmp_path: Path):
    def read(text: str) -> Aliases:
        file = tmp_path / "aliases.toml"
        file.write_text(text, encoding="utf-8")
        return load(file)

    return read


@pytest.mark.parametrize(
    ("one", "other"), [("Kim Jong-Il", "KIM JONG IL"), ("U.S.", "us"), ("São Paulo", "Sao  Paulo"), ("D'Aubuisson", "d’aubuisson")]
)
def test_names_are_compared_without_case_accents_dots_and_hyphens(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_each_section_says_its_part(read) -> None:
    aliases = read(
        """
        [merge]
        "Muammar Gaddafi" = ["Moamer Kadhafi", "M. Qaddafi"]
        [split]
        "A-B" = ["Anna Arden", "Bela Brack"]
        "George Bush" = [{ name = "George W. Bush", since = 2001-01-20 }, { name = "Elder", until = 1993-01-20, with = ["vice president"] }]
        [block]
        person = ["Agreement"]
        any = ["Monday Night"]
        [retype]
        organisation = ["Kidder Peabody"]
        """
    )
    assert aliases.merge == {"moamer kadhafi": "Muammar Gaddafi", "m qaddafi": "Muammar Gaddafi"}
    assert aliases.split["a b"] == (Meaning("Anna Arden"), Meaning("Bela Brack"))
    assert aliases.split["george bush"][0] == Meaning("George W. Bush", since=date(2001, 1, 20))
    assert aliases.split["george bush"][1] == Meaning("Elder", until=date(1993, 1, 20), words=("vice president",))
    assert aliases.block == {"agreement": {"person"}, "monday night": {"any"}}
    assert aliases.retype == {"kidder peabody": "organisation"}


def test_the_fingerprint_is_of_what_is_said(read) -> None:
    one = read('[merge]\n"X Y" = ["A B", "C D"]\n[block]\nperson = ["E"]')
    assert read('# later\n[block]\nperson = ["E"]\n[merge]\n"X Y" = ["C D", "A B"]').fingerprint == one.fingerprint
    assert read('[merge]\n"X Z" = ["A B", "C D"]\n[block]\nperson = ["E"]').fingerprint != one.fingerprint
    assert read('[merge]\n"X Y" = ["A B", "C D"]\n[block]\nplace = ["E"]').fingerprint != one.fingerprint
    assert read("# nothing yet\n").fingerprint == NONE.fingerprint == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[merg]\n", "did you mean merge?"),
        ("merge = 3", "merge must be a table"),
        ('[merge]\n"A B" = "C D"', 'merge."A B" must be a list of names'),
        ('[merge]\n"A B" = ["C", 4]', "must be a list of names"),
        ('[merge]\n"A B" = [" - "]', "must be a list of names"),
        ('[merge]\n"A" = ["C"]\n"B" = ["C"]', 'gives "C" two names, "A" and "B"'),
        ('[merge]\n"A" = ["B"]\n"B" = ["C"]', '"B" has other names, and is itself one of "A"'),
        ('[split]\n"A" = []', 'split."A" must be a list'),
        ('[split]\n"A" = [{ name = "B", from = 2001-01-01 }]', 'split."A" needs'),
        ('[split]\n"A" = [{ name = "B", since = "2001" }]', 'split."A" needs'),
        ('[block]\npersons = ["A"]', "did you mean person?"),
        ('[retype]\nperson = ["A"]\nplace = ["a"]', "a person and a place"),
        ('[retype]\nany = ["A"]', "retype has no kind 'any'"),
        ('[merge]\n"A" = ["B"]\n[block]\nany = ["B"]', "blocked"),
        ("[merge\n", "is not TOML"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_file(read, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as fault:
        read(text)
    assert told in fault.value.message
    assert "aliases.toml" in fault.value.message


def test_all_faults_are_told_at_once(read) -> None:
    with pytest.raises(ConfigError) as fault:
        read('[merg]\n[block]\npersons = ["A"]\n[retype]\nplace = "x"')
    assert fault.value.hint is not None
    assert len([fault.value.message, *fault.value.hint.splitlines()]) == 3


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        load(tmp_path / "none.toml")
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not TOML"):
        load(tmp_path / "a.toml")
