"""What a cloned project names takes effect only after the user trusts exactly that."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maestro_cli.errors import SettingsError
from maestro_cli.settings.loading import Loaded, load_settings
from maestro_cli.settings.schema import Gateway, Llm
from maestro_cli.settings.trust import (
    GUARDED,
    GUARDED_OF_SOURCES,
    Trusted,
    fingerprint,
    forget,
    guarded,
    is_remembered,
    remember,
    trusted_projects,
    without_guarded,
)
from maestro_cli.settings.user_files import trust_folder
from tests.settings.conftest import user_settings

CONTENT = """\
llm: {base_url: https://example.org, provider: offline}
gateway:
  servers: {files: {command: run-me}}
  policies: [{allow: update_task_status, until: 2027-01-31, reason: agreed}]
sources:
  - {type: files, path: backlog}
  - {type: jira, url: https://jira.example.org, project_key: SHOP}
"""
NAMES = ("gateway.policies", "gateway.servers", "llm.base_url", "sources[1].url")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def load(project: Path, content: str = CONTENT, **environ: str) -> Loaded:
    (project / "maestro.yaml").write_text(content)
    return load_settings(project, environ=environ)


# @req MR-2.4
def test_untrusted_settings_are_as_if_they_were_not_there(project: Path) -> None:
    loaded = load(project)
    assert sorted(loaded.untrusted) == list(NAMES)
    assert (loaded.settings.gateway, loaded.settings.llm) == (Gateway(), Llm(provider="offline"))
    assert [source.model_extra for source in loaded.settings.sources] == [{}, {"project_key": "SHOP"}]
    assert {loaded.origins[key].layer for key in GUARDED} == {"default"}


# @req MR-2.4
def test_trust_is_for_this_content_of_this_project_until_it_is_withdrawn(project: Path) -> None:
    remember(project, load(project).guarded)
    trusted = load(project)
    assert trusted.untrusted == {}
    assert trusted.settings.llm.base_url == "https://example.org"
    assert trusted.settings.sources[1].model_extra == {
        "project_key": "SHOP",
        "url": "https://jira.example.org",
    }
    assert trusted.origins["llm.base_url"].line == 1
    assert load(project, f"{CONTENT}sprint: {{length_days: 7}}\n").untrusted == {}
    assert sorted(load(project, CONTENT.replace("run-me", "run-you")).untrusted) == list(NAMES)
    other = project.parent / "other"
    other.mkdir()
    assert load(other).untrusted
    assert forget(project)
    assert load(project).untrusted
    assert not forget(project)


def test_one_variable_trusts_all_in_ci(project: Path) -> None:
    assert load(project, MAESTRO_TRUST="1").untrusted == {}
    assert load(project, MAESTRO_TRUST="1").settings.gateway.servers == {"files": {"command": "run-me"}}
    for other in ("0", "yes", "true", ""):
        assert load(project, MAESTRO_TRUST=other).untrusted


def test_what_the_user_says_needs_no_trust(project: Path) -> None:
    user_settings("gateway: {servers: {mine: {command: my-own}}}\n")
    loaded = load(project, MAESTRO_LLM_BASE_URL="https://mine.example.org")
    assert loaded.settings.gateway.servers == {"mine": {"command": "my-own"}}
    assert loaded.settings.llm.base_url == "https://mine.example.org"
    assert loaded.untrusted


def test_nothing_to_trust(project: Path) -> None:
    assert load(project, "gateway: {servers: {}, policies: []}\nsources: [{type: files}]").guarded == {}


def test_the_users_state_is_for_the_user_alone(project: Path) -> None:
    entry = remember(project, load(project).guarded)
    folder = trust_folder()
    assert folder is not None
    (path,) = folder.iterdir()
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)
    assert trusted_projects() == (entry,)
    assert entry == Trusted(str(project.resolve()), fingerprint(load(project).guarded))


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"project": 1}', b"\xff", b"[" * 5000])
def test_a_damaged_memory_means_no_trust(project: Path, damage: bytes) -> None:
    remember(project, load(project).guarded)
    folder = trust_folder()
    assert folder is not None
    (path,) = folder.iterdir()
    path.write_bytes(damage)
    assert load(project).untrusted
    assert (is_remembered(project), trusted_projects()) == (False, ())
    remember(project, load(project).guarded)
    assert load(project).untrusted == {}


def test_another_projects_entry_does_not_count(project: Path) -> None:
    remember(project, load(project).guarded)
    folder = trust_folder()
    assert folder is not None
    (path,) = folder.iterdir()
    path.write_text(path.read_text().replace(str(project), "/elsewhere"))
    assert load(project).untrusted


def test_without_a_home_nobody_is_trusted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_cli.settings.trust.trust_folder", lambda: None)
    found = load(project).untrusted
    assert found
    assert trusted_projects() == ()
    with pytest.raises(SettingsError, match="no home folder"):
        remember(project, found)


def test_state_that_cannot_be_written_is_an_error(project: Path) -> None:
    folder = trust_folder()
    assert folder is not None
    folder.parent.parent.mkdir(parents=True)
    folder.parent.write_text("in the way")
    with pytest.raises(SettingsError, match="cannot be written") as caught:
        remember(project, load(project).guarded)
    assert "MAESTRO_TRUST=1" in (caught.value.diagnostics[0].fix or "")


# @req MR-2.4
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys((*GUARDED, "sprint.reserve", "llm.model"), JSON)),
    st.lists(
        st.dictionaries(st.sampled_from([*sorted(GUARDED_OF_SOURCES), "path", "type"]), JSON), max_size=3
    ),
)
def test_nothing_that_needs_trust_is_left_without_it(
    values: dict[str, object], sources: list[dict[str, object]]
) -> None:
    values = {**values, "sources": sources}
    kept = without_guarded(values)
    assert guarded(kept) == {}
    assert {key for key in values if key not in GUARDED} == set(kept)
    assert len(guarded(values)) == sum(bool(values.get(key)) for key in GUARDED) + sum(
        name in GUARDED_OF_SOURCES for source in sources for name in source
    )


@given(st.dictionaries(st.text(max_size=5), JSON, min_size=1), st.data())
def test_any_other_value_is_another_fingerprint(settings: dict[str, object], data: st.DataObject) -> None:
    assert fingerprint(dict(reversed(settings.items()))) == fingerprint(settings)
    key = data.draw(st.sampled_from(sorted(settings)))
    other = data.draw(JSON.filter(lambda value: json.dumps(value) != json.dumps(settings[key])))
    assert fingerprint({**settings, key: other}) != fingerprint(settings)
    assert fingerprint({name: settings[name] for name in settings if name != key}) != fingerprint(settings)
