"""Text to `Query`, with the place of every fault, and `Query` back to text. The grammar is ours: docs/query-language.md.

Pure: no clock, no engine. Law: `parse(unparse(parse(t).query)).query == parse(t).query`, limits of size aside.
"""

from __future__ import annotations

from wiresearch.queryparser.dates import date_bounds, is_relative
from wiresearch.queryparser.parser import ParsedQuery, filter_query, parse
from wiresearch.queryparser.printer import unparse

__all__ = ["ParsedQuery", "date_bounds", "filter_query", "is_relative", "parse", "unparse"]
