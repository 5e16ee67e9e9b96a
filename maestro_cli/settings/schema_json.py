"""The JSON Schema of maestro.yaml, for editors and validators.

Put it next to the project and name it in the file's first line:

    # yaml-language-server: $schema=maestro.schema.json
"""

from __future__ import annotations

from maestro_cli.settings.schema import Settings

SCHEMA_ID = "urn:maestro:settings:1"


def settings_schema() -> dict[str, object]:
    """Return the schema (JSON Schema 2020-12), the same at every call.

    A key without a value means the default, so null is allowed wherever a key may be left out.
    """
    schema = Settings.model_json_schema()
    for model, group in ((Settings, schema), *((None, group) for group in schema["$defs"].values())):
        required = group.get("required", [])
        for name, rule in group.get("properties", {}).items():
            if name not in required:
                about = {"description": model.model_fields[name].description} if model else {}
                group["properties"][name] = _or_nothing({**about, **rule})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
        "title": "Settings of a Maestro project (maestro.yaml)",
        "type": ["object", "null"],
    }


def _or_nothing(rule: dict[str, object]) -> dict[str, object]:
    about: dict[str, object] = {key: rule[key] for key in ("title", "description", "default") if key in rule}
    choices = rule.get("anyOf", [{key: value for key, value in rule.items() if key not in about}])
    assert isinstance(choices, list)  # noqa: S101 - anyOf is a list in JSON Schema
    return {**about, "anyOf": [*(each for each in choices if each != {"type": "null"}), {"type": "null"}]}
