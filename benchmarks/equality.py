"""Do wiresearch and plain Whoosh find the same, and score the same where Whoosh is told the formula?

    python benchmarks/equality.py --size 21578 --queries 500

Hits: questions of the classes in which both look among the same words, asked of wiresearch (the archive in several segments) and of
an index that plain Whoosh wrote itself; all keys are compared. Scores: conjunctions and disjunctions of words in one field, asked of
the same index through wiresearch and through Whoosh's own queries, matchers and collectors with BM25 as ranking.md states it
(a Whoosh weighting model of this script), within 1e-9. Exit code 1 when one answer differs.
"""

from __future__ import annotations

import math
import random
import sys
from itertools import islice
from typing import Any

from peers import load
from peers.whoosh import Whoosh
from peers.wiresearch import Wiresearch
from questions import CLASSES, Question, Words, draw
from stage import Stage, options
from stemming import stem
from whoosh.index import open_dir
from whoosh.query.compound import And, Or
from whoosh.query.terms import Term
from whoosh.scoring import BaseScorer, WeightingModel

from wiresearch import query
from wiresearch.results import SearchRequest

ALIKE = tuple(
    name for name in CLASSES if name not in ("prefix", "fuzzy 1", "fuzzy 2", "sort by date", "top 10 + 2 facets", "month histogram")
)
K1, B = 0.9, 0.4
FIELD = "headline"


class Formula(WeightingModel):  # type: ignore[misc] # Whoosh's classes are not annotated throughout
    """BM25 with k1 0.9, b 0.4 and idf ln(1 + (N - n + 0.5) / (n + 0.5)), statistics over the whole index."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        whole = searcher.get_parent()
        holders = whole.doc_frequency(fieldname, text)
        idf = math.log(1 + (whole.doc_count() - holders + 0.5) / (holders + 0.5))
        return _Scorer(searcher, fieldname, idf, whole.field_length(fieldname) / whole.doc_count())


class _Scorer(BaseScorer):  # type: ignore[misc] # as above
    def __init__(self, searcher: Any, field: str, idf: float, mean: float) -> None:
        self._searcher, self._field, self._idf, self._mean = searcher, field, idf, mean

    def score(self, matcher: Any) -> float:
        length = self._searcher.doc_field_length(matcher.id(), self._field)
        weight = matcher.weight() / (1 - B + B * length / self._mean)
        return self._idf * (K1 + 1) * weight / (weight + K1)

    def supports_block_quality(self) -> bool:
        return False


def same_hits(ours: Wiresearch, plain: Whoosh, questions: list[Question]) -> int:
    """How many questions both answer with the same dispatches; the others are printed."""
    same = 0
    for question in questions:
        mine, theirs = ours.matches(question), plain.matches(question)
        same += mine == theirs
        if mine != theirs:
            print(f"NOT {question}: {len(mine - theirs)} more, {len(theirs - mine)} less")
    return same


def same_scores(ours: Wiresearch, words: Words, many: int) -> int:
    """How many of `many` queries in one field get the same scores from wiresearch and from Whoosh's own loop."""
    rng = random.Random(1)
    frequent = words.between(0.002, 0.3)
    same = 0
    with open_dir(str(ours.folder)).searcher(weighting=Formula()) as searcher:
        for number in range(many):
            some = rng.sample(frequent, 1 + number % 3)
            terms = [Term(FIELD, stem(word).encode()) for word in some]
            tree: Any = tuple(query.Term((FIELD,), word) for word in some)
            both = (And(terms), query.And(tree)) if number % 2 else (Or(terms), query.Or(tree))
            theirs = {hit.docnum: hit.score for hit in searcher.search(both[0], limit=None)}
            answer = ours.engine.search(SearchRequest(both[1], limit=None, snippets=0))
            mine = sorted((hit.score for hit in answer.hits), reverse=True)
            alike = len(mine) == len(theirs) and all(
                math.isclose(one, other, abs_tol=1e-9) for one, other in zip(mine, sorted(theirs.values(), reverse=True), strict=True)
            )
            same += alike
            if not alike:
                print(f"NOT {both[1]}: {len(mine)} against {len(theirs)} hits")
    return same


def main() -> int:
    """Ask both, print how many answers are the same; 0 when all are."""
    parser = options(__doc__)
    parser.add_argument("--queries", type=int, default=500)
    given = parser.parse_args()
    stage = Stage.of(__file__, given)
    ours, plain = (load(name)(stage.index(name)) for name in ("wiresearch", "whoosh"))
    words = Words(stage.archive.sample())
    each = -(-given.queries // len(ALIKE))
    questions = list(islice((question for name in ALIKE for question in draw(words, name, each)), given.queries))
    ours.open()
    plain.open()
    figures = {
        "queries": given.queries,
        "segments_found": ours.segments(),
        "same_hits": same_hits(ours, plain, questions),
        "same_scores": same_scores(ours, words, given.queries),
    }
    ours.close()
    plain.close()
    print(f"{figures['same_hits']} of {given.queries} with the same hits, {figures['same_scores']} of {given.queries} with the same scores")
    stage.save(figures, queries=given.queries)
    return 0 if figures["same_hits"] == figures["same_scores"] == given.queries else 1


if __name__ == "__main__":
    sys.exit(main())
