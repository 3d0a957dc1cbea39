"""Measures of a ranking, under the names that ir_measures gives them: `nDCG@10`, `AP`, `P@10`, `R@100`, `RR`.

Definitions are those of trec_eval: a grade above 0 is relevant, what is not judged is not relevant, and the whole of
the judgements is the yardstick, found or not. nDCG: Järvelin and Kekäläinen, ACM TOIS 20 (2002), with the grade as the
gain and log2(rank + 1) as the discount.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never, get_args

from wiresearch.errors import EvaluationError

Name = Literal["nDCG", "AP", "P", "R", "RR"]

DEFAULT = "nDCG@10,AP,P@10,R@100,RR"
_NAMES: dict[str, Name] = {**{name.lower(): name for name in get_args(Name)}, "map": "AP", "mrr": "RR", "recall": "R"}
_WRITTEN = re.compile(r"([A-Za-z]+)(?:@([1-9][0-9]{0,5}))?")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, of the first `cutoff` documents or of all. Raises EvaluationError for one that needs a cut-off."""

    name: Name
    cutoff: int | None = None

    def __post_init__(self) -> None:
        if self.cutoff is None and self.name in ("P", "R"):
            raise EvaluationError(f"{self.name} is of the first so many documents", f"write {self.name}@10")

    def __str__(self) -> str:
        return self.name if self.cutoff is None else f"{self.name}@{self.cutoff}"

    def of(self, ranked: Sequence[int], judged: Sequence[int]) -> float:
        """The value, 0 to 1, for one topic.

        `ranked` are the grades of the documents found, best first, 0 where there is none; `judged` all grades of the
        topic, at least one of them above 0.
        """
        top = ranked[: self.cutoff]
        relevant = sum(grade > 0 for grade in judged)
        ranks = [rank for rank, grade in enumerate(top, 1) if grade > 0]
        match self.name:
            case "nDCG":
                return _dcg(top) / _dcg(sorted(judged, reverse=True)[: self.cutoff])
            case "AP":
                return math.fsum(found / rank for found, rank in enumerate(ranks, 1)) / relevant
            case "P":
                return len(ranks) / (self.cutoff or len(top))
            case "R":
                return len(ranks) / relevant
            case "RR":
                return 1 / ranks[0] if ranks else 0.0
            case _:
                assert_never(self.name)


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def parse_measure(text: str) -> Measure:
    """The measure of that name, in any case; MAP and MRR are AP and RR. Raises EvaluationError."""
    found = _WRITTEN.fullmatch(text.strip())
    name = _NAMES.get(found[1].lower()) if found else None
    if found is None or name is None:
        near = difflib.get_close_matches(text.partition("@")[0].lower(), _NAMES, n=1)
        hint = f"did you mean: {_NAMES[near[0]]}        " if near else ""
        raise EvaluationError(f"no measure {text.strip()!r}", f"{hint}(such as: {DEFAULT.replace(',', ', ')})")
    return Measure(name, int(found[2]) if found[2] else None)


def parse_measures(text: str) -> tuple[Measure, ...]:
    """The measures of a list with commas or blanks between, each once. Raises EvaluationError."""
    return tuple(dict.fromkeys(parse_measure(name) for name in text.replace(",", " ").split() or [""]))
