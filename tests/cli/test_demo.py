"""`maestro demo`: the main job in a minute, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import as_of, maestro


# @req MR-2.5
@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_plans_reports_and_checks_and_says_where(tmp_path: Path, language: str) -> None:
    env = {"TMPDIR": str(tmp_path)}
    done = maestro(*as_of("demo", "--language", language), "--format", "json", cwd=tmp_path, env=env)
    root, documents = Path(done.data["project"]), [Path(name) for name in done.data["documents"]]
    assert root.parent == tmp_path
    assert [path.relative_to(root).parts[0] for path in documents] == ["plans", "reports", "reports"]
    for path in documents:
        text = path.read_text()
        assert text.startswith("# ")
        assert any("가" <= char <= "힣" for char in text.splitlines()[0]) == (language == "ko")
    assert maestro("runs", "list", "--format", "json", cwd=root).data["runs"][0]["workflow"] == "trace"


def test_the_example_is_made_for_the_day_that_was_asked_for(tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path), "COLUMNS": "300"}
    text = maestro("demo", "--as-of", "2026-03-02", "--quiet", cwd=tmp_path, env=env).out.decode()
    assert "plan-2026-03-02.md" in text
    assert "Traceability" in text
