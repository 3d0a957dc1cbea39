"""Tokens to a tree: recursive descent, as deep as `limits.query_depth` allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from wiresearch.config import Limits
from wiresearch.errors import QuerySyntaxError
from wiresearch.fields import LOOSE_FIELDS, Field
from wiresearch.query import And, Not, Or, Query, Term, Words
from wiresearch.queryparser.lexer import Token, lex
from wiresearch.queryparser.printer import unparse
from wiresearch.queryparser.refused import refuse_behind
from wiresearch.queryparser.values import Values, find_field
from wiresearch.words import spans

_HOW_TO_ASK = 'ask for words: losyukov talks; a phrase: "six-party talks"; a field: agency:AFP date:2003-08; or * for every dispatch'


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as read: its tree, the text it came from, what is to be told, and the day relative dates counted from."""

    query: Query
    text: str
    notes: tuple[str, ...]
    anchor: date | None


def parse(text: str, *, anchor: date | None = None, limits: Limits | None = None, literal: bool = False) -> ParsedQuery:
    """The tree of a query text; a `literal` one has no syntax, it is the words in it and nothing else.

    Several bare words at the top become one `Words` that asks for all of them, in the place of the first; a single one
    is a plain `Term`. Raises QuerySyntaxError, UnknownField or BadDate, each with the place of the fault.
    """
    limits = limits or Limits()
    if len(text) > limits.query_characters:
        raise _too_much(f"the query has {len(text):,} characters", text, 0, len(text), "query_characters", limits.query_characters)
    if not text.strip():
        raise QuerySyntaxError("the query is empty", text, 0, len(text), _HOW_TO_ASK)
    values = Values(text, anchor, limits)
    query = _literal(text, limits) if literal else _Parser(text, tuple(lex(text)), values, limits).query()
    if query is None:
        raise QuerySyntaxError("nothing in this query has letters or digits", text, 0, len(text), _HOW_TO_ASK)
    return ParsedQuery(query, text, tuple(dict.fromkeys(values.notes)), anchor)


def filter_query(
    name: str, values: Sequence[str], *, anchor: date | None = None, limits: Limits | None = None, negate: bool = False
) -> tuple[Query, tuple[str, ...]]:
    """The tree, and notes, of an option such as `--agency AFP --agency AP`: any of `values`, none of them if `negate`.

    Values are taken literally, without query syntax. Raises as `parse` does, with the one value as text.
    """
    asked = find_field(name, name, 0, len(name))
    found: list[Query] = []
    notes: list[str] = []
    for value in values:
        reader = Values(value, anchor, limits or Limits())
        node = reader.read(Token("phrase", value, 0, len(value)), asked, 0)
        if node is None:
            raise QuerySyntaxError(f"nothing in this value of {name} has letters or digits", value, 0, len(value))
        found.append(node)
        notes.extend(reader.notes)
    query = found[0] if len(found) == 1 else Or(tuple(found))
    return Not(query) if negate else query, tuple(dict.fromkeys(notes))


def _literal(text: str, limits: Limits) -> Query | None:
    """The words of `text` as loose words, or None if there is none."""
    terms = tuple(Term(LOOSE_FIELDS, form, span=(start, end)) for form, start, end in spans(text))
    if len(terms) > limits.query_items:
        message = f"the query asks for {len(terms):,} things"
        raise _too_much(message, text, *terms[limits.query_items].span, "query_items", limits.query_items)
    return Words(terms, len(terms), _span(terms)) if len(terms) > 1 else _joined(list(terms))


def _too_much(message: str, text: str, start: int, end: int, name: str, limit: int) -> QuerySyntaxError:
    return QuerySyntaxError(f"{message}, the limit is {limit:,}", text, start, end, f"write less, or raise limits.{name}")


@dataclass(slots=True)
class _Operand:
    """One operand of a conjunction: its node (None: left out) and whether it is a loose word."""

    node: Query | None
    loose: bool


@dataclass(slots=True)
class _Conjunction:
    """Operands side by side or joined by AND; `implied` when some stand side by side."""

    operands: list[_Operand] = field(default_factory=list)
    implied: bool = False

    def node(self, *, top: bool) -> Query | None:
        """The tree; at the `top` the loose words become one node."""
        kept = [(operand.node, operand.loose and top) for operand in self.operands if operand.node is not None]
        loose = tuple(node for node, is_loose in kept if is_loose)
        if len(loose) < 2:
            return _joined([node for node, _ in kept])
        words = Words(loose, len(loose), _span(loose))
        return _joined([words if node is loose[0] else node for node, is_loose in kept if not is_loose or node is loose[0]])


def _joined(nodes: list[Query]) -> Query | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return And(tuple(nodes), _span(nodes))


def _span(nodes: Sequence[Query]) -> tuple[int, int]:
    return min(node.span[0] for node in nodes), max(node.span[1] for node in nodes)


