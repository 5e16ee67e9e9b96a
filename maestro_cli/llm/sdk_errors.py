"""Whatever the SDK throws, as one typed error.

Not all of it is an `anthropic.APIError`: a truncated body, a silent stream, HTML or wrong UTF-8 come as
exceptions of the transport, of json and of Python itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maestro_cli.llm.failures import TRANSIENT, EngineError, Failure
from maestro_cli.llm.patience import asked_wait
from maestro_cli.model.redact import redact

if TYPE_CHECKING:
    from anthropic import APIStatusError

_TYPES = {
    "authentication_error": Failure.AUTH,
    "permission_error": Failure.AUTH,
    "billing_error": Failure.ACCOUNT,
    "invalid_request_error": Failure.REJECTED,
    "not_found_error": Failure.REJECTED,
    "request_too_large": Failure.TOO_LONG,
    "rate_limit_error": Failure.RATE_LIMITED,
    "timeout_error": Failure.TIMEOUT,
    "api_error": Failure.UNAVAILABLE,
    "overloaded_error": Failure.OVERLOADED,
}
_STATUSES = {
    401: Failure.AUTH,
    402: Failure.ACCOUNT,
    403: Failure.AUTH,
    408: Failure.TIMEOUT,
    409: Failure.UNAVAILABLE,
    413: Failure.TOO_LONG,
    429: Failure.RATE_LIMITED,
    503: Failure.OVERLOADED,
    504: Failure.TIMEOUT,
    529: Failure.OVERLOADED,
}
_SPEND_LIMIT = "enforced_spend_limit_reached"


def failure_of(error: Exception, key: str, now: float) -> EngineError:
    """Return the typed error for an exception; `key` appears nowhere in it, `now` is in epoch seconds."""
    import anthropic
    import httpx2

    match error:
        case EngineError():
            return error
        case anthropic.APIStatusError():
            return _status(error, key, now)
        case anthropic.APITimeoutError() | httpx2.TimeoutException():
            return EngineError(Failure.TIMEOUT, "nothing came for too long")
        case anthropic.APIConnectionError():
            return EngineError(Failure.UNAVAILABLE, redact(str(error.__cause__ or error), (key,)))
        case httpx2.TransportError():
            return EngineError(Failure.CUT, "the connection ended before the answer")
        case _:
            return EngineError(Failure.MALFORMED, f"it cannot be read ({type(error).__name__})")


def _status(error: APIStatusError, key: str, now: float) -> EngineError:
    told = _error_part(error.body)
    message = redact(str(told.get("message") or ""), (key,))
    failure = _failure(error.status_code, told, message)
    wait = asked_wait(error.response.headers, now)
    if wait is not None and wait >= 1:
        message = f"{message} (it asks to wait {wait:.0f} s)".strip()
    number = f"HTTP {error.status_code}" if error.status_code >= 300 else ""
    return EngineError(
        failure,
        " ".join(part for part in (number, message) if part),
        retry_after=wait,
        transient=_transient(error.response.headers.get("x-should-retry"), failure),
    )


def _error_part(body: object) -> dict[str, Any]:
    part = body.get("error") if isinstance(body, dict) else None
    return part if isinstance(part, dict) else {}


def _failure(status: int, told: dict[str, Any], message: str) -> Failure:
    details = told.get("details")
    code = details.get("error_code") if isinstance(details, dict) else None
    words = message.lower()
    if code == _SPEND_LIMIT or "api usage limits" in words or "credit balance" in words:
        return Failure.ACCOUNT
    if "prompt is too long" in words:
        return Failure.TOO_LONG
    by_type = _TYPES.get(str(told.get("type")))
    usual = Failure.UNAVAILABLE if status >= 500 else Failure.REJECTED
    return _STATUSES.get(status) or by_type or usual


def _transient(advice: str | None, failure: Failure) -> bool:
    return advice == "true" if advice in ("true", "false") else failure in TRANSIENT
