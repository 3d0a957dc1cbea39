"""What stands above a text: lines that a wire broke, and those that show the header where no dateline does."""

from __future__ import annotations

from typing import Any

import pytest

from wiresearch.readers import text


def fields(printed: str, **options: Any) -> dict[str, Any]:
    return {name: value for name, value in text.read(printed.split("\n"), **options)[0].items() if value}


def test_broken_lines_above_a_dateline_are_put_together() -> None:
    found = fields(
        "Tea ministers agree on the size of a cup after nine days of\ntalks\n(ADDS quotes, background, details of\nSaucer Act)\n"
        "* Cup to hold two decilitres from next\n  spring on\n* Saucers stay\nBy Jane Doe\n\n"
        "GENEVA, Aug 13 (Reuters) - Ministers agreed.\n"
    )
    assert found == {
        "headline": "Tea ministers agree on the size of a cup after nine days of talks",
        "ednote": "(ADDS quotes, background, details of Saucer Act)",
        "abstract": "Cup to hold two decilitres from next spring on\nSaucers stay",
        "byline": "By Jane Doe",
        "authors": ("Jane Doe",),
        "paragraphs": ("GENEVA, Aug 13 (Reuters) - Ministers agreed.",),
    }


@pytest.mark.parametrize(
    "prose",
    [
        "Tea rose in Geneva and\nwas dear.",  # a sentence
        "Tea rose in Geneva and\nwas sold to\nNorway on Monday",  # goes on
        "Tea\nrose\nand\nrose\nand rose",  # longer than headlines are
    ],
)
def test_a_dateline_below_prose_is_of_another_text(prose: str) -> None:
    found = fields(f"{prose}\n\nOSLO (AP) - Tea fell.")
    assert "headline" not in found
    assert found["paragraphs"][-1] == "OSLO (AP) - Tea fell."


def test_a_byline_closes_the_header_of_a_text_without_dateline() -> None:
    found = fields("Baker cleared\nJury takes ten minutes\n\nBy Jo de Doe, dpa\n\nA baker was cleared.\n\nHe wept.")
    assert (found["headline"], found["headlines"]) == ("Baker cleared", ("Jury takes ten minutes",))
    assert (found["byline"], found["authors"]) == ("By Jo de Doe, dpa", ("Jo de Doe",))
    assert found["paragraphs"] == ("A baker was cleared.", "He wept.")


@pytest.mark.parametrize("line", ["By Monday all had gone", "By Monday, Jo Doe.", "by and by"])
def test_a_sentence_is_no_byline(line: str) -> None:
    assert fields(f"Baker cleared\n\nThe jury was quick\n\n{line}\n\nHe wept.")["paragraphs"][1] == line


def test_writers_of_an_agency_are_named_one_behind_the_other() -> None:
    found = fields("Kilns smoke again\n\nby Tea Wire writers Li Hua, Wang Ming and Jo Doe\n\nNANCHANG, Nov. 3 (Xinhua) -- Smoke rose.")
    assert found["authors"] == ("Li Hua", "Wang Ming", "Jo Doe")
