"""The dateline grammar: where, when and by whom, at the start of a dispatch.

Eleven forms, AG an agency of the table, SEP a dash, colon or the like:

== ================================= =====================================
1  place, date (AG) SEP              most agencies
2  place (AG) date                   web services
3  place (AG) SEP                    AP, Kyodo, dpa, EFE
4  place, date. /AG/.                TASS; without date Ritzau
5  (AG) - place, date -              ANSA
6  date (AG) SEP                     UPI of today
7  place, date[, AG] SEP             Reuters of 1987, AAP
8  place ISO-date, end of line       RCV1
9  (AG) SEP                          Reuters without place
10 CITY SEP                          only where the table of places knows it
11 without blanks, in order          agencies of East Asia (eastern.py)
== ================================= =====================================

The first date or agency of a line is its anchor: what stands before it must be a place, what follows must fit the form.
"""

from __future__ import annotations

from wiresearch.datelines.completing import complete
from wiresearch.datelines.evidence import weighed
from wiresearch.datelines.grammar import DatelineMatch, alone, declared, find, match

__all__ = ["DatelineMatch", "alone", "complete", "declared", "find", "match", "weighed"]
