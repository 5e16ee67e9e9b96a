"""Vectors in embedded Chroma: a cache that is checked when it is opened and made anew when it is not whole.

Chroma loses vectors, without saying so, when two processes write one folder or a client outlives another's
writes. So a client lives only inside `open_vectors`, under one lock between processes, and nothing
that cannot be computed again is kept in it. Vectors are always given: for texts it would fetch a model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from maestro_cli.errors import StoreError, StoreLockedError
from maestro_cli.model.passages import Vector
from maestro_cli.store.aside import move_aside
from maestro_cli.store.folder import state_folder, tighten, touch_private
from maestro_cli.store.guard import guarded

FOLDER = "chroma"
LIMIT = 600.0
"""Seconds to wait for another process that indexes."""

SEARCH_WIDTH = 400
"""Vectors that a search of the graph keeps in sight: enough to be as good as exact here."""

AT_A_TIME = 1000


class VectorsUnavailableError(StoreError):
    """Chroma cannot be loaded, opened or written; everything else works."""

    code = "E-VECTORS"


class ChromaVectors:
    """Implements `maestro_cli.model.passages.VectorIndex` over one collection."""

    def __init__(self, collection: Any) -> None:  # noqa: ANN401 - a chromadb.Collection; its types load it
        """Serve `collection`; use `open_vectors` instead."""
        self._collection = collection

    def ids(self) -> Collection[str]:
        """Return the id of every vector."""
        with _named():
            found: list[str] = self._collection.get(include=[])["ids"]
        return found

    def update(self, ids: Sequence[str], vectors: Sequence[Vector], removed: Collection[str]) -> None:
        """Put in vectors, one for each id, and forget removed ones."""
        gone = sorted(removed)
        with _named():
            for start in range(0, len(gone), AT_A_TIME):
                self._collection.delete(ids=gone[start : start + AT_A_TIME])
            for start in range(0, len(ids), AT_A_TIME):
                end = start + AT_A_TIME
                self._collection.upsert(ids=list(ids[start:end]), embeddings=list(vectors[start:end]))

    def nearest(self, vector: Vector, limit: int) -> Sequence[str]:
        """Return the ids of the vectors with the greatest cosine, the greatest first."""
        with _named():
            most = min(limit, self._collection.count())
            if most < 1 or not any(vector):
                return []
            found = self._collection.query(query_embeddings=[list(vector)], n_results=most, include=[])
        nearest: list[str] = found["ids"][0]
        return nearest

    def check(self, size: int) -> None:
        """Raise VectorsUnavailableError unless every vector that is listed is there.

        What a search reaches is there. It does not reach all of many that are nearly equal, so the others
        are asked for, which takes a hundred times as long.
        """
        listed = self.ids()
        left = set(listed).difference(self.nearest([1.0] * size, len(listed)))
        with _named():
            asked = sorted(left)
            found = self._collection.get(ids=asked, include=["embeddings"])["ids"] if asked else []
        if left.difference(found):
            raise VectorsUnavailableError(f"of {len(listed)} vectors {len(left)} are lost")


@contextmanager
def knowledge_lock(root: Path, limit: float = LIMIT) -> Iterator[None]:
    """Keep every other process from the indexes of the project at `root` while the block runs.

    Raises StoreLockedError after `limit` seconds, StoreFullError where the lock file cannot be written.
    """
    from filelock import FileLock, Timeout

    path = state_folder(root, create=True) / f"{FOLDER}.lock"
    lock = FileLock(path, mode=0o600)
    with guarded(path):
        touch_private(path)
        try:
            lock.acquire(timeout=limit, poll_interval=0.05)
        except Timeout as error:
            raise StoreLockedError(
                f"another process has been indexing the project for more than {limit:g} s",
                path=str(path),
                fix="Wait for it to end, or end that process; nothing is lost.",
            ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def open_vectors(root: Path, name: str, size: int) -> Iterator[ChromaVectors]:
    """Open the vectors called `name`, of `size` numbers each; hold `knowledge_lock` around it.

    A folder that cannot be opened or is not whole is put aside, and an empty one made.

    Raises VectorsUnavailableError when that does not help.
    """
    client, vectors = _opened(root, name, size)
    try:
        yield vectors
    finally:
        _close(client)
        for path in (state_folder(root) / FOLDER).rglob("*"):
            tighten(path)


def _opened(root: Path, name: str, size: int) -> tuple[Any, ChromaVectors]:
    try:
        return _open(root, name, size)
    except VectorsUnavailableError as first:
        if isinstance(first.__cause__, ImportError):
            raise
        move_aside(root, FOLDER)
        return _open(root, name, size)


def _open(root: Path, name: str, size: int) -> tuple[Any, ChromaVectors]:
    path = state_folder(root, create=True) / FOLDER
    client = None
    try:
        with _named(path):
            _make(path)
            client = _client(path)
            collection = client.get_or_create_collection(
                f"m-{hashlib.sha256(name.encode()).hexdigest()[:40]}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
            )
        vectors = ChromaVectors(collection)
        vectors.check(size)
    except BaseException:
        _close(client)
        raise
    return client, vectors


def _make(path: Path) -> None:
    if path.is_symlink():
        raise VectorsUnavailableError(f"{path} is a symbolic link", path=str(path))
    path.mkdir(mode=0o700, exist_ok=True)


def _client(path: Path) -> Any:  # noqa: ANN401 - see ChromaVectors
    """Open the folder with settings of our own: Chroma would load classes that a project's `.env` names."""
    from chromadb import PersistentClient
    from chromadb.config import Settings

    settings = Settings.model_construct(
        anonymized_telemetry=False, is_persistent=True, persist_directory=str(path)
    )
    return PersistentClient(path=str(path), settings=settings)


def _close(client: Any) -> None:  # noqa: ANN401 - see ChromaVectors
    """Close the client and all that Chroma keeps of it; also of one that failed to open."""
    try:
        from chromadb.api.shared_system_client import SharedSystemClient

        with _named():
            if client is not None:
                client.close()
            SharedSystemClient.clear_system_cache()
    except (ImportError, VectorsUnavailableError):
        return  # what is left is a cache, and the next opening checks it


@contextmanager
def _named(path: Path | None = None) -> Iterator[None]:
    """Raise VectorsUnavailableError for whatever Chroma raises; a panic of its core is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, StoreError):
        raise
    except BaseException as error:  # pyo3's PanicException derives from it
        why = " ".join(str(error).split())[:200]
        raise VectorsUnavailableError(
            f"the vectors cannot be used: {type(error).__name__}: {why}",
            path=str(path) if path else None,
            fix="Search works by keyword meanwhile. `maestro knowledge index` makes the vectors anew.",
        ) from error
