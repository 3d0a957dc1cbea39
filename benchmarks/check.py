"""Compare the stored results with expected.toml: exit code 1 when a firm figure is missed or was never measured.

python benchmarks/check.py
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measured import HERE, RESULTS


@dataclass(frozen=True, slots=True)
class Verdict:
    """One expected figure: its bound, the worst value found with the name it belongs to (None: not measured), whether it holds."""

    what: str
    bound: str
    worst: float | None
    name: str
    holds: bool
    firm: bool


def values(result: Any, place: list[str], figure: dict[str, Any], name: str = "") -> Iterator[tuple[str, float]]:
    """The numbers at a place with dots in a result, each with the name that stood where the place has `*`.

    Raises KeyError when one of the names that the figure is about is not there.
    """
    if not place:
        yield name, float(result)
    elif place[0] != "*":
        yield from values(result[place[0]], place[1:], figure, name)
    else:
        for key in figure.get("only", [key for key in result if key not in figure.get("but", ())]):
            yield from values(result[key], place[1:], figure, key)


def judge(figure: dict[str, Any], result: Any) -> Verdict:
    """One figure of expected.toml against the result that it names."""
    least = "at_least" in figure
    limit = figure["at_least"] if least else figure["at_most"]
    bound, firm = f"{'≥' if least else '≤'} {limit:g}", figure.get("firm", True)
    try:
        found = dict(values(result, figure["of"].split("."), figure))
        if "over" in figure:
            found = {name: found[name] / other for name, other in values(result, figure["over"].split("."), figure)}
    except KeyError:
        return Verdict(figure["what"], bound, None, "", holds=False, firm=firm)
    name = (min if least else max)(found, key=lambda key: found[key])
    return Verdict(figure["what"], bound, found[name], name, found[name] >= limit if least else found[name] <= limit, firm)


def verdicts(results: Path = RESULTS, expected: Path = HERE / "expected.toml") -> Iterator[Verdict]:
    """Every expected figure in the order of the file."""
    for figure in tomllib.loads(expected.read_text(encoding="utf-8"))["figure"]:
        file = results / figure["result"]
        yield judge(figure, json.loads(file.read_text(encoding="utf-8")) if file.exists() else {})


def main() -> int:
    """Print all, worst value first named; 0 when every firm figure holds."""
    missed = 0
    for verdict in verdicts():
        worst = "not measured" if verdict.worst is None else f"{verdict.worst:.3g}" + (f" ({verdict.name})" if verdict.name else "")
        print(f"{'ok ' if verdict.holds else 'NOT' if verdict.firm else 'not'} {verdict.what}: {worst}, expected {verdict.bound}")
        missed += verdict.firm and not verdict.holds
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
