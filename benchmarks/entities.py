"""How well datelines, countries, people and bodies are found: Reuters-21578 as people tagged it, dateline lines of many agencies, the seed.

    python benchmarks/entities.py
    python benchmarks/entities.py --errors dateline_place

The first prints figure, expected, found, and stores them; exit code 1 when one is missed. `--errors` prints what was missed:
KIND is the name of a figure. Of the fifty persons most often named, persons.tsv holds what somebody judged by hand: a hash
of the name and whether that is a person; `--errors persons_top50` prints those that nobody has judged.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import human
from human import FACTS, Tagged
from measured import HERE, RESULTS, save

from wiresearch import datelines, entities, normalise, readers, sources
from wiresearch.config import Limits
from wiresearch.dispatch import Dispatch, Entity, RawDocument
from wiresearch.errors import Skipped

LIMITS = Limits()
RESULT = RESULTS / "entities.json"
JUDGED = HERE / "persons.tsv"
MOST = 50
SEED_KINDS = ("person", "organisation", "place")


@dataclass(slots=True)
class Score:
    """Questions asked, those answered right, and of the others what was wanted and found."""

    right: int = 0
    of: int = 0
    errors: list[str] = field(default_factory=list)

    def count(self, right: bool, error: str) -> None:
        self.of += 1
        self.right += right
        if not right:
            self.errors.append(error)

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 0.0


Scores = defaultdict[str, Score]


def found_in(text: str, name: str) -> list[Dispatch]:
    """The dispatches that `wiresearch index` makes of a text alone in its file."""
    data = text.encode()
    raw = RawDocument(name, data[:20_000], lambda: io.BytesIO(data))
    try:
        return [normalise.normalise(dispatch) for dispatch in readers.read(raw, "plain-text", LIMITS)]
    except Skipped:  # a BRIEF of blanks
        return []


def score_raw_datelines(scores: Scores) -> None:
    """The place of each dateline, and datelines where there are none, in texts without tags."""
    for tagged in human.dispatches():
        found = next((d.dateline for d in found_in(tagged.text, f"{tagged.newid}.txt") if d.dateline), None)
        text = found.text if found else None
        if tagged.dateline is None:
            scores["no_false_dateline"].count(found is None, f"{tagged.newid}: {text!r}")
        elif tagged.holds_dateline:
            place = found.place or "" if found else ""
            right = _plain(place) == _plain(tagged.place)
            scores["dateline_place"].count(right, f"{tagged.newid}: {tagged.dateline[:70]!r}, found {text!r}")


def _plain(place: str) -> str:
    return re.sub(r"\s*,\s*", ", ", place).strip(" .")


def extracted() -> Iterator[tuple[Tagged, Dispatch]]:
    """Each dispatch as tagged and as wiresearch reads the SGML."""
    ours: dict[str, Dispatch] = {}
    for source in sources.scan([str(human.shared() / "corpora" / "reuters21578")], limits=LIMITS):
        if not source.skipped and not source.failed:
            for dispatch in readers.read(source.load(), "auto", LIMITS):
                found = entities.extract(normalise.normalise(dispatch))
                ours[found.uri.rpartition(":")[2]] = found
    for tagged in human.dispatches():
        yield tagged, ours[tagged.newid]


def score_tags(scores: Scores) -> None:
    """Countries, people and bodies of the dispatches with a DATELINE against their tags, and the persons most often named."""
    named: Counter[str] = Counter()
    for tagged, dispatch in extracted():
        named.update(entity.name for entity in _of(dispatch, "person"))
        if tagged.dateline is not None:
            if tagged.places:
                _score_countries(scores, tagged, dispatch)
            _score_people(scores, tagged, dispatch)
            _score_bodies(scores, tagged, dispatch)
    judged = _judged()
    for name, count in named.most_common(MOST):
        verdict = judged.get(_hash(name))
        scores["persons_top50"].count(verdict == "person", f"{_hash(name)}\t{verdict or 'not judged'}: {name}, in {count}")


def _of(dispatch: Dispatch, kind: str) -> list[Entity]:
    return [entity for entity in dispatch.entities if entity.kind == kind and entity.origin == "rules"]


def _score_countries(scores: Scores, tagged: Tagged, dispatch: Dispatch) -> None:
    about = set().union(*tagged.countries)
    line = dispatch.dateline
    if line and line.country:
        scores["dateline_country"].count(line.country in about, f"{tagged.newid}: {line.text!r} {line.country}, not in {tagged.places}")
    for code in dispatch.countries:
        scores["countries_precision"].count(code in about, f"{tagged.newid}: {code}, not in {tagged.places}")
    for tag, codes in zip(tagged.places, tagged.countries, strict=True):
        scores["countries_recall"].count(not codes.isdisjoint(dispatch.countries), f"{tagged.newid}: {tag}")
        scores["countries_all_recall"].count(not codes.isdisjoint(dispatch.countries_all), f"{tagged.newid}: {tag}")


def _score_people(scores: Scores, tagged: Tagged, dispatch: Dispatch) -> None:
    words = {word for entity in _of(dispatch, "person") for word in re.split(r"[\s-]+", _fold(entity.name))}
    for tag in tagged.people:
        surname = FACTS["people"].get(tag, tag.rpartition("-")[2])
        scores["people_recall"].count(surname in words, f"{tagged.newid}: {tag}")


def _score_bodies(scores: Scores, tagged: Tagged, dispatch: Dispatch) -> None:
    names = {entity.name for entity in _of(dispatch, "organisation")}
    for tag in tagged.bodies:
        scores["bodies_recall"].count(not names.isdisjoint(FACTS["bodies"][tag]), f"{tagged.newid}: {tag}")


def _fold(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter))


def _judged() -> dict[str, str]:
    """Hash of a name -> `person` or what else it is."""
    rows = (line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def score_lines(scores: Scores) -> None:
    """Four slots of the dateline lines of many agencies."""
    with (human.shared() / "wire-samples" / "datelines.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        match = datelines.alone(row["dateline_text"])
        line = datelines.complete(match, reference=None, year=None) if match else None
        ours = (line.city, line.country, line.agency, line.date_text) if line else (None,) * 4
        for slot, found, wanted in zip(("city", "country_iso2", "agency", "date"), ours, _wanted(row), strict=True):
            scores[f"lines_{slot.partition('_')[0]}"].count((found or "") == wanted, f"{row['dateline_text']}: {wanted!r}, found {found!r}")


def _wanted(row: dict[str, str]) -> tuple[str, ...]:
    return row["city_en"], row["country_iso2"], row["agency"], row["date"]


def score_seed(scores: Scores) -> None:
    """The dispatch from which the project was made: what should be found in it, and nothing else."""
    gold: dict[str, list[str]] = FACTS["seed"]
    path = next((human.shared() / "seed").glob("*.txt"))
    (dispatch,) = (entities.extract(d) for d in found_in(path.read_text(encoding="utf-8"), path.name))
    ours: dict[str, list[str]] = {kind: [entity.name for entity in _of(dispatch, kind)] for kind in SEED_KINDS}
    ours["demonym"] = [entity.country or "" for entity in _of(dispatch, "demonym")]
    ours |= {"agency": [dispatch.agency or ""], "cited_agencies": [*dispatch.cited_agencies], "countries_all": [*dispatch.countries_all]}
    for kind, found in ours.items():
        for name in gold[kind]:
            scores["seed_found"].count(name in found, f"missed {kind}: {name}")
        for name in sorted({*found} - {*gold["optional"]}):
            scores["seed_right"].count(name in gold[kind], f"wrong {kind}: {name}")


def measure() -> tuple[dict[str, float], Scores]:
    """Every figure, and the counts from which they come."""
    scores: Scores = defaultdict(Score)
    for part in (score_lines, score_seed, score_raw_datelines, score_tags):
        part(scores)
    found = {name: round(score.share, 4) for name, score in scores.items()}
    precision, recall = scores["countries_precision"].share, scores["countries_recall"].share
    found["countries_f"] = round(2 * precision * recall / (precision + recall), 4)
    found["false_datelines"] = round(1 - scores["no_false_dateline"].share, 4)
    found["persons_top50"] = scores["persons_top50"].right
    return found, scores


def expected() -> Iterator[dict[str, Any]]:
    """The figures of expected.toml that this script measures."""
    every = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["figure"]
    return (figure for figure in every if figure["result"] == RESULT.name)


def main() -> int:
    """Measure, then print what was missed, or the table of figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", metavar="KIND", help="print what was missed of that figure, and store nothing")
    parser.add_argument("--out", type=Path, default=RESULT)
    given = parser.parse_args()
    found, scores = measure()
    if given.errors:
        if given.errors not in scores:
            parser.error(f"no such figure; there are {', '.join(sorted(scores))}")
        print(*scores[given.errors].errors, sep="\n")
        return 0
    missed = 0
    for figure in expected():
        name = figure["of"].removeprefix("figures.")
        least = "at_least" in figure
        bound = figure["at_least" if least else "at_most"]
        holds = found[name] >= bound if least else found[name] <= bound
        missed += not holds
        print(f"{'ok ' if holds else 'NOT'} {figure['what']:100} {'≥' if least else '≤'} {bound:<7g} {found[name]:g}")
    counts = {name: {"right": score.right, "of": score.of} for name, score in scores.items()}
    save(given.out, "python benchmarks/entities.py", {"benchmark": "entities", "figures": found, "counts": counts})
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
