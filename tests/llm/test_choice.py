"""Which engine a run uses, and where a key may be sent."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from maestro_cli.errors import ExitCode, SettingsError
from maestro_cli.llm.choice import choose, size_for, stored_key
from maestro_cli.llm.claude import ClaudeEngine
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Size
from maestro_cli.model.requests import Complexity
from maestro_cli.settings.schema import Llm
from tests.llm.engines import ask
from tests.llm.fake_api import FakeApi

KEY = {"ANTHROPIC_API_KEY": "k-1"}


def nothing() -> str:
    return ""


# @req MR-9.3
@pytest.mark.parametrize(
    ("provider", "environ", "stored", "name", "falls_back"),
    [
        ("auto", {}, "", "offline", True),
        ("auto", {"ANTHROPIC_API_KEY": "  "}, "", "offline", True),
        ("auto", KEY, "", "claude", True),
        ("auto", {}, "k-2", "claude", True),
        ("claude", KEY, "", "claude", False),
        ("offline", KEY, "", "offline", True),
    ],
)
def test_the_provider_decides_and_auto_looks_for_a_key(
    provider: str, environ: dict[str, str], stored: str, name: str, falls_back: bool
) -> None:
    choice = choose(Llm(provider=provider), environ, stored=lambda: stored)  # type: ignore[arg-type]
    assert (choice.name, choice.may_fall_back) == (name, falls_back)
    assert choice.reason


def test_claude_without_a_key_ends_with_the_next_step() -> None:
    with pytest.raises(EngineError) as caught:
        choose(Llm(provider="claude"), {}, stored=nothing)
    assert caught.value.exit_code is ExitCode.PROVIDER
    assert caught.value.failure is Failure.AUTH
    assert caught.value.message == "Claude is asked for, and no key is set"
    assert caught.value.diagnostics[0].fix == "Set ANTHROPIC_API_KEY, or use --llm auto or --llm offline."


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel"])
def test_a_key_that_cannot_be_one_is_not_sent(key: str) -> None:
    with pytest.raises(EngineError) as caught:
        choose(Llm(), {"ANTHROPIC_API_KEY": key}, stored=nothing)
    assert caught.value.failure is Failure.AUTH
    assert key not in caught.value.message


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com",
        "http://127.0.0.1.example.com",
        "ftp://x",
        "https://u:p@x.example",
        "x",
        "file:///x",
    ],
)
def test_a_key_goes_to_no_address_that_others_can_read(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        choose(Llm(), {**KEY, "ANTHROPIC_BASE_URL": address}, stored=nothing)
    assert "ANTHROPIC_BASE_URL" in caught.value.message


def test_the_settings_name_model_address_and_limits(api: FakeApi) -> None:
    llm = Llm(model="claude-opus-5-5", base_url=api.url, max_tokens=100_000, max_usd=1)
    engine = choose(llm, {**KEY, "ANTHROPIC_BASE_URL": "https://elsewhere.example"}, stored=nothing).engine
    assert isinstance(engine, ClaudeEngine)
    assert {engine.model(size) for size in Size} == {"claude-opus-5-5"}
    assert engine.budget.limited
    assert engine.ask(ask()).model == "claude-opus-5-5"


def test_the_environment_names_the_address(api: FakeApi) -> None:
    engine = choose(Llm(), {**KEY, "ANTHROPIC_BASE_URL": api.url}, stored=nothing).engine
    assert engine is not None
    assert engine.ask(ask()).text == "Two items are blocked."


def test_a_model_without_a_price_answers_and_says_so(api: FakeApi) -> None:
    engine = choose(Llm(model="claude-next", base_url=api.url), KEY, stored=nothing).engine
    assert engine is not None
    reply = engine.ask(ask())
    assert reply.usd is None
    assert reply.notes[0].startswith("the price of claude-next is not known")


def test_the_cascade_asks_no_model_where_rules_do() -> None:
    assert [size_for(each, forced=False) for each in Complexity] == [None, Size.SMALL, Size.LARGE]
    assert [size_for(each, forced=True) for each in Complexity] == [Size.SMALL, Size.SMALL, Size.LARGE]


def test_a_key_may_be_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked(Exception):  # noqa: N818 - as a keyring names its errors
        """What a locked keyring raises."""

    asked: list[tuple[str, str]] = []
    keyring = ModuleType("keyring")
    keyring.__spec__ = SimpleNamespace(name="keyring")  # type: ignore[assignment]
    keyring.errors = SimpleNamespace(KeyringError=Locked)  # type: ignore[attr-defined]
    keyring.get_password = lambda service, name: asked.append((service, name)) or "stored"  # type: ignore[attr-defined,func-returns-value]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert stored_key() == "stored"
    assert asked == [("maestro", "ANTHROPIC_API_KEY")]

    def locked(*_: str) -> str:
        raise Locked

    keyring.get_password = locked  # type: ignore[attr-defined]
    assert stored_key() == ""
