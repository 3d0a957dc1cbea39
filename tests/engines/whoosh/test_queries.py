"""Scores against the formula of ranking.md written plainly, limits of expansion, and plain Whoosh as a second reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Container
from itertools import product
from pathlib import Path
from random import Random

import pytest
from oracle import edits_between, places, stem
from whoosh.index import open_dir

from wiresearch.dispatch import Dispatch
from wiresearch.engines import Engine, open_writer
from wiresearch.engines.whoosh.compile import compile_query
from wiresearch.engines.whoosh.engine import WhooshEngine
from wiresearch.engines.whoosh.record import decode
from wiresearch.engines.whoosh.schema import RECORD
from wiresearch.errors import EngineError
from wiresearch.fields import BY_NAME, LOOSE_FIELDS
from wiresearch.query import (
    And,
    AtLeast,
    DateRange,
    Fuzzy,
    Is,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SamePara,
    Term,
    Wildcard,
    Words,
)
from wiresearch.results import SearchRequest
from wiresearch.words import tokenise

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]

TEXTS = (
    ("talks open", "Envoys opened the talks in Oslo, and talks went on.", "Talk of talks."),
    ("herring", "Fishermen sold herring.", "No talks were held. The price of herring rose."),
    ("weather", "The station has no keeper."),
    ("gone", "talks talks talks talks"),
)


@pytest.fixture
def archive(make: Make) -> list[Dispatch]:
    return [make(f"{n:04}", *paragraphs, headline=head, agency="AFP") for n, (head, *paragraphs) in enumerate(TEXTS)]


def bm25f(
    archive: list[Dispatch], fields: tuple[str, ...], forms: Container[str], *, exact: bool, edits_from: str = ""
) -> dict[str, float]:
    """ranking.md, section 1, for one term whose `forms` count together; lead and body are one stream.

    With `edits_from` a form counts 1 / (1 + its edits from that word).
    """
    shown = (lambda word: word) if exact else stem
    streams = [stream for stream in (("headline",), ("lead", "body")) if set(stream) & set(fields)]
    asked = [[field for field in stream if field in fields] for stream in streams]
    words = {
        d.key: [[shown(w) for field in stream for text in BY_NAME[field].values(d) for w in tokenise(str(text))] for stream in asked]
        for d in archive
    }
    mean = [sum(len(found[n]) for found in words.values()) / len(words) for n in range(len(asked))]
    weight: dict[str, float] = {}
    for key, by_stream in words.items():
        for found, usual in zip(by_stream, mean, strict=True):
            count = sum(1 / (1 + edits_between(word, edits_from)) if edits_from else 1 for word in found if word in forms)
            if count:
                weight[key] = weight.get(key, 0.0) + count / (1 - 0.4 + 0.4 * len(found) / usual)
    idf = math.log(1 + (len(words) - len(weight) + 0.5) / (len(weight) + 0.5))
    return {key: idf * x * 1.9 / (x + 0.9) for key, x in weight.items()}


def scores(engine: Engine, query: Query) -> dict[str, float]:
    return {hit.dispatch.key: hit.score for hit in engine.search(SearchRequest(query)).hits}


@pytest.mark.parametrize("batches", [1, 2, 4])
def test_scores_are_the_formula_whatever_the_segments(over: Over, archive: list[Dispatch], batches: int) -> None:
    engine = over(*[archive[n::batches] for n in range(batches)])
    expected = bm25f(archive, LOOSE_FIELDS, {"talk"}, exact=False)
    assert scores(engine, Term(LOOSE_FIELDS, "talks")) == pytest.approx(expected, abs=1e-9)
    headline = bm25f(archive, ("headline",), {"talk"}, exact=False)
    assert scores(engine, Term(("headline",), "talk")) == pytest.approx(headline, abs=1e-9)
    lead = bm25f(archive, ("lead",), {"talk"}, exact=False)
    assert scores(engine, Term(("lead",), "talk")) == pytest.approx(lead, abs=1e-9)
    forms = bm25f(archive, LOOSE_FIELDS, {"talk", "talks"}, exact=True)
    assert scores(engine, Prefix(LOOSE_FIELDS, "talk")) == pytest.approx(forms, abs=1e-9)


def test_a_word_that_is_but_alike_counts_less(over: Over, archive: list[Dispatch]) -> None:
    expected = bm25f(archive, LOOSE_FIELDS, {"talk", "talks"}, exact=True, edits_from="talk")
    assert scores(over(archive), Fuzzy(LOOSE_FIELDS, "talk", 1)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("batches", [1, 3])
@pytest.mark.parametrize(
    "query",
    [
        Prefix(LOOSE_FIELDS, "ab"),
        Wildcard(LOOSE_FIELDS, "a*c*"),
        Wildcard(LOOSE_FIELDS, "*c*"),
        Wildcard(LOOSE_FIELDS, "*s"),
        Wildcard(("lead",), "*s"),
        Fuzzy(LOOSE_FIELDS, "abcd", 2),
    ],
)
@pytest.mark.parametrize("rare", [False, True])
def test_many_words_score_as_one(over: Over, make: Make, query: Prefix | Wildcard | Fuzzy, batches: int, rare: bool) -> None:
    # Words and their plurals, so that of some stems every form is asked and of some but one.
    draw = Random(f"{query}{rare}")
    letters = ["".join(word) + end for word in product("abcd", repeat=4) for end in ("", "s")]

    def text(words: int) -> str:
        return " ".join(draw.choices(letters, k=words))

    archive = [make(f"{n:04}", text(9), text(20), text(3), headline=text(4)) for n in range(2 if rare else 400)]
    archive += [make(f"a{n:04}", text(1)) for n in range(50)]
    archive += [make(f"n{n:04}", "nought") for n in range(6_000 if rare else 4)]
    draw.shuffle(archive)
    asked = {word for word in letters if places(query, [word])}
    edits_from = query.text if isinstance(query, Fuzzy) else ""
    found = over(*[archive[n::batches] for n in range(batches)]).search(SearchRequest(query, limit=None))
    expected = bm25f(archive, query.fields, asked, exact=True, edits_from=edits_from)
    assert {hit.dispatch.key: hit.score for hit in found.hits} == pytest.approx(expected, abs=1e-9)


def test_deleted_dispatches_leave_the_statistics(tmp_path: Path, archive: list[Dispatch]) -> None:
    with open_writer(tmp_path) as writer:
        for dispatch in archive:
            writer.add(dispatch)
        writer.commit()
        writer.delete(archive[-1].key)
    engine = WhooshEngine(tmp_path)
    assert scores(engine, Term(LOOSE_FIELDS, "talk")) == pytest.approx(bm25f(archive[:-1], LOOSE_FIELDS, {"talk"}, exact=False), abs=1e-9)
    engine.close()


def test_words_add_up_and_a_word_said_twice_counts_twice(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive)
    talk, price = Term(LOOSE_FIELDS, "talk"), Term(LOOSE_FIELDS, "price")
    one, other = scores(engine, talk)["0001"], scores(engine, price)["0001"]
    assert scores(engine, Words((talk, price), 2)) == pytest.approx({"0001": one + other})
    assert scores(engine, Words((talk, talk, price), 3))["0001"] == pytest.approx(2 * one + other)
    assert scores(engine, Or((talk, price)))["0001"] == pytest.approx(one + other)
    assert scores(engine, Phrase(LOOSE_FIELDS, ("price", "of", "herring")))["0001"] == pytest.approx(
        sum(scores(engine, Term(LOOSE_FIELDS, word))["0001"] for word in ("price", "of", "herring"))
    )


def test_only_text_scores(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive)
    talk = Term(LOOSE_FIELDS, "talk")
    silent = And((talk, Is("agency", "afp"), Not(Is("agency", "ap")), Not(Term(LOOSE_FIELDS, "keeper"))))
    assert scores(engine, silent) == scores(engine, talk)
    assert set(scores(engine, MatchAll()).values()) == {0.0}


def test_too_many_expansions_are_an_error_that_says_so(over: Over, make: Make) -> None:
    words = " ".join(f"proton{n}" for n in range(12))
    engine = over([make("0000", words)])
    with pytest.raises(EngineError, match=r'"pro\*" stands for 12 words, the limit is 11') as caught:
        engine.search(SearchRequest(Prefix(("lead",), "pro"), expansions=11))
    assert caught.value.hint == "write more letters, or raise limits.expansions"


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (Wildcard(("lead",), "pro?on*"), r"pro\?on\*"),
        (Fuzzy(("lead",), "proton", 2), "proton~2"),
        (Fuzzy(("lead",), "proton1", 1), "proton1~"),
    ],
)
def test_wildcards_and_fuzzy_words_have_the_same_limit(over: Over, make: Make, query: Query, word: str) -> None:
    engine = over([make("0000", " ".join(f"proton{n}" for n in range(12)))])
    for asked in (query, Near(("lead",), (query, Term(("lead",), "proton1")), 5)):
        with pytest.raises(EngineError, match=f'"{word}" stands for 1[0-9] words, the limit is 9'):
            engine.search(SearchRequest(asked, expansions=9))


def test_no_window_crosses_two_pieces_of_a_long_paragraph(over: Over, make: Make) -> None:
    engine = over([make("a", "x " * 999 + "bora wind " + "x " * 998 + "storm")])
    bora, wind, storm = (Term(("lead",), word) for word in ("bora", "wind", "storm"))
    assert not scores(engine, Near(("lead",), (bora, wind), 999))
    assert not scores(engine, SamePara(("lead",), (bora, wind)))
    assert scores(engine, Near(("lead",), (wind, storm), 999)).keys() == {"a"}
    assert scores(engine, SamePara(("lead",), (wind, storm))).keys() == {"a"}


def test_a_window_scores_as_the_sum_of_its_words(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive)
    talks, held = Term(LOOSE_FIELDS, "talks"), Term(LOOSE_FIELDS, "held")
    expected = scores(engine, talks)["0001"] + scores(engine, held)["0001"]
    assert scores(engine, Near(LOOSE_FIELDS, (held, talks), 2)) == pytest.approx({"0001": expected})
    assert scores(engine, AtLeast(LOOSE_FIELDS, "talk", 4)) == pytest.approx({key: scores(engine, talks)[key] for key in ("0000", "0003")})


def test_a_phrase_never_crosses_a_paragraph_and_may_repeat_a_word(over: Over, make: Make) -> None:
    engine = over([make("a", "no end", "bora bora wind", "bora")])
    body = ("body",)
    assert scores(engine, Phrase(body, ("bora", "bora"))).keys() == {"a"}
    assert not scores(engine, Phrase(body, ("wind", "bora")))
    assert not scores(engine, Phrase(body, ("bora", "bora", "bora")))


@pytest.mark.parametrize(
    "query", [Term(LOOSE_FIELDS, "talk"), And((MatchAll(), Not(Phrase(LOOSE_FIELDS, ("no", "talks"))))), DateRange("date", None, None)]
)
def test_plain_whoosh_runs_a_compiled_query(over: Over, archive: list[Dispatch], tmp_path: Path, query: Query) -> None:
    engine = over(archive)
    with open_dir(str(tmp_path / "index0")).searcher() as searcher:
        hits = searcher.search(compile_query(query, 1_000), limit=None)
        found = {decode(searcher.reader().column_reader(RECORD)[hit.docnum]).key for hit in hits}
    assert found == scores(engine, query).keys()


def test_many_words_score_as_few_do(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive[:2], archive[2:])
    few = (Term(LOOSE_FIELDS, "talk"), Term(LOOSE_FIELDS, "herring"), Is("agency", "afp"))
    nothing = tuple(Term(LOOSE_FIELDS, f"absent{n}") for n in range(40))
    assert scores(engine, Or((*few, *nothing))) == pytest.approx(scores(engine, Or(few)))
    assert scores(engine, Words((*few, *nothing), 2)) == pytest.approx(scores(engine, Words(few, 2)))
    assert scores(engine, And((*few, *few * 15))).keys() == scores(engine, And(few)).keys() != set()


def test_a_word_said_many_times_counts_as_often(over: Over, archive: list[Dispatch]) -> None:
    engine = over(archive[:2], archive[2:])
    talk, herring = Term(LOOSE_FIELDS, "talk"), Term(LOOSE_FIELDS, "herring")
    once, other = scores(engine, talk), scores(engine, herring)
    expected = {key: 40 * once.get(key, 0) + 2 * other.get(key, 0) for key in once.keys() | other.keys()}
    assert scores(engine, Or((*(talk,) * 20, herring, *(talk,) * 20, herring))) == pytest.approx(expected)
    assert scores(engine, Words((*(talk,) * 40, herring), 40)) == pytest.approx(
        {key: score - other.get(key, 0) for key, score in expected.items() if key in once}
    )


def test_wildcards_count_letters_not_bytes(over: Over, make: Make) -> None:
    engine = over([make("a", "москва дракон"), make("b", "москвам")])
    assert scores(engine, Wildcard(("lead",), "моск??")).keys() == {"a"}
    assert scores(engine, Wildcard(("lead",), "моск??*")).keys() == {"a", "b"}
    assert scores(engine, Fuzzy(("lead",), "москав", 1)).keys() == {"a"}
