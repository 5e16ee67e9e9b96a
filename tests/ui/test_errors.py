"""Diagnostics on standard error."""

from __future__ import annotations

import io

import pytest

from maestro_cli.errors import Diagnostic, InputError, Severity, UsageError
from maestro_cli.ui.errors import print_diagnostics, print_error
from tests.ui.payloads import CONTROL_PAYLOADS, MARKUP_PAYLOADS, controls_in


def printed(*diagnostics: Diagnostic, limit: int = 50) -> str:
    stream = io.StringIO()
    print_diagnostics(diagnostics, stream, limit=limit)
    return stream.getvalue()


# @req MR-8.4
def test_an_error_says_what_where_and_what_next() -> None:
    stream = io.StringIO()
    error = UsageError("no capacity is known", code="E-CAPACITY", path="maestro.yaml", line=3, fix="Set it.")
    print_error(error, stream)
    assert stream.getvalue() == (
        "error: no capacity is known [E-CAPACITY]\n  --> maestro.yaml:3\n  fix: Set it.\n"
    )


# @req MR-8.4
def test_all_diagnostics_are_told_errors_first_then_the_summary() -> None:
    stream = io.StringIO()
    problems = [
        Diagnostic(Severity.WARNING, "P-UNKNOWN-FIELD", "unknown field x", "a.md", 2),
        Diagnostic(Severity.ERROR, "P-YAML", "not YAML", "b.yaml", 7),
    ]
    print_error(InputError("2 problems in the backlog", diagnostics=problems), stream)
    assert stream.getvalue().splitlines() == [
        "error: not YAML [P-YAML]",
        "  --> b.yaml:7",
        "warning: unknown field x [P-UNKNOWN-FIELD]",
        "  --> a.md:2",
        "error: 2 problems in the backlog",
    ]


def test_one_place_more_is_one_place() -> None:
    same = [Diagnostic(Severity.WARNING, "P-X", "unknown field x", f"{n}.md", n) for n in range(1, 7)]
    assert "  --> ... and 1 more place\n" in printed(*same)


def test_equal_problems_are_told_once_with_their_places() -> None:
    same = [Diagnostic(Severity.WARNING, "P-X", "unknown field x", f"{n}.md", n) for n in range(1, 9)]
    assert printed(*same).splitlines() == [
        "warning: unknown field x [P-X]",
        *(f"  --> {n}.md:{n}" for n in range(1, 6)),
        "  --> ... and 3 more places",
    ]


def test_beyond_the_limit_they_are_counted() -> None:
    many = [Diagnostic(Severity.ERROR, "P-X", f"message {n}") for n in range(60)]
    many += [Diagnostic(Severity.WARNING, "P-Y", "one")]
    lines = printed(*many).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "... and 10 errors, 1 warning more; --format json lists all"


def test_several_lines_are_indented() -> None:
    text = printed(Diagnostic(Severity.ERROR, "P-X", "first\nsecond"))
    assert text == "error: first\n  second [P-X]\n"


@pytest.mark.parametrize("payload", [*CONTROL_PAYLOADS, *MARKUP_PAYLOADS])
def test_hostile_text_stays_text(payload: str) -> None:
    text = printed(Diagnostic(Severity.ERROR, "P-X", payload, payload, 1, payload))
    assert controls_in(text) == set()
    assert "\x1b" not in text


def test_a_closed_stream_is_no_error() -> None:
    stream = io.StringIO()
    stream.close()
    print_diagnostics([Diagnostic(Severity.ERROR, "P-X", "x")], stream)
