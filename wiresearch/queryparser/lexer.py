"""Query text to tokens, each with its place. Knows quotes, escapes, operators and `name:`, and nothing of what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wiresearch.errors import QuerySyntaxError

Kind = Literal["(", ")", "-", "AND", "OR", "NOT", "near", "function", "field", "word", "phrase"]
_SIGNS: dict[str, Kind] = {"(": "(", ")": ")", "AND": "AND", "OR": "OR", "NOT": "NOT"}
# Typewriter and typographic quotation marks count alike: queries are pasted from articles.
_QUOTES = '"“”„'
_BLANK = re.compile(r"\s+")
_PHRASE = re.compile(rf"=?[{_QUOTES}]((?:[^{_QUOTES}\\]|\\.)*)[{_QUOTES}](?:~([0-9]*))?", re.DOTALL)
_WORD = re.compile(rf"(?:[^\s(){_QUOTES}\\]|\\.)+", re.DOTALL)
_VALUE = re.compile(rf"(?:[^\s(){_QUOTES}\\]|\\.|[{_QUOTES}](?:[^{_QUOTES}\\]|\\.)*[{_QUOTES}])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NAME = re.compile(r"([^:=]+):")
_NEAR = re.compile(r"(?:NEAR|ADJ)(?:/[0-9]*)?|[Ww]/[0-9]+")
_FUNCTION = re.compile(r"(?:same-para|atleast[0-9]*)(?=\()", re.IGNORECASE)
_NEGATES = re.compile(rf"-[^\W_]|-[{_QUOTES}=(*\\]")
_QUOTE = re.compile(f"[{_QUOTES}]")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a query at `start`..`end` (code points).

    `text` of a phrase is its inside without escapes; that of a field its name; else it is as typed. `exact` marks a phrase
    behind `=`; `slop` are the digits behind the `~` of a phrase, None without one.
    """

    kind: Kind
    text: str
    start: int
    end: int
    exact: bool = False
    slop: str | None = None


def unescape(text: str) -> str:
    """`text` with each backslash gone and the character behind it kept."""
    return _ESCAPED.sub(r"\1", text)


def masked(text: str) -> str:
    """`text`, as long as before, in which characters taken literally look like letters."""
    return _ESCAPED.sub("__", text)


def unquoted(text: str) -> str:
    """`text`, as long as before, with blanks for its quotation marks."""
    return _QUOTE.sub(" ", text)


def has_quote(text: str) -> bool:
    """Whether an unescaped quotation mark is in it."""
    return _QUOTE.search(masked(text)) is not None


def lex(text: str) -> Iterator[Token]:
    """The tokens of `text` in order. Raises QuerySyntaxError for an open quote or a last backslash."""
    at = 0
    behind_colon = False
    while at < len(text):
        if blank := _BLANK.match(text, at):
            at, behind_colon = blank.end(), False
            continue
        token = _value(text, at) if behind_colon and text[at] not in "()" else _next(text, at)
        yield token
        behind_colon = token.kind == "field"
        at = token.end + 1 if behind_colon else token.end


def _next(text: str, at: int) -> Token:
    here = text[at]
    if sign := _SIGNS.get(here):
        return Token(sign, here, at, at + 1)
    if _NEGATES.match(text, at) and (at == 0 or text[at - 1].isspace() or text[at - 1] == "("):
        return Token("-", here, at, at + 1)
    if _QUOTE.match(text, at + (here == "=")):
        return _phrase(text, at)
    if function := _FUNCTION.match(text, at):
        return Token("function", function.group(), at, function.end())
    found = _WORD.match(text, at)
    if found is None:
        raise _fault(text, at)
    word = found.group()
    if operator := _SIGNS.get(word):
        return Token(operator, word, at, found.end())
    if _NEAR.fullmatch(word):
        return Token("near", word, at, found.end())
    if named := _NAME.match(masked(word)):
        return Token("field", word[: named.end(1)], at, at + named.end(1))
    return Token("word", word, at, found.end())


def _value(text: str, at: int) -> Token:
    """What stands directly behind a colon: a function, a phrase, or all up to the next blank or parenthesis."""
    if function := _FUNCTION.match(text, at):
        return Token("function", function.group(), at, function.end())
    found = _VALUE.match(text, at)
    if found is None or (found.end() < len(text) and _QUOTE.match(text, found.end())):
        raise _fault(text, found.end() if found else at)
    phrase = _PHRASE.match(text, at)
    if phrase and phrase.end() == found.end():
        return _phrase(text, at)
    return Token("word", found.group(), at, found.end())


def _phrase(text: str, at: int) -> Token:
    found = _PHRASE.match(text, at)
    if found is None:
        raise _fault(text, at + (text[at] == "="))
    return Token("phrase", unescape(found.group(1)), at, found.end(), exact=text[at] == "=", slop=found.group(2))


def _fault(text: str, at: int) -> QuerySyntaxError:
    if text[at] == "\\":
        return QuerySyntaxError("nothing follows this backslash", text, at, at + 1, "write \\\\ for a backslash")
    hint = 'add a closing ", or write \\" for a quote that is part of a word'
    return QuerySyntaxError("this quote is never closed", text, at, at + 1, hint)
