"""The ranking beside bm25s: known items of Reuters-21578, and the judged queries of seeds/.

    pip install -e '.[bench]'
    python benchmarks/ranking.py ../shared/corpora/reuters21578

A known item: the query is the words of a title, what is wanted is its dispatch, and no title is in any index, so that the
text must answer. Both engines get the same words (`wiresearch.words`), the same stemmer and the same k1 and b; bm25s has
one field where wiresearch has lead and body, and headline in seeds/. Topics are words; of the queries of seeds/ those that
are looked for in texts.

Exits with 1 when `--match any` is more than 0.01 nDCG@10 below bm25s on one of the two.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer
from measured import HERE, RESULTS, save

from wiresearch import evaluation, indexing, layout, normalise, readers, sources
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch
from wiresearch.engines import open_writer
from wiresearch.evaluation import Qrel, RankingOptions, ScoredDoc, Topic
from wiresearch.evaluation.docnos import identify
from wiresearch.evaluation.judging import grades
from wiresearch.evaluation.ranking import by_key, falling
from wiresearch.fields import BY_NAME, LOOSE_FIELDS, SCHEMA_VERSION
from wiresearch.query import Not, Phrase, Prefix, Query, Term, children
from wiresearch.queryparser import parse
from wiresearch.results import Evaluation
from wiresearch.searching import Archive, SearchOptions
from wiresearch.words import tokenise

SEEDS = HERE.parent / "seeds"
K1, B = 0.9, 0.4
DEPTH = 100
MEASURES = evaluation.parse_measures("nDCG@10,RR")
SHORTEST_TITLE = 3
ALLOWED = 0.01
STEM = Stemmer.Stemmer("english").stemWords


def read(files: Sequence[Path]) -> Iterator[Dispatch]:
    """The dispatches of the corpus, without the entities, which no word is looked for in."""
    for source in sources.scan([str(file) for file in files], limits=Limits()):
        yield from map(normalise.normalise, readers.read(source.load(), "auto", Limits()))


def without_title(dispatch: Dispatch) -> Dispatch:
    """The dispatch as it is indexed."""
    return dataclasses.replace(dispatch, headline="", headlines=())


def known_items(dispatches: Sequence[Dispatch], count: int, seed: int) -> tuple[list[Topic], list[Qrel]]:
    """`count` titles of at least three words, each with the one dispatch that it is of. A title taken from the text is none."""
    titled = [d for d in dispatches if d.paragraphs and not d.headline_derived and len(tokenise(d.headline)) >= SHORTEST_TITLE]
    chosen = random.Random(seed).sample(titled, count)
    return [Topic(d.uri, d.headline) for d in chosen], [Qrel(d.uri, d.uri, 1) for d in chosen]


def write_index(location: Path, dispatches: Sequence[Dispatch]) -> None:
    """An index of `dispatches` as they are; `indexing.build` would read them anew, with their titles."""
    layout.prepare(location)
    folder = layout.new_generation(location)
    with open_writer(folder) as writer:
        for dispatch in dispatches:
            writer.add(dispatch)
    layout.write(folder, layout.Manifest(indexing.ENGINE, SCHEMA_VERSION, "benchmark", len(dispatches), 0, None, None, "none"))
    layout.publish(folder)


def words(dispatch: Dispatch) -> list[str]:
    """The stems of what a loose word is looked for in."""
    texts = [text for name in LOOSE_FIELDS for text in BY_NAME[name].values(dispatch)]
    return list(STEM([form for text in texts for form in tokenise(str(text))]))


def rival(dispatches: Sequence[Dispatch], topics: Sequence[Topic], docnos: dict[str, dict[str, str]]) -> tuple[ScoredDoc, ...]:
    """The run of bm25s."""
    engine = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float64")
    engine.index([words(dispatch) for dispatch in dispatches], show_progress=False)
    run: list[ScoredDoc] = []
    for topic in topics:
        scores = engine.get_scores(STEM(tokenise(topic.text)))
        best = [int(doc) for doc in np.argsort(-scores, kind="stable")[:DEPTH] if scores[doc] > 0]
        known = docnos.get(topic.query_id, {})
        names = [known.get(dispatches[doc].key, dispatches[doc].uri) for doc in best]
        run += [ScoredDoc(topic.query_id, name, score) for name, score in zip(names, falling(scores[best].tolist()), strict=True)]
    return tuple(run)


def measured(location: Path, dispatches: Sequence[Dispatch], topics: Sequence[Topic], qrels: Sequence[Qrel]) -> Evaluation:
    """Both engines on the same topics."""
    with Archive(location) as archive:
        judged = grades(qrels)
        docnos = by_key(judged, identify(archive, {docno for table in judged.values() for docno in table}))
        yardstick = evaluation.Yardstick(qrels, MEASURES, against=("bm25s", rival(dispatches, topics, docnos)))
        found, _ = evaluation.evaluate(archive, topics, yardstick, ("any", "best"), RankingOptions(limit=DEPTH))
    return found


def known_item_search(files: Sequence[Path], count: int, seed: int) -> Evaluation:
    """Titles of Reuters-21578 asked of texts without titles."""
    dispatches = list(read(files))
    topics, qrels = known_items(dispatches, count, seed)
    indexed = [without_title(dispatch) for dispatch in dispatches]
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), indexed)
        return measured(Path(folder), indexed, topics, qrels)


def words_asked(query: Query) -> list[str]:
    """The words that a query looks for in texts: without operators and filters, and without what it does not want."""
    match query:
        case Not():
            return []
        case Term(_, word) | Prefix(_, word):
            return [word]
        case Phrase(_, words):
            return list(words)
        case _:
            return [word for child in children(query) for word in words_asked(child)]


def judged_queries() -> Evaluation:
    """The queries of seeds/, the words alone of those that have some: an OR is not in the text, and bm25s knows no filter."""
    queries = evaluation.read_topics((SEEDS / "queries.tsv").read_bytes(), "queries.tsv")
    asked = [(topic, words_asked(parse(topic.text).query)) for topic in queries]
    topics = [Topic(topic.query_id, " ".join(words)) for topic, words in asked if words]
    qrels = evaluation.read_qrels((SEEDS / "qrels.txt").read_bytes(), "qrels.txt")
    with tempfile.TemporaryDirectory() as folder:
        indexing.build([str(SEEDS / "archive")], folder)
        with Archive(folder) as archive:
            dispatches = [hit.dispatch for hit in archive.search("*", SearchOptions(limit=None, snippets=0)).hits]
        return measured(Path(folder), dispatches, topics, qrels)


def record(found: Evaluation) -> dict[str, Any]:
    """The figures, rounded to what they are good for."""

    def named(values: Sequence[float]) -> dict[str, float]:
        return {measure: round(value, 4) for measure, value in zip(found.measures, values, strict=True)}

    assert found.against is not None
    return {
        "dispatches": found.index.dispatches if found.index else 0,
        "topics": len(found.coverage.counted),
        "means": {run.name: named(run.means) for run in (*found.runs, found.against)},
        "above bm25s": {d.run: {"mean": named(d.mean), "from": named(d.low), "to": named(d.high)} for d in found.differences},
    }


def main() -> int:
    """Measure, print, store; 0 when `any` holds its own."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus", type=Path, help="folder of reut2-*.sgm.gz")
    arguments.add_argument("--files", type=int, help="only the first so many files, while developing")
    arguments.add_argument("--topics", type=int, default=2_000)
    arguments.add_argument("--seed", type=int, default=21578)
    arguments.add_argument("--out", type=Path, default=RESULTS / "ranking.json")
    options = arguments.parse_args()
    files = sorted(options.corpus.glob("*.sgm.gz"))[: options.files]
    if not files:
        print(f"no reut2-*.sgm.gz in {options.corpus}", file=sys.stderr)
        return 2

    known = known_item_search(files, options.topics, options.seed)
    sets = {"known items": {"files": len(files), **record(known)}, "judged queries": record(judged_queries())}
    command = f"python benchmarks/ranking.py CORPUS --files {len(files)} --topics {options.topics} --seed {options.seed}"
    settings = {"k1": K1, "b": B, "stemmer": "Snowball English", "depth": DEPTH, "bm25s": "lucene, one field, float64"}
    save(options.out, command, {"settings": settings, "sets": sets})
    held = [told(name, figures) for name, figures in sets.items()]
    return 0 if all(held) else 1


def told(name: str, figures: dict[str, Any]) -> bool:
    """Print the figures of one set; whether `any` holds its own."""
    print(f"{name}: {figures['topics']:,} topics, {figures['dispatches']:,} dispatches")
    for run, means in figures["means"].items():
        print(f"    {run:6}", "  ".join(f"{measure} {value:.4f}" for measure, value in means.items()))
    for run, gap in figures["above bm25s"].items():
        ends = "  ".join(f"{m} {gap['mean'][m]:+.4f} [{gap['from'][m]:+.4f}, {gap['to'][m]:+.4f}]" for m in gap["mean"])
        print(f"    {run:6} above bm25s: {ends}")
    enough: bool = figures["above bm25s"]["any"]["mean"]["nDCG@10"] >= -ALLOWED
    print(f"{'ok ' if enough else 'NOT'} any is not more than {ALLOWED} below bm25s in nDCG@10")
    return enough


if __name__ == "__main__":
    sys.exit(main())
