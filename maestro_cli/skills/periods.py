"""Which days a report speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from maestro_cli.errors import UsageError
from maestro_cli.model.history import SprintRecord
from maestro_cli.planning.calendar import sprint_windows, working_days
from maestro_cli.settings.schema import Settings


class ReportKind(StrEnum):
    """Kinds of report."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SPRINT = "sprint"
    STATUS = "status"
    STANDUP = "standup"
    RETRO = "retro"
    EXECUTIVE = "executive"


_DAYS = {ReportKind.WEEKLY: 7, ReportKind.MONTHLY: 30, ReportKind.STATUS: 7, ReportKind.EXECUTIVE: 30}

STANDUP_LOOK_BACK = 14
"""Days within which the working day before today is looked for."""


def report_period(
    kind: ReportKind, settings: Settings, past: Sequence[SprintRecord], as_of: date, since: date | None = None
) -> tuple[date, date]:
    """Return first and last day of a report, both included; the last is always `as_of`.

    weekly and status are 7 days, monthly and executive 30, sprint and retro begin with the sprint that is
    running, standup with the working day before `as_of`. `since` wins over all of these.
    Raises UsageError when `since` lies after `as_of`.
    """
    if since is not None:
        if since > as_of:
            raise UsageError(
                f"The report would begin on {since}, after {as_of}.",
                code="E-SINCE",
                fix="Give a --since that is not after --as-of.",
            )
        return since, as_of
    if kind in _DAYS:
        return as_of - timedelta(days=_DAYS[kind] - 1), as_of
    if kind is ReportKind.STANDUP:
        return _working_day_before(as_of, settings), as_of
    return min(sprint_windows(settings, past, as_of, 1)[0].start, as_of), as_of


def _working_day_before(as_of: date, settings: Settings) -> date:
    yesterday = as_of - timedelta(days=1)
    days = working_days(as_of - timedelta(days=STANDUP_LOOK_BACK), yesterday, settings.calendar)
    return days[-1] if days else yesterday
