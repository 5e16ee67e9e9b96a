"""Everything that may be wrong with settings is told at once, with its line and a way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maestro_cli.errors import ExitCode, SettingsError
from maestro_cli.settings.loading import load_settings
from tests.settings.conftest import Refused, user_settings


# @req MR-2.1
def test_every_problem_of_every_layer_is_told_at_once(project: Path) -> None:
    user_settings("sprint:\n  length_days: 0\n")
    (project / "maestro.yaml").write_text(
        "project: {langauge: ko}\n"
        "sprint:\n"
        "  length_days: two weeks\n"
        "  starts: 20260105\n"
        "  wip_limit: 0\n"
        "sprnt: 1\n"
        "team:\n"
        "  - share: true\n"
        "    skillz: [x]\n"
        "    days_off: [2026-02-30, {start: 2026-02-02, end: 2026-02-01}]\n"
        "llm: {provider: cluade, base_url: http://example.org}\n"
        "trace: {severity: {T1: eror}, thresholds: {T1: 90}}\n"
        "outputs: {plans: ../plans}\n"
        "calendar: [mon]\n"
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(project, environ={"MAESTRO_LLM_MAX_TOKENS": "many"})
    error = caught.value
    assert error.exit_code is ExitCode.USAGE
    assert str(error) == "the settings have 18 problems"
    found = [(d.line, d.message, d.fix) for d in error.diagnostics if d.path == "maestro.yaml"]
    assert found == [
        (1, "project.langauge is not a setting", "Did you mean language?"),
        (3, "sprint.length_days must be a whole number; found 'two weeks'", None),
        (4, "sprint.starts must be a date such as 2026-11-21; found 20260105", None),
        (5, "sprint.wip_limit must be at least 1; found 0", None),
        (6, "sprnt is not a setting", "Did you mean sprint?"),
        (8, "team[0].name is missing", None),
        (8, "team[0].share must be a number, not true or false", None),
        (9, "team[0].skillz is not a setting", "Did you mean skills?"),
        (10, "team[0].days_off[0] must be a date that exists, such as 2026-11-21; found '2026-02-30'", None),
        (10, "team[0].days_off[1] ends on 2026-02-01, before it starts on 2026-02-02", None),
        (
            11,
            "llm.base_url must begin with https:// (http:// only for this machine); found 'http://example.org'",
            None,
        ),
        (11, "llm.provider must be auto, claude or offline; found 'cluade'", "Did you mean claude?"),
        (
            12,
            "trace.severity.T1 must be critical, error, warning, info or off; found 'eror'",
            "Did you mean error?",
        ),
        (12, "trace.thresholds.T1 must be at most 1; found 90", None),
        (13, "outputs.plans must be a path inside the project, with forward slashes; found '../plans'", None),
        (14, "calendar must be a group of keys and values", None),
    ]
    others = [d for d in error.diagnostics if d.path != "maestro.yaml"]
    assert [(d.path is None, d.line) for d in others] == [(True, None), (False, 2)]


def test_who_writes_days_off_as_text_is_told_how_a_range_is_written(refused: Refused) -> None:
    (problem,) = refused("team: [{name: Ann, days_off: [2026-12-24..2026-12-31]}]")
    assert problem.message == (
        "team[0].days_off[0] must be a date such as 2026-11-21, or a range such as "
        "{start: 2026-11-21, end: 2026-11-25}; found '2026-12-24..2026-12-31'"
    )


def test_two_of_the_same_name_are_refused(refused: Refused) -> None:
    (problem,) = refused("team:\n  - name: Ann\n  - name: Ann\n")
    assert (problem.line, problem.message) == (1, "team has the name 'Ann' more than once")
    sprint = "{id: S1, start: 2026-01-05, end: 2026-01-16}"
    (problem,) = refused(f"sprints: [{sprint}, {sprint}]")
    assert problem.message == "sprints has the id 'S1' more than once"


@pytest.mark.parametrize(
    "line",
    [
        "length_days: 14.5",
        "length_days: true",
        "length_days: 367",
        "length_days: [14]",
        "length_days: {a: 1}",
        "starts: 1767571200",
        "starts: '1767571200'",
        "starts: 2026-1-5",
        "starts: 2026-01-05T00:00:00",
        "points_per_sprint: -1",
        "points_per_sprint: .nan",
        "points_per_sprint: .inf",
        "points_per_sprint: inf",
        "points_per_sprint: 1e999",
        "reserve: 1.01",
        "reserve: nan",
        "focus_factor: twenty",
        "wip_limit: 1.0001",
    ],
)
def test_a_wrong_value_is_never_read_as_another(refused: Refused, line: str) -> None:
    (problem,) = refused(f"sprint:\n  {line}\n")
    assert problem.line == 2
    assert problem.message.startswith(f"sprint.{line.partition(':')[0]} must be ")


# @req MR-2.1
@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("[a, b]", 1, "found a list"),
        ("just text", 1, "found a single value"),
        ("a: 1\n\tb: 2", 2, "a tab"),
        ("team: [Ann]", 1, "team[0] must be a group of keys and values"),
        ("team: Ann", 1, "team must be a list"),
        ("sources:\n  - path: x", 2, "sources[0].type is missing"),
        ("sources:\n  - type: csv\n    max_file_mib: 0", 3, "must be more than 0"),
        ("calendar: {workdays: []}", 1, "must not be empty"),
        ("knowledge: {paths: docs}", 1, "must be a list"),
        ("project: {name: true}", 1, "must be text; put it in quotes"),
        ("gateway: {servers: {a: 1}}", 1, "must be a group"),
        ("llm: {base_url: 'https://[x'}", 1, "llm.base_url"),
        ("outputs: {plans: /etc}", 1, "inside the project"),
        ("outputs: {reports: 'C:\\x'}", 1, "inside the project"),
        ("outputs: {reports: .}", 1, "inside the project"),
        ("zzzzzz: 1", 1, "zzzzzz is not a setting"),
        ("a.b: 1", 1, "a.b is not a setting"),
        ("sprint.length_days: 3", 1, "sprint.length_days is not a setting"),
        ("sprint: {length_days: 0, a.b: 1}", 1, "sprint.a.b is not a setting"),
        ("'': 1", 1, "is not a setting"),
    ],
)
def test_a_problem_says_where_and_what(refused: Refused, content: str, line: int, words: str) -> None:
    problem = refused(content)[0]
    assert (problem.path, problem.line) == ("maestro.yaml", line)
    assert words in problem.message


def test_a_file_of_more_than_a_mebibyte_is_refused(refused: Refused) -> None:
    (problem,) = refused("# " + "x" * 2**20)
    assert problem.message == "the file is larger than 1 MiB"


def test_a_folder_or_a_pipe_is_no_file(project: Path) -> None:
    path = project / "maestro.yaml"
    path.mkdir()
    with pytest.raises(SettingsError, match=r"maestro\.yaml (is not a file|cannot be read)"):
        load_settings(project, environ={})
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(SettingsError, match="is not a file"):
        load_settings(project, environ={})


def test_a_link_stays_within_the_project(project: Path) -> None:
    path, inside, outside = project / "maestro.yaml", project / "real.yaml", project.parent / "else.yaml"
    inside.write_text("sprint: {length_days: 7}")
    outside.write_text("sprint: {length_days: 7}")
    path.symlink_to(inside)
    assert load_settings(project, environ={}).settings.sprint.length_days == 7
    for target, words in ((outside, "out of the project"), (path, "loop"), (project / "no", "to nothing")):
        path.unlink()
        path.symlink_to(target)
        with pytest.raises(SettingsError, match=words):
            load_settings(project, environ={})


def test_a_file_that_may_not_be_read_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "maestro.yaml").write_text("")

    def denied(path: object, *_: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("maestro_cli.settings.loading.user_file", lambda: None)
    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(SettingsError, match=r"maestro\.yaml cannot be read: Permission denied"):
        load_settings(project, environ={})


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"llm\.providr is not a setting") as caught:
        load_settings(None, {"llm.providr": "offline"}, environ={})
    assert caught.value.diagnostics[0].fix == "Did you mean llm.provider?"
    with pytest.raises(SettingsError, match=r"flag: llm\.provider must be auto, claude or offline"):
        load_settings(None, {"llm.provider": "x"}, environ={})
