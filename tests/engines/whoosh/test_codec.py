"""The arrays through Whoosh's own interfaces: the same postings as Whoosh's own writer gives, and the same hits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conformance_archive import drawn
from whoosh import index as whoosh_index
from whoosh.query import And, Or, Phrase, Prefix, Term
from whoosh.reading import IndexReader
from whoosh.scoring import FunctionWeighting

from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_writer
from wiresearch.engines.whoosh.analysis import analyse
from wiresearch.engines.whoosh.schema import NUMBER_COLUMNS, TEXT_GROUPS, VALUE_FIELDS, make_schema
from wiresearch.fields import BY_NAME

Make = Callable[..., Dispatch]
TEXT_FIELDS = [field for fields in TEXT_GROUPS.values() for field in fields]
SIZE = 40


def stock(folder: Path, archive: list[Dispatch]) -> IndexReader:
    """The archive in an index of plain Whoosh: its codec, its writer, the same schema and analysis."""
    writer = whoosh_index.create_in(str(folder), make_schema()).writer()
    for dispatch in archive:
        texts: dict[str, Any] = {field: analyse(BY_NAME[field].values(dispatch)) for field in TEXT_FIELDS}
        writer.add_document(**texts, **{field: tuple(BY_NAME[field].values(dispatch)) for field in VALUE_FIELDS})
    writer.commit()
    return whoosh_index.open_dir(str(folder)).reader()


def postings(reader: IndexReader, field: str, term: bytes) -> list[tuple[int, float, list[int] | None]]:
    matcher = reader.postings(field, term)
    found = []
    while matcher.is_active():
        positions = matcher.value_as("positions") if field in TEXT_FIELDS else None
        found.append((matcher.id(), matcher.weight(), positions))
        matcher.next()
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    archive = [*drawn(SIZE), long_one()]
    ours, plain = (tmp_path_factory.mktemp(name) for name in ("ours", "plain"))
    with open_writer(ours) as writer:
        for dispatch in archive:
            writer.add(dispatch)
    stock(plain, archive).close()
    return ours, plain


def long_one() -> Dispatch:
    """A paragraph of more than a thousand words, and an empty one before it."""
    first = drawn(1)[0]
    return Dispatch(first.provenance, key="f" * 16, headline="Talks", paragraphs=("Kim talks", " ", "weapons " * 1_003 + "Korea"))


def test_every_posting_is_that_of_whooshs_own_writer(both: tuple[Path, Path]) -> None:
    ours, plain = (whoosh_index.open_dir(str(folder)).reader() for folder in both)
    terms = list(plain.all_terms())
    assert list(ours.all_terms()) == terms
    assert len(terms) > 250
    for field, term in terms:
        assert postings(ours, field, term) == postings(plain, field, term), (field, term)
        assert ours.doc_frequency(field, term) == plain.doc_frequency(field, term)
        assert ours.frequency(field, term) == plain.frequency(field, term)
    ours.close()
    plain.close()


def test_every_length_is_the_number_of_words(both: tuple[Path, Path]) -> None:
    reader = whoosh_index.open_dir(str(both[0])).reader()
    for number, dispatch in enumerate([*drawn(SIZE), long_one()]):
        for field in TEXT_FIELDS:
            assert reader.doc_field_length(number, field) == analyse(BY_NAME[field].values(dispatch)).length
    reader.close()


QUERIES = [
    Term("body", b"talk"),
    Term("lead", b"=talks"),
    Term("agency", b"afp"),
    And([Term("lead", b"kim"), Term("lead", b"talk")]),
    Or([Term("headline", b"kim"), Term("place", b"paris")]),
    And([Term("body", b"talk"), Term("kind", b"story")]),
    Phrase("lead", [b"kim", b"talk"]),
    Prefix("headline", "=insp"),
]


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_whooshs_own_queries_find_the_same(both: tuple[Path, Path], query: Any) -> None:
    by_weight = FunctionWeighting(lambda searcher, field, text, matcher: matcher.weight())
    found = []
    for folder in both:
        with whoosh_index.open_dir(str(folder)).searcher(weighting=by_weight) as searcher:
            found.append(sorted((hit.docnum, hit.score) for hit in searcher.search(query, limit=None)))
    assert found[0] == found[1]
    assert found[0]


def test_numbers_can_be_sorted_by(both: tuple[Path, Path]) -> None:
    with whoosh_index.open_dir(str(both[0])).searcher() as searcher:
        hits = searcher.search(Term("kind", b"story"), limit=None, sortedby="wordcount")
        counts = [searcher.reader().column_reader("wordcount")[hit.docnum] for hit in hits]
        assert counts == sorted(counts)
        assert {"wordcount", "instant", "date_first"} <= set(NUMBER_COLUMNS)


def test_a_program_that_knows_only_whoosh_opens_it(both: tuple[Path, Path]) -> None:
    program = """
import json, sys
from whoosh.index import open_dir
from whoosh.query import Term
with open_dir(sys.argv[1]).searcher() as searcher:
    print(json.dumps(sorted(hit.docnum for hit in searcher.search(Term("body", b"talk"), limit=None))))
"""
    told = [
        json.loads(subprocess.run([sys.executable, "-c", program, str(folder)], check=True, capture_output=True, text=True).stdout)
        for folder in both
    ]
    assert told[0] == told[1]
    assert told[0]


def test_dispatches_come_only_through_wiresearch(both: tuple[Path, Path], tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        writer.add(drawn(1)[0])
    other = whoosh_index.open_dir(str(tmp_path)).reader().codec()
    writer = whoosh_index.open_dir(str(tmp_path)).writer(codec=other)
    writer.add_document(agency=("AFP",))
    with pytest.raises(NotImplementedError, match="through wiresearch"):
        writer.commit()
