"""Names of an archive as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wiresearch.associations import Form, Pair, PairCounts, Profile
from wiresearch.dispatch import to_record
from wiresearch.render.data import SCHEMA_VERSION, dumps
from wiresearch.render.facts import listed
from wiresearch.render.hits import SHORT_KEY, day, plural
from wiresearch.render.terminal import Style, clean, one_line
from wiresearch.results import FacetCount, ResultPage

_SHOWN = 12


def names_json(page: ResultPage, named: Sequence[tuple[str, FacetCount]]) -> str:
    """Names with their kinds and numbers of dispatches, as one JSON object."""
    names = [{"kind": kind, "name": count.value, "count": count.count} for kind, count in named]
    return dumps({"schema_version": SCHEMA_VERSION, "query": page.text, "total": page.total, "names": names})


def pairs_json(query: str, found: PairCounts, pairs: Sequence[Pair]) -> str:
    """Pairs of names with their counts and NPMI, as one JSON object."""
    return dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "query": query,
            "total": found.total,
            "names_paired": found.names,
            "names_frequent_enough": found.different,
            "pairs_found": len(found.pairs),
            "pairs": [_pair(pair) for pair in pairs],
        }
    )


def _pair(pair: Pair) -> dict[str, Any]:
    return {"npmi": round(pair.npmi, 4), "count": pair.count, "first": to_record(pair.first), "second": to_record(pair.second)}


def profiles_json(profiles: Sequence[Profile]) -> str:
    """What is known of a name as each of its kinds, as one JSON object; of its newest dispatches the keys."""
    records = []
    for item in profiles:
        record: dict[str, Any] = to_record(item)
        record["together"] = [_pair(pair) for pair in item.together]
        record["newest"] = [dispatch.key for dispatch in item.newest]
        records.append(record)
    return dumps({"schema_version": SCHEMA_VERSION, "names": records})


def profile(item: Profile, style: Style) -> str:
    """What is known of a name as one of its kinds."""
    first, last = item.first, item.last
    span = f"{first} to {last}" if first and last and first != last else str(last or first or "undated")
    facts = [
        ("dispatches", f"{item.count:,}, {plural(item.mentions, 'mention')}"),
        ("dates", span),
        ("printed", _forms(item.forms)),
        ("found by", _forms(item.rules)),
        ("countries", _forms(item.countries)),
        ("with", ", ".join(f"{pair.second.name} ({pair.count:,})" for pair in item.together)),
    ]
    facts.append(("see also", ", ".join(f"{name.name} ({name.count:,})" for name in item.akin)))
    if item.looked_at < item.count:
        facts.append(("looked at", f"the newest {item.looked_at:,} for what is printed and found by"))
    newest = [
        "  ".join(filter(None, (day(dispatch), dispatch.agency, one_line(dispatch.headline), dispatch.key[:SHORT_KEY])))
        for dispatch in item.newest
    ]
    title = f"{style.bold(clean(one_line(item.name)))}  {style.dim(item.kind)}"
    return "\n".join([title, *listed(facts, style), *(style.dim("newest") + "  " + clean(line) for line in newest)]) + "\n"


def _forms(forms: Sequence[Form]) -> str:
    shown = ", ".join(f"{form.text} ({form.count:,})" for form in forms[:_SHOWN])
    return f"{shown}, and {len(forms) - _SHOWN:,} more" if len(forms) > _SHOWN else shown


def merge_line(names: Sequence[str]) -> str:
    """Names of one thing, the first to stay, as a line of the aliases."""
    first, *others = map(_quoted, names)
    return f"{first} = [{', '.join(others)}]"


def _quoted(name: str) -> str:
    """A basic string of TOML."""
    return dumps(name, indent=None)
