"""What the sandbox remembers: documents by kind and key, and a log of every call, in one SQLite file."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

Document = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (kind, key));
CREATE TABLE IF NOT EXISTS calls (position INTEGER PRIMARY KEY AUTOINCREMENT, counterparty TEXT NOT NULL,
    body TEXT NOT NULL);
"""


class State:
    """A small document store. Hold `lock` around a read that decides a write."""

    def __init__(self, file: Path) -> None:
        self.lock = threading.RLock()
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(SCHEMA)

    def get(self, kind: str, key: str) -> Document | None:
        rows = self._rows("SELECT body FROM documents WHERE kind = ? AND key = ?", kind, key)
        return rows[0] if rows else None

    def put(self, kind: str, key: str, body: Document) -> None:
        self._change(
            "INSERT INTO documents (kind, key, body) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            kind, key, _encode(body),
        )  # fmt: skip

    def add(self, kind: str, key: str, body: Document) -> bool:
        """Keep the document unless the key is taken; say whether it was kept."""
        sql = "INSERT OR IGNORE INTO documents (kind, key, body) VALUES (?, ?, ?)"
        return self._change(sql, kind, key, _encode(body)) == 1

    def remove(self, kind: str, key: str) -> None:
        self._change("DELETE FROM documents WHERE kind = ? AND key = ?", kind, key)

    def all(self, kind: str) -> list[Document]:
        """Every document of a kind, oldest first."""
        return self._rows("SELECT body FROM documents WHERE kind = ? ORDER BY position", kind)

    def record_call(self, counterparty: str, call: Document) -> None:
        sql = "INSERT INTO calls (counterparty, body) VALUES (?, ?)"
        self._change(sql, counterparty, _encode({"counterparty": counterparty, **call}))

    def calls(self, counterparty: str | None = None) -> list[Document]:
        if counterparty is None:
            return self._rows("SELECT body FROM calls ORDER BY position")
        return self._rows("SELECT body FROM calls WHERE counterparty = ? ORDER BY position", counterparty)

    def close(self) -> None:
        with self.lock:
            self._database.close()

    def _rows(self, sql: str, *values: str) -> list[Document]:
        with self.lock:
            return [json.loads(body) for (body,) in self._database.execute(sql, values)]

    def _change(self, sql: str, *values: str) -> int:
        with self.lock:
            return self._database.execute(sql, values).rowcount


def _encode(body: Document) -> str:
    return json.dumps(body, ensure_ascii=False)