@dataclass(slots=True)
class _Parser:
    text: str
    tokens: tuple[Token, ...]
    values: Values
    limits: Limits
    at: int = 0
    items: int = 0

    def query(self) -> Query | None:
        """The tree of all tokens, or None if nothing of them is left."""
        query = self._either(None, depth=0)
        if self._peek() is not None:
            raise self._error("this parenthesis was never opened", self.tokens[self.at], "take it out, or write \\) for the sign itself")
        return query

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, *kinds: str) -> Token | None:
        token = self._peek()
        if token is None or token.kind not in kinds:
            return None
        self.at += 1
        return token

    def _error(self, message: str, token: Token, hint: str | None = None) -> QuerySyntaxError:
        return self.values.error(message, token, hint)

    def _either(self, asked: Field | None, depth: int) -> Query | None:
        """a OR b ..."""
        branches = [self._all(asked, depth)]
        while operator := self._take("OR"):
            branches.append(self._all(asked, depth))
            if not branches[-1].operands or not branches[-2].operands:
                raise self._lonely(operator)
        if len(branches) == 1:
            return branches[0].node(top=depth == 0)
        nodes = [node for branch in branches if (node := branch.node(top=False)) is not None]
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        query = Or(tuple(nodes), _span(nodes))
        if any(branch.implied for branch in branches):
            self.values.notes.append(f"read as {unparse(query)}")
        return query

    def _all(self, asked: Field | None, depth: int) -> _Conjunction:
        """a AND b c ..., which is empty where an operand is missing."""
        found = _Conjunction()
        operator = None
        while (token := self._peek()) and token.kind not in (")", "OR"):
            if token.kind == "AND":
                if operator or not found.operands:
                    raise self._lonely(token)
                operator = self._take("AND")
                found.operands[-1].loose = False
                continue
            operand = self._unary(asked, depth)
            if operator:
                operand.loose = False
            elif found.operands:
                found.implied = True
            found.operands.append(operand)
            operator = None
        if operator:
            raise self._lonely(operator)
        return found

    def _lonely(self, operator: Token) -> QuerySyntaxError:
        word = operator.kind
        hint = f'write a {word} b, or "{word.lower()}" in quotes for the word itself'
        return self._error(f"{word} needs something on both sides", operator, hint)

    def _unary(self, asked: Field | None, depth: int) -> _Operand:
        signs: list[Token] = []
        while sign := self._take("NOT", "-"):
            signs.append(sign)
            self._check_depth(depth + len(signs), sign)
        following = self._peek()
        if signs and (following is None or following.kind in (")", "AND", "OR")):
            hint = 'write NOT a, or "not" in quotes for the word itself'
            raise self._error("NOT needs something behind it", signs[-1], hint)
        operand = self._operand(asked, depth + len(signs))
        for sign in reversed(signs):
            if operand.node is not None:
                operand = _Operand(Not(operand.node, (sign.start, operand.node.span[1])), loose=False)
        return operand

    def _check_depth(self, depth: int, token: Token) -> None:
        if depth > self.limits.query_depth:
            message = f"parentheses and NOT stand {depth:,} deep"
            raise _too_much(message, self.text, token.start, token.end, "query_depth", self.limits.query_depth)

    def _operand(self, asked: Field | None, depth: int) -> _Operand:
        if opened := self._take("("):
            return _Operand(self._group(opened, asked, depth + 1), loose=False)
        if name := self._take("field"):
            return _Operand(self._fielded(name, asked, depth), loose=False)
        token = self.tokens[self.at]
        self.at += 1
        node = self._item(token, asked, token.start)
        self._note_small_operator(token)
        return _Operand(node, loose=asked is None and token.kind == "word" and token.text != "*")

    def _group(self, opened: Token, asked: Field | None, depth: int) -> Query | None:
        self._check_depth(depth, opened)
        if self._take(")"):
            raise self._error("there is nothing between these parentheses", opened, "write words between them, or take them out")
        query = self._either(asked, depth)
        closed = self._take(")")
        if closed is None:
            raise self._error("this parenthesis is never closed", opened, "add a closing ), or write \\( for the sign itself")
        refuse_behind(self.text, closed)
        return query

    def _fielded(self, name: Token, outer: Field | None, depth: int) -> Query | None:
        if name.text == "saved":
            raise self._error("saved searches are not understood yet", name, "write the query itself")
        asked = find_field(name.text, self.text, name.start, name.end)
        if outer is not None:
            raise self._error("a field inside a field", name, f"write {outer.name}:... and {asked.name}:... one behind the other")
        token = self._peek()
        if token is None or token.start != name.end + 1 or token.kind not in ("(", "word", "phrase"):
            hint = f'no blank behind the colon: {name.text}:value or {name.text}:"several words"'
            raise self._error(f"nothing follows {name.text}:", name, hint)
        self.at += 1
        if token.kind == "(":
            return self._group(token, asked, depth + 1)
        return self._item(token, asked, name.start)

    def _item(self, token: Token, asked: Field | None, start: int) -> Query | None:
        self.items += 1
        if self.items > self.limits.query_items:
            message = f"the query asks for {self.items:,} things"
            raise _too_much(message, self.text, token.start, token.end, "query_items", self.limits.query_items)
        if token.kind == "phrase":
            refuse_behind(self.text, token)
        return self.values.read(token, asked, start)

    def _note_small_operator(self, token: Token) -> None:
        if token.kind == "word" and token.text in ("and", "or", "not") and len(self.tokens) > 1:
            self.values.notes.append(f'"{token.text}" is read as a word; operators are written in capitals: AND, OR, NOT')
