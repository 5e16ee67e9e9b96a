"""What others' validators say of our files.

Two are no part of the tests' own installation, and skipped where they are not on the PATH: sarif-tools, which
brings plots with it (`pip install sarif-tools`), and the multitool (`npm i -g @microsoft/sarif-multitool`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.documents import sarif as sarif_module
from maestro_cli.documents.gate import GateResult
from maestro_cli.documents.sarif import sarif
from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.findings import FindingSeverity
from tests.documents.test_gate import PAYLOADS, judged, violation

REPOSITORY = Path(__file__).parents[2]
GITHUB, GITLAB = (f"templates/ci/{name}-maestro.yml" for name in ("github", "gitlab"))


def run(name: str, *arguments: str, folder: Path = REPOSITORY) -> str:
    program = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip(f"{name} is not on the PATH")
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("schema", "path", "more"),
    [
        ("vendor.github-actions", "action.yml", ()),
        ("vendor.github-workflows", GITHUB, ()),
        ("vendor.gitlab-ci", GITLAB, ("--data-transform", "gitlab-ci")),
    ],
)
def test_schema(schema: str, path: str, more: tuple[str, ...]) -> None:
    run("check-jsonschema", "--builtin-schema", schema, *more, path)


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    shutil.copy(REPOSITORY / GITHUB, workflows)
    shutil.copy(REPOSITORY / "action.yml", tmp_path)
    run("zizmor", "--offline", "--no-progress", "--persona", "auditor", str(tmp_path))


def test_pre_commit_takes_the_hook() -> None:
    run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


def samples() -> dict[str, GateResult]:
    info = FindingSeverity.INFO
    hostile = [
        violation(n, message=text, entity_id=text, path=f"b/{text[:60]}.yaml".replace("\ud800", ""))
        for n, text in enumerate(PAYLOADS)
    ]
    marked = [
        violation(1, waived=True, waiver_reason="next release"),
        violation(2, baselined=True),
        violation(3, unchanged=True, severity=info),
        violation(4, path=None, line=None, code="X-OWN"),
    ]
    problem = Diagnostic(Severity.WARNING, "P-YAML", "odd", "backlog/b.yaml", 3, "Mend it.")
    return {
        "none": judged([], project="shop"),
        "hostile": judged(hostile, project="shop", prefix="ü/"),
        "marked": judged(marked, baseline="known.json", diagnostics=[problem]),
    }


def findings_of_multitool(path: Path) -> list[dict[str, Any]]:
    """Return what the multitool's rules of SARIF and GitHub say, but for advice."""
    found: list[dict[str, Any]] = []
    for kind in ("Sarif", "Gh"):  # one at a time: what npm installs hands a list of them to a shell
        output = path.with_name(f"{kind}.json")
        words = ("--rule-kind", kind, "--log", "ForceOverwrite", "--output", output.name)
        run("sarif-multitool", "validate", path.name, *words, folder=path.parent)
        found += json.loads(output.read_text("utf-8-sig"))["runs"][0]["results"]
    return [one for one in found if one.get("level", "warning") in ("error", "warning")]


# @req MR-7.2
@pytest.mark.parametrize("name", ["none", "hostile", "marked"])
def test_the_multitool_has_nothing_to_object_to(tmp_path: Path, name: str) -> None:
    path = tmp_path / "trace.sarif"
    path.write_bytes(sarif(samples()[name]))
    rules = Counter(found["ruleId"] for found in findings_of_multitool(path))
    assert set(rules) <= {"SARIF2005"}, "there is no page about this tool yet that it could name"


def test_the_multitool_would_notice(tmp_path: Path) -> None:
    document = json.loads(sarif(samples()["marked"]))
    del document["runs"][0]["results"][0]["locations"]
    path = tmp_path / "trace.sarif"
    path.write_text(json.dumps(document))
    assert "GH1015" in {found["ruleId"] for found in findings_of_multitool(path)}


def test_sarif_tools_counts_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 10)
    path = tmp_path / "trace.sarif"
    path.write_bytes(sarif(samples()["hostile"]))
    said = run("sarif", "summary", path.name, folder=tmp_path)
    assert "error: 10" in said
