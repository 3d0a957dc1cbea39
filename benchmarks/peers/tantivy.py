"""tantivy, through its Python bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tantivy
from questions import FACETS, TOP, Answer, Question
from tantivy import Document, FieldType, Occur, Query

from peers.base import Peer, city, largest, noon
from wiresearch.dispatch import Dispatch
from wiresearch.fields import LOOSE_FIELDS

HEAP = 256_000_000


class Tantivy(Peer):
    """tantivy, one indexing thread. Its tokeniser cuts at every mark ("U.S." is two words) and its Snowball stemmer is an older one.

    Prefixes (constant score) and misspellings (any first letter) are looked for among stems; a term's score is the sum over the
    three fields. It has no calendar months, so a number of the month stands beside the date.
    """

    def _index(self) -> Any:
        self._text = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .filter(tantivy.Filter.stemmer("english"))
            .build()
        )
        build = tantivy.SchemaBuilder().add_text_field("key", stored=True, tokenizer_name="raw")
        for name in LOOSE_FIELDS:
            build.add_text_field(name, stored=True, tokenizer_name="stemmed")
        for name in FACETS:
            build.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
        build.add_date_field("date", stored=True, indexed=True, fast=True).add_unsigned_field("month", fast=True)
        self._schema = build.build()
        self.folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self._schema, path=str(self.folder))
        index.register_tokenizer("stemmed", self._text)
        return index

    def write(self, dispatches: Iterable[Dispatch]) -> None:
        writer = self._index().writer(heap_size=HEAP, num_threads=1)
        for dispatch in dispatches:
            filed_from = city(dispatch)
            document = Document(key=dispatch.key, headline=dispatch.headline, country=list(dispatch.countries))
            # One value for a paragraph: no phrase reaches from one into the next.
            document.extend({"lead": list(dispatch.paragraphs[:1]), "body": list(dispatch.paragraphs[1:])}, self._schema)
            if filed_from:
                document.add_text("dateline_city", filed_from)
            if dispatch.day:
                document.add_date("date", noon(dispatch.day))
                document.add_unsigned("month", dispatch.day.year * 12 + dispatch.day.month)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._searcher = self._index().searcher()

    def segments(self) -> int | None:
        return int(self._searcher.num_segments)

    def search(self, question: Question) -> Answer | None:
        query = self._query(question)
        order = {"order_by_field": "date"} if question.newest_first else {}
        found = self._searcher.search(query, TOP, **order)
        asked: dict[str, Any] = {}
        if question.facets:
            asked = {name: {"terms": {"field": name, "size": TOP}} for name in FACETS}
        if question.months:
            asked = {"month": {"histogram": {"field": "month", "interval": 1}}}
        groups = self._searcher.aggregate(query, asked) if asked else {}
        return Answer(
            keys=tuple(self._searcher.doc(address)["key"][0] for _, address in found.hits),
            total=found.count,
            counts={name: largest((bucket["doc_count"] for bucket in group["buckets"]), None) for name, group in groups.items()},
        )

    def _query(self, question: Question) -> Any:
        def loose(kind: Any, text: Any, **settings: Any) -> Any:
            return Query.boolean_query([(Occur.Should, kind(self._schema, field, text, **settings)) for field in LOOSE_FIELDS])

        stems = [self._text.analyze(word)[0] for word in question.words]
        terms = [loose(Query.term_query, text) for text in stems]
        match question.how:
            case "everything":
                return Query.all_query()
            case "phrase":
                return loose(Query.phrase_query, stems)
            case "prefix":
                return loose(Query.fuzzy_term_query, question.words[0], distance=0, prefix=True)
            case "fuzzy":
                return loose(Query.fuzzy_term_query, question.words[0], distance=question.edits)
            case "any":
                return Query.boolean_query([(Occur.Should, term) for term in terms])
            case "all":
                if question.days:
                    first, last = map(noon, question.days)
                    terms.append(Query.range_query(self._schema, "date", FieldType.Date, first, last))
                return Query.boolean_query([(Occur.Must, term) for term in terms]) if len(terms) > 1 else terms[0]

    def close(self) -> None:
        del self._searcher
