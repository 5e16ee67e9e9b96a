"""The JSON Schema of maestro.yaml."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from maestro_cli.settings.leaves import leaves
from maestro_cli.settings.schema_json import settings_schema

GOOD = """\
# yaml-language-server: $schema=maestro.schema.json
project: {id: shop, name: Shop, language: ko}
sources:
  - {type: csv, path: items.csv, columns: {id: Key}, delimiter: ";"}
team:
  - {name: Ann, share: 0.5, days_off: ["2026-12-24", {start: "2026-12-28", end: "2026-12-31"}]}
sprint:
  length_days: 10
  starts:
sprints:
  - {id: S1, start: "2026-01-05", end: "2026-01-16", completed: 20}
trace: {severity: {T1: "off"}, thresholds: {T1: 0.9}}
llm: {provider: offline, base_url: https://example.org}
calendar:
"""
BAD = [
    "sprnt: 1",
    "sprint: {length_days: 0}",
    "llm: {provider: x}",
    "team: [{}]",
    "[]",
    "trace: {severity: {T1: x}}",
]


def objects(schema: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from objects(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = settings_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_it_accepts_what_is_right_and_refuses_what_is_wrong(validator: Draft202012Validator) -> None:
    validator.validate(yaml.safe_load(GOOD))
    validator.validate(None)
    for content in BAD:
        assert not validator.is_valid(yaml.safe_load(content)), content


def test_every_key_is_described_and_none_is_missing() -> None:
    schema: Any = settings_schema()
    for thing in objects(schema):
        for name, rule in thing.get("properties", {}).items():
            assert rule.get("description"), name
            assert not {"ge", "gt", "le", "lt"} & set(rule), name
    groups = {
        name: rule["anyOf"][0].get("$ref", "").rpartition("/")[2]
        for name, rule in schema["properties"].items()
    }
    keys = {
        f"{name}.{inner}" if group in schema["$defs"] else name
        for name, group in groups.items()
        for inner in schema["$defs"].get(group, {"properties": [""]})["properties"]
    }
    assert keys == set(leaves())
    assert (schema["$id"], schema["$schema"]) == (
        "urn:maestro:settings:1",
        "https://json-schema.org/draft/2020-12/schema",
    )


def test_it_is_the_same_in_every_process() -> None:
    code = "import json; from maestro_cli.settings.schema_json import *; print(json.dumps(settings_schema()))"
    written = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    }
    assert written == {json.dumps(settings_schema()).encode() + b"\n"}
