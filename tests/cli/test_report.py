"""`maestro report` as a whole command."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.cli.report import Kind
from tests.cli.runner import as_of, maestro


# @req MR-5.1
@pytest.mark.parametrize("kind", list(Kind))
def test_every_figure_of_every_report_has_its_evidence(project: Path, kind: str) -> None:
    done = maestro(*as_of("report", kind, "--format", "json"), cwd=project)
    assert done.envelope["run"]["workflow"] == "report"
    for section in done.data["sections"]:
        assert set(section) >= {"id", "title", "markdown", "figures"}
        for figure in section["figures"]:
            assert set(figure) >= {"name", "value", "evidence"}
            assert figure["evidence"], figure["name"]
    document = project / "reports" / f"{kind}-2026-11-18.md"
    assert all(section["title"] in document.read_text() for section in done.data["sections"])


def test_since_says_where_the_period_begins(project: Path) -> None:
    done = maestro(*as_of("report", "weekly", "--since", "2026-10-01", "--format", "json"), cwd=project)
    assert "2026-10-01" in str(done.data["period"])


def test_without_history_and_without_items_there_is_still_a_report(tmp_path: Path) -> None:
    (tmp_path / "maestro.yaml").write_text("project: {id: x, name: X}\n")
    done = maestro(*as_of("report", "--format", "json"), cwd=tmp_path)
    assert done.data["sections"]
    assert (tmp_path / "reports" / "weekly-2026-11-18.md").exists()


def test_a_repository_that_git_refuses_is_not_said_to_be_missing(fresh: Path) -> None:
    (fresh / ".git" / "config").write_text("[broken", encoding="utf-8")
    text = maestro("report", "--dry-run", "--format", "md", cwd=fresh).out.decode()
    assert "There is no git repository that can be read" in text
    assert "`maestro doctor`" in text
    assert (
        "cannot read this repository"
        in maestro("doctor", "--format", "json", cwd=fresh, code=None).out.decode()
    )
