"""A directory of files that mean harm or are broken, made by code, and what is to become of each: `python -m hostile`."""

from hostile.archives import TARS, WARCS, ZIPS
from hostile.case import LIMITS, Case, make, told
from hostile.files import FILES
from hostile.packings import NESTED, PACKINGS
from hostile.texts import MARKUP, TEXTS

CASES: tuple[Case, ...] = (*TEXTS, *MARKUP, *FILES, *PACKINGS, *ZIPS, *TARS, *WARCS, *NESTED)

__all__ = ["CASES", "LIMITS", "Case", "make", "told"]
