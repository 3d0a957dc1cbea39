"""Tokens to a tree: recursive descent, as deep as `limits.query_depth` allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wiresearch.config import Limits
from wiresearch.errors import QuerySyntaxError
from wiresearch.fields import LOOSE_FIELDS, Field, text_fields
from wiresearch.query import Not, Or, Query, Term
from wiresearch.queryparser.conjunction import Conjunction, Operand, span_of
from wiresearch.queryparser.lexer import Token, lex
from wiresearch.queryparser.nearness import joined, plain_near, together
from wiresearch.queryparser.printer import unparse
from wiresearch.queryparser.refused import refuse_behind, too_much
from wiresearch.queryparser.values import Values, find_field
from wiresearch.words import spans

_SMALL = re.compile("and|or|not|(?:near|adj)/?[0-9]+")
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
        place = (0, len(text))
        raise too_much(f"the query has {len(text):,} characters", text, place, "query_characters", limits.query_characters)
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
    terms = [Term(LOOSE_FIELDS, form, span=(start, end)) for form, start, end in spans(text)]
    if len(terms) > limits.query_items:
        message = f"the query asks for {len(terms):,} things"
        raise too_much(message, text, terms[limits.query_items].span, "query_items", limits.query_items)
    return Conjunction([Operand(term, loose=True) for term in terms]).node(top=True)


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
        query = Or(tuple(nodes), span_of(nodes))
        if any(branch.implied for branch in branches):
            self.values.notes.append(f"read as {unparse(query)}")
        return query

    def _all(self, asked: Field | None, depth: int) -> Conjunction:
        """a AND b c ..., which is empty where an operand is missing."""
        found = Conjunction()
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
        word = operator.text
        hint = f'write a {word} b, or "{word.lower()}" in quotes for the word itself'
        return self._error(f"{word} needs something on both sides", operator, hint)

    def _unary(self, asked: Field | None, depth: int) -> Operand:
        signs: list[Token] = []
        while sign := self._take("NOT", "-"):
            signs.append(sign)
            self._check_depth(depth + len(signs), sign)
        following = self._peek()
        if signs and (following is None or following.kind in (")", "AND", "OR", "near")):
            hint = 'write NOT a, or "not" in quotes for the word itself'
            raise self._error("NOT needs something behind it", signs[-1], hint)
        operand = self._operand(asked, depth + len(signs))
        for sign in reversed(signs):
            if operand.node is not None:
                operand = Operand(Not(operand.node, (sign.start, operand.node.span[1])), loose=False)
        return operand

    def _check_depth(self, depth: int, token: Token) -> None:
        if depth > self.limits.query_depth:
            message = f"parentheses and NOT stand {depth:,} deep"
            raise too_much(message, self.text, (token.start, token.end), "query_depth", self.limits.query_depth)

    def _operand(self, asked: Field | None, depth: int) -> Operand:
        """A parenthesis, function, fielded value or item; or items joined by NEAR."""
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case "(":
                operand = Operand(self._group(token, asked, depth + 1), loose=False)
            case "field":
                operand = Operand(self._fielded(token, asked, depth), loose=False)
            case "function":
                operand = Operand(self._function(token, asked, token.start), loose=False)
            case "near":
                raise self._lonely(token)
            case _:
                node = self._item(token, asked, token.start)
                if (following := self._peek()) and following.kind == "near":
                    return Operand(self._window(token, node, asked), loose=False)
                return Operand(node, loose=asked is None and token.kind == "word" and token.text != "*")
        if operator := self._take("near"):
            raise self._unjoinable(operator, token)
        return operand

    def _window(self, first: Token, node: Query | None, asked: Field | None) -> Query | None:
        """a NEAR/5 b NEAR/5 c ..., of which `first` is read."""
        items, operators = [(first, node)], []
        while operator := self._take("near"):
            operators.append(operator)
            token = self._take("word", "phrase")
            if token is None:
                raise self._unjoinable(operator, self._peek())
            items.append((token, self._item(token, asked, token.start)))
        if note := plain_near(operators):
            self.values.notes.append(note)
        return joined(self.text, operators, items, (first.start, items[-1][0].end), self.limits)

    def _unjoinable(self, operator: Token, beside: Token | None) -> QuerySyntaxError:
        match beside:
            case None | Token(")" | "AND" | "OR" | "near"):
                return self._lonely(operator)
            case Token("("):
                hint = f"write each window by itself: (a {operator.text} b) OR (a {operator.text} c)"
            case Token("field"):
                hint = f"put the field outside: headline:(a {operator.text} b)"
            case _:
                hint = f"write AND in place of {operator.text}"
        return self._error(f"{operator.text} joins words and phrases of text", operator, hint)

    def _function(self, name: Token, asked: Field | None, start: int) -> Query | None:
        """same-para(a b ...) or atleast3(a)."""
        if asked is not None and asked.kind != "text":
            raise self._error(f"{name.text} is for words of text, and {asked.name} is none", name, "write the values with AND or OR")
        opened = self.tokens[self.at]
        self.at += 1
        items = []
        while token := self._take("word", "phrase"):
            items.append((token, self._item(token, asked, token.start)))
        closed = self._take(")")
        if closed is None:
            wrong = self._peek()
            if wrong is None:
                raise self._unclosed(opened)
            raise self._error(f"{name.text} holds words and phrases only", wrong, f"write them side by side: {name.text}(a b)")
        refuse_behind(self.text, closed)
        fields = text_fields(asked.name) if asked else LOOSE_FIELDS
        return together(self.text, name, items, fields, (start, closed.end))

    def _group(self, opened: Token, asked: Field | None, depth: int) -> Query | None:
        self._check_depth(depth, opened)
        if self._take(")"):
            raise self._error("there is nothing between these parentheses", opened, "write words between them, or take them out")
        query = self._either(asked, depth)
        closed = self._take(")")
        if closed is None:
            raise self._unclosed(opened)
        refuse_behind(self.text, closed)
        return query

    def _unclosed(self, opened: Token) -> QuerySyntaxError:
        return self._error("this parenthesis is never closed", opened, "add a closing ), or write \\( for the sign itself")

    def _fielded(self, name: Token, outer: Field | None, depth: int) -> Query | None:
        if name.text == "saved":
            raise self._error("saved searches are not understood yet", name, "write the query itself")
        asked = find_field(name.text, self.text, name.start, name.end)
        if outer is not None:
            raise self._error("a field inside a field", name, f"write {outer.name}:... and {asked.name}:... one behind the other")
        token = self._peek()
        if token is None or token.start != name.end + 1 or token.kind not in ("(", "function", "word", "phrase"):
            hint = f'no blank behind the colon: {name.text}:value or {name.text}:"several words"'
            raise self._error(f"nothing follows {name.text}:", name, hint)
        self.at += 1
        if token.kind == "(":
            return self._group(token, asked, depth + 1)
        if token.kind == "function":
            return self._function(token, asked, name.start)
        return self._item(token, asked, name.start)

    def _item(self, token: Token, asked: Field | None, start: int) -> Query | None:
        self.items += 1
        if self.items > self.limits.query_items:
            message = f"the query asks for {self.items:,} things"
            raise too_much(message, self.text, (token.start, token.end), "query_items", self.limits.query_items)
        if token.kind == "phrase":
            refuse_behind(self.text, token)
        if token.kind == "word" and _SMALL.fullmatch(token.text) and len(self.tokens) > 1:
            capitals = "AND, OR, NOT" if token.text.isalpha() else "NEAR/5, ADJ/5"
            self.values.notes.append(f'"{token.text}" is read as a word; operators are written in capitals: {capitals}')
        return self.values.read(token, asked, start)
