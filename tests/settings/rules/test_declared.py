"""Declared rules: everything wrong with them is told at once, at its line, with a way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from maestro_cli.errors import SettingsError
from maestro_cli.model.items import Item, Kind, Priority, Status
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.settings.loading import load_settings
from maestro_cli.settings.rules import fields
from maestro_cli.settings.rules.reading import read_condition
from maestro_cli.settings.schema import Settings
from maestro_cli.settings.schema_json import settings_schema

WRONG = """\
trace:
  rules:
    - id: T1
      name: x
      kind: bgu
      must_have: {asignee: true}
    - id: X1
      name: Bugs have a severity label
      where:
        status: [reddy, in_progress]
        any: [{labels: a}, {points: {mni: 1}}]
      must_have:
        points: many
        description: {lacks: TBD, matches: "(?=x)y"}
        due: {before: tody}
        satisfies: {min: 2, max: 1, color: red}
      mesage: x
      message: "{id.__class__} {0} }"
    - {id: X2, name: Nothing}
    - {id: X1, name: Twice, must_have: {title: {}}}
"""


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "maestro.yaml").write_text(WRONG)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, environ={})
    told = {(d.line, d.message.partition(" (known")[0], d.code): d.fix for d in caught.value.diagnostics}
    known = ", ".join(fields.ITEM_FIELDS)
    rule = "trace.rules[1]"
    assert told == {
        (
            3,
            (
                "trace.rules[0].id must begin with X, then capital letters, digits or _, such as X1 or "
                "X_OWNER; found 'T1'"
            ),
            "P-BAD-VALUE",
        ): None,
        (
            5,
            (
                "trace.rules[0].kind[0] must be requirement, epic, feature, story, task, bug, spike, "
                "wbs_group, wbs_item, wbs_task, decision or risk; found 'bgu'"
            ),
            "P-BAD-VALUE",
        ): "Did you mean bug?",
        (6, "trace.rules[0].must_have.asignee is not a field", "P-UNKNOWN-KEY"): "Did you mean assignee?",
        (10, f"{rule}.where.status holds 'reddy', which is no status", "P-BAD-VALUE"): "Did you mean ready?",
        (
            11,
            f"{rule}.where.any[1].points.mni is not a question to this field; found 1",
            "P-UNKNOWN-KEY",
        ): "Did you mean min?",
        (13, f"{rule}.must_have.points must be a number; found 'many'", "P-BAD-VALUE"): None,
        (
            14,
            (
                f"{rule}.must_have.description.matches is no regular expression: invalid perl operator: (?=; "
                "found '(?=x)y'"
            ),
            "P-BAD-VALUE",
        ): "Patterns are RE2's: nothing looks ahead or back, and any letter is \\pL.",
        (
            15,
            (
                f"{rule}.must_have.due.before must be a date, today or one of created, started, "
                "completed, due, with days such as today+14; found 'tody'"
            ),
            "P-BAD-VALUE",
        ): None,
        (
            16,
            f"{rule}.must_have.satisfies must have at least 2 and at most 1, which cannot be",
            "P-BAD-VALUE",
        ): None,
        (
            16,
            f"{rule}.must_have.satisfies.color is not a field; found 'red'",
            "P-UNKNOWN-KEY",
        ): f"Known here: {known}.",
        (17, f"{rule}.mesage is not a setting", "P-UNKNOWN-KEY"): "Did you mean message?",
        (18, f"{rule}.message holds '{{id.__class__}}', which is no placeholder", "P-BAD-VALUE"): None,
        (20, "trace.rules[3].must_have.title must say what the field has to hold", "P-BAD-VALUE"): None,
    } | {key: None for key in told if key[1].startswith("trace.rules[2]")}
    assert any("must say under must_have" in key[1] for key in told)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    rule = "{id: X1, name: a, must_have: {assignee: true}}"
    (tmp_path / "maestro.yaml").write_text(f"trace: {{rules: [{rule}, {rule}]}}\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, environ={})
    assert "has the id 'X1' more than once" in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([], "must be a group of fields"),
        ({"any": []}, "must be a list of conditions"),
        ({"none": {"title": "x"}}, "must be a list of conditions"),
        ({"title": []}, "must not be empty"),
        ({"title": ""}, "must not be empty"),
        ({"title": {"present": "yes"}}, "must be true or false"),
        ({"title": [["x"]]}, "must be text"),
        ({"due": "2026-02-30"}, "must be a date such as"),
        ({"due": {"before": 5}}, "must be a date, today or"),
        ({"points": {"min": True}}, "must be a number"),
        ({"estimate": {"min": 1}}, "is not a question to this field"),
        ({"parent": 5}, "must be true, false, ids or a group"),
        ({"parent": {"min": 1.5}}, "must be a whole number"),
        ({"parent": {"present": 1}}, "must be true or false"),
        ({"tests": {"kind": "bug"}}, "is not a field"),
        ({"title": {"matches": ""}}, "must be a regular expression"),
        ({"title": {"matches": "("}}, "is no regular expression"),
    ],
)
def test_a_wrong_condition_is_told(raw: object, said: str) -> None:
    problems = read_condition(raw)[1]
    assert len(problems) == 1
    assert said in problems[0].message


def test_conditions_are_nested_only_so_deep() -> None:
    raw: dict[str, Any] = {"kind": "epic"}
    for _ in range(5):
        raw = {"parent": raw}
    assert read_condition(raw)[1] == ()
    assert "nested more than 5 deep" in read_condition({"parent": raw})[1][0].message


def test_the_words_are_those_of_the_model() -> None:
    assert list(fields.KINDS) == [kind.value for kind in Kind]
    assert list(fields.STATUSES) == [status.value for status in Status]
    assert list(fields.PRIORITIES) == [priority.value for priority in Priority]
    assert set(fields.RESULTS) == {verdict.value for verdict in Verdict}
    reversed_links = {"children", "satisfied_by", "dependents", "tests"}
    assert set(fields.ITEM_FIELDS) - reversed_links <= {*Item.__dataclass_fields__, "path"}
    assert set(fields.TEST_FIELDS) <= {*Verification.__dataclass_fields__, "path"}


def test_editors_know_the_fields() -> None:
    validator = Draft202012Validator(settings_schema())
    rule = {"id": "X1", "name": "x", "must_have": {"labels": "a", "any": [{"due": True}]}}
    assert validator.is_valid({"trace": {"rules": [rule]}})
    assert not validator.is_valid({"trace": {"rules": [{**rule, "must_have": {"label": "a"}}]}})
    assert not validator.is_valid({"trace": {"rules": [{**rule, "severity": "bad"}]}})


def test_a_rule_is_read_as_it_stands() -> None:
    settings = Settings.model_validate(
        {"trace": {"rules": [{"id": "X1", "name": "x", "kind": "bug", "must_have": {"assignee": True}}]}}
    )
    assert settings.trace.rules[0].kind == ("bug",)
    assert settings.trace.rules[0].demand.demands[0].field == "assignee"
