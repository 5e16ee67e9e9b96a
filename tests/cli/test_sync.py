"""`maestro sync`: what changed in the sources."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runner import maestro


def synced(root: Path, *arguments: str, code: int = 0) -> dict[str, int]:
    sources = maestro("sync", "--format", "json", *arguments, cwd=root, code=code).data["sources"]
    for source in sources:
        assert list(source) == ["name", "added", "changed", "removed", "unchanged", "errors"]
    (files,) = (source for source in sources if source["name"] != "git")
    return {name: count for name, count in files.items() if name != "name" and count}


# @req MR-1.6
def test_items_are_counted_as_they_come_change_and_go(fresh: Path) -> None:
    everything = synced(fresh)["added"]
    assert synced(fresh) == {"unchanged": everything}
    story = fresh / "backlog/stories/US-111.md"
    story.write_text(story.read_text().replace("title: ", "title: New "))
    (fresh / "backlog/tasks.csv").unlink()
    (fresh / "backlog/more.yaml").write_text("items: [{id: X-1, title: x}, {id: X-2, title: x}]")
    first = synced(fresh, "--dry-run")
    assert (first["added"], first["changed"]) == (2, 1)
    assert first["unchanged"] + first["removed"] + first["changed"] == everything
    assert synced(fresh) == first, "a dry run has counted the same and kept nothing"
    assert synced(fresh) == {"unchanged": first["unchanged"] + 3}


def test_what_cannot_be_read_ends_with_2_and_is_told(fresh: Path) -> None:
    (fresh / "backlog/bad.yaml").write_text("items:\n  - {id: A, title: [}\n  - {id: B, titel: b}\n")
    done = maestro("sync", "--format", "json", cwd=fresh, code=2)
    assert done.envelope["status"] == "partial"
    assert done.data["sources"][0]["errors"] >= 1
    assert {diagnostic["path"] for diagnostic in done.envelope["diagnostics"]} == {"backlog/bad.yaml"}
    assert all(diagnostic["line"] for diagnostic in done.envelope["diagnostics"])
