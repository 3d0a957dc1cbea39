"""Queries that expand without end, asked by the command line of a large index: each is answered or refused with one line in time.

    python benchmarks/hostile.py --size 215780

Each is a whole process. Out: seconds elapsed, peak MB, exit code. Exit code 1 when one takes more than 2 s or 512 MB, or ends
in a traceback.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from cold import published
from measured import MAXRSS_BYTES
from stage import Stage, options

MOST_SECONDS, MOST_MB = 2.0, 512.0
CASES = {
    "*a*": "*a*",
    "a*": "a*",
    "aaa* ... 400 prefixes": " OR ".join(f"{letter}{other}a*" for letter in "abcdefghijklmnoprst" for other in "aeiouhlnrstycdgmpvwxz"),
    "x~9": "x~9",
    "government~2": "government~2",
    "the~2": "the~2",
    "5,000 stars": "*" * 5_000,
    "stars and blanks": "* " * 2_000,
    "10,000 words": " ".join(f"word{number}" for number in range(10_000)),
    "500 common words": " ".join(["the", "of", "said", "in", "to", "a", "and", "mln", "for", "it"] * 50),
    "one word 700 times": "oil " * 700,
    '"of the"~900': '"of the"~900',
    "the NEAR/999 of": "the NEAR/999 of",
    "a phrase of 300 words": '"' + "the of " * 150 + '"',
    "2,000 parentheses": "(" * 2_000 + "oil" + ")" * 2_000,
    "a word of 4,000 letters": "a" * 4_000,
    "*": "*",
    "-oil": "-oil",
    "wordcount:0..": "wordcount:0..",
}


def ask(index: str, text: str) -> dict[str, Any]:
    """One search as a whole process: seconds elapsed, peak MB, exit code, the first line that it told."""
    command = [sys.executable, "-m", "wiresearch", "--index", index, "search", "-n", "10", "--output-format", "ids", "--", text]
    with tempfile.TemporaryFile("w+") as told:
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told) as process:
            _, status, spent = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        told.seek(0)
        first = told.readline().rstrip()[:100]
    return {
        "seconds": round(seconds, 2),
        "peak_mb": round(spent.ru_maxrss * MAXRSS_BYTES / 1e6, 1),
        "exit": process.returncode,
        "told": first,
    }


def main() -> int:
    """Ask all, print a row for each, store the table."""
    given = options(__doc__).parse_args()
    stage = Stage.of(__file__, given)
    index = published(stage)
    rows = {}
    for name, text in CASES.items():
        rows[name] = ask(str(index), text)
        print(f"{name:<24}{rows[name]['seconds']:6.2f} s {rows[name]['peak_mb']:6.0f} MB  exit {rows[name]['exit']}  {rows[name]['told']}")
    stage.save({"rows": rows})
    bad = [
        name for name, row in rows.items() if row["seconds"] > MOST_SECONDS or row["peak_mb"] > MOST_MB or row["told"].startswith("Trace")
    ]
    print(f"beyond {MOST_SECONDS} s or {MOST_MB} MB, or a traceback: {', '.join(bad) or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
