"""The examples of docs/query-language.md are read as the page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from wiresearch.errors import QueryError
from wiresearch.queryparser import parse, unparse

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


EXAMPLES = re.findall(r"^(\S.*?) +=> (.+)\n((?:note: .+\n)*)", "".join(blocks("query")), re.MULTILINE)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == "".join(blocks("query")).count("=>") > 40


@pytest.mark.parametrize(("typed", "said", "notes"), EXAMPLES)
def test_an_example_is_read_as_the_page_says(typed: str, said: str, notes: str) -> None:
    parsed = parse(typed, anchor=date(2003, 8, 13))
    assert unparse(parsed.query) == said
    assert [f"note: {note}" for note in parsed.notes] == notes.splitlines()


@pytest.mark.parametrize("block", blocks("error"))
def test_an_error_is_told_as_the_page_says(block: str) -> None:
    message, typed, caret, *hint = [line.removeprefix("    ") for line in block.splitlines()]
    with pytest.raises(QueryError) as refused:
        parse(typed)
    error = refused.value
    assert [error.message, error.start, error.end, error.hint or ""] == [message, caret.index("^"), len(caret), "".join(hint)]
