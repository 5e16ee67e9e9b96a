"""`maestro trace check` in CI: formats, baseline and changes, as they are typed."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner, Result

from maestro_cli.cli.app import app
from maestro_cli.cli.trace_check import FORMATS
from tests.sources.git_sandbox import DAY, NOON, commit, git, make

CLEAN = """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
  - {id: US-1, title: Pay, parent: EP-1}
"""
DANGLING = "  - {id: US-%d, title: Lost, parent: EP-1, depends_on: [US-9]}\n"
WAIVED = (
    "  - {id: US-%d, title: Lost, parent: EP-1, depends_on: [US-8], "
    "waive: [{rule: T4-MISSING, reason: in another repository}]}\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {id: x, language: en}\n")
    (tmp_path / "backlog" / "a.yaml").write_text(CLEAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(project: Path, text: str) -> None:
    path = project / "backlog" / "a.yaml"
    path.write_text(path.read_text() + text)


def invoke(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["trace", "check", *arguments])
    assert done.exit_code == code, done.output
    return done


def check(*arguments: str, code: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(invoke("--format", "json", *arguments, code=code).stdout)["data"]
    return data


def counting(data: dict[str, Any]) -> list[str]:
    marks = ("waived", "baselined", "unchanged")
    found = [one for result in data["results"] for one in result["violations"]]
    return [one["entity_id"] for one in found if not any(one[mark] for mark in marks)]


# @req MR-7.3
@pytest.mark.parametrize("form", ["text", "md", "json", *FORMATS])
@pytest.mark.parametrize(
    ("more", "fail_on", "code"),
    [("", "info", 0), (DANGLING % 72, "error", 1), (DANGLING % 72, "critical", 0), (WAIVED % 72, "info", 0)],
)
def test_the_exit_code_does_not_depend_on_the_format(
    project: Path, form: str, more: str, fail_on: str, code: int
) -> None:
    add(project, more)
    arguments = ("--format", form, "--fail-on", fail_on)
    first = invoke(*arguments, code=code)
    assert first.stdout == invoke(*arguments, code=code).stdout
    left_out = "waive" in more and form in {"github", "gitlab"}
    assert ("US-72" in first.stdout) is bool(more and not left_out)
    invoke(*arguments, "--exit-zero")
    (project / "out").mkdir()
    assert invoke(*arguments, "--output", "out/file", code=code).stdout == ""
    written = (project / "out" / "file").read_bytes()
    assert written == first.stdout_bytes or form == "text", "which is as wide as the terminal"


# @req MR-7.3
def test_each_format_reads_back(project: Path) -> None:
    add(project, DANGLING % 2)
    run = json.loads(invoke("--format", "sarif", code=1).stdout)["runs"][0]
    assert run["invocations"][0]["exitCode"] == 1
    (result,) = run["results"]
    assert result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "T4-MISSING"
    assert all({"text", "markdown"} <= set(rule["help"]) for rule in run["tool"]["driver"]["rules"])
    assert ET.fromstring(invoke("--format", "junit", code=1).stdout).get("failures") == "1"
    assert invoke("--format", "github", code=1).stdout.startswith("::error file=backlog/a.yaml,line=5,")
    (issue,) = json.loads(invoke("--format", "gitlab", code=1).stdout)
    assert issue["location"] == {"path": "backlog/a.yaml", "lines": {"begin": 5}}
    (row,) = csv.DictReader(io.StringIO(invoke("--format", "csv", code=1).stdout))
    assert (row["rule_id"], row["code"], row["line"]) == ("T4", "T4-MISSING", "5")


def test_paths_are_those_of_the_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = project / "docs"
    (inner / "backlog").mkdir(parents=True)
    (inner / "maestro.yaml").write_text("project: {id: y, language: en}\n")
    (inner / "backlog" / "b.yaml").write_text(CLEAN + DANGLING % 2)
    make(project)
    monkeypatch.chdir(inner)
    for form in ("sarif", "junit", "github", "gitlab"):
        assert "docs/backlog/b.yaml" in invoke("--format", form, code=1).stdout
    assert "docs/" not in invoke("--format", "csv", code=1).stdout


def test_a_hostile_file_name_takes_no_effect(project: Path) -> None:
    name = "a\n::error::x,line=9 100%25 <b>&\x1b[31m]]>.yaml"
    (project / "backlog" / name).write_text("items:\n" + DANGLING % 2)
    path = f"backlog/{name}"
    result = json.loads(invoke("--format", "sarif", code=1).stdout)["runs"][0]["results"][0]
    location = result["locations"][0]["physicalLocation"]
    assert unquote(location["artifactLocation"]["uri"]) == path
    (issue,) = json.loads(invoke("--format", "gitlab", code=1).stdout)
    assert issue["location"]["path"] == path
    ET.fromstring(invoke("--format", "junit", code=1).stdout)
    command, headline = invoke("--format", "github", code=1).stdout.splitlines()
    assert command.startswith(
        "::error file=backlog/a%0A%3A%3Aerror%3A%3Ax%2Cline=9 100%2525 <b>&[31m]]>.yaml,"
    )
    assert headline.startswith("Traceability. ")
    for form in ("sarif", "junit", "github", "gitlab", "csv", "text", "md"):
        assert "\x1b" not in invoke("--format", form, code=1).stdout


def test_the_page_of_a_github_step(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = project / "page"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    add(project, DANGLING % 2)
    invoke("--format", "md", code=1)
    invoke("--format", "github", "--dry-run", code=1)
    assert page.read_text() == "before\n"
    invoke("--format", "github", code=1)
    assert page.read_text().startswith("before\n# Traceability\n")
    assert "US-2 depends on US-9" in page.read_text()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "nowhere" / "page"))
    assert "E-WRITE" in invoke("--format", "github", code=2).stderr


def test_a_failure_is_annotated_too(project: Path) -> None:
    add(project, "  - {id: US-4, title: [}\n")
    said = invoke("--format", "github", code=2).stdout.splitlines()
    assert said[0].startswith("::error file=backlog/a.yaml,line=")
    assert all(line.startswith("::") for line in said)
    for form in ("sarif", "junit", "gitlab", "csv"):
        assert invoke("--format", form, code=2).stdout == ""


# @req MR-6.12
def test_a_baseline_lets_only_new_findings_fail_and_shrinks(project: Path) -> None:
    add(project, DANGLING % 2)
    assert check("--write-baseline", "known.json")["summary"]["baselined_violations"] == 1
    known = (project / "known.json").read_bytes()
    data = check("--baseline", "known.json")
    assert (data["summary"]["total_violations"], data["baseline"]) == (0, "known.json")
    assert "in the baseline" in invoke("--baseline", "known.json").stdout
    add(project, DANGLING % 3)
    data = check("--baseline", "known.json", code=1)
    assert counting(data) == ["US-3"]
    assert data["summary"]["baselined_violations"] == 1
    (project / "backlog" / "a.yaml").write_text(CLEAN)
    done = invoke("--baseline", "known.json")
    assert "1 finding of known.json can be dropped" in done.stderr
    assert "maestro trace check --baseline known.json --prune-baseline" in done.stderr
    assert "Fixed since the baseline" in done.stdout
    assert (project / "known.json").read_bytes() == known
    add(project, DANGLING % 3)
    invoke("--baseline", "known.json", "--prune-baseline", "--dry-run", code=1)
    assert (project / "known.json").read_bytes() == known
    data = check("--baseline", "known.json", "--prune-baseline", code=1)
    assert data["fixed"][0]["entity_id"] == "US-2"
    assert counting(data) == ["US-3"]
    pruned = (project / "known.json").read_bytes()
    assert (b"US-2" in pruned, b"US-3" in pruned) == (False, False)
    check("--baseline", "known.json", "--write-baseline", "known.json")
    assert b"US-3" in (project / "known.json").read_bytes()


def test_pruning_takes_out_of_commits_only_what_all_of_them_tell(project: Path) -> None:
    make(project)
    commit(project, "US-77 is not there", when=NOON - 200 * DAY)
    commit(project, "US-1 begun")
    day, since = ("--as-of", "2026-01-02"), ("--commits-since", "2025-01-01")
    prune = ("--baseline", "known.json", "--prune-baseline", *day)
    check(*day, *since, "--write-baseline", "known.json")
    known = (project / "known.json").read_bytes()
    assert (known.count(b"T2-COMMIT-UNKNOWN-ITEM"), known.count(b"T2-COMMIT-ITEM-OPEN")) == (1, 1)

    def stays(*arguments: str) -> bool:
        return check(*prune, *arguments)["fixed"] == [] and (project / "known.json").read_bytes() == known

    assert stays()
    assert stays(*since)
    (project / ".git").rename(project / "hidden")
    assert stays(*since)
    (project / "hidden").rename(project / ".git")
    add(project, "  - {id: US-77, title: There, parent: EP-1, status: done}\n")
    assert stays("--commits-since", "2025-12-01")
    assert stays(*since, "--as-of", "2026-01-01")
    (project / ".git" / "shallow").write_text(git(project, "rev-parse", "HEAD") + "\n")
    assert stays(*since)
    (project / ".git" / "shallow").unlink()
    said = invoke("--baseline", "known.json", *day, *since, "--rule", "T2,T4").stderr
    options = "--as-of 2026-01-02 --rule T2,T4 --commits-since 2025-01-01"
    assert f"Run `maestro trace check {options} --baseline known.json --prune-baseline`" in said
    assert [one["code"] for one in check(*prune, *since)["fixed"]] == ["T2-COMMIT-UNKNOWN-ITEM"]
    left = (project / "known.json").read_bytes()
    assert (b"T2-COMMIT-UNKNOWN-ITEM" in left, b"T2-COMMIT-ITEM-OPEN" in left) == (False, True)


def test_a_baseline_is_pruned_or_written_and_not_both(project: Path) -> None:
    assert "--prune-baseline takes a --baseline" in invoke("--prune-baseline", code=2).stderr
    invoke("--baseline", "k.json", "--write-baseline", "k.json", "--prune-baseline", code=2)


def test_a_baseline_keeps_what_was_not_asked(project: Path) -> None:
    add(project, DANGLING % 2)
    check("--write-baseline", "known.json")
    known = (project / "known.json").read_bytes()
    check("--rule", "T1", "--baseline", "known.json", "--write-baseline", "known.json")
    assert (project / "known.json").read_bytes() == known
    invoke("--write-baseline", "other.json", "--dry-run")
    assert not (project / "other.json").exists()


@pytest.mark.parametrize("data", [None, "", "{}", '{"kind": "trace-baseline", "schemaVersion": 9}'])
def test_a_wrong_baseline_is_wrong_usage(project: Path, data: str | None) -> None:
    if data is not None:
        (project / "known.json").write_text(data)
    envelope = json.loads(invoke("--format", "json", "--baseline", "known.json", code=2).stdout)
    (diagnostic,) = envelope["diagnostics"]
    assert (diagnostic["code"], diagnostic["path"]) == ("E-BASELINE", "known.json")
    assert diagnostic["fix"]
    invoke("--baseline", str(project), code=2)


def test_a_baseline_that_cannot_be_written(project: Path) -> None:
    (project / "known.json").mkdir()
    assert "E-WRITE" in invoke("--write-baseline", "known.json", code=2).stderr


@pytest.fixture
def repository(project: Path) -> Path:
    add(project, DANGLING % 2)
    make(project)
    commit(project, "US-1 begun")
    return project


# @req MR-6.12
def test_a_change_is_asked_about_what_it_brings(repository: Path) -> None:
    check(code=1)
    data = check("--changed-since", "HEAD")
    assert (data["summary"]["unchanged_violations"], data["changed_since"]) == (
        1,
        git(repository, "rev-parse", "HEAD"),
    )
    assert "US-2" not in invoke("--changed-since", "HEAD").stdout
    add(repository, DANGLING % 3)
    assert counting(check("--changed-since", "HEAD", code=1)) == ["US-3"]
    commit(repository, "US-3 added, as US-77 asks")
    assert counting(check("--changed-since", "HEAD~1", "--rule", "T4", code=1)) == ["US-3"]
    assert counting(check("--changed-since", "HEAD")) == []
    commits = check("--changed-since", "HEAD~1", "--as-of", "2026-01-02", code=1)["results"]
    assert "T2-COMMIT-UNKNOWN-ITEM" in {one["code"] for one in commits[1]["violations"]}


def test_a_change_is_asked_about_what_it_breaks_elsewhere(repository: Path) -> None:
    (repository / "backlog" / "b.yaml").write_text("items:\n  - {id: US-9, title: Found, parent: EP-1}\n")
    commit(repository, "mended")
    check()
    (repository / "backlog" / "b.yaml").unlink()
    assert counting(check("--changed-since", "HEAD", code=1)) == ["US-2"]


def test_a_change_is_not_asked_about_what_was_mended_elsewhere(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "change")
    git(repository, "checkout", "-q", "-")
    add(repository, "- {id: US-9, title: Found, parent: EP-1}\n")
    commit(repository, "mended")
    git(repository, "branch", "-f", "mended")
    git(repository, "checkout", "-q", "change")
    assert counting(check("--changed-since", "mended")) == []
    add(repository, DANGLING % 3)
    assert counting(check("--changed-since", "mended", code=1)) == ["US-3"]


def test_a_change_with_no_known_beginning_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "branch", "tip")
    git(repository, "checkout", "-q", "-b", "change")
    add(repository, DANGLING % 3)
    commit(repository, "more")
    git(repository, "checkout", "-q", "tip")
    commit(repository, "newer")
    git(repository, "clone", "-q", "--depth=1", "--no-single-branch", repository.as_uri(), "shallow")
    clone = repository / "shallow"
    git(clone, "checkout", "-q", "change")

    def said() -> list[dict[str, Any]]:
        envelope = json.loads(invoke("--format", "json", "--changed-since", "origin/tip", code=1).stdout)
        assert counting(envelope["data"]) == ["US-3"]
        return [one for one in envelope["diagnostics"] if one["code"] == "P-GIT"]

    monkeypatch.chdir(clone)
    (diagnostic,) = said()
    assert "no common commit with origin/tip is known here" in diagnostic["message"]
    assert "git fetch --unshallow" in diagnostic["fix"]
    git(clone, "fetch", "-q", "--unshallow")
    assert said() == []


def test_a_change_is_asked_about_what_it_takes_out_of_the_project(repository: Path) -> None:
    """Which files are read is a setting: what they held is gone, though no item file changed."""
    (repository / "more").mkdir()
    (repository / "more" / "b.yaml").write_text("items:\n  - {id: US-9, title: Found, parent: EP-1}\n")
    settings = repository / "maestro.yaml"
    without = settings.read_text()
    both = "sources: [{type: files, path: backlog}, {type: files, path: more}]\n"
    settings.write_text(without + both)
    commit(repository, "mended")
    check()
    settings.write_text(without)
    assert counting(check("--changed-since", "HEAD", code=1)) == ["US-2"]


def test_a_commit_counts_once_it_is_new(repository: Path) -> None:
    commit(repository, "US-77 is not there")
    arguments = ("--as-of", "2026-01-02", "--rule", "T2", "--fail-on", "info")
    (sha,) = counting(check("--changed-since", "HEAD~1", *arguments, code=1))[:1]
    assert sha in {"US-1", git(repository, "rev-parse", "HEAD")}
    assert counting(check("--changed-since", "HEAD", *arguments)) == []


@pytest.mark.parametrize("revision", ["nowhere", "-x", "", "HEAD:backlog"])
def test_a_wrong_revision_is_wrong_usage(repository: Path, revision: str) -> None:
    envelope = json.loads(
        invoke("--format", "json", f"--changed-since={revision}", code=2).stdout,
    )
    assert envelope["diagnostics"][0]["code"] == "E-REVISION"


def test_a_change_without_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    assert "E-GIT" in invoke("--changed-since", "HEAD", code=2).stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_usual_check_loads_nothing_of_the_formats(project: Path, form: str) -> None:
    code = (
        "import sys; from maestro_cli.cli.app import app\n"
        f"app(['trace', 'check', '--format', {form!r}, '--output', 'out.txt'], standalone_mode=False)\n"
        "mine = ('gate', 'sarif', 'junit', 'annotations', 'code_quality', 'findings_csv')\n"
        "names = [f'maestro_cli.documents.{name}' for name in mine] + ['maestro_cli.cli.trace_gate',\n"
        "  'maestro_cli.traceability.baseline', 'maestro_cli.traceability.since',\n"
        "  'maestro_cli.sources.revision', 'maestro_cli.settings.ci', 'xml.etree.ElementTree']\n"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
