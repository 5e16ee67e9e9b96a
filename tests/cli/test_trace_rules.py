"""`maestro trace rules`, `explain` and `check` with rules of the project's own, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.documents.rule_words import KOREAN_MEANINGS, KOREAN_REASONS
from maestro_cli.traceability.rules import RULES, WAIVERS
from tests.cli.runner import Done, maestro

SETTINGS = """\
project: {language: en}
trace:
  severity: {X1: info, T4-SELF: "off"}
  rules:
    - id: X1
      name: Bugs have an owner
      kind: bug
      must_have: {assignee: true}
      why: "Who owns it, *mends* it <b>."
"""
ITEMS = "items:\n  - {id: BUG-1, kind: bug, title: Crash}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text(SETTINGS)
    (tmp_path / "backlog" / "a.yaml").write_text(ITEMS)
    return tmp_path


def trace(project: Path, *words: str, code: int = 0, **env: str) -> Done:
    return maestro("trace", *words, cwd=project, code=code, env=env)


def test_own_rules_stand_among_the_others(project: Path) -> None:
    listed = trace(project, "rules", "--format", "json").data["rules"]
    assert [rule["rule_id"] for rule in listed] == ["T1", "T2", "T3", "T4", "T5", "T6", "X1", "T0"]
    codes = {code["code"]: code for rule in listed for code in rule["codes"]}
    assert (codes["X1-UNMET"]["severity"], codes["X1-UNMET"]["severity_in_force"]) == ("error", "info")
    assert codes["T4-SELF"]["severity_in_force"] == "off"
    about = trace(project, "explain", "x1").out.decode()
    assert "info (default: error)" in about
    assert "{id: BUG-1, kind: bug, title: Some bug, assignee: kim}" in about
    assert r"Who owns it, \*mends\* it" in trace(project, "explain", "X1", "--format", "md").out.decode()


# @req MR-6.16
@pytest.mark.parametrize("format_", ["text", "md", "json", "sarif", "junit", "github", "gitlab", "csv"])
def test_every_format_tells_of_own_rules(project: Path, format_: str) -> None:
    done = trace(project, "check", "--rule", "X1", "--fail-on", "info", "--format", format_, code=1)
    assert "BUG-1" in done.out.decode()
    assert "X1" in done.out.decode()


def test_korean_has_a_reason_for_every_rule_and_a_meaning_for_every_code(project: Path) -> None:
    rules = (*RULES, WAIVERS)
    assert set(KOREAN_REASONS) == {rule.about.id for rule in rules}
    assert set(KOREAN_MEANINGS) >= {code.id for rule in rules for code in rule.about.codes}
    (project / "maestro.yaml").write_text("project: {language: ko}\ntrace: {severity: {T4: warning}}\n")
    about = " ".join(trace(project, "explain", "T4").out.decode().split())
    assert KOREAN_REASONS["T4"] in about
    assert "경고 (기본값: 치명적)" in about
    assert "A dependency" not in about


def test_rules_of_a_package_need_trust(project: Path) -> None:
    (project / "maestro.yaml").write_text("trace: {plugins: [not-installed-at-all]}\n")
    assert trace(project, "check", "--format", "json").codes == ["P-UNTRUSTED"]
    trusted = trace(project, "check", code=2, MAESTRO_TRUST="1")
    assert "the package 'not-installed-at-all' is not installed" in trusted.err.decode()
    checks = maestro("doctor", "--format", "json", cwd=project, code=None).data["checks"]
    assert "trace.plugins is ignored" in [check["detail"] for check in checks]
