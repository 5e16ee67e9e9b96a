"""One suite for every index of vectors: in Chroma and in memory they answer alike."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_cli.knowledge.memory import VectorsInMemory
from maestro_cli.model.passages import Vector, VectorIndex
from maestro_cli.store.vectors import VectorsUnavailableError, knowledge_lock, open_vectors

SIZE = 32


def vectors(count: int, seed: int = 0) -> list[Vector]:
    chance = random.Random(seed)
    rows = [[chance.gauss(0, 1) for _ in range(SIZE)] for _ in range(count)]
    return [[number / sum(x * x for x in row) ** 0.5 for number in row] for row in rows]


@pytest.fixture(params=["chroma", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    if request.param == "memory":
        yield VectorsInMemory()
        return
    with knowledge_lock(tmp_path), open_vectors(tmp_path, "test", SIZE) as found:
        yield found


def test_it_begins_empty(index: VectorIndex) -> None:
    assert list(index.ids()) == []
    assert list(index.nearest(vectors(1)[0], 5)) == []


def test_the_nearest_come_first(index: VectorIndex) -> None:
    rows = vectors(60)
    index.update([f"v{number:02}" for number in range(60)], rows, [])
    wanted = rows[7]
    cosines = {f"v{n:02}": sum(a * b for a, b in zip(row, wanted, strict=True)) for n, row in enumerate(rows)}
    best = sorted(cosines, key=lambda name: -cosines[name])
    assert list(index.nearest(wanted, 5)) == best[:5]
    assert list(index.nearest(wanted, 500)) == best
    assert list(index.nearest([0.0] * SIZE, 5)) in ([], best[:0], sorted(cosines)[:5])


def test_vectors_are_replaced_and_forgotten(index: VectorIndex) -> None:
    rows = vectors(5)
    index.update(["a", "b", "c"], rows[:3], [])
    index.update(["a"], [rows[4]], ["b", "never there"])
    assert sorted(index.ids()) == ["a", "c"]
    assert list(index.nearest(rows[4], 1)) == ["a"]
    index.update([], [], ["a", "c"])
    assert list(index.ids()) == []


def test_names_of_vectors_are_apart(tmp_path: Path) -> None:
    for name in ("one", "../two", "ONE"):
        with knowledge_lock(tmp_path), open_vectors(tmp_path, name, SIZE) as found:
            assert list(found.ids()) == []
            found.update([name], vectors(1), [])
    assert sorted(path.name for path in tmp_path.iterdir()) == [".maestro"]


def test_the_folder_is_private(tmp_path: Path) -> None:
    with knowledge_lock(tmp_path), open_vectors(tmp_path, "one", SIZE):
        pass
    folder = tmp_path / ".maestro"
    modes = {
        path.name: path.stat().st_mode & 0o777 for path in (folder, folder / "chroma", folder / "chroma.lock")
    }
    assert modes == {".maestro": 0o700, "chroma": 0o700, "chroma.lock": 0o600}


def test_vectors_that_a_search_does_not_reach_are_noticed(tmp_path: Path) -> None:
    with knowledge_lock(tmp_path), open_vectors(tmp_path, "one", SIZE) as found:
        found.update(["a", "b"], vectors(2), [])
        found.check(SIZE)
        found.nearest = lambda *_: ["a"]  # type: ignore[method-assign]
        with pytest.raises(VectorsUnavailableError, match="of 2 vectors a search reaches 1"):
            found.check(SIZE)
