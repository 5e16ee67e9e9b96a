"""`maestro trace matrix`: each requirement with what satisfies it, its tests and its gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import parse_date
from maestro_cli.errors import Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.model.history import Commit
    from maestro_cli.model.items import Kind
    from maestro_cli.traceability.matrix import Matrix
    from maestro_cli.wiring import Workspace

FORMATS = ("text", "json", "md", "csv", "html")

_SHALLOW = (
    Diagnostic(
        Severity.WARNING,
        "P-GIT",
        "The clone is shallow: only the commits that were fetched are counted.",
        fix="Fetch the whole history, in CI with fetch-depth: 0, or leave the column out with --columns.",
    ),
)

_BEFORE = ("title", "kind", "status", "owner", "coverage", "place")
_AFTER = ("tests", "commits", "missing", "problems")


def matrix(
    call: Call,
    rows: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="Kind of item in the rows; may be repeated. By default requirement."
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Columns after the id, such as title,coverage,story,tests."),
    ] = None,
    commits_since: Annotated[
        date | None,
        typer.Option(
            parser=parse_date, metavar="DATE", help="Count commits from this day on, not those of all time."
        ),
    ] = None,
) -> Answer:
    """Show for each requirement what satisfies it at each level, its tests, commits and gaps."""
    from maestro_cli.cli.trace_context import items_context, readable
    from maestro_cli.traceability.check import check
    from maestro_cli.traceability.matrix import matrix as make
    from maestro_cli.traceability.network import Network
    from maestro_cli.wiring import open_workspace

    kinds = _kinds(rows or ["requirement"])
    chosen = None if columns is None else _names(columns)
    workspace = open_workspace(call)
    status, diagnostics = readable(workspace)
    context = items_context(workspace)
    commits, more = _commits(workspace, commits_since, chosen)
    made = make(
        context.backlog,
        check(context),
        Network(context.backlog, context.tests),
        context.tests,
        commits,
        kinds,
    )
    data = _data(made, chosen, commits_since)
    return _answer(workspace, call, data, (*diagnostics, *more), status)


def _kinds(names: Sequence[str]) -> tuple[Kind, ...]:
    from maestro_cli.model.items import Kind
    from maestro_cli.traceability.names import did_you_mean

    known = [kind.value for kind in Kind]
    for name in names:
        if name not in known:
            fix = did_you_mean(name, known, "Kinds are")
            raise UsageError(f"--rows: {name!r} is not a kind of item", fix=fix)
    return tuple(Kind(name) for name in dict.fromkeys(names))


def _names(given: str) -> list[str]:
    from maestro_cli.model.items import Kind
    from maestro_cli.traceability.names import did_you_mean

    names = list(dict.fromkeys(name for name in given.replace(" ", "").split(",") if name and name != "id"))
    known = [*_BEFORE, *(kind.value for kind in Kind), *_AFTER]
    for name in names:
        if name not in known:
            fix = did_you_mean(name, known, "Columns are")
            raise UsageError(f"--columns: there is no column {name!r}", fix=fix)
    return names


def _commits(
    workspace: Workspace, since: date | None, columns: Collection[str] | None
) -> tuple[list[Commit] | None, tuple[Diagnostic, ...]]:
    """Read the commits that name an item, unless nobody wants to see how many there are."""
    from maestro_cli.workflows.history import unread

    if columns is not None and "commits" not in columns:
        return None, ()
    repository = workspace.repository()
    if not repository.present:
        return None, unread(repository)
    commits = workspace.commits(since, workspace.as_of)
    return [commit for commit in commits if commit.item_ids], _SHALLOW if repository.shallow else ()


def _data(made: Matrix, chosen: Sequence[str] | None, since: date | None) -> dict[str, object]:
    from maestro_cli.model.findings import CoverageStatus
    from maestro_cli.model.plain import plain_fields, to_plain

    counts = {status.value: 0 for status in CoverageStatus}
    for row in made.rows:
        if row.coverage is not None:
            counts[row.coverage.value] += 1
    data = plain_fields(made)
    return {
        "kinds": data["kinds"],
        "levels": data["levels"],
        "columns": _shown(made) if chosen is None else list(chosen),
        "total": len(made.rows),
        "counts": counts,
        "commits_since": to_plain(since),
        "rows": data["rows"],
    }


def _shown(made: Matrix) -> list[str]:
    """Choose the columns in which any row has something to say."""
    rows = made.rows
    said = {
        "kind": len(made.kinds) > 1,
        "owner": any(row.owner for row in rows),
        "coverage": any(row.coverage for row in rows),
        "place": False,
        "tests": any(row.tests for row in rows),
        "commits": any(row.commits is not None for row in rows),
        "missing": any(row.missing for row in rows),
        "problems": any(row.problems or row.suspect for row in rows),
    }
    return [name for name in (*_BEFORE, *made.levels, *_AFTER) if said.get(name, True)]


def _answer(
    workspace: Workspace,
    call: Call,
    data: dict[str, object],
    diagnostics: tuple[Diagnostic, ...],
    status: AnswerStatus,
) -> Answer:
    from maestro_cli.documents.matrix import matrix_blocks, matrix_csv
    from maestro_cli.model.answer import Answer

    rendered: dict[str, str | bytes] = {}
    if call.format == "csv":
        rendered["csv"] = matrix_csv(data)
    elif call.format == "html":
        from maestro_cli.documents.matrix_html import matrix_html

        project = workspace.settings.project
        rendered["html"] = matrix_html(data, workspace.language, project.name or project.id, workspace.as_of)
    return Answer(
        kind="trace-matrix",
        data=data,
        blocks=matrix_blocks(data, workspace.language) if call.format in {"text", "md"} else (),
        rendered=rendered,
        diagnostics=diagnostics,
        status=status,
    )
