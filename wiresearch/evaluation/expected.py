"""Expected figures as data: the least value of each measure.

A TOML (or `.json`) file of measure and least value. What stands at the top is expected of every run, what stands in a
table `[any]`, `[best]` or `[all]` of the run of that match mode::

    "nDCG@10" = 0.42
    [any]
    AP = 0.34
"""

from __future__ import annotations

import difflib
import json
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from wiresearch.errors import EvaluationError
from wiresearch.evaluation.measures import Measure, parse_measure
from wiresearch.results import Match, RunScores, Shortfall

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Expected:
    """Least values: of every run, and of the run of one match mode."""

    every: Mapping[Measure, float]
    modes: Mapping[str, Mapping[Measure, float]]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures that are spoken of, each once."""
        return tuple(dict.fromkeys(measure for table in (self.every, *self.modes.values()) for measure in table))

    def of(self, run: str) -> dict[Measure, float]:
        """What is expected of the run of that name."""
        return {**self.every, **self.modes.get(run, {})}

    def shortfalls(self, runs: Iterable[RunScores], measures: Sequence[Measure]) -> tuple[Shortfall, ...]:
        """The means below what is expected, compared as they are printed, to four decimals. Raises EvaluationError if none is spoken of."""
        runs = tuple(runs)
        if not any(self.of(run.name) for run in runs):
            raise EvaluationError(
                f"no figure is expected of {', '.join(run.name for run in runs)}", "name a match mode that is, with --match"
            )
        return tuple(
            Shortfall(run.name, str(measure), value, least)
            for run in runs
            for measure, value in zip(measures, run.means, strict=True)
            if round(value, DECIMALS) < (least := self.of(run.name).get(measure, -math.inf))
        )


def read_expected(content: bytes, name: str) -> Expected:
    """The expected figures of a file, JSON if its name ends so, else TOML. Raises EvaluationError."""
    try:
        text = content.decode("utf-8-sig")
        values = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except ValueError as error:  # of both readers, and of the decoder
        raise EvaluationError(f"{name} cannot be read: {error}", 'write  "nDCG@10" = 0.42') from error
    if not isinstance(values, dict):
        raise EvaluationError(f"{name} is no table of figures", 'write  {"nDCG@10": 0.42}')
    tables = {mode: table for mode in get_args(Match) if isinstance(table := values.get(mode), dict)}
    rest = {key: value for key, value in values.items() if key not in tables}
    expected = Expected(_figures(rest, name), {mode: _figures(table, name) for mode, table in tables.items()})
    if not expected.measures:
        raise EvaluationError(f"{name} holds no figure", 'write  "nDCG@10" = 0.42')
    return expected


def _figures(table: Mapping[str, Any], name: str) -> dict[Measure, float]:
    figures = {}
    for key, value in table.items():
        if isinstance(value, dict):
            near = difflib.get_close_matches(key, get_args(Match), n=1)
            hint = f"did you mean: {near[0]}" if near else None
            raise EvaluationError(f"{name}: {key} is no match mode, only {', '.join(get_args(Match))}", hint)
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise EvaluationError(f"{name}: {key} = {value!r} is no figure from 0 to 1")
        try:
            figures[parse_measure(key)] = float(value)
        except EvaluationError as error:
            raise EvaluationError(f"{name}: {error.message}", error.hint) from error
    return figures
