"""The clock: the only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def today() -> date:
    """Return today's date in the local time zone: what `--as-of` means when it is not given."""
    return datetime.now().astimezone().date()


def now() -> str:
    """Return the current time in UTC as ISO 8601 with milliseconds."""
    return _written(datetime.now(UTC))


def in_days(days: int) -> str:
    """Return the time so many days from now, as `now` writes it."""
    return _written(datetime.now(UTC) + timedelta(days=days))


def _written(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
