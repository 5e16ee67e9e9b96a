"""The registry of rules."""

from __future__ import annotations

from collections.abc import Collection

from maestro_cli.errors import UsageError
from maestro_cli.traceability.examples import with_example
from maestro_cli.traceability.interface import Rule, RuleExplanation
from maestro_cli.traceability.names import did_you_mean
from maestro_cli.traceability.t0_waivers import WaiverRule
from maestro_cli.traceability.t1_coverage import RequirementCoverageRule
from maestro_cli.traceability.t2_orphans import OrphanRule
from maestro_cli.traceability.t3_wbs import WbsRule
from maestro_cli.traceability.t4_dependencies import DependencyRule
from maestro_cli.traceability.t5_decisions import DecisionRule
from maestro_cli.traceability.t6_grounding import GroundingRule

RULES: tuple[Rule, ...] = (
    RequirementCoverageRule(),
    OrphanRule(),
    WbsRule(),
    DependencyRule(),
    DecisionRule(),
    GroundingRule(),
)


def names_of(rules: Collection[Rule]) -> list[str]:
    """Return the ids of these rules and of their codes: what settings, waivers and users may name."""
    return [name for rule in rules for name in (rule.about.id, *(code.id for code in rule.about.codes))]


WAIVERS: Rule = WaiverRule(names_of(RULES))
"""Looks after waivers of the others; part of a report only when it finds something."""


def select(names: Collection[str]) -> tuple[Rule, ...]:
    """Return the rules with these ids, in order of the registry; all of them for none.

    Upper and lower case do not matter. Raises UsageError for an id that no rule has.
    """
    wanted = {_rule_id(name) for name in names}
    return tuple(rule for rule in RULES if not wanted or rule.about.id in wanted)


def explain(name: str) -> RuleExplanation:
    """Explain the rule with this id, or with this code, by an example of that code.

    Raises UsageError for a name that is neither.
    """
    folded = name.strip().casefold()
    rules = (WAIVERS, *RULES)
    for rule in rules:
        if folded in (known.casefold() for known in names_of([rule])):
            return with_example(rule.about, name)
    fix = did_you_mean(name, names_of(rules), "Rules and codes are")
    raise UsageError(f"{name!r} is no rule", code="E-RULE", fix=fix)


def _rule_id(name: str) -> str:
    known = [rule.about.id for rule in RULES]
    for rule_id in known:
        if name.strip().casefold() == rule_id.casefold():
            return rule_id
    fix = did_you_mean(name.strip().partition("-")[0], known, "Rules are")
    raise UsageError(f"{name!r} is no rule", code="E-RULE", fix=fix)
