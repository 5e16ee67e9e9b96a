"""A small project in which every state of a requirement occurs, and what the views make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from maestro_cli.cli import trace_diff, trace_graph, trace_matrix
from maestro_cli.model.items import Item, Place, Reference
from maestro_cli.model.plain import to_plain
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.traceability.check import check
from maestro_cli.traceability.diff import diff
from maestro_cli.traceability.impact import impact
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.matrix import matrix
from maestro_cli.traceability.network import Network
from maestro_cli.traceability.picture import draw
from tests.traceability.projects import context, item

AS_OF = date(2026, 3, 2)
Titled = Callable[[str], str]


def verification(name: str, *verifies: str, result: Verdict = Verdict.PASSED) -> Verification:
    return Verification(name, tuple(Reference(i) for i in verifies), Place("tests/t.py", 3), result)


TESTS = (verification("t::a", "US-10"), verification("t::b", "REQ-2", "US-9", result=Verdict.FAILED))


def shop(titled: Titled = str) -> list[Item]:
    """Return the items; every text from outside passes `titled`."""
    made = (
        item("REQ-1", "requirement", title="Pay", line=2, assignee="Kim"),
        item("REQ-2", "requirement", title="Pay by card", parent="REQ-1", line=3),
        item("REQ-3", "requirement", title="Refund", line=1),
        item("REQ-4", "requirement", title="Later", line=4, status="draft"),
        item("REQ-9", "requirement", title="Old", status="cancelled"),
        item("EP-1", "epic", satisfies=["REQ-2@00000000"], title="Card"),
        item("US-10", title="Enter the card", parent="EP-1", sprint="S-2", assignee="Lee", points=3),
        item("US-9", title="Choose to pay", parent="EP-1", status="done", assignee="Ann", points=5),
        item("US-8", title="Cheque", parent="EP-1", status="cancelled"),
        item("US-7", title="Receipt", depends_on=["US-10"], points=1, assignee="Kim", sprint="S-3"),
    )
    return [_titled(one, titled) for one in made]


def _titled(one: Item, titled: Titled) -> Item:
    place = Place(titled(one.place.path), one.place.line)
    assignee = one.assignee and titled(one.assignee)
    sprint = one.sprint and titled(one.sprint)
    return replace(one, title=titled(one.title), assignee=assignee, sprint=sprint, place=place)


def known(titled: Titled = str) -> TraceContext:
    settings = {"trace": {"levels": ["task"]}}
    tests = [replace(test, place=Place(titled(test.place.path), test.place.line)) for test in TESTS]
    return context(shop(titled), tests=tests, settings=settings)


def matrix_data(titled: Titled = str) -> dict[str, Any]:
    one = known(titled)
    made = matrix(one.backlog, check(one), Network(one.backlog, one.tests), one.tests, ())
    return trace_matrix._data(made, None, None)


def graph_data(titled: Titled = str, **more: Any) -> dict[str, Any]:
    one = known(titled)
    return trace_graph._data(draw(Network(one.backlog, one.tests), check(one), **more))


def impact_data(titled: Titled = str) -> dict[str, Any]:
    one = known(titled)
    return _plain(impact(Network(one.backlog, one.tests), ["REQ-2"]))


def report_data(titled: Titled = str) -> dict[str, Any]:
    return _plain(check(known(titled)))


def diff_data(titled: Titled = str) -> dict[str, Any]:
    now = known(titled)
    then = context(
        [
            item("REQ-1", "requirement", title=titled("Pay up")),
            item("REQ-2", "requirement", title=titled("Pay by card"), parent="REQ-1"),
            item("REQ-3", "requirement", title=titled("Refund"), line=1),
            item("REQ-5", "requirement", title=titled("Gone")),
            item("US-6", satisfies=["REQ-3"]),
        ]
    )
    ends = {"from": {"revision": "v1", "commit": "0" * 40}, "to": {"revision": None, "commit": None}}
    return {**ends, **trace_diff._data(diff(then, now, check))}


def _plain(value: object) -> dict[str, Any]:
    plain = to_plain(value)
    assert isinstance(plain, dict)
    return plain
