"""FTS5, the full-text index of SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from questions import TOP, Answer, Question

from peers.base import Peer, city
from wiresearch.dispatch import Dispatch

TABLES = """
CREATE TABLE IF NOT EXISTS dispatch(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, day TEXT, dateline_city TEXT);
CREATE INDEX IF NOT EXISTS by_day ON dispatch(day);
CREATE INDEX IF NOT EXISTS by_city ON dispatch(dateline_city);
CREATE TABLE IF NOT EXISTS country(id INTEGER, code TEXT, PRIMARY KEY(id, code)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_code ON country(code);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(headline, lead, body, tokenize="porter unicode61 remove_diacritics 2");
"""


class Fts5(Peer):
    """SQLite's FTS5 with tables beside it for date and facets. Its stemmer is Porter's of 1980, its phrases may cross paragraphs.

    The total is a second statement, each facet another. It has no misspellings; a prefix is stemmed before it is looked for.
    """

    def open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(self.folder / "fts5.sqlite")

    def write(self, dispatches: Iterable[Dispatch]) -> None:
        self.open()
        run = self._database.execute
        self._database.executescript(TABLES)
        for dispatch in dispatches:
            day = dispatch.day.isoformat() if dispatch.day else None
            row = run("INSERT INTO dispatch(key, day, dateline_city) VALUES (?, ?, ?)", (dispatch.key, day, city(dispatch))).lastrowid
            texts = (dispatch.headline, "".join(dispatch.paragraphs[:1]), "\n\n".join(dispatch.paragraphs[1:]))
            run("INSERT INTO words(rowid, headline, lead, body) VALUES (?, ?, ?, ?)", (row, *texts))
            self._database.executemany("INSERT INTO country VALUES (?, ?)", [(row, code) for code in dispatch.countries])
        self._database.commit()
        self.close()

    def merge(self) -> bool:
        self.open()
        with self._database:
            self._database.execute("INSERT INTO words(words) VALUES ('optimize')")
        self.close()
        return True

    def search(self, question: Question) -> Answer | None:
        if question.how == "fuzzy":
            return None
        run = self._database.execute
        # CROSS JOIN: the matches first, then their dates; left to itself the planner may go through a date index instead.
        joined = "words CROSS JOIN dispatch ON dispatch.id = words.rowid"
        source, where, rank = ("dispatch", "1", "id") if question.how == "everything" else (joined, "words MATCH ?", "rank")
        values = () if question.how == "everything" else (self._expression(question),)
        if question.days:
            where, values = f"{where} AND day BETWEEN ? AND ?", (*values, *(day.isoformat() for day in question.days))
        order = "day DESC" if question.newest_first else rank
        keys = run(f"SELECT key FROM {source} WHERE {where} ORDER BY {order} LIMIT {TOP}", values).fetchall()
        counted = source if question.days or question.how == "everything" else "words"
        (total,) = run(f"SELECT count(*) FROM {counted} WHERE {where}", values).fetchone()
        counts = {}
        if question.facets:
            codes = "country" if question.how == "everything" else "words CROSS JOIN country ON country.id = words.rowid"
            counts["country"] = self._group(f"FROM {codes} WHERE {where} GROUP BY code", values, TOP)
            counts["dateline_city"] = self._group(
                f"FROM {source} WHERE {where} AND dateline_city <> '' GROUP BY dateline_city", values, TOP
            )
        if question.months:
            counts["month"] = self._group(f"FROM {source} WHERE {where} GROUP BY substr(day, 1, 7)", values, -1)
        return Answer(tuple(key for (key,) in keys), total, counts)

    def _group(self, statement: str, values: tuple[str, ...], top: int) -> tuple[int, ...]:
        return tuple(count for (count,) in self._database.execute(f"SELECT count(*) {statement} ORDER BY 1 DESC LIMIT {top}", values))

    @staticmethod
    def _expression(question: Question) -> str:
        quoted = [f'"{word}"' for word in question.words]
        match question.how:
            case "phrase":
                return f'"{" ".join(question.words)}"'
            case "prefix":
                return f"{quoted[0]}*"
            case "any":
                return " OR ".join(quoted)
            case _:
                return " AND ".join(quoted)

    def close(self) -> None:
        self._database.close()
