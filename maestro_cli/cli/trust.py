"""`maestro trust`: let the settings of this project that start programs or name servers take effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer


def trust(
    call: Call,
    revoke: Annotated[bool, typer.Option("--revoke", help="Withdraw the trust of this project.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the projects you trust.")] = False,
) -> Answer:
    """Trust what this project's maestro.yaml may start, connect to or pre-approve, as it is now.

    Shows exactly these settings; with --dry-run it only shows them. When one of them changes, trust is
    asked for again. In CI, set MAESTRO_TRUST=1.
    """
    if list_:
        return _list()
    return _revoke(call) if revoke else _trust(call)


def _trust(call: Call) -> Answer:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Column, Paragraph, Table
    from maestro_cli.settings.discovery import find_project
    from maestro_cli.settings.loading import load_settings
    from maestro_cli.settings.trust import fingerprint, remember

    root = find_project(call.project)
    found = load_settings(root).guarded
    if found and not call.dry_run:
        remember(root, found)
    said = "Trusted from now on, as long as they stay the same:"
    if call.dry_run:
        said = "Would be trusted:"
    if not found:
        said = "Nothing in maestro.yaml needs trust."
    table = Table((Column("Key"), Column("Value")), tuple((key, _text(found[key])) for key in found))
    return Answer(
        kind="trust",
        data={
            "project": str(root),
            "settings": dict(found),
            "fingerprint": fingerprint(found) if found else None,
            "trusted": bool(found) and not call.dry_run,
        },
        blocks=(Paragraph(said), *((table,) if found else ())),
    )


def _revoke(call: Call) -> Answer:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Paragraph
    from maestro_cli.settings.discovery import find_project
    from maestro_cli.settings.trust import forget, is_remembered

    root = find_project(call.project)
    had = is_remembered(root) if call.dry_run else forget(root)
    said = (
        ("Would be withdrawn." if call.dry_run else "Trust is withdrawn.") if had else "There was no trust."
    )
    data = {"project": str(root), "revoked": had and not call.dry_run}
    return Answer(kind="trust", data=data, blocks=(Paragraph(said),))


def _list() -> Answer:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Column, Paragraph, Table
    from maestro_cli.settings.trust import trusted_projects

    projects = trusted_projects()
    rows = tuple((each.project, each.fingerprint[:12]) for each in projects)
    block = Table((Column("Project"), Column("Fingerprint")), rows) if rows else Paragraph("None.")
    return Answer(kind="trust", data={"projects": list(projects)}, blocks=(block,))


def _text(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
