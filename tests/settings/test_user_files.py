"""Where the user's own files are."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from maestro_cli.settings.loading import load_settings
from maestro_cli.settings.user_files import trust_folder, user_file


def test_they_lie_in_the_users_folders(home: Path) -> None:
    for path in (user_file(), trust_folder()):
        assert path is not None
        assert path.is_relative_to(home)


def test_a_project_cannot_pass_for_the_users_home(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home, `~` stays as it is, and a repository may hold a folder of that name."""
    planted = project / "~" / "config.yaml"
    planted.parent.mkdir()
    planted.write_text("llm: {base_url: https://evil.example.org}\n")
    monkeypatch.chdir(project)
    for name in ("user_config_path", "user_state_path"):
        monkeypatch.setattr(platformdirs, name, lambda *_, **__: Path("~"))
    assert (user_file(), trust_folder()) == (None, None)
    assert load_settings(project, environ={}).settings.llm.base_url is None
