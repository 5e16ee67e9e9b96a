"""Settings from all layers, and everything that may be wrong with a file of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maestro_cli.settings.layers import Origin
from maestro_cli.settings.leaves import leaves
from maestro_cli.settings.loading import load_settings
from maestro_cli.settings.schema import DateRange, Settings, Source
from tests.settings.conftest import user_settings

WORD = st.text("abcdefgh", min_size=1, max_size=6)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "project.name": WORD,
    "project.language": st.sampled_from(["en", "ko", "auto"]),
    "sprint.length_days": st.integers(1, 366),
    "sprint.reserve": st.sampled_from([0, 0.25, 1]),
    "llm.provider": st.sampled_from(["auto", "claude", "offline"]),
    "llm.max_usd": st.integers(0, 100),
    "knowledge.paths": st.lists(WORD, min_size=1, max_size=3),
    "calendar.workdays": st.lists(st.sampled_from(["mon", "tue", "wed"]), min_size=1, max_size=3),
    "outputs.plans": WORD,
}
LAYER = st.fixed_dictionaries({}, optional=VALUES)


def nested(values: Mapping[str, object]) -> dict[str, dict[str, object]]:
    tree: dict[str, dict[str, object]] = {}
    for key, value in values.items():
        group, name = key.split(".")
        tree.setdefault(group, {})[name] = value
    return tree


def looked_up(loaded: Settings, key: str) -> object:
    value: object = loaded
    for part in key.split("."):
        value = getattr(value, part)
    return list(value) if isinstance(value, tuple) else value


# @req MR-2.2
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(LAYER, LAYER, LAYER, LAYER)
def test_the_strongest_layer_wins_key_by_key(
    project: Path,
    user: dict[str, object],
    own: dict[str, object],
    environment: dict[str, object],
    flags: dict[str, object],
) -> None:
    user_settings(yaml.safe_dump(nested(user)))
    (project / "maestro.yaml").write_text(yaml.safe_dump(nested(own)))
    environ = {
        leaves()[key].variable: ",".join(value) if isinstance(value, list) else str(value)
        for key, value in environment.items()
    }
    loaded = load_settings(project, flags, environ=environ)
    names = ("flag", "environment", "project", "user")
    for key in VALUES:
        winner = next(
            (
                (name, layer[key])
                for name, layer in zip(names, (flags, environment, own, user), strict=True)
                if key in layer
            ),
            ("default", looked_up(Settings(), key)),
        )
        assert (loaded.origins[key].layer, looked_up(loaded.settings, key)) == winner
    assert loaded.diagnostics == ()


def test_nothing_set_is_all_defaults(project: Path) -> None:
    loaded = load_settings(project, environ={})
    assert loaded.settings == Settings()
    assert set(loaded.origins) == set(leaves())
    assert set(loaded.origins.values()) == {Origin("default")}
    assert (loaded.path, loaded.root, loaded.guarded) == (None, project, {})
    assert load_settings(None, environ={}).settings == Settings()


@pytest.mark.parametrize("content", ["", "# nothing\n", "---\n", "{}", "sprint:\nteam: ~\n", "sprint: {}"])
def test_a_file_that_says_nothing_is_all_defaults(project: Path, content: str) -> None:
    (project / "maestro.yaml").write_text(content)
    loaded = load_settings(project, environ={})
    assert loaded.settings == Settings()
    assert loaded.path == project / "maestro.yaml"


def test_every_kind_of_value_is_read(project: Path) -> None:
    (project / "maestro.yaml").write_text(
        "project: {id: 012, name: 2024}\n"
        "sources: [{type: csv, path: items.csv, columns: {id: Key}, delimiter: ;}]\n"
        "team: [{name: Ann, share: , days_off: [2026-12-24, {start: 2026-12-28, end: 2026-12-31}]}]\n"
        "sprint: {starts: 2026-01-05, points_per_sprint: 20.50}\n"
        "trace: {severity: {T1: off}, thresholds: {T2: 0.9}}\n"
    )
    found = load_settings(project, environ={}).settings
    assert (found.project.id, found.project.name) == ("012", "2024")
    assert found.sources == (
        Source.model_validate(
            {"type": "csv", "path": "items.csv", "columns": {"id": "Key"}, "delimiter": ";"}
        ),
    )
    assert found.team[0].days_off == (
        date(2026, 12, 24),
        DateRange(start=date(2026, 12, 28), end=date(2026, 12, 31)),
    )
    assert (found.team[0].share, found.sprint.starts) == (1, date(2026, 1, 5))
    assert found.sprint.points_per_sprint == 20.5
    assert (found.trace.severity, found.trace.thresholds) == ({"T1": "off"}, {"T2": 0.9})


def test_origins_name_file_and_line(project: Path) -> None:
    path = user_settings("llm:\n  model: m\n")
    (project / "maestro.yaml").write_text("project:\n  name: Shop\n\nteam:\n  - name: Ann\n")
    origins = load_settings(
        project, {"llm.provider": "offline"}, environ={"MAESTRO_LLM_MAX_USD": "1"}
    ).origins
    assert origins["project.name"] == Origin("project", "maestro.yaml", 2)
    assert origins["team"] == Origin("project", "maestro.yaml", 4)
    assert origins["llm.model"] == Origin("user", str(path), 2)
    assert str(origins["llm.max_usd"]) == "environment (MAESTRO_LLM_MAX_USD)"
    assert str(origins["llm.provider"]) == "flag"
    assert str(origins["project.name"]) == "project (maestro.yaml:2)"
