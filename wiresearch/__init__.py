"""wiresearch: a search engine over an archive of news-wire dispatches.

Two functions are enough for most scripts: `index` puts folders of dispatches into an index, `search` asks it. Both
import what they need when they are called, so that `import wiresearch` stays light.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wiresearch.results import IndexReport, ResultPage

__all__ = ["__version__", "index", "search"]
__version__ = "0.1.0"


def index(paths: str | Path | Sequence[str | Path], into: str | Path = "index", **options: Any) -> IndexReport:
    """Index files and folders into the folder `into`; only what changed since the last call is read.

    `options` are those of `wiresearch.indexing.IndexOptions` (full, exclude, year, encoding ...). What became of every
    source is in the report. Raises `wiresearch.errors.IndexingError`, or `ConfigError` for an option that cannot be.
    """
    from wiresearch.indexing import IndexOptions, build

    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    return build([str(path) for path in given], Path(into), IndexOptions(**options))


def search(query: str, index: str | Path = "index", *, facets: str | Sequence[str] | Mapping[str, int] = (), **options: Any) -> ResultPage:
    """The page of results for `query` in the index folder.

    `facets` names the fields to count, or maps them to how many values to list (default 10). `options` are those of
    `wiresearch.searching.SearchOptions` (match, offset, limit, sort, select, reject, since, until, histogram ...).
    Raises `wiresearch.errors.QueryError`, `IndexingError`, or `ConfigError` for an option that cannot be.
    """
    from wiresearch.results import FacetRequest
    from wiresearch.searching import Archive, SearchOptions

    names = [facets] if isinstance(facets, str) else facets
    tops = names if isinstance(names, Mapping) else dict.fromkeys(names, 10)
    counted = tuple(FacetRequest(name, top) for name, top in tops.items())
    with Archive(index) as archive:
        return archive.search(query, SearchOptions(facets=counted, **options))
