"""What every rendering of a hit shares: its columns, its line of place, agency and date, its marks, the divider."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wiresearch.dispatch import Dispatch
from wiresearch.fields import BY_NAME
from wiresearch.results import Hit, ResultPage

COLUMNS = ("rank", "key", "date", "agency", "dateline_city", "headline", "score", "uri", "source", "tier", "missing")
SHORT_KEY = 8

_CELLS: dict[str, Callable[[Hit], str]] = {
    "rank": lambda hit: str(hit.rank),
    "date": lambda hit: day(hit.dispatch),
    "headline": lambda hit: hit.dispatch.headline,
    "score": lambda hit: str(score(hit)),
    "source": lambda hit: hit.dispatch.provenance.source,
    "tier": lambda hit: hit.tier,
    "missing": lambda hit: "; ".join(hit.missing),
}


def cells(hit: Hit, columns: Sequence[str]) -> list[str]:
    """The values of `columns` (those of COLUMNS, or fields of fields.py) as text, several joined by `; `."""
    return [_CELLS[name](hit) if name in _CELLS else "; ".join(map(str, BY_NAME[name].values(hit.dispatch))) for name in columns]


def score(hit: Hit) -> float:
    """The score to four decimals: what is beyond depends on the machine."""
    return round(hit.score, 4)


def day(dispatch: Dispatch) -> str:
    """The civil date in ISO 8601, to the precision known (day, month or year), or nothing."""
    time = dispatch.versioncreated
    if time is None:
        return ""
    return time.text if time.precision in ("month", "year") else time.day.isoformat()


def place(dispatch: Dispatch) -> str:
    """Where it was filed from: the place as printed, else the whole dateline, or nothing."""
    line = dispatch.dateline
    return (line.place or line.city or line.text) if line else ""


def flags(dispatch: Dispatch) -> list[str]:
    """What a reader must not miss, as words: KILLED, CORRECTED, UPDATE ..."""
    status = "" if dispatch.status == "current" else dispatch.status
    return [word.upper() for word in dict.fromkeys((status, dispatch.version_label or "")) if word]


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """`text` cut at its matches: (piece, whether it is a match). Spans may overlap, touch or lie outside."""
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            parts.append((text[done:start], False))
        parts.append((text[start:end], True))
        done = end
    if done < len(text):
        parts.append((text[done:], False))
    return parts


def headline_spans(hit: Hit) -> tuple[tuple[int, int], ...]:
    """The matches in the headline: those of a snippet that is the headline itself."""
    return next((s.spans for s in hit.snippets if s.field == "headline" and s.text == hit.dispatch.headline), ())


def excerpts(hit: Hit) -> list[tuple[str, list[tuple[str, bool]]]]:
    """The snippets but the headline's: (the field's name, empty for lead and body; pieces, with … where the text goes on)."""
    found = []
    for snippet in hit.snippets:
        if snippet.field in ("lead", "body"):
            found.append(("", _with_dots(pieces(snippet.text, snippet.spans), snippet.text, hit.dispatch.paragraphs)))
        elif not (snippet.field == "headline" and snippet.text == hit.dispatch.headline):
            found.append((snippet.field, pieces(snippet.text, snippet.spans)))
    return found


def _with_dots(parts: list[tuple[str, bool]], text: str, paragraphs: Sequence[str]) -> list[tuple[str, bool]]:
    before = [] if any(paragraph.startswith(text) for paragraph in paragraphs) else [("… ", False)]
    after = [] if any(paragraph.rstrip().endswith(text) for paragraph in paragraphs) else [(" …", False)]
    return before + parts + after


def divider(page: ResultPage) -> tuple[str, str]:
    """The two lines between dispatches that have all of the loose words and those that have some (query-language.md 2)."""
    upper = {0: "no dispatch has all of the words", 1: "1 dispatch has all of the words"}
    return (
        upper.get(page.total, f"{page.total:,} dispatches have all of the words"),
        f"below the line: {page.partial_total:,} more that {'has' if page.partial_total == 1 else 'have'} some of them, best first",
    )


def plural(count: int, noun: str) -> str:
    """`1 dispatch`, `2,000 dispatches`: a count with its noun."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun}{'es' if noun.endswith(('s', 'ch')) else 's'}"
