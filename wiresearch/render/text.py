"""Answers and errors as text for people, on a terminal or in a pipe. Facts about dispatches and indexes: facts.py, inspection.py."""

from __future__ import annotations

from collections.abc import Sequence

from wiresearch.errors import QueryError, WiresearchError
from wiresearch.render import hits
from wiresearch.render.facts import dispatch, index_report, stats
from wiresearch.render.inspection import inspection
from wiresearch.render.terminal import Style, bar, clean, columns, cut, one_line, pad, wrapped
from wiresearch.results import FacetCount, Hit, ResultPage

__all__ = ["dispatch", "error", "facets", "index_report", "inspection", "no_hits", "page", "stats", "table", "timeline"]

_TERMINAL_COLUMNS = hits.COLUMNS[:6]
_MARGIN = "    "
_ERROR_WIDTH = 100
_GAP = "  "


def page(answer: ResultPage, style: Style) -> str:
    """A page of hits as blocks, the divider before those with some of the words only, then facets and timeline.

    Where nothing matches at all, the explanation of `no_hits` instead. Notes are left to the caller.
    """
    if not answer.total and not answer.partial_total:
        return no_hits(answer, style)
    blocks = []
    numbers = max((len(str(hit.rank)) for hit in answer.hits), default=0)
    divided = False
    for hit in answer.hits:
        if hit.tier == "some" and not divided:
            blocks.append(_divider(answer, style))
            divided = True
        blocks.append(_block(hit, numbers, style))
    blocks += [text for text in (facets(answer, style), timeline(answer, style)) if text]
    return "\n".join(blocks)


def _divider(answer: ResultPage, style: Style) -> str:
    above, below = hits.divider(answer)
    rule = "─" * min(max(len(above), len(below)), style.width or _ERROR_WIDTH)
    return "\n".join([*_marked(above, (), style, 0), style.dim(rule), *_marked(below, (), style, 0), ""])


def _block(hit: Hit, numbers: int, style: Style) -> str:
    found = hit.dispatch
    margin = " " * (numbers + len(_GAP))
    headline = _marked(found.headline or "(no headline)", hits.headline_spans(hit), style, len(margin), bold=True)
    about = [*hits.flags(found), hits.place(found), found.agency or "", hits.day(found) or "undated", found.key[: hits.SHORT_KEY]]
    lines = [*headline, *map(style.dim, _marked(" · ".join(filter(None, about)), (), style, len(margin)))]
    for name, pieces in hits.excerpts(hit):
        label = f"{name}: " if name else ""
        text, spans = _joined(label, pieces)
        lines += _marked(text, spans, style, len(margin))
    if hit.missing:
        lines += _marked(f"without: {', '.join(hit.missing)}", (), style, len(margin))
    first = style.dim(pad(str(hit.rank), numbers, right=True)) + _GAP + lines[0]
    return "\n".join([first, *(margin + line for line in lines[1:]), ""])


def _joined(label: str, pieces: Sequence[tuple[str, bool]]) -> tuple[str, list[tuple[int, int]]]:
    text, spans = label, []
    for piece, match in pieces:
        if match:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def _marked(text: str, spans: Sequence[tuple[int, int]], style: Style, indent: int, *, bold: bool = False) -> list[str]:
    """`text` wrapped beside an indent, its matches marked, the rest bold on demand."""
    text = one_line(text)
    lines = []
    for start, end in wrapped(text, style.room(indent)):
        inside = [(max(s, start) - start, min(e, end) - start) for s, e in spans if s < end and e > start]
        pieces = hits.pieces(text[start:end], inside)
        plain = style.bold if bold else str
        lines.append("".join(style.mark(clean(piece)) if match else plain(clean(piece)) for piece, match in pieces))
    return lines or [""]


def no_hits(answer: ResultPage, style: Style) -> str:
    """Why nothing was found: the query as read, each clause counted alone, the nearest spelling (query-language.md 6)."""
    filters = f", filtered by {' '.join(answer.filters)}" if answer.filters else ""
    lines = [clean(f"no dispatches for: {answer.read_as}{filters}")]
    texts = [clean(clause.text) for clause in answer.clauses]
    counts = [f"{clause.count:,}" for clause in answer.clauses]
    text_width = max(map(columns, texts), default=0)
    count_width = max(2, *map(len, counts)) if counts else 0
    for clause, text, count in zip(answer.clauses, texts, counts, strict=True):
        nearest = f"     nearest: {clean(clause.nearest)} ({clause.nearest_count:,})" if clause.nearest else ""
        lines.append(f"{_MARGIN}{pad(text, text_width)}   {style.bold(pad(count, count_width, right=True))}{nearest}")
    return "\n".join(lines) + "\n"


