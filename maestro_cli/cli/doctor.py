"""`maestro doctor`: is everything in place, and if not, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

_TONES = {"ok": "good", "warning": "warning", "error": "bad", "unknown": "normal"}


def doctor(call: Call) -> Answer:
    """Check the set-up without network: settings, sources, store, git, engine. Exits with 1 on an error."""
    from maestro_cli.cli.doctor_checks import all_checks
    from maestro_cli.errors import ExitCode
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.model.blocks import Column, Paragraph, Table
    from maestro_cli.model.plain import to_plain
    from maestro_cli.model.text import counted

    checks = all_checks(call)
    bad = sum(check.status == "error" for check in checks)
    doubtful = sum(check.status == "warning" for check in checks)
    rows = tuple((check.status, check.name, check.detail, check.fix) for check in checks)
    columns = tuple(Column(title) for title in ("Status", "Check", "Detail", "What to do"))
    found = f"{counted(bad, 'error')}, {counted(doubtful, 'warning')}"
    tone = _TONES["error" if bad else "warning" if doubtful else "ok"]
    return Answer(
        kind="doctor",
        data={"checks": to_plain(checks)},
        blocks=(Table(columns, rows), Paragraph(f"{counted(len(checks), 'check')}: {found}", tone)),
        status=AnswerStatus.PARTIAL if bad else AnswerStatus.SUCCESS,
        exit_code=ExitCode.FOUND if bad else ExitCode.DONE,
    )
