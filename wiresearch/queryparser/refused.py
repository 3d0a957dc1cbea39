"""Signs of other query languages, and those of ours that are not built: each an error that says what to write instead."""

from __future__ import annotations

import re

from wiresearch.errors import QuerySyntaxError
from wiresearch.queryparser.lexer import Token, masked

_BRACKETS = re.compile(r"[\[{]\s*(\S+)\s+TO\s+(\S+?)\s*[\]}]")
_LATER = "not understood yet"
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
    (
        re.compile(r"/.+/[\s)]?\Z", re.DOTALL),
        "regular expressions are not understood",
        "write the beginning of the word and a star: korea*",
    ),
    (
        re.compile(r"(?:NEAR|ADJ)(?:/\d*)?[\s()\"]?\Z|w/\d+[\s()\"]?\Z"),
        f"nearness (NEAR, ADJ, w/) is {_LATER}",
        'write a AND b, or a phrase: "a b"',
    ),
    (re.compile(r"(?:same-para|atleast\d+)\("), f"same-para and atleast are {_LATER}", 'write a AND b, or a phrase: "a b"'),
    (re.compile(r".*\^[\d.]*[\s()]?\Z", re.DOTALL), "weights (^) are not understood", "leave the ^ out"),
    (re.compile(r".*~\d*[\s()]?\Z", re.DOTALL), f"inexact words (~) are {_LATER}", "write the beginning of the word and a star: korea*"),
    (
        re.compile(r".*\?", re.DOTALL),
        f"the wildcard ? is {_LATER}",
        "write \\? for the sign itself, or a star at the end of the word: organi*",
    ),
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
            message, hint = f"nearness in a phrase (~) is {_LATER}", "write the words with AND, or the phrase without ~"
        case "^":
            message, hint = "weights (^) are not understood", "leave the ^ out"
        case "*":
            message, hint = "a star belongs to one word", "write it at the end of a word: korea*"
        case _:
            return
    raise QuerySyntaxError(message, text, token.start, token.end + 1, hint)
