"""What is damaged or doubtful in a dispatch; nothing of it is mended."""

from __future__ import annotations

import re
from datetime import date

from wiresearch.dispatch import Dateline, WireTime, WireWarning


def doubts(replacements: int, dateline: Dateline | None, time: WireTime | None) -> list[WireWarning]:
    """What decoding lost, and what the dateline leaves open."""
    found = [WireWarning("replaced-characters", str(replacements))] if replacements else []
    if not dateline:
        return found
    if dateline.date_text and not _exists(dateline.date_text):
        found.append(WireWarning("bad-date", dateline.text))
    elif dateline.date_text and not dateline.date and not time:
        found.append(WireWarning("no-year", dateline.text))
    if dateline.weekday and dateline.date and dateline.date.strftime("%A") != dateline.weekday:
        found.append(WireWarning("weekday-mismatch", f"{dateline.weekday} {dateline.date}"))
    if dateline.place and dateline.rule == "unresolved":
        found.append(WireWarning("unresolved-place", dateline.place))
    return found


def _exists(date_text: str) -> bool:
    """Whether there is such a day, without a year in any."""
    try:
        date.fromisoformat(date_text.replace("-", "2000", 1) if date_text.startswith("--") else date_text)
    except ValueError:
        return False
    return True


_BODIES = (
    "Agency|Ministry|Commission|Council|Committee|Department|Organi[sz]ation|Parliament|Government|Association|Corporation|Administration|Authority"
    "|Federation|University|Institute|Assembly|Congress|Senate|Party|Union|Reserve|Court|Office|Bureau|Service"
)
_COMMON_WORDS = (
    "said|says|saying|officials?|monitors?|inspectors?|has|had|have|was|were|will|would|and|from|for|with|which|that|the|members?|leaders?|chief|head"
    "|president|minister|spokesman|spokeswoman|reports?|reported|statement|sources?|experts?|staff|meeting|talks|also|after|before|about|into|over"
    "|[a-z]{3,12}ed|[a-z]{4,12}ing"
)
_RUN_ON = re.compile(rf"(?:{_BODIES})(?:{_COMMON_WORDS})\b")
_OPEN_OR_CLOSE = re.compile(r"[\"“”]")
_QUOTED_SHOWN = 40


_TYPEWRITTEN = re.compile(r"``\s*([^`]{1,40}?)(?:''|(?=`|$)|(?<=.{40}))")


def typewritten(texts: tuple[str, ...]) -> list[WireWarning]:
    """Quotation marks of a typewriter (``so''), told once with the words of the first; normalising writes them as others are."""
    quoted = next((found[1] for text in texts if "``" in text and (found := _TYPEWRITTEN.search(text))), None)
    return [WireWarning("typewriter-quotes", quoted)] if quoted else []


def damage(texts: tuple[str, ...]) -> list[WireWarning]:
    """Words that run together and quotation marks never closed; the text stays as received."""
    whole = "\n".join(texts)
    run_on = _RUN_ON.search(whole) is not None  # few are, and one look at all of it is cheaper than one at each paragraph
    found: list[WireWarning] = []
    if not run_on and '"' not in whole and "“" not in whole:
        return found
    for number, (text, following) in enumerate(zip(texts, (*texts, "")[1:], strict=True)):
        if run_on:
            found += [WireWarning("run-on-word", word.group(), number) for word in _RUN_ON.finditer(text)]
        if (at := _never_closed(text)) is not None and not _goes_on(text[at + 1 :], following):
            found.append(WireWarning("unbalanced-quote", text[at : at + _QUOTED_SHOWN], number))
    return found


def _never_closed(text: str) -> int | None:
    """Where a quotation opens in a paragraph that does not close it, or None."""
    if not ('"' in text or "“" in text) or (text.count('"') % 2 == 0 and text.count("“") <= text.count("”")):
        return None
    opened = None
    for mark in _OPEN_OR_CLOSE.finditer(text):
        at = mark.start()
        behind, ahead = text[at - 1 : at], text[at + 1 : at + 2]
        opens = mark.group() == "“" or (mark.group() == '"' and (not behind or behind in " (–—-[") and ahead.isalnum())
        if opens and opened is not None:
            return opened
        opened = at if opens else None
    return opened


def _goes_on(quoted: str, following: str) -> bool:
    """Newspapers leave a quotation of whole sentences open where the next paragraph opens it again; never one of some words."""
    return quoted[:1].isupper() and following[:1] in {'"', "“", "'", "‘"}
