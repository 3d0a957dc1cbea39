"""Print how much of ../shared/wire-samples comes out right, by format: `python tools/wire_samples.py [-v] [FILE…]`.

The same facts and the same comparison as tests/test_wire_samples.py; -v lists each that is wrong, with what we have instead. The folder
of the samples is the one below WIRESEARCH_SHARED. Exits with 1 where a fact is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import test_wire_samples as samples


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="list the facts that are wrong or disputed")
    parser.add_argument("files", nargs="*", metavar="FILE", help="names of samples (default: all)")
    arguments = parser.parse_args()
    names = arguments.files or samples.FILES
    if not names:
        sys.exit("WIRESEARCH_SHARED does not name the folder of third-party samples")
    by_format: dict[str, list[list[samples.Fact]]] = defaultdict(list)
    for name in names:
        by_format[samples.expected(name)["format"]].append(list(samples.facts(name)))
    print(f"{'format':20} {'samples right / all':>20} {'facts right / all':>18} {'skipped':>8} {'disputed':>9}")
    for name, files in [*sorted(by_format.items()), ("all", [file for some in by_format.values() for file in some])]:
        verdicts = Counter(fact.verdict for file in files for fact in file)
        whole = sum(all(fact.verdict != "wrong" for fact in file) for file in files)
        right, skipped, disputed = (verdicts[verdict] for verdict in ("right", "skipped", "disputed"))
        samples_told, facts_told = f"{whole} / {len(files)}", f"{right} / {right + verdicts['wrong']}"
        print(f"{name:20} {samples_told:>20} {facts_told:>18} {skipped or '':>8} {disputed or '':>9}")
    wrong = [fact for files in by_format.values() for file in files for fact in file if fact.verdict in {"wrong", "disputed"}]
    if arguments.verbose:
        print(
            *(f"\n{fact.verdict}: {fact.name} (item {fact.item})\n  expected {fact.expected!r}\n  ours     {fact.ours!r}" for fact in wrong)
        )
    return int(any(fact.verdict == "wrong" for fact in wrong))


if __name__ == "__main__":
    sys.exit(main())
