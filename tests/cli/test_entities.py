"""`wiresearch entities` on a small archive of our own, and what a change of the aliases does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

# (headline, city, day, text): written for this test.
STORIES = (
    ("Velk in Oslo", "OSLO", 1, "President Thomas Velk met Foreign Minister Helen Brond. Velk said the Nordic Council would meet."),
    ("Velk and Brond", "OSLO", 2, "Thomas Velk and Helen Brond, analyst Pia Rondo said, were guests of the Nordic Council."),
    ("Third day", "LISBON", 3, "Prime Minister Thomas Velk spoke to Foreign Minister Helen Brond in Lisbon."),
    ("Old form", "LISBON", 4, "Prime Minister Tomas Welk spoke to the Nordic Council about Quorvex."),
)


@pytest.fixture
def built(run, tmp_path: Path):
    """The program over an index of these stories, in an empty current folder."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for number, (headline, city, day, text) in enumerate(STORIES):
        (folder / f"{number}.txt").write_text(f"TEST.WIRE\n{headline}\n{city} (AFP) Aug {day}, 2003\n{text}\n\nTEST.WIRE\n")
    assert run("index", str(folder)).exit_code == 0

    def ask(*args: str):
        return run(*args)

    ask.folder = folder
    return ask


def rows(result) -> list[list[str]]:
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_names_are_listed_by_how_many_dispatches_have_them(built) -> None:
    assert rows(built("entities", "list", "--of", "person"))[:2] == [["3", "person", "Helen Brond"], ["3", "person", "Thomas Velk"]]
    assert ["1", "person", "Pia Rondo"] in rows(built("entities", "list", "analyst"))
    assert len(rows(built("entities", "list", "--top", "2"))) == 2
    assert built("entities", "list", "nowhere").exit_code == 1


def test_pairs_come_with_their_counts_and_npmi(built) -> None:
    first = rows(built("entities", "pairs", "--of", "person"))[0]
    assert first[1:] == ["3", "person", "Helen Brond", "3", "person", "Thomas Velk", "3"]
    assert float(first[0]) == 1.0
    record = json.loads(built("entities", "pairs", "--least", "2", "--output-format", "json").stdout)
    assert record["total"] == 4
    council = next(pair for pair in record["pairs"] if {pair["first"]["name"], pair["second"]["name"]} == {"Nordic Council", "Thomas Velk"})
    assert council["count"] == 2
    nothing = built("entities", "pairs", "--least", "4", "--of", "person")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "0 of 0 pairs" in nothing.stderr


def test_one_name_is_told_with_forms_dates_and_company(built) -> None:
    told = built("entities", "show", "thomas", "velk", "--output-format", "text").stdout
    for expected in ("Thomas Velk", "3, 6 mentions", "2003-08-01 to 2003-08-03", "Velk (2)", "Helen Brond (3)", "Third day"):
        assert expected in told
    record = json.loads(built("entities", "show", "Velk", "Thomas", "--output-format", "json").stdout or "{}")
    assert record == {}
    near = built("entities", "show", "Velk")
    assert near.exit_code == 1
    assert "did you mean: Thomas Velk (3)" in near.stderr


def test_a_change_of_the_aliases_takes_effect_without_the_sources(built) -> None:
    Path("aliases.toml").write_text('[merge]\n"Thomas Velk" = ["Tomas Welk"]\n[retype]\norganisation = ["Quorvex"]\n')
    assert "wiresearch entities apply" in built("entities", "list").stderr
    for file in built.folder.iterdir():
        file.unlink()
    applied = built("entities", "apply")
    assert (applied.exit_code, applied.stdout) == (0, "")
    assert "of 4 dispatches in the index 1 have other entities now" in applied.stderr
    assert built("search", 'person:"Thomas Velk"', "-c").stdout == "4\n"
    assert built("search", "organisation:Quorvex", "-c").stdout == "1\n"
    assert "entities apply" not in built("entities", "list").stderr
    assert "nothing to do" in built("entities", "apply").stderr


