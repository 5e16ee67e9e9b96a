"""Claude as an engine. The official SDK is imported with the first question, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from maestro_cli.llm.budget import Budget
from maestro_cli.llm.connection import Connection
from maestro_cli.llm.exchange import Exchange
from maestro_cli.llm.interface import Listener, Notice, Reply, Request, Size
from maestro_cli.llm.patience import Patience, Timing
from maestro_cli.llm.prices import cascade, model_card

if TYPE_CHECKING:
    from pydantic import SecretStr

API = "https://api.anthropic.com"


class ClaudeEngine:
    """Asks Claude. The calls of all threads share one budget."""

    name = "claude"

    def __init__(
        self,
        key: SecretStr,
        *,
        base_url: str = API,
        models: Mapping[Size, str] | None = None,
        budget: Budget | None = None,
        patience: Patience | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Ask with `key` at `base_url`; `models` else the cascade of models.json, `budget` else no limit."""
        self._key = key
        self._models = {**cascade(), **(models or {})}
        self._budget = budget or Budget()
        self._patience = patience or Patience()
        self._timing = timing or Timing()
        self._connection = Connection(key, base_url, self._patience.silence, self._timing.now)

    @property
    def budget(self) -> Budget:
        """What the run may use, and has used."""
        return self._budget

    def model(self, size: Size) -> str:
        """Return the id of the model that answers requests of this size."""
        return self._models[size]

    def ask(self, request: Request, listen: Listener | None = None) -> Reply:
        """Return a complete, checked reply. Raises EngineError and nothing else."""
        self._connection.open()
        return Exchange(
            self._connection,
            model_card(self._models[request.size]),
            self._budget,
            self._patience,
            self._timing,
            request,
            listen or _ignore,
            (self._key.get_secret_value(),),
        ).reply()


def _ignore(_: Notice) -> None:
    return None
