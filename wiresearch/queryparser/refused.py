"""What is refused, and what to write instead: signs of other query languages, and what is beyond a limit."""

from __future__ import annotations

import re

from wiresearch.errors import QuerySyntaxError
from wiresearch.queryparser.lexer import Token, masked

_BRACKETS = re.compile(r"[\[{]\s*(\S+)\s+TO\s+(\S+?)\s*[\]}]")
_DIGITS = 9
# Matched against a word and the one character behind it, at its beginning.
_REFUSED = (
    (re.compile(r"[\[{]"), "ranges are written with two dots", "write date:2003-08..2003-09, or quote it"),
    (re.compile(r".*(?:&&|\|\|)", re.DOTALL), "&& and || are not operators", "write AND or OR, or quote it"),
    (re.compile(r'[!+][\w"“”„=(]'), "! and + are not operators", "write NOT a or -a to leave out, a AND b to require both"),
    (
        # Two hyphens, or a dash or minus sign of typography: pasted or corrected by an editor, they look like the sign for "not".
        re.compile(r'(?:--+|[\u2010-\u2015\u2212])[\w"“”„=(]'),
        "only a single hyphen leaves a word out",
        "write -a or NOT a to leave out, or a blank behind the dash",
    ),
    (re.compile(r":\w"), "no field is named before this colon", "write field:value, or leave the colon out"),
    (re.compile(r"/.+/[\s)]?\Z", re.DOTALL), "regular expressions are not understood", "write ? for one letter, * for any: ne*iat*"),
    (re.compile(r"(?:NEAR|ADJ)[0-9]+[\s()\"]?\Z"), "a distance is written behind a slash", "write NEAR/5 or ADJ/5, or quote it"),
    (re.compile(r".*\^[\d.]*[\s()]?\Z", re.DOTALL), "weights (^) are not understood", "leave the ^ out"),
)


def refuse(text: str, token: Token) -> None:
    """Raise QuerySyntaxError if the word `token` of `text` holds such a sign."""
    seen = masked(text[token.start : token.end]) + text[token.end : token.end + 1]
    for sign, message, hint in _REFUSED:
        if sign.match(seen):
            raise QuerySyntaxError(message, text, token.start, token.end, hint)


def refuse_brackets(text: str, token: Token, name: str) -> None:
    """Raise QuerySyntaxError if the value `token` begins with a bracket, as in `date:[a TO b]`."""
    if token.text[:1] not in ("[", "{"):
        return
    message = "ranges are written with two dots"
    if found := _BRACKETS.match(text, token.start):
        first, last = ("" if end == "*" else end for end in found.groups())
        raise QuerySyntaxError(message, text, found.start(), found.end(), f"did you mean: {name}:{first}..{last}")
    raise QuerySyntaxError(message, text, token.start, token.end, f"write {name}:a..b, or quote the value")


def refuse_behind(text: str, token: Token) -> None:
    """Raise QuerySyntaxError if a sign that belongs to a word stands behind a phrase or parenthesis."""
    match text[token.end : token.end + 1]:
        case "~":
            message, hint = "~ belongs to one word or phrase", 'write losyukof~ or "six party talks"~5'
        case "^":
            message, hint = "weights (^) are not understood", "leave the ^ out"
        case "*":
            message, hint = "a star belongs to one word", "write it at the end of a word: korea*"
        case _:
            return
    raise QuerySyntaxError(message, text, token.start, token.end + 1, hint)


def too_much(message: str, text: str, place: tuple[int, int], name: str, limit: int) -> QuerySyntaxError:
    """The error of a limit that bites at `place` of `text`, by the name of its setting."""
    return QuerySyntaxError(f"{message}, the limit is {limit:,}", text, *place, f"write less, or raise limits.{name}")


def number_of(digits: str, text: str, token: Token) -> int:
    """The number that ASCII `digits` in `token` say. Raises QuerySyntaxError for one that is absurdly long."""
    if len(digits) > _DIGITS:
        raise QuerySyntaxError(f"a number here has at most {_DIGITS} digits", text, token.start, token.end, "write a smaller number")
    return int(digits)
