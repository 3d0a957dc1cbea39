"""What one word, phrase or value of a query means in the field it is asked of."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import date

from wiresearch.config import Limits
from wiresearch.errors import BadDate, QuerySyntaxError, UnknownField
from wiresearch.fields import BY_NAME, LOOSE_FIELDS, Field, text_fields
from wiresearch.query import DateRange, Has, Is, IsPrefix, MatchAll, Not, NumberRange, Phrase, Query, Term, Wildcard
from wiresearch.queryparser.dates import date_range, is_relative
from wiresearch.queryparser.inexact import check_letters, read_inexact
from wiresearch.queryparser.lexer import Token, has_quote, masked, unescape, unquoted
from wiresearch.queryparser.nearness import loose_phrase
from wiresearch.queryparser.refused import refuse, refuse_brackets
from wiresearch.words import fold_value, tokenise

HAS = Field("has", "keyword", "fields that are not empty", lambda _: ())
_KNOWN = {**BY_NAME, "has": HAS}
_AGENCIES = ("agency", "cites", "infosource", "provider")
_COUNTRIES = ("country", "country_all", "dateline_country")
_NUMBER = r"(-?[0-9]{1,15})"
_COMPARED = re.compile(rf"(>=|<=|>|<){_NUMBER}")
_RANGE = re.compile(rf"{_NUMBER}?\.\.{_NUMBER}?")
_ONE_NUMBER = re.compile(_NUMBER)
_EXACT = re.compile("^=")
_EXACT_OR_TILDE = re.compile(r"^=|~[0-9]*\Z")
_STAR_IN_PHRASE = re.compile(r"\w\*")
_BEGINS_A_LONG_DATE = re.compile(r"(?:last|this|first|second|third|fourth|the|[0-9]{1,2}|[a-z]{3,9}\.?)", re.IGNORECASE)


def find_field(name: str, text: str, start: int, end: int) -> Field:
    """The field of that name or alias, "has" among them. Raises UnknownField for the part `start`..`end` of `text`."""
    if found := _KNOWN.get(name.lower()):
        return found
    near = difflib.get_close_matches(name.lower()[:50], _KNOWN, n=1)
    mend = f"did you mean: {near[0]}" if near else "name a field"
    typed = re.compile(r"\S*").match(text, start)
    # "note:", "10:30" and addresses are text more often than fields.
    if text[end : end + 1] == ":" and typed and (not near or typed.group().endswith(":")):
        mend += f', or quote it: "{typed.group()}"'
    raise UnknownField(f'unknown field "{name}"', text, start, end, f"{mend}        (all fields: wiresearch fields)")


@dataclass(slots=True)
class Values:
    """Reads the words and values of one query `text`; collects what is to be told in `notes`."""

    text: str
    anchor: date | None
    limits: Limits
    notes: list[str] = field(default_factory=list)

    def read(self, token: Token, asked: Field | None, start: int) -> Query | None:
        """The node of a word or phrase in the field `asked` (None: loose), or None when nothing of it is left.

        `start` is where its field name begins. Raises QuerySyntaxError, UnknownField or BadDate.
        """
        span = (start, token.end)
        if asked is None:
            return self._words(token, LOOSE_FIELDS, span)
        if token.kind == "word" and asked.kind not in ("date", "number") and has_quote(token.text):
            raise self.error("a quote stands inside this value", token, f'put all of it in quotes: {asked.name}:"several words"')
        self._check_sign(token, asked)
        if asked is HAS:
            return self._has(token, span)
        match asked.kind:
            case "text":
                return self._words(token, text_fields(asked.name), span)
            case "number":
                return self._number(token, asked.name, span)
            case "date":
                return self._date(token, span)
            case "keyword" | "id":
                return self._keyword(token, asked, span)

    def error(self, message: str, token: Token, hint: str | None = None) -> QuerySyntaxError:
        """A syntax error that points at `token`."""
        return QuerySyntaxError(message, self.text, token.start, token.end, hint)

    def _check_sign(self, token: Token, asked: Field) -> None:
        typed = self.text[token.start : token.end]
        self._check_sign_of_text(typed, token, asked)
        if token.kind == "phrase":
            return
        refuse_brackets(self.text, token, asked.name)
        if typed.startswith("-") and asked.kind != "number":
            raise self.error("the minus goes before the field", token, f"did you mean: -{asked.name}:{typed[1:]}")
        if typed.startswith((">", "<")) and asked.kind not in ("number", "date"):
            hint = "ranges are for date, urgency and wordcount; or quote the value"
            raise self.error(f"{asked.name} has no order to compare by", token, hint)
        if typed == "*":
            raise self.error("a star alone is no value", token, f"did you mean: has:{asked.name}")

    def _check_sign_of_text(self, typed: str, token: Token, asked: Field) -> None:
        if asked.kind == "text":
            return
        # Uris are full of ? and ~, dates and numbers have errors of their own for them.
        signs = _EXACT if token.kind == "word" and asked.kind != "keyword" else _EXACT_OR_TILDE
        found = signs.search(masked(typed))
        if found:
            message = f'"{found.group()}" is for words of text; {asked.name} is always compared whole'
            raise self.error(message, token, f"did you mean: {asked.name}:{typed[: found.start()]}{typed[found.end() :]}")
        if token.kind == "word" and asked.kind == "keyword" and (mark := masked(typed).find("?")) >= 0:
            hint = f"write its beginning and a star: {asked.name}:{typed[:mark]}*, or put the value in quotes"
            raise self.error(f"the wildcard ? is for words of text; {asked.name} is compared whole", token, hint)

    def _words(self, token: Token, fields: tuple[str, ...], span: tuple[int, int]) -> Query | None:
        if token.kind == "phrase":
            if _STAR_IN_PHRASE.search(token.text):
                self.notes.append(f'the * in "{token.text}" is read as punctuation')
            if token.slop is not None and tokenise(token.text):
                return loose_phrase(self.text, token, fields, span, self.limits)
            return self._phrase(token.text, fields, token.exact, span)
        if token.text == "*":
            return MatchAll(span)
        refuse(self.text, token)
        if inexact := read_inexact(self.text, token, fields, span, self.limits):
            if isinstance(inexact, Wildcard) and inexact.pattern.endswith("?"):
                self.notes.append(f"the ? at the end of {token.text} stands for one letter; write \\? for the sign itself")
            return inexact
        exact = token.text.startswith("=")
        typed = token.text[exact:]
        forms = tokenise(unescape(typed))
        if len(forms) > 1:
            self.notes.append(f'{unescape(typed)} is read as the phrase "{" ".join(forms)}"')
        return self._phrase(unescape(typed), fields, exact, span)

    def _phrase(self, words: str, fields: tuple[str, ...], exact: bool, span: tuple[int, int]) -> Query | None:
        forms = tokenise(words)
        if not forms:
            self.notes.append(f'"{words}" has no letters or digits and was left out')
            return None
        return Term(fields, forms[0], exact, span) if len(forms) == 1 else Phrase(fields, tuple(forms), exact, span)

    def _keyword(self, token: Token, asked: Field, span: tuple[int, int]) -> Query:
        compare = str.strip if asked.kind == "id" else fold_value
        if token.kind == "word" and "*" in masked(token.text):
            return IsPrefix(asked.name, compare(self._beginning(token, asked.name)), span)
        typed = token.text if token.kind == "phrase" else unescape(token.text)
        if token.kind == "phrase" and "*" in typed:
            self.notes.append(f'the * in "{typed}" is taken literally; any ending is asked for without quotes, as {asked.name}:word*')
        value = compare(_code(asked.name, fold_value(typed)) or typed)
        if not value:
            raise self.error("this value is empty", token, f"for dispatches without one write -has:{asked.name}")
        if value != compare(typed):
            self.notes.append(f"{asked.name}:{self.text[token.start : token.end]} is read as {asked.name}:{value}")
        return Is(asked.name, value, span)

    def _beginning(self, token: Token, name: str) -> str:
        """What stands before the star of a value, as typed without escapes."""
        star = masked(token.text).index("*")
        before = unescape(token.text[:star])
        check_letters(self.text, token.start + star, before, self.limits.wildcard_letters)
        if star < len(token.text) - 1:
            message = f"a star is understood only at the end of a value of {name}"
            raise self.error(message, token, f"write {token.text[:star]}*, or \\* for the sign itself")
        return before

    def _has(self, token: Token, span: tuple[int, int]) -> Query:
        named = find_field(fold_value(token.text), self.text, token.start, token.end)
        if named is HAS:
            raise self.error("has: asks for a field", token, "for example has:dateline")
        # A dispatch with any paragraph has a first one.
        return Has("lead" if named.name == "body" else named.name, span)

    def _number(self, token: Token, name: str, span: tuple[int, int]) -> Query:
        typed = unquoted(token.text).strip()
        if found := _ONE_NUMBER.fullmatch(typed):
            return NumberRange(name, int(found[1]), int(found[1]), span)
        if found := _COMPARED.fullmatch(typed):
            bound = int(found[2])
            low = {">=": bound, ">": bound + 1}.get(found[1])
            high = {"<=": bound, "<": bound - 1}.get(found[1])
            return NumberRange(name, low, high, span)
        found = _RANGE.fullmatch(typed)
        if found is None or typed == "..":
            raise self.error("not a number", token, f"numbers look like {name}:3, {name}:1..3, {name}:>500")
        low, high = (int(end) if end else None for end in found.groups())
        if low is not None and high is not None and low > high:
            raise self.error("the range ends before it begins", token, f"did you mean: {name}:{high}..{low}")
        return NumberRange(name, low, high, span)

    def _date(self, token: Token, span: tuple[int, int]) -> Query:
        typed = unquoted(token.text)
        match fold_value(typed):
            case "none":
                return Not(Has("date", span), span)
            case "inferred":
                return Is("inferred", "date", span)
        try:
            first, last = date_range(typed, self.anchor)
        except BadDate as error:
            raise self._placed(error, token) from None
        if is_relative(typed):
            days = str(first) if first == last else f"{first or ''}..{last or ''}"
            self.notes.append(f'"{" ".join(typed.split())}" = {days} (counted from {self.anchor})')
        return DateRange("date", first, last, span)

    def _placed(self, error: BadDate, token: Token) -> BadDate:
        """The error of a date expression, at its place in the query."""
        if token.kind == "phrase":
            return BadDate(error.message, self.text, token.start, token.end, error.hint)
        goes_on = bool(self.text[token.end :].strip()) and _BEGINS_A_LONG_DATE.fullmatch(token.text)
        hint = 'put a date of several words in quotes: date:"last week"' if goes_on else error.hint
        return BadDate(error.message, self.text, token.start + error.start, token.start + error.end, hint)


def _code(name: str, value: str) -> str | None:
    """The code of an agency or country that goes by the folded name `value`."""
    # Inside, because the tables of names are read at import and most queries need neither.
    if name in _AGENCIES:
        from wiresearch import agencies

        return agencies.named(value)
    if name in _COUNTRIES:
        from wiresearch import places

        return places.country(value)
    return None