def test_indexing_takes_a_change_of_the_aliases_with_it(built) -> None:
    Path("other.toml").write_text('[block]\nperson = ["Thomas Velk"]\n')
    would = "the names in all 4 dispatches would be found again"
    assert would in built("index", str(built.folder), "--aliases", "other.toml", "--dry-run").stderr
    assert would not in built("index", str(built.folder), "--aliases", "other.toml", "--dry-run", "--full").stderr
    assert would not in built("index", str(built.folder), "--dry-run").stderr
    again = built("index", str(built.folder), "--aliases", "other.toml")
    assert "of 4 dispatches in the index 3 have other entities now" in again.stderr
    assert built("search", 'person:"Thomas Velk"', "-c", "--exit-zero").stdout == "0\n"
    (built.folder / "4.txt").write_text("TEST.WIRE\nNew\nOSLO (AFP) Aug 5, 2003\nThomas Velk and Helen Brond spoke.\n\nTEST.WIRE\n")
    assert built("index", str(built.folder), "--aliases", "other.toml").exit_code == 0
    assert built("search", 'person:"Thomas Velk"', "-c", "--exit-zero").stdout == "0\n"
    assert built("index", str(built.folder)).exit_code == 0
    assert built("search", 'person:"Thomas Velk"', "-c").stdout == "4\n"


def test_the_fingerprint_of_an_index_tells_its_aliases(built) -> None:
    def fingerprint() -> str:
        return json.loads(built("stats", "--json").stdout)["identity"]["fingerprint"]

    before = fingerprint()
    Path("aliases.toml").write_text('[block]\nperson = ["Nobody"]\n')
    built("entities", "apply")
    assert fingerprint() != before
    Path("aliases.toml").unlink()
    built("entities", "apply")
    assert fingerprint() == before


def test_check_tells_what_is_wrong_unused_and_alike(built) -> None:
    (built.folder / "4.txt").write_text(
        "TEST.WIRE\nNew\nOSLO (AFP) Aug 5, 2003\nPrime Minister Thomas Velk met Mr Helen-Brond.\n\nTEST.WIRE\n"
    )
    built("index", str(built.folder))
    Path("aliases.toml").write_text('[merge]\n"Thomas Velk" = ["Tomas Welk", "Y. Velkov"]\n')
    checked = built("entities", "check")
    assert checked.exit_code == 0
    assert checked.stdout.splitlines() == [
        "merge: no dispatch has 'Y. Velkov' in its text",
        'person: alike, and two names:  "Helen Brond" = ["Helen-Brond"]',
    ]
    assert "2 names in the aliases, 1 of them in no dispatch" in checked.stderr
    Path("aliases.toml").write_text('[merge]\n"A" = ["C"]\n"B" = ["C"]\n')
    wrong = built("entities", "check")
    assert wrong.exit_code == 2
    assert 'gives "C" two names' in wrong.stderr
    Path("aliases.toml").write_text('[merg]\n[block]\npersons = ["A"]\n')
    assert [line.strip()[:30] for line in built("entities", "check").stderr.splitlines()] == [
        "wiresearch: aliases.toml: no s",
        "block has no kind 'persons', o",
    ]


def test_aliases_beside_the_dispatches_are_data(run, built, monkeypatch: pytest.MonkeyPatch) -> None:
    (built.folder / "aliases.toml").write_text('[block]\nperson = ["Thomas Velk"]\n')
    monkeypatch.chdir(built.folder)
    result = run("--index", "../here/index", "index", ".", "--exclude", "*.toml")
    assert result.exit_code == 0
    assert run("--index", "../here/index", "search", 'person:"Thomas Velk"', "-c").stdout == "3\n"


def test_bad_arguments_are_told_in_a_line(built) -> None:
    assert "only person, organisation, place" in built("entities", "list", "--of", "people").stderr
    assert built("entities", "list", "--of", "people").exit_code == 2
    missing = built("entities", "check", "--aliases", "none.toml")
    assert (missing.exit_code, "cannot read none.toml" in missing.stderr) == (2, True)
    assert "did you mean: pairs" in built("entities", "pair").stderr
    assert built("--index", "nowhere", "entities", "apply").exit_code == 4
