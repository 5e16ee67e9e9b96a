"""`maestro metrics`: what the store holds, counted, for monitoring systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

app = typer.Typer(name="metrics", no_args_is_help=True, help="Runs, steps, tokens and approvals, counted.")

FORMATS = ("prometheus", "json")


def export(call: Call) -> Answer:
    """Write runs, step times, tokens, money, approvals and audit entries as Prometheus text or JSON."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import to_plain
    from maestro_cli.model.telemetry import Totals
    from maestro_cli.wiring import open_workspace

    with open_workspace(call).store_if_any() as store:
        if store is None:
            found = Totals()
        else:
            from maestro_cli.store.totals import totals

            found = totals(store)
    plain = to_plain(found)
    assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
    rendered: dict[str, str | bytes] = {}
    if call.format == FORMATS[0]:
        from maestro_cli.telemetry.prometheus import exposition

        rendered[FORMATS[0]] = exposition(found)
    return Answer(kind="metrics", data=plain, rendered=rendered)


add(app, export, formats=FORMATS)
