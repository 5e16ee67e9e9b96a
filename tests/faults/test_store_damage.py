"""Damage to the store (L7): never a traceback, always the fitting error, and doctor names the file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from maestro_cli.errors import StoreDamagedError, StoreError, StoreNewerError
from maestro_cli.store.aside import move_aside
from maestro_cli.store.checkpoints import checkpoint_saver
from maestro_cli.store.health import check_store
from maestro_cli.store.project_store import Store, open_store
from maestro_cli.store.schemas import CHECKPOINT_FILE, PROJECT_FILE, open_file
from tests.store.children import heard, kill, start
from tests.store.conftest import unsynced  # noqa: F401 - a fixture
from tests.store.test_checkpoints import put, thread

pytestmark = pytest.mark.usefixtures("unsynced")
PAGE = 4096
FILL = """
store = open_store(root)
from maestro_cli.store.schemas import open_file
checkpoints = open_file(root, "checkpoints.db")
def fill(number):
    for n in range(number):
        run = store.runs.create("plan", f"run-{n}", {"text": "x" * 300})
        store.steps.finish(run.id, "gather", {"n": n, "text": [str(n)] * 50})
        with checkpoints.transaction() as connection:
            connection.execute(
                "INSERT INTO checkpoints (thread_id, checkpoint_id, type, checkpoint)"
                " VALUES (?, ?, 'bytes', ?)", (run.id, str(n), b"x" * 500))
