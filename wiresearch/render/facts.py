"""Facts as text for people: one dispatch, what an index holds, what a run of indexing did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiresearch.dispatch import Dispatch, WireWarning
from wiresearch.render.hits import flags, plural
from wiresearch.render.terminal import Style, clean, columns, one_line, pad, wrapped
from wiresearch.results import FacetCount, IndexReport, IndexStats

_MARGIN = "    "
_LISTED = 20
_ENTITIES = {"person": "people", "organisation": "organisations", "place": "places"}


def dispatch(item: Dispatch, style: Style, *, headers: bool = False) -> str:
    """One dispatch as `show` prints it: headline, facts, paragraphs; `headers` leaves the paragraphs out."""
    title = [style.bold(line) for line in _lines(item.headline or "(no headline)", style)]
    above = [*(style.alarm(clean(word)) for word in flags(item)), *title, *(clean(one_line(line)) for line in item.headlines)]
    parts = ["\n".join(above), "\n".join(listed(list(_about(item)), style))]
    if not headers:
        parts += ["\n".join(_paragraph(item, text, style)) for text in item.paragraphs]
    return "\n\n".join(parts) + "\n"


def _paragraph(item: Dispatch, text: str, style: Style) -> list[str]:
    is_table = item.body_format != "text" or "\n" in text
    return clean(text, layout=True).split("\n") if is_table else _lines(text, style)


def _lines(text: str, style: Style, indent: int = 0) -> list[str]:
    text = one_line(text)
    return [clean(text[start:end]) for start, end in wrapped(text, style.room(indent))]


def listed(pairs: Sequence[tuple[str, str]], style: Style) -> list[str]:
    """Names and values in two columns, long values wrapped beside their name; pairs without a value are left out."""
    pairs = [(name, value) for name, value in pairs if value]
    width = max((columns(name) for name, _ in pairs), default=0) + 2
    lines = []
    for name, value in pairs:
        first, *rest = _lines(value, style, width) or [""]
        lines += [style.dim(pad(name, width)) + first, *(" " * width + line for line in rest)]
    return lines


def _about(item: Dispatch) -> Iterator[tuple[str, str]]:
    origin = item.provenance
    yield "dateline", item.dateline.text if item.dateline else ""
    yield "byline", item.byline or ""
    yield "agency", item.agency or ""
    yield "date", item.versioncreated.text if item.versioncreated else "undated"
    yield "service", ", ".join(item.service)
    yield "slug", item.slugline or ""
    yield "subjects", ", ".join(subject.name or subject.code for subject in item.subject)
    yield "cites", ", ".join(item.cited_agencies)
    for kind, label in _ENTITIES.items():
        yield label, ", ".join(dict.fromkeys(entity.name for entity in item.entities if entity.kind == kind))
    yield "countries", ", ".join(item.countries)
    yield "to editors", item.ednote or ""
    yield "words", f"{item.wordcount:,}"
    yield "uri", item.uri
    yield "key", item.key
    yield "source", f"{origin.source} at byte {origin.offset:,}, {plural(origin.length, 'byte')}"
    yield "sha256", origin.sha256
    yield "read as", f"{origin.format}, {origin.encoding}{replaced(item)}"
    for warning in origin.warnings:
        yield "warning", warning_text(warning)


def replaced(item: Dispatch) -> str:
    """How many characters decoding lost, behind a comma, or nothing."""
    count = item.provenance.replacements
    return f", {plural(count, 'character')} replaced" if count else ""


def warning_text(warning: WireWarning) -> str:
    """A warning on one line."""
    where = "" if warning.paragraph is None else f" (paragraph {warning.paragraph + 1})"
    return f"{warning.code}: {warning.detail}{where}"


def stats(numbers: IndexStats, style: Style) -> str:
    """What an index holds."""
    identity = numbers.identity
    dates = f"{numbers.first} .. {numbers.last}" if numbers.first and numbers.last else ""
    undated = f", {identity.undated:,} undated" if identity.undated else ""
    pairs = [
        ("index", numbers.path),
        ("engine", f"{identity.engine}, schema {identity.schema}"),
        ("fingerprint", identity.fingerprint),
        ("dispatches", f"{identity.dispatches:,} from {plural(numbers.sources, 'source')}{undated}"),
        ("dates", dates),
        ("size", _size(numbers.bytes)),
        ("formats", _counted(numbers.by_format)),
        ("encodings", _counted(numbers.by_encoding)),
        ("agencies", _counted(numbers.by_agency)),
        ("warnings", _counted(numbers.by_warning)),
    ]
    return "\n".join(listed(pairs, style)) + "\n"


def _counted(counts: Sequence[FacetCount]) -> str:
    return ", ".join(f"{item.value} {item.count:,}" for item in counts)


def _size(count: int) -> str:
    size, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"


def index_report(report: IndexReport, style: Style) -> str:
    """What a run of indexing did: the totals, then what was skipped, failed or is missing, with the reason."""
    outcomes = ("indexed", "duplicate", "unchanged", "pending", "skipped", "failed", "missing", "removed")
    kinds = ", ".join(f"{report.count(kind):,} {kind}" for kind in outcomes if report.count(kind))
    warnings = sum(item.warnings for item in report.outcomes)
    duplicates = sum(item.duplicates for item in report.outcomes)
    pairs = [
        ("index", report.location),
        ("sources", f"{len(report.outcomes):,}" + (f": {kinds}" if kinds else "")),
        ("dispatches", f"{report.read:,} read, {report.added:,} added, {report.removed:,} removed; the index holds {report.total:,}"),
        ("duplicates", f"{duplicates:,}" if duplicates else ""),
        ("warnings", f"{warnings:,}" if warnings else ""),
        ("time", f"{report.seconds:.1f} s"),
    ]
    lines = listed(pairs, style)
    for kind in ("failed", "missing", "skipped"):
        lines += _sources(report, kind, style)
    if report.interrupted:
        kept = (
            "what is above is kept, the same command goes on from there"
            if report.count("indexed") + report.count("duplicate") + report.count("unchanged")
            else "the index is as it was before"
        )
        lines.append(style.alarm(f"interrupted: {kept}"))
    return "\n".join(lines) + "\n"


def _sources(report: IndexReport, kind: str, style: Style) -> list[str]:
    sources = [item for item in report.outcomes if item.outcome == kind]
    lines = [style.bold(f"{kind} ({len(sources):,})")] if sources else []
    for item in sources[:_LISTED]:
        reason = f": {item.reason}" if item.reason else ""
        lines.append(_MARGIN + clean(one_line(item.source + reason)))
    if len(sources) > _LISTED:
        lines.append(f"{_MARGIN}and {len(sources) - _LISTED:,} more (all: --report FILE.ndjson)")
    return lines
