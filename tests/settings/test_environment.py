"""Settings from MAESTRO_* variables."""

from __future__ import annotations

import pytest

from maestro_cli.errors import SettingsError
from maestro_cli.settings.leaves import Shape, leaves
from maestro_cli.settings.loading import Loaded, load_settings


def load(**environ: str) -> Loaded:
    return load_settings(None, environ=environ)


def test_every_key_has_its_variable() -> None:
    names = {leaf.variable: leaf.key for leaf in leaves().values()}
    assert len(names) == len(leaves())
    assert names["MAESTRO_SPRINT_LENGTH_DAYS"] == "sprint.length_days"
    assert names["MAESTRO_LLM_PROVIDER"] == "llm.provider"
    assert names["MAESTRO_PROJECT_LANGUAGE"] == "project.language"
    shapes = {leaf.key: leaf.shape for leaf in leaves().values()}
    assert {key for key, shape in shapes.items() if shape is Shape.TABLE} == {
        "sources",
        "team",
        "sprints",
        "trace.rules",
        "trace.severity",
        "trace.thresholds",
        "trace.tests",
        "gateway.servers",
        "gateway.policies",
    }
    assert {key for key, shape in shapes.items() if shape is Shape.LIST} == {
        "calendar.holidays",
        "calendar.workdays",
        "knowledge.paths",
        "trace.levels",
        "trace.plugins",
    }


def test_values_are_read_as_their_type() -> None:
    found = load(
        MAESTRO_SPRINT_LENGTH_DAYS="10",
        MAESTRO_SPRINT_STARTS="2026-01-05",
        MAESTRO_SPRINT_RESERVE="0.25",
        MAESTRO_KNOWLEDGE_PATHS=" docs , notes,",
        MAESTRO_CALENDAR_HOLIDAYS="2026-12-24,2026-12-25",
    ).settings
    assert (found.sprint.length_days, str(found.sprint.starts), found.sprint.reserve) == (
        10,
        "2026-01-05",
        0.25,
    )
    assert found.knowledge.paths == ("docs", "notes")
    assert [str(day) for day in found.calendar.holidays] == ["2026-12-24", "2026-12-25"]


def test_an_empty_variable_is_not_set() -> None:
    loaded = load(MAESTRO_SPRINT_LENGTH_DAYS="", MAESTRO_SPRINT_LENGHT="")
    assert loaded.settings.sprint.length_days == 14
    assert loaded.origins["sprint.length_days"].layer == "default"
    assert loaded.diagnostics == ()


def test_an_unknown_variable_is_a_warning_with_the_nearest_name() -> None:
    loaded = load(
        MAESTRO_SPRINT_LENGHT="3", MAESTRO_TEAM="Ann", MAESTRO_TRUST="1", MAESTRO_DEBUG="1", OTHER="1"
    )
    assert [(d.severity.value, d.message, d.fix) for d in loaded.diagnostics] == [
        ("warning", "MAESTRO_SPRINT_LENGHT is not a setting", "Did you mean MAESTRO_SPRINT_LENGTH_DAYS?"),
        ("warning", "MAESTRO_TEAM is ignored: team holds a table", "Set team in maestro.yaml."),
    ]


def test_wrong_values_name_their_variables() -> None:
    with pytest.raises(SettingsError) as caught:
        load(
            MAESTRO_SPRINT_LENGTH_DAYS="x",
            MAESTRO_CALENDAR_WORKDAYS="mon,tues",
            MAESTRO_LLM_PROVIDER="ofline",
        )
    assert [(d.message, d.fix, d.path) for d in caught.value.diagnostics] == [
        (
            (
                "MAESTRO_CALENDAR_WORKDAYS: calendar.workdays[1] must be "
                "mon, tue, wed, thu, fri, sat or sun; found 'tues'"
            ),
            "Did you mean tue?",
            None,
        ),
        (
            "MAESTRO_LLM_PROVIDER: llm.provider must be auto, claude or offline; found 'ofline'",
            "Did you mean offline?",
            None,
        ),
        ("MAESTRO_SPRINT_LENGTH_DAYS: sprint.length_days must be a whole number; found 'x'", None, None),
    ]
