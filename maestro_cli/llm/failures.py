"""Everything that can go wrong with a language model, as one typed error with the next step.

Of the provider's own words one line is kept, cleaned and without secrets. Nothing of the SDK is chained to
an error: its exceptions hold the request, and with it the key.
"""

from __future__ import annotations

from enum import StrEnum

from maestro_cli.errors import ProviderError
from maestro_cli.llm.interface import Usage
from maestro_cli.model.redact import redact
from maestro_cli.model.text import one_line

_LONGEST_DETAIL = 300


class Failure(StrEnum):
    """Why there is no answer."""

    AUTH = "auth"
    ACCOUNT = "account"
    REJECTED = "rejected"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    CUT = "cut"
    REFUSAL = "refusal"
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    BUDGET = "budget"


TRANSIENT = frozenset(
    {
        Failure.RATE_LIMITED,
        Failure.OVERLOADED,
        Failure.UNAVAILABLE,
        Failure.TIMEOUT,
        Failure.CUT,
        Failure.MALFORMED,
    }
)
"""What another try may cure."""

_OFFLINE = "or use --llm offline"
_WORDS: dict[Failure, tuple[str, str]] = {
    Failure.AUTH: ("Claude does not accept the key", f"Check ANTHROPIC_API_KEY, {_OFFLINE}."),
    Failure.ACCOUNT: (
        "the Claude account may not spend more",
        f"Look at billing and spending limits in the Claude Console, {_OFFLINE}.",
    ),
    Failure.REJECTED: (
        "Claude rejects the request",
        f"Check llm.model and llm.base_url (`maestro config show --origin`), {_OFFLINE}.",
    ),
    Failure.RATE_LIMITED: ("Claude's rate limit is reached", f"Try again later, {_OFFLINE}."),
    Failure.OVERLOADED: ("Claude is overloaded", f"Try again later, {_OFFLINE}."),
    Failure.UNAVAILABLE: (
        "Claude cannot be reached",
        f"Check the network, the proxy and llm.base_url, {_OFFLINE}.",
    ),
    Failure.TIMEOUT: ("Claude did not answer in time", f"Try again later, {_OFFLINE}."),
    Failure.CUT: ("Claude's answer is not complete", f"Try again, ask for less, {_OFFLINE}."),
    Failure.REFUSAL: ("Claude declines to answer", f"Put the question differently, {_OFFLINE}."),
    Failure.TOO_LONG: (
        "the question is too long for the model",
        f"Ask about fewer items, set llm.model to one with a larger context, {_OFFLINE}.",
    ),
    Failure.MALFORMED: (
        "Claude's answer cannot be used",
        f"Check that llm.base_url is a Claude API, try again, {_OFFLINE}.",
    ),
    Failure.BUDGET: (
        "the budget of this run does not allow the call",
        f"Raise llm.max_usd or llm.max_tokens, {_OFFLINE}.",
    ),
}


class EngineError(ProviderError):
    """A call that brought no answer.

    `retry_after` is what the provider asked to wait, in seconds; `transient` whether another try may help;
    `usage` what the failed call used where the provider told, and `usd` what that cost; `attempts` how often
    `model` was tried.
    """

    def __init__(
        self,
        failure: Failure,
        detail: str = "",
        *,
        retry_after: float | None = None,
        transient: bool | None = None,
        usage: Usage | None = None,
        summary: str | None = None,
        fix: str | None = None,
    ) -> None:
        """Describe a failure; `detail` may be anyone's words.

        `transient`, `summary` and `fix` override what is usual for it.
        """
        usual, next_step = _WORDS[failure]
        what = summary or usual
        told = one_line(redact(detail))[:_LONGEST_DETAIL]
        super().__init__(
            f"{what}: {told}" if told else what,
            code=f"E-LLM-{failure.upper().replace('_', '-')}",
            fix=fix or next_step,
        )
        self.failure = failure
        self.retry_after = retry_after
        self.transient = failure in TRANSIENT if transient is None else transient
        self.usage = usage
        self.attempts = 1
        self.model: str | None = None
        self.usd: float | None = None
