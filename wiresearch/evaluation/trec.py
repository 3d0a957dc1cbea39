"""The files of TREC: topics, judgements (qrels) and runs, read and written. Names are those of ir_measures.

==========  ===================================================================================
topics      `qid TAB text`, or SGML: `<top> <num> Number: 51 <title> Topic: ... <desc> ... </top>`
qrels       `qid 0 docno grade`
run         `qid Q0 docno rank score tag`
==========  ===================================================================================

UTF-8, columns with blanks between; empty lines say nothing. What cannot be read is an EvaluationError that names the
file and the line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal

from wiresearch.errors import EvaluationError
from wiresearch.readers.sgml import plain

TopicFields = Literal["title", "desc", "title+desc"]

_TOPIC = re.compile(r"<top>(.*?)(?=</top>|<top>|\Z)", re.DOTALL | re.IGNORECASE)
_PART = re.compile(r"<(num|title|desc)>([^<]*)", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:number|topic|description)\s*:", re.IGNORECASE)
_GRADE = re.compile(r"[+-]?[0-9]{1,6}")
_RANK = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked for, and the number by which judgements and runs name it."""

    query_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Qrel:
    """A judgement: how relevant the document is to the topic; above 0 is relevant."""

    query_id: str
    doc_id: str
    relevance: int


@dataclass(frozen=True, slots=True)
class ScoredDoc:
    """A document of a run."""

    query_id: str
    doc_id: str
    score: float


def read_topics(content: bytes, name: str, fields: TopicFields = "title") -> tuple[Topic, ...]:
    """The topics of a file in their order; `fields` of an SGML topic are its text."""
    text = _decoded(content, name)
    seen: dict[tuple[str, ...], int] = {}
    topics = []
    for line, topic in _sgml_topics(text, name, fields) if text.lstrip().startswith("<") else _tabbed_topics(text, name):
        _once(seen, (topic.query_id,), f"topic {topic.query_id}", name, line)
        topics.append(topic)
    if not topics:
        raise EvaluationError(f"{name} holds no topic", "a topic is a line `qid TAB text`, or <top> in SGML")
    return tuple(topics)


def _tabbed_topics(text: str, name: str) -> Iterator[tuple[int, Topic]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        qid, _, asked = (part.strip() for part in line.partition("\t"))
        if not asked or len(qid.split()) != 1:
            raise _malformed(name, number, "this is no topic", "a topic is a line `qid TAB text`")
        yield number, Topic(qid, asked)


def _sgml_topics(text: str, name: str, fields: TopicFields) -> Iterator[tuple[int, Topic]]:
    for found in _TOPIC.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        parts = {tag.lower(): " ".join(plain(_LABEL.sub("", held, count=1)).split()) for tag, held in _PART.findall(found[1])}
        number = parts.get("num", "")
        if len(number.split()) != 1:
            raise _malformed(name, line, "this topic has no number", "it stands in <num>")
        lacking = [part for part in fields.split("+") if not parts.get(part)]
        if lacking:
            raise _malformed(name, line, f"topic {number} has no <{lacking[0]}>", "--topic-fields chooses what to ask")
        # `Number: 051` is topic 51 in the qrels of the same track.
        yield line, Topic(str(int(number)) if number.isdecimal() else number, " ".join(parts[part] for part in fields.split("+")))


def read_qrels(content: bytes, name: str) -> tuple[Qrel, ...]:
    """The judgements of a file in their order."""
    seen: dict[tuple[str, ...], int] = {}
    qrels = []
    for line, (qid, _, docno, grade) in _rows(content, name, "qid 0 docno grade"):
        if not _GRADE.fullmatch(grade):
            raise _malformed(name, line, f"the grade {grade!r} is not a whole number")
        _once(seen, (qid, docno), f"{docno} of topic {qid}", name, line)
        qrels.append(Qrel(qid, docno, int(grade)))
    if not qrels:
        raise EvaluationError(f"{name} holds no judgement", "a judgement is a line `qid 0 docno grade`")
    return tuple(qrels)


def read_run(content: bytes, name: str) -> tuple[ScoredDoc, ...]:
    """The documents of a run in the order of the file. The ranks must be there; it is the scores that count."""
    seen: dict[tuple[str, ...], int] = {}
    run = []
    for line, (qid, _, docno, rank, written, _) in _rows(content, name, "qid Q0 docno rank score tag"):
        if not _RANK.fullmatch(rank):
            raise _malformed(name, line, f"the rank {rank!r} is not a whole number")
        _once(seen, (qid, docno), f"{docno} of topic {qid}", name, line)
        run.append(ScoredDoc(qid, docno, _score(written, name, line)))
    if not run:
        raise EvaluationError(f"{name} holds no document", "a run has lines `qid Q0 docno rank score tag`")
    return tuple(run)


def run_lines(run: Iterable[ScoredDoc], tag: str) -> Iterator[str]:
    """A run as the lines of its file, ranked from 1 in its own order; the documents of a topic stand together."""
    for qid, docs in groupby(run, attrgetter("query_id")):
        for rank, doc in enumerate(docs, 1):
            yield f"{qid} Q0 {doc.doc_id} {rank} {doc.score:.4f} {tag}\n"


def _score(written: str, name: str, line: int) -> float:
    try:
        score = float(written)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise _malformed(name, line, f"the score {written!r} is not a number")
    return score


def _rows(content: bytes, name: str, columns: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty: its number from 1, and its cells, as many as there are names in `columns`."""
    wanted = len(columns.split())
    for number, line in enumerate(_decoded(content, name).split("\n"), 1):
        cells = line.split()
        if cells and len(cells) != wanted:
            raise _malformed(name, number, f"{wanted} columns are expected, not {len(cells)}", f"a line is `{columns}`")
        if cells:
            yield number, cells


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _malformed(name, content.count(b"\n", 0, error.start) + 1, "this is not UTF-8") from error


def _once(seen: dict[tuple[str, ...], int], key: tuple[str, ...], what: str, name: str, line: int) -> None:
    """Note that `key` stands on `line`; raise if it stood on one before."""
    if key in seen:
        raise _malformed(name, line, f"{what} is there already, on line {seen[key]}")
    seen[key] = line


def _malformed(name: str, line: int, what: str, hint: str | None = None) -> EvaluationError:
    return EvaluationError(f"{name}, line {line}: {what}", hint)
