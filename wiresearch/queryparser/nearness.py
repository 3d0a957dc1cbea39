"""Words that belong together: `a NEAR/5 b`, `"a b"~5`, `same-para(a b)`, `atleast3(a)`; from their parts to a node."""

from __future__ import annotations

from collections.abc import Sequence

from wiresearch.config import Limits
from wiresearch.errors import QuerySyntaxError
from wiresearch.query import AtLeast, Near, Query, SamePara, Span, Term, WordNode
from wiresearch.queryparser.lexer import Token
from wiresearch.queryparser.refused import number_of, too_much
from wiresearch.words import tokenise

_PLAIN_NEAR = 10  # what NEAR without a number means in SQLite too
Items = Sequence[tuple[Token, Query | None]]


def joined(text: str, operators: Sequence[Token], items: Items, span: Span, limits: Limits) -> Query | None:
    """The window that `operators` ask for around `items` (node None: left out, and noted). Raises QuerySyntaxError."""
    operator = operators[0]
    distance, ordered = _asked(text, operator)
    for other in operators[1:]:
        if _asked(text, other) != (distance, ordered):
            hint = f"write one window, a {operator.text} b {operator.text} c, or two: (a {operator.text} b) AND (b {other.text} c)"
            raise _error("one window has one kind of operator and one distance", text, other, hint)
    for token, node in items:
        if node is not None and not isinstance(node, WordNode):
            raise _error(f"{operator.text} joins words and phrases of text", text, token, f"write AND in place of {operator.text}")
    words = tuple(node for _, node in items if isinstance(node, WordNode))
    if len(words) < 2:
        return words[0] if words else None
    if distance < len(words) - 1:
        mend = f" {operator.text.partition('/')[0]}/{len(words) - 1} ".join(text[token.start : token.end] for token, node in items if node)
        raise _error(f"{len(words)} words never stand within a distance of {distance}", text, operator, f"did you mean: {mend}")
    return _near(text, words, distance, ordered, span, limits)


def plain_near(operators: Sequence[Token]) -> str | None:
    """The note on a NEAR without a number."""
    return f"NEAR is read as NEAR/{_PLAIN_NEAR}" if operators[0].text == "NEAR" else None


def loose_phrase(text: str, token: Token, fields: tuple[str, ...], span: Span, limits: Limits) -> Query | None:
    """The window of the phrase `token` with a `~` behind it, or None if nothing of it is left. Raises QuerySyntaxError."""
    if not token.slop:
        hint = f"say how many other words may stand among these: {text[token.start : token.end]}5"
        raise _error("a number is missing behind ~", text, token, hint)
    forms = tokenise(token.text)
    if len(forms) == 1:
        raise _error("only several words can be near each other", text, token, f"write {forms[0]}~ for words spelt nearly so")
    words = tuple(Term(fields, form, token.exact, span) for form in forms)
    distance = number_of(token.slop, text, token) + len(words) - 1
    return _near(text, words, distance, False, span, limits) if words else None


def together(text: str, name: Token, items: Items, fields: tuple[str, ...], span: Span) -> Query | None:
    """The node of the function `name` (`same-para` or `atleast3`) of `items`. Raises QuerySyntaxError."""
    if name.text.lower().startswith("atleast"):
        return _at_least(text, name, items, fields, span)
    if len(items) < 2:
        raise _error("same-para needs two words or more", text, name, "for example same-para(iaea inspectors)")
    for token, node in items:
        if node is not None and not isinstance(node, WordNode | Near):
            raise _error("same-para holds words and phrases of text", text, token, "write AND behind the parenthesis")
    found = tuple(node for _, node in items if isinstance(node, WordNode | Near))
    if len(found) < 2:
        return found[0] if found else None
    return SamePara(fields, found, span)


def _asked(text: str, operator: Token) -> tuple[int, bool]:
    """Distance and order that an operator asks for."""
    name, slash, digits = operator.text.partition("/")
    ordered = name == "ADJ"
    if slash and not digits:
        raise _error(f"a number is missing behind {name}/", text, operator, f"write {name}/5")
    if not slash:
        return (1 if ordered else _PLAIN_NEAR), ordered
    return number_of(digits, text, operator), ordered


def _near(text: str, words: tuple[WordNode, ...], distance: int, ordered: bool, span: Span, limits: Limits) -> Near:
    if distance > limits.distance:
        raise too_much(f"words within {distance:,} of each other are asked for", text, span, "distance", limits.distance)
    return Near(words[0].fields, words, distance, ordered, span)


def _at_least(text: str, name: Token, items: Items, fields: tuple[str, ...], span: Span) -> Query | None:
    digits = name.text[len("atleast") :]
    if not digits or not (count := number_of(digits, text, name)):
        raise _error("atleast counts from 1", text, name, "for example atleast3(uranium)")
    match items:
        case [(_, None)]:
            return None
        case [(_, Term(_, word, False))]:
            return AtLeast(fields, word, count, span)
        case _:
            raise _error("atleast counts one plain word", text, name, f"for example atleast{count}(uranium)")


def _error(message: str, text: str, token: Token, hint: str) -> QuerySyntaxError:
    return QuerySyntaxError(message, text, token.start, token.end, hint)
