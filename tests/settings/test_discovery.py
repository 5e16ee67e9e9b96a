"""Which folder is the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.errors import ExitCode, SettingsError
from maestro_cli.settings.discovery import find_project


def test_the_nearest_folder_with_a_file_wins(project: Path) -> None:
    deep = project / "a" / "b"
    deep.mkdir(parents=True)
    (project / "maestro.yaml").touch()
    assert find_project(start=deep) == project
    (project / "a" / "maestro.yaml").touch()
    assert find_project(start=deep) == project / "a"


def test_the_working_directory_is_where_the_search_starts(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "maestro.yaml").touch()
    (project / "a").mkdir()
    monkeypatch.chdir(project / "a")
    assert find_project() == project


def test_the_search_ends_at_home(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "maestro.yaml").touch()
    inner = project / "home" / "work"
    inner.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(project / "home"))
    with pytest.raises(SettingsError):
        find_project(start=inner)
    (project / "home" / "maestro.yaml").touch()
    assert find_project(start=inner) == project / "home"


def test_no_project_says_what_to_do(project: Path) -> None:
    with pytest.raises(SettingsError, match=r"no maestro\.yaml in .*project or above it") as caught:
        find_project(start=project)
    assert (caught.value.exit_code, caught.value.diagnostics[0].code) == (ExitCode.USAGE, "E-NO-PROJECT")
    assert "maestro init" in (caught.value.diagnostics[0].fix or "")


def test_a_named_folder_is_the_project_or_an_error(project: Path) -> None:
    (project / "sub").mkdir()
    with pytest.raises(SettingsError, match="is not a folder"):
        find_project(project / "missing")
    (project / "maestro.yaml").touch()
    assert find_project(project) == project
    with pytest.raises(SettingsError, match=r"has no maestro\.yaml"):
        find_project(project / "sub")


def test_a_backlog_alone_is_no_project(project: Path) -> None:
    (project / "backlog").mkdir()
    with pytest.raises(SettingsError):
        find_project(start=project)


def test_a_broken_link_is_found_so_that_loading_can_explain_it(project: Path) -> None:
    (project / "maestro.yaml").symlink_to(project / "missing")
    assert find_project(start=project) == project


def test_a_working_directory_that_is_gone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    project.rmdir()
    with pytest.raises(SettingsError, match="is gone"):
        find_project()
