"""Laws of `extract` on any text: pure, idempotent, spans that show the surface, no exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.dispatch import Dispatch, Provenance
from wiresearch.entities import extract

_WORDS = """the of and for in de al- 's . , ( ) - “ Mr President Minister spokesman said told US U.S. Korea Koreas Russian Paris Reading
Jordan John Smith Kim Il-sung Acme Corp Inc Bank Ministry Lake River IMF (IMF) TASS Interfax dpa Boston-based Iran-Iraq NATO TELL
FRANCE AAA J.P. St. Wednesday São 東京 القاهرة Ünal \x00 \u202e \ufffd"""
_texts = st.one_of(st.lists(st.sampled_from(_WORDS.split()), max_size=30).map(" ".join), st.text(max_size=60))


def _dispatch(headline: str, paragraphs: list[str]) -> Dispatch:
    return Dispatch(Provenance("test", 0, 0, "", "plaintext", "utf-8"), headline=headline, paragraphs=tuple(paragraphs), agency="TASS")


@given(_texts, st.lists(_texts, max_size=4))
def test_extracting_twice_is_extracting_once(headline: str, paragraphs: list[str]) -> None:
    once = extract(_dispatch(headline, paragraphs))
    assert extract(once) == once
    assert "TASS" not in once.cited_agencies


@given(_texts, st.lists(_texts, max_size=4))
def test_every_span_shows_a_surface(headline: str, paragraphs: list[str]) -> None:
    found = extract(_dispatch(headline, paragraphs))
    for entity in found.entities:
        assert entity.mentions >= len(entity.spans)
        assert entity.name
        assert {paragraphs[number][start:end] for number, start, end in entity.spans} <= set(entity.surfaces)
    assert len({(entity.kind, entity.name) for entity in found.entities}) == len(found.entities)
    assert set(found.countries) <= set(found.countries_all)


@given(_texts, _texts)
def test_a_dispatch_is_read_alike_whatever_was_read_before(first: str, second: str) -> None:
    alone = extract(_dispatch("", [second]))
    extract(_dispatch("", [first]))
    assert extract(_dispatch("", [second])) == alone


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "A" * 200_000,
        "A" + "-a" * 100_000,
        "A " * 20_000,
        "Aa of " * 20_000,
        "Aa of the " * 10_000,
        "A.-" * 50_000,
        "A.B" * 20_000,
        "al-" * 50_000,
        "St. " * 20_000,
        "John Smith said. " * 5_000,
        "John Smith met Smith. " * 5_000,
        " ".join(f"Mr Name{number:x}q." for number in range(5_000)),
        "".join(f"Foo{number} Corp (FC{number}). " for number in range(5_000)),
        "\x00\x01\x02 " * 30_000,
        "新华社北京电" * 20_000,
        "قالت وكالة الأنباء " * 10_000,
        "\u202eAbc \u202c" * 20_000,
        "“" * 50_000,
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.timeout(20)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    found = extract(_dispatch(text[:5_000], [text]))
    assert extract(found) == found
