"""The clock: the only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return today's date in the local time zone: what `--as-of` means when it is not given."""
    return datetime.now().astimezone().date()


def now() -> str:
    """Return the current time in UTC as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