def table(answer: ResultPage, style: Style, names: Sequence[str] = ()) -> str:
    """Hits as aligned columns under a header, a line before those with some of the words only.

    In a pipe all of COLUMNS in full; on a terminal the first of them, cut to fit. `names` chooses other columns.
    """
    names = names or (hits.COLUMNS if style.width is None else _TERMINAL_COLUMNS)
    rows = [[clean(one_line(cell)) for cell in hits.cells(hit, names)] for hit in answer.hits]
    if style.width is not None and "key" in names:
        key = names.index("key")
        rows = [[*row[:key], row[key][: hits.SHORT_KEY], *row[key + 1 :]] for row in rows]
    widths = _fitting([max(map(columns, column)) for column in zip(names, *rows, strict=True)], style.width)
    numeric = [name in ("rank", "score") for name in names]

    def line(cells: Sequence[str]) -> str:
        padded = [pad(cut(cell, width), width, right=right) for cell, width, right in zip(cells, widths, numeric, strict=True)]
        whole = _GAP.join(padded).rstrip()
        return whole if style.width is None else cut(whole, style.width)

    lines = [style.bold(line(names)), *map(line, rows)]
    whole = sum(hit.tier == "all" for hit in answer.hits)
    if whole < len(rows):
        divider = hits.divider(answer)[1]
        lines.insert(1 + whole, style.dim(divider if style.width is None else cut(divider, style.width)))
    return "".join(f"{text}\n" for text in lines)


def _fitting(widths: Sequence[int], room: int | None) -> list[int]:
    """The widths of columns, the widest of them made smaller until a line fits into `room`."""
    fitting = list(widths)
    while room is not None and sum(fitting) + len(_GAP) * (len(fitting) - 1) > room and max(fitting) > 1:
        fitting[fitting.index(max(fitting))] -= 1
    return fitting


def facets(answer: ResultPage, style: Style) -> str:
    """The counts of each facet; a second column where lifting the facet's own selection would show more."""
    return "\n".join(_facet(name, counts, style) for name, counts in answer.facets.items())


def _facet(name: str, counts: Sequence[FacetCount], style: Style) -> str:
    name = clean(one_line(name))
    if not counts:
        return f"{style.bold(name)}\n{_MARGIN}none\n"
    values = [clean(one_line(item.value)) for item in counts]
    room = style.room(24)
    width = max(map(columns, values)) if room is None else min(room, max(map(columns, values)))
    digits = max(len(f"{item.lifted:,}") for item in counts)
    highest = max(1, *(item.count for item in counts))
    lifted = any(item.count != item.lifted for item in counts)
    lines = [style.bold(name) + (style.dim(f" (of those found with any {name})") if lifted else "")]
    for value, item in zip(values, counts, strict=True):
        shown = value if style.width is None else cut(value, width)
        line = f"{_MARGIN}{pad(shown, width)}{_GAP}{pad(f'{item.count:,}', digits, right=True)}"
        if lifted:
            line += f" of {pad(f'{item.lifted:,}', digits, right=True)}"
        if style.width is not None:
            line += _GAP + bar(item.count, highest, 12)
        lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def timeline(answer: ResultPage, style: Style) -> str:
    """Dispatches by time as bars, and the undated ones counted last; nothing without a histogram."""
    histogram = answer.histogram
    if histogram is None:
        return ""
    rows = [(item.label, item.count) for item in histogram.bins]
    if histogram.undated or not rows:
        rows.append(("undated", histogram.undated))
    labels = max(len(label) for label, _ in rows)
    digits = max(len(f"{count:,}") for _, count in rows)
    highest = max(1, *(count for _, count in rows), 1)
    width = min(60, style.room(labels + digits + 4) or 40)
    lines = [style.bold(f"by {histogram.interval}")]
    for label, count in rows:
        lines.append(f"{pad(label, labels)}{_GAP}{pad(f'{count:,}', digits, right=True)}{_GAP}{bar(count, highest, width)}".rstrip())
    return "\n".join(lines) + "\n"


def error(err: WiresearchError, style: Style) -> str:
    """An error in the one shape of cli.md, section 6: what is wrong, the text with a caret, what to do."""
    lines = [style.alarm("wiresearch: ") + clean(err.message)]
    if isinstance(err, QueryError):
        lines += [_MARGIN + line for line in _caret(err, (style.width or _ERROR_WIDTH) - len(_MARGIN))]
    if err.hint:
        lines += [_MARGIN + clean(line) for line in err.hint.split("\n")]
    return "\n".join(lines) + "\n"


def _caret(err: QueryError, width: int) -> tuple[str, str]:
    """The query, cut so that the part to blame is seen in `width` columns, and the caret line under it."""
    width = max(20, width)
    start = min(err.start, len(err.text))
    before = clean(err.text[max(0, start - width) : start])
    blamed = clean(err.text[start : err.end][:width]) or " "
    after = clean(err.text[err.end :][:width])
    if len(err.text) > width or columns(before + blamed + after) > width:
        blamed = cut(blamed, width // 2)
        room = width - columns(blamed)
        before = cut(before, max(room // 2, room - columns(after)), keep_end=True)
        after = cut(after, max(1, room - columns(before)))
    caret = "^" + "~" * (columns(blamed) - 1)
    return (before + blamed + after).rstrip(), " " * columns(before) + caret
