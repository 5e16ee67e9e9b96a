"""`maestro backup` and `maestro restore`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runner import as_of, maestro


# @req MR-10.6
def test_what_was_there_comes_back(project: Path) -> None:
    before = maestro("runs", "list", "--format", "json", cwd=project).data
    maestro("backup", "b.zip", cwd=project)
    maestro(*as_of("report"), cwd=project)
    data = maestro("restore", "b.zip", "--format", "json", cwd=project).data
    assert maestro("runs", "list", "--format", "json", cwd=project).data == before
    assert (Path(data["kept"]) / "maestro.db").exists()


def test_an_archive_is_replaced_only_with_force(project: Path) -> None:
    held = (project / "kept.zip").read_bytes()
    maestro("backup", "kept.zip", cwd=project, code=2)
    maestro("backup", "kept.zip", "--dry-run", cwd=project, code=2)
    assert (project / "kept.zip").read_bytes() == held
    maestro("backup", "kept.zip", "--force", cwd=project)


def test_what_is_no_backup_changes_nothing(project: Path) -> None:
    before = maestro("runs", "list", "--format", "json", cwd=project).data
    (project / "bad.zip").write_bytes((project / "kept.zip").read_bytes()[:-200])
    for arguments in (("bad.zip",), ("bad.zip", "--dry-run"), ("maestro.yaml",)):
        maestro("restore", *arguments, cwd=project, code=2)
    assert maestro("runs", "list", "--format", "json", cwd=project).data == before


def test_without_a_store_there_is_nothing_to_back_up(fresh: Path) -> None:
    done = maestro("backup", "b.zip", "--format", "json", cwd=fresh, code=2)
    assert done.envelope["kind"] == "backup"
    assert not (fresh / "b.zip").exists()
