"""Passages in SQLite: their texts, and their terms for FTS5 to rank by BM25."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from maestro_cli.model.passages import Document, Passage, PassageKind
from maestro_cli.model.terms import index_terms
from maestro_cli.store.database import Database

TITLE_WEIGHT = 2.0
"""How much more a word in a heading or title counts than one in the text."""

AT_A_TIME = 500
"""Parameters of one query."""

_PASSAGE = (
    "SELECT p.id, p.document, d.kind, d.path, CASE p.line WHEN 0 THEN d.line ELSE p.line END, p.title, p.text"
    " FROM passages p"
)
"""A passage of a file has a line of its own, 0 stands for that of its document."""

_OF = " JOIN documents d ON d.id = p.document"
_IDS = "SELECT p.id FROM passages p"
_ORDER = "CASE d.kind WHEN 'decision' THEN 0 WHEN 'document' THEN 1 WHEN 'item' THEN 2 ELSE 3 END"


def make_passage_tables(connection: sqlite3.Connection) -> None:
    """Make the tables. Terms are separated by spaces, whatever script they are in; see `index_terms`."""
    connection.execute(
        "CREATE TABLE documents (id TEXT PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL,"
        " line INTEGER NOT NULL, quick TEXT NOT NULL, digest TEXT NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE passages (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL"
        " REFERENCES documents(id) ON DELETE CASCADE, line INTEGER NOT NULL, title TEXT NOT NULL,"
        " text TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX passages_document ON passages (document)")
    connection.execute(
        "CREATE VIRTUAL TABLE passage_terms USING fts5(title, body,"
        " tokenize = \"unicode61 remove_diacritics 0 tokenchars '-._#/'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab('passage_terms', 'row')")


@contextmanager
def passages_in_memory() -> Iterator[StoredPassages]:
    """Give an empty index that is gone afterwards: for projects that may not be written to."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with Database(Path(":memory:"), connection, None) as database:
        make_passage_tables(connection)
        yield StoredPassages(database)


class StoredPassages:
    """Implements `maestro_cli.model.passages.PassageIndex`."""

    def __init__(self, database: Database) -> None:
        """Keep passages in `database`."""
        self._database = database

    def documents(self) -> Mapping[str, Document]:
        """Return every document by id."""
        rows = self._database.rows("SELECT id, kind, path, line, quick, digest FROM documents ORDER BY id")
        return {row[0]: Document(row[0], PassageKind(row[1]), *row[2:]) for row in rows}

    def update(
        self,
        changed: Iterable[tuple[Document, Sequence[Passage]]],
        moved: Iterable[Document],
        removed: Iterable[str],
    ) -> None:
        """Put in changed documents, note where moved ones are now, forget removed ones: all or nothing."""
        with self._database.transaction() as connection:
            for document_id in removed:
                _forget(connection, document_id)
                connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            for document in moved:
                _note(connection, document)
            for document, passages in changed:
                _forget(connection, document.id)
                _note(connection, document)
                for passage in passages:
                    _insert(connection, passage)

    def ids(self) -> Sequence[str]:
        """Return the id of every passage: decisions first, then documents, items and commits."""
        rows = self._database.rows(f"{_IDS}{_OF} ORDER BY {_ORDER}, p.number")
        return [row[0] for row in rows]

    def get(self, ids: Collection[str]) -> Mapping[str, Passage]:
        """Return these passages by id, as far as they are known."""
        found: dict[str, Passage] = {}
        for part in _parts(sorted(set(ids))):
            marks = ",".join("?" * len(part))
            for row in self._database.rows(f"{_PASSAGE}{_OF} WHERE p.id IN ({marks})", part):
                found[row[0]] = _passage(row)
        return found

    def all(self, kinds: Collection[PassageKind]) -> Iterator[Passage]:
        """Yield the passages of these kinds in order of path and line."""
        marks = ",".join("?" * len(kinds))
        sql = f"{_PASSAGE}{_OF} WHERE d.kind IN ({marks}) ORDER BY d.path, d.line, p.line, p.number"
        yield from map(_passage, self._database.rows(sql, sorted(kinds)))

    def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return how many passages say each of these terms; a term that none says is left out."""
        found: dict[str, int] = {}
        for part in _parts(sorted(set(terms))):
            marks = ",".join("?" * len(part))
            sql = f"SELECT term, doc FROM passage_vocabulary WHERE term IN ({marks})"  # noqa: S608 - marks only
            found.update(self._database.rows(sql, part))
        return found

    def count(self) -> int:
        """Return how many passages there are."""
        row = self._database.row("SELECT count(*) FROM passages")
        return row[0] if row else 0

    def match(
        self, terms: Sequence[str], limit: int, kinds: Collection[PassageKind] = ()
    ) -> Sequence[tuple[str, float]]:
        """Return the passages that say any of the terms with their BM25 (more is better), ties by id."""
        if not terms:
            return []
        wanted = " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
        only = f" AND d.kind IN ({','.join('?' * len(kinds))})" if kinds else ""
        sql = (
            f"SELECT p.id, -bm25(passage_terms, {TITLE_WEIGHT}, 1.0) AS score FROM passage_terms"  # noqa: S608
            f" JOIN passages p ON p.number = passage_terms.rowid{_OF}"
            f" WHERE passage_terms MATCH ?{only} ORDER BY score DESC, p.id LIMIT ?"
        )
        return [(row[0], row[1]) for row in self._database.rows(sql, (wanted, *sorted(kinds), limit))]


def _forget(connection: sqlite3.Connection, document_id: str) -> None:
    of_document = "(SELECT number FROM passages WHERE document = ?)"
    connection.execute(f"DELETE FROM passage_terms WHERE rowid IN {of_document}", (document_id,))  # noqa: S608
    connection.execute("DELETE FROM passages WHERE document = ?", (document_id,))


def _note(connection: sqlite3.Connection, one: Document) -> None:
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind,"
        " path = excluded.path, line = excluded.line, quick = excluded.quick, digest = excluded.digest",
        (one.id, one.kind.value, one.path, one.line, one.quick, one.digest),
    )


def _insert(connection: sqlite3.Connection, passage: Passage) -> None:
    number = connection.execute(
        "INSERT INTO passages (id, document, line, title, text) VALUES (?, ?, ?, ?, ?)",
        (passage.id, passage.document, passage.line, passage.title, passage.text),
    ).lastrowid
    terms = " ".join(index_terms(passage.title)), " ".join(index_terms(passage.text))
    connection.execute("INSERT INTO passage_terms (rowid, title, body) VALUES (?, ?, ?)", (number, *terms))


def _passage(row: tuple[str, str, str, str, int, str, str]) -> Passage:
    return Passage(row[0], row[1], PassageKind(row[2]), *row[3:])


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_A_TIME):
        yield values[start : start + AT_A_TIME]
