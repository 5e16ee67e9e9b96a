"""A user without settings, and a project to write settings into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from maestro_cli.errors import Diagnostic, SettingsError
from maestro_cli.settings.loading import load_settings
from maestro_cli.settings.user_files import user_file

NAMES = ("APPDATA", "HOME", "LOCALAPPDATA", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
Refused = Callable[[str | bytes], tuple[Diagnostic, ...]]


def user_settings(content: str) -> Path:
    """Write the user's own settings."""
    path = user_file()
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every folder of the user lies in a temporary one."""
    folder = tmp_path / "home"
    for name in NAMES:
        monkeypatch.setenv(name, str(folder if name in {"HOME", "USERPROFILE"} else folder / name))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def refused(project: Path) -> Refused:
    """Load a maestro.yaml that must be refused, and return what is said about it."""

    def load(content: str | bytes) -> tuple[Diagnostic, ...]:
        data = content.encode() if isinstance(content, str) else content
        (project / "maestro.yaml").write_bytes(data)
        with pytest.raises(SettingsError) as caught:
            load_settings(project, environ={})
        assert (project / "maestro.yaml").read_bytes() == data
        return caught.value.diagnostics

    return load
