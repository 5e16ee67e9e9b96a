"""The registry of rules: Maestro's own, those that a project declares, and those of its plug-ins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from maestro_cli.errors import UsageError
from maestro_cli.settings.schema import Settings
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
"""Maestro's own rules."""


def rules_of(settings: Settings) -> tuple[Rule, ...]:
    """Return all rules of a project: Maestro's, then declared ones and those of plug-ins, as listed.

    Raises SettingsError for a plug-in that cannot be used.
    """
    own = settings.trace
    if not (own.rules or own.plugins):
        return RULES
    from maestro_cli.traceability.custom.rule import ProjectRule
    from maestro_cli.traceability.plugins import plugin_rules

    declared = (*RULES, *(ProjectRule(rule) for rule in own.rules))
    return (*declared, *plugin_rules(own.plugins, [rule.about.id for rule in declared]))


def names_of(rules: Collection[Rule]) -> list[str]:
    """Return the ids of these rules and of their codes: what settings, waivers and users may name."""
    return [name for rule in rules for name in (rule.about.id, *(code.id for code in rule.about.codes))]


WAIVERS: Rule = WaiverRule(names_of(RULES))
"""Looks after waivers of the others; part of a report only when it finds something."""


def select(names: Collection[str], rules: Sequence[Rule] = RULES) -> tuple[Rule, ...]:
    """Return those of `rules` with these ids, in order of the registry; all of them for none.

    Upper and lower case do not matter. Raises UsageError for an id that no rule has.
    """
    wanted = {_rule_id(name, rules) for name in names}
    return tuple(rule for rule in rules if not wanted or rule.about.id in wanted)


def find(name: str, rules: Sequence[Rule] = RULES) -> Rule:
    """Return the one of `rules`, or T0, with this id or this code.

    Raises UsageError for a name that is neither.
    """
    folded = name.strip().casefold()
    known = (WAIVERS, *rules)
    for rule in known:
        if folded in (own.casefold() for own in names_of([rule])):
            return rule
    ids = [rule.about.id for rule in known]
    fix = did_you_mean(name, names_of(known), "Name a rule, or a code of one; rules are", ids)
    raise UsageError(f"{name!r} is no rule", code="E-RULE", fix=fix)


def explain(name: str, rules: Sequence[Rule] = RULES) -> RuleExplanation:
    """Explain the one of `rules`, or T0, with this id, or with this code by an example of that code.

    Raises UsageError for a name that is neither.
    """
    return with_example(find(name, rules).about, name)


def _rule_id(name: str, rules: Sequence[Rule]) -> str:
    known = [rule.about.id for rule in rules]
    for rule_id in known:
        if name.strip().casefold() == rule_id.casefold():
            return rule_id
    fix = did_you_mean(name.strip().partition("-")[0], known, "Rules are")
    raise UsageError(f"{name!r} is no rule", code="E-RULE", fix=fix)
