"""`maestro doctor`: what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import as_of, maestro


def checks(root: Path, code: int = 0) -> dict[str, dict[str, Any]]:
    found = maestro(*as_of("doctor"), "--format", "json", cwd=root, code=code).data["checks"]
    for check in found:
        assert set(check) == {"name", "status", "detail", "fix"}
        assert check["status"] in {"ok", "warning", "error", "unknown"}
        assert check["fix"] or check["status"] == "ok", "whatever is not well comes with advice"
    return {check["name"]: check for check in found}


def test_all_is_well(fresh: Path) -> None:
    found = checks(fresh)
    assert {"maestro", "git", "settings", "sources", "repository", "capacity", "engine"} <= set(found)
    assert {check["status"] for check in found.values()} <= {"ok", "unknown"}


def test_outside_a_project(tmp_path: Path) -> None:
    assert checks(tmp_path, code=1)["settings"]["status"] == "error"
    maestro("doctor", "--exit-zero", cwd=tmp_path)


# @req MR-2.5
def test_wrong_settings_are_told_with_their_line(fresh: Path) -> None:
    (fresh / "maestro.yaml").write_text("sprint:\n  lenght_days: 3\n")
    check = checks(fresh, code=1)["settings"]
    assert "maestro.yaml:2" in check["detail"]
    assert "length_days" in check["fix"]


# @req MR-2.5
def test_a_broken_source_is_told_with_its_line(fresh: Path) -> None:
    (fresh / "backlog" / "bad.yaml").write_text("items:\n  - {id: A, title: [}\n")
    check = checks(fresh, code=1)["sources"]
    assert "backlog/bad.yaml:2" in check["detail"]


@pytest.mark.parametrize("damage", [b"", b"text", b"SQLite format 3\0" + b"\1" * 5000])
def test_a_damaged_store_is_named(project: Path, damage: bytes) -> None:
    (project / ".maestro" / "maestro.db").write_bytes(damage)
    bad = [check for check in checks(project, code=1).values() if check["status"] == "error"]
    assert any("maestro.db" in check["detail"] for check in bad)
    done = maestro(*as_of("plan"), "--format", "json", cwd=project, code=5)
    assert done.codes[0].startswith("E-STORE")


def test_without_git_the_rest_is_checked(fresh: Path) -> None:
    found = maestro(*as_of("doctor"), "--format", "json", cwd=fresh, env={"PATH": "/nowhere"}).data["checks"]
    assert {"name": "git", "status": "warning"}.items() <= found[1].items()
    maestro(*as_of("plan"), cwd=fresh, env={"PATH": "/nowhere"})
    maestro(*as_of("report"), cwd=fresh, env={"PATH": "/nowhere"})
