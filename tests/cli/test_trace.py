"""`maestro trace` as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from maestro_cli.cli.app import app
from maestro_cli.cli.trace_check import FailOn
from maestro_cli.model import findings
from tests.projects import AS_OF, shop
from tests.sources.git_sandbox import commit, make

CLEAN = """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
  - {id: US-1, title: Pay, parent: EP-1}
"""
ORPHAN = "  - {id: US-2, title: Loose}\n"
DANGLING = "  - {id: US-3, title: Lost, parent: EP-1, depends_on: [US-9]}\n"
BROKEN = "items:\n  - {id: US-4, title: [}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {id: x, language: en}\n")
    (tmp_path / "backlog" / "a.yaml").write_text(CLEAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(project: Path, text: str, name: str = "a.yaml") -> None:
    path = project / "backlog" / name
    path.write_text((path.read_text() if path.exists() else "") + text)


def maestro(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["trace", *arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def check(*arguments: str, code: int = 0) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(maestro("check", "--format", "json", *arguments, code=code))
    return envelope


def codes(envelope: dict[str, Any]) -> list[str]:
    return [v["code"] for result in envelope["data"]["results"] for v in result["violations"]]


def test_a_clean_project_passes(project: Path) -> None:
    envelope = check()
    assert (envelope["kind"], envelope["status"], codes(envelope)) == ("trace", "success", [])
    assert envelope["data"]["coverage"]["counts"]["covered"] == 1


# @req MR-8.1
@pytest.mark.parametrize(
    ("fail_on", "code"), [("critical", 0), ("error", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_fail_on_says_what_ends_with_1(project: Path, fail_on: str, code: int) -> None:
    add(project, ORPHAN)
    envelope = check("--fail-on", fail_on, code=code)
    assert set(codes(envelope)) == {"T2-STORY-NO-PARENT"}


def test_errors_fail_by_default_and_are_mended(project: Path) -> None:
    add(project, DANGLING)
    assert codes(check(code=1)) == ["T4-MISSING"]
    assert codes(check("--exit-zero")) == ["T4-MISSING"]
    add(project, "  - {id: US-9, title: Found, parent: EP-1}\n")
    assert codes(check()) == []


def test_a_project_without_items_passes_with_a_warning(project: Path) -> None:
    for path in (project / "backlog").iterdir():
        path.unlink()
    assert [one["code"] for one in check()["diagnostics"]] == ["P-NO-ITEM"]


def test_rules_can_be_chosen(project: Path) -> None:
    add(project, ORPHAN + DANGLING)
    assert check("--rule", "t2,T1")["data"] == check("--rule", "t2", "--rule", "T1")["data"]
    envelope = check("--rule", "t2", "--rule", "T1")
    assert [r["rule_id"] for r in envelope["data"]["results"]] == ["T1", "T2"]
    assert check("--rule", "T9", code=2)["diagnostics"][0]["code"] == "E-RULE"


# @req MR-6.10
def test_a_file_that_cannot_be_read_is_no_gap(project: Path) -> None:
    add(project, BROKEN, "b.yaml")
    add(project, "  - {id: REQ-2, kind: requirement, title: Perhaps in the other file}\n")
    refused = check(code=2)
    assert (refused["status"], refused["data"]) == ("error", {})
    assert {d["path"] for d in refused["diagnostics"]} == {"backlog/b.yaml", None}
    assert "--allow-parse-errors" in refused["diagnostics"][-1]["fix"]
    allowed = check("--allow-parse-errors")
    assert (allowed["status"], codes(allowed)) == ("partial", ["T1-UNKNOWN"])
    assert [d["path"] for d in allowed["diagnostics"]] == ["backlog/b.yaml"]


def test_a_warning_of_a_source_is_passed_on_and_does_not_stop(project: Path) -> None:
    add(project, "  - {id: US-5, title: Odd, parent: EP-1, colour: red}\n")
    assert [d["severity"] for d in check()["diagnostics"]] == ["warning"]


# @req MR-9.1
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_the_example_project_in_every_format_twice_the_same(tmp_path: Path, language: str, form: str) -> None:
    root = shop(tmp_path, language)
    arguments = ("check", "--project", str(root), "--as-of", AS_OF.isoformat(), "--format", form)
    first = maestro(*arguments, code=1)
    assert first == maestro(*arguments, code=1)
    for code in ("T1-UNCOVERED", "T1-SUSPECT", "T3-ITEM-STORY", "T4-MISSING", "T4-CYCLE"):
        assert code in first


def test_commits_are_held_against_the_items(tmp_path: Path) -> None:
    def checked(root: Path, *arguments: str) -> int:
        envelope = check("--project", str(root), "--as-of", AS_OF.isoformat(), "--rule", "T2", *arguments)
        count: int = envelope["data"]["results"][0]["checked_count"]
        return count

    without = checked(shop(tmp_path / "without", history=False))
    root = shop(tmp_path / "with")
    assert checked(root) > without
    assert checked(root, "--commits-since", AS_OF.isoformat()) <= checked(root)
    assert checked(root, "--commits-since", "2099-01-01") == without


def test_rules_and_explain_need_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    listed = json.loads(maestro("rules", "--format", "json"))["data"]["rules"]
    assert [rule["rule_id"] for rule in listed] == ["T1", "T2", "T3", "T4", "T5", "T6", "T0"]
    about = json.loads(maestro("explain", "T4-CYCLE", "--format", "json"))["data"]
    assert about["rule_id"] == "T4"
    assert set(about) >= {"question", "why", "codes", "failing_example", "passing_example"}
    assert "depends_on" in maestro("explain", "t4")
    maestro("explain", "T44", code=2)


def test_the_gate_knows_the_severities_of_the_rules() -> None:
    assert [one.value for one in FailOn] == [one.value for one in findings.FailOn]


def test_the_gate_loads_nothing_heavy(project: Path) -> None:
    heavy = ["langgraph", "anthropic", "chromadb", "mcp", "highspy", "numpy", "sqlite_utils", "httpx"]
    code = (
        "import sys; from maestro_cli.cli.app import app\n"
        "app(['trace', 'check', '--output', 'out.txt'], standalone_mode=False)\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert not (project / ".maestro").exists(), "a check leaves no trace"


def with_tests(project: Path, verdict: str, demands: str = "") -> None:
    settings = f"trace: {{tests: {{tags: [tests], results: [reports/*.xml]}}, levels: [test]{demands}}}\n"
    (project / "maestro.yaml").write_text(f"project: {{id: x, language: en}}\n{settings}")
    for name, text in (
        ("tests/test_pay.py", 'def test_card():\n    x = "@req GONE-1"  # @req REQ-1\n'),
        ("reports/a.xml", f'<testsuite><testcase classname="tests.test_pay" name="test_card">{verdict}'),
    ):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text + ("</testcase></testsuite>" if name.endswith("xml") else ""))


# @req MR-6.11
@pytest.mark.parametrize(("verdict", "found"), [("", []), ("<failure/>", ["T1-TEST-FAILED"])])
def test_tests_are_read_and_judged(project: Path, verdict: str, found: list[str]) -> None:
    with_tests(project, verdict, ", thresholds: {test: 1}")
    envelope = check(code=1 if found else 0)
    assert codes(envelope) == found
    coverage = envelope["data"]["coverage"]
    level = {"level": "test", "covered": 1, "total": 1, "threshold": 1, "status": "passed"}
    assert coverage["levels"] == [level]
    row = coverage["requirements"][0]
    assert (row["tests"], row["shallow"]) == (["tests/test_pay.py::test_card"], [])
    assert row["verdict"] == ("failed" if found else "passed")


def test_results_that_cannot_be_read_are_no_missing_tests(project: Path) -> None:
    with_tests(project, "<failure")
    envelope = check(code=2)
    assert [problem["code"] for problem in envelope["diagnostics"]] == ["P-JUNIT", "P-UNREADABLE"]
    assert "tests from being read" in envelope["diagnostics"][1]["message"]
    envelope = check("--allow-parse-errors")
    assert (envelope["status"], codes(envelope)) == ("partial", ["T1-TEST-UNKNOWN"])


def test_a_recorded_check_reads_tests_too(project: Path) -> None:
    with_tests(project, "<failure/>")
    envelope = json.loads(maestro("report", "--format", "json"))
    assert codes(envelope) == ["T1-TEST-FAILED"]
    assert "tests/test_pay.py::test_card" in maestro("report", "--format", "md")


def test_a_change_that_breaks_or_drops_a_test_counts(project: Path) -> None:
    with_tests(project, "<failure/>")
    make(project)
    commit(project, "begin")
    (project / "README").write_text("x")
    commit(project, "more")
    assert codes(check("--changed-since", "HEAD~1", code=1)) == ["T1-TEST-FAILED"]
    with_tests(project, "")
    (project / "tests" / "test_pay.py").write_text("def test_card(): ...\n")
    envelope = check("--changed-since", "HEAD~1")
    assert codes(envelope) == ["T1-PARTIAL"]
    assert envelope["data"]["summary"]["unchanged_violations"] == 0
