"""Names that are in the same dispatches, against a count by hand."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest

from wiresearch.associations import Name, Pair
from wiresearch.dispatch import NAME_KINDS, Dispatch, Entity, NameKind
from wiresearch.engines import Engine
from wiresearch.engines.whoosh import pairs as module
from wiresearch.query import Is
from wiresearch.results import SearchRequest

Make = Callable[..., Dispatch]
Over = Callable[..., Engine]


def by_hand(dispatches: list[Dispatch], least: int) -> dict[frozenset[tuple[str, str]], tuple[int, ...]]:
    """Pair -> how many have both, and how many have each, in the order of their names."""
    sets = [{(entity.kind, entity.name) for entity in item.entities} for item in dispatches]
    alone = Counter(name for names in sets for name in names)
    both = Counter(frozenset(pair) for names in sets for pair in combinations(sorted(names), 2))
    return {pair: (count, *(alone[name] for name in sorted(pair))) for pair, count in both.items() if count >= least}


def as_counted(found: tuple[Pair, ...]) -> dict[frozenset[tuple[str, str]], tuple[int, ...]]:
    counted = {}
    for pair in found:
        names = sorted([(pair.first.kind, pair.first.name, pair.first.count), (pair.second.kind, pair.second.name, pair.second.count)])
        counted[frozenset((kind, name) for kind, name, _ in names)] = (pair.count, *(count for _, _, count in names))
    return counted


@pytest.mark.parametrize("at_once", [1, 50, 1 << 22])
def test_pairs_are_those_counted_by_hand(over: Over, make: Make, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(module, "_MOST_AT_ONCE", at_once)
    chance = random.Random(7)
    names: list[tuple[NameKind, str]] = [(kind, f"{letter} {kind}") for kind in NAME_KINDS for letter in "ABCDEFGH"]
    dispatches = [
        make(
            f"{number:03}",
            entities=tuple(Entity(kind, name) for kind, name in chance.sample(names, chance.choice([0, 1, 2, 5, 12]))),
            agency="AP" if number % 3 else None,
        )
        for number in range(120)
    ]
    engine = over(dispatches[:70], dispatches[70:])
    for least in (1, 4):
        assert as_counted(engine.pairs(SearchRequest(), NAME_KINDS, 100, least).pairs) == by_hand(dispatches, least)
    some = [dispatch for dispatch in dispatches if dispatch.agency == "AP"]
    found = engine.pairs(SearchRequest(query=Is("agency", "ap")), NAME_KINDS, 100, 1)
    assert as_counted(found.pairs) == by_hand(some, 1)
    assert found.total == len(some)
    assert all(pair.first.count >= pair.second.count for pair in found.pairs)
    persons = engine.pairs(SearchRequest(), ["person"], 100, 1)
    assert {name.kind for pair in persons.pairs for name in (pair.first, pair.second)} == {"person"}


def test_only_the_most_frequent_names_are_paired_and_that_is_told(over: Over, make: Make) -> None:
    dispatches = [make(f"{n:03}", entities=tuple(Entity("person", f"P{k}") for k in range(n + 1))) for n in range(6)]
    found = over(dispatches).pairs(SearchRequest(), NAME_KINDS, 3, 1)
    assert (found.names, found.different) == (3, 6)
    assert {(pair.first.name, pair.second.name) for pair in found.pairs} == {("P0", "P1"), ("P0", "P2"), ("P1", "P2")}


def test_nothing_gives_no_pairs(over: Over, make: Make) -> None:
    assert over([make("0")]).pairs(SearchRequest(), NAME_KINDS, 10, 1).pairs == ()
    assert over([make("0")]).pairs(SearchRequest(query=Is("agency", "none")), NAME_KINDS, 10, 1).total == 0


def test_npmi_is_the_published_formula() -> None:
    # Bouma 2009: ln(p(x,y) / p(x)p(y)) / -ln p(x,y); here p = 0.1, 0.2, 0.25.
    pair = Pair(Name("person", "A", 20), Name("place", "B", 25), 10, 100)
    assert pair.npmi == pytest.approx(math.log(0.1 / 0.05) / -math.log(0.1))
    assert Pair(Name("person", "A", 10), Name("person", "B", 10), 10, 100).npmi == pytest.approx(1.0)
    assert Pair(Name("person", "A", 50), Name("person", "B", 50), 25, 100).npmi == pytest.approx(0.0)
    assert Pair(Name("person", "A", 3), Name("person", "B", 3), 3, 3).npmi == 1.0
