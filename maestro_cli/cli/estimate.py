"""`maestro estimate`: story points from the team's own past, and how good such estimates were."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.cli.skill import answer_skill

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.backlog import Backlog
    from maestro_cli.model.evidence import SkillResult
    from maestro_cli.skills.inputs import Inputs

ITEMS = "[ID…]"
"""Name of the command that takes ids: none of them can be called so."""


class _Group(TyperGroup):
    """Words that begin with no command's name are ids; `backtest` is the command, `-- backtest` an item."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typed in private
        if not args or args[0] not in {*self.commands, "--help"}:
            args = [ITEMS, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(name="estimate", cls=_Group, help="Estimate items from those that have points.")


class Protocol(StrEnum):
    """What is known when an item is estimated."""

    FROZEN = "frozen"
    LIVE = "live"


def estimate(
    call: Call,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID…", help="Items; by default all open ones without points."),
    ] = None,
) -> Answer:
    """Estimate items in points, with an interval and the past items most like each; writes nothing."""
    from maestro_cli.documents.estimate_blocks import estimate_blocks
    from maestro_cli.skills.estimate import estimate_points

    def skill(inputs: Inputs) -> SkillResult:
        _find_all(inputs.backlog, ids or ())
        return estimate_points(inputs, ids or None)

    return answer_skill(call, "estimate", skill, estimate_blocks)


def backtest(
    call: Call,
    split: Annotated[
        str, typer.Option(metavar="A,B,C", help="Shares to learn from, to weigh the experts on, to score.")
    ] = "0.6,0.2,0.2",
    protocol: Annotated[
        Protocol,
        typer.Option(help="frozen estimates the last part at once; live learns anew before every block."),
    ] = Protocol.FROZEN,
) -> Answer:
    """Estimate past items from those before them: the mean absolute error, beside that of the median."""
    from maestro_cli.documents.estimate_blocks import backtest_blocks
    from maestro_cli.skills.estimate import check_estimates

    shares = _shares(split)
    return answer_skill(
        call,
        "estimate-backtest",
        lambda inputs: check_estimates(inputs, split=shares, protocol=protocol.value),
        backtest_blocks,
    )


def _shares(text: str) -> tuple[float, ...]:
    from maestro_cli.errors import UsageError

    try:
        shares = tuple(float(word) for word in text.split(","))
    except ValueError:
        shares = ()
    if len(shares) == 3 and all(0 < share <= 1e6 for share in shares):
        return shares
    raise UsageError(
        f"--split {text} is not three shares above 0.", code="E-ESTIMATE", fix="Write --split 0.6,0.2,0.2."
    )


def _find_all(backlog: Backlog, names: Sequence[str]) -> None:
    """Raise InputError for the first id that is no item, naming the nearest ones."""
    from maestro_cli.cli.lookup import find_item

    for name in names:
        find_item(backlog, name)


add(app, estimate, name=ITEMS, kind="estimate")
add(app, backtest, kind="estimate-backtest")
