"""Which engine a run uses: Claude where it is asked for or a key is set, else the offline rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from maestro_cli.errors import SettingsError
from maestro_cli.llm.budget import Budget, Ledger
from maestro_cli.llm.failures import EngineError, Failure
from maestro_cli.llm.interface import Engine, Size
from maestro_cli.model.requests import Complexity

if TYPE_CHECKING:
    from pydantic import SecretStr

    from maestro_cli.settings.schema import Llm

KEY = "ANTHROPIC_API_KEY"
BASE_URL = "ANTHROPIC_BASE_URL"
_SERVICE = "maestro"


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine of a run; None where everything is phrased offline.

    `may_fall_back` says whether a failing call may end in an offline answer (auto) or ends the run (claude).
    """

    engine: Engine | None
    may_fall_back: bool
    reason: str

    @property
    def name(self) -> str:
        """The name of the engine in envelopes: claude or offline."""
        return self.engine.name if self.engine else "offline"


def stored_key() -> str:
    """Return the key from the keyring of the system, where the package keyring is installed; else nothing."""
    if find_spec("keyring") is None:
        return ""
    keyring = import_module("keyring")
    try:
        return keyring.get_password(_SERVICE, KEY) or ""
    except keyring.errors.KeyringError:
        return ""


def choose(
    llm: Llm,
    environ: Mapping[str, str],
    ledger: Ledger | None = None,
    stored: Callable[[], str] = stored_key,
) -> Choice:
    """Return the engine that the settings ask for; `ledger` is what the run has spent so far.

    Raises EngineError (auth) where Claude is asked for without a key, SettingsError for an address that no
    key may be sent to.
    """
    if llm.provider == "offline":
        return Choice(None, may_fall_back=True, reason="llm.provider is offline")
    key = _key(environ, stored)
    wanted = llm.provider == "claude"
    if key is None and wanted:
        fix = f"Set {KEY}, or use --llm auto or --llm offline."
        raise EngineError(Failure.AUTH, summary="Claude is asked for, and no key is set", fix=fix)
    if key is None:
        return Choice(None, may_fall_back=True, reason=f"{KEY} is not set")
    from maestro_cli.llm.claude import ClaudeEngine

    engine = ClaudeEngine(
        key,
        base_url=_address(llm, environ),
        models=dict.fromkeys(Size, llm.model) if llm.model else None,
        budget=Budget(ledger, llm.max_usd, llm.max_tokens),
    )
    return Choice(engine, not wanted, "asked for" if wanted else "a key is set")


CASCADE: Mapping[Complexity, tuple[Size | None, Size]] = {
    # What is asked       auto         where Claude is asked for
    Complexity.SIMPLE: (None, Size.SMALL),
    Complexity.MODERATE: (Size.SMALL, Size.SMALL),
    Complexity.COMPLEX: (Size.LARGE, Size.LARGE),
}
"""Which model phrases an answer, by how much a request asks for; None: the rules do, no model is asked."""


def size_for(complexity: Complexity, *, forced: bool) -> Size | None:
    """Return the step of the cascade; `forced` is a user's own wish for Claude."""
    by_itself, on_demand = CASCADE[complexity]
    return on_demand if forced else by_itself


def _key(environ: Mapping[str, str], stored: Callable[[], str]) -> SecretStr | None:
    from pydantic import SecretStr

    key = environ.get(KEY, "").strip() or stored().strip()
    if not key:
        return None
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise EngineError(Failure.AUTH, summary=f"{KEY} holds characters that no key has")
    return SecretStr(key)


def _address(llm: Llm, environ: Mapping[str, str]) -> str:
    """Return where Claude is; llm.base_url is there only once the user trusts it."""
    from pydantic import TypeAdapter, ValidationError

    from maestro_cli.llm.claude import API
    from maestro_cli.settings.values import Url

    address = llm.base_url or environ.get(BASE_URL, "").strip() or API
    try:
        return TypeAdapter[str](Url).validate_python(address)
    except ValidationError as error:
        problem = str(error.errors()[0]["ctx"]["error"])
    raise SettingsError(f"{BASE_URL} {problem}", code="E-LLM-ADDRESS", fix=f"Correct or unset {BASE_URL}.")
