"""A result page as one HTML file: no script, no request, the same bytes for the same answer. The only door to Jinja2.

Every text that a template prints passes `clean` (control and bidi characters are shown) and Jinja2's escaping; only
the style sheet is put in as it is, under the hash that the Content-Security-Policy names.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wiresearch.dispatch import Dispatch
from wiresearch.errors import WiresearchError
from wiresearch.render import hits
from wiresearch.render.terminal import clean
from wiresearch.results import FacetCount, Histogram, ResultPage

FULL_TEXTS = 100
_LINK = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_FACET_NAMES = {
    "agency": "Filed by",
    "dateline_city": "Filed from",
    "dateline_country": "Filed from country",
    "country": "Countries",
    "place": "Places",
    "person": "People",
    "organisation": "Organisations",
    "cites": "Agencies quoted",
}
_NAMED = {"person": "People", "organisation": "Organisations", "place": "Places"}


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar of the timeline, in units of the drawing (1,000 wide, 100 high)."""

    label: str
    count: int
    x: float
    width: float
    height: float


def report(page: ResultPage, *, title: str | None = None, command: str | None = None, version: str) -> str:
    """`page` as one self-contained HTML document.

    `title` stands above the query, `command` is the command line that makes the report again, `version` that of
    wiresearch. The texts of the first FULL_TEXTS hits are in it whole. Raises WiresearchError without templates.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    def shown(value: Any) -> Any:
        markup = hasattr(value, "__html__")
        return clean(value, layout=True) if isinstance(value, str) and not markup else value

    folder = templates()
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=shown
    )
    environment.filters |= {"number": "{:,}".format, "link": _link, "language": _language, "written": _written, "plural": hits.plural}
    environment.globals |= {"hits": hits, "named": _named}
    style = (folder / "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html").render(
        page=page,
        title=title,
        command=command,
        version=version,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        full_texts=FULL_TEXTS,
        tiers=[(tier, [hit for hit in page.hits if hit.tier == tier]) for tier in ("all", "some")],
        divider=hits.divider(page),
        facets=[(_FACET_NAMES.get(name, name.replace("_", " ").capitalize()), _shares(counts)) for name, counts in page.facets.items()],
        lifted=any(item.count != item.lifted for counts in page.facets.values() for item in counts),
        bars=_bars(page.histogram) if page.histogram else (),
    )


def templates() -> Path:
    """The folder of the templates: in the package (a wheel), or beside it (an editable install)."""
    package = Path(__file__).parents[1]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "report.html").is_file():
            return folder
    raise WiresearchError("this installation has no templates", "install it again:  pip install --force-reinstall wiresearch")


def _bars(histogram: Histogram) -> list[_Bar]:
    highest = max((item.count for item in histogram.bins), default=0) or 1
    step = 1000 / max(1, len(histogram.bins))
    width = min(40, step * 0.8)
    return [
        _Bar(item.label, item.count, round((number + 0.5) * step - width / 2, 2), round(width, 2), round(100 * item.count / highest, 2))
        for number, item in enumerate(histogram.bins)
    ]


def _shares(counts: Sequence[FacetCount]) -> list[tuple[FacetCount, float, float]]:
    """Each count with the lengths, 0 to 100, of its bar and of its lifted bar."""
    highest = max((max(item.count, item.lifted) for item in counts), default=0) or 1
    return [(item, round(100 * item.count / highest, 1), round(100 * item.lifted / highest, 1)) for item in counts]


def _named(dispatch: Dispatch) -> list[tuple[str, list[str]]]:
    """Who and what is named in a dispatch, under the labels of the page."""
    groups = [(label, [item.name for item in dispatch.entities if item.kind == kind]) for kind, label in _NAMED.items()]
    groups.append(("Quotes", list(dispatch.cited_agencies)))
    return [(label, list(dict.fromkeys(names))) for label, names in groups if names]


def _link(address: str) -> str:
    """`address` if it may be a link: http and https only; any other scheme is shown as text."""
    return address if _LINK.match(address) else ""


def _language(dispatch: Dispatch) -> str:
    """The language tag (BCP 47) for the `lang` attribute, or nothing where it is English or no tag."""
    tag = dispatch.language or dispatch.language_detected or ""
    return tag if _LANGUAGE.match(tag) and tag.lower() != "en" else ""


def _written(value: Dispatch | date) -> str:
    """A date as a person writes it, to the precision known: `13 August 2003`."""
    iso = value.isoformat() if isinstance(value, date) else hits.day(value)
    year, *rest = iso.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(number)) for number in rest[1:]), *month, year])
