"""`maestro memory`: what is remembered of this project's requests and sessions, and what people told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.errors import UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.settings.language import Language
    from maestro_cli.store.project_store import Store
    from maestro_cli.wiring import Workspace

app = typer.Typer(
    name="memory",
    no_args_is_help=True,
    help="See and change what is remembered: what people told, sessions, and what worked.",
)

MOST_CHARS = 500
"""A fact is a sentence; longer texts belong into a document of the project."""

Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="As `memory list` shows it: fact:1, session:daily, kind:risks/simple."),
]


def list_memory(call: Call) -> Answer:
    """List what is remembered: facts, sessions, and what worked for which kind of request."""
    from maestro_cli.documents.memory import memory_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import to_plain
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    with workspace.store_if_any() as store:
        facts = store.facts.list() if store else ()
        sessions = store.conversations.sessions() if store else []
        ways = store.experiences.list() if store else ()
    data = {
        "facts": [_fact(fact) for fact in facts],
        "sessions": [{"name": name, "turns": count, "last": last} for name, count, last in sessions],
        "ways": to_plain(ways),
    }
    return Answer(kind="memory", data=data, blocks=memory_blocks(facts, sessions, ways, workspace.language))


def show(call: Call, memory_id: Id) -> Answer:
    """Show one fact, session or kind of request."""
    from maestro_cli.agents.conversation import VERBATIM, summarised
    from maestro_cli.documents import memory as documents
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.plain import to_plain
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    language = workspace.language
    sort, name = _parts(memory_id)
    with workspace.store_if_any() as store:
        if sort == "fact":
            facts = [fact for fact in (store.facts.list() if store else ()) if str(fact.number) == name]
            _found(memory_id, facts)
            data: dict[str, object] = {"facts": [_fact(fact) for fact in facts]}
            return Answer(kind="memory", data=data, blocks=(documents.facts_table(facts, language),))
        if sort == "kind":
            ways = store.experiences.list(*_kind(name)) if store else ()
            _found(memory_id, ways)
            blocks = documents.memory_blocks((), (), ways, language)
            return Answer(kind="memory", data={"ways": to_plain(ways)}, blocks=blocks)
        turns = store.conversations.turns(name) if store else ()
        _found(memory_id, turns)
    old = summarised(turns)
    data = {"session": name, "summary": to_plain(old), "turns": to_plain(turns[-VERBATIM:])}
    return Answer(
        kind="memory", data=data, blocks=documents.session_blocks(name, turns[-VERBATIM:], old, language)
    )


def remember(
    call: Call, text: Annotated[str, typer.Argument(help="What is to be remembered.", show_default=False)]
) -> Answer:
    """Remember a fact: it is shown beside the answers of a session, with who told it and when."""
    from maestro_cli.wiring import open_workspace

    return remembered(call, open_workspace(call), text)


def remembered(
    call: Call, workspace: Workspace, text: str, where: str = "", language: Language | None = None
) -> Answer:
    """Keep a fact, its secrets redacted, and answer with it; `where` says where it was told."""
    from maestro_cli.documents.memory_words import say
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.model.redact import redact
    from maestro_cli.model.text import one_line
    from maestro_cli.settings.user import user_name

    given = one_line(text)
    kept = redact(given)
    if not kept or len(kept) > MOST_CHARS:
        raise UsageError(
            f"a fact has 1 to {MOST_CHARS} characters, this one {len(kept):,}",
            fix="Say it in a sentence; longer texts belong into a document of the project.",
        )
    with workspace.store() as store:
        fact = store.facts.add(kept, f"{one_line(user_name())}{where}", workspace.as_of.isoformat())
    language = language or workspace.language
    shown = {"id": fact.id, "text": fact.text, "source": fact.source, "date": fact.date}
    notes = (say(language, "redacted"),) if kept != given else ()
    if call.dry_run:
        notes = (*notes, "Dry run: nothing was kept")
    return Answer(
        kind="memory",
        data={"facts": [shown]},
        blocks=(Paragraph(say(language, "remembered", **shown)),),
        notes=notes,
    )


def forget(call: Call, memory_id: Id) -> Answer:
    """Forget a fact, a session, or what worked for a kind of request."""
    from maestro_cli.documents.memory_words import say
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    sort, name = _parts(memory_id)
    with workspace.store() as store:
        gone = _forget(store, sort, name)
    _found(memory_id, range(gone))
    notes = ("Dry run: nothing was forgotten",) if call.dry_run else ()
    what = f"{sort}:{name}"
    data = {"forgotten": what, "count": gone, "dry_run": call.dry_run}
    blocks = (Paragraph(say(workspace.language, "forgotten", what=what)),)
    return Answer(kind="memory", data=data, blocks=blocks, notes=notes)


def _forget(store: Store, sort: str, name: str) -> int:
    if sort == "fact":
        return store.facts.forget(int(name))
    if sort == "kind":
        return store.experiences.forget(*_kind(name))
    return store.conversations.forget(name)


def _parts(memory_id: str) -> tuple[str, str]:
    """Return what sort of thing an id names, and its name; a bare name is a session's."""
    sort, colon, name = memory_id.partition(":")
    if not colon:
        return "session", memory_id
    digits = name.isascii() and name.isdigit() and len(name) < 18
    if sort not in ("fact", "session", "kind") or (sort == "fact" and not digits):
        raise UsageError(f"{memory_id!r} names nothing that is remembered", fix="See `maestro memory list`.")
    return sort, name


def _kind(name: str) -> tuple[str, str]:
    intent, _, complexity = name.partition("/")
    return intent, complexity


def _found(memory_id: str, what: object) -> None:
    if not what:
        raise UsageError(
            f"{memory_id} is not remembered", code="E-NO-MEMORY", fix="See `maestro memory list`."
        )


def _fact(fact: object) -> dict[str, object]:
    from maestro_cli.model.memory import Fact

    assert isinstance(fact, Fact)  # noqa: S101 - it is called with facts only
    return {"id": fact.id, "text": fact.text, "source": fact.source, "date": fact.date}


add(app, list_memory, name="list")
add(app, show)
add(app, remember)
add(app, forget)
