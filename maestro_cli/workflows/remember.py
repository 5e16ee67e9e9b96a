"""What a run of `maestro ask` leaves in memory: how its way went, and its turn in the session."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maestro_cli.agents.calls import SkillCall
from maestro_cli.agents.experience import way_of
from maestro_cli.model.memory import Schedule, Stated, Turn
from maestro_cli.model.plain import from_plain
from maestro_cli.model.redact import redact
from maestro_cli.model.requests import Route
from maestro_cli.model.runs import Run
from maestro_cli.model.telemetry import Outcome
from maestro_cli.model.text import one_line
from maestro_cli.workflows.step import Ending

if TYPE_CHECKING:
    from maestro_cli.store.project_store import Store

MOST_SPOKEN = 20
MOST_FIGURES = 8
HEADLINE = 300
_COUNTED = (Outcome.COMPLETED, Outcome.FAILED)
_MARK = re.compile(r"\[\^[^\]]+\]|[*_`\\]")


def remember(store: Store, run: Run, ending: Ending) -> None:
    """Keep what is to be known of a run that ended. It counts once, whatever ending it has later."""
    route = from_plain(Route, run.params["route"])
    if route.agents and ending.outcome in _COUNTED:
        calls = [from_plain(SkillCall, call) for call in run.params["calls"]]
        way = way_of(route, calls, Schedule(run.params.get("schedule", Schedule.PARALLEL)))
        store.experiences.record(run.id, way, ending.seconds, success=_succeeded(ending))
    session = run.params.get("session")
    if session:
        store.conversations.put(session["name"], _turn(run, route, ending))


def _succeeded(ending: Ending) -> bool:
    if ending.result is None:
        return False
    data = ending.result["data"]
    return not data["missing"] and not data["dropped"]


def _turn(run: Run, route: Route, ending: Ending) -> Turn:
    data: Mapping[str, Any] = ending.result["data"] if ending.result else {}
    asked: Mapping[str, Any] = (ending.result or {}).get("asked") or {}
    sections = data.get("sections", ())
    named: list[str] = []
    for wish in route.wishes:
        items: Any = wish.arguments.get("items") or ()
        named += [str(name) for name in items]
    return Turn(
        run_id=run.id,
        text=redact(one_line(run.params["text"])),
        intents=tuple(wish.intent.value for wish in route.wishes),
        agents=route.agents,
        time=run.started,
        arguments=dict(route.wishes[0].arguments) if route.wishes else {},
        named=tuple(dict.fromkeys(named)),
        spoken=_spoken(sections),
        headline=redact(_headline(sections)),
        figures=_figures(sections),
        sent=asked["text"] if asked.get("said") else "",
        reply=asked.get("said", ""),
        size=asked["size"] if asked.get("said") else "",
    )


def _spoken(sections: Any) -> tuple[str, ...]:  # noqa: ANN401 - plain data
    """Return the items that the first section with any names, in the order in which it names them."""
    for section in sections:
        text = section["markdown"]
        ids = {
            name.removeprefix("item:")
            for figure in section["figures"]
            for name in figure["evidence"]
            if name.startswith("item:")
        }
        places = {name: found.start() for name in ids if (found := _place(name, text))}
        if places:
            return tuple(sorted(places, key=lambda name: (places[name], name)))[:MOST_SPOKEN]
    return ()


def _place(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w.#/-]){re.escape(name)}(?![\w#/-])", text.replace("\\", ""))


def _headline(sections: Any) -> str:  # noqa: ANN401 - plain data
    """Return the first line of the answer, without marks."""
    lines = (line for section in sections for line in section["markdown"].splitlines() if line.strip())
    first = _MARK.sub("", next(lines, "")).lstrip("#->| ").strip()
    return first if len(first) <= HEADLINE else f"{first[: HEADLINE - 1]}…"


def _figures(sections: Any) -> tuple[Stated, ...]:  # noqa: ANN401 - plain data
    """Return the figures that the answer states first, each with the start of its evidence."""
    stated: dict[str, Stated] = {}
    for section in sections:
        for figure in section["figures"]:
            if figure["value"] is not None and f"[^{figure['name']}]" in section["markdown"]:
                evidence = tuple(figure["evidence"][:3])
                stated.setdefault(
                    figure["name"], Stated(figure["name"], str(figure["value"]), figure["unit"], evidence)
                )
    return tuple(stated.values())[:MOST_FIGURES]
