"""One word that stands for several: a prefix (`talk*`), a wildcard (`organi?ation`), a fuzzy word (`losyukof~`)."""

from __future__ import annotations

import re

from wiresearch.config import Limits
from wiresearch.errors import QuerySyntaxError
from wiresearch.query import Fuzzy, Prefix, Span, Wildcard
from wiresearch.queryparser.lexer import Token, masked, unescape
from wiresearch.queryparser.refused import number_of, too_much
from wiresearch.words import spans, tokenise

_WILD = re.compile(r"[*?]")
_SEVERAL_WILD = re.compile(r"[*?]{2,}")
# As behind any other word, a comma or full stop may follow.
_TILDE = re.compile(r"(.*)~([0-9]*)[^\w*?~]*", re.DOTALL)


def read_inexact(text: str, token: Token, fields: tuple[str, ...], span: Span, limits: Limits) -> Prefix | Wildcard | Fuzzy | None:
    """The node of the word `token` of `text`, or None for a plain word. Raises QuerySyntaxError.

    A `=` before it changes nothing: these words are compared with exact forms anyway.
    """
    typed = token.text[token.text.startswith("=") :]
    seen = masked(typed)
    tilde, wild = _TILDE.fullmatch(seen), _WILD.search(seen)
    if tilde and wild:
        raise _error("a wildcard and ~ do not go together", text, token, "write the one or the other")
    if tilde:
        return _fuzzy(text, token, unescape(typed[: tilde.end(1)]), tilde[2], fields, span, limits)
    if wild:
        return _wildcard(text, token, typed, fields, span, limits)
    return None


def check_letters(text: str, at: int, before: str, least: int) -> None:
    """Raise QuerySyntaxError if fewer than `least` letters or digits stand before the wildcard at `at`."""
    if sum(map(str.isalnum, before)) < least:
        hint = "write \\? for the sign itself" if text[at] == "?" else None
        raise QuerySyntaxError(f"a wildcard needs {least} letters before it", text, at, at + 1, hint)


def _error(message: str, text: str, token: Token, hint: str) -> QuerySyntaxError:
    return QuerySyntaxError(message, text, token.start, token.end, hint)


def _fuzzy(text: str, token: Token, word: str, digits: str, fields: tuple[str, ...], span: Span, limits: Limits) -> Fuzzy:
    forms = tokenise(word)
    if not forms:
        raise _error("~ needs a word before it", text, token, "losyukof~ finds words spelt nearly so; write \\~ for the sign itself")
    if len(forms) > 1:
        raise _error("~ belongs to one word", text, token, f'this is read as {len(forms)} words: "{" ".join(forms)}"')
    edits = number_of(digits, text, token) if digits else 1
    if not edits:
        raise _error("a word with 0 edits is the word itself", text, token, f"did you mean: ={forms[0]}")
    if edits > limits.edits:
        raise too_much(f"{edits:,} edits are asked for", text, (token.start, token.end), "edits", limits.edits)
    return Fuzzy(fields, forms[0], edits, span)


def _wildcard(text: str, token: Token, typed: str, fields: tuple[str, ...], span: Span, limits: Limits) -> Prefix | Wildcard:
    seen = masked(typed)
    signs = [found.start() for found in _WILD.finditer(seen)]
    at = token.end - len(typed) + signs[0]
    check_letters(text, at, unescape(typed[: signs[0]]), limits.wildcard_letters)
    pattern = ""
    for start, end in zip([0, *(sign + 1 for sign in signs)], [*signs, len(typed)], strict=True):
        form = _literal(unescape(typed[start:end]), first=start == 0, last=end == len(typed))
        if form is None:
            hint = "letters and digits alone may stand beside it; write \\* or \\? for the sign itself"
            raise _error("a wildcard belongs to one word", text, token, hint)
        pattern += form + seen[end : end + 1]
    # Folding may shorten what was typed.
    check_letters(text, at, re.split(_WILD, pattern, maxsplit=1)[0], limits.wildcard_letters)
    pattern = _SEVERAL_WILD.sub(_in_order, pattern)
    if pattern.endswith("*") and not _WILD.search(pattern[:-1]):
        return Prefix(fields, pattern[:-1], span)
    return Wildcard(fields, pattern, span)


def _literal(piece: str, *, first: bool, last: bool) -> str | None:
    """The form of what stands between two wildcards; only outside of the word may there be other signs."""
    found = list(spans(piece))
    if not found:
        return "" if last or not piece else None
    form, start, end = found[0]
    whole = len(found) == 1 and (first or start == 0) and (last or end == len(piece))
    return form if whole else None


def _in_order(run: re.Match[str]) -> str:
    """Neighbouring wildcards as the shortest that mean the same: 5,000 stars are one."""
    return "?" * run.group().count("?") + "*" * ("*" in run.group())
