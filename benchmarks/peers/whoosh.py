"""Plain Whoosh."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from questions import TOP, Answer, Question
from stemming import PARAGRAPH, StemmedWords, stem
from whoosh.fields import DATETIME, ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, exists_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every
from whoosh.query.ranges import DateRange
from whoosh.query.terms import FuzzyTerm, Prefix, Term
from whoosh.sorting import Count, FieldFacet

from peers.base import Peer, city, largest, noon
from wiresearch.dispatch import Dispatch
from wiresearch.fields import LOOSE_FIELDS


def segments(folder: Path) -> int:
    """The segments of a Whoosh index, which that of wiresearch is too."""
    with open_dir(str(folder)).reader() as reader:
        return len(reader.leaf_readers())


class Whoosh(Peer):
    """Whoosh as it comes (stock codec, writer, searcher), over the same words and stems as wiresearch.

    It tells the total in the same pass only where it visits every match. Prefixes and misspellings are looked for among
    stems; a transposition is two edits. The month stands beside the date, to be counted as a value.
    """

    def write(self, dispatches: Iterable[Dispatch]) -> None:
        with self._index().writer() as writer:
            for dispatch in dispatches:
                lead, body = dispatch.paragraphs[:1], dispatch.paragraphs[1:]
                writer.add_document(
                    key=dispatch.key,
                    headline=dispatch.headline,
                    lead="".join(lead),
                    body=PARAGRAPH.join(body),
                    country=",".join(dispatch.countries),
                    dateline_city=city(dispatch),
                    date=noon(dispatch.day).replace(tzinfo=None) if dispatch.day else None,
                    month=dispatch.day.strftime("%Y-%m") if dispatch.day else "",
                )

    def _index(self) -> Any:
        if exists_in(str(self.folder)):
            return open_dir(str(self.folder))
        self.folder.mkdir(parents=True, exist_ok=True)
        facets = {"country": KEYWORD(commas=True, stored=True), "dateline_city": ID(stored=True, sortable=True)}
        texts = {name: TEXT(analyzer=StemmedWords(), stored=True) for name in LOOSE_FIELDS}
        schema = Schema(
            key=ID(unique=True, stored=True), date=DATETIME(stored=True, sortable=True), month=ID(sortable=True), **facets, **texts
        )
        return create_in(str(self.folder), schema)

    def merge(self) -> bool:
        self._index().optimize()
        return True

    def open(self) -> None:
        self._searcher = self._index().searcher()

    def segments(self) -> int | None:
        return segments(self.folder)

    def search(self, question: Question) -> Answer | None:
        groups: dict[str, Any] = {}
        if question.facets:
            groups = {"country": FieldFacet("country", allow_overlap=True), "dateline_city": FieldFacet("dateline_city")}
        if question.months:
            # DateRangeFacet takes 50 times as long: it runs a query for each month.
            groups = {"month": FieldFacet("month")}
        order = {"sortedby": FieldFacet("date", reverse=True)} if question.newest_first else {}
        grouped = {"groupedby": groups, "maptype": Count} if groups else {}
        found = self._searcher.search(self._query(question), limit=TOP, **order, **grouped)
        counts = {name: {value: count for value, count in found.groups(name).items() if value} for name in groups}
        return Answer(
            keys=tuple(found[place]["key"] for place in range(min(TOP, found.scored_length()))),
            total=len(found) if found.has_exact_length() else None,
            counts={name: largest(values.values(), None if name == "month" else TOP) for name, values in counts.items()},
        )

    def _query(self, question: Question) -> Any:
        def loose(kind: Any, text: Any, **settings: Any) -> Any:
            return Or([kind(field, text, **settings) for field in LOOSE_FIELDS])

        terms = [loose(Term, stem(word)) for word in question.words]
        match question.how:
            case "everything":
                return Every()
            case "phrase":
                return loose(Phrase, [stem(word) for word in question.words])
            case "prefix":
                return loose(Prefix, question.words[0])
            case "fuzzy":
                return loose(FuzzyTerm, question.words[0], maxdist=question.edits, prefixlength=1)
            case "any":
                return Or(terms)
            case "all" if question.days:
                first, last = (noon(day).replace(tzinfo=None) for day in question.days)
                return And([*terms, DateRange("date", first, last)])
            case "all":
                return And(terms) if len(terms) > 1 else terms[0]

    def matches(self, question: Question) -> set[str]:
        """The keys of all that match."""
        return {self._searcher.stored_fields(number)["key"] for number in self._searcher.docs_for_query(self._query(question))}

    def total(self, question: Question) -> int | None:
        return sum(1 for _ in self._searcher.docs_for_query(self._query(question)))

    def close(self) -> None:
        self._searcher.close()
