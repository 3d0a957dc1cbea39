"""The texts of `wiresearch help TOPIC`."""

from __future__ import annotations

from wiresearch.config import Limits

_DEFAULT = Limits()

_QUERY = """\
The query language

  losyukov talks            loose words: dispatches with all of them first; where those
                            do not fill a page, then those with some of them
                            (--match all: only the first; --match any: at least one)
  losyukov AND talks        both;  OR: at least one;  operators are upper case
  NOT yongbyon, -yongbyon   without
  ( )                       grouping
  "nuclear weapons"         these words side by side, in this order
  =talks, ="united nations" this exact form, not stemmed
  negotiat*                 words that begin so; at least 3 letters before the star
  organi?ation, neg*iat*    ? is one letter, * any letters; at least 3 letters first
  losyukof~, losyukof~2     words spelt nearly so: one edit away, or two; two swapped
                            letters are one edit, the first letter stays
  "security beijing"~5      these words in any order, at most 5 others among them
  kim NEAR/10 beijing       at most 10 words apart, in any order; also kim w/10 beijing
  foreign ADJ/2 ministry    ministry behind foreign, at most 2 words later
  same-para(iaea team)      all in one paragraph
  atleast3(uranium)         the word at least 3 times
  headline:talks            in one field (all fields: wiresearch fields)
  agency:(AFP OR AP)        the field for each item
  date:2003-08              dates: wiresearch help dates
  wordcount:>500            numbers: also 100..500, >=, <, <=
  has:dateline              that field is not empty
  *                         every dispatch
  \\- \\" agency\\:AFP         a backslash takes the next character literally

Case and accents do not matter; words are stemmed (English). An explicit operator, quote
or field is never relaxed. What cannot be read is an error; what may surprise is a note.
On a shell, quote a query that holds " ( ) * ? or -:  wiresearch search 'trade -"united states"'
"""

_DATES = """\
Dates in queries (date:…, --since, --until)

  2003-08-13  "13 Aug 2003"  "Aug 13, 2003"      that day
  2003-08  "August 2003"                         that month
  2003  2003-Q3                                  that year; July to September
  2003-W33  2003-W33-3                           ISO week, Monday to Sunday; its Wednesday
  2003-08-01..2003-08-31  2003-08..  ..2003      ranges, both ends included
  >=2003-08  >2003-08  <=2003-08  <2003-08       from, after, up to, before
  "last week of Aug 2003"  "first half of 2003"  parts of a month or year
  today  yesterday  "last week"  "last 7 days"   relative dates
  none                                           dispatches without a date

Relative dates count from the newest dispatch of the index, from the day of --now DATE,
or from the clock with --now today; a note tells the days they stand for. Dates are
compared as printed, never shifted by a time zone. Not dates: 08/13/2003, 13 Aug, 03-08-13.
"""

_FORMATS = """\
Formats

  In: the wire format of each source is told by its bytes alone; --format NAME of index
  and inspect says it instead. `wiresearch formats` lists them. Archives are opened
  (see: wiresearch help limits).

  Out (--output-format):
    text     blocks, for people; the default on a terminal
    table    aligned columns
    tsv      one dispatch a line, no header; the default in a pipe
    csv      with a header; a cell that a spreadsheet would run begins with '
    json     one object with query, total, hits, facets, notes and schema_version
    ndjson   one dispatch a line, and an end line that proves that all are there
    ids      uris, one a line;  paths: sources, one a line;  -0 ends them with NUL
  --fields LIST chooses the columns of table, csv and tsv: fields, or rank, score, source,
  tier (all or some of the words) and missing (the words it lacks).
  A page in HTML: wiresearch report QUERY -o FILE
"""

_LIMITS = f"""\
Archives, and limits of reading

  Opened by what they begin with, whatever their names, and inside each other in any order:
  zip, tar, WARC; gzip, bzip2, xz and zstd around any of them or around a text. A member is
  called outer!inner. Nothing is written to disk, only regular members are read, and each
  input ends up in the report once: indexed, duplicate, skipped or failed, with the reason.

  A limit that is met is named in the report. Each is a setting, or --limit NAME=NUMBER:

    source_bytes     {_DEFAULT.source_bytes:>11}  a file, or stdin
    source_seconds   {_DEFAULT.source_seconds:>11g}  making the dispatches of a file; looked at between them
    member_bytes     {_DEFAULT.member_bytes:>11}  a member of an archive
    archive_bytes    {_DEFAULT.archive_bytes:>11}  all that a file unpacks to
    archive_ratio    {_DEFAULT.archive_ratio:>11}  times its size that something unpacks to
    archive_members  {_DEFAULT.archive_members:>11}  members of a file, those of archives in it too
    archive_depth    {_DEFAULT.archive_depth:>11}  archives in archives; an archive and its packing are one
    nested_bytes     {_DEFAULT.nested_bytes:>11}  a zip archive in another archive, held in memory
    dispatch_bytes   {_DEFAULT.dispatch_bytes:>11}  a dispatch
    dispatch_lines   {_DEFAULT.dispatch_lines:>11}  a dispatch of plain text
    line_bytes       {_DEFAULT.line_bytes:>11}  a line of plain text
"""

_EXIT_CODES = """\
Exit codes

    0  something found, or done; also when the reader of a pipe went away
    1  nothing found (--exit-zero: 0), or no dispatch of that name
    2  the command line, the query or a setting cannot be read
    3  some sources could not be read; the rest is indexed
    4  no index here, not an index, or one of another schema version
    5  another process is writing the index (see --lock-timeout)
    6  input or output failed: disk full, damaged index
    7  evaluate: a figure is below the one expected (--expect)
  130  interrupted
"""

_ENVIRONMENT = """\
Environment and settings

  WIRESEARCH_INDEX        as --index        WIRESEARCH_CONFIG   as --config
  WIRESEARCH_NOW          as --now          WIRESEARCH_PAGER    the pager, before PAGER
  NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb              colour; --color wins
  XDG_CONFIG_HOME         where wiresearch/config.toml is, else ~/.config

A setting comes from the option, else the variable, else ./wiresearch.toml, else
$XDG_CONFIG_HOME/wiresearch/config.toml, else the default. Settings, in TOML:

  index = "index"         lock_timeout = 0.0      pager = "less -FIRX"
  [limits]
  report_hits = 20000     report_bytes = 8388608  archive_depth = 3
  [[sources]]             what you know of some of your sources (docs/sources.md):
  path = "kcna"           agency = "KCNA"         time_zone = "Asia/Pyongyang"
"""

TOPICS = {"query": _QUERY, "dates": _DATES, "formats": _FORMATS, "limits": _LIMITS, "exit-codes": _EXIT_CODES, "environment": _ENVIRONMENT}