"""


def filled(root: Path) -> Path:
    """Make a store with some content, closed cleanly, and return its folder."""
    child = start(root, FILL + "fill(40); store.close(); checkpoints.close()")
    child.communicate(timeout=60)
    assert child.returncode == 0
    return root / ".maestro"


def killed_while_open(root: Path) -> Path:
    """Make a store whose last content is in the write-ahead log only."""
    child = start(root, FILL + "fill(40); say('filled'); time.sleep(60)")
    assert heard(child) == "filled"
    kill(child)
    return root / ".maestro"


def use(root: Path) -> None:
    """Read all there is of both files, and write a little."""
    with open_store(root) or pytest.fail("no store") as store:
        read(store)
        store.runs.create("plan", "new", {})
        store.steps.finish("new", "x", {"n": 1})
    found = open_file(root, CHECKPOINT_FILE)
    assert found is not None
    with found:
        found.rows("SELECT * FROM checkpoints ORDER BY seq")
        found.rows("SELECT * FROM writes")


def read(store: Store) -> None:
    page, cursor = store.runs.list(1000)
    assert cursor is None
    for run in page:
        for step in store.steps.all(run.id):
            if step.result:
                store.blobs.get(step.result)
    store.decisions.list()
    store.index.payloads("files")


def zeroed_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    number = len(data) // PAGE // 2
    data[number * PAGE : (number + 1) * PAGE] = bytes(PAGE)
    path.write_bytes(data)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def bad_header(path: Path) -> None:
    path.write_bytes(b"\xff" * 100 + path.read_bytes()[100:])


def text(path: Path) -> None:
    path.write_text("just some text\n" * 500)


def short_text(path: Path) -> None:
    path.write_text("x")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def missing(path: Path) -> None:
    path.unlink()


def other_tables(path: Path) -> None:
    ordinary = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute(ordinary).fetchall():  # those behind a search index keep their name
            if not name.startswith("sqlite_"):
                connection.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    connection.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound")
    filled(root)
    return root


# @req MR-10.8
@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
@pytest.mark.parametrize(
    "damage",
    [zeroed_page, half, bad_header, text, short_text, empty, missing, other_tables],
    ids=lambda d: d.__name__,
)
def test_damage_is_named_and_can_be_put_aside(
    sound: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(sound, root)
    path = root / ".maestro" / name
    damage(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(StoreDamagedError) as caught:
        use(root)
    assert str(path) in caught.value.message
    assert caught.value.diagnostics[0].fix
    if damage is not other_tables:  # a renamed table is opened before it is missed
        assert (path.read_bytes() if path.exists() else None) == before
        check = {check.name: check for check in check_store(root)}[name]
        assert check.status == "error"
    assert move_aside(root, name) is not None
    use(root)


@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
@pytest.mark.parametrize("damage", [zeroed_page, half, bad_header], ids=lambda each: each.__name__)
def test_damage_is_noticed_before_anything_is_read(
    sound: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(sound, root)
    damage(root / ".maestro" / name)
    with pytest.raises(StoreDamagedError):
        open_file(root, name)


# @req MR-10.8
def test_every_single_flipped_byte_is_survived(sound: Path, tmp_path: Path) -> None:
    """A flip may hit free space; but nothing ends in anything but an error of ours."""
    root = tmp_path / "project"
    shutil.copytree(sound, root)
    path = root / ".maestro" / PROJECT_FILE
    whole = path.read_bytes()
    noticed = 0
    places = [*range(16, 100, 3), *range(100, len(whole), len(whole) // 70)]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        for other in path.parent.glob("maestro.db-*"):
            other.unlink()
        path.write_bytes(changed)
        try:
            use(root)
        except StoreError:
            noticed += 1
    assert noticed > len(places) // 4


def test_a_flipped_bit_in_a_result_is_noticed(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(sound, root)
    with sqlite3.connect(root / ".maestro" / PROJECT_FILE) as connection:
        (data,) = connection.execute("SELECT data FROM blobs ORDER BY digest LIMIT 1").fetchone()
        flipped = bytes([data[0], data[1] ^ 4, *data[2:]])
        connection.execute("UPDATE blobs SET data = ? WHERE data = ?", (flipped, data))
    connection.close()
    with pytest.raises(StoreDamagedError, match="result"):
        use(root)


def test_a_killed_store_is_whole(tmp_path: Path) -> None:
    killed_while_open(tmp_path)
    with open_store(tmp_path) or pytest.fail("no store") as store:
        assert len(store.runs.list(100)[0]) == 40
    use(tmp_path)


@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
def test_without_its_log_a_store_is_readable_or_says_so(tmp_path: Path, name: str) -> None:
    folder = killed_while_open(tmp_path)
    (folder / f"{name}-wal").unlink()
    use(tmp_path)  # back at the last checkpoint of the log: older, but whole


def test_a_new_store_without_its_log_is_damage(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    path = folder / PROJECT_FILE
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=0")
    connection.close()
    with pytest.raises(StoreDamagedError, match="-wal"):
        use(tmp_path)


@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
def test_the_log_of_another_store_is_noticed(tmp_path: Path, name: str) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for root in (ours, theirs):
        root.mkdir()
    folder = filled(ours)
    foreign = killed_while_open(theirs)
    shutil.copy(foreign / f"{name}-wal", folder / f"{name}-wal")
    with pytest.raises(StoreDamagedError, match=name):
        use(ours)


@pytest.mark.parametrize("name", [PROJECT_FILE, CHECKPOINT_FILE])
def test_a_future_version_is_refused(sound: Path, tmp_path: Path, name: str) -> None:
    root = tmp_path / "project"
    shutil.copytree(sound, root)
    with sqlite3.connect(root / ".maestro" / name) as connection:
        connection.execute("PRAGMA user_version=77")
    connection.close()
    with pytest.raises(StoreNewerError, match="schema 77"):
        use(root)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"identity": "x"}', b"[" * 100_000])
def test_a_damaged_manifest_costs_nothing(sound: Path, tmp_path: Path, content: bytes) -> None:
    root = tmp_path / "project"
    shutil.copytree(sound, root)
    (root / ".maestro" / "maestro.db.json").write_bytes(content)
    use(root)
    use(root)


def test_flipped_bits_in_a_checkpoint_are_an_error_of_ours(tmp_path: Path) -> None:
    with checkpoint_saver(tmp_path) as saver:
        put(saver, "r", "1", x={"n": [1, 2, "three"]}, y="text")
        ((whole,),) = saver._database.rows("SELECT checkpoint FROM checkpoints")
        noticed = 0
        for place in range(len(whole)):
            changed = bytearray(whole)
            changed[place] ^= 0xFF
            with saver._database.transaction() as connection:
                connection.execute("UPDATE checkpoints SET checkpoint = ?", (bytes(changed),))
            try:
                saver.get_tuple(thread("r"))
            except StoreDamagedError:
                noticed += 1
        assert noticed > 0
