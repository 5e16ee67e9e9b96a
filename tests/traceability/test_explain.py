from __future__ import annotations

import pytest

from maestro_cli.errors import UsageError
from maestro_cli.model.findings import FailOn
from maestro_cli.model.rule_names import RULE_NAMES, RULE_QUESTIONS
from maestro_cli.traceability.check import check, gate
from maestro_cli.traceability.interface import Rule
from maestro_cli.traceability.rules import RULES, WAIVERS, explain
from tests.traceability.projects import from_yaml, violations

ALL = [pytest.param(rule, id=rule.about.id) for rule in (WAIVERS, *RULES)]


@pytest.mark.parametrize("rule", ALL)
def test_the_failing_example_fails_with_the_first_code(rule: Rule) -> None:
    report = check(from_yaml(rule.about.failing))
    own = [v for v in violations(report) if v.code.startswith(rule.about.id)]
    assert [v.code for v in own] == [rule.about.codes[0].id]
    assert not gate(report)


@pytest.mark.parametrize("rule", ALL)
def test_the_passing_example_passes_every_rule(rule: Rule) -> None:
    report = check(from_yaml(rule.about.passing))
    assert gate(report, FailOn.INFO)
    assert report.summary.total_violations == 0


# @req MR-6.13
@pytest.mark.parametrize("rule", ALL)
def test_every_rule_has_its_words_in_both_languages(rule: Rule) -> None:
    for words in (RULE_NAMES[rule.about.id], RULE_QUESTIONS[rule.about.id]):
        assert words["en"] != words["ko"]
        assert all(text.strip() for text in words.values())
    assert rule.about.why.endswith(".")
    assert all(code.meaning.endswith(".") for code in rule.about.codes)


@pytest.mark.parametrize("name", ["T4", "t4", "T4-CYCLE", " t4-cycle "])
def test_a_rule_is_explained_by_id_or_code(name: str) -> None:
    assert explain(name).id == "T4"


def test_an_unknown_rule_cannot_be_explained() -> None:
    with pytest.raises(UsageError) as caught:
        explain("T4-CYCEL")
    assert caught.value.diagnostics[0].fix == "Did you mean T4-CYCLE?"


WITHOUT = {"T1-UNKNOWN", "T5-CHAIN-BROKEN"}
"""A source that cannot be read, and a record that was tampered with, cannot be written down as YAML."""

CODES = [code.id for rule in (WAIVERS, *RULES) for code in rule.about.codes if code.id not in WITHOUT]


# @req MR-6.13
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_by_an_example_that_fails_and_one_that_passes(code: str) -> None:
    about = explain(code)
    report = check(from_yaml(about.failing))
    assert code in {violation.code for violation in violations(report)}
    mended = check(from_yaml(about.passing))
    assert [violation.code for violation in violations(mended) if violation.counts] == []
