"""Vectors in memory: for projects that may not be written to, and as the measure of any other index."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from maestro_cli.model.passages import Vector


class VectorsInMemory:
    """Implements `maestro_cli.model.passages.VectorIndex` by comparing with every vector."""

    def __init__(self) -> None:
        """Begin without a vector."""
        self._rows: dict[str, Vector] = {}

    def ids(self) -> Collection[str]:
        """Return the id of every vector."""
        return self._rows.keys()

    def update(self, ids: Sequence[str], vectors: Sequence[Vector], removed: Collection[str]) -> None:
        """Put in vectors, one for each id, and forget removed ones."""
        for name in removed:
            self._rows.pop(name, None)
        self._rows.update(zip(ids, vectors, strict=True))

    def nearest(self, vector: Vector, limit: int) -> Sequence[str]:
        """Return the ids of the vectors with the greatest cosine, the greatest first, ties by id."""
        import numpy as np

        if not self._rows:
            return []
        names = sorted(self._rows)
        close = np.array([self._rows[name] for name in names]) @ np.array(vector)
        order = np.argsort(-close, kind="stable")[:limit]
        return [names[place] for place in order.tolist()]
