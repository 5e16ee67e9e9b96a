"""`maestro config`: the settings in effect, where each comes from, and what there is to set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import add
from maestro_cli.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from maestro_cli.model.answer import Answer

app = typer.Typer(name="config", no_args_is_help=True, help="Show settings, their origins and their schema.")


def show(
    call: Call,
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
) -> Answer:
    """Show every setting in effect: flag > environment > project > user > default."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Bullets, Column, Paragraph, Table
    from maestro_cli.settings.loading import load_settings
    from maestro_cli.settings.showing import shown_settings

    loaded = load_settings(_root(call), {"llm.provider": call.llm})
    values = shown_settings(loaded.settings)
    rows = [(key, _text(value), str(loaded.origins[key])) for key, value in values.items()]
    columns = (Column("Key"), Column("Value"), Column("Origin"))
    width = 3 if origin else 2
    blocks = [Table(columns[:width], tuple(row[:width] for row in rows))]
    ignored = [
        Paragraph("Ignored until you have read them and run `maestro trust`:", "warning"),
        Bullets(tuple(loaded.untrusted)),
    ]
    return Answer(
        kind="config",
        data={
            "settings": values,
            "origins": dict(loaded.origins),
            "untrusted": list(loaded.untrusted),
        },
        blocks=(*blocks, *(ignored if loaded.untrusted else ())),
        diagnostics=loaded.diagnostics,
    )


def schema(call: Call) -> Answer:  # noqa: ARG001 - every command is called with how it was called
    """Print the JSON Schema of maestro.yaml, for editors and validators."""
    from maestro_cli.documents.envelope import json_document
    from maestro_cli.model.answer import Answer
    from maestro_cli.settings.schema_json import settings_schema

    found = settings_schema()
    return Answer(kind="config", data={"schema": found}, rendered={"text": json_document(found).decode()})


def path(call: Call) -> Answer:
    """Print the files that settings are read from."""
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.blocks import Column, Table
    from maestro_cli.settings.discovery import FILE_NAME
    from maestro_cli.settings.user_files import user_file

    root, user = _root(call), user_file()
    files = [
        {"layer": layer, "path": str(file), "exists": file.is_file()}
        for layer, file in (("project", root / FILE_NAME if root else None), ("user", user))
        if file is not None
    ]
    rows = tuple((str(f["layer"]), str(f["path"]), "yes" if f["exists"] else "no") for f in files)
    return Answer(
        kind="config",
        data={"files": files},
        blocks=(Table((Column("Layer"), Column("Path"), Column("Exists")), rows),),
    )


def _root(call: Call) -> Path | None:
    """Return the project's folder; None outside of any, unless one was named."""
    from maestro_cli.settings.discovery import find_project

    try:
        return find_project(call.project)
    except SettingsError:
        if call.project is not None:
            raise
        return None


def _text(value: object) -> str:
    """Write a value on one line; of a table only the names, since the file itself reads better."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_name(each) if isinstance(each, dict) else str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            name if isinstance(each, dict) else f"{name}: {each}" for name, each in value.items()
        )
    return str(value)


def _name(entry: dict[str, object]) -> str:
    """Return what an entry of a list is called: a member, a sprint, a source, days off, a policy."""
    said = next((entry[key] for key in ("name", "id", "path", "type") if entry.get(key)), None)
    return str(said or " to ".join(str(value) for value in entry.values()))


add(app, show)
add(app, schema, formats=("text", "json"))
add(app, path)
