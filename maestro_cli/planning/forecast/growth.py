"""How scope grew in the past: items that came, and items that were split off others.

Both are known only from `created` dates; where those are missing nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.forecast import Arrivals, Split
from maestro_cli.model.items import Item, Status
from maestro_cli.model.plan import Reason
from maestro_cli.planning.forecast.periods import Period
from maestro_cli.planning.forecast.resampling import WINDOW
from maestro_cli.planning.forecast.scope import HOLDERS, Scope
from maestro_cli.planning.forecast.targets import WorkPlan


def arrivals(backlog: Backlog, plan: WorkPlan, members: Collection[str], past: Sequence[Period]) -> Arrivals:
    """Return how much work came to `members`, items open or done, in the last 12 periods.

    Known when every one of them says when it was created. Items without points count nothing where the
    forecast is in points.
    """
    window = past[-WINDOW:]
    items = [item for name in sorted(members) if (item := backlog.get(name)) and _counts(item)]
    undated = [item.id for item in items if item.created is None]
    if not window or not items or undated:
        return Arrivals(None, len(window), note=Reason("not_dated", {"count": len(undated)}))
    first, last = window[0].start, window[-1].end
    came = [item.id for item in items if item.created and first <= item.created <= last]
    total = sum(plan.amount(name) or 0.0 for name in came)
    return Arrivals(round(total / len(window), 4), len(window), tuple(came))


def split_rate(backlog: Backlog, past: Sequence[Period], unit: str) -> Split:
    """Return how many items one became, over the items done in the last 12 periods.

    An item was split off when it hangs on a story, task, bug or spike that is older than itself. In points
    there is nothing to learn: a part takes its points from the whole.
    """
    if unit == "sprint":
        return Split(None, note=Reason("points_are_kept"))
    window = past[-WINDOW:]
    scope = Scope(backlog)
    done = [item for item in scope.work.values() if not scope.holds_others(item) and _done_in(item, window)]
    whole = {item.id: scope.work.get(item.parent or "") for item in done}
    parts = [item for item in done if (above := whole[item.id]) is not None and above.kind not in HOLDERS]
    undated = [item.id for item in parts if item.created is None or not _created(whole[item.id])]
    if not done or undated:
        return Split(None, note=Reason("not_dated", {"count": len(undated)}))
    late = sorted(item.id for item in parts if _later(item, whole[item.id]))
    counted = {item.id for item in done}
    wholes = {above.id for name in late if (above := whole[name]) is not None} - counted
    return Split(round(len(done) / (len(done) - len(late) + len(wholes)), 4), tuple(late))


def _counts(item: Item) -> bool:
    return item.status is not Status.CANCELLED


def _done_in(item: Item, window: Sequence[Period]) -> bool:
    if item.status is not Status.DONE or item.completed is None or not window:
        return False
    return window[0].start <= item.completed <= window[-1].end


def _created(item: Item | None) -> date | None:
    return item.created if item else None


def _later(item: Item, above: Item | None) -> bool:
    born = _created(above)
    return item.created is not None and born is not None and item.created > born
