"""A project's library: always up to date, kept where it may be, and never lost for good."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maestro_cli.errors import StoreLockedError
from maestro_cli.knowledge.embedding import NAME, SIZE
from maestro_cli.knowledge.indexing import fill
from maestro_cli.knowledge.library import Indexed
from maestro_cli.model.passages import PassageKind, Strategy
from maestro_cli.store.project_store import open_store
from maestro_cli.store.vectors import knowledge_lock, open_vectors
from tests.knowledge.corpus import bookshop, workspace
from tests.sources.git_sandbox import commit, make

QUESTION = "how long is the cart kept"
ANSWER = "file:docs/guide/checkout.md:7"
LONG_AGO = 1_700_000_000


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = bookshop(tmp_path / "shop")
    for path in root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return root


def index(root: Path) -> Indexed:
    return workspace(root).library(create=True).index()


def first(root: Path, strategy: Strategy = Strategy.HYBRID, query: str = QUESTION) -> tuple[str, Strategy]:
    found = workspace(root).knowledge.search(query, strategy=strategy)
    return found.hits[0].id if found.hits else "", found.strategy


def bytes_of(root: Path) -> dict[str, str]:
    """Return what is in the store; Chroma writes into its own files whenever it opens them."""
    paths = sorted(path for path in (root / ".maestro").iterdir() if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_a_second_indexing_writes_nothing(root: Path) -> None:
    done = index(root)
    assert (done.changes.added, done.changes.changed, done.changes.removed) == (26, 0, 0)
    assert done.passages == done.vectors
    assert done.passages > 80
    assert done.problems == ()
    before = bytes_of(root)
    again = index(root)
    assert (again.changes.added, again.changes.changed, again.changes.unchanged) == (0, 0, 26)
    assert first(root) == (ANSWER, Strategy.HYBRID)
    assert bytes_of(root) == before
    stored = open_store(root) or pytest.fail("none")
    with stored as store, knowledge_lock(root), open_vectors(root, NAME, SIZE) as vectors:
        assert not fill(vectors, store.passages)


def test_only_what_changed_is_read_again(root: Path) -> None:
    index(root)
    guide = root / "docs/guide/checkout.md"
    guide.write_text("# Checkout\n\nA new line.\n\n" + guide.read_text(encoding="utf-8"), encoding="utf-8")
    (root / "docs/new.md").write_text("# Zebra crossing\n\nWhere zebras cross.\n", encoding="utf-8")
    (root / "docs/ops/monitoring.txt").unlink()
    os.utime(root / "docs/guide/search.md")  # touched, with the same text
    changes = index(root).changes
    assert (changes.added, changes.changed, changes.removed, changes.unchanged) == (1, 1, 1, 24)
    assert first(root) == ("file:docs/guide/checkout.md:11", Strategy.HYBRID)
    assert first(root, query="zebra crossing")[0] == "file:docs/new.md:3"
    assert first(root, query="metrics retention months")[0] != "file:docs/ops/monitoring.txt:3"


def test_a_search_sees_what_was_written_a_moment_ago(root: Path) -> None:
    index(root)
    (root / "docs/new.md").write_text("# Zebra\n\nZebras graze.\n", encoding="utf-8")
    assert first(root, query="zebras")[0] == "file:docs/new.md:3"
    (root / "docs/new.md").write_text("# Zebra\n\nOkapis graze.\n", encoding="utf-8")
    assert first(root, query="okapis")[0] == "file:docs/new.md:3"


def test_an_item_that_moves_keeps_its_passages(root: Path) -> None:
    index(root)
    items = root / "backlog/items.yaml"
    items.write_text("# a comment\n\n" + items.read_text(encoding="utf-8"), encoding="utf-8")
    with open_store(root) or pytest.fail("none") as store:
        before = store.passages.ids()
    changes = index(root).changes
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)
    with open_store(root) or pytest.fail("none") as store:
        assert store.passages.ids() == before
    hit = workspace(root).knowledge.search("gift wrapping").hits[0]
    assert (hit.id, hit.path, hit.line) == ("item:US-8", "backlog/items.yaml", 11)


def test_without_a_store_nothing_is_left_behind(root: Path) -> None:
    assert first(root) == (ANSWER, Strategy.HYBRID)
    assert not (root / ".maestro").exists()


def test_a_dry_run_says_what_would_change_and_writes_nothing(root: Path) -> None:
    index(root)
    (root / "docs/new.md").write_text("# Zebra\n", encoding="utf-8")
    before = bytes_of(root)
    changes = workspace(root, dry_run=True).library(create=True).index().changes
    assert (changes.added, changes.unchanged) == (1, 26)
    assert workspace(root, dry_run=True).knowledge.search("zebra").hits[0].id == "file:docs/new.md:1"
    assert bytes_of(root) == before


def test_documents_of_ours_and_files_of_items_are_no_documents(root: Path) -> None:
    settings = root / "maestro.yaml"
    settings.write_text(settings.read_text() + "outputs: {reports: docs/reports}\n", encoding="utf-8")
    (root / "docs/reports").mkdir()
    (root / "docs/reports/weekly.md").write_text("# Zebra report\n\nZebras.\n", encoding="utf-8")
    (root / "docs/.hidden.md").write_text("# Zebra\n", encoding="utf-8")
    assert first(root, query="zebras")[0] == ""


def test_files_that_cannot_be_read_are_told_and_the_others_found(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("# Zebra secret\n", encoding="utf-8")
    (root / "docs/link.md").symlink_to(outside)
    (root / "docs/folder").symlink_to(tmp_path)
    (root / "docs/binary.md").write_bytes(bytes(range(256)) * 10)
    (root / "docs/latin.txt").write_bytes("Größe".encode("latin-1"))
    (root / "docs/nul.txt").write_bytes(b"zebra\0zebra")
    (root / "docs/huge.md").write_bytes(b"zebra " * 500_000)
    (root / "docs/utf16.md").write_text("# 얼룩말\n\n얼룩말은 풀을 먹는다.\n", encoding="utf-16")
    os.mkfifo(root / "docs/pipe.md")
    done = index(root)
    assert sorted((one.path, one.code) for one in done.problems) == [
        ("docs/binary.md", "P-ENCODING"),
        ("docs/folder", "P-SYMLINK"),
        ("docs/huge.md", "P-TOO-LARGE"),
        ("docs/latin.txt", "P-ENCODING"),
        ("docs/link.md", "P-SYMLINK"),
        ("docs/nul.txt", "P-ENCODING"),
        ("docs/pipe.md", "P-UNREADABLE"),
    ]
    assert all(one.fix for one in done.problems)
    assert first(root, query="zebra")[0] == ""
    assert first(root, query="얼룩말")[0] == "file:docs/utf16.md:3"


def test_a_path_that_leads_out_or_is_missing_is_told(root: Path) -> None:
    settings = root / "maestro.yaml"
    text = "project: {id: x, name: x}\nknowledge: {paths: [../, nowhere, docs/guide, plan.pdf]}\n"
    settings.write_text(text, encoding="utf-8")
    (root / "plan.pdf").write_bytes(b"%PDF")
    found = workspace(root).knowledge.search(QUESTION)
    assert [one.code for one in found.problems] == ["P-PATH", "P-SOURCE", "P-SOURCE"]
    assert all("knowledge.paths" in (one.fix or "") for one in found.problems[1:2])
    assert found.hits[0].id == ANSWER


def test_an_embedding_that_is_not_there_is_told(root: Path) -> None:
    settings = root / "maestro.yaml"
    settings.write_text("project: {id: x, name: x}\nknowledge: {embedding: minilm}\n", encoding="utf-8")
    found = workspace(root).knowledge.search(QUESTION)
    assert ([one.code for one in found.problems], found.hits[0].id) == (["K-EMBEDDING"], ANSWER)


def test_commits_are_found_by_what_they_say(root: Path) -> None:
    make(root)
    sha = commit(root, "Measure zebras\n\nThe stripes are counted by hand.\n")
    commit(root, "Something else")
    (hit,) = workspace(root).knowledge.search("counting zebra stripes").hits
    assert (hit.id, hit.path, hit.line, hit.kind) == (f"commit:{sha[:7]}", "", None, PassageKind.COMMIT)
    assert hit.title == "Measure zebras"
    assert hit.excerpt == "The stripes are counted by hand."


def damage_nothing(chroma: Path) -> None:
    assert chroma.is_dir()


def delete(chroma: Path) -> None:
    shutil.rmtree(chroma)


def garbage(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").write_bytes(b"garbage" * 1000)


def empty(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").write_bytes(b"")


def a_file(chroma: Path) -> None:
    shutil.rmtree(chroma)
    chroma.write_text("not a folder")


def a_link(chroma: Path) -> None:
    shutil.move(chroma, chroma.parent.parent / "elsewhere")
    chroma.symlink_to(chroma.parent.parent / "elsewhere")


def half(chroma: Path) -> None:
    data = (chroma / "chroma.sqlite3").read_bytes()
    (chroma / "chroma.sqlite3").write_bytes(data[: len(data) // 2])


def other_vectors(chroma: Path) -> None:
    with open_vectors(chroma.parents[1], NAME, SIZE) as vectors:
        known = sorted(vectors.ids())
        vectors.update(["stranger"], [[1.0] + [0.0] * (SIZE - 1)], known[:40])


@pytest.mark.parametrize(
    "damage", [damage_nothing, delete, garbage, empty, a_file, a_link, half, other_vectors]
)
def test_vectors_that_are_damaged_are_made_anew(root: Path, damage: object) -> None:
    total = index(root).vectors
    assert callable(damage)
    damage(root / ".maestro/chroma")
    assert first(root, Strategy.SEMANTIC) == (ANSWER, Strategy.SEMANTIC)
    done = index(root)
    assert (done.vectors, done.problems) == (total, ())
    assert (root / ".maestro/chroma/chroma.sqlite3").is_file()
    assert not (root / ".maestro/chroma").is_symlink()


def test_without_chroma_it_is_searched_by_keyword_and_said(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(root)
    monkeypatch.setitem(sys.modules, "chromadb", None)
    found = workspace(root).knowledge.search(QUESTION)
    assert (found.hits[0].id, found.strategy) == (ANSWER, Strategy.KEYWORD)
    assert {hit.strategy for hit in found.hits} == {Strategy.KEYWORD}
    (problem,) = found.problems
    assert problem.code == "E-VECTORS"
    assert problem.message.startswith("found by keyword only: ")
    assert not list((root / ".maestro").glob("aside-*")), "what cannot be loaded is not damaged"


def test_a_search_by_keyword_needs_no_chroma(root: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.knowledge.corpus import workspace\n"
        "from maestro_cli.model.passages import Strategy\n"
        f"w = workspace(Path({str(root)!r}))\n"
        f"assert w.knowledge.search({QUESTION!r}, strategy=Strategy.KEYWORD).hits[0].id == {ANSWER!r}\n"
        "assert not {'chromadb', 'numpy', 'langgraph'} & set(sys.modules)\n"
    )
    index(root)
    subprocess.run([sys.executable, "-c", code], check=True)


def test_settings_of_chroma_in_a_project_are_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import chromadb

    assert chromadb.__version__
    (root / ".env").write_text("CHROMA_PRODUCT_TELEMETRY_IMPL=evil.Telemetry\nALLOW_RESET=true\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    assert index(root).problems == ()
    assert first(root) == (ANSWER, Strategy.HYBRID)


def test_another_process_that_indexes_is_waited_for(root: Path) -> None:
    with knowledge_lock(root), pytest.raises(StoreLockedError, match="indexing"), knowledge_lock(root, 0.1):
        pytest.fail("both hold it")


CHILD = """\
import sys
from pathlib import Path
from tests.knowledge.corpus import workspace
root = Path(sys.argv[1])
print("go", flush=True)
for number in range(int(sys.argv[2])):
    (root / f"docs/{sys.argv[3]}-{number}.md").write_text(
        "".join(f"# Part {n} of {sys.argv[3]}\\n\\nThe zebra number {n} grazes.\\n\\n" for n in range(300)))
    workspace(root).library(create=True).index()
"""


def child(root: Path, rounds: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(root), str(rounds), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_index_at_once_and_lose_nothing(root: Path) -> None:
    children = [child(root, 2, name) for name in ("ann", "bob")]
    assert [each.wait(60) for each in children] == [0, 0]
    for each in children:
        assert each.stdout is not None
        each.stdout.close()
    with open_store(root) or pytest.fail("none") as store:
        names = store.passages.ids()
    with knowledge_lock(root), open_vectors(root, NAME, SIZE) as vectors:
        assert sorted(vectors.ids()) == sorted(names)
        vectors.check(SIZE)
    assert len(names) > 4 * 300, "beyond what Chroma keeps in its log"
    assert index(root).changes.unchanged == 26 + 4


@pytest.mark.parametrize("delay", [0.2, 1.0])
def test_a_process_that_is_killed_while_it_indexes_leaves_nothing_behind(root: Path, delay: float) -> None:
    killed = child(root, 50, "eve")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "go\n"
    time.sleep(delay)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(10) == -signal.SIGKILL
    killed.stdout.close()
    assert first(root) == (ANSWER, Strategy.HYBRID)
    done = index(root)
    assert (done.passages, done.problems) == (done.vectors, ())
