"""`maestro trace matrix`, `graph`, `impact` and `diff` as they are typed."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from tests.cli.runner import as_of, maestro
from tests.projects import shop_copy


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_copy(tmp_path_factory.mktemp("views") / "shop")


def git(cwd: Path, *arguments: str) -> str:
    call = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
    return subprocess.run(call, cwd=cwd, check=True, capture_output=True, text=True).stdout


# @req MR-6.15
def test_the_matrix_in_every_format_has_the_same_rows(shop: Path) -> None:
    call = as_of("trace", "matrix")
    data = maestro(*call, "--format", "json", cwd=shop).data
    ids = [row["id"] for row in data["rows"]]
    assert ids == [f"REQ-{n}" for n in range(1, 7)]
    assert data["counts"] == {"covered": 5, "partial": 0, "uncovered": 1, "unknown": 0, "draft": 0}
    assert [row["id"] for row in data["rows"] if row["commits"]] == ["REQ-1", "REQ-2", "REQ-4"]
    rows = list(csv.DictReader(io.StringIO(maestro(*call, "--format", "csv", cwd=shop).out.decode())))
    assert [row["id"] for row in rows] == ids
    page = maestro(*call, "--format", "html", cwd=shop).out.decode()
    assert [f'id="i-{one}"' in page for one in ids] == [True] * 6
    assert maestro(*call, "--format", "html", cwd=shop, hash_seed=1).out.decode() == page


def test_rows_columns_and_commits_are_chosen(shop: Path) -> None:
    call = as_of(
        "trace", "matrix", "--rows", "epic", "--rows", "feature", "--columns", "status, story,commits"
    )
    data = maestro(*call, "--commits-since", "2026-11-10", "--format", "json", cwd=shop).data
    assert {row["kind"] for row in data["rows"]} == {"epic", "feature"}
    assert (data["columns"], data["commits_since"]) == (["status", "story", "commits"], "2026-11-10")
    assert maestro("trace", "matrix", "--rows", "epics", "--format", "json", cwd=shop, code=2).codes == [
        "E-USAGE"
    ]
    unknown = maestro("trace", "matrix", "--columns", "storys", cwd=shop, code=2)
    assert b"Did you mean story?" in unknown.err


def test_commits_of_a_shallow_clone_are_said_to_be_few(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", shop.as_uri(), "clone")
    done = maestro("trace", "matrix", "--format", "json", cwd=tmp_path / "clone")
    assert done.codes == ["P-GIT"]
    assert b"shallow" in done.err
    without = maestro("trace", "matrix", "--columns", "story", "--format", "json", cwd=tmp_path / "clone")
    assert (without.codes, without.data["rows"][0]["commits"]) == ([], None)


def test_a_check_as_a_page_ends_as_every_check(shop: Path, tmp_path: Path) -> None:
    page = tmp_path / "check.html"
    maestro(*as_of("trace", "check"), "--format", "html", "--output", page, cwd=shop, code=1)
    assert "T4-CYCLE" in page.read_text(encoding="utf-8")


def test_a_graph_says_what_it_leaves_out(shop: Path) -> None:
    data = maestro("trace", "graph", "--most", "5", "--format", "json", cwd=shop).data
    assert (data["shown"], len(data["nodes"])) == (5, 5)
    assert data["total"] > 40
    for name, comment in (("mermaid", b"%%"), ("dot", b"//")):
        done = maestro("trace", "graph", "--most", "5", "--format", name, cwd=shop)
        assert comment in done.out
        assert b"5 of " in done.err
    assert maestro("trace", "graph", "--all", "--format", "mermaid", cwd=shop).err == b""
    around = maestro("trace", "graph", "REQ-3", "--depth", "1", "--format", "json", cwd=shop).data
    assert {node["id"] for node in around["nodes"]} == {"REQ-3", "EPIC-2", "US-113"}


def test_an_id_that_is_not_there_is_told_with_what_comes_near(shop: Path) -> None:
    for command in ("graph", "impact"):
        done = maestro("trace", command, "req-33", cwd=shop, code=2)
        assert b"there is no item req-33" in done.err
        assert b"Did you mean REQ-3" in done.err
    assert b"--depth counts links" in maestro("trace", "graph", "--depth", "2", cwd=shop, code=2).err


def test_impact_names_people_and_sprints(shop: Path) -> None:
    data = maestro("trace", "impact", "REQ-2", "--format", "json", cwd=shop).data
    assert {one["id"] for one in data["downstream"] if one["distance"] == 1} >= {"EPIC-1", "US-110"}
    assert "Mina" in data["totals"]["people"]
    assert "S-8" in data["totals"]["sprints"]


def test_a_difference_between_two_revisions_and_the_working_tree(tmp_path: Path) -> None:
    root = shop_copy(tmp_path / "shop")
    same = maestro("trace", "diff", "HEAD~1..HEAD", cwd=root).out.decode()
    assert "Nothing that traceability looks at has changed." in same
    path = root / "backlog" / "requirements.yaml"
    text = path.read_text(encoding="utf-8").replace("within one minute", "within an hour")
    path.write_text(text + "  - {id: REQ-7, kind: requirement, title: New}\n", encoding="utf-8")
    data = maestro("trace", "diff", "HEAD", "--format", "json", cwd=root).data
    assert [row["id"] for row in data["requirements"]["added"]] == ["REQ-7"]
    (changed,) = data["requirements"]["changed"]
    assert (changed["id"], changed["fields"], changed["content_changed"]) == ("REQ-4", ["title"], True)
    assert data["to"] == {"revision": None, "commit": None}
    git(root, "commit", "-qam", "Requirements move")
    text = maestro("trace", "diff", "HEAD~1..", cwd=root).out.decode()
    assert text.startswith("Traceability from HEAD~1 to HEAD\n")
    assert "(was: The order is confirmed by mail within one minute)" in " ".join(text.split())


def test_revisions_that_cannot_be_compared_are_explained(tmp_path: Path, shop: Path) -> None:
    assert b"git merge-base" in maestro("trace", "diff", "HEAD...HEAD", cwd=shop, code=2).err
    assert maestro("trace", "diff", "nope", "--format", "json", cwd=shop, code=2).codes == ["E-REVISION"]
    (tmp_path / "maestro.yaml").write_text("project: {language: en}\n")
    assert maestro("trace", "diff", "HEAD", "--format", "json", cwd=tmp_path, code=2).codes == ["E-GIT"]


def test_a_project_that_is_read_in_part_is_shown_in_part(tmp_path: Path) -> None:
    (tmp_path / "maestro.yaml").write_text("project: {language: en}\n")
    (tmp_path / "backlog").mkdir()
    (tmp_path / "backlog" / "a.yaml").write_text("- {id: REQ-1, kind: requirement, title: Pay}\n")
    (tmp_path / "backlog" / "b.yaml").write_text("- {id: US-1, title: [}\n")
    for line in ("matrix", "graph", "impact REQ-1"):
        assert (
            maestro("trace", *line.split(), "--format", "json", cwd=tmp_path).envelope["status"] == "partial"
        )
    (tmp_path / "backlog" / "a.yaml").unlink()
    assert maestro("trace", "matrix", "--format", "json", cwd=tmp_path, code=2).codes == ["P-YAML"]
