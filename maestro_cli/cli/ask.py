"""`maestro ask`: a request in plain words, answered by the agents whose duty it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.llm.interface import Listener, Notice
    from maestro_cli.llm.narrator import Asked, Talk
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.memory import Understood
    from maestro_cli.model.requests import Route
    from maestro_cli.wiring import Workspace

MOST_CHARS = 4000
"""Longer texts are no request; what is to be read belongs into the project."""

MOST_SECONDS = 20.0
"""For the second opinion on what is wanted; the answer itself has `llm.timeout`."""

_SESSION = re.compile(r"[\w.-]{1,64}")


def ask(
    call: Call,
    text: Annotated[str, typer.Argument(help="What you want to know or have done.", show_default=False)],
    route_only: Annotated[
        bool, typer.Option("--route-only", help="Only say who would answer by the rules, and how.")
    ] = False,
    session: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Go on with what was said under this name: “it”, “and US-12?”."),
    ] = None,
) -> Answer:
    """Answer a request in plain words, Korean or English, from facts with evidence.

    What is asked in Korean is answered in Korean, all else in the language of the project.
    Whatever it would change waits for an approval: see `maestro approvals`. “remember: …” keeps a fact.
    """
    from maestro_cli.agents.conversation import told_fact
    from maestro_cli.agents.router import route
    from maestro_cli.agents.routing.reading import spoken_language
    from maestro_cli.wiring import open_workspace

    words, name = _request(text), _session(session)
    workspace, spoken = open_workspace(call), spoken_language(words)
    fact = told_fact(words)
    if fact is not None and not route_only:
        from maestro_cli.cli.memory import remembered

        where = f" in session {name}" if name else ""
        return remembered(call, workspace, fact, where, spoken)
    found = route(words, [item.id for item in workspace.backlog()], workspace.as_of)
    found, understood = _understood(workspace, words, found, name)
    asked = None
    if understood is None and not route_only:
        found, asked = _second_opinion(workspace, call, words, found, name)
        found, understood = _understood(workspace, words, found, name) if asked else (found, None)
    if route_only:
        return _routed(found, spoken or workspace.language)
    return _answered(workspace, call, words, found, understood, name, asked, spoken or workspace.language)


def _request(text: str) -> str:
    """Return the request on one line, its secrets redacted: it is kept with the run, and may be sent."""
    from maestro_cli.model.redact import redact

    words = redact(" ".join(text.split()))
    if not words or len(words) > MOST_CHARS:
        raise UsageError(
            f"a request has 1 to {MOST_CHARS:,} characters, this one {len(words):,}",
            fix="Say it in a sentence.",
        )
    return words


def _session(name: str | None) -> str | None:
    if name is None or _SESSION.fullmatch(name):
        return name
    raise UsageError(
        f"{name!r} cannot be the name of a session",
        fix="Use 1 to 64 letters, digits, dots, dashes and underscores.",
    )


def _understood(
    workspace: Workspace, words: str, found: Route, session: str | None
) -> tuple[Route, Understood | None]:
    """Let what was said before in the session fill in what the request leaves open."""
    if session is None:
        return found, None
    from maestro_cli.agents.conversation import understand

    with workspace.store_if_any() as store:
        turns = store.conversations.turns(session) if store else ()
    return understand(words, found, turns, [item.id for item in workspace.backlog()])


def _second_opinion(
    workspace: Workspace, call: Call, words: str, found: Route, session: str | None
) -> tuple[Route, Asked | None]:
    """Let a model choose who answers where the rules are unsure, and there is one."""
    choice = workspace.engine()
    if choice.engine is None:
        return found, None
    from maestro_cli.agents.second_opinion import is_worth_asking, second_opinion

    if not is_worth_asking(found):
        return found, None
    ids = [item.id for item in workspace.backlog()]
    deadline = min(MOST_SECONDS, workspace.settings.llm.timeout)
    talk = _talk(workspace, session) if session else None
    return second_opinion(words, found, ids, workspace.as_of, choice.engine, deadline, _listener(call), talk)


def _talk(workspace: Workspace, session: str) -> Talk | None:
    """Return what has been said; None where there is nothing yet that a request could go on with."""
    from maestro_cli.agents.talk import talk_of
    from maestro_cli.settings.clock import now

    with workspace.store_if_any() as store:
        if store is None:
            return None
        talk = talk_of(store.conversations.turns(session), store.facts.list(), now())
    return talk if talk.turns else None


def _listener(call: Call) -> Listener:
    """Return what tells people that a model is asked: the run, and so its progress, has not begun."""
    import sys

    from maestro_cli.llm.interface import NoticeKind
    from maestro_cli.ui.streams import write_quietly

    shown = not call.quiet and call.progress not in ("none", "jsonl")

    def listen(notice: Notice) -> None:
        if shown and notice.kind not in (NoticeKind.TEXT, NoticeKind.USAGE) and notice.first:
            write_quietly(sys.stderr, f"[ask] not sure what is wanted: {notice.text}\n")

    return listen


def _answered(
    workspace: Workspace,
    call: Call,
    words: str,
    found: Route,
    understood: Understood | None,
    session: str | None,
    asked: Asked | None,
    language: str,
) -> Answer:
    from maestro_cli.agents.calls import plan_calls
    from maestro_cli.agents.conversation import recalled
    from maestro_cli.agents.experience import choose_schedule
    from maestro_cli.cli.run import new_run
    from maestro_cli.model.plain import to_plain
    from maestro_cli.workflows.ask import ask_workflow

    calls = plan_calls(found, workspace.inputs())
    with workspace.store_if_any() as store:
        known = store.experiences.list(found.intent.value, found.complexity.value) if store else ()
        facts = recalled(words, store.facts.list()) if store and session else ()
    schedule, why = choose_schedule(found, calls, known)
    options: dict[str, Any] = {
        "text": words,
        "language": language,
        "route": to_plain(found),
        "calls": to_plain(calls),
        "schedule": schedule.value,
        "schedule_why": why,
    }
    if session:
        told = [
            {"id": fact.id, "text": fact.text, "source": fact.source, "date": fact.date} for fact in facts
        ]
        options["session"] = {"name": session, "understood": to_plain(understood), "facts": told}
    if asked:
        options["second_opinion"] = to_plain(asked)
    return new_run(workspace, call, ask_workflow(found, calls, schedule), options, asked)


def _routed(route: Route, language: str) -> Answer:
    from maestro_cli.documents.ask import route_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import to_plain

    plain = to_plain(route)
    assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
    return Answer(kind="ask", data=plain, blocks=route_blocks(route, language))
