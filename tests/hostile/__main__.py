"""Make the directory, index it, and print what became of each case."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hostile import CASES, LIMITS, make, told
from wiresearch.indexing import IndexOptions, build
from wiresearch.render.terminal import clean, one_line

with tempfile.TemporaryDirectory() as name:
    folder = Path(name) / "hostile"
    make(CASES, folder)
    report = build([str(folder)], Path(name) / "index", IndexOptions(limits=LIMITS))
    sys.stdout.write("| case | part | outcome | reason |\n|---|---|---|---|\n")
    for case in CASES:
        for part, (outcome, reason) in told(case, folder, report.outcomes).items():
            row = " | ".join(clean(one_line(cell)) for cell in (case.name, part, outcome, reason.replace(str(folder), "…")))
            sys.stdout.write(f"| {row} |\n")
