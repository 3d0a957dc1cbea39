"""Adjectives of countries that French, Spanish, Italian, Portuguese and German write with a small letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from wiresearch.dispatch import Dispatch
from wiresearch.entities import tables
from wiresearch.entities.phrases import Reading

LANGUAGES = ("fr", "es", "it", "pt", "de")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAMPLE = 600
# Small words of which several in the first lines tell the language, where nobody else told it.
_TELLING = {
    "fr": "les des une dans pour est sur avec qui par aux cette été",
    "es": "los las una del por con para que según más este desde",
    "it": "gli della delle nel una per che con sono dei alla dal",
    "pt": "os uma dos das não pelo pela para com ao são foi",
    "de": "der die das und den dem des mit von nicht auf wurde",
}
_ENOUGH = 4
_HINTS = tuple(f" {word} " for word in ["de", "la", "les", "des", "que", "los", "di", "della", "os", "und", "der", "die"])
_ENDINGS = (
    (re.compile(r"(fr):(.*)en"), ("en", "enne", "ens", "ennes")),
    (re.compile(r"(fr):(.*)ec"), ("ec", "ecque", "ecs", "ecques")),
    (re.compile(r"(fr):(.*)c"), ("c", "que", "cs", "ques")),
    (re.compile(r"(fr):(.*)e"), ("e", "es")),
    (re.compile(r"(fr):(.*)s"), ("s", "se", "ses")),
    (re.compile(r"(fr):(.*)"), ("", "e", "s", "es")),
    (re.compile(r"(es):(.*)és"), ("és", "esa", "eses", "esas")),
    (re.compile(r"(pt):(.*)ês"), ("ês", "esa", "eses", "esas")),
    (re.compile(r"(pt):(.*)ão"), ("ão", "ã", "ães", "ãos", "ãs")),
    (re.compile(r"(es):(.*)án"), ("án", "ana", "anes", "anas")),
    (re.compile(r"(es):(.*)ón"), ("ón", "ona", "ones", "onas")),
    (re.compile(r"(es|pt):(.*)o"), ("o", "a", "os", "as")),
    (re.compile(r"(es):(.*)í"), ("í", "íes", "ís")),
    (re.compile(r"(es|pt):(.*)l"), ("l", "la", "les", "las")),
    (re.compile(r"(es|pt):(.*)"), ("", "s")),
    (re.compile(r"(it):(.*(?:i|a|gre))co"), ("co", "ca", "ci", "che")),
    (re.compile(r"(it):(.*)co"), ("co", "ca", "chi", "che")),
    (re.compile(r"(it):(.*)o"), ("o", "a", "i", "e")),
    (re.compile(r"(it):(.*)e"), ("e", "i")),
    (re.compile(r"(it):(.*)a"), ("a", "i", "e")),
    (re.compile(r"(de):([a-zäöüßA-Z-]*sch)"), ("", "e", "er", "en", "es", "em")),
    (re.compile(r"(de):(.*)e"), ("e", "en", "in", "innen")),
    (re.compile(r"(de):(.*)"), ("", "n", "s", "in", "innen")),
)


def language(dispatch: Dispatch) -> str | None:
    """The one of these languages that the dispatch is in: as declared, else as its small words tell, or None."""
    told = (dispatch.language or dispatch.language_detected or "")[:2].lower()
    if told:
        return told if told in LANGUAGES else None
    beginning = " ".join(dispatch.paragraphs[:3])[:_SAMPLE]
    if " the " in beginning or not any(map(beginning.__contains__, _HINTS)):  # most dispatches
        return None
    words = f" {' '.join(beginning.lower().split())} "
    found = {code: sum(f" {word} " in words for word in small.split()) for code, small in _TELLING.items()}
    best = max(found, key=found.__getitem__)
    return best if found[best] >= _ENOUGH else None


def small_demonyms(line: str, code: str) -> Iterator[Reading]:
    """The adjectives in a line of that language, and German nouns for people of a country."""
    forms = _forms(code)
    for found in _WORD.finditer(line):
        nation = forms.get(found.group())
        if nation:
            yield Reading("demonym", nation[1], found.start(), found.end(), "demonym", 0.8, nation[0], nation[0])


@cache
def _forms(code: str) -> dict[str, tuple[str, str]]:
    """Printed form -> country and the English adjective."""
    english = {nation: name for nation, name, *_ in tables.rows("demonyms.tsv")}
    rows = ((nation, columns[LANGUAGES.index(code)]) for nation, *columns in tables.rows("demonyms_small.tsv"))
    stems = ((nation, stem) for nation, column in rows for stem in column.split(";") if stem and nation in english)
    return {form: (nation, english[nation]) for nation, stem in stems for form in _declined(code, stem)}


def _declined(code: str, stem: str) -> Iterator[str]:
    """The forms of a stem by gender, number and case, by the first of the endings that fit it."""
    for pattern, endings in _ENDINGS:
        if found := pattern.fullmatch(f"{code}:{stem}"):
            yield from (found[2] + ending for ending in endings)
            return
