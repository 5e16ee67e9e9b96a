"""Maestro's own requirements pass Maestro's own gate, and the matrix in docs/ is the present one.

`.ci/run` runs the whole suite, so this is the gate of CI: a requirement without work or test, a tag that
names nothing and a link to a wording that changed all fail the build. Neither the history of the
repository nor results of tests are needed for it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.cli.call import Call
from maestro_cli.cli.execute import execute
from maestro_cli.cli.trace_check import FailOn, check
from maestro_cli.cli.trace_matrix import matrix
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.items import Kind, Status
from maestro_cli.settings.loading import load_settings
from maestro_cli.sources.loading import load_backlog

ROOT = Path(__file__).parents[2]
MATRIX = ROOT / "docs" / "requirements" / "MATRIX.md"
COLUMNS = "title,coverage,requirement,feature,tests"
REGENERATE = f"maestro trace matrix --columns {COLUMNS} --format md --output {MATRIX.relative_to(ROOT)}"

Envelope = dict[str, Any]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Envelope]:
    """The exit code and the answer of `maestro trace check --fail-on warning` on this repository.

    Decisions and statements (T5, T6) are those of a developer's own runs and stand in no commit.
    """
    output = tmp_path_factory.mktemp("own") / "check.json"
    call = Call("trace check", "trace", "json", output=output, project=ROOT, quiet=True)
    code = execute(check, call, {"rule": ["T1", "T2", "T3", "T4"], "fail_on": FailOn.WARNING})
    return code, json.loads(output.read_bytes())


@pytest.fixture(scope="module")
def requirements(checked: tuple[int, Envelope]) -> dict[str, dict[str, Any]]:
    """The rows of coverage by id; the tests in a row are those that name the requirement itself."""
    return {row["id"]: row for row in checked[1]["data"]["coverage"]["requirements"]}


@pytest.fixture(scope="module")
def backlog() -> Backlog:
    return load_backlog(ROOT, load_settings(ROOT).settings)


def test_the_check_passes_without_a_warning(checked: tuple[int, Envelope]) -> None:
    code, envelope = checked
    found = [one for result in envelope["data"]["results"] for one in result["violations"]]
    told = [(one["code"], one["message"]) for one in found if one["severity"] != "info"]
    problems = [one for one in envelope["diagnostics"] if one["code"] != "P-GIT"]
    assert (told, problems, code) == ([], [], 0)
    assert envelope["data"]["coverage"]["counts"]["covered"] > 90


def test_each_requirement_has_work_and_a_test_of_its_own(
    requirements: dict[str, dict[str, Any]], backlog: Backlog
) -> None:
    """A draft needs no test. What has requirements below it is covered by theirs."""
    above = {item.parent for item in backlog}
    leaves = [row for name, row in requirements.items() if name not in above]
    assert [row["id"] for row in leaves if not row["items"]] == []
    assert [row["id"] for row in leaves if not row["tests"] and row["status"] != "draft"] == []


def test_what_is_done_is_done_on_both_sides(
    requirements: dict[str, dict[str, Any]], backlog: Backlog
) -> None:
    """A feature that is done leaves no draft behind, and what a test verifies is no draft."""
    drafts = {name: row for name, row in requirements.items() if row["status"] == "draft"}
    done = [item for item in backlog if item.kind is Kind.FEATURE and item.status is Status.DONE]
    assert [(one.id, link.id) for one in done for link in one.satisfies if link.id in drafts] == []
    assert {name: row["tests"] for name, row in drafts.items() if row["tests"]} == {}


def test_every_link_was_reviewed(backlog: Backlog) -> None:
    """With a hash in it, a link is suspect as soon as the requirement's words change."""
    links = [(item.id, link.id) for item in backlog for link in item.satisfies if link.reviewed is None]
    assert links == [], "read both ends, then run: maestro trace review --stamp FEATURE"


def test_a_tag_stands_at_a_test(requirements: dict[str, dict[str, Any]]) -> None:
    """One that is taken for a whole file or a helper would hide which test verifies what."""
    tests = {test for row in requirements.values() for test in row["tests"]}
    assert sorted(test for test in tests if not test.rpartition("::")[2].startswith("test_")) == []


def test_the_matrix_is_the_present_one(tmp_path: Path) -> None:
    """Set MAESTRO_GOLDEN=1, or run the command, to write it anew; then read the difference."""
    made = MATRIX if os.environ.get("MAESTRO_GOLDEN") else tmp_path / "matrix.md"
    call = Call("trace matrix", "trace-matrix", "md", output=made, project=ROOT, quiet=True)
    assert execute(matrix, call, {"columns": COLUMNS}) == 0
    assert MATRIX.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), f"run: {REGENERATE}"
