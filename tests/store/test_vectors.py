"""One suite for every index of vectors: in Chroma and in memory they answer alike."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_cli.knowledge.memory import VectorsInMemory
from maestro_cli.model.passages import Vector, VectorIndex
from maestro_cli.store.vectors import knowledge_lock, open_vectors

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


def test_many_that_are_nearly_equal_are_no_damage(tmp_path: Path) -> None:
    """A graph of such vectors falls apart, so a search for all of them does not reach all."""
    base = vectors(1)[0]
    rows = [[number + row % 3 * 1e-4 for number in base] for row in range(1200)]
    with knowledge_lock(tmp_path), open_vectors(tmp_path, "one", SIZE) as found:
        found.update([f"v{row}" for row in range(1200)], rows, [])
    with knowledge_lock(tmp_path), open_vectors(tmp_path, "one", SIZE) as found:
        assert len(found.ids()) == 1200
        assert len(found.nearest(base, 60)) == 60
    assert not list((tmp_path / ".maestro").glob("aside-*"))


WRITER = """\
import sys
from pathlib import Path
from maestro_cli.store import vectors
from tests.store.test_vectors import SIZE, vectors as rows
client, index = vectors._open(Path(sys.argv[1]), "one", SIZE)
name = sys.argv[2]
index.update([f"{name}{n}" for n in range(1200)], rows(1200, ord(name)), [])
print("written", flush=True)
if sys.stdin.readline():
    index.update([f"{name}-more{n}" for n in range(1200)], rows(1200, ord(name) + 1), [])
vectors._close(client)
"""


def test_vectors_that_a_client_of_before_lost_are_noticed(tmp_path: Path) -> None:
    """Writers that keep no lock, one around the other: Chroma acknowledges all and loses some."""
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen([*command, "a"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as outer:
        assert outer.stdout is not None
        assert outer.stdout.readline() == "written\n"
        subprocess.run([*command, "b"], stdin=subprocess.DEVNULL, capture_output=True, check=True)
        outer.communicate("more\n")
        assert outer.returncode == 0
    with knowledge_lock(tmp_path), open_vectors(tmp_path, "one", SIZE) as found:
        assert list(found.ids()) == [], "it was put aside, and is made anew by whoever fills it"
    assert (tmp_path / ".maestro/aside-1/chroma").is_dir()
