"""`maestro init`: a project that works at once, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import as_of, maestro
from tests.cli.test_every_command import files


# @req MR-2.5
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("example", [(), ("--example", "shop")])
def test_a_new_project_works_at_once(tmp_path: Path, language: str, example: tuple[str, ...]) -> None:
    done = maestro(*as_of("init", "new", *example), "--language", language, "--format", "json", cwd=tmp_path)
    assert {name for name, data in files(tmp_path / "new").items() if data} >= set(done.data["files"])
    assert {"maestro.yaml", ".gitignore"} <= set(done.data["files"])
    checks = maestro(*as_of("doctor"), "--format", "json", cwd=tmp_path / "new").data["checks"]
    assert "error" not in {check["status"] for check in checks}
    plan = maestro(*as_of("plan", "--capacity", "20"), cwd=tmp_path / "new").out.decode()
    assert ("스프린트" in plan) == (language == "ko")
    maestro(*as_of("trace", "check"), "--exit-zero", cwd=tmp_path / "new")


# @req MR-2.5
def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    maestro("init", cwd=tmp_path)
    (tmp_path / "maestro.yaml").write_text("project: {id: mine}\n")
    before = files(tmp_path)
    done = maestro("init", "--format", "json", cwd=tmp_path, code=2)
    assert done.codes == ["E-EXISTS"]
    assert files(tmp_path) == before
    maestro("init", "--force", cwd=tmp_path)
    assert (tmp_path / "maestro.yaml.before-init").read_text() == "project: {id: mine}\n"


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    maestro(*as_of("init", "--example", "shop"), cwd=tmp_path)
    before = files(tmp_path)
    done = maestro(*as_of("init", "--example", "shop"), "--format", "json", cwd=tmp_path)
    assert done.data["files"] == []
    assert files(tmp_path) == before


def test_lines_of_others_in_gitignore_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"build/\r\n*.log")
    maestro("init", cwd=tmp_path)
    assert (tmp_path / ".gitignore").read_bytes() == b"build/\r\n*.log\n.maestro/\n"


def test_an_unknown_example_is_named(tmp_path: Path) -> None:
    done = maestro("init", "--example", "bank", cwd=tmp_path, code=2)
    assert b"bank" in done.err
    assert b"shop" in done.err
    assert files(tmp_path) == {}
