"""The JSON envelope."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.documents.envelope import envelope, error_envelope
from maestro_cli.errors import Diagnostic, Severity, UsageError
from maestro_cli.model.answer import Answer, AnswerStatus
from maestro_cli.model.runs import RunInfo
from tests.ui.payloads import CONTROL_PAYLOADS, controls_in


# @req MR-7.1
def test_the_whole_shape() -> None:
    run = RunInfo("plan-1", "plan", "offline", 42, "2026-11-21")
    problem = Diagnostic(Severity.WARNING, "P-X", "odd", "a.md", 3, "mend it")
    answer = Answer("plan", {"points": 5.0, "half": 0.5}, run=run, diagnostics=(problem,))
    assert envelope(answer).decode() == (
        """{
  "schemaVersion": 1,
  "kind": "plan",
  "status": "success",
  "run": {
    "id": "plan-1",
    "workflow": "plan",
    "engine": "offline",
    "seed": 42,
    "as_of": "2026-11-21",
    "tokens": 0,
    "usd": 0
  },
  "data": {
    "points": 5,
    "half": 0.5
  },
  "diagnostics": [
    {
      "severity": "warning",
      "code": "P-X",
      "message": "odd",
      "path": "a.md",
      "line": 3,
      "fix": "mend it"
    }
  ]
}
"""
    )


# @req MR-7.1
def test_a_failure_speaks_the_envelope_too() -> None:
    document = json.loads(error_envelope("plan", UsageError("no capacity", fix="set it")))
    assert document == {
        "schemaVersion": 1,
        "kind": "plan",
        "status": AnswerStatus.ERROR,
        "run": None,
        "data": {},
        "diagnostics": [
            {
                "severity": "error",
                "code": "E-USAGE",
                "message": "no capacity",
                "path": None,
                "line": None,
                "fix": "set it",
            }
        ],
    }


@pytest.mark.parametrize("payload", CONTROL_PAYLOADS)
def test_hostile_text_is_kept_but_steers_no_terminal(payload: str) -> None:
    written = envelope(Answer("items", {"title": payload})).decode()
    assert controls_in(written) == set()
    assert "\x1b" not in written
    assert json.loads(written)["data"]["title"] == payload


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_reads_back(text: str) -> None:
    back = json.loads(envelope(Answer("items", {"title": text})))["data"]["title"]
    assert back.encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


def test_korean_is_readable() -> None:
    assert "계획" in envelope(Answer("plan", {"goal": "계획"})).decode()
