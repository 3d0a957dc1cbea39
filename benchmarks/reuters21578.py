"""The whole walk on Reuters-21578, checked against a count of its own over the SGML.

    python benchmarks/reuters21578.py ../shared/corpora/reuters21578 --index /tmp/reuters-index

The count shares no code with wiresearch: two regular expressions over the decompressed files.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
from collections import Counter
from pathlib import Path

import wiresearch

DISPATCH = re.compile(rb"<REUTERS [^>]*NEWID=\"(\d+)\">(.*?)</REUTERS>", re.DOTALL)
DATE = re.compile(rb"<DATE>\s*\d+-([A-Z]{3})-(\d{4})")
DATELINE = re.compile(rb"<DATELINE>(.*?)</DATELINE>", re.DOTALL)
MONTHS = {name: number for number, name in enumerate(b"JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
CITY_SHARE = 0.99


def count(corpus: Path) -> tuple[set[str], Counter[str], set[str]]:
    """NEWIDs, dispatches by month, and the NEWIDs that have a dateline."""
    ids: set[str] = set()
    months: Counter[str] = Counter()
    located: set[str] = set()
    for file in sorted(corpus.glob("*.sgm.gz")):
        for number, text in DISPATCH.findall(gzip.decompress(file.read_bytes())):
            newid = number.decode()
            ids.add(newid)
            found = DATE.search(text)
            if found:
                months[f"{int(found[2]):04d}-{MONTHS[found[1]]:02d}"] += 1
            if DATELINE.search(text):
                located.add(newid)
    return ids, months, located


def main() -> int:
    """Index, compare, print; 0 when all is as expected."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--index", type=Path, default=Path("/tmp/wiresearch-reuters21578"))
    options = arguments.parse_args()
    ids, months, located = count(options.corpus)
    if not ids:
        print(f"no reut2-*.sgm.gz in {options.corpus}", file=sys.stderr)
        return 2

    first = wiresearch.index(options.corpus, options.index, full=True)
    started = time.perf_counter()
    second = wiresearch.index(options.corpus, options.index)
    again = time.perf_counter() - started
    page = wiresearch.search("*", options.index, facets={"agency": 10}, histogram="month", limit=None, snippets=0)
    assert page.histogram is not None
    cities = {hit.dispatch.uri.rpartition(":")[2] for hit in page.hits if hit.dispatch.dateline and hit.dispatch.dateline.city}
    share = len(cities & located) / len(located)
    rows = [
        ("read", first.read, len(ids)),
        ("in the index", first.total, len(ids)),
        ("each once", len({hit.dispatch.uri.rpartition(":")[2] for hit in page.hits} & ids), len(ids)),
        ("by agency", {value.value: value.count for value in page.facets["agency"]}, {"RTRS": len(ids)}),
        ("by month", {bar.label: bar.count for bar in page.histogram.bins if bar.count}, dict(sorted(months.items()))),
        ("second run: read, added", (second.read, second.added), (0, 0)),
    ]
    for name, ours, expected in rows:
        print(f"{'ok ' if ours == expected else 'NOT'} {name}: {ours}" + ("" if ours == expected else f", expected {expected}"))
    enough = share >= CITY_SHARE
    right, more = len(cities & located), len(cities - located)
    print(f"{'ok ' if enough else 'NOT'} a dateline city: {right} of {len(located)} = {share:.2%}; cities without DATELINE: {more}")
    print(f"    first run {first.seconds:.1f} s ({first.read / first.seconds:.0f} dispatches/s), second run {again:.2f} s")
    return 0 if enough and all(ours == expected for _, ours, expected in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
