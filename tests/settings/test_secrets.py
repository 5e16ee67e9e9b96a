"""Secrets are refused in files, and never shown."""

from __future__ import annotations

import pytest

from maestro_cli.errors import SettingsError
from maestro_cli.settings.loading import load_settings
from maestro_cli.settings.secrets import looks_secret
from maestro_cli.settings.showing import shown_settings
from tests.settings.conftest import Refused, user_settings


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("token", "abc"),
        ("key", "abc"),
        ("api_key", "abc"),
        ("apiKey", "abc"),
        ("API-KEY", "abc"),
        ("GITHUB_TOKEN", "abc"),
        ("password", 12345),
        ("client_secret", "abc"),
        ("secrets", "abc"),
        ("passphrase", "x"),
        ("Authorization", "Bearer abc"),
        ("note", "sk-ant-api03-abcdefghij"),
        ("note", "use ghp_abcdefgh1234 here"),
        ("url", "https://ann:pass@example.org/x"),
        ("note", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_what_looks_like_a_secret(key: str, value: object) -> None:
    assert looks_secret(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("token_env", "GITHUB_TOKEN"),
        ("token", "$GITHUB_TOKEN"),
        ("token", "${GITHUB_TOKEN}"),
        ("token", ""),
        ("token", None),
        ("use_token", True),
        ("project_key", "SHOP"),
        ("max_tokens", 100),
        ("max_tokens", "many"),
        ("mx_tokens", 100),
        ("monkey", "x"),
        ("keyring", "x"),
        ("name", "task-force"),
        ("url", "https://example.org:8080/a@b"),
    ],
)
def test_what_does_not(key: str, value: object) -> None:
    assert not looks_secret(key, value)


CANARY = "canary-5d1f"


# @req MR-2.3
@pytest.mark.parametrize(
    "content",
    [
        f"llm:\n  api_key: {CANARY}\n",
        f"token: &x\n  {CANARY}\n",
        f"sources:\n  - {{type: jira, token: {CANARY}}}\n",
        f"sources:\n  - {{type: jira, auth: {{password: {CANARY}}}}}\n",
        f"sources:\n  - {{type: git, url: 'https://x:{CANARY}@example.org'}}\n",
        f"gateway:\n  servers: {{a: {{env: {{GITHUB_TOKEN: {CANARY}}}}}}}\n",
        f"gateway:\n  policies: [{{secret: [{CANARY}]}}]\n",
        f"team:\n  - {{name: Ann, password: {CANARY}}}\n",
    ],
)
def test_a_secret_in_the_file_is_refused_with_its_line_and_not_repeated(
    refused: Refused, content: str
) -> None:
    problems = refused(content)
    found = [problem for problem in problems if problem.code == "P-SECRET"]
    assert [problem.line for problem in found] == [1 if content.startswith("token") else 2]
    assert "environment or the keyring" in (found[0].fix or "")
    assert CANARY not in repr(problems)


def test_names_of_columns_are_no_secrets(refused: Refused) -> None:
    (problem,) = refused("sources: [{type: csv, columns: {id: Key, token: Token}}]\nbad: 1")
    assert problem.code == "P-UNKNOWN-KEY"


def test_the_users_own_file_is_no_place_for_secrets_either() -> None:
    user_settings("llm: {api_key: abc}")
    with pytest.raises(SettingsError, match=r"llm\.api_key looks like a secret"):
        load_settings(None, environ={})


def test_a_secret_in_the_wrong_variable_is_not_shown() -> None:
    secret = "sk-ant-api03-abcdefghij"
    with pytest.raises(SettingsError) as caught:
        load_settings(None, environ={"MAESTRO_LLM_PROVIDER": secret})
    assert secret not in repr(caught.value.diagnostics)
    loaded = load_settings(None, environ={"MAESTRO_LLM_MODEL": secret})
    assert shown_settings(loaded.settings)["llm.model"] == "(hidden)"
